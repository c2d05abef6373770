import type { AuthorityReader } from '../authority.ts';
import { ConnectionError, ENHANCE_YOUR_CALM } from './constants.ts';
import { joinWires } from './field.ts';
import { type DecodedBlock, HpackDecoder } from './hpack-decoder.ts';
import { type H2Refusal, type H2Request, readRequest } from './request-fields.ts';
import type { PeerSettings } from './settings.ts';

/** Frames of one header block; with them empty, a block of any size could be drawn out for ever. */
const MOST_FRAMES = 64;
const EMPTY = Buffer.alloc(0);

export interface ReadRequest {
  readonly request: H2Request;
  /** The same fields, encoded without a dynamic table. */
  readonly block: Uint8Array;
}

interface Rules {
  readonly scheme: 'http' | 'https';
  readonly authorities: AuthorityReader;
  readonly upstream: PeerSettings;
}

/** Collects the frames of a header block, and reads it; requests that only repeat the last one are recognised by their octets. */
export class HeaderBlocks {
  open = false;
  id = 0;
  endStream = false;
  priority: Uint8Array | undefined;
  readonly #rules: Rules;
  readonly #longest: number;
  readonly #decoder: HpackDecoder;
  #bytes: Buffer = EMPTY;
  readonly #more: Buffer[] = [];
  #length = 0;
  /** The last request whose block left the tables alone: while they stay as they are, the same octets say the same. */
  #last: { readonly bytes: Buffer; readonly generation: number; readonly read: ReadRequest } | undefined;

  constructor(rules: Rules, headBytes: number) {
    this.#rules = rules;
    // Literals may be a little longer than the list they make, with their lengths.
    this.#longest = headBytes + 16_384;
    this.#decoder = new HpackDecoder(headBytes);
  }

  begin(id: number, endStream: boolean, priority: Uint8Array | undefined, fragment: Buffer): void {
    this.open = true;
    this.id = id;
    this.endStream = endStream;
    this.priority = priority;
    this.#bytes = fragment;
    this.#length = fragment.length;
    this.#check();
  }

  add(fragment: Buffer): void {
    this.#more.push(fragment);
    this.#length += fragment.length;
    this.#check();
  }

  #check(): void {
    if (this.#length > this.#longest || this.#more.length > MOST_FRAMES) {
      throw new ConnectionError(ENHANCE_YOUR_CALM, 'a header block that is too long');
    }
  }

  decode(): DecodedBlock {
    const bytes = this.#take();
    return this.#decoder.decode(bytes, 0, bytes.length);
  }

  readRequest(): ReadRequest | H2Refusal {
    const bytes = this.#take();
    const { generation } = this.#decoder;
    const last = this.#last;
    if (last !== undefined && last.generation === generation && last.bytes.equals(bytes)) return last.read;

    const { fields, tooLarge } = this.#decoder.decode(bytes, 0, bytes.length);
    if (tooLarge) return { status: 431, reason: 'the header list is too long' };
    const { scheme, authorities, upstream } = this.#rules;
    const request = readRequest(fields, { scheme, authorities, extendedConnect: upstream.extendedConnect });
    if ('reason' in request) return request;
    const read = { request, block: joinWires(fields) };
    if (this.#decoder.generation === generation) this.#last = { bytes: Buffer.from(bytes), generation, read };
    return read;
  }

  #take(): Buffer {
    const bytes = this.#more.length === 0 ? this.#bytes : Buffer.concat([this.#bytes, ...this.#more]);
    this.open = false;
    this.#bytes = EMPTY;
    this.#more.length = 0;
    return bytes;
  }
}
