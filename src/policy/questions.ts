import { parseAddress } from './address.ts';
import { canonicalHost } from './hosts.ts';
import { type RequestPath, readRequestPath } from './paths.ts';
import type { Scheme } from './rules.ts';
import type { Question } from './types.ts';

interface Destination {
  readonly address: number | 'ipv6';
  readonly port: number;
}

/** A question with its parts checked and in canonical form. */
export type Asked = AskedName | AskedConnection | AskedRequest;

export interface AskedName extends Destination {
  readonly type: 'dns';
  readonly host: string;
  readonly protocol: 'tcp' | 'udp';
  /** A connection to the name is to follow. */
  readonly connects: boolean;
}

export interface AskedConnection extends Destination {
  readonly type: 'tcp' | 'udp' | 'tls';
  /** Names that count: the SNI, or without one the names bound to the address. */
  readonly hosts: readonly string[];
  /** The SNI, where it is a name. */
  readonly sni: string | undefined;
  /** Names bound to the address. */
  readonly names: readonly string[];
  /** The name shown is an address, and not the one that is connected to. */
  readonly contradicts: boolean;
  readonly intercept: boolean;
}

export interface AskedRequest extends Destination {
  readonly type: 'request';
  readonly scheme: Scheme;
  readonly method: string;
  /** `undefined` for an authority that is an address. */
  readonly host: string | undefined;
  readonly authority: string;
  readonly contradicts: boolean;
  /** `undefined`: cannot be normalised without doubt, so that URL rules cannot allow it. */
  readonly path: RequestPath | undefined;
  /** As sent. */
  readonly target: string;
}

/** Checks what comes from a network. A text says what is wrong. */
export function readQuestion(question: Question): Asked | string {
  const { dstIp, dstPort } = question;
  const address = typeof dstIp === 'string' ? parseAddress(dstIp) : undefined;
  if (address === undefined) return 'the destination is not an address';
  if (!isPort(dstPort)) return 'the destination port is not a port';
  switch (question.type) {
    case 'dns':
      return readName(question, address);
    case 'tcp':
    case 'udp':
    case 'tls':
      return readConnection(question, address);
    case 'request':
      return readRequest(question, address);
    default:
      return 'the question is of no known type';
  }
}

function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535;
}

function readName(question: Extract<Question, { type: 'dns' }>, address: number | 'ipv6'): Asked | string {
  const { name, protocol, dstPort } = question;
  const host = typeof name === 'string' ? canonicalHost(name) : undefined;
  if (host === undefined) return 'the name that is looked up is not a host name';
  if (protocol !== 'udp' && protocol !== 'tcp') return 'the protocol of the lookup is not known';
  return { type: 'dns', host, protocol, address, port: dstPort, connects: question.purpose !== 'answer' };
}

function readConnection(question: Extract<Question, { type: 'tcp' | 'udp' | 'tls' }>, address: number | 'ipv6'): Asked | string {
  const { type, dstPort: port } = question;
  if (!Array.isArray(question.names)) return 'the names bound to the address are not a list';
  const names = readNames(question.names);
  const shown = type === 'tls' ? question.host : undefined;
  const intercept = type !== 'tls' || question.intercept !== false;
  if (shown === undefined) return { type, address, port, names, hosts: names, sni: undefined, contradicts: false, intercept };
  const host = typeof shown === 'string' ? readAuthority(shown, address) : undefined;
  if (host === undefined) return 'the server name shown is not a host name';
  if (typeof host === 'string') return { type, address, port, names, hosts: [host], sni: host, contradicts: false, intercept };
  return { type, address, port, names, hosts: [], sni: undefined, contradicts: host.contradicts, intercept };
}

function readNames(names: readonly unknown[]): readonly string[] {
  const result: string[] = [];
  for (const name of names) {
    const host = typeof name === 'string' ? canonicalHost(name) : undefined;
    if (host !== undefined) result.push(host);
  }
  return result;
}

/** RFC 9110, section 5.6.2. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/;

function readRequest(question: Extract<Question, { type: 'request' }>, address: number | 'ipv6'): Asked | string {
  const { scheme, method, host, port, target, dstPort } = question;
  if (scheme !== 'http' && scheme !== 'https') return 'the scheme is neither http nor https';
  if (typeof method !== 'string' || !token.test(method)) return 'the method is not a token';
  const authority = typeof host === 'string' ? readAuthority(host, address) : undefined;
  if (authority === undefined || typeof host !== 'string') return 'the authority is not a host name or an address';
  // A client that leaves its unusual port out of the authority is sloppy; one that names another port asks for something else.
  if (!isPort(port) || (port !== dstPort && port !== (scheme === 'https' ? 443 : 80)))
    return 'the port of the authority is not the one that is connected to';
  if (typeof target !== 'string' || !(target.startsWith('/') || (target === '*' && method === 'OPTIONS')))
    return 'the request target is not a path';
  return {
    type: 'request',
    address,
    port: dstPort,
    scheme,
    method: method.toUpperCase(),
    host: typeof authority === 'string' ? authority : undefined,
    authority: typeof authority === 'string' ? authority : host,
    contradicts: typeof authority !== 'string' && authority.contradicts,
    path: readRequestPath(target),
    target,
  };
}

/** A name shown by a client; or an address, which must be the one it connects to. */
function readAuthority(text: string, address: number | 'ipv6'): string | { readonly contradicts: boolean } | undefined {
  const first = text.charCodeAt(0);
  const isNumeric = (first >= 0x30 && first <= 0x39) || first === 0x5b || text.includes(':');
  const literal = isNumeric ? parseAddress(text.replace(/^\[|\]$/g, '')) : undefined;
  return literal === undefined ? canonicalHost(text) : { contradicts: literal === 'ipv6' || literal !== address };
}
