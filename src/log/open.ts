import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

/** A log open for appending. */
export interface Opened {
  readonly fd: number;
  readonly regular: boolean;
  /** An earlier writer left half a line. */
  readonly unfinished: boolean;
}

/** By path or descriptor. Throws Error with one sentence that names the log and the cause. */
export function openLog({ path, fd }: { readonly path?: string; readonly fd?: number }): Opened {
  if (fd === undefined && path === undefined) throw new Error('The log needs a path or a descriptor');
  const opened = fd ?? openPath(path ?? '');
  try {
    const status = fstatSync(opened);
    if (status.isDirectory()) throw new Error('it is a directory');
    const regular = status.isFile();
    return { fd: opened, regular, unfinished: regular && status.size > 0 && readBack(opened, status.size - 1, 1)?.[0] !== 0x0a };
  } catch (error) {
    if (fd === undefined) closeSync(opened);
    throw cannotOpen(path ?? `descriptor ${fd}`, error);
  }
}

/** O_NONBLOCK: a FIFO without a reader is an error rather than a hang, and a full one gives EAGAIN. Regular files ignore it. */
function openPath(path: string): number {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK, O_NOCTTY } = constants;
  try {
    return openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY, 0o644);
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

const SENTENCES: Readonly<Record<string, string>> = {
  ENOENT: 'its directory does not exist',
  ENOTDIR: 'its directory is not a directory',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EMFILE: 'too many open files',
  ENXIO: 'nothing reads from it',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
};

function cannotOpen(what: string, cause: unknown): Error {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const why = SENTENCES[code] ?? (cause instanceof Error ? cause.message : String(cause));
  return new Error(`Cannot write the log to ${what}: ${why}`, { cause });
}

/** Of a regular file open for writing only; undefined where it may not be read. */
export function readBack(fd: number, position: number, length: number): Buffer | undefined {
  const bytes = Buffer.alloc(length);
  let reader: number | undefined;
  try {
    reader = openSync(`/proc/self/fd/${fd}`, constants.O_RDONLY);
    return readSync(reader, bytes, 0, length, position) === length ? bytes : undefined;
  } catch {
    // Callers do the safe thing instead: an empty line costs nothing, half a line would cost the next one.
    return undefined;
  } finally {
    if (reader !== undefined) closeSync(reader);
  }
}

/** Longer than any line (docs/log.md). */
const LONGEST_LINE = 1 << 20;

/**
 * Leaves the file of a writer that was killed ending in a whole line: what stands after the last LF is cut off, as it cannot be read, and may hold no whole
 * fact. True where there was something. Where the file cannot be read back or cut, the half line is ended, for the next line to stand on its own.
 */
export function cutHalfLine(fd: number): boolean {
  const { size } = fstatSync(fd);
  if (size === 0 || readBack(fd, size - 1, 1)?.[0] === 0x0a) return false;
  const start = Math.max(0, size - LONGEST_LINE);
  const tail = readBack(fd, start, size - start);
  const last = tail?.lastIndexOf(0x0a) ?? -1;
  try {
    if (!tail || (last < 0 && start > 0)) throw new Error('no line begins here');
    ftruncateSync(fd, start + last + 1);
  } catch {
    writeSync(fd, '\n');
  }
  return true;
}
