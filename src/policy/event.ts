import { formatIPv4, parseAddress } from './address.ts';
import type { Policy, Process, Question, Verdict } from './types.ts';

/** One line of the log, or a case of the vectors: the fields that a verdict depends on. */
export interface PolicyEvent extends Process {
  readonly type: string;
  readonly dst_ip?: string | undefined;
  readonly dst_port?: number | undefined;
  readonly dst_names?: readonly string[] | undefined;
  /** The SNI. */
  readonly host?: string | undefined;
  readonly url?: string | undefined;
  readonly method?: string | undefined;
  /** Of a lookup. */
  readonly name?: string | undefined;
  /** Of a lookup: the record type, as `A` or `TXT`. */
  readonly query_type?: string | undefined;
  /** Of a lookup: `tcp`, or UDP. */
  readonly protocol?: string | undefined;
}

/** Addresses that names were resolved to, by name; or, prepared by `learnedByAddress` for many events, names by address. */
export type Learned = Readonly<Record<string, readonly string[]>> | ReadonlyMap<string, readonly string[]>;

export interface EventOptions {
  /** `false` where TLS is not intercepted: URL rules then allow no connection. Default true. */
  readonly canIntercept?: boolean;
}

/** Decides a log event as it was decided when it happened. What is no event of a connection, lookup or request is denied as malformed. */
export function decideEvent(policy: Policy, event: PolicyEvent, learned?: Learned, options: EventOptions = {}): Verdict {
  const question = questionOf(event, learned, options);
  if (question !== undefined) return policy.decide(question, event);
  return { allow: false, passthrough: false, insecure: false, denial: 'malformed', reason: 'Denied because the event cannot be read.' };
}

/** The question that an event answers; `undefined` when it answers none. */
export function questionOf(event: PolicyEvent, learned?: Learned, options: EventOptions = {}): Question | undefined {
  const dstPort = event.dst_port ?? (event.type === 'dns' ? 53 : 0);
  const dstIp = plainAddress(event.dst_ip ?? '');
  switch (event.type) {
    case 'dns':
      return {
        type: 'dns',
        name: event.name ?? '',
        protocol: event.protocol === 'tcp' ? 'tcp' : 'udp',
        dstIp,
        dstPort,
        purpose: lookupPurpose(event.query_type),
      };
    case 'tcp':
    case 'udp':
      return { type: event.type, dstIp, dstPort, names: namesOf(event, dstIp, learned) };
    case 'https':
    case 'http':
      if (event.url !== undefined) return requestOf(event, event.url, dstIp, dstPort);
      if (event.type === 'http') return undefined;
      return {
        type: 'tls',
        host: event.host,
        dstIp,
        dstPort,
        names: namesOf(event, dstIp, learned),
        intercept: options.canIntercept !== false,
      };
    default:
      return undefined;
  }
}

/** What a lookup of this record type, as the log names it, is for: see the question's `purpose`. A type that is not known counts as A. */
export function lookupPurpose(type: string | undefined): 'connection' | 'answer' {
  return type === undefined || connecting.has(type) ? 'connection' : 'answer';
}

/** HTTPS and SVCB (RFC 9460) are asked together with the address. */
const connecting: ReadonlySet<string> = new Set(['A', 'AAAA', 'HTTPS', 'SVCB']);

function plainAddress(text: string): string {
  const address = parseAddress(text);
  return typeof address === 'number' ? formatIPv4(address) : text;
}

const form = /^(https?|wss?):\/\/([^/?#@\\]+?)(?::(\d{1,5}))?([/?#].*)?$/is;

function requestOf(event: PolicyEvent, url: string, dstIp: string, dstPort: number): Question | undefined {
  const [, word = '', host = '', port, rest = ''] = form.exec(url) ?? [];
  const scheme = /^(?:https|wss)$/i.test(word) ? 'https' : 'http';
  if (host === '' || (scheme === 'https') !== (event.type === 'https')) return undefined;
  const target = rest.startsWith('/') ? rest.replace(/#.*$/s, '') : `/${rest.replace(/#.*$/s, '')}`;
  return {
    type: 'request',
    scheme,
    method: event.method ?? 'GET',
    host,
    port: Number(port ?? (scheme === 'https' ? 443 : 80)),
    target,
    dstIp,
    dstPort,
  };
}

function namesOf(event: PolicyEvent, address: string, learned: Learned | undefined): readonly string[] {
  const own = event.dst_names ?? [];
  if (learned === undefined) return own;
  const byAddress = learned instanceof Map ? learned : learnedByAddress(learned as Readonly<Record<string, readonly string[]>>);
  const more = byAddress.get(address) ?? [];
  return more.length === 0 ? own : [...new Set([...own, ...more])];
}

/** Turns name -> addresses round, once for many events. */
export function learnedByAddress(learned: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, string[]>();
  for (const [name, addresses] of Object.entries(learned)) {
    for (const text of addresses) {
      const address = plainAddress(text);
      const names = result.get(address);
      if (names === undefined) result.set(address, [name]);
      else if (!names.includes(name)) names.push(name);
    }
  }
  return result;
}
