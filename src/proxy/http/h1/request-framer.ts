import type { AuthorityReader } from '../authority.ts';
import type { Input } from '../input.ts';
import { at, CR, LF } from '../octets.ts';
import { ChunkedScanner } from './chunked.ts';
import { HeadMemory } from './head-memory.ts';
import { type ParsedRequest, parseRequestHead, type Refusal } from './request-head.ts';

const HEAD_END = Buffer.from('\r\n\r\n');

/** `more`: all input is consumed. `head`: `request` is set, `input.pos` is behind its head. `end`: the body is complete (none: no event). */
export type RequestEvent = 'more' | 'head' | 'end' | 'refused';

/** Finds requests in the octets of a client: where each head and each message begins and ends. */
export class RequestFramer {
  request: ParsedRequest | undefined;
  refusal: Refusal | undefined;
  /** Heads read so far. */
  count = 0;
  readonly #scheme: 'http' | 'https';
  readonly #authorities: AuthorityReader;
  readonly #longestHead: number;
  readonly #memory: HeadMemory;
  #state: 'head' | 'length' | 'chunked' = 'head';
  /** The next head begins wherever the input stands. */
  #fresh = true;
  #remaining = 0;
  #chunks: ChunkedScanner | undefined;

  constructor(scheme: 'http' | 'https', authorities: AuthorityReader, longestHead: number) {
    this.#scheme = scheme;
    this.#authorities = authorities;
    this.#longestHead = longestHead;
    this.#memory = new HeadMemory(scheme, authorities.defaultPort);
  }

  /** Octets of a head have arrived, but not all of it. */
  get inHead(): boolean {
    return this.#state === 'head' && !this.#fresh;
  }

  /** Part of a request has been seen, but not its end. */
  get inMessage(): boolean {
    return this.#state !== 'head' || !this.#fresh;
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

  /** Goes on from `input.pos`. The head of a `head` event is at `input.headStart`. */
  next(input: Input): RequestEvent {
    if (this.#state === 'head') return this.#head(input);
    if (this.#state === 'length') {
      const skipped = Math.min(this.#remaining, input.end - input.pos);
      this.#remaining -= skipped;
      input.pos += skipped;
      return this.#remaining === 0 ? this.#end() : 'more';
    }
    const chunks = this.#chunks;
    if (chunks === undefined) return this.#refuse(400, 'no chunked body is open');
    input.pos = chunks.scan(input.bytes, input.pos, input.end);
    if (chunks.error !== undefined) return this.#refuse(400, chunks.error);
    return chunks.done ? this.#end() : 'more';
  }

  #end(): RequestEvent {
    this.#state = 'head';
    this.#fresh = true;
    this.#chunks = undefined;
    return 'end';
  }

  #head(input: Input): RequestEvent {
    if (input.pos >= input.end) return 'more';
    if (this.#fresh) input.headStart = input.pos;
    this.#fresh = false;
    const start = input.headStart;
    const found = input.bytes.indexOf(HEAD_END, Math.max(start, input.pos - 3));
    // indexOf sees the spare room behind `end` too.
    const end = found === -1 || found + 4 > input.end ? -1 : found + 4;
    if ((end === -1 ? input.end : end) - start > this.#longestHead)
      return this.#refuse(431, `a request head over ${this.#longestHead} octets`);
    if (end === -1) return this.#partialHead(input, start);
    const parsed = this.#memory.recall(input.bytes, start, end) ?? this.#parse(input.bytes, start, end);
    if ('status' in parsed) return this.#refuse(parsed.status, parsed.reason);
    input.pos = end;
    this.request = parsed;
    this.count++;
    this.#remaining = parsed.length;
    if (parsed.body === 'chunked') this.#chunks = new ChunkedScanner(false);
    if (parsed.body === 'none') this.#fresh = true;
    else this.#state = parsed.body;
    return 'head';
  }

  #parse(bytes: Buffer, start: number, end: number): ParsedRequest | Refusal {
    const parsed = parseRequestHead(bytes, start, end, this.#scheme, this.#authorities);
    if (!('status' in parsed)) this.#memory.remember(bytes, start, end, parsed);
    return parsed;
  }

  /** A line end of another form would never become a head: refused now, not at the timeout. */
  #partialHead(input: Input, start: number): RequestEvent {
    for (let i = input.pos; i < input.end; i++) {
      const octet = at(input.bytes, i);
      const before = i === start ? 0 : at(input.bytes, i - 1);
      if ((octet === LF) !== (before === CR)) return this.#refuse(400, 'a line that does not end in CR LF');
      if (octet === 0) return this.#refuse(400, 'a NUL in a request head');
    }
    // "\r\n" at the very start can grow into no request line.
    if (at(input.bytes, start) === CR) return this.#refuse(400, 'an empty line where a request should begin');
    input.pos = input.end;
    return 'more';
  }

  #refuse(status: number, reason: string): RequestEvent {
    this.refusal = { status, reason };
    return 'refused';
  }
}
