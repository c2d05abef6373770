import { at, COLON, CR, FIELD, HEX, HTAB, hexValue, is, LF, SP, TOKEN } from '../octets.ts';

const LONGEST_EXTENSION = 1_024;
const EXTENSIONS_OF_A_BODY = 16_384;
const LONGEST_TRAILER = 16_384;

/** Fields that a server may merge from the trailer into the head (RFC 9110 section 6.5.1 forbids to send them). */
const FORBIDDEN_TRAILERS = new Set(['content-length', 'transfer-encoding', 'host', 'connection', 'upgrade', 'expect']);

type State =
  | 'size'
  | 'digits'
  | 'padding'
  | 'extension'
  | 'size-lf'
  | 'data'
  | 'data-cr'
  | 'data-lf'
  | 'line'
  | 'name'
  | 'value'
  | 'line-lf'
  | 'end-lf';

/**
 * Follows a chunked body (RFC 9112 section 7.1) over any split of its octets, without copying. Strict on requests: exact CR LF,
 * no blanks, bounded sizes, extensions and trailers. Responses may pad the size with blanks, as old servers do.
 */
export class ChunkedScanner {
  done = false;
  /** Set once, then the scanner is spent. */
  error: string | undefined;
  readonly #lenient: boolean;
  #state: State = 'size';
  #digits = 0;
  #remaining = 0;
  #extension = 0;
  #extensions = 0;
  #trailer = 0;
  #name = '';

  constructor(lenient: boolean) {
    this.#lenient = lenient;
  }

  /** Scans `bytes` and gives the index behind the last octet that belongs to the body, `to` when it goes on. */
  scan(bytes: Uint8Array, from: number, to: number): number {
    let i = from;
    while (i < to && !this.done && this.error === undefined) {
      if (this.#state === 'data') {
        const skipped = Math.min(this.#remaining, to - i);
        this.#remaining -= skipped;
        i += skipped;
        if (this.#remaining === 0) this.#state = 'data-cr';
      } else {
        this.#step(at(bytes, i));
        i++;
      }
    }
    return i;
  }

  #step(octet: number): void {
    switch (this.#state) {
      case 'size':
        if (!is(octet, HEX)) {
          this.#fail('a chunk without a size');
          return;
        }
        this.#remaining = hexValue(octet);
        this.#digits = 1;
        this.#state = 'digits';
        return;
      case 'digits':
        if (!is(octet, HEX)) {
          this.#afterSize(octet);
          return;
        }
        this.#remaining = this.#remaining * 16 + hexValue(octet);
        if (++this.#digits > 16 || this.#remaining > Number.MAX_SAFE_INTEGER) this.#fail('a chunk size that is too large');
        return;
      case 'padding':
        if (octet !== SP && octet !== HTAB) this.#afterSize(octet);
        else if (++this.#extension > LONGEST_EXTENSION) this.#fail('a chunk size line that is too long');
        return;
      case 'extension':
        if (octet === CR) this.#state = 'size-lf';
        else if (!is(octet, FIELD)) this.#fail('a control octet in a chunk extension');
        else if (++this.#extension > LONGEST_EXTENSION || ++this.#extensions > EXTENSIONS_OF_A_BODY)
          this.#fail('chunk extensions that are too long');
        return;
      case 'size-lf':
        if (octet !== LF) {
          this.#fail('a chunk size line that does not end in CR LF');
          return;
        }
        this.#extension = 0;
        this.#state = this.#remaining === 0 ? 'line' : 'data';
        return;
      case 'data-cr':
        if (octet !== CR) {
          this.#fail('chunk data longer than its size');
          return;
        }
        this.#state = 'data-lf';
        return;
      case 'data-lf':
        if (octet !== LF) {
          this.#fail('chunk data longer than its size');
          return;
        }
        this.#state = 'size';
        return;
      default:
        this.#stepTrailer(octet);
    }
  }

  #afterSize(octet: number): void {
    if (octet === CR) this.#state = 'size-lf';
    else if (octet === 0x3b) this.#state = 'extension';
    else if (this.#lenient && (octet === SP || octet === HTAB)) this.#state = 'padding';
    else this.#fail('a chunk size that is not a hexadecimal number');
  }

  #stepTrailer(octet: number): void {
    if (++this.#trailer > LONGEST_TRAILER) {
      this.#fail('a trailer that is too long');
      return;
    }
    switch (this.#state) {
      case 'line':
        if (octet === CR) this.#state = 'end-lf';
        else if (is(octet, TOKEN)) {
          this.#name = String.fromCharCode(octet);
          this.#state = 'name';
        } else this.#fail('a trailer line without a proper name');
        return;
      case 'name':
        if (octet === COLON) {
          const name = this.#name.toLowerCase();
          if (!this.#lenient && FORBIDDEN_TRAILERS.has(name)) this.#fail(`${name} in a trailer`);
          this.#state = 'value';
        } else if (is(octet, TOKEN)) this.#name += String.fromCharCode(octet);
        else this.#fail('a trailer line without a proper name before its colon');
        return;
      case 'value':
        if (octet === CR) this.#state = 'line-lf';
        else if (!is(octet, FIELD)) this.#fail('a control octet in a trailer');
        return;
      case 'line-lf':
        if (octet !== LF) {
          this.#fail('a trailer line that does not end in CR LF');
          return;
        }
        this.#state = 'line';
        return;
      default:
        if (octet !== LF) {
          this.#fail('a trailer that does not end in CR LF');
          return;
        }
        this.done = true;
    }
  }

  #fail(reason: string): void {
    this.error = reason;
  }
}
