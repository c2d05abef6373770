import { LogEvent } from './event.ts';
import { readJsonLines } from './lines.ts';

export interface ReadLogOptions {
  /** A line that is no event: its number (from 1) and why, in a few words. Reading goes on. */
  readonly onBroken?: (line: number, problem: string) => void;
}

/**
 * The events of a log, in its order, one line in memory at a time. Empty lines are skipped; unknown fields are left out.
 * Throws the file system's error where the file cannot be read.
 */
export async function* readLog(source: string | AsyncIterable<Buffer | string>, options: ReadLogOptions = {}): AsyncGenerator<LogEvent> {
  for await (const lines of readJsonLines(source)) {
    for (const line of lines) {
      const read = 'problem' in line ? line.problem : parseEvent(line.value);
      if (typeof read === 'string') options.onBroken?.(line.number, read);
      else yield read;
    }
  }
}

/** The event, or what is wrong with it. */
function parseEvent(value: unknown): LogEvent | string {
  const event = LogEvent.safeParse(value);
  if (event.success) return event.data;
  const issue = event.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  return `not an event: ${field === '' ? '' : `${field}: `}${issue?.message ?? 'unknown'}`;
}
