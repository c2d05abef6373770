import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fstatSync,
  fsyncSync,
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
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { z } from 'zod';
import { codeOf, messageOf } from '../errors.ts';
import { endsInBlock, withoutBlock } from './block.ts';

/** What a file was before we touched it. One JSON file each, readable by root alone. */
const SavedRecord = z.object({
  path: z.string(),
  kind: z.enum(['appended', 'created', 'mode']),
  /** Of the file when it was found, permission bits only. */
  mode: z.number(),
  /** The mode that we gave it. */
  newMode: z.number().optional(),
  uid: z.number(),
  gid: z.number(),
  /** Seconds and nanoseconds as touch(1) reads them: a double would lose the last digits. */
  mtime: z.string(),
  /** Base64; of `appended` only. */
  content: z.string().optional(),
});
type SavedRecord = z.infer<typeof SavedRecord>;

export interface SavedFiles {
  /** The file ends in this block from now on. False where there is no such file. */
  append(path: string, block: Buffer): boolean;
  /** A file of our own, 0644. */
  create(path: string, content: string): void;
  /** Permission bits, of what is not a symbolic link. */
  chmod(path: string, mode: number): void;
  /** Everything as it was; what cannot be is told in sentences and kept for another try. */
  restore(): string[];
}

/**
 * Changes to files that can be taken back, by a later process as well: what a file was is on disk (fsync(2)) before it is touched, and a record is
 * never replaced by a state that we made. `directory` must outlive a reboot as the changes do.
 */
export function openSavedFiles(directory: string): SavedFiles {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  return {
    append: (path, block) => append(directory, path, block),
    create: (path, content) => create(directory, path, content),
    chmod: (path, mode) => changeMode(directory, path, mode),
    restore: () => restoreAll(directory),
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
  if (!known || known.content !== original.toString('base64')) {
    save(directory, { ...about(path), kind: 'appended', content: original.toString('base64') }, known !== undefined);
  }
  if (endsInBlock(current, block) && withoutBlock(current).length === current.length - block.length) return true;
  const fd = openSync(path, 'r+');
  try {
    if (original.length !== current.length) rewrite(fd, original);
    writeSync(fd, block, 0, block.length, original.length);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  return true;
}

function create(directory: string, path: string, content: string): void {
  if (!readRecord(recordPath(directory, 'created', path))) {
    save(directory, { path, kind: 'created', mode: 0, uid: 0, gid: 0, mtime: '0' }, false);
  }
  const draft = `${path}.egress-filter-draft`;
  rmSync(draft, { force: true });
  writeFileSync(draft, content, { mode: 0o644, flag: 'wx', flush: true });
  // A umask must not hide it from the service that reads it.
  chmodSync(draft, 0o644);
  renameSync(draft, path);
}

function changeMode(directory: string, path: string, mode: number): void {
  const before = lstatSync(path);
  if (before.isSymbolicLink() || (before.mode & 0o7777) === mode) return;
  const known = readRecord(recordPath(directory, 'mode', path));
  // What we set ourselves is not what it was.
  const mine = known !== undefined && known.newMode === (before.mode & 0o7777);
  const original = mine ? known.mode : before.mode & 0o7777;
  save(directory, { ...about(path), kind: 'mode', mode: original, newMode: mode }, known !== undefined);
  chmodSync(path, mode);
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

function restore(record: SavedRecord): void {
  const status = lstatSync(record.path, { throwIfNoEntry: false });
  // Root took it away: there is nothing of ours left.
  if (!status) return;
  if (record.kind === 'created') {
    rmSync(record.path);
    return;
  }
  if (record.kind === 'mode') {
    if ((status.mode & 0o7777) === record.newMode) chmodSync(record.path, record.mode);
    return;
  }
  const original = Buffer.from(record.content ?? '', 'base64');
  const current = readFileSync(record.path);
  const stripped = withoutBlock(current);
  const fd = openSync(record.path, 'r+');
  try {
    if (stripped.length !== current.length) rewrite(fd, stripped);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  if (stripped.equals(original)) setMtime(record.path, record.mtime);
}

/** What differs between the two is at the end, or root has written after our block. */
function rewrite(fd: number, content: Buffer): void {
  writeSync(fd, content, 0, content.length, 0);
  ftruncateSync(fd, content.length);
}

function about(path: string): Pick<SavedRecord, 'path' | 'mode' | 'uid' | 'gid' | 'mtime'> {
  const status = lstatSync(path);
  return { path, mode: status.mode & 0o7777, uid: status.uid, gid: status.gid, mtime: mtimeOf(path) };
}

function mtimeOf(path: string): string {
  const { mtimeNs } = statSync(path, { bigint: true });
  return `${mtimeNs / 1_000_000_000n}.${String(mtimeNs % 1_000_000_000n).padStart(9, '0')}`;
}

function setMtime(path: string, mtime: string): void {
  utimesSync(path, statSync(path).atime, Number(mtime));
  if (mtimeOf(path) !== mtime) execFileSync('touch', ['-m', '-d', `@${mtime}`, '--', path], { stdio: 'ignore' });
}

function recordPath(directory: string, kind: string, path: string): string {
  return `${directory}/${kind}-${createHash('sha256').update(path).digest('hex').slice(0, 32)}.json`;
}

function save(directory: string, record: SavedRecord, replace: boolean): void {
  const path = recordPath(directory, record.kind, record.path);
  const draft = `${path}.draft`;
  rmSync(draft, { force: true });
  writeFileSync(draft, JSON.stringify(record), { mode: 0o600, flag: 'wx', flush: true });
  if (replace) renameSync(draft, path);
  else {
    // link(2) fails where there is one already: two guards at once cannot save each other's work as the original.
    linkSync(draft, path);
    rmSync(draft);
  }
  const fd = openSync(directory, 'r');
  fsyncSync(fd);
  closeSync(fd);
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
