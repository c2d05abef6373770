import type { LogEvent } from './event.ts';

/** Where events go. `write` never throws and never blocks for long; losing an event is counted and told. */
export interface EventSink {
  write(event: LogEvent): void;
}
