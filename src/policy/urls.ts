import type { Network } from './address.ts';
import { parseIPv4 } from './address.ts';
import { closest, type Fix, type LineReport, quote } from './findings.ts';
import type { HostPattern } from './hosts.ts';
import { type PathPattern, readPath } from './paths.ts';
import { type Ports, readPorts } from './ports.ts';
import type { Scheme } from './rules.ts';
import { isAddressLike, reportHost } from './targets.ts';
import type { Token } from './tokens.ts';

export interface Url {
  readonly scheme: Scheme;
  readonly host: HostPattern | Network;
  readonly ports: Ports;
  /** The port was written, not taken from the scheme. */
  readonly portWritten: boolean;
  /** Absent when nothing follows the host. */
  readonly path?: PathPattern;
}

/** Reads `https://api.example.com:8443/repos/*`. A header may leave the path out; a rule may not, which its caller reports. */
export function readUrl(report: LineReport, token: Token): Url | undefined {
  const { text, start } = token;
  const colon = text.indexOf('://');
  const scheme = readScheme(report, text.slice(0, colon), start, text);
  const from = colon + 3;
  const end = endOfAuthority(text, from);
  const authority = readAuthority(report, text.slice(from, end), start + from);
  const path = end === text.length ? undefined : readUrlPath(report, text.slice(end), start + end);
  if (scheme === undefined || authority === undefined || (end < text.length && path === undefined)) return undefined;
  const ports = authority.ports ?? [scheme === 'https' ? 443 : 80];
  return { scheme, host: authority.host, ports, portWritten: authority.ports !== undefined, ...(path === undefined ? {} : { path }) };
}

function readScheme(report: LineReport, text: string, start: number, whole: string): Scheme | undefined {
  const lower = text.toLowerCase();
  if (lower === 'http' || lower === 'https') return lower;
  const meant = lower === 'wss' ? 'https' : lower === 'ws' ? 'http' : closest(lower, ['https', 'http']);
  report.error(
    'bad-scheme',
    start,
    Math.max(1, text.length),
    `the scheme is http or https, not ${quote(text)}`,
    meant ?? otherProtocol(lower, whole, start),
  );
  return undefined;
}

/** `ssh://git@host/path` is a connection to `host:22`, which a host rule names. */
function otherProtocol(scheme: string, whole: string, start: number): Fix | undefined {
  const port = scheme === 'ssh' ? 22 : scheme === 'git' ? 9418 : undefined;
  const host = /^[^:]+:\/\/(?:[^@/]*@)?([A-Za-z0-9.-]+)/.exec(whole)?.[1];
  return port === undefined || host === undefined ? undefined : { start, length: whole.length, text: `${host}:${port}` };
}

function endOfAuthority(text: string, from: number): number {
  const end = text.slice(from).search(/[/?#]/);
  return end === -1 ? text.length : from + end;
}

function readAuthority(report: LineReport, text: string, start: number): { host: HostPattern | Network; ports?: Ports } | undefined {
  const at = text.lastIndexOf('@');
  if (at !== -1) {
    report.error('user-in-url', start, at + 1, 'a URL rule holds no user or password', '');
    return undefined;
  }
  if (text === '' || text.startsWith(':')) {
    report.error('no-host', start - 3, 3, 'a URL needs a host after ://');
    return undefined;
  }
  if (text.startsWith('[')) {
    report.error('ipv6', start, text.length, 'IPv6 is switched off, so no rule can name it');
    return undefined;
  }
  const colon = text.indexOf(':');
  const name = colon === -1 ? text : text.slice(0, colon);
  const host = isAddressLike(name) ? readQuad(report, name, start) : reportHost(report, name, start);
  const spec = colon === -1 ? undefined : readPorts(report, text.slice(colon + 1), start + colon + 1);
  if (host === undefined || (colon !== -1 && spec === undefined)) return undefined;
  return { host, ...(spec === undefined ? {} : { ports: spec.ports }) };
}

function readQuad(report: LineReport, text: string, start: number): Network | undefined {
  const address = parseIPv4(text);
  if (address !== undefined) return { base: address, length: 32 };
  report.error(
    'bad-address',
    start,
    text.length,
    `${quote(text)} is neither an IPv4 address (four numbers from 0 to 255, no leading zeros) nor a host name`,
  );
  return undefined;
}

function readUrlPath(report: LineReport, text: string, start: number): PathPattern | undefined {
  if (text.startsWith('/')) return readPath(report, text, start);
  const message = text.startsWith('?')
    ? 'a query cannot be written and is never compared'
    : 'a fragment is never sent; a comment needs a blank before the #';
  report.error(text.startsWith('?') ? 'query' : 'fragment', start, text.length, message, '/*');
  return undefined;
}

const methodNames = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

const methodsForm = /^(?:[A-Za-z]+|\*)(?:\|(?:[A-Za-z]+|\*)?)*$/;

/** `GET`, `post|put`, `*`: known names and bars only; says nothing when the word is not meant as methods. */
export function looksLikeMethods(text: string): boolean {
  return text.length < 200 && methodsForm.test(text);
}

export function isMethod(text: string): boolean {
  const upper = text.toUpperCase();
  return upper === '*' || methodNames.some((known) => known === upper) || upper === 'CONNECT' || upper === 'TRACE';
}

export function readMethods(report: LineReport, token: Token): 'any' | readonly string[] | undefined {
  const methods = new Set<string>();
  let at = token.start;
  for (const item of token.text.split('|')) {
    const upper = item.toUpperCase();
    if (upper === 'CONNECT' || upper === 'TRACE') {
      report.error('unsafe-method', at, item.length, `${upper} cannot be allowed by name: it reaches beyond the URL that the rule names`);
      return undefined;
    }
    if (upper !== '*' && !methodNames.some((known) => known === upper)) {
      const meant = closest(upper, methodNames);
      const hint = meant === undefined ? `known are ${methodNames.join(', ')} and *` : `did you mean ${meant}?`;
      report.error('bad-method', at, Math.max(1, item.length), `${quote(item)} is not a method: ${hint}`, meant);
      return undefined;
    }
    methods.add(upper);
    at += item.length + 1;
  }
  return methods.has('*') ? 'any' : [...methods];
}
