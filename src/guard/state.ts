import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { procReader } from '../identity/proc.ts';
import { codeOf, UserError } from './errors.ts';
import { reasonOf } from './output-file.ts';

/** Root-owned; one directory a run. */
export const STATE_ROOT = '/run/egress-filter';

/** What `clean` needs to know of a run whose guard is gone. */
export interface RunState {
  readonly id: string;
  readonly guardPid: number;
  /** Clock ticks since boot: with the pid it names one process for the life of the machine. */
  readonly guardStart: number;
  /** Inode of the network namespace that the chains are in. */
  readonly netns: string;
  readonly startedAt: string;
  readonly command: readonly string[];
}

export interface RunDirectory {
  readonly id: string;
  readonly path: string;
  remove(): void;
}

/**
 * A new id and its directory, readable by everybody (the CA files in it are), writable by root. It appears together with its state, so
 * that a `clean` at the same moment sees a run that lives.
 */
export function createRunDirectory(about: Omit<RunState, 'id' | 'guardPid' | 'guardStart'>): RunDirectory {
  const id = randomBytes(4).toString('hex');
  const path = `${STATE_ROOT}/${id}`;
  const draft = `${STATE_ROOT}/.${id}`;
  const state: RunState = { id, guardPid: process.pid, guardStart: procReader().startTime(process.pid) ?? 0, ...about };
  try {
    inStateRoot(() => mkdirSync(draft));
    // A umask of the caller must not hide the CA from the command.
    chmodSync(draft, 0o755);
    // Arguments of the command may be secrets.
    writeFileSync(`${draft}/state.json`, `${JSON.stringify(state)}\n`, { mode: 0o600 });
    renameSync(draft, path);
  } catch (error) {
    throw new UserError(`The state of a run is kept in ${STATE_ROOT}, which cannot be written: ${reasonOf(error)}.`, { cause: error });
  }
  return { id, path, remove: () => removeRunDirectory(id) };
}

const TRIES = 10_000;

/** Makes something in the directory of the state, and that first: a run that ends takes it along when it is empty, between any two of our steps. */
export function inStateRoot(make: () => void): void {
  for (let tries = 1; ; tries++) {
    try {
      if (!existsSync(STATE_ROOT)) makeUnlessThere(STATE_ROOT);
      chmodSync(STATE_ROOT, 0o755);
      make();
      return;
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || tries === TRIES) throw error;
    }
  }
}

/** Of several runs that begin at the same time one makes it. Not `recursive`, with which Node takes a read-only file system for a missing folder. */
function makeUnlessThere(path: string): void {
  try {
    mkdirSync(path, { mode: 0o755 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Why no run can keep its state, for the end of a sentence; undefined where it can (access(2) knows of read-only file systems). */
export function stateProblem(): string | undefined {
  const path = existsSync(STATE_ROOT) ? STATE_ROOT : dirname(STATE_ROOT);
  try {
    accessSync(path, constants.W_OK);
    return undefined;
  } catch (error) {
    return `${path} cannot be written: ${reasonOf(error)}`;
  }
}

export function removeRunDirectory(id: string): void {
  rmSync(`${STATE_ROOT}/${id}`, { recursive: true, force: true });
  try {
    rmdirSync(STATE_ROOT);
  } catch {
    // Other runs keep their state there.
  }
}

/** Every run that left a directory; `state` is missing where it was killed before it could write one. */
export function knownRuns(): { id: string; state?: RunState }[] {
  let names: string[];
  try {
    names = readdirSync(STATE_ROOT);
  } catch {
    // No directory, no runs.
    return [];
  }
  return names.filter((name) => /^[0-9a-f]{8}$/.test(name)).map((id) => ({ id, ...readState(id) }));
}

function readState(id: string): { state?: RunState } {
  try {
    const state: unknown = JSON.parse(readFileSync(`${STATE_ROOT}/${id}/state.json`, 'utf8'));
    return isRunState(state) ? { state } : {};
  } catch {
    // Killed between making the directory and writing the file: the id alone is enough to clean up.
    return {};
  }
}

function isRunState(value: unknown): value is RunState {
  return typeof value === 'object' && value !== null && 'guardPid' in value && 'guardStart' in value && 'netns' in value;
}

export function isAlive(state: RunState): boolean {
  return procReader().startTime(state.guardPid) === state.guardStart;
}
