import { UserError } from '../errors.ts';
import type { JobUser, Road } from './roads.ts';
import { openSavedFiles } from './saved.ts';
import { lockSudoers } from './sudoers.ts';

export interface LockOptions {
  readonly user: JobUser;
  /** `allow-sudo: true`: nothing is locked until `setSudo(false)`. */
  readonly allow: boolean;
  /** Root's own, on a disk that outlives a reboot as /etc does: what the changed files were. */
  readonly backupDirectory: string;
}

export interface SudoLock {
  /** Sentences for a person: every road that is open. */
  readonly warnings: string[];
  readonly roads: Road[];
  /** For `enable-sudo` and `disable-sudo`. Idempotent. Throws UserError where it cannot be done. */
  setSudo(enable: boolean): void;
  /** Everything as it was before the job. Idempotent. Throws UserError naming what could not be restored. */
  undo(): void;
}

/**
 * Takes root from the job's user. Idempotent: a guard that starts again over the backup of a dead one finds sudo locked, whatever it was when that died.
 * Throws UserError, with everything undone, where sudo still gives root: a filter that root can lift must not look closed.
 */
export function lockSudo({ user, allow, backupDirectory }: LockOptions): SudoLock {
  if (user.uid === 0) {
    const detail =
      'The job runs as root: nothing can be locked, and whatever it runs can lift the filter. Run the runner as a user of its own.';
    return { warnings: [detail], roads: [{ name: 'root', state: 'open', detail }], setSudo: () => {}, undo: () => {} };
  }
  const setSudo = (enable: boolean): Road[] => {
    if (!enable) return lock(user, backupDirectory);
    restoreSudo(backupDirectory);
    return [];
  };
  const roads = allow ? [] : setSudo(false);
  return {
    warnings: roads.filter((road) => road.state === 'open').map((road) => road.detail),
    roads,
    setSudo,
    undo: () => restoreSudo(backupDirectory),
  };
}

/** Undoes what a guard that is gone has locked. Throws UserError naming what could not be restored. */
export function restoreSudo(backupDirectory: string): void {
  const problems = openSavedFiles(backupDirectory).restore();
  if (problems.length > 0) throw new UserError(problems.join(' '));
}

function lock(user: JobUser, backupDirectory: string): Road[] {
  const files = openSavedFiles(backupDirectory);
  const roads = lockSudoers(user, files);
  const failed = roads.find((road) => road.name === 'sudo' && road.state === 'open');
  if (!failed) return roads;
  files.restore();
  throw new UserError(`sudo could not be locked: ${failed.detail} Set allow-sudo: true if the job is meant to have root.`);
}
