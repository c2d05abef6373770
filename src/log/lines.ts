import { createReadStream } from 'node:fs';

/** One line that is not empty: what its JSON says, or what is wrong with it in a few words. `number` counts from 1. */
export type JsonLine = { readonly number: number } & ({ readonly value: unknown } | { readonly problem: string });

/** Longer than any line that the log's writer makes; a longer one is skipped without being kept in memory. */
const MAX_LINE_BYTES = 1 << 20;

/**
 * The lines of a file or stream of JSON lines, a batch a chunk: what has arrived is answered before more is waited for. One chunk and one
 * line are in memory at a time. Throws the file system's error where the file cannot be read.
 */
export async function* readJsonLines(source: string | AsyncIterable<Buffer | string>): AsyncGenerator<JsonLine[]> {
  const chunks = typeof source === 'string' ? createReadStream(source, { highWaterMark: 256 * 1024 }) : source;
  let number = 0;
  for await (const lines of splitLines(chunks)) {
    const batch: JsonLine[] = [];
    for (const line of lines) {
      number++;
      const read = line === undefined ? { problem: `longer than ${MAX_LINE_BYTES} bytes` } : readLine(line);
      if (read !== undefined) batch.push({ number, ...read });
    }
    if (batch.length > 0) yield batch;
  }
}

function readLine(line: string): { value: unknown } | { problem: string } | undefined {
  if (line === '' || line.trim() === '') return undefined;
  try {
    return { value: JSON.parse(line) };
  } catch {
    // JSON.parse's own message repeats the line's content, which may be anything.
    return { problem: 'not valid JSON' };
  }
}

/** Lines of each chunk, without LF or CRLF; undefined for one that is too long. The last line need not be ended. */
async function* splitLines(chunks: AsyncIterable<Buffer | string>): AsyncGenerator<(string | undefined)[]> {
  let pieces: Buffer[] = [];
  let length = 0;
  const finish = (rest: Buffer): string | undefined => {
    const isLong = length + rest.length > MAX_LINE_BYTES;
    const line = isLong ? undefined : (pieces.length === 0 ? rest : Buffer.concat([...pieces, rest])).toString();
    pieces = [];
    length = 0;
    return line?.endsWith('\r') ? line.slice(0, -1) : line;
  };
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    const lines: (string | undefined)[] = [];
    let from = 0;
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, from)) {
      lines.push(finish(bytes.subarray(from, end)));
      from = end + 1;
    }
    const rest = bytes.subarray(from);
    length += rest.length;
    if (length <= MAX_LINE_BYTES) pieces.push(rest);
    else pieces = [];
    yield lines;
  }
  if (length > 0) yield [finish(Buffer.alloc(0))];
}
