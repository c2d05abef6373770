import type { LogEvent } from '../../log/event.ts';
import type { SharedFields } from '../../log/types.ts';
import type { Verdict } from '../../policy/types.ts';
import type { Flow } from '../context.ts';
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

/** The line of a connection's last request without time and URL, and all that it was made from. */
interface LastLine {
  readonly head: RequestHead;
  readonly verdict: Verdict;
  readonly extra: RequestExtra;
  readonly names: readonly string[] | undefined;
  readonly fields: SharedFields;
}

/**
 * Writes the lines of one connection's allowed requests: what is as it was for the request before is not put into words again. Gives false
 * for a request that needs a line of its own, which is not written then.
 */
export const createRequestLines = (flow: Flow, context: TcpContext, now: () => number) => {
  const { log } = context;
  let last: LastLine | undefined;
  return (head: RequestHead, verdict: Verdict, extra: RequestExtra = NOTHING): boolean => {
    if (!log.writeShared || !verdict.allow || extra.error !== undefined) return false;
    const names = namesFor(extra.dst_ip ?? flow.dst.ip, context);
    if (last === undefined || !isSame(last, head, verdict, extra, names)) {
      const { ts, url, duration_ms, ...fields } = verdictEvent(flow, verdict, {
        at: 0,
        dst_names: names,
        ...requestFields(head),
        ...extra,
      });
      last = { head, verdict, extra, names, fields };
    }
    log.writeShared({ ts: timestamp(now()), url: head.url }, last.fields);
    return true;
  };
};

/** The policy gives one object for verdicts that are alike; another one that says the same only costs a line put into words. */
const isSame = (last: LastLine, head: RequestHead, verdict: Verdict, extra: RequestExtra, names: readonly string[] | undefined): boolean =>
  last.verdict === verdict &&
  last.extra.dst_ip === extra.dst_ip &&
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
