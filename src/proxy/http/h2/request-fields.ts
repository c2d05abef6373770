import { type Authority, type AuthorityReader, formatUrl } from '../authority.ts';
import { is, TARGET, TOKEN } from '../octets.ts';
import type { RequestHead } from '../types.ts';
import type { Field } from './field.ts';

export interface H2Request {
  readonly head: RequestHead;
  /** `content-length`, or -1. */
  readonly length: number;
}

/** Not forwarded: reset as malformed where `status` is 0 (RFC 9113 section 8.1.1), else answered. */
export interface H2Refusal {
  readonly status: number;
  readonly reason: string;
}

interface Pseudo {
  method: string | undefined;
  scheme: string | undefined;
  path: string | undefined;
  authority: string | undefined;
  protocol: string | undefined;
}

export interface RequestRules {
  readonly scheme: 'http' | 'https';
  readonly authorities: AuthorityReader;
  /** The upstream has said that it speaks RFC 8441. */
  readonly extendedConnect: boolean;
}

/** Reads a request from its decoded fields (RFC 9113 section 8.3), strictly: an HTTP/1 server behind the upstream may be less so. */
export function readRequest(fields: readonly Field[], rules: RequestRules): H2Request | H2Refusal {
  const pseudo: Pseudo = { method: undefined, scheme: undefined, path: undefined, authority: undefined, protocol: undefined };
  let host: string | undefined;
  let length = -1;
  let regular = false;
  for (const { kind, name, value } of fields) {
    switch (kind) {
      case 'regular':
        regular = true;
        break;
      case 'malformed':
        return malformed(`the field ${JSON.stringify(name)} may not be in a request, or holds octets it may not hold`);
      case 'host':
        if (host !== undefined) return malformed('more than one host field');
        host = value;
        regular = true;
        break;
      case 'content-length':
        if (length !== -1 || !/^[0-9]{1,15}$/.test(value)) return malformed('a content-length that is not one number');
        length = Number(value);
        regular = true;
        break;
      default:
        if (regular) return malformed(`${name} after a regular field`);
        if (pseudo[kind] !== undefined) return malformed(`more than one ${name}`);
        pseudo[kind] = value;
    }
  }
  return assemble(pseudo, host, length, rules);
}

function assemble(pseudo: Pseudo, host: string | undefined, length: number, rules: RequestRules): H2Request | H2Refusal {
  const { method, scheme, path, protocol } = pseudo;
  if (method === undefined || method === '' || !every(method, TOKEN)) return malformed('no proper :method');
  const connect = method.toUpperCase() === 'CONNECT';
  if (connect && protocol === undefined) return refused('CONNECT: this is not a proxy to be configured, connect directly');
  if (scheme === undefined || path === undefined) return malformed('no :scheme or no :path');
  if (protocol !== undefined && (method !== 'CONNECT' || protocol === '' || !every(protocol, TOKEN))) {
    return malformed('a :protocol without CONNECT');
  }
  if (connect && !rules.extendedConnect) return refused('the server does not support extended CONNECT');
  if (scheme.toLowerCase() !== rules.scheme) return refused(`the scheme ${scheme} on a connection of ${rules.scheme}`);
  const valid = path.charCodeAt(0) === 0x2f ? every(path, TARGET) : path === '*' && method === 'OPTIONS';
  if (!valid) return malformed('no proper :path');

  const authority = authorityOf(pseudo.authority, host, rules);
  if ('reason' in authority) return authority;
  const { host: name, port } = authority;
  const url = formatUrl(rules.scheme, authority, path);
  const head: RequestHead =
    protocol === undefined
      ? { protocol: 'h2', method, scheme: rules.scheme, host: name, port, target: path, url }
      : { protocol: 'h2', method, scheme: rules.scheme, host: name, port, target: path, upgrade: protocol, url };
  return { head, length };
}

function authorityOf(authority: string | undefined, host: string | undefined, rules: RequestRules): Authority | H2Refusal {
  const named = authority ?? host;
  if (named === undefined) return malformed('neither :authority nor host');
  const read = rules.authorities.read(named);
  if (read === undefined) return refused('the authority is not a host name');
  if (authority === undefined || host === undefined || host === authority) return read;
  const other = rules.authorities.read(host);
  return other?.host === read.host && other.port === read.port ? read : refused('host names another server than :authority');
}

/** Trailers: no pseudo fields, nothing that frames or routes a message. */
export function trailersAreProper(fields: readonly Field[]): boolean {
  return fields.every((field) => field.kind === 'regular');
}

function every(text: string, wanted: number): boolean {
  for (let i = 0; i < text.length; i++) if (!is(text.charCodeAt(i), wanted)) return false;
  return true;
}

function malformed(reason: string): H2Refusal {
  return { status: 0, reason };
}

function refused(reason: string): H2Refusal {
  return { status: 400, reason };
}
