import { atLeast, atMost } from '../goals.ts';
import { openHolder } from '../holder.ts';
import { inspect } from '../inspect.ts';
import { memoryMb } from '../processes.ts';
import type { Figures, Metric, Work, Workload } from '../types.ts';
import { withCpu } from './common.ts';

const SECONDS = 3;
const SETTLING_MS = 1000;

const held = (count: number): Metric => ({
  id: `held-${count}`,
  row: `open connections held, of ${count}: each answers once more`,
  unit: 'connections',
  better: 'higher',
  goals: [atLeast(count, 'all'), atLeast(count, 'all, passthrough', 'ours-passthrough')],
  digits: 0,
});

const memory = (count: number): Metric => ({
  id: `memory-${count}`,
  row: `memory of the proxy at ${count} open connections, resident`,
  unit: 'MB',
  better: 'lower',
  goals: count === 1000 ? [atMost(120, '120 MB', 'ours', ' MB'), atMost(120, '120 MB, passthrough', 'ours-passthrough', ' MB')] : [],
  digits: 0,
});

/** Opens more and more connections, and at each number of them takes memory and the cost of a request to one of them. */
export const connections: Workload = {
  id: 'connections',
  heavy: true,
  fresh: true,
  skip: ({ id }) => (id === 'none' ? '-' : false),
  metrics: [
    memory(1000),
    { id: 'memory-idle', row: 'memory of the proxy before any connection, resident', unit: 'MB', better: 'lower', goals: [], digits: 0 },
    {
      id: 'memory-all-1000',
      row: 'memory of all its processes at 1000 open connections, shared pages shared out',
      unit: 'MB',
      better: 'lower',
      goals: [],
      digits: 0,
    },
    memory(10_000),
    held(1000),
    held(10_000),
    {
      id: 'growth-1000',
      row: 'CPU time per request with 1000 connections, times that with 10',
      unit: '',
      better: 'lower',
      goals: [atMost(1.25, 'flat (1.25)')],
      digits: 2,
    },
    {
      id: 'growth-connections',
      row: 'CPU time per request with 10 000 connections, or as many as are held, times that with 10',
      unit: '',
      better: 'lower',
      goals: [atMost(1.25, 'flat (1.25)')],
      digits: 2,
    },
    {
      id: 'stall-10000',
      row: 'longest stall of the event loop, requests to 10 000 connections',
      unit: 'ms',
      better: 'lower',
      goals: [atMost(20, '20 ms', 'ours', ' ms')],
      digits: 1,
    },
  ],
  run: async ({ scale, contender, lab, say, session }) => {
    const figures: Record<string, number> = { 'memory-idle': residentMb(session) };
    const holder = await openHolder(lab, session);
    try {
      const costs: string[] = [];
      let first: number | undefined;
      for (const count of scale.open) {
        if (contender.slow && count > 1000) break;
        const { held } = await holder.open(count);
        await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
        if (count >= 1000) {
          figures[`memory-${count}`] = residentMb(session);
          figures[`held-${count}`] = (await holder.askAll()).answered;
        }
        if (count === 1000) figures['memory-all-1000'] = memoryMb(session.pids(), 'Pss');
        // Compiled by now, whatever is measured first.
        if (first === undefined) await holder.ask(1);
        const cost = await costOfRequest(session, () => holder.ask(SECONDS));
        costs.push(`${held}: ${(cost * 1e6).toFixed(1)} µs`);
        first ??= cost;
        if (count === 1000) figures['growth-1000'] = cost / first;
        if (count === 10_000) figures['growth-connections'] = cost / first;
        if (held < count) break;
      }
      say(`CPU time per request by open connections: ${costs.join(', ')}`);
      if (figures['held-10000'] && session.proxyPid !== undefined && contender.inspects) {
        const inspector = await inspect(lab, session.proxyPid);
        await inspector.reset();
        await holder.ask(SECONDS);
        figures['stall-10000'] = (await inspector.stalls()).longest;
        inspector.close();
      }
    } finally {
      await holder.close();
    }
    return figures satisfies Figures;
  },
};

const residentMb = (session: Work['session']): number =>
  memoryMb(session.proxyPid === undefined ? session.pids() : [session.proxyPid], 'Rss');

async function costOfRequest(session: Work['session'], load: () => Promise<{ requests: number }>): Promise<number> {
  const { result, cpu = 0 } = await withCpu({ session }, load);
  if (result.requests === 0) throw new Error('no request was answered');
  return cpu / result.requests;
}
