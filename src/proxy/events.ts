import type { Identity } from '../identity/types.ts';
import type { LogEvent } from '../log/event.ts';
import type { RuleRef, Verdict } from '../policy/types.ts';
import type { Flow } from './context.ts';

/** ISO 8601 in UTC. Many lines are written in one millisecond. */
export const timestamp = (at: number): string => {
  if (shown.at !== at) shown = { at, text: new Date(at).toISOString() };
  return shown.text;
};
let shown = { at: 0, text: new Date(0).toISOString() };

/** What the caller knows beyond flow and verdict. `at`: milliseconds since the epoch, from the caller's clock. */
export type EventExtra = Partial<Omit<LogEvent, 'ts'>> & { readonly type: LogEvent['type']; readonly at: number };

/** `line 3: api.example.com`, or `built-in: ...` for a rule that no text holds. */
export const ruleText = (rule: RuleRef): string => (rule.line > 0 ? `line ${rule.line}: ${rule.text}` : `built-in: ${rule.text}`);

/**
 * The line that tells what was decided about a flow and why. `extra` wins over what flow and verdict say; a `policy: 'deny'`
 * that audit mode let through is marked by the caller with `audit: true`.
 */
export const verdictEvent = (flow: Flow, verdict: Verdict, extra: EventExtra): LogEvent =>
  build(flow, extra, {
    policy: verdict.allow ? 'allow' : 'deny',
    rule: verdict.rule && ruleText(verdict.rule),
    reason: verdict.reason,
    suggestion: verdict.suggestion,
    passthrough: verdict.allow && verdict.passthrough ? true : undefined,
    insecure: verdict.allow && verdict.insecure ? true : undefined,
  });

/** The line that completes a flow: byte counts, duration, how it ended. */
export const closeEvent = (flow: Flow, extra: Omit<EventExtra, 'type'>): LogEvent => build(flow, { ...extra, type: 'close' }, {});

const build = (flow: Flow, { at, ...extra }: EventExtra, verdict: Partial<LogEvent>): LogEvent => ({
  ts: timestamp(at),
  conn: flow.id,
  dst_ip: flow.dst.ip,
  dst_port: flow.dst.port,
  src_port: flow.src.port,
  ...identityFields(flow.who),
  ...withoutUndefined(verdict),
  ...withoutUndefined(extra),
});

/** Who did it, as a line tells it. A path that proves nothing is told as such, so that nobody writes a rule for it. */
export const identityFields = (who: Identity): Partial<LogEvent> => {
  const known = fieldsOf.get(who);
  if (known) return known;
  const { unprovenExe, ...rest } = who;
  const fields = withoutUndefined({ ...rest, exe: rest.exe ?? (unprovenExe && `unproven:${unprovenExe}`) });
  fieldsOf.set(who, fields);
  return fields;
};

/** A connection has one identity and may have many lines. */
const fieldsOf = new WeakMap<Identity, Partial<LogEvent>>();

const withoutUndefined = <T extends object>(value: T): T => {
  const defined: Partial<T> = {};
  for (const key in value) if (value[key] !== undefined) defined[key] = value[key];
  return defined as T;
};
