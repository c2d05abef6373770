import type { LogEvent } from '../../log/event.ts';
import type { EventSink } from '../../log/types.ts';

/** Lines about datagrams: the first of a flow at once, those that follow within the window as one line with their number. */
export interface RepeatLog {
  /** `key`: what makes two packets the same. `line` is called for the lines that are written. */
  note(key: string, line: () => LogEvent): void;
  /** Writes what is counted so far. */
  flush(): void;
  /** The same, for good. */
  close(): void;
}

export interface RepeatLogOptions {
  readonly log: EventSink;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  readonly windowMs?: number;
  /** Flows that are counted at a time; above it the oldest is written early. */
  readonly maxFlows?: number;
}

export function createRepeatLog({ log, clock, windowMs = 10_000, maxFlows = 10_000 }: RepeatLogOptions): RepeatLog {
  /** In the order of their first packet, which is the order in which their windows end. */
  const flows = new Map<string, { readonly until: number; readonly line: () => LogEvent; repeats: number }>();
  let timer: NodeJS.Timeout | undefined;

  const finish = (key: string): void => {
    const flow = flows.get(key);
    flows.delete(key);
    if (flow && flow.repeats > 0) log.write({ ...flow.line(), repeats: flow.repeats });
  };

  const flush = (): void => {
    for (const key of [...flows.keys()]) finish(key);
  };

  const sweep = (): void => {
    for (const [key, { until }] of flows) {
      if (until > clock()) break;
      finish(key);
    }
    if (flows.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  return {
    note(key, line) {
      const flow = flows.get(key);
      if (flow && flow.until > clock()) {
        flow.repeats++;
        return;
      }
      finish(key);
      log.write(line());
      const [oldest] = flows.keys();
      if (flows.size >= maxFlows && oldest !== undefined) finish(oldest);
      flows.set(key, { until: clock() + windowMs, line, repeats: 0 });
      timer ??= setInterval(sweep, Math.max(1, windowMs / 10)).unref();
    },
    flush,
    close() {
      clearInterval(timer);
      flush();
    },
  };
}
