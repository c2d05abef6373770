import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { codeOf, messageOf, UserError } from './errors.ts';

/**
 * A name in a directory, where root writes a file for the caller. The directory often belongs to the command's own user, who may rename, remove or
 * replace what is in it while the command runs: so the directory is held open, the file is always a new one, and no symbolic link is followed.
 */
export interface OutputPlace {
  /** A new, empty file in place of one that was there; opened for appending. Root's, readable by the group. */
  create(): number;
  /** Is the file of this descriptor still the one at the name? */
  holds(fd: number): boolean;
  /** The directory as it is called now, where the path leads to another one by now: the command has moved it. */
  movedTo(): string | undefined;
  /** Puts a copy of the descriptor's file back at the name. */
  restore(fd: number): void;
  remove(): void;
  close(): void;
}

/**
 * `what` and `path` are for messages; `gid` is the caller's group, who may read the file also under a strict umask.
 * Throws UserError where no file can be written there.
 */
export function openPlace(what: string, path: string, gid: number): OutputPlace {
  const refuse = (why: string, cause?: unknown): UserError => new UserError(`The ${what} ${path} cannot be written: ${why}.`, { cause });
  const folder = dirname(path);
  let directory: number;
  try {
    directory = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (error) {
    throw refuse(/^(ENOENT|ENOTDIR)$/.test(codeOf(error) ?? '') ? `there is no directory ${folder}` : reasonOf(error), error);
  }
  const file = `/proc/self/fd/${directory}/${basename(path)}`;
  try {
    const obstacle = obstacleOf(path === '' ? undefined : lstatSync(file, { throwIfNoEntry: false }));
    if (path === '') throw refuse('it has no name');
    if (obstacle) throw refuse(obstacle);
    accessSync(`/proc/self/fd/${directory}`, constants.W_OK);
  } catch (error) {
    closeSync(directory);
    throw error instanceof UserError ? error : refuse(reasonOf(error), error);
  }

  const create = (): number => {
    try {
      rmSync(file, { force: true });
      const { O_WRONLY, O_CREAT, O_EXCL, O_APPEND, O_NOFOLLOW } = constants;
      const fd = openSync(file, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW, 0o644);
      fchownSync(fd, 0, gid);
      fchmodSync(fd, (fstatSync(fd).mode & 0o777) | 0o040);
      return fd;
    } catch (error) {
      throw refuse(reasonOf(error), error);
    }
  };
  return {
    create,
    movedTo() {
      const [there, ours] = [statSync(resolve(folder), { throwIfNoEntry: false }), fstatSync(directory)];
      return there?.ino === ours.ino && there.dev === ours.dev ? undefined : readlinkSync(`/proc/self/fd/${directory}`);
    },
    holds(fd) {
      const [there, ours] = [lstatSync(file, { throwIfNoEntry: false }), fstatSync(fd)];
      return there !== undefined && there.ino === ours.ino && there.dev === ours.dev;
    },
    restore(fd) {
      const fresh = create();
      try {
        copyFileSync(`/proc/self/fd/${fd}`, `/proc/self/fd/${fresh}`);
      } finally {
        closeSync(fresh);
      }
    },
    remove: () => rmSync(file, { force: true }),
    close: () => closeSync(directory),
  };
}

function obstacleOf(there: Stats | undefined): string | undefined {
  if (there === undefined || there.isFile()) return undefined;
  if (there.isSymbolicLink()) return 'it is a symbolic link';
  return there.isDirectory() ? 'it is a directory' : 'it is not a regular file';
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EBUSY: 'something is mounted there',
  ENOENT: 'no file can be made there',
  EISDIR: 'it is a directory',
  ERR_FS_EISDIR: 'it is a directory',
};

/** Why something cannot be written, for the end of a sentence. */
export function reasonOf(error: unknown): string {
  return REASONS[codeOf(error) ?? ''] ?? messageOf(error);
}
