import { atMost } from '../goals.ts';
import { openHolder } from '../holder.ts';
import { inspect } from '../inspect.ts';
import type { Metric, Work, Workload } from '../types.ts';
import { curl, h2load, onlyInspected, wrk } from './common.ts';
import { dnsperf } from './datagrams.ts';

const loads: Readonly<Record<string, string>> = {
  h1: 'small requests, HTTP/1',
  h2: 'small requests, HTTP/2',
  download: 'downloads, HTTP/1 and 2',
  connect: 'connections opened, 16 at a time',
  dns: 'DNS at full speed',
  mixed: 'all of these at once',
};

/** On a machine that others use, too. */
const PATIENCE_MS = 180_000;

/** How long the proxy's event loop does not come round, seen from inside. */
export const stalls: Workload = {
  id: 'stalls',
  fresh: true,
  skip: onlyInspected,
  metrics: [
    ...Object.entries(loads).map(
      ([id, what]): Metric => ({
        id: `stall-${id}`,
        row: `longest stall of the event loop, ${what}`,
        unit: 'ms',
        better: 'lower',
        goals: [atMost(20, '20 ms', 'ours', ' ms')],
        digits: 1,
      }),
    ),
    {
      id: 'stall-own',
      row: 'most processor time of one turn of the event loop, under all of these',
      unit: 'ms',
      better: 'lower',
      goals: [atMost(20, '20 ms', 'ours', ' ms')],
      digits: 1,
    },
  ],
  run: async (work) => {
    const { session } = work;
    const seconds = Math.max(2, work.scale.seconds - 2);
    const shell = (command: string) => (): Promise<unknown> => session.shell.exec(command, PATIENCE_MS);
    const inspector = await inspect(work.lab, session.proxyPid ?? 0);
    const holder = await openHolder(work.lab, session);
    const many = work.scale.quick ? 200 : 1000;
    const runs: Readonly<Record<string, () => Promise<unknown>>> = {
      h1: shell(wrk(32, seconds)),
      h2: shell(h2load(seconds)),
      download: shell(`${curl('h1', 'download')} && ${curl('h2', 'download')}`),
      connect: () => holder.open(many),
      dns: shell(dnsperf(work, seconds)),
      mixed: () => Promise.all([holder.open(2 * many), session.shell.exec(together(work, seconds), PATIENCE_MS)]),
    };
    const figures: Record<string, number> = {};
    const told: string[] = [];
    try {
      for (const [id, run] of Object.entries(runs)) {
        await inspector.reset();
        await run();
        const { longest, own, over, turns } = await inspector.stalls();
        figures[`stall-${id}`] = longest;
        figures['stall-own'] = Math.max(figures['stall-own'] ?? 0, own);
        told.push(`${id} ${longest.toFixed(1)} (own ${own.toFixed(1)}, ${over} of ${turns} over 20)`);
      }
      work.say(`longest turns in ms: ${told.join(', ')}`);
    } finally {
      inspector.close();
      await holder.close();
    }
    return figures;
  },
};

const together = (work: Work, seconds: number): string =>
  [wrk(32, seconds), h2load(seconds), dnsperf(work, seconds), curl('h1', 'download'), curl('h2', 'download')]
    .map((command) => `(${command}) >/dev/null &`)
    .concat('wait')
    .join('\n');
