import { readFileSync, readSync, statSync } from 'node:fs';
import { codeOf, messageOf, UserError } from '../../guard/errors.ts';

/** Far beyond any policy, workflow or list of learned names. */
const MAX_BYTES = 16 << 20;

/** The name that stands for standard input in messages. */
export const STDIN = '<stdin>';

/** A file a person named, or standard input for `-`. Throws UserError with one sentence. */
export function readText(path: string, what: string): string {
  try {
    if (path !== '-') {
      const stat = statSync(path);
      if (stat.isDirectory()) throw new UserError(`The ${what} ${path} is a directory: name a file.`);
      if (stat.size > MAX_BYTES) throw new UserError(`The ${what} ${path} is too large (${stat.size} bytes).`);
    }
    const bytes = path === '-' ? readStdin() : readFileSync(path);
    if (bytes.length > MAX_BYTES) throw new UserError(`The ${what} ${nameOf(path)} is too large (${bytes.length} bytes).`);
    return bytes.toString('utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`The ${what} ${nameOf(path)} cannot be read: ${reasonOf(error)}.`, { cause: error });
  }
}

/** Also where another process has made it non-blocking, which readFileSync takes for an error. */
function readStdin(): Buffer {
  const pieces: Buffer[] = [];
  const buffer = Buffer.alloc(64 * 1024);
  for (let total = 0; total <= MAX_BYTES; ) {
    try {
      const length = readSync(0, buffer);
      if (length === 0) break;
      pieces.push(Buffer.from(buffer.subarray(0, length)));
      total += length;
    } catch (error) {
      if (codeOf(error) === 'EOF') break;
      if (codeOf(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
  return Buffer.concat(pieces);
}

/** The file as a person named it. */
export function nameOf(path: string): string {
  return path === '-' ? STDIN : path;
}

/** Why a file could not be read or written, for the end of a sentence. */
export function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a directory';
    default:
      return messageOf(error);
  }
}

/** Standard input can be read once. */
export function onlyOneStdin(paths: readonly (string | undefined)[]): void {
  if (paths.filter((path) => path === '-').length > 1) throw new UserError('Standard input (-) can be read only once.');
}
