import { lowerThanOthers, shareOfNone, timesMitmproxy } from '../goals.ts';
import type { Work, Workload } from '../types.ts';
import { h2load, h2Requests, number, withCpu, wrk, wrkRequests } from './common.ts';

interface Load {
  readonly id: 'h1' | 'h2';
  readonly name: string;
  readonly row: string;
  readonly share: number;
  readonly times: number;
  readonly skip: Workload['skip'];
  readonly warmUp: string;
  readonly load: (seconds: number) => string;
  readonly requests: (output: string) => number;
  readonly perSecond: (output: string, scale: Work['scale']) => number;
}

const requests = ({ id, name, row, share, times, skip, ...load }: Load): Workload => ({
  id: `${id}-small`,
  skip,
  metrics: [
    { id: `${id}-requests`, row, unit: 'requests/s', better: 'higher', goals: [shareOfNone(share), timesMitmproxy(times)], chart: true },
    {
      id: `${id}-cpu`,
      row: `CPU time of the proxy per ${name} request`,
      unit: 'µs',
      better: 'lower',
      goals: [lowerThanOthers()],
      digits: 1,
    },
  ],
  run: async (work) => {
    const { shell } = work.session;
    await shell.exec(load.warmUp);
    const { result, cpu } = await withCpu(work, () => shell.exec(load.load(work.scale.seconds)));
    return {
      [`${id}-requests`]: load.perSecond(result, work.scale),
      [`${id}-cpu`]: cpu && (cpu / load.requests(result)) * 1e6,
    };
  },
});

export const smallH1 = requests({
  id: 'h1',
  name: 'HTTP/1',
  row: 'small requests, keep-alive, HTTP/1, 32 connections',
  share: 0.4,
  times: 25,
  skip: () => false,
  warmUp: wrk(4, 1),
  load: (seconds) => wrk(32, seconds),
  requests: wrkRequests,
  perSecond: (output) => number(output, /Requests\/sec:\s+([\d.]+)/),
});

export const smallH2 = requests({
  id: 'h2',
  name: 'HTTP/2',
  row: 'small requests, HTTP/2, 8 connections of 16 streams',
  share: 0.6,
  times: 40,
  skip: ({ h2 }) => (h2 ? false : 'relays no HTTP/2'),
  warmUp: h2load(1),
  load: h2load,
  requests: h2Requests,
  perSecond: (output, { seconds }) => h2Requests(output) / seconds,
});
