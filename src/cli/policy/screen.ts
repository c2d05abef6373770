import { once } from 'node:events';

/** ANSI colours on a terminal that wants them (no-color.org). */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
}

export function paintFor(stream: NodeJS.WriteStream): Paint {
  const color = stream.isTTY === true && !process.env.NO_COLOR;
  const with_ = (code: number) => (text: string) => (color && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { bold: with_(1), dim: with_(2), red: with_(31), green: with_(32), yellow: with_(33), cyan: with_(36) };
}

/** Whoever reads our output has gone, as `| head` does: there is nothing left to do, and nothing to complain about. */
export function stopWhenNobodyReads(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Other errors are told by main.
    if (error.code === 'EPIPE') process.exit();
  });
}

/** Writes and waits while the reader is slower than we are, so that a stream of any length stays in bounded memory. */
export async function print(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
