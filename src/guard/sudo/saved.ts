import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { codeOf, messageOf } from '../errors.ts';
import { cover, isCovered, uncover } from './cover.ts';

/** What a file was before we touched it. One JSON file each, readable by root alone. */
const SavedRecord = z.discriminatedUnion('kind', [
  /** `content`: base64. */
  z.object({ kind: z.literal('covered'), path: z.string(), content: z.string() }),
  z.object({ kind: z.literal('created'), path: z.string() }),
  /** Permission bits of each path: before, and as we made them. `path` is only a name for the set. */
  z.object({ kind: z.literal('modes'), path: z.string(), modes: z.array(z.tuple([z.string(), z.number(), z.number()])) }),
]);
type SavedRecord = z.infer<typeof SavedRecord>;

/** What is read in the place of a file. */
export interface Covering {
  readonly content: string;
  /** Once the guard has ended without taking it back (`orphanScript`). */
  readonly orphaned: Buffer;
}

export interface SavedFiles {
  /** Everybody reads something else at this path from now on; the file itself stays as it is. False where there is none. */
  cover(path: string, make: (original: Buffer) => Covering): boolean;
  /** A file of our own, 0644; in a directory of our own where there is none. */
  create(path: string, content: string): void;
  /**
   * Permission bits of regular files and directories, in this order; others and what has gone are left alone. `name` tells sets apart: a second call with
   * the same name adds to the first.
   */
  chmod(name: string, paths: readonly string[], change: (status: Stats) => number): void;
  /** Everything as it was; what cannot be is told in sentences and kept for another try. `made`: files of ours to remove without a record as well. */
  restore(made?: readonly string[]): string[];
}

/**
 * Changes to files that can be taken back, by a later process as well: what a file was is written before it is touched, and a record is never replaced by
 * a state that we made. `directory` must outlive a reboot as the changes do. Nothing is forced to the disk, which may take longer than all the rest: should
 * a power cut take the record and leave the change, `restore` finds our files by their names.
 */
export function openSavedFiles(directory: string): SavedFiles {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  return {
    cover: (path, make) => coverFile(directory, path, make),
    create: (path, content) => create(directory, path, content),
    chmod: (name, paths, change) => changeModes(directory, name, paths, change),
    restore: (made = []) => [...restoreAll(directory), ...made.flatMap((path) => attempt(path, () => remove(path)))],
  };
}

/** The record first, so that whoever comes after a crash knows what to look for. What is covered already changes in place: it is never open in between. */
function coverFile(directory: string, name: string, make: (original: Buffer) => Covering): boolean {
  let path: string;
  try {
    path = realpathSync(name);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
  const file = coverPath(directory, path);
  const known = readRecord(recordPath(directory, 'covered', path));
  const covered = isCovered(path, file);
  const original = covered && known?.kind === 'covered' ? Buffer.from(known.content, 'base64') : readFileSync(path);
  if (!covered) save(directory, { kind: 'covered', path, content: original.toString('base64') }, known !== undefined);
  const { content, orphaned } = make(original);
  // As sudo and doas want it: nobody else's, and not writable. A umask must not take more.
  writeFileSync(file, content, { mode: 0o440 });
  chmodSync(file, 0o440);
  writeFileSync(`${file}${ORPHANED}`, orphaned, { mode: 0o400 });
  cover(path, file);
  return true;
}

const ORPHANED = '.orphaned';

/** For a shell of root: what is covered shows from now on what was said about a guard that is gone. Does nothing where nothing is covered. */
export const orphanScript = (directory: string): string =>
  `for file in ${directory}/*${ORPHANED}; do\n  if test -f "$file"; then cat "$file" >"\${file%${ORPHANED}}"; fi\ndone\n`;

function create(directory: string, path: string, content: string): void {
  const folder = dirname(path);
  if (!existsSync(folder)) {
    if (!readRecord(recordPath(directory, 'created', folder))) save(directory, { kind: 'created', path: folder }, false);
    mkdirSync(folder, { mode: 0o755 });
    chmodSync(folder, 0o755);
  }
  if (!readRecord(recordPath(directory, 'created', path))) save(directory, { kind: 'created', path }, false);
  const draft = `${path}.egress-filter-draft`;
  rmSync(draft, { force: true });
  writeFileSync(draft, content, { mode: 0o644, flag: 'wx' });
  // A umask must not hide it from the service that reads it.
  chmodSync(draft, 0o644);
  renameSync(draft, path);
}

function changeModes(directory: string, name: string, paths: readonly string[], change: (status: Stats) => number): void {
  const known = readRecord(recordPath(directory, 'modes', name));
  const before = new Map(known?.kind === 'modes' ? known.modes.map(([path, mode, ours]) => [path, { mode, ours }]) : []);
  const todo = paths.flatMap((path) => {
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (!status || !(status.isFile() || status.isDirectory())) return [];
    const mode = status.mode & 0o7777;
    const ours = change(status) & 0o7777;
    if (ours === mode) return [];
    // What we set ourselves is not what it was.
    const saved = before.get(path);
    before.set(path, { mode: saved?.ours === mode ? saved.mode : mode, ours });
    return [{ path, mode, ours }];
  });
  if (todo.length === 0) return;
  save(
    directory,
    { kind: 'modes', path: name, modes: [...before].map(([path, { mode, ours }]) => [path, mode, ours]) },
    known !== undefined,
  );
  for (const { path, mode, ours } of todo) swapMode(path, mode, ours);
}

/**
 * By descriptor, and only where the mode is as expected: the user may put a link in the place of a file that he can write to, and what it leads to must
 * not get the mode that was meant for another.
 */
function swapMode(path: string, from: number, to: number): void {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'ENOTDIR', 'ENXIO', 'ETXTBSY'].includes(codeOf(error) ?? '')) return;
    throw error;
  }
  try {
    const status = fstatSync(fd);
    if ((status.isFile() || status.isDirectory()) && (status.mode & 0o7777) === from) fchmodSync(fd, to);
  } catch (error) {
    // A read-only file system or an immutable file: whoever asked looks at what came of it.
    if (!['EROFS', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    closeSync(fd);
  }
}

function restoreAll(directory: string): string[] {
  const records = readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ file: `${directory}/${name}`, record: readRecord(`${directory}/${name}`) }));
  return records.flatMap(({ file, record }) => {
    if (!record) return [`${file} is damaged: what it describes cannot be restored.`];
    return attempt(record.path, () => {
      restore(directory, record);
      rmSync(file);
    });
  });
}

function attempt(path: string, undo: () => void): string[] {
  try {
    undo();
    return [];
  } catch (error) {
    return [`${path} could not be restored: ${messageOf(error)}.`];
  }
}

function restore(directory: string, record: SavedRecord): void {
  // The innermost first: what is in a directory is reached while it is ours.
  if (record.kind === 'modes') {
    for (const [path, mode, ours] of [...record.modes].reverse()) swapMode(path, ours, mode);
    return;
  }
  if (record.kind === 'created') {
    remove(record.path);
    return;
  }
  const file = coverPath(directory, record.path);
  uncover(record.path, file);
  for (const path of [file, `${file}${ORPHANED}`]) rmSync(path, { force: true });
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

function recordPath(directory: string, kind: string, path: string): string {
  return `${directory}/${kind}-${nameOf(path)}.json`;
}

const coverPath = (directory: string, path: string): string => `${directory}/cover-${nameOf(path)}`;
const nameOf = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 32);

function save(directory: string, record: SavedRecord, replace: boolean): void {
  const path = recordPath(directory, record.kind, record.path);
  const draft = `${path}.draft`;
  rmSync(draft, { force: true });
  writeFileSync(draft, JSON.stringify(record), { mode: 0o600, flag: 'wx' });
  if (replace) renameSync(draft, path);
  else {
    // link(2) fails where there is one already: two guards at once cannot save each other's work as the original.
    linkSync(draft, path);
    rmSync(draft);
  }
}

function readRecord(path: string): SavedRecord | undefined {
  let text: string;
  try {
    const fd = openSync(path, 'r');
    try {
      if (!fstatSync(fd).isFile()) return undefined;
      text = readFileSync(fd, 'utf8');
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return SavedRecord.parse(JSON.parse(text));
  } catch {
    // Records appear whole (link, rename): this is none of ours.
    return undefined;
  }
}
