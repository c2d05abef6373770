import type { LogEvent } from './event.ts';

/** Where events go. `write` never throws and never blocks for long; losing an event is counted and told. */
export interface EventSink {
  write(event: LogEvent): void;
  /**
   * As `write({ ...own, ...shared })`, for events that are alike: `shared` is one object for all of them, which never changes, so that it is put into
   * words once. Sinks need not have it.
   */
  writeShared?(own: OwnFields, shared: SharedFields): void;
}

/** What no two lines have in common. */
export type OwnFields = Pick<LogEvent, 'ts' | 'conn' | 'src_port' | 'duration_ms'>;
export type SharedFields = Omit<LogEvent, keyof OwnFields>;
