import { chmodSync, chownSync, closeSync, constants, fstatSync, lchownSync, lstatSync, openSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../errors.ts';

/** Files that became root's, and whose they were. */
export interface Owners {
  readonly type: 'owners';
  readonly path: string;
  /** Device and inode number: what lies at `path` later may be something else. */
  readonly file: string;
  readonly entries: readonly Entry[];
}

/** The path below `path`, uid, gid and mode. Folders come before what is in them. */
type Entry = readonly [string, number, number, number];

/**
 * A file, or a folder with all that is in it, becomes root's: everybody may read it, nobody else may write it. Each folder before what is in it, so that nobody
 * puts other files in the place of those that follow. `opened` is a name of the very same file where `path` may lead elsewhere. Throws with nothing changed.
 */
export function makeRoots(path: string, opened?: string): Owners {
  return withFile(opened ?? path, opened === undefined ? constants.O_NOFOLLOW : 0, (at, file) => {
    const entries: Entry[] = [];
    const take = (name: string): void => {
      const { uid, gid, mode, isLink, isFolder } = look(at, name);
      if (uid !== 0 || (!isLink && mode & 0o022)) {
        entries.push([name, uid, gid, mode]);
        // Whoever could run it could read it. Also where the umask was 077.
        const all = mode & 0o500;
        change(at, name, 0, gid, (mode & 0o755) | (all >> 3) | (all >> 6));
      }
      if (isFolder) for (const child of readdirSync(join(at, name))) take(join(name, child));
    };
    try {
      take('');
    } catch (error) {
      restore(at, entries);
      throw error;
    }
    return { type: 'owners', path, file, entries };
  });
}

/** What is still root's, where it is still the same file or folder. */
export function giveBack({ path, file, entries }: Owners): void {
  try {
    withFile(path, constants.O_NOFOLLOW, (at, found) => {
      if (found === file) restore(at, entries);
    });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ELOOP') throw error;
  }
}

/** What is in a folder before the folder: until then nobody can put something else in its place. */
function restore(at: string, entries: readonly Entry[]): void {
  for (const [name, uid, gid, mode] of [...entries].reverse()) {
    try {
      if (look(at, name).uid === 0) change(at, name, uid, gid, mode);
    } catch (error) {
      // Root has removed it.
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
}

/** Calls with a path that leads to this file whatever is renamed. */
function withFile<T>(path: string, flags: number, use: (at: string, file: string) => T): T {
  const fd = openSync(path, constants.O_RDONLY | flags);
  try {
    const { dev, ino } = fstatSync(fd, { bigint: true });
    return use(`/proc/self/fd/${fd}`, `${dev}:${ino}`);
  } finally {
    closeSync(fd);
  }
}

function look(at: string, name: string): { uid: number; gid: number; mode: number; isLink: boolean; isFolder: boolean } {
  const status = name === '' ? statSync(at) : lstatSync(join(at, name));
  const { uid, gid, mode } = status;
  return { uid, gid, mode: mode & 0o7777, isLink: status.isSymbolicLink(), isFolder: status.isDirectory() };
}

/** chown(2) takes set-user-ID bits away, so the mode comes behind it. */
function change(at: string, name: string, uid: number, gid: number, mode: number): void {
  if (name !== '') lchownSync(join(at, name), uid, gid);
  else chownSync(at, uid, gid);
  if (!look(at, name).isLink) chmodSync(join(at, name), mode);
}
