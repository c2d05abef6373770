import { UserError } from '../../guard/errors.ts';
import { readJsonLines } from '../../log/lines.ts';
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
  readonly rule?: string | undefined;
  readonly reason?: string | undefined;
  readonly error?: string | undefined;
  readonly lost?: number | undefined;
}

/** One line that is not empty: an event, or what is wrong with it. `number` counts from 1. */
export type EventLine = { readonly number: number } & ({ readonly event: SeenEvent } | { readonly problem: string });

/** Events of a file, or of standard input for `-`, a batch a chunk: what has arrived is answered before more is waited for. */
export async function* readEvents(path: string, what: string): AsyncGenerator<EventLine[]> {
  const source: string | AsyncIterable<Buffer> = path === '-' ? process.stdin : path;
  try {
    for await (const lines of readJsonLines(source)) {
      yield lines.map((line) => ('problem' in line ? line : { number: line.number, ...readEvent(line.value) }));
    }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new UserError(`The ${what} ${nameOf(path)} cannot be read: ${reasonOf(error)}.`, { cause: error });
  }
}

const TEXTS = [
  ...['type', 'dst_ip', 'host', 'url', 'method', 'name', 'query_type', 'protocol', 'exe', 'cgroup', 'step', 'action', 'image'],
  ...['ts', 'conn', 'policy', 'rule', 'reason', 'error'],
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
