import { createReadStream } from 'node:fs';
import { LogEvent } from './event.ts';

export interface ReadLogOptions {
  /** A line that is no event: its number (from 1) and why, in a few words. Reading goes on. */
  readonly onBroken?: (line: number, problem: string) => void;
}

/** Longer than any line the writer makes; what is longer is skipped without being kept in memory. */
const MAX_LINE_BYTES = 1 << 20;

/**
 * The events of a log, in its order, one line in memory at a time. Empty lines are skipped; unknown fields are left out.
 * Throws the file system's error where the file cannot be read.
 */
export async function* readLog(source: string | AsyncIterable<Buffer | string>, options: ReadLogOptions = {}): AsyncGenerator<LogEvent> {
  const chunks = typeof source === 'string' ? createReadStream(source, { highWaterMark: 256 * 1024 }) : source;
  let number = 0;
  for await (const lines of splitLines(chunks)) {
    for (const line of lines) {
      number++;
      const parsed = parseLine(line);
      if (typeof parsed === 'string') options.onBroken?.(number, parsed);
      else if (parsed) yield parsed;
    }
  }
}

/** The event, undefined for an empty line, or what is wrong with it. */
function parseLine(line: string | undefined): LogEvent | string | undefined {
  if (line === undefined) return `longer than ${MAX_LINE_BYTES} bytes`;
  if (line.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // JSON.parse's own message repeats the line's content, which may be anything.
    return 'not valid JSON';
  }
  const event = LogEvent.safeParse(value);
  if (event.success) return event.data;
  const issue = event.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  return `not an event: ${field === '' ? '' : `${field}: `}${issue?.message ?? 'unknown'}`;
}

/** Lines of each chunk, without LF or CRLF; undefined for one that is too long. The last line need not be ended. */
async function* splitLines(chunks: AsyncIterable<Buffer | string>): AsyncGenerator<(string | undefined)[]> {
  let pieces: Buffer[] = [];
  let length = 0;
  const take = (rest: Buffer): string | undefined => {
    const line = length + rest.length > MAX_LINE_BYTES ? undefined : Buffer.concat([...pieces, rest]).toString();
    pieces = [];
    length = 0;
    return line?.endsWith('\r') ? line.slice(0, -1) : line;
  };
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    const lines: (string | undefined)[] = [];
    let from = 0;
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, from)) {
      lines.push(take(bytes.subarray(from, end)));
      from = end + 1;
    }
    const rest = bytes.subarray(from);
    length += rest.length;
    if (length <= MAX_LINE_BYTES) pieces.push(rest);
    else pieces = [];
    yield lines;
  }
  if (length > 0) yield [take(Buffer.alloc(0))];
}
