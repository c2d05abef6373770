import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout } from 'node:timers/promises';

/** What the machine did beside one contender's turn, as shares of all its cores. */
export interface Turn {
  readonly round: number;
  readonly contender: string;
  /** Taken by others in a moment before the turn, when the lab is idle. */
  readonly others: number;
  /** Taken by the hypervisor during the turn. */
  readonly steal: number;
  /** Of the last minute when the turn began, the bench's own work included. */
  readonly load: number;
}

/** Above this share figures are the machine's as much as the contender's. */
export const BUSY = 0.05;

export const isBusy = ({ others, steal }: Turn): boolean => others > BUSY || steal > BUSY;

const LOOK_MS = 800;

/** Looks at the idle machine, then watches until the turn is over. */
export async function watchTurn(round: number, contender: string): Promise<() => Turn> {
  const load = loadavg()[0] ?? 0;
  const before = times();
  await setTimeout(LOOK_MS);
  const start = times();
  const others = share(before, start, ({ busy, steal }) => busy + steal);
  return () => ({ round, contender, others, steal: share(start, times(), ({ steal }) => steal), load });
}

interface Times {
  readonly busy: number;
  readonly steal: number;
  readonly total: number;
}

/** proc_stat(5): user nice system idle iowait irq softirq steal. */
function times(): Times {
  const fields = (/^cpu\s+(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? '').split(' ').map(Number);
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = fields;
  const busy = user + nice + system + irq + softirq;
  return { busy, steal, total: busy + idle + iowait + steal };
}

const share = (from: Times, to: Times, part: (times: Times) => number): number =>
  (part(to) - part(from)) / Math.max(1, to.total - from.total);
