import type { Identity } from '../../identity/types.ts';
import type { LogEvent } from '../../log/event.ts';
import type { SharedFields, SharedWords } from '../../log/types.ts';
import type { Verdict } from '../../policy/types.ts';
import type { Endpoint, Flow } from '../context.ts';
import { timestamp, verdictEvent } from '../events.ts';
import type { RequestHead } from '../http/index.ts';
import type { TcpContext } from './context.ts';

/** What a request's line tells beyond its head and the verdict: an address that is not the client's own, and what went wrong. */
export interface RequestExtra {
  readonly dst_ip?: string;
  readonly error?: string;
}

/** An address of a CDN may stand for hundreds of names. */
const NAMES_SHOWN = 8;
const NOTHING: RequestExtra = {};

export const namesFor = (ip: string, context: TcpContext): readonly string[] | undefined => {
  const names = context.names.namesOf(ip);
  if (names.length === 0) return undefined;
  return names.length > NAMES_SHOWN ? names.slice(0, NAMES_SHOWN) : names;
};

/** The fields of a request's line that its head tells. */
export const requestFields = (head: RequestHead): Pick<LogEvent, 'type' | 'url' | 'method' | 'host' | 'protocol'> => ({
  type: head.scheme,
  url: head.url,
  method: head.method,
  host: head.host,
  protocol: protocolOf(head),
});

const protocolOf = ({ upgrade, protocol }: RequestHead): string => (upgrade?.toLowerCase() === 'websocket' ? 'ws' : protocol);

/** The line of a request without what is its own, and all that it was made from. */
interface Line extends SharedWords {
  readonly head: RequestHead;
  readonly verdict: Verdict;
  readonly dst: Endpoint;
  readonly movedTo: string | undefined;
  readonly names: readonly string[] | undefined;
  readonly fields: SharedFields;
}

/**
 * Writes the lines of one connection's allowed requests: what is as it was for the request before, or for another connection of the same process, is not
 * put into words again. Gives false for a request that needs a line of its own, which is not written then.
 */
export const createRequestLines = (flow: Flow, context: TcpContext, now: () => number) => {
  const { log } = context;
  const { id: conn, src, dst, who } = flow;
  let last: Line | undefined;

  const lineFor = (head: RequestHead, verdict: Verdict, extra: RequestExtra, names: readonly string[] | undefined): Line => {
    const latest = latestOf(context);
    const known = latest.get(who);
    if (known?.dst.ip === dst.ip && known.dst.port === dst.port && isSame(known, head, verdict, extra, names)) return known;
    const {
      ts,
      conn: _,
      src_port,
      url,
      duration_ms,
      ...fields
    } = verdictEvent(flow, verdict, {
      at: 0,
      dst_names: names,
      ...requestFields(head),
      ...extra,
    });
    const line = { head, verdict, dst, movedTo: extra.dst_ip, names, fields, bytes: undefined };
    latest.set(who, line);
    return line;
  };

  return (head: RequestHead, verdict: Verdict, extra: RequestExtra = NOTHING): boolean => {
    if (!log.writeShared || !verdict.allow || extra.error !== undefined) return false;
    const names = namesFor(extra.dst_ip ?? dst.ip, context);
    if (last === undefined || !isSame(last, head, verdict, extra, names)) last = lineFor(head, verdict, extra, names);
    log.writeShared({ ts: timestamp(now()), conn, src_port: src.port, url: head.url }, last.fields, last);
    return true;
  };
};

/** The last line of each process. */
const latestOf = (context: TcpContext): WeakMap<Identity, Line> => {
  const known = latest.get(context) ?? new WeakMap();
  latest.set(context, known);
  return known;
};
const latest = new WeakMap<TcpContext, WeakMap<Identity, Line>>();

/** The policy gives one object for verdicts that are alike; another one that says the same only costs a line put into words. */
const isSame = (last: Line, head: RequestHead, verdict: Verdict, extra: RequestExtra, names: readonly string[] | undefined): boolean =>
  last.verdict === verdict &&
  last.movedTo === extra.dst_ip &&
  last.head.method === head.method &&
  last.head.host === head.host &&
  last.head.scheme === head.scheme &&
  last.head.protocol === head.protocol &&
  last.head.upgrade === head.upgrade &&
  areSame(last.names, names);

const areSame = (some: readonly string[] | undefined, others: readonly string[] | undefined): boolean => {
  if (some === undefined || others === undefined) return some === others;
  if (some.length !== others.length) return false;
  for (let index = 0; index < some.length; index++) if (some[index] !== others[index]) return false;
  return true;
};
