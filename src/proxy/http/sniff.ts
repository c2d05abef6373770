import { at, is, LF, SP, TARGET, TOKEN } from './octets.ts';

/** What an HTTP/2 client sends first (RFC 9113 section 3.4). */
export const H2_PREFACE: Buffer = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

const LONGEST_METHOD = 40;
const LONGEST_LINE = 65_536;

/**
 * Do the first bytes of a connection begin an HTTP request line? Judged by the whole line (`method SP target SP HTTP/d.d`), so that
 * an SSH banner or a redis command is none. Look for `H2_PREFACE` first: its first line looks like HTTP, too.
 */
export function looksLikeHttp1(bytes: Buffer): 'yes' | 'no' | 'more' {
  let i = 0;
  while (i < bytes.length && is(at(bytes, i), TOKEN)) i++;
  if (i > LONGEST_METHOD) return 'no';
  if (i === bytes.length) return 'more';
  if (i === 0 || at(bytes, i) !== SP) return 'no';
  const target = ++i;
  while (i < bytes.length && (is(at(bytes, i), TARGET) || at(bytes, i) === 0x23)) i++;
  if (i > LONGEST_LINE) return 'no';
  if (i === bytes.length) return 'more';
  if (i === target || at(bytes, i) !== SP) return 'no';
  const lineEnd = bytes.indexOf(LF, i);
  const version = bytes.toString('latin1', i + 1, lineEnd === -1 ? Math.min(bytes.length, i + 11) : lineEnd);
  if (lineEnd === -1) return 'HTTP/0.0\r'.startsWith(version.replace(/[0-9]/g, '0')) ? 'more' : 'no';
  return /^HTTP\/[0-9]\.[0-9]\r?$/.test(version) ? 'yes' : 'no';
}

/** Do the first bytes begin an HTTP/2 connection without an upgrade? */
export function looksLikeHttp2(bytes: Buffer): 'yes' | 'no' | 'more' {
  const seen = Math.min(bytes.length, H2_PREFACE.length);
  if (bytes.compare(H2_PREFACE, 0, seen, 0, seen) !== 0) return 'no';
  return seen === H2_PREFACE.length ? 'yes' : 'more';
}
