import { PACE } from '../../test/pace.ts';
import { atLeast, atMost, timesNone } from '../goals.ts';
import { type Holder, openHolder } from '../holder.ts';
import { inspect } from '../inspect.ts';
import { cpuSeconds, memoryMb } from '../processes.ts';
import type { Figures, Metric, Work, Workload } from '../types.ts';
import { withCpu } from './common.ts';

/** Of load. */
const SECONDS = 3 * PACE;
const SETTLING_MS = 1000 * PACE;

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
  skip: () => false,
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
      row: 'CPU time per request with 1000 connections, times that with 10 (no filter: of client and origin)',
      unit: '',
      better: 'lower',
      goals: [atMost(1.25, 'flat (1.25)'), timesNone(1.25)],
      digits: 2,
    },
    {
      id: 'growth-connections',
      row: 'CPU time per request with 10 000 connections, or as many as are held, times that with 10 (no filter: likewise)',
      unit: '',
      better: 'lower',
      goals: [atMost(1.25, 'flat (1.25)'), timesNone(1.25)],
      digits: 2,
    },
    {
      id: 'growth-others',
      row: 'the same of client and origin, under the filter',
      unit: '',
      better: 'lower',
      goals: [],
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
    const proxied = session.pids().length > 0;
    const figures: Record<string, number> = proxied ? { 'memory-idle': residentMb(session) } : {};
    const holder = await openHolder(lab, session);
    try {
      let first: Costs | undefined;
      for (const count of scale.open) {
        if (contender.slow && count > 1000) break;
        const { held } = await holder.open(count);
        await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
        if (count >= 1000) {
          if (proxied) figures[`memory-${count}`] = residentMb(session);
          figures[`held-${count}`] = (await holder.askAll()).answered;
        }
        if (count === 1000 && proxied) figures['memory-all-1000'] = memoryMb(session.pids(), 'Pss');
        // Compiled by now, whatever is measured first.
        if (first === undefined) await holder.ask(1);
        const cost = await costsOfRequest(session, lab.origin(), holder.ask);
        const [proxy, client, origin] = [cost.proxy, cost.client, cost.origin].map((seconds) => (seconds * 1e6).toFixed(1));
        say(`${held} open: CPU time per request ${proxy} µs of the proxy, ${client} of the client, ${origin} of the origin`);
        first ??= cost;
        const suffix = { 1000: '1000', 10000: 'connections' }[count];
        // Without a proxy it is theirs: what more connections cost on this machine anyhow.
        const others = growth(first, cost, ({ client, origin }) => client + origin);
        if (suffix) figures[`growth-${suffix}`] = proxied ? growth(first, cost, ({ proxy }) => proxy) : others;
        if (proxied && count >= 1000) figures['growth-others'] = others;
        if (held < count) break;
      }
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

/** Seconds of processor time per request. */
interface Costs {
  readonly proxy: number;
  readonly client: number;
  readonly origin: number;
}

const growth = (few: Costs, many: Costs, of: (costs: Costs) => number): number => of(many) / of(few);

async function costsOfRequest(session: Work['session'], origin: readonly number[], load: Holder['ask']): Promise<Costs> {
  const before = cpuSeconds(origin);
  const { result, cpu = 0 } = await withCpu({ session }, () => load(SECONDS));
  const { requests, cpu: client } = result;
  if (requests === 0) throw new Error('no request was answered');
  return { proxy: cpu / requests, client: client / requests, origin: (cpuSeconds(origin) - before) / requests };
}
