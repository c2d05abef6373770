import type { LogEvent } from './event.ts';
import type { OwnFields } from './types.ts';

/** UTF-16 units kept of one string; a longer one ends in a marker. */
export const MAX_STRING = 8192;
/** UTF-16 units and arguments kept of one command line. */
export const MAX_CMDLINE = 16384;
export const MAX_ARGS = 512;
const MARKER_ROOM = 24;

/**
 * One event as one line: valid JSON, valid UTF-8, ended by LF, below 256 KiB whatever the event holds. Characters that a
 * terminal or an editor would act on (C0, DEL, C1, bidirectional and zero-width controls, U+2028/9) are written as \u escapes.
 */
export function encodeEvent(event: Partial<LogEvent>): string {
  const json = encodeTidy(event) ?? JSON.stringify(event, tidy);
  return `${UNSAFE_TEST.test(json) ? json.replace(UNSAFE, escapeUnit) : json}\n`;
}

/** The beginning of a line: all of `own`, and a comma. What is shared goes on from there. */
export function encodeOwn(own: OwnFields): string {
  const { ts, conn, src_port, url, duration_ms } = own;
  // Put together by hand, for these are every line's own: JSON.stringify takes four times as long.
  if (!isPlain(ts) || !isPlain(conn) || !isPlain(url) || !isNumber(src_port) || !isNumber(duration_ms))
    return `${encodeEvent(own).slice(0, -2)},`;
  let json = `{"ts":"${ts}",`;
  if (conn !== undefined) json += `"conn":"${conn}",`;
  if (src_port !== undefined) json += `"src_port":${src_port},`;
  if (url !== undefined) json += `"url":"${url}",`;
  if (duration_ms !== undefined) json += `"duration_ms":${duration_ms},`;
  return json;
}

/** Printable ASCII that JSON takes as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

function isPlain(text: string | undefined): boolean {
  return text === undefined || (text.length <= MAX_STRING && PLAIN.test(text));
}

function isNumber(value: number | undefined): boolean {
  return value === undefined || Number.isFinite(value);
}

/** Without the replacer, which costs more than all the rest; undefined where something has to be cut or mended. */
function encodeTidy(event: Partial<LogEvent>): string | undefined {
  for (const value of Object.values(event)) {
    if (typeof value === 'number' ? !Number.isFinite(value) : typeof value === 'string' ? value.length > MAX_STRING : isLong(value))
      return undefined;
  }
  const json = JSON.stringify(event);
  // Lone surrogates come out escaped; so does a backslash before `ud`, which the replacer leaves as it is.
  return ESCAPED_SURROGATE.test(json) ? undefined : json;
}
const ESCAPED_SURROGATE = /\\ud[89a-f]/;

function isLong(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  let length = value.length > MAX_ARGS ? Number.POSITIVE_INFINITY : 0;
  for (const item of value) length += String(item).length;
  return length > MAX_STRING;
}

/** JSON.stringify escapes C0 itself; these it leaves as they are. */
const UNSAFE = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;
const UNSAFE_TEST = new RegExp(UNSAFE.source);

function escapeUnit(found: string): string {
  let escaped = '';
  for (let at = 0; at < found.length; at++) escaped += `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`;
  return escaped;
}

function tidy(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return cut(wellFormed(value), MAX_STRING);
  // NaN and Infinity would become null, which no field may be.
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (Array.isArray(value)) return cutList(value);
  return value;
}

/** Strict JSON readers refuse escaped lone surrogates, so they become U+FFFD. */
function wellFormed(text: string): string {
  return LONE_SURROGATE.test(text) ? text.replace(/\p{Surrogate}/gu, '\ufffd') : text;
}
const LONE_SURROGATE = /\p{Surrogate}/u;

/** At most `limit` units, the last of them telling how many were cut (so that cutting twice changes nothing); never half a surrogate pair. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = Math.max(0, limit - MARKER_ROOM);
  const last = text.charCodeAt(end - 1);
  if (last >= 0xd800 && last <= 0xdbff) return cut(text, limit - 1);
  return `${text.slice(0, end)}…[${text.length - end} more]`;
}

function cutList(list: readonly unknown[]): readonly unknown[] {
  let room = MAX_CMDLINE;
  const kept: unknown[] = [];
  for (const item of list) {
    if (kept.length >= MAX_ARGS || room <= 0) {
      kept.push(`…[${list.length - kept.length} more arguments]`);
      break;
    }
    const text = cut(wellFormed(String(item)), Math.min(MAX_STRING, room));
    room -= text.length;
    kept.push(text);
  }
  return kept;
}
