import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  ftruncateSync,
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
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { codeOf, messageOf } from '../errors.ts';
import { ENVIRONMENT } from './as-user.ts';
import { endsInBlock, withoutBlock } from './block.ts';

/** What a file was before we touched it. One JSON file each, readable by root alone. */
const SavedRecord = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('appended'),
    path: z.string(),
    /** Base64. */
    content: z.string(),
    /** Seconds and nanoseconds as touch(1) reads them: a double would lose the last digits. */
    mtime: z.string(),
  }),
  z.object({ kind: z.literal('created'), path: z.string() }),
  /** Permission bits of each path: before, and as we made them. `path` is only a name for the set. */
  z.object({ kind: z.literal('modes'), path: z.string(), modes: z.array(z.tuple([z.string(), z.number(), z.number()])) }),
]);
type SavedRecord = z.infer<typeof SavedRecord>;

export interface SavedFiles {
  /** The file ends in this block from now on. False where there is no such file. */
  append(path: string, block: Buffer): boolean;
  /** A file of our own, 0644; in a directory of our own where there is none. */
  create(path: string, content: string): void;
  /**
   * Permission bits of regular files and directories, in this order; others and what has gone are left alone. `name` tells sets apart: a second call with
   * the same name adds to the first.
   */
  chmod(name: string, paths: readonly string[], change: (status: Stats) => number): void;
  /** Everything as it was; what cannot be is told in sentences and kept for another try. `marked` and `made`: paths to look at without a record as well. */
  restore(marked?: readonly string[], made?: readonly string[]): string[];
}

/**
 * Changes to files that can be taken back, by a later process as well: what a file was is written before it is touched, and a record is never replaced by
 * a state that we made. `directory` must outlive a reboot as the changes do. Nothing is forced to the disk, which may take longer than all the rest: should
 * a power cut take the record and leave the change, `restore` finds what we write by its marks and names.
 */
export function openSavedFiles(directory: string): SavedFiles {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  return {
    append: (path, block) => append(directory, path, block),
    create: (path, content) => create(directory, path, content),
    chmod: (name, paths, change) => changeModes(directory, name, paths, change),
    restore: (marked = [], made = []) => [...restoreAll(directory), ...sweep(marked, made)],
  };
}

/** In place: owner, mode, labels and links stay, and a reader sees the file with the block or without it. */
function append(directory: string, name: string, block: Buffer): boolean {
  let path: string;
  try {
    path = realpathSync(name);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
  const current = readFileSync(path);
  const original = withoutBlock(current);
  const known = readRecord(recordPath(directory, 'appended', path));
  // A record of other bytes is of an earlier time: root has changed the file since. What we record has no block, so it is no state of ours.
  if (known?.kind !== 'appended' || known.content !== original.toString('base64')) {
    save(directory, { kind: 'appended', path, content: original.toString('base64'), mtime: mtimeOf(path) }, known !== undefined);
  }
  if (endsInBlock(current, block) && withoutBlock(current).length === current.length - block.length) return true;
  const fd = openSync(path, 'r+');
  try {
    if (original.length !== current.length) rewrite(fd, original);
    writeSync(fd, block, 0, block.length, original.length);
  } finally {
    closeSync(fd);
  }
  return true;
}

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
    try {
      restore(record);
      rmSync(file);
      return [];
    } catch (error) {
      return [`${record.path} could not be restored: ${messageOf(error)}.`];
    }
  });
}

function sweep(marked: readonly string[], made: readonly string[]): string[] {
  return [...marked.map((path) => [path, removeBlock] as const), ...made.map((path) => [path, remove] as const)].flatMap(([path, undo]) => {
    try {
      undo(path);
      return [];
    } catch (error) {
      return [`${path} could not be restored: ${messageOf(error)}.`];
    }
  });
}

function restore(record: SavedRecord): void {
  // The innermost first: what is in a directory is reached while it is ours.
  if (record.kind === 'modes') {
    for (const [path, mode, ours] of [...record.modes].reverse()) swapMode(path, ours, mode);
    return;
  }
  if (record.kind === 'created') {
    remove(record.path);
    return;
  }
  const content = removeBlock(record.path);
  if (content?.equals(Buffer.from(record.content, 'base64'))) setMtime(record.path, record.mtime);
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

/** What is left; nothing where root has taken the file away. */
function removeBlock(path: string): Buffer | undefined {
  let fd: number;
  try {
    fd = openSync(path, 'r+');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const current = readFileSync(fd);
    const stripped = withoutBlock(current);
    if (stripped.length !== current.length) rewrite(fd, stripped);
    return stripped;
  } finally {
    closeSync(fd);
  }
}

/** What differs between the two is at the end, or root has written after our block. */
function rewrite(fd: number, content: Buffer): void {
  writeSync(fd, content, 0, content.length, 0);
  ftruncateSync(fd, content.length);
}

function mtimeOf(path: string): string {
  const { mtimeNs } = statSync(path, { bigint: true });
  return `${mtimeNs / 1_000_000_000n}.${String(mtimeNs % 1_000_000_000n).padStart(9, '0')}`;
}

function setMtime(path: string, mtime: string): void {
  utimesSync(path, statSync(path).atime, Number(mtime));
  // A touch(1) that does not know the format leaves what is right to the microsecond.
  if (mtimeOf(path) !== mtime) spawnSync('touch', ['-m', '-d', `@${mtime}`, '--', path], { stdio: 'ignore', env: ENVIRONMENT });
}

function recordPath(directory: string, kind: string, path: string): string {
  return `${directory}/${kind}-${createHash('sha256').update(path).digest('hex').slice(0, 32)}.json`;
}

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
