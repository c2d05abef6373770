import { closeSync, openSync, readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bpfObjectPath } from '../../src/kernel/load.ts';
import type { JobScope, KernelEvent, PrivilegedExec, ScopeOptions, SpawnOptions, StepRecord } from '../../src/kernel/native.ts';
import { openLab } from './native-lab.ts';
import { capable, eventually, lookup, native, prelude } from './scope-lab.ts';

export const TRUST_MARK = 0x7a11c0de;
export const PROXY_MARK = 0x7a11beef;

interface Said {
  readonly id: number;
  readonly pid?: number;
  readonly code?: number;
}

export interface Step {
  readonly pid: number;
  readonly record: StepRecord;
  /** What it said with `say()` by then, and how it ended. */
  ended(): Promise<{ code: number; output: string; said: Record<string, number> }>;
  output(): string;
  /** Everything it said so far, once that includes this name. */
  saying(name: string): Promise<Record<string, number>>;
}

/** A worker in a cgroup of its own, the scope of a job around it, and steps that the worker starts. */
export async function openJobLab(name: string, options: Partial<ScopeOptions> = {}, worker: Partial<SpawnOptions> = capable) {
  const lab = openLab(name);
  const [ours, theirs] = native.socketPair();
  const log = openSync(join(lab.scratch, 'worker.log'), 'w');
  const child = native.spawn({
    ...lab.plain,
    file: '/usr/bin/python3',
    argv: ['Runner.Worker', new URL('./fixtures/worker.py', import.meta.url).pathname],
    fds: [openSync('/dev/null', 'r'), log, log, theirs],
    ...worker,
  });
  closeSync(theirs);
  const socket = new Socket({ fd: ours });
  const heard: Said[] = [];
  createInterface({ input: socket }).on('line', (line) => heard.push(JSON.parse(line)));

  const guarded = join(lab.scratch, 'action');
  const scope = native.openScope({
    object: bpfObjectPath(),
    cgroupFd: lab.cgroupFd,
    job: { workerPid: child.pid, trustMark: TRUST_MARK, proxyMark: PROXY_MARK, guarded },
    ...options,
  });
  const job = present(scope.job);
  const reader = native.openFlows(scope.fds);
  const events: KernelEvent[] = [];
  const steps: StepRecord[] = [];
  const privileged: PrivilegedExec[] = [];
  reader.onEvent((event) => events.push(event));
  job.onStep((step) => steps.push(step));
  job.onPrivilegedExec((event) => privileged.push(event));

  let asked = 0;
  function ask(request: object): number {
    const id = ++asked;
    socket.write(`${JSON.stringify({ id, ...request })}\n`);
    return id;
  }
  const answer = (id: number, key: 'pid' | 'code') =>
    eventually(() => heard.find((said) => said.id === id && said[key] !== undefined)?.[key]);

  /** A step of the job: program, arguments and environment as given, bytes as latin1. */
  async function start(argv: readonly string[], env: Record<string, string> = {}): Promise<Step> {
    const file = join(lab.scratch, `step-${asked + 1}`);
    const id = ask({ argv, env: { PATH: '/usr/bin:/bin', ...env }, output: file });
    const pid = await answer(id, 'pid');
    const record = await eventually(() => steps.findLast((step) => step.pid === pid));
    const output = () => readFileSync(file, 'utf8');
    const said = (): Record<string, number> => {
      const lines = output().split('\n');
      return Object.assign({}, ...lines.filter((line) => line.startsWith('{') && line.endsWith('}')).map((line) => JSON.parse(line)));
    };
    const ended = async () => ({ code: await answer(id, 'code'), output: output(), said: said() });
    const saying = (key: string) => eventually(() => (key in said() ? said() : undefined));
    return { pid, record, output, ended, saying };
  }

  /** A step that runs Python with the functions of scope-lab. */
  const python = (script: string, env: Record<string, string> = {}) =>
    start(['/usr/bin/python3', '-c', `${prelude}${script}`], { GITHUB_ACTION: '__run', ...env });

  async function close() {
    reader.close();
    scope.close();
    socket.destroy();
    closeSync(log);
    await lab.close();
  }

  return {
    ...lab,
    worker: child.pid,
    guarded,
    scope,
    job,
    reader,
    events,
    steps,
    privileged,
    start,
    python,
    /** Runs Python in the worker itself; it calls `tell(pid=..., code=...)`. */
    async inWorker(script: string): Promise<number> {
      return await answer(ask({ eval: script }), 'code');
    },
    tcp: (port: number | undefined, to: number | undefined) => present(lookup(reader, 6, present(port), present(to))),
    close,
  };
}

export type JobLab = Awaited<ReturnType<typeof openJobLab>>;

export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('it is not there');
  return value;
}

export type { JobScope };
