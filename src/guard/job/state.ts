import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { codeOf, UserError } from '../errors.ts';
import { inStateRoot, STATE_ROOT } from '../state.ts';
import type { Owners } from './owners.ts';
import { readProcess } from './processes.ts';
import { JOB_DIRECTORY } from './protocol.ts';

/**
 * Where root keeps what the job cannot write: code that runs as root, and what sudo was. On a disk that outlives a reboot as /etc does, and outside /run, which is
 * often mounted `noexec`; there only where the system is read-only.
 */
const STORES = ['/var/lib/egress-filter', `${STATE_ROOT}/store`];

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
  | Owners
  /** Our authority in the system's bundle, and where tools that make the bundle anew find it. */
  | { readonly type: 'authority'; readonly bundle: string; readonly source?: string; readonly pem: string }
  /** Backup of what sudo was. */
  | { readonly type: 'sudo'; readonly path: string };

const STATE_FILE = `${JOB_DIRECTORY}/state.json`;

/** Makes the directory of the job, which only one at a time has. UserError while another filter of a job lives. */
export function claimJob(id: string, hosted: boolean): void {
  try {
    inStateRoot(() => mkdirSync(JOB_DIRECTORY));
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
    remove: (change) => {
      // The latest: a folder that is mounted over itself for the whole job is so once more while a step is looked at.
      const at = state.changes.findLastIndex((other) => JSON.stringify(other) === JSON.stringify(change));
      set(state.changes.filter((_, index) => index !== at));
    },
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

/** The first place that can be written. UserError where there is none. */
export function openStore(): string {
  let cause: unknown;
  for (const path of STORES) {
    try {
      mkdirSync(path, { recursive: true, mode: 0o755 });
      chmodSync(path, 0o755);
      return path;
    } catch (error) {
      cause = error;
    }
  }
  throw new UserError(`Neither ${STORES.join(' nor ')} can be written (${codeOf(cause) ?? 'unknown error'}).`, { cause });
}

export const codeDirectory = (store: string, id: string): string => `${store}/${id}`;
export const sudoBackup = (store: string): string => `${store}/sudo`;
export const logDirectory = (id: string): string => `${LOG_ROOT}/${id}`;

/** Backups of sudo that lie about, also of a guard that ended with its machine. */
export const sudoBackups = (): string[] => STORES.map(sudoBackup).filter((path) => existsSync(path));

/** State, CA files and code. The log stays. */
export function removeJobFiles(id?: string): void {
  rmSync(JOB_DIRECTORY, { recursive: true, force: true });
  for (const store of STORES) {
    if (id !== undefined) rmSync(codeDirectory(store, id), { recursive: true, force: true });
    const backup = sudoBackup(store);
    for (const path of [...(existsSync(backup) ? readdirSync(backup).map((name) => `${backup}/${name}`) : []), backup, store])
      removeIfEmpty(path);
  }
  removeIfEmpty(STATE_ROOT);
}

function removeIfEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // Not there, or others keep something in it.
  }
}

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
