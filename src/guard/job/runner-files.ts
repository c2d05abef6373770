import { existsSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf, UserError } from '../errors.ts';
import { bindOnThemselves, type Mounts } from './mounts.ts';
import { makeRoots, type Owners } from './owners.ts';
import type { Pins } from './pins.ts';

/**
 * The runner's own programs belong to the job's user: libraries that Runner.Worker has yet to load, the Node that it starts actions with. Its folders `bin` and
 * `externals` become read-only, and stay where they are; after an update of the runner they are links to folders with a version in their names. The runner writes
 * into neither while a job runs: its logs and the files of the job lie elsewhere, and an update waits for the end of the job (SelfUpdater.cs). `bin` becomes root's
 * as well: Runner.Worker stands in it (JobDispatcher.cs), and by /proc/PID/cwd everybody of its user comes to the folder that is below the mount. `own` is told of
 * that before the mounts. Returns what undoes the mounts.
 */
export function guardRunnerFiles(workerPid: number, pins: Pins, mounts: Mounts, own: (change: Owners) => void): () => void {
  try {
    const bin = dirname(readlinkSync(`/proc/${workerPid}/exe`));
    const names = ['bin', 'externals'].map((name) => join(dirname(bin), name)).filter((path) => existsSync(path));
    const folders = [...new Set([bin, ...names.map((path) => realpathSync(path))])].filter((path) => !isRoots(path));
    pins.keep(folders.length > 0 ? [...folders, ...names] : []);
    if (folders.includes(bin)) own(makeRoots(bin));
    return bindOnThemselves(folders, mounts, { readOnly: true });
  } catch (error) {
    throw new UserError(`The runner's own programs cannot be made read-only: ${messageOf(error)}`, { cause: error });
  }
}

function isRoots(path: string): boolean {
  const { uid, mode } = statSync(path);
  return uid === 0 && (mode & 0o022) === 0;
}
