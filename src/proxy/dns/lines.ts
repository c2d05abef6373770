import type { Identity } from '../../identity/types.ts';
import type { LogEvent } from '../../log/event.ts';
import type { EventSink, SharedFields } from '../../log/types.ts';
import type { Verdict } from '../../policy/types.ts';
import type { Flow } from '../context.ts';
import { type EventExtra, timestamp, verdictEvent } from '../events.ts';
import type { Asked } from './asked.ts';

/** What the server knows of who sends: the flow, or only the source port when the kernel saw nobody. */
export interface Sender {
  readonly transport: 'udp' | 'tcp';
  readonly srcPort: number;
  readonly flow: Flow | undefined;
}

/** The line of the last one who was answered this question, without what is each answer's own. */
export interface SharedLine {
  readonly who: Identity;
  readonly dst: Flow['dst'];
  readonly transport: 'udp' | 'tcp';
  readonly verdict: Verdict;
  readonly error: string | undefined;
  readonly fields: SharedFields;
}

export interface Lines {
  note(sender: Sender, verdict: Verdict, extra?: Omit<EventExtra, 'type' | 'at'>): void;
  /** An allowed question that was answered at once. */
  answered(asked: Asked, sender: Sender & { readonly flow: Flow }, verdict: Verdict, error: string | undefined): void;
}

/** Each question is a line of the log. Most of a line is as it was when the same process asked the same before. */
export function createLines(log: EventSink, now: () => number): Lines {
  const note: Lines['note'] = (sender, verdict, extra = {}) => {
    const common = { type: 'dns', protocol: sender.transport, ...extra } as const;
    log.write(sender.flow ? verdictEvent(sender.flow, verdict, { ...common, at: now() }) : nobodysEvent(sender, verdict, common, now()));
  };

  return {
    note,
    answered(asked, sender, verdict, error) {
      const { flow, transport } = sender;
      if (!log.writeShared) {
        return note(sender, verdict, { ...what(asked), ...(error ? { error } : {}), duration_ms: 0 });
      }
      if (!asked.line || !isSame(asked.line, sender, verdict, error)) {
        const extra = { type: 'dns', at: 0, protocol: transport, ...what(asked), ...(error ? { error } : {}) } as const;
        const { ts, conn, src_port, ...fields } = verdictEvent(flow, verdict, extra);
        asked.line = { who: flow.who, dst: flow.dst, transport, verdict, error, fields };
      }
      log.writeShared({ ts: timestamp(now()), conn: flow.id, src_port: flow.src.port, duration_ms: 0 }, asked.line.fields);
    },
  };
}

export const what = ({ name, queryType }: Asked): Pick<LogEvent, 'name' | 'query_type'> => ({ name, query_type: queryType });

/** Identities are remembered where the kernel's record is the same (src/proxy/flows.ts): another object may say something else. */
function isSame(
  line: SharedLine,
  { flow, transport }: Sender & { readonly flow: Flow },
  verdict: Verdict,
  error: string | undefined,
): boolean {
  const before = line.verdict;
  return (
    line.who === flow.who &&
    line.dst.ip === flow.dst.ip &&
    line.dst.port === flow.dst.port &&
    line.transport === transport &&
    line.error === error &&
    before.allow &&
    verdict.allow &&
    before.rule?.line === verdict.rule?.line &&
    before.rule?.text === verdict.rule?.text &&
    before.reason === verdict.reason &&
    before.passthrough === verdict.passthrough &&
    before.insecure === verdict.insecure
  );
}

/** A line about nobody: without a flow there is a source port and no destination. */
const nobodysEvent = (sender: Sender, verdict: Verdict, extra: Omit<EventExtra, 'at'>, at: number): LogEvent => ({
  ts: new Date(at).toISOString(),
  src_port: sender.srcPort,
  policy: 'deny',
  reason: verdict.reason,
  ...extra,
});
