import type { FlowRecord, KernelEvent, StepRecord } from '../kernel/native.ts';
import { parseArgv } from './argv.ts';
import { cgroupHasId, type ProcReader } from './proc.ts';
import { type StepIdentity, stepIdentity, stepName } from './steps.ts';
import type { Identity } from './types.ts';

/** Where the parts of an identity come from, beside the kernel's record. Make one for each scope; it remembers. */
export interface IdentitySources {
  /** Paths of the cgroups of the scope by id, as far as known (`/egress-filter/run-1`). */
  readonly cgroups: ReadonlyMap<bigint, string>;
  /** Mount point of a cgroup2 hierarchy, to prove that a path from /proc has the id of the record. Without it the path is taken as it is. */
  readonly cgroupRoot?: string | undefined;
  /** Where cgroup2 hierarchies are mounted, as far as seen. A path of /proc that has the id of the record there is remembered: it is that cgroup's for good. */
  readonly cgroupMounts?: readonly string[] | undefined;
  readonly proc: ProcReader;
  /** Clock ticks since boot when the kernel programs were attached: an exec after that has an exec id. */
  readonly attachedAt: number;
  /** In a job: what the kernel recorded of a step (`FlowReader.step`). */
  readonly steps?: ((stepId: number) => StepRecord | undefined) | undefined;
  /** Memory of {@link identify}: pass a new one. */
  readonly memory: IdentityMemory;
}

/** Executables, cgroups and steps seen, the oldest forgotten first. */
export class IdentityMemory {
  readonly programs = new Remembered<number, Program>(8192);
  readonly cgroups = new Remembered<bigint, string>(4096);
  readonly steps = new Remembered<number, StepIdentity>(4096);
  /** By pid, with the record they were made of, of which nothing will be known any better. */
  readonly identities = new Remembered<number, { readonly record: FlowRecord | KernelEvent; readonly identity: Identity }>(4096);
}

interface Program {
  readonly exe?: string | undefined;
  readonly unprovenExe?: string | undefined;
  /** One array for all events of an exec. */
  readonly cmdline?: readonly string[] | undefined;
}

/**
 * Who opened this connection or asked for this socket, as the kernel recorded it then. What the kernel did not see is read from /proc only for a
 * process that is older than the scope and proven to be the same one; else it stays unknown. The same object for the same process. Never throws.
 */
export function identify(record: FlowRecord | KernelEvent, sources: IdentitySources): Identity {
  const { memory, cgroups } = sources;
  const known = memory.identities.get(record.pid);
  if (known && isSameProcess(known.record, record)) return known.identity;
  const step = stepOf(record, sources);
  const identity = {
    pid: record.pid,
    ppid: record.ppid,
    uid: record.uid,
    ...programOf(record, sources),
    cgroup: cgroupOf(record, sources),
    ...(step && { step: stepName(step), action: step.action }),
  };
  const settled =
    memory.programs.get(record.execId) !== undefined &&
    (cgroups.has(record.cgroupId) || memory.cgroups.get(record.cgroupId) !== undefined) &&
    (!record.stepId || step !== undefined);
  if (settled) memory.identities.set(record.pid, { record, identity });
  return identity;
}

/** All that an identity is made of. */
const isSameProcess = (a: FlowRecord | KernelEvent, b: FlowRecord | KernelEvent): boolean =>
  a.execId === b.execId && a.ppid === b.ppid && a.uid === b.uid && a.cgroupId === b.cgroupId && a.stepId === b.stepId;

/** Only what is needed of the record is remembered: it holds secrets, and a later step takes its place in the kernel. */
function stepOf({ stepId }: FlowRecord | KernelEvent, { steps, memory }: IdentitySources): StepIdentity | undefined {
  if (!stepId) return undefined;
  const known = memory.steps.get(stepId);
  if (known) return known;
  const record = steps?.(stepId);
  if (!record) return undefined;
  const identity = stepIdentity(record);
  memory.steps.set(stepId, identity);
  return identity;
}

function programOf({ pid, execId, proc }: FlowRecord | KernelEvent, { memory, ...sources }: IdentitySources): Program {
  if (execId === 0) return olderProgram(pid, sources);
  const known = memory.programs.get(execId);
  if (known) return known;
  if (!proc) return {};
  const exe = proc.exe === '' ? undefined : proc.exe;
  const program = { ...(proc.exeUnproven ? { unprovenExe: exe } : { exe }), cmdline: parseArgv(proc.argv, proc.argvTruncated) };
  memory.programs.set(execId, program);
  return program;
}

/** Started before the programs were attached, and still the same process after reading: its pid was not reused in between. */
function olderProgram(pid: number, { proc, attachedAt }: Pick<IdentitySources, 'proc' | 'attachedAt'>): Program {
  const started = proc.startTime(pid);
  if (started === undefined || started >= attachedAt) return {};
  const program = { exe: proc.exe(pid), cmdline: proc.cmdline(pid) };
  return proc.startTime(pid) === started ? program : {};
}

function cgroupOf({ pid, cgroupId }: FlowRecord | KernelEvent, sources: IdentitySources): string | undefined {
  const { cgroups, cgroupRoot, cgroupMounts = [], proc, memory } = sources;
  const known = cgroups.get(cgroupId) ?? memory.cgroups.get(cgroupId);
  if (known !== undefined) return known;
  const path = proc.cgroup(pid);
  // Outside this cgroup namespace, or removed (proc_pid_cgroup(5)): a path that names nothing here.
  if (path === undefined || /^\/\.\.(?:\/|$)| \(deleted\)$/.test(path)) return undefined;
  if (cgroupRoot === undefined) {
    if (cgroupMounts.some((mount) => cgroupHasId(mount, path, cgroupId))) memory.cgroups.set(cgroupId, path);
    return path;
  }
  if (!cgroupHasId(cgroupRoot, path, cgroupId)) return undefined;
  memory.cgroups.set(cgroupId, path);
  return path;
}

class Remembered<Key, Value> {
  readonly #values = new Map<Key, Value>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: Key): Value | undefined {
    return this.#values.get(key);
  }

  set(key: Key, value: Value): void {
    if (this.#values.size >= this.#limit) {
      for (const oldest of this.#values.keys()) {
        this.#values.delete(oldest);
        break;
      }
    }
    this.#values.set(key, value);
  }
}
