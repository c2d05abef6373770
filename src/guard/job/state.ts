import { chmodSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { codeOf, UserError } from '../errors.ts';
import { STATE_ROOT } from '../state.ts';
import { readProcess } from './processes.ts';
import { JOB_DIRECTORY } from './protocol.ts';

/** Outside /run, which is often mounted `noexec`: the addon is mapped from there. Root's; what the job cannot write. */
export const CODE_ROOT = '/var/lib/egress-filter';
/** What sudo was, on a disk that outlives a reboot as /etc does. */
export const SUDO_BACKUP = `${CODE_ROOT}/sudo`;
export const LOG_ROOT = '/var/log/egress-filter';

/** What `clean` and the next job need to know of a job whose guard is gone. */
export interface JobState {
  readonly id: string;
  /** Of the guard; of the launcher while there is none. */
  readonly guardPid: number;
  /** Clock ticks since boot: with the pid it names one process for the life of the machine. */
  readonly guardStart: number;
  /** Inode of the network namespace that the chains are in. */
  readonly netns: string;
  readonly startedAt: string;
  readonly hosted: boolean;
  /** What is changed on the machine beyond /run, in the order in which it was done. */
  readonly changes: readonly MachineChange[];
}

export type MachineChange =
  | { readonly type: 'mount'; readonly path: string }
  /** A file of the kernel's settings and what it said before. */
  | { readonly type: 'setting'; readonly path: string; readonly before: string }
  | { readonly type: 'owner'; readonly path: string; readonly uid: number; readonly gid: number; readonly mode: number }
  /** Backup of what sudo was. */
  | { readonly type: 'sudo'; readonly path: string };

const STATE_FILE = `${JOB_DIRECTORY}/state.json`;

/** Makes the directory of the job, which only one at a time has. UserError while another filter of a job lives. */
export function claimJob(id: string, hosted: boolean): void {
  try {
    mkdirSync(STATE_ROOT, { recursive: true, mode: 0o755 });
    chmodSync(STATE_ROOT, 0o755);
    mkdirSync(JOB_DIRECTORY);
    chmodSync(JOB_DIRECTORY, 0o755);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new UserError(alreadyThere(), { cause: error });
    throw new UserError(`Cannot make ${JOB_DIRECTORY} (${codeOf(error) ?? 'unknown error'}): the state of the job is kept there.`, {
      cause: error,
    });
  }
  writeJobState(stateOf(id, hosted));
}

/** Of this process. */
export function stateOf(id: string, hosted: boolean): JobState {
  return {
    id,
    guardPid: process.pid,
    guardStart: readProcess(process.pid)?.start ?? 0,
    netns: statSync('/proc/self/ns/net', { bigint: true }).ino.toString(),
    startedAt: new Date().toISOString(),
    hosted,
    changes: [],
  };
}

/** In one step: whoever looks sees the old state or the new one. */
export function writeJobState(state: JobState): void {
  const draft = `${STATE_FILE}.new`;
  writeFileSync(draft, `${JSON.stringify(state)}\n`, { mode: 0o600 });
  renameSync(draft, STATE_FILE);
}

/** The state of this guard's job, kept up to date in its file. */
export interface OpenState {
  add(change: MachineChange): void;
  /** It was taken back. */
  remove(change: MachineChange): void;
}

export function openState(id: string, hosted: boolean): OpenState {
  let state = stateOf(id, hosted);
  const set = (changes: readonly MachineChange[]): void => {
    state = { ...state, changes };
    writeJobState(state);
  };
  set([]);
  return {
    add: (change) => set([...state.changes, change]),
    remove: (change) => set(state.changes.filter((other) => JSON.stringify(other) !== JSON.stringify(change))),
  };
}

/** Undefined where no job has a directory; without `state` where it was killed before it wrote one. */
export function readJob(): { readonly state?: JobState } | undefined {
  try {
    const state: unknown = JSON.parse(readFileSync(STATE_FILE, 'utf8'));
    return isJobState(state) ? { state } : {};
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') return {};
    return statSync(JOB_DIRECTORY, { throwIfNoEntry: false }) ? {} : undefined;
  }
}

export function isJobAlive({ guardPid, guardStart }: JobState): boolean {
  return readProcess(guardPid)?.start === guardStart;
}

/** State, CA files and code. The log stays. */
export function removeJobFiles(id?: string): void {
  rmSync(JOB_DIRECTORY, { recursive: true, force: true });
  if (id !== undefined) rmSync(codeDirectory(id), { recursive: true, force: true });
  for (const root of [STATE_ROOT, CODE_ROOT]) {
    try {
      rmdirSync(root);
    } catch {
      // Not there, or others keep something in it.
    }
  }
}

export const codeDirectory = (id: string): string => `${CODE_ROOT}/${id}`;
export const logDirectory = (id: string): string => `${LOG_ROOT}/${id}`;

function alreadyThere(): string {
  const state = readJob()?.state;
  const who = state ? ` (${state.id}, since ${state.startedAt})` : '';
  return `Another filter of a job is at work on this machine${who}: one machine can run one filtered job at a time.`;
}

function isJobState(value: unknown): value is JobState {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['id', 'guardPid', 'guardStart', 'netns'].every((key) => key in value) &&
    'changes' in value &&
    Array.isArray(value.changes)
  );
}
