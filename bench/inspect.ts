import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Lab, PROGRAMS } from './lab.ts';

/** Turns of the event loop since the last reset, in milliseconds. */
export interface Stalls {
  /** Longest time between two turns. */
  readonly longest: number;
  /** Most processor time of the whole process within one of them: a longer stall was spent waiting for a core. */
  readonly own: number;
  /** How many were longer than 20 ms. */
  readonly over: number;
  readonly turns: number;
}

export interface Inspector {
  /** Begins to time the event loop. */
  reset(): Promise<void>;
  stalls(): Promise<Stalls>;
  /** Bytes, as process.memoryUsage() has them. */
  memory(): Promise<Record<'rss' | 'heapTotal' | 'heapUsed' | 'external' | 'arrayBuffers', number>>;
  /** Writes a .cpuprofile of what runs meanwhile. */
  profile<T>(path: string, work: () => Promise<T>): Promise<T>;
  /** Writes a .heapsnapshot. */
  snapshot(path: string): Promise<void>;
  close(): void;
}

/**
 * A timer of 1 ms: it runs once in each turn, as monitorEventLoopDelay() of node:perf_hooks does, but notes processor time too, which
 * tells a loop that computes from one that waits for a core.
 */
const SAMPLER = `(() => {
  const old = globalThis.egressFilterBench;
  if (old) clearInterval(old.timer);
  const seen = { longest: 0, own: 0, over: 0, turns: 0 };
  let at = performance.now();
  let cpu = process.cpuUsage();
  const timer = setInterval(() => {
    const now = performance.now();
    const used = process.cpuUsage();
    const wall = now - at - 1;
    const own = Math.min(wall, (used.user - cpu.user + used.system - cpu.system) / 1000);
    seen.turns++;
    if (wall > 20) seen.over++;
    if (wall > seen.longest) seen.longest = wall;
    if (own > seen.own) seen.own = own;
    at = now;
    cpu = used;
  }, 1);
  timer.unref();
  globalThis.egressFilterBench = { timer, seen };
})()`;

/** Attaches Node's inspector to a process of the job's namespace. It listens on 127.0.0.1 there until the process ends. */
export async function inspect(lab: Lab, pid: number): Promise<Inspector> {
  const child = spawn('ip', ['netns', 'exec', lab.job, process.execPath, join(PROGRAMS, 'inspect.mjs'), `${pid}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the inspector is gone');
    const { result, error } = JSON.parse(value);
    if (error) throw new Error(`the inspector: ${error}`);
    return result;
  };
  const say = (message: object): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(message)}\n`);
    return answer();
  };
  const evaluate = async (expression: string): Promise<unknown> => {
    const said = await say({ method: 'Runtime.evaluate', params: { expression, returnByValue: true } });
    const { result, exceptionDetails } = said as { result: { value: unknown }; exceptionDetails?: { text: string } };
    if (exceptionDetails) throw new Error(`the inspected process: ${exceptionDetails.text}`);
    return result.value;
  };
  await answer();
  return {
    reset: async () => void (await evaluate(SAMPLER)),
    stalls: async () => (await evaluate('egressFilterBench.seen')) as Stalls,
    memory: async () => (await evaluate('process.memoryUsage()')) as Awaited<ReturnType<Inspector['memory']>>,
    profile: async (path, work) => {
      await say({ method: 'Profiler.enable' });
      await say({ method: 'Profiler.start' });
      try {
        return await work();
      } finally {
        const { profile } = (await say({ method: 'Profiler.stop' })) as { profile: object };
        await say({ method: 'Profiler.disable' });
        writeFileSync(path, JSON.stringify(profile));
      }
    },
    snapshot: async (path) => void (await say({ snapshot: path })),
    close: () => child.stdin.end(),
  };
}
