import { isIPv4 } from 'node:net';
import { domainToASCII } from 'node:url';
import { UserError } from '../../guard/errors.ts';
import type { Question } from '../../policy/index.ts';

/** One thing that has to be allowed before the next is asked. */
export interface Asked {
  /** For a person: `look up api.example.com`. */
  readonly what: string;
  readonly question: Question;
}

export interface AskOptions {
  readonly method?: string | undefined;
  /** Where the name leads; without it rules for addresses and ranges cannot match a name. */
  readonly ip?: string | undefined;
  /** Raw TCP on a port whose connections are TLS by default, or TLS on another. */
  readonly protocol?: 'tls' | 'tcp' | undefined;
}

/** An address that no range but 0.0.0.0/0 and its like holds, for a name of unknown address. */
const UNKNOWN = '0.0.0.0';
const RESOLVER = '127.0.0.53';

/** What a process asks, step by step, when it wants a URL, `host:port`, `host:port/udp` or `dns:name`. Throws UserError. */
export function questionsFor(target: string, options: AskOptions): readonly Asked[] {
  if (options.ip !== undefined && !isIPv4(options.ip)) throw new UserError(`--ip takes an IPv4 address, not "${options.ip}".`);
  if (/^dns:/i.test(target)) {
    const name = target.slice(4);
    if (name === '') throw new UserError('A name is missing after dns:, as in dns:example.com.');
    return [lookup(name, 'answer')];
  }
  return target.includes('://') ? urlQuestions(target, options) : connectionQuestions(target, options);
}

function lookup(name: string, purpose: 'connection' | 'answer' = 'connection'): Asked {
  return { what: `look up ${name}`, question: { type: 'dns', name, protocol: 'udp', dstIp: RESOLVER, dstPort: 53, purpose } };
}

const URL_FORM = /^(https?):\/\/([^/?#@\s[\]]+?)(?::(\d{1,5}))?([/?#].*)?$/i;

function urlQuestions(target: string, { method = 'GET', ip }: AskOptions): readonly Asked[] {
  const [, word = '', host = '', portText, rest = ''] = URL_FORM.exec(target) ?? [];
  const [, before, url] = /^([A-Z]+) +(https?:\S+)$/i.exec(target) ?? [];
  if (before !== undefined) throw new UserError(`A method stands before "${url}": write --method ${before.toUpperCase()} ${url}.`);
  if (host === '') throw new UserError(`"${target}" is no URL of http or https, as in https://api.example.com/v1/items.`);
  const scheme = word.toLowerCase() === 'https' ? 'https' : 'http';
  const port = portText === undefined ? (scheme === 'https' ? 443 : 80) : portOf(portText);
  const isAddress = isIPv4(host);
  const dstIp = isAddress ? host : (ip ?? UNKNOWN);
  const withoutFragment = rest.replace(/#.*$/s, '');
  const request: Question = {
    type: 'request',
    scheme,
    method: method.toUpperCase(),
    host,
    port,
    target: withoutFragment.startsWith('/') ? withoutFragment : `/${withoutFragment}`,
    dstIp,
    dstPort: port,
  };
  const names = isAddress ? [] : [host];
  const tls: Asked = {
    what: `open TLS to ${host}:${port}`,
    question: { type: 'tls', ...(isAddress ? {} : { host }), dstIp, dstPort: port, names },
  };
  return [
    ...(isAddress ? [] : [lookup(host)]),
    ...(scheme === 'https' ? [tls] : []),
    { what: `${method.toUpperCase()} ${target.replace(/[?#].*$/s, '')}`, question: request },
  ];
}

const DESTINATION = /^([^:/\s]+)(?::(\d{1,5})(?:\/(tcp|udp))?)?$/i;

function connectionQuestions(target: string, { method, ip, protocol }: AskOptions): readonly Asked[] {
  const [, host = '', portText, transport] = DESTINATION.exec(target) ?? [];
  if (host === '') throw new UserError(`"${target}" is neither a URL, nor host:port, host:port/udp or dns:name.`);
  if (method !== undefined) throw new UserError('--method goes with a URL: a connection has no method.');
  const port = portText === undefined ? 443 : portOf(portText);
  const isAddress = isIPv4(host);
  const dstIp = isAddress ? host : (ip ?? UNKNOWN);
  const ascii = isAddress ? '' : domainToASCII(host) || host;
  const names = isAddress ? [] : [ascii];
  const before = isAddress ? [] : [lookup(host)];
  if (transport?.toLowerCase() === 'udp')
    return [...before, { what: `send UDP to ${host}:${port}`, question: { type: 'udp', dstIp, dstPort: port, names } }];
  const isTls = protocol === undefined ? port === 443 : protocol === 'tls';
  if (!isTls) return [...before, { what: `connect to ${host}:${port}`, question: { type: 'tcp', dstIp, dstPort: port, names } }];
  const sni = isAddress ? {} : { host };
  return [...before, { what: `open TLS to ${host}:${port}`, question: { type: 'tls', ...sni, dstIp, dstPort: port, names } }];
}

function portOf(text: string): number {
  const port = Number(text);
  if (port < 1 || port > 65535) throw new UserError(`${text} is no port: ports go from 1 to 65535.`);
  return port;
}
