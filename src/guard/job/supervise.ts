import { setTimeout as sleep } from 'node:timers/promises';
import type { Authority } from '../../proxy/control.ts';
import { messageOf } from '../errors.ts';
import type { ProxyProcess } from '../proxy-process.ts';

export interface SupervisorOptions {
  /** Starts a proxy, after the first one with the authority of its predecessor: clients trust that one. */
  readonly start: (ca: Authority | undefined) => Promise<ProxyProcess>;
  /** Refusals in the kernel that no proxy was told of, ever (`Scope.lostEvents`). */
  readonly unheard: () => number;
  /** The proxy ended, or could not be started again. */
  readonly onEnd: (how: string) => void;
}

export interface Supervisor {
  /** Of the first proxy; ports, queue and CA are the same for all after it. */
  readonly ready: ProxyProcess['ready'];
  readonly restarts: number;
  /** Why there is no proxy at this moment, or why what it decides is not in the log. */
  readonly problem: string | undefined;
  /** Events that never got into the log. */
  readonly lostEvents: number;
  /** Everything that had arrived is in the log; false where it could not be brought about. */
  flush(): Promise<boolean>;
  /** Ends the proxy for good. */
  stop(): Promise<void>;
}

/** A proxy that was ready for so long has not failed at its start, and is followed at once; one that has not is followed after a pause. */
const STABLE_MS = 1000;
const LONGEST_PAUSE_MS = 1000;
/** How often it is asked for a sign of life, and how many in a row it may owe; each is waited for as long as a flush is (5 s). */
const PULSE_MS = 2000;
const MISSED_PULSES = 3;

/**
 * Keeps a proxy running: a new one at once where one has ended, then after pauses of up to a second. Meanwhile connections wait in the listening sockets, and
 * nothing else leaves the machine. Rejects when the first one does not start.
 */
export async function supervise(options: SupervisorOptions): Promise<Supervisor> {
  let told = 0;
  let lostBefore = 0;
  let restarts = 0;
  let problem: string | undefined;
  let logProblem: string | undefined;
  let stopping = false;
  let current: ProxyProcess | undefined = await options.start(undefined);
  const { ready } = current;
  const authority = ready.caKeyPem === undefined ? undefined : { keyPem: ready.caKeyPem, certPem: ready.caPem };
  /** What was not told yet. */
  const untold = (): number => {
    const all = options.unheard();
    const news = all - told;
    told = all;
    return news;
  };

  const keep = async (): Promise<void> => {
    let failures = 0;
    while (!stopping) {
      const startedAt = performance.now();
      if (current) {
        const how = await current.exited;
        current = undefined;
        if (stopping) return;
        problem = `the proxy ended (${how}${logProblem === undefined ? '' : ', with lines that it could not write to the log'})`;
        logProblem = undefined;
        options.onEnd(problem);
        failures = performance.now() - startedAt >= STABLE_MS ? 0 : failures;
      }
      if (failures > 0) await sleep(Math.min(25 * 2 ** failures, LONGEST_PAUSE_MS));
      failures++;
      if (stopping) return;
      try {
        current = await options.start(authority);
        restarts++;
        problem = undefined;
      } catch (error) {
        problem = messageOf(error);
        options.onEnd(problem);
      }
    }
  };
  const kept = keep();

  /** What one that ends or hangs meanwhile said before is still the last that is known of its log. */
  const flushOf = async (proxy: ProxyProcess | undefined): ReturnType<ProxyProcess['flush']> => {
    const flushed = await proxy?.flush(untold());
    if (flushed && proxy === current) logProblem = flushed.problem;
    return flushed;
  };

  /** One that hangs takes the runner's look-ups with it: it is ended, and so another one is started. */
  const watch = async (): Promise<void> => {
    for (let missed = 0; !stopping; await sleep(PULSE_MS, undefined, { ref: false })) {
      const proxy = current;
      const flushed = await flushOf(proxy);
      const lives = proxy === undefined || flushed !== undefined;
      missed = lives || proxy !== current ? 0 : missed + 1;
      if (missed < MISSED_PULSES || !proxy || stopping) continue;
      options.onEnd('the proxy does not answer any more');
      kill(proxy.pid);
      missed = 0;
    }
  };
  void watch();

  return {
    ready,
    get restarts() {
      return restarts;
    },
    get problem() {
      return problem ?? logProblem;
    },
    get lostEvents() {
      return lostBefore + options.unheard();
    },
    async flush() {
      const flushed = await flushOf(current);
      if (flushed) lostBefore = Math.max(lostBefore, flushed.lostEvents);
      return flushed !== undefined;
    },
    async stop() {
      stopping = true;
      const proxy = current;
      const stopped = await proxy?.stop(untold());
      if (stopped) lostBefore = Math.max(lostBefore, stopped.lostEvents);
      await kept;
      // One that was being started at that moment.
      if (current && current !== proxy) await current.stop(0);
    },
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
