import { type LineReport, quote } from './findings.ts';
import { compileGlob, type Glob } from './glob.ts';

/** One segment of a rule's path. Literals and globs are kept as written and with encoded unreserved characters decoded. */
export type PathSegment =
  | { readonly kind: 'literal'; readonly decoded: string; readonly raw: string }
  | { readonly kind: 'glob'; readonly decoded: Glob; readonly raw: Glob }
  /** `*`: exactly one segment, whatever it is. */
  | { readonly kind: 'any' };

/** The path of a rule. `open`: a last `*`, so anything below, the bare prefix included. */
export interface PathPattern {
  /** Canonical, without trailing slashes. */
  readonly text: string;
  readonly segments: readonly PathSegment[];
  readonly open: boolean;
}

const pathCharacter = /[^A-Za-z0-9\-._~!$&'()*+,;=:@%/]/u;

const dotsWithParameters = /^\.{1,2};/;
const stars = /^\*+$/;
const openEnd = /\/\*+$/;
const unreserved = /[A-Za-z0-9._~-]/;
const hexPair = /^[0-9A-Fa-f]{2}$/;

/** Reads the path of a URL or path rule (RFC 3986, section 3.3). Double and trailing slashes do not count. */
export function readPath(report: LineReport, text: string, start: number): PathPattern | undefined {
  const bad = pathCharacter.exec(text);
  if (bad !== null) {
    badCharacter(report, text, bad.index, bad[0], start);
    return undefined;
  }
  if (text.includes('%')) warnAboutEscapes(report, text, start);
  return makePath(text);
}

function badCharacter(report: LineReport, text: string, index: number, char: string, start: number): void {
  if (char === '?') {
    report.error(
      'query',
      start + index,
      text.length - index,
      'a query cannot be written and is never compared: end the rule before the ?',
      '',
    );
  } else if (char === '#') {
    report.error('fragment', start + index, text.length - index, 'a fragment is never sent; a comment needs a blank before the #', '');
  } else if (char === '{' || char === '}') {
    report.error('unknown-placeholder', start + index, 1, 'placeholders are written {owner} and {repo}, in lower case');
  } else {
    const encoded = char.isWellFormed() ? encodeURIComponent(char) : '%EF%BF%BD';
    report.error('bad-path-character', start + index, char.length, `${quote(char)} cannot stand in a path: write ${encoded}`, {
      start,
      length: text.length,
      text: text.replaceAll(char, encoded),
    });
  }
}

function warnAboutEscapes(report: LineReport, text: string, start: number): void {
  for (const match of text.matchAll(/%(?:[0-9A-Fa-f]{2})?/g)) {
    const problem = escapeProblem(match[0]);
    if (problem !== undefined) report.warning('dead-escape', start + match.index, match[0].length, problem);
  }
}

function escapeProblem(written: string): string | undefined {
  if (written.length < 3) return 'a % without two hex digits: requests with one are refused, so this rule matches nothing';
  const code = Number.parseInt(written.slice(1), 16);
  if (isDoubtful(code)) return `requests with ${written} are refused, so this rule matches nothing`;
  return isUnreserved(code) ? `${written} is ${String.fromCharCode(code)}: write that instead` : undefined;
}

/** Joins a header's base with a path rule's path: `/v2/*` and `/items` are `/v2/` + one segment + `/items`. */
export function joinPaths(base: PathPattern, path: PathPattern): PathPattern {
  const own = path.text === '/' ? '' : path.text;
  return makePath(`${base.text === '/' ? '' : base.text}${own}` || '/');
}

export const rootPath: PathPattern = { text: '/', segments: [], open: false };

function makePath(text: string): PathPattern {
  const open = openEnd.test(text);
  const parts = text.split('/').filter((part) => part !== '');
  if (open) parts.pop();
  const segments = parts.map(readSegment);
  const written = [...parts, ...(open ? ['*'] : [])].join('/');
  const closedStar = !open && stars.test(parts[parts.length - 1] ?? '');
  return { text: `/${written}${closedStar ? '/' : ''}`, segments, open };
}

function readSegment(part: string): PathSegment {
  if (stars.test(part)) return { kind: 'any' };
  const raw = upperEscapes(part);
  const decoded = decodeUnreserved(part);
  if (!part.includes('*')) return { kind: 'literal', decoded, raw };
  return { kind: 'glob', decoded: compileGlob(decoded, 'star'), raw: compileGlob(raw, 'star') };
}

/**
 * The path of a request, read in every way a server may read it. All readings have their `.` and `..` resolved (RFC 3986, section 5.2.4) and no
 * trailing empty segments. A rule that allows must match all of them; a rule that denies, any.
 */
export interface RequestPath {
  /** Encoded unreserved characters decoded, empty segments dropped. */
  readonly main: readonly string[];
  /** Further readings; usually none. */
  readonly others: readonly { readonly segments: readonly string[]; readonly decoded: boolean }[];
  /** `main` without path parameters (`;v=1`), where there are some: only rules that deny look at it. */
  readonly bare?: readonly string[];
}

/** `target` is a request target in origin form (RFC 9112, section 3.2.1). `undefined` for what cannot be normalised without doubt. */
export function readRequestPath(target: string): RequestPath | undefined {
  const query = target.indexOf('?');
  const end = query === -1 ? target.length : query;
  if (end === 0 || target[0] !== '/') return undefined;
  const raw: string[] = [];
  let start = 1;
  let plain = true;
  let escaped = false;
  for (let index = 1; index < end; index++) {
    const code = target.charCodeAt(index);
    if (code === 0x2f) {
      plain &&= index > start;
      raw.push(target.slice(start, index));
      start = index + 1;
    } else if (code < 0x21 || code > 0x7e || code === 0x5c || code === 0x23) {
      return undefined;
    } else if (code === 0x25) {
      escaped = true;
    } else if (code === 0x3b || (code === 0x2e && index === start)) {
      plain = false;
    }
  }
  raw.push(target.slice(start, end));
  if (escaped && hasDoubtfulEscape(target.slice(0, end))) return undefined;
  if (plain && !escaped) return { main: withoutTrailing(raw), others: noOthers };
  return resolveSegments(raw.map(upperEscapes));
}

const noOthers: RequestPath['others'] = [];

function resolveSegments(written: readonly string[]): RequestPath | undefined {
  const raw: string[] = [];
  const decoded: string[] = [];
  let sawEmpty = false;
  let sawParent = false;
  for (const [index, segment] of written.entries()) {
    const plain = decodeUnreserved(segment);
    const isLast = index === written.length - 1;
    // Some servers take parameters off before they resolve dots, others do not.
    if (dotsWithParameters.test(plain)) return undefined;
    if (plain === '..') {
      sawParent = true;
      if (raw.pop() === undefined) return undefined;
      decoded.pop();
    }
    const isDots = plain === '.' || plain === '..';
    sawEmpty ||= plain === '' && !isLast;
    if (isDots && !isLast) continue;
    raw.push(isDots ? '' : segment);
    decoded.push(isDots ? '' : plain);
  }
  // `/a//../b` is `/a/b` to the RFC and `/b` to a server that drops empty segments first.
  if (sawEmpty && sawParent) return undefined;
  const full = withoutTrailing(decoded);
  const asWritten = withoutTrailing(raw);
  const main = full.filter((segment) => segment !== '');
  const others = [];
  if (main.length !== full.length) others.push({ segments: full, decoded: true });
  if (asWritten.some((segment, index) => segment !== full[index])) others.push({ segments: asWritten, decoded: false });
  const bare = main.map((segment) => segment.replace(/;.*$/s, ''));
  return {
    main,
    others,
    ...(bare.some((segment, index) => segment !== main[index]) ? { bare: bare.filter((segment) => segment !== '') } : {}),
  };
}

export function pathMatches(pattern: PathPattern, segments: readonly string[], decoded: boolean): boolean {
  const { length } = pattern.segments;
  if (segments.length < length || (segments.length > length && !pattern.open)) return false;
  for (let index = 0; index < length; index++) {
    const wanted = pattern.segments[index];
    if (wanted !== undefined && !segmentMatches(wanted, segments[index] ?? '', decoded)) return false;
  }
  return true;
}

function segmentMatches(wanted: PathSegment, segment: string, decoded: boolean): boolean {
  if (wanted.kind === 'any') return segment !== '';
  const form = decoded ? wanted.decoded : wanted.raw;
  return typeof form === 'string' ? form === segment : form.matches(segment);
}

function withoutTrailing(segments: readonly string[]): readonly string[] {
  let { length } = segments;
  while (length > 0 && segments[length - 1] === '') length--;
  return length === segments.length ? segments : segments.slice(0, length);
}

function hasDoubtfulEscape(path: string): boolean {
  for (let at = path.indexOf('%'); at !== -1; at = path.indexOf('%', at + 1)) {
    const digits = path.slice(at + 1, at + 3);
    if (!hexPair.test(digits) || isDoubtful(Number.parseInt(digits, 16))) return true;
  }
  return false;
}

/** NUL, slash and backslash; and the bytes that only ever occur in overlong or invalid UTF-8 (RFC 3629, section 1), which some servers read as a slash or a dot. */
function isDoubtful(code: number): boolean {
  return code === 0 || code === 0x2f || code === 0x5c || code === 0xc0 || code === 0xc1 || code >= 0xf5;
}

/** RFC 3986, section 2.3. */
function isUnreserved(code: number): boolean {
  return unreserved.test(String.fromCharCode(code)) && code < 0x80;
}

/** RFC 3986, section 6.2.2.1: the case of hex digits does not matter. */
function upperEscapes(text: string): string {
  return text.includes('%') ? text.replace(/%[0-9A-Fa-f]{2}/g, (octet) => octet.toUpperCase()) : text;
}

/** RFC 3986, section 6.2.2.2. */
function decodeUnreserved(text: string): string {
  if (!text.includes('%')) return text;
  return upperEscapes(text).replace(/%[0-9A-F]{2}/g, (octet) => {
    const code = Number.parseInt(octet.slice(1), 16);
    return isUnreserved(code) ? String.fromCharCode(code) : octet;
  });
}
