import type { Input } from '../input.ts';
import { at, COLON, CR, equalsLower, HTAB, LF, SP } from '../octets.ts';
import { ChunkedScanner } from './chunked.ts';

const LONGEST_HEAD = 262_144;

/** `more`: all input is consumed. `head`: `status` is set. `end`: the response is complete. `bad`: `error` is set. */
export type ResponseEvent = 'more' | 'head' | 'end' | 'bad';

/**
 * Follows the responses of an upstream just far enough to know where each one ends and what status it has (RFC 9112 section 6.3).
 * Lines may end in a bare LF (section 2.2); two statements about the length that disagree are an error.
 */
export class ResponseFramer {
  status = 0;
  error: string | undefined;
  #state: 'head' | 'length' | 'chunked' | 'until-close' = 'head';
  #fresh = true;
  #line = 0;
  #remaining = 0;
  #chunks: ChunkedScanner | undefined;
  #length: number | undefined;
  #encoding: string | undefined;

  /** Octets of a head have arrived, but not all of it. */
  get inHead(): boolean {
    return this.#state === 'head' && !this.#fresh;
  }

  /** A body is under way; `closes`: that only the end of the connection ends. */
  get body(): 'none' | 'counted' | 'closes' {
    if (this.#state === 'head') return 'none';
    return this.#state === 'until-close' ? 'closes' : 'counted';
  }

  /** Octets of a body of known length that are still to come. */
  get left(): number {
    return this.#state === 'length' ? this.#remaining : 0;
  }

  /** So many of them have gone by unseen. */
  skip(octets: number): void {
    if (octets > this.left) throw new Error('more was carried than the body is long');
    this.#remaining -= octets;
  }

  /** Goes on from `input.pos`. After `head` the caller says by `expectBody` how the message goes on. */
  next(input: Input): ResponseEvent {
    switch (this.#state) {
      case 'head':
        return this.#head(input);
      case 'length': {
        const skipped = Math.min(this.#remaining, input.end - input.pos);
        this.#remaining -= skipped;
        input.pos += skipped;
        return this.#remaining === 0 ? this.#end() : 'more';
      }
      case 'chunked':
        return this.#chunked(input);
      default:
        input.pos = input.end;
        return 'more';
    }
  }

  /** `false` for 1xx, 204, 304 and answers to HEAD: these end with their head. Gives whether the message is complete. */
  expectBody(expected: boolean): boolean {
    if (!expected) return true;
    if (this.#encoding !== undefined) {
      // A coding that does not end in chunked is delimited by the end of the connection.
      this.#state = /(?:^|,)[ \t]*chunked$/i.test(this.#encoding) ? 'chunked' : 'until-close';
      if (this.#state === 'chunked') this.#chunks = new ChunkedScanner(true);
      return false;
    }
    if (this.#length === undefined) {
      this.#state = 'until-close';
      return false;
    }
    if (this.#length === 0) return true;
    this.#remaining = this.#length;
    this.#state = 'length';
    return false;
  }

  #end(): ResponseEvent {
    this.#state = 'head';
    this.#chunks = undefined;
    return 'end';
  }

  #chunked(input: Input): ResponseEvent {
    if (this.#chunks === undefined) return this.#bad('no chunked body is open');
    input.pos = this.#chunks.scan(input.bytes, input.pos, input.end);
    if (this.#chunks.error !== undefined) return this.#bad(this.#chunks.error);
    return this.#chunks.done ? this.#end() : 'more';
  }

  #head(input: Input): ResponseEvent {
    if (input.pos >= input.end) return 'more';
    if (this.#fresh) {
      input.headStart = input.pos;
      this.#fresh = false;
      this.#line = 0;
      this.status = 0;
      this.#length = undefined;
      this.#encoding = undefined;
    }
    const { bytes, end, headStart } = input;
    for (let i = input.pos; i < end; i++) {
      if (at(bytes, i) !== LF) continue;
      const line = headStart + this.#line;
      const lineEnd = i > line && at(bytes, i - 1) === CR ? i - 1 : i;
      this.#line = i + 1 - headStart;
      if (lineEnd === line && this.status !== 0) return this.#headComplete(input, i + 1);
      const error = this.status === 0 ? this.#statusLine(bytes, line, lineEnd) : this.#fieldLine(bytes, line, lineEnd);
      if (error !== undefined) return this.#bad(error);
    }
    input.pos = end;
    if (end - headStart > LONGEST_HEAD) return this.#bad(`a response head over ${LONGEST_HEAD} octets`);
    // Something that can never become a status line is told early.
    const start = Math.min(end - headStart, 5);
    if (this.status === 0 && bytes.toString('latin1', headStart, headStart + start) !== 'HTTP/'.slice(0, start))
      return this.#bad('no HTTP response');
    return 'more';
  }

  #headComplete(input: Input, end: number): ResponseEvent {
    if (this.#encoding !== undefined && this.#length !== undefined) return this.#bad('both Transfer-Encoding and Content-Length');
    input.pos = end;
    this.#fresh = true;
    return 'head';
  }

  /** `HTTP/1.x NNN`, whatever follows. */
  #statusLine(bytes: Buffer, from: number, to: number): string | undefined {
    const length = to - from;
    const wellFormed =
      length >= 12 &&
      at(bytes, from) === 0x48 &&
      at(bytes, from + 1) === 0x54 &&
      at(bytes, from + 2) === 0x54 &&
      at(bytes, from + 3) === 0x50 &&
      equalsLower(bytes, from + 4, '/1.') &&
      (at(bytes, from + 7) | 1) === 0x31 &&
      at(bytes, from + 8) === SP &&
      (length === 12 || at(bytes, from + 12) === SP);
    const status = wellFormed ? numberIn(bytes, from + 9, from + 12) : -1;
    if (status < 100) return 'no HTTP/1 status line';
    this.status = status;
    return undefined;
  }

  #fieldLine(bytes: Buffer, from: number, to: number): string | undefined {
    const first = at(bytes, from);
    if (first === SP || first === HTAB) return 'a folded field line';
    if ((first | 0x20) === 0x63 && to - from >= 15 && at(bytes, from + 14) === COLON && equalsLower(bytes, from, 'content-length')) {
      const value = numberIn(bytes, from + 15, to);
      if (value < 0) return 'a Content-Length that is not a number';
      if (this.#length !== undefined && this.#length !== value) return 'two Content-Length fields that differ';
      this.#length = value;
    } else if (
      (first | 0x20) === 0x74 &&
      to - from >= 18 &&
      at(bytes, from + 17) === COLON &&
      equalsLower(bytes, from, 'transfer-encoding')
    ) {
      const value = trimmed(bytes, from + 18, to);
      this.#encoding = this.#encoding === undefined ? value : `${this.#encoding},${value}`;
    }
    return undefined;
  }

  #bad(error: string): ResponseEvent {
    this.error = error;
    return 'bad';
  }
}

/** One to fifteen digits with blanks around them, or -1. */
function numberIn(bytes: Buffer, from: number, to: number): number {
  let i = from;
  let end = to;
  while (i < end && isBlank(at(bytes, i))) i++;
  while (end > i && isBlank(at(bytes, end - 1))) end--;
  if (i === end || end - i > 15) return -1;
  let value = 0;
  for (; i < end; i++) {
    const digit = at(bytes, i) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function isBlank(octet: number): boolean {
  return octet === SP || octet === HTAB;
}

function trimmed(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('latin1', from, to).replace(/^[ \t]+|[ \t]+$/g, '');
}
