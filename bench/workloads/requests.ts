import { lowerThanOthers, shareOfNone, timesMitmproxy } from '../goals.ts';
import type { Workload } from '../types.ts';
import { h2load, h2Requests, number, withCpu, wrk, wrkRequests } from './common.ts';

export const smallH1: Workload = {
  id: 'h1-small',
  skip: () => false,
  metrics: [
    {
      id: 'h1-requests',
      row: 'small requests, keep-alive, HTTP/1, 32 connections',
      unit: 'requests/s',
      better: 'higher',
      goals: [shareOfNone(0.4), timesMitmproxy(25)],
      chart: true,
    },
    {
      id: 'h1-cpu',
      row: 'CPU time of the proxy per HTTP/1 request',
      unit: 'µs',
      better: 'lower',
      goals: [lowerThanOthers()],
      digits: 1,
    },
  ],
  run: async (work) => {
    const { shell } = work.session;
    await shell.exec(wrk(4, 1));
    const { result, cpu } = await withCpu(work, () => shell.exec(wrk(32, work.scale.seconds)));
    const requests = wrkRequests(result);
    return { 'h1-requests': number(result, /Requests\/sec:\s+([\d.]+)/), 'h1-cpu': cpu && (cpu / requests) * 1e6 };
  },
};

export const smallH2: Workload = {
  id: 'h2-small',
  skip: ({ h2 }) => (h2 ? false : 'relays no HTTP/2'),
  metrics: [
    {
      id: 'h2-requests',
      row: 'small requests, HTTP/2, 8 connections of 16 streams',
      unit: 'requests/s',
      better: 'higher',
      goals: [shareOfNone(0.6), timesMitmproxy(40)],
      chart: true,
    },
    {
      id: 'h2-cpu',
      row: 'CPU time of the proxy per HTTP/2 request',
      unit: 'µs',
      better: 'lower',
      goals: [lowerThanOthers()],
      digits: 1,
    },
  ],
  run: async (work) => {
    const { shell } = work.session;
    await shell.exec(h2load(1));
    const { result, cpu } = await withCpu(work, () => shell.exec(h2load(work.scale.seconds)));
    const requests = h2Requests(result);
    return { 'h2-requests': requests / work.scale.seconds, 'h2-cpu': cpu && (cpu / requests) * 1e6 };
  },
};
