import { setImmediate } from 'node:timers/promises';
import { messageOf, UserError } from '../errors.ts';
import { groupsOfProcess, namesOf } from './accounts.ts';
import { lockDoas } from './doas.ts';
import { reportGroups } from './groups.ts';
import { findHelpers } from './helpers.ts';
import { lockPolkit, POLKIT_FILES, provePolkit } from './polkit.ts';
import { type JobUser, open, type Road } from './roads.ts';
import { quickRootPaths, slowRootPaths } from './root-paths.ts';
import { reportRootProcesses } from './root-processes.ts';
import { openSavedFiles, orphanScript } from './saved.ts';
import { lockSu } from './su.ts';
import { reportSubordinateIds } from './subordinate.ts';
import { lockSudoers } from './sudoers.ts';
import { shutWritable } from './writable.ts';

export interface LockOptions {
  readonly user: JobUser;
  /** `allow-sudo: true`: nothing is locked until `setSudo(false)`. */
  readonly allow: boolean;
  /** Root's own, on a disk that outlives a reboot as /etc does: what the changed files were. */
  readonly backupDirectory: string;
  /** Runner.Worker: what of root an earlier step left is looked for below it. */
  readonly workerPid?: number;
  /** A process of ours that descends from the worker; so do those above it. */
  readonly ours?: number;
}

export interface SudoLock {
  /** Sentences for a person: every road that is open, as far as it was found at once. */
  readonly warnings: string[];
  readonly roads: Road[];
  /** For `enable-sudo` and `disable-sudo`. Idempotent. Throws UserError where it cannot be done. Returns what is known of the roads then. */
  setSudo(enable: boolean): Road[];
  /** Looks, beside the job, for roads that take longer to find, and shuts what can be shut. Never rejects. */
  search(): Promise<Road[]>;
  /** Everything as it was before the job. Idempotent. Throws UserError naming what could not be restored. */
  undo(): void;
}

/**
 * Takes root from the job's user. Idempotent: a guard that starts again over the backup of a dead one finds sudo locked, whatever it was when that died.
 * Throws UserError, with everything undone, where sudo still gives root: a filter that root can lift must not look closed.
 */
export function lockSudo({ user: account, allow, backupDirectory, workerPid, ours }: LockOptions): SudoLock {
  if (account.uid === 0) return rootLock();
  const user = { ...account, groups: [...new Set([...account.groups, ...(workerPid === undefined ? [] : groupsOfProcess(workerPid))])] };
  const { ways, traps } = directories(backupDirectory);
  const stop = new AbortController();
  const setSudo = (enable: boolean): Road[] => {
    if (enable) {
      restore(ways);
      return [];
    }
    try {
      return lock(user, ways, traps, workerPid);
    } catch (error) {
      restoreSudo(backupDirectory);
      throw error;
    }
  };
  const roads = allow ? [] : setSudo(false);
  if (!allow && workerPid !== undefined) roads.push(...reportRootProcesses(workerPid, { ours }));
  return {
    warnings: roads.filter((road) => road.state === 'open').map((road) => road.detail),
    roads,
    setSudo,
    search: () => search(user, traps, stop.signal),
    undo() {
      stop.abort();
      restoreSudo(backupDirectory);
    },
  };
}

/** Undoes what a guard that is gone has locked. Throws UserError naming what could not be restored. */
export function restoreSudo(backupDirectory: string): void {
  const { ways, traps } = directories(backupDirectory);
  restore(ways, traps);
}

/**
 * For a shell of root, where the machine outlives its job and the guard has ended without undoing anything: administrators and services get back what they had,
 * the job's user gets nothing. So somebody can clean up.
 */
export const giveOthersBack = (backupDirectory: string): string => orphanScript(directories(backupDirectory).ways);

/** What opens and closes with sudo, and what stays shut though a step gets sudo: nobody needs that to use sudo. */
const directories = (backupDirectory: string) => ({ ways: `${backupDirectory}/sudo`, traps: `${backupDirectory}/permissions` });

function restore(ways: string, traps?: string): void {
  const problems = openSavedFiles(ways).restore(POLKIT_FILES);
  if (traps !== undefined) problems.push(...openSavedFiles(traps).restore());
  if (problems.length > 0) throw new UserError(problems.join(' '));
}

/** The name of a road without which nothing is locked. */
const DECIDING = new Set(['sudo', 'doas']);

function lock(user: JobUser, ways: string, traps: string, workerPid?: number): Road[] {
  const files = openSavedFiles(ways);
  const names = namesOf(user.uid, user.name);
  const roads = [...lockSudoers(user, files, workerPid), ...lockDoas(user, names, files)];
  const failed = roads.find((road) => DECIDING.has(road.name) && road.state === 'open');
  if (failed) throw new UserError(`sudo could not be locked: ${failed.detail} Set allow-sudo: true if the job is meant to have root.`);
  // Before the rules that lie in directories which were writable up to now.
  const written = orTold(() => shutWritable(user, quickRootPaths(), openSavedFiles(traps)));
  const reported = [...orTold(() => reportGroups(user)), ...reportSubordinateIds(user)];
  return [...roads, ...lockPolkit(user, names, files), ...lockSu(user, files), ...written, ...reported];
}

async function search(user: JobUser, traps: string, stopped: AbortSignal): Promise<Road[]> {
  const parts: (() => Road[] | Promise<Road[]>)[] = [
    () => provePolkit(user),
    () => shutWritable(user, slowRootPaths(), openSavedFiles(traps)),
    () => findHelpers(user, stopped),
  ];
  const found: Road[] = [];
  for (const part of parts) {
    // Others of this process have their turn in between.
    await setImmediate();
    // After undo nothing more is taken from anybody.
    if (stopped.aborted) return found;
    try {
      found.push(...(await part()));
    } catch (error) {
      found.push(unfinished(error));
    }
  }
  return found;
}

/** What looks for further ways must not fail unseen, nor keep a job from starting. */
function orTold(part: () => Road[]): Road[] {
  try {
    return part();
  } catch (error) {
    return [unfinished(error)];
  }
}

const unfinished = (error: unknown): Road => open('search', `A part of the search for ways to root ended early: ${messageOf(error)}.`);

function rootLock(): SudoLock {
  const detail =
    'The job runs as root: nothing can be locked, and whatever it runs can lift the filter. Let the runner run as a user of its own.';
  return { warnings: [detail], roads: [open('root', detail)], setSudo: () => [], search: async () => [], undo: () => {} };
}
