import type { LogEvent } from './event.ts';

/** Where events go. `write` never throws and never blocks for long; losing an event is counted and told. */
export interface EventSink {
  write(event: LogEvent): void;
  /**
   * As `write({ ...own, ...shared })`, for events that are alike: `shared` is one object for all of them, which never changes, so that it is put into
   * words once: what becomes of that is kept in `words`, which is the caller's to keep beside `shared`, where it is given. No field stands in both.
   * Sinks need not have it.
   */
  writeShared?(own: OwnFields, shared: SharedFields, words?: SharedWords): void;
}

/** Belongs to one `shared` object and one sink, which alone fills it. */
export interface SharedWords {
  bytes?: Uint8Array | undefined;
}

/** What no two lines need have in common. */
export type OwnFields = Pick<LogEvent, 'ts' | 'conn' | 'src_port' | 'url' | 'duration_ms'>;
/** Lines of one connection may share what names it, too. */
export type SharedFields = Omit<LogEvent, Exclude<keyof OwnFields, 'conn' | 'src_port'>>;
