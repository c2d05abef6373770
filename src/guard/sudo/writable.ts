import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../errors.ts';
import { writableBy } from './as-user.ts';
import { type JobUser, open, type Road, shut } from './roads.ts';
import type { SavedFiles } from './saved.ts';

/** Something that root runs or obeys: a program, a script, a directory of them. */
export interface RootPath {
  readonly path: string;
  /** Who of root uses it, for a person: `the unit foo.service`. */
  readonly by: string;
  /** Everything below counts, too: a directory that is searched for code. `exposed`: it is looked through only when the user can write to itself. */
  readonly tree?: 'always' | 'exposed';
}

const STICKY = 0o1000;
const OTHERS_WRITE = 0o002;
const GROUP_WRITE = 0o020;
/** Of one tree. A larger one is told as open. */
const MOST_ENTRIES = 50_000;
const TOO_MANY = 'too many files';

/**
 * Takes from the user what he could change of it: write permission on the thing itself, and the right to put something else in its place (the sticky bit
 * on each directory above: he may still add to those, and remove what is his own). What he owns, or has by an access list, is told.
 */
export function shutWritable(user: JobUser, paths: readonly RootPath[], files: SavedFiles): Road[] {
  const exposed = exposedTo(user, paths, (item) => item.tree === 'always');
  if (exposed.length === 0) return [];
  const above = [...new Set(exposed.flatMap(({ path }) => ancestors(path)))].sort();
  files.chmod('above', above, (status) => (writable(user, status) && status.uid !== user.uid ? status.mode | STICKY : status.mode));
  // Twice: what was added while we walked is found by the second walk, and after the first nothing more can be.
  for (const _ of [1, 2]) {
    const inside = exposed.flatMap(({ path, tree }) => (tree ? walk(path) : [path]));
    files.chmod('inside', inside, (status) => withoutWrite(user, status));
  }
  const still = new Map(exposedTo(user, exposed, (item) => item.tree !== undefined).map((found) => [found.path, found]));
  return exposed.map((found) => {
    const left = still.get(found.path);
    if (left?.through === TOO_MANY)
      return open(
        `write ${found.path}`,
        `${found.path} was writable by ${user.name} and is too large to be looked through; root uses it (${found.by}).`,
      );
    return left
      ? open(`write ${found.path}`, `${user.name} can change ${left.through}, which root uses (${found.by}).`)
      : shut(`write ${found.path}`, `${found.through} was writable by ${user.name}, and root uses it (${found.by}).`);
  });
}

interface Exposed extends RootPath {
  /** The path itself, something below it or a directory above it. */
  readonly through: string;
}

/** Asks the kernel as the user, once for all. A sticky directory of somebody else lets nobody replace what others own. */
function exposedTo(user: JobUser, paths: readonly RootPath[], deep: (item: RootPath) => boolean): Exposed[] {
  const below = new Map(paths.map((item) => [item.path, deep(item) ? walk(item.path) : [item.path]]));
  const named = new Set([...below.values()].flat());
  const asked = new Set([...below].flatMap(([path, inside]) => [...inside, ...ancestors(path)]).filter(exists));
  const hits = new Set(writableBy(user, [...asked]).filter((path) => (named.has(path) ? isFileOrDirectory(path) : isWay(user, path))));
  return paths.flatMap((item) => {
    const inside = below.get(item.path) ?? [];
    if (inside.length >= MOST_ENTRIES) return [{ ...item, through: TOO_MANY }];
    const through = inside.find((path) => hits.has(path)) ?? ancestors(item.path).find((path) => hits.has(path));
    return through === undefined ? [] : [{ ...item, through }];
  });
}

/** A link says nothing: where it leads was asked. */
function isFileOrDirectory(path: string): boolean {
  const status = lstatSync(path, { throwIfNoEntry: false });
  return status !== undefined && !status.isSymbolicLink();
}

function isWay(user: JobUser, path: string): boolean {
  const status = lstatSync(path, { throwIfNoEntry: false });
  return status?.isDirectory() === true && (!(status.mode & STICKY) || status.uid === user.uid);
}

function writable(user: JobUser, status: Stats): boolean {
  return Boolean(status.mode & OTHERS_WRITE) || Boolean(status.mode & GROUP_WRITE && inGroup(user, status.gid));
}

function withoutWrite(user: JobUser, status: Stats): number {
  // The owner could give it back to himself: that is told, and his own things stay as they are.
  if (status.uid === user.uid) return status.mode;
  const mode = status.mode & ~OTHERS_WRITE;
  return inGroup(user, status.gid) ? mode & ~GROUP_WRITE : mode;
}

const inGroup = (user: JobUser, gid: number): boolean => gid === user.gid || user.groups.includes(gid);

/** From the parent up to, but without, the root. */
function ancestors(path: string): string[] {
  const above: string[] = [];
  for (let at = dirname(path); at !== '/' && at !== '.'; at = dirname(at)) above.push(at);
  return above;
}

/** A directory before what is in it; links are not followed, other file systems are not left out. */
function walk(root: string): string[] {
  const found = [root];
  for (let index = 0; index < found.length && found.length < MOST_ENTRIES; index++) {
    const path = found[index] ?? '';
    for (const entry of entries(path)) found.push(`${path}/${entry}`);
  }
  return found;
}

function entries(path: string): string[] {
  try {
    if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
    return readdirSync(path);
  } catch (error) {
    // Gone, or a file system of the user's own (fuse(4)) that is not for root's eyes.
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'ENOTCONN'].includes(codeOf(error) ?? '')) return [];
    throw error;
  }
}

const exists = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
