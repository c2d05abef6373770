import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bpfObjectPath } from '../../src/kernel/load.ts';
import type { KernelEvent, PrivilegedExec, ScopeOptions, SpawnOptions, StepRecord } from '../../src/kernel/native.ts';
import { type Lab, openLab } from './native-lab.ts';
import { capable, eventually, lookup, native, prelude } from './scope-lab.ts';

export const TRUST_MARK = 0x7a11c0de;
export const PROXY_MARK = 0x7a11beef;

interface Said {
  readonly id: number;
  readonly pid?: number;
  readonly code?: number;
}

export interface Started {
  readonly pid: number;
  /** What it said with `say()` by then, and how it ended. */
  ended(): Promise<{ code: number; output: string; said: Record<string, number> }>;
  output(): string;
  /** Everything it said so far, once that includes this name. */
  saying(name: string): Promise<Record<string, number>>;
}

export interface Step extends Started {
  readonly record: StepRecord;
}

/** A process of the lab's cgroup that starts what it is asked to. */
function openWorker(lab: Lab, name: string, spawnOptions: Partial<SpawnOptions>) {
  const [ours, theirs] = native.socketPair();
  const log = openSync(join(lab.scratch, `${name}.log`), 'w');
  const child = native.spawn({
    ...lab.plain,
    file: '/usr/bin/python3',
    argv: [name, new URL('./fixtures/worker.py', import.meta.url).pathname],
    fds: [openSync('/dev/null', 'r'), log, log, theirs],
    ...spawnOptions,
  });
  closeSync(theirs);
  closeSync(log);
  const socket = new Socket({ fd: ours });
  const heard: Said[] = [];
  createInterface({ input: socket }).on('line', (line) => heard.push(JSON.parse(line)));
  let asked = 0;
  function ask(request: object): number {
    const id = ++asked;
    socket.write(`${JSON.stringify({ id, ...request })}\n`);
    return id;
  }
  const answer = (id: number, key: 'pid' | 'code') =>
    eventually(() => heard.find((said) => said.id === id && said[key] !== undefined)?.[key], 120_000);

  /** A child of it: program, arguments and environment as given, bytes as latin1. */
  async function start(argv: readonly string[], env: Record<string, string> = {}): Promise<Started> {
    const file = join(lab.scratch, `${name}-${asked + 1}`);
    const id = ask({ argv, env: { PATH: '/usr/bin:/bin', ...env }, output: file });
    const output = () => readFileSync(file, 'utf8');
    const said = (): Record<string, number> => {
      const lines = output().split('\n');
      return Object.assign({}, ...lines.filter((line) => line.startsWith('{') && line.endsWith('}')).map((line) => JSON.parse(line)));
    };
    const ended = async () => ({ code: await answer(id, 'code'), output: output(), said: said() });
    const saying = (key: string) => eventually(() => (key in said() ? said() : undefined), 30_000);
    return { pid: await answer(id, 'pid'), output, ended, saying };
  }

  return {
    pid: child.pid,
    start,
    /** Runs Python in it; that calls `tell(code=...)`. */
    eval: (script: string) => answer(ask({ eval: script }), 'code'),
    close: () => socket.destroy(),
  };
}

/** A worker in a cgroup of its own, the scope of a job around it, and steps that the worker starts. */
export async function openJobLab(name: string, options: Partial<ScopeOptions> = {}, processes: Partial<SpawnOptions> = capable) {
  const lab = openLab(name);
  const worker = openWorker(lab, 'Runner.Worker', processes);
  const outsider = openWorker(lab, 'outsider', processes);
  const guarded = join(lab.scratch, 'action');
  const scope = native.openScope({
    object: bpfObjectPath(),
    cgroupFd: lab.cgroupFd,
    job: { workerPid: worker.pid, trustMark: TRUST_MARK, proxyMark: PROXY_MARK, guarded },
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

  /** A step of the job. */
  async function start(argv: readonly string[], env: Record<string, string> = {}): Promise<Step> {
    const started = await worker.start(argv, env);
    return { ...started, record: await eventually(() => steps.findLast((step) => step.pid === started.pid), 30_000) };
  }

  /** A step that runs Python with the functions of scope-lab. */
  const python = (script: string, env: Record<string, string> = {}) =>
    start(['/usr/bin/python3', '-c', `${prelude}${script}`], { GITHUB_ACTION: '__run', ...env });

  let gates = 0;

  async function close() {
    reader.close();
    scope.close();
    worker.close();
    outsider.close();
    await lab.close();
  }

  return {
    ...lab,
    worker: worker.pid,
    guarded,
    scope,
    job,
    reader,
    events,
    steps,
    privileged,
    start,
    python,
    inWorker: worker.eval,
    /** A process that is older than the scope and no child of the worker starts this. */
    outside: outsider.start,
    /** For scripts that wait for something here: `python` and `shell` do until `open()`. */
    gate() {
      const file = join(lab.scratch, `gate-${++gates}`);
      return {
        python: `while not os.path.exists('${file}'): time.sleep(0.02)`,
        shell: `while [ ! -e ${file} ]; do sleep 0.05; done`,
        open: () => writeFileSync(file, ''),
      };
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
