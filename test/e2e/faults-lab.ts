import { type ChildProcess, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { LogEvent } from '../../src/log/event.ts';
import { PACE } from '../pace.ts';
import { exit, type Lab, type RunArguments } from './lab.ts';

export const PYTHON = '/usr/bin/python3';

/** Counts that are smaller in CI, where the machines are slow: EGRESS_FILTER_FAULTS=full makes them those of the issue. */
export const FULL = process.env.EGRESS_FILTER_FAULTS === 'full';

/**
 * Until service is back, or how long a good request may take beside bad ones, in milliseconds, beside what it takes on this machine anyhow. Two seconds are
 * the goal; a machine that is busy with other work takes longer now and then, and that is not what is looked for.
 */
export const SERVICE_MS = 2000;

/** `egress-filter run` with a command that goes on until it is told to end. */
export interface Running {
  readonly child: ChildProcess;
  readonly logPath: string;
  /** Pid of the proxy. */
  readonly proxy: number;
  output(): string;
  /** Resolves once the text was printed; the milliseconds that it took. */
  until(text: string, timeoutMs?: number): Promise<number>;
  /** A line to the command's standard input. */
  say(line: string): void;
  /** Ends the command's input and resolves to the exit status and the log, each line of which is checked. */
  end(): Promise<{ status: number | null; log: LogEvent[] }>;
}

const running = new Set<ChildProcess>();

/** What a test that failed has left: for `afterEach`, before anything is looked for. */
export async function endAll(): Promise<void> {
  for (const child of running) {
    const ended = new Promise((done) => child.once('close', done));
    child.stdin?.end();
    child.kill('SIGTERM');
    await ended;
  }
}

/** Starts it and waits until its command has printed `started`. */
export async function start(lab: Lab, argv: string[], { args = [], ...options }: RunArguments = {}): Promise<Running> {
  const logPath = `${lab.directory}/faults-${Math.floor(Math.random() * 1e9)}.jsonl`;
  const child = lab.spawn(argv, { ...options, args: args.includes('--log') ? args : ['--log', logPath, ...args] });
  running.add(child);
  child.once('close', () => running.delete(child));
  let output = '';
  let closed = false;
  // Later than its exit: by then all that it wrote has been read.
  child.once('close', () => {
    closed = true;
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      output += String(chunk);
    });
  child.stdin?.on('error', () => {});
  const until = async (text: string, timeoutMs = 90_000): Promise<number> => {
    const from = performance.now();
    while (performance.now() - from < timeoutMs * PACE) {
      if (output.includes(text)) return performance.now() - from;
      if (closed) break;
      await sleep(10);
    }
    throw new Error(`"${text}" was not printed; this was: ${output.slice(-4000)}`);
  };
  // Emulated machines are slow.
  await until('started', 120_000);
  return {
    child,
    logPath,
    proxy: proxyOf(child.pid ?? 0),
    output: () => output,
    until,
    say: (line) => void child.stdin?.write(`${line}\n`),
    async end() {
      child.stdin?.end();
      const status = await exit(child, 60_000);
      return { status, log: readValidLog(logPath) };
    },
  };
}

/** `ip netns exec` and the launcher replace themselves, so the spawned process is the guard, and the proxy its child. */
function proxyOf(guard: number): number {
  const found = readdirSync('/proc').find((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const parent = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return parent === String(guard) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('egress-filter-proxy\0');
    } catch {
      // It ended while we looked.
      return false;
    }
  });
  if (!found) throw new Error(`no proxy below ${guard}`);
  return Number(found);
}

/** Every line is JSON and an event, and the last one is whole; throws otherwise. */
export function readValidLog(path: string): LogEvent[] {
  const text = readFileSync(path, 'utf8');
  if (text !== '' && !text.endsWith('\n')) throw new Error(`the log ends within a line: ${text.slice(-300)}`);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      try {
        return LogEvent.parse(JSON.parse(line));
      } catch (error) {
        throw new Error(`line ${index + 1} of the log is none: ${line.slice(0, 500)}`, { cause: error });
      }
    });
}

/**
 * Lines of connections without a destination: who resets at once and is accepted ten seconds later, on a machine that stands still for so long, is forgotten by
 * conntrack (nf_conntrack_tcp_timeout_close).
 */
export const forgottenOf = (log: readonly LogEvent[]): LogEvent[] =>
  log.filter(({ type, conn, reason }) => type === 'tcp' && !conn && reason === 'a connection to the port of the proxy itself');

export const descriptorsOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** kB. */
export const residentOf = (pid: number): number => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

/** Soft limit of open files of a process that runs; the hard one stays, so that it can be raised again. */
export function limitDescriptors(pid: number, soft: number | 'all'): void {
  const hard = /^Max open files\s+\d+\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1] ?? '4096';
  const uid = /^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
  // As the process's own user: root needs CAP_SYS_RESOURCE, which it lacks in many containers (prlimit(2)).
  const as = ['--reuid', uid, '--regid', uid, '--clear-groups'];
  execFileSync('setpriv', [...as, 'prlimit', '--pid', `${pid}`, `--nofile=${soft === 'all' ? hard : soft}:${hard}`]);
}

/** Resolves when a number has been the same for a second: what the last connections had is given back by then. */
export async function unchanging(look: () => number): Promise<void> {
  for (let same = 0, last = look(); same < 20; ) {
    await sleep(50);
    const now = look();
    same = now === last ? same + 1 : 0;
    last = now;
  }
}

/** Polls; throws with what was seen last. */
export async function eventually<T>(what: string, look: () => T, holds: (value: T) => boolean, timeoutMs = 10_000): Promise<T> {
  const end = performance.now() + timeoutMs * PACE;
  for (;;) {
    const value = look();
    if (holds(value)) return value;
    if (performance.now() > end) throw new Error(`${what}: not within ${timeoutMs} ms; the last look gave ${JSON.stringify(value)}`);
    await sleep(20);
  }
}
