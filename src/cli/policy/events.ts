import { createReadStream } from 'node:fs';
import { UserError } from '../../guard/errors.ts';
import type { PolicyEvent } from '../../policy/index.ts';
import { nameOf, reasonOf } from './files.ts';

/** An event as a log has it. Logs of other versions are read, too: only fields that are used are looked at. */
export interface SeenEvent extends PolicyEvent {
  readonly ts?: string | undefined;
  readonly conn?: string | undefined;
  readonly policy?: string | undefined;
  readonly audit?: boolean | undefined;
  readonly passthrough?: boolean | undefined;
  readonly pid?: number | undefined;
  readonly uid?: number | undefined;
  readonly reason?: string | undefined;
  readonly error?: string | undefined;
  readonly lost?: number | undefined;
}

/** One line that is not empty: an event, or what is wrong with it. `number` counts from 1. */
export type EventLine = { readonly number: number } & ({ readonly event: SeenEvent } | { readonly problem: string });

/** Longer than any line that the log's writer makes; a longer one is skipped without being kept in memory. */
const MAX_LINE_BYTES = 1 << 20;

/** Events of a file, or of standard input for `-`, a batch a chunk: what has arrived is answered before more is waited for. */
export async function* readEvents(path: string, what: string): AsyncGenerator<EventLine[]> {
  const chunks: AsyncIterable<Buffer> = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 256 * 1024 });
  let number = 0;
  try {
    for await (const lines of splitLines(chunks)) {
      const batch: EventLine[] = [];
      for (const line of lines) {
        number++;
        const read = line === undefined ? { problem: `longer than ${MAX_LINE_BYTES} bytes` } : readLine(line);
        if (read !== undefined) batch.push({ number, ...read });
      }
      if (batch.length > 0) yield batch;
    }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new UserError(`The ${what} ${nameOf(path)} cannot be read: ${reasonOf(error)}.`, { cause: error });
  }
}

function readLine(line: string): { event: SeenEvent } | { problem: string } | undefined {
  if (line === '' || line.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // JSON.parse's own message repeats the line's content, which may be anything.
    return { problem: 'not valid JSON' };
  }
  return readEvent(value);
}

const TEXTS = [
  ...['type', 'dst_ip', 'host', 'url', 'method', 'name', 'protocol', 'exe', 'cgroup', 'step', 'action', 'image'],
  ...['ts', 'conn', 'policy', 'reason', 'error'],
];
const NUMBERS = ['dst_port', 'pid', 'uid', 'lost'];
const LISTS = ['cmdline', 'dst_names'];

/** Fields that are `null` are not known, as if they were absent. */
function readEvent(value: unknown): { event: SeenEvent } | { problem: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { problem: 'not an event: not a JSON object' };
  const fields = value as Record<string, unknown>;
  if (typeof fields.type !== 'string') return { problem: 'not an event: it has no type' };
  const wrong = (name: string, wanted: string) => ({ problem: `not an event: ${name} is not ${wanted}` });
  for (const name of TEXTS) {
    if (fields[name] === null) delete fields[name];
    else if (fields[name] !== undefined && typeof fields[name] !== 'string') return wrong(name, 'a string');
  }
  for (const name of NUMBERS) {
    if (fields[name] === null) delete fields[name];
    else if (fields[name] !== undefined && typeof fields[name] !== 'number') return wrong(name, 'a number');
  }
  for (const name of LISTS) {
    const list = fields[name];
    if (list === null) delete fields[name];
    else if (list !== undefined && !(Array.isArray(list) && list.every((item) => typeof item === 'string')))
      return wrong(name, 'a list of strings');
  }
  return { event: fields as unknown as SeenEvent };
}

/** Lines of each chunk, without LF or CRLF; undefined for one that is too long. The last line need not be ended. */
async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<(string | undefined)[]> {
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
    const lines: (string | undefined)[] = [];
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      lines.push(finish(chunk.subarray(from, end)));
      from = end + 1;
    }
    const rest = chunk.subarray(from);
    length += rest.length;
    if (length <= MAX_LINE_BYTES) pieces.push(rest);
    else pieces = [];
    yield lines;
  }
  if (length > 0) yield [finish(Buffer.alloc(0))];
}
