import { type AuthorityReader, formatUrl } from '../authority.ts';
import { at, COLON, CR, equalsLower, FIELD, HTAB, is, LF, SP, TARGET, TOKEN } from '../octets.ts';
import type { RequestHead } from '../types.ts';

/** Why a head is not forwarded, and the status that says so. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

export interface ParsedRequest {
  readonly head: RequestHead;
  readonly body: 'none' | 'length' | 'chunked';
  /** Octets of a `length` body; 0 otherwise. */
  readonly length: number;
  readonly upgrade: boolean;
  readonly expectsContinue: boolean;
  /** Parts of the head, as offsets from its start, that must not reach the upstream: an upgrade to h2c. */
  readonly cut: readonly (readonly [number, number])[];
}

const NOTHING_CUT: ParsedRequest['cut'] = [];

/** Thrown inside this module only: it ends the parse of a head that nothing may be forwarded of. */
class Refused extends Error {
  readonly status: number;
  constructor(reason: string, status = 400) {
    super(reason);
    this.status = status;
  }
}

/** The fields that decide framing, authority and the fate of the connection. */
interface Fields {
  host: string | undefined;
  length: number | undefined;
  chunked: boolean;
  upgrade: string | undefined;
  expectsContinue: boolean;
  connection: string | undefined;
  cut: [number, number][] | undefined;
}

/**
 * Reads one complete request head (RFC 9112 sections 3 and 5), `from` its first octet to `to`, behind the empty line.
 * Strict: whatever two servers might read in two ways is a refusal, because the bytes are forwarded as they came.
 */
export function parseRequestHead(
  bytes: Buffer,
  from: number,
  to: number,
  scheme: 'http' | 'https',
  authorities: AuthorityReader,
): ParsedRequest | Refusal {
  try {
    return parse(bytes, from, to, scheme, authorities);
  } catch (error) {
    if (error instanceof Refused) return { status: error.status, reason: error.message };
    throw error;
  }
}

function parse(bytes: Buffer, from: number, to: number, scheme: 'http' | 'https', authorities: AuthorityReader): ParsedRequest {
  const methodEnd = runOf(bytes, from, to, TOKEN);
  if (methodEnd === from || at(bytes, methodEnd) !== SP) throw new Refused('the request line does not begin with a method');
  const targetStart = methodEnd + 1;
  const targetEnd = runOf(bytes, targetStart, to, TARGET);
  if (targetEnd === targetStart || at(bytes, targetEnd) !== SP) throw new Refused('the request target holds octets it may not hold');
  const minorVersion = readVersion(bytes, targetEnd + 1, to);
  const method = readMethod(bytes, from, methodEnd);
  const target = bytes.toString('latin1', targetStart, targetEnd);

  const fields = readFields(bytes, from, targetEnd + 11, to);
  if (fields.chunked && fields.length !== undefined) throw new Refused('both Transfer-Encoding and Content-Length');
  if (fields.chunked && minorVersion === 0) throw new Refused('Transfer-Encoding in an HTTP/1.0 request');
  if (fields.connection !== undefined) checkConnection(fields.connection);
  if (fields.host === undefined) throw new Refused('no Host field');
  const authority = authorities.read(fields.host);
  if (authority === undefined) throw new Refused('the Host field is not a host name');
  const path = pathOf(method, target, scheme, authority, authorities);

  const { host, port } = authority;
  const url = formatUrl(scheme, authority, path);
  const { chunked, upgrade } = fields;
  return {
    head:
      upgrade === undefined
        ? { protocol: 'h1', method, scheme, host, port, target: path, url }
        : { protocol: 'h1', method, scheme, host, port, target: path, upgrade, url },
    body: chunked ? 'chunked' : fields.length === undefined || fields.length === 0 ? 'none' : 'length',
    length: chunked ? 0 : (fields.length ?? 0),
    upgrade: upgrade !== undefined,
    expectsContinue: fields.expectsContinue && minorVersion === 1,
    cut: fields.cut ?? NOTHING_CUT,
  };
}

export function runOf(bytes: Buffer, from: number, to: number, wanted: number): number {
  let i = from;
  while (i < to && is(at(bytes, i), wanted)) i++;
  return i;
}

/** `HTTP/1.0` or `HTTP/1.1` and the end of the line; gives the minor version. */
function readVersion(bytes: Buffer, from: number, to: number): 0 | 1 {
  const minor = from + 10 <= to ? at(bytes, from + 7) - 0x30 : -1;
  const wellFormed =
    (minor === 0 || minor === 1) &&
    equalsLower(bytes, from + 4, '/1.') &&
    at(bytes, from) === 0x48 &&
    at(bytes, from + 1) === 0x54 &&
    at(bytes, from + 2) === 0x54 &&
    at(bytes, from + 3) === 0x50 &&
    at(bytes, from + 8) === CR &&
    at(bytes, from + 9) === LF;
  if (!wellFormed) throw new Refused('the request line does not end in HTTP/1.1 or HTTP/1.0');
  return minor;
}

function readMethod(bytes: Buffer, from: number, to: number): string {
  // GET is nearly every request; spelling it out spares a call into native code.
  if (to - from === 3 && at(bytes, from) === 0x47 && at(bytes, from + 1) === 0x45 && at(bytes, from + 2) === 0x54) return 'GET';
  const method = bytes.toString('latin1', from, to);
  if (method.toUpperCase() === 'CONNECT') throw new Refused('CONNECT: this is not a proxy to be configured, connect directly');
  return method;
}

function readFields(bytes: Buffer, headStart: number, from: number, to: number): Fields {
  const fields: Fields = {
    host: undefined,
    length: undefined,
    chunked: false,
    upgrade: undefined,
    expectsContinue: false,
    connection: undefined,
    cut: undefined,
  };
  const last = to - 2;
  let line = from;
  while (line < last) {
    const nameEnd = runOf(bytes, line, last, TOKEN);
    if (nameEnd === line || at(bytes, nameEnd) !== COLON) throw new Refused('a field line without a proper name before its colon');
    let i = nameEnd + 1;
    while (i < last && is(at(bytes, i), FIELD)) i++;
    if (i >= last || at(bytes, i) !== CR || at(bytes, i + 1) !== LF)
      throw new Refused('a control octet in a field, or a line that does not end in CR LF');
    const lineEnd = i + 2;
    const nameLength = nameEnd - line;
    if (nameLength === 4 || nameLength === 6 || nameLength === 7 || nameLength === 10 || nameLength === 14 || nameLength === 17) {
      readField(fields, bytes, line, nameEnd, i);
      if (isH2c(fields, bytes, line, nameEnd)) {
        fields.cut ??= [];
        fields.cut.push([line - headStart, lineEnd - headStart]);
      }
    }
    line = lineEnd;
  }
  if (line !== last || at(bytes, last) !== CR || at(bytes, last + 1) !== LF) throw new Refused('the head does not end in an empty line');
  if (fields.upgrade === H2C) fields.upgrade = undefined;
  return fields;
}

const H2C = 'h2c';
/** Protocols in which requests follow that nobody here reads: other versions of HTTP, and TLS inside of the connection (RFC 2817). */
const UNREADABLE = /^(?:h[23]c?|http|tls)(?:\/|$)/;

/** The lines of an upgrade to one of these: taken out, as a server may ignore any Upgrade (RFC 9110 section 7.8), and then HTTP/1 goes on. */
function isH2c(fields: Fields, bytes: Buffer, line: number, nameEnd: number): boolean {
  const length = nameEnd - line;
  if (length === 7) return fields.upgrade === H2C && equalsLower(bytes, line, 'upgrade');
  return length === 14 && equalsLower(bytes, line, 'http2-settings');
}

function readField(fields: Fields, bytes: Buffer, line: number, nameEnd: number, valueEnd: number): void {
  switch (nameEnd - line) {
    case 4:
      if (!equalsLower(bytes, line, 'host')) return;
      if (fields.host !== undefined) throw new Refused('more than one Host field');
      fields.host = trimmedValue(bytes, nameEnd, valueEnd);
      return;
    case 6: {
      if (!equalsLower(bytes, line, 'expect')) return;
      if (fields.expectsContinue || trimmedValue(bytes, nameEnd, valueEnd).toLowerCase() !== '100-continue') {
        throw new Refused('an Expect field other than 100-continue', 417);
      }
      fields.expectsContinue = true;
      return;
    }
    case 7: {
      if (!equalsLower(bytes, line, 'upgrade')) return;
      if (fields.upgrade !== undefined) throw new Refused('more than one Upgrade field');
      const value = trimmedValue(bytes, nameEnd, valueEnd);
      if (value === '') throw new Refused('an empty Upgrade field');
      // One such among several protocols is enough: the server might choose it.
      fields.upgrade = tokensOf(value).some((token) => UNREADABLE.test(token)) ? H2C : value;
      return;
    }
    case 10:
      if (!equalsLower(bytes, line, 'connection')) return;
      fields.connection =
        fields.connection === undefined
          ? trimmedValue(bytes, nameEnd, valueEnd)
          : `${fields.connection},${trimmedValue(bytes, nameEnd, valueEnd)}`;
      return;
    case 14: {
      if (!equalsLower(bytes, line, 'content-length')) return;
      if (fields.length !== undefined) throw new Refused('more than one Content-Length field');
      const value = trimmedValue(bytes, nameEnd, valueEnd);
      if (!/^[0-9]{1,15}$/.test(value)) throw new Refused('a Content-Length that is not a number');
      fields.length = Number(value);
      return;
    }
    default: {
      if (!equalsLower(bytes, line, 'transfer-encoding')) return;
      if (fields.chunked) throw new Refused('more than one Transfer-Encoding field');
      if (trimmedValue(bytes, nameEnd, valueEnd).toLowerCase() !== 'chunked') throw new Refused('a Transfer-Encoding other than chunked');
      fields.chunked = true;
    }
  }
}

/** The value without the blanks around it (RFC 9112 section 5.1). */
function trimmedValue(bytes: Buffer, nameEnd: number, valueEnd: number): string {
  let from = nameEnd + 1;
  let to = valueEnd;
  while (from < to && (at(bytes, from) === SP || at(bytes, from) === HTAB)) from++;
  while (to > from && (at(bytes, to - 1) === SP || at(bytes, to - 1) === HTAB)) to--;
  return bytes.toString('latin1', from, to);
}

function tokensOf(list: string): string[] {
  return list.split(',').map((token) => token.trim().toLowerCase());
}

/** A proxy behind the server strips the fields that Connection names: with these gone it would see another request than we did. */
const NEVER_HOP_BY_HOP = new Set(['host', 'content-length', 'transfer-encoding', 'content-type', 'authorization', 'cookie']);

function checkConnection(value: string): void {
  if (value === 'keep-alive' || value === 'close' || value === 'Upgrade') return;
  const named = tokensOf(value).find((token) => NEVER_HOP_BY_HOP.has(token));
  if (named !== undefined) throw new Refused(`a Connection field that names ${named}`);
}

/** The path of the four forms of a target (RFC 9112 section 3.2). An absolute form must agree with Host and with the connection. */
function pathOf(
  method: string,
  target: string,
  scheme: 'http' | 'https',
  host: { readonly host: string; readonly port: number },
  authorities: AuthorityReader,
): string {
  if (target.charCodeAt(0) === 0x2f) return target;
  if (target === '*') {
    if (method !== 'OPTIONS') throw new Refused('the target * with another method than OPTIONS');
    return target;
  }
  const absolute = /^([a-z]+):\/\/([^/?]+)(.*)$/is.exec(target);
  if (absolute === null) throw new Refused('the request target is neither a path nor a URL');
  const [, targetScheme = '', authority = '', path = ''] = absolute;
  if (targetScheme.toLowerCase() !== scheme) throw new Refused(`a target of scheme ${targetScheme} on a connection of ${scheme}`);
  const named = authorities.read(authority);
  if (named === undefined || named.host !== host.host || named.port !== host.port) {
    throw new Refused('the target names another host than the Host field');
  }
  return path.startsWith('/') ? path : `/${path}`;
}
