import { formatUrl } from '../authority.ts';
import { at, TARGET } from '../octets.ts';
import { type ParsedRequest, runOf } from './request-head.ts';

/** Longer ones are read each time. */
const LONGEST = 2_048;
const SLASH = 0x2f;

/** A head that was read, and what it says. */
interface Known {
  readonly scheme: 'http' | 'https';
  readonly defaultPort: number;
  readonly bytes: Uint8Array;
  readonly targetStart: number;
  readonly targetEnd: number;
  readonly parsed: ParsedRequest;
}

/** The last of any connection: clients of one kind say the same on all of theirs. */
let latest: Known | undefined;

/**
 * The last head of a connection. The next one mostly differs in its target alone, or not at all: then the same octets say the same again, and only the
 * target is read.
 */
export class HeadMemory {
  readonly #scheme: 'http' | 'https';
  readonly #defaultPort: number;
  #last: Known | undefined;

  constructor(scheme: 'http' | 'https', defaultPort: number) {
    this.#scheme = scheme;
    this.#defaultPort = defaultPort;
  }

  /** What the complete head in [from, to) says, where that is known: exactly what parseRequestHead() gives. */
  recall(bytes: Buffer, from: number, to: number): ParsedRequest | undefined {
    const own = this.#last === undefined ? undefined : read(this.#last, bytes, from, to);
    if (own !== undefined || latest === undefined || latest === this.#last) return own;
    if (latest.scheme !== this.#scheme || latest.defaultPort !== this.#defaultPort) return undefined;
    const others = read(latest, bytes, from, to);
    if (others !== undefined) this.#last = latest;
    return others;
  }

  /** `parsed` is what parseRequestHead() has made of it. */
  remember(bytes: Buffer, from: number, to: number, parsed: ParsedRequest): void {
    const { method, target } = parsed.head;
    const targetStart = method.length + 1;
    // What is cut is told by offsets; a target in absolute form has an authority to be checked.
    if (to - from > LONGEST || parsed.cut.length > 0 || at(bytes, from + targetStart) !== SLASH) return;
    this.#last = {
      scheme: this.#scheme,
      defaultPort: this.#defaultPort,
      bytes: Uint8Array.prototype.slice.call(bytes, from, to),
      targetStart,
      targetEnd: targetStart + target.length,
      parsed,
    };
    latest = this.#last;
  }
}

function read(known: Known, bytes: Buffer, from: number, to: number): ParsedRequest | undefined {
  const { bytes: before, targetStart, targetEnd, parsed } = known;
  const shift = to - from - before.length;
  const start = from + targetStart;
  const end = from + targetEnd + shift;
  if (end <= start || at(bytes, start) !== SLASH) return undefined;
  if (!isSame(before, 0, targetStart, bytes, from) || !isSame(before, targetEnd, before.length, bytes, end)) return undefined;
  if (shift === 0 && isSame(before, targetStart, targetEnd, bytes, start)) return parsed;
  if (runOf(bytes, start, end, TARGET) !== end) return undefined;
  const target = bytes.toString('latin1', start, end);
  return { ...parsed, head: { ...parsed.head, target, url: formatUrl(parsed.head.scheme, parsed.head, target) } };
}

function isSame(some: Uint8Array, from: number, to: number, others: Uint8Array, othersFrom: number): boolean {
  for (let i = from, j = othersFrom; i < to; i++, j++) if (at(some, i) !== at(others, j)) return false;
  return true;
}
