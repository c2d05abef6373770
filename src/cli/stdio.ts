import { writeSync } from 'node:fs';
import { codeOf } from '../guard/errors.ts';

/**
 * Writes text at once. `run` has to use this and not process.stdout and process.stderr: opening one of those makes a pipe non-blocking
 * (O_NONBLOCK, open(2)) for all who share it, and the command of `run` does: where the reader is slow, its output would be lost with EAGAIN.
 *
 * What nobody reads is dropped: whoever reads may stop, and the command can shut a socket that it shares with us.
 */
export function writeText(fd: 1 | 2, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') return;
      // Another process that shares it made it non-blocking, and the reader is behind.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
