import { at } from '../octets.ts';
import { COMPRESSION_ERROR, ConnectionError, DEFAULT_TABLE_SIZE } from './constants.ts';
import { type Field, literalWire, makeField, STATIC_FIELDS } from './field.ts';
import { decodeHuffman } from './huffman.ts';

const STATIC = STATIC_FIELDS.length;
const EMPTY = Buffer.alloc(0);

export interface DecodedBlock {
  readonly fields: readonly Field[];
  /** The list was longer than allowed, and `fields` is cut short. The tables are right all the same. */
  readonly tooLarge: boolean;
}

/**
 * The decoder of one connection's header blocks (RFC 7541). Fields come with the octets that say the same without a dynamic
 * table, so that what was decoded and decided is what is sent on. Throws ConnectionError(COMPRESSION_ERROR).
 */
export class HpackDecoder {
  readonly #longestList: number;
  readonly #scratch: Buffer;
  /** Oldest first; those before `#first` are evicted. */
  #entries: Field[] = [];
  #first = 0;
  #size = 0;
  #capacity = DEFAULT_TABLE_SIZE;
  #bytes: Buffer = EMPTY;
  #pos = 0;
  #end = 0;
  /** Changes whenever the table does: the same block then may mean something else. */
  generation = 0;

  constructor(longestList: number) {
    this.#longestList = longestList;
    this.#scratch = Buffer.allocUnsafe(Math.max(longestList, 256));
  }

  decode(bytes: Buffer, from: number, to: number): DecodedBlock {
    this.#bytes = bytes;
    this.#pos = from;
    this.#end = to;
    const fields: Field[] = [];
    let size = 0;
    let mayResize = true;
    while (this.#pos < to) {
      const octet = at(bytes, this.#pos);
      if ((octet & 0xe0) === 0x20) {
        if (!mayResize) throw corrupt('a table size update inside a header block');
        this.#resize(this.#integer(5));
        continue;
      }
      mayResize = false;
      const field = (octet & 0x80) !== 0 ? this.#indexed(this.#integer(7)) : this.#literal(octet);
      size += field.size;
      if (size <= this.#longestList) fields.push(field);
    }
    this.#bytes = EMPTY;
    return { fields, tooLarge: size > this.#longestList };
  }

  #indexed(index: number): Field {
    const field = index <= STATIC ? STATIC_FIELDS[index - 1] : this.#entries[this.#entries.length - (index - STATIC)];
    if (field === undefined || (index > STATIC && this.#entries.length - (index - STATIC) < this.#first)) {
      throw corrupt(`an index ${index} that no table holds`);
    }
    return field;
  }

  #literal(octet: number): Field {
    const indexing = (octet & 0x40) !== 0;
    const index = this.#integer(indexing ? 6 : 4);
    const name = index === 0 ? this.#string().text : this.#indexed(index).name;
    const value = this.#string();
    const wire = literalWire(indexing ? 0 : octet & 0x10, index <= STATIC ? index : 0, name, value.octets, value.huffman);
    const field = makeField(name, value.text, wire);
    if (indexing) this.#insert(field);
    return field;
  }

  /** RFC 7541 section 5.1, up to 2^28: no length or index is larger. */
  #integer(prefix: number): number {
    const full = (1 << prefix) - 1;
    let value = this.#octet() & full;
    if (value < full) return value;
    for (let shift = 0; shift <= 21; shift += 7) {
      const octet = this.#octet();
      value += (octet & 0x7f) << shift;
      if ((octet & 0x80) === 0) return value;
    }
    throw corrupt('an integer that is too large');
  }

  #octet(): number {
    if (this.#pos >= this.#end) throw corrupt('a header block that ends too early');
    return at(this.#bytes, this.#pos++);
  }

  #string(): { text: string; octets: Uint8Array; huffman: boolean } {
    if (this.#pos >= this.#end) throw corrupt('a header block that ends too early');
    const huffman = (at(this.#bytes, this.#pos) & 0x80) !== 0;
    const length = this.#integer(7);
    const from = this.#pos;
    const to = from + length;
    if (to > this.#end) throw corrupt('a string that is longer than its block');
    this.#pos = to;
    const octets = this.#bytes.subarray(from, to);
    if (!huffman) return { text: octets.toString('latin1'), octets, huffman };
    const decoded = decodeHuffman(this.#bytes, from, to, this.#scratch);
    // A string longer than the longest list cannot be kept; without it the table would be wrong.
    if (decoded < 0) throw corrupt(decoded === -1 ? 'a string that is not proper Huffman code' : 'a string that is too long');
    return { text: this.#scratch.toString('latin1', 0, decoded), octets, huffman };
  }

  #insert(field: Field): void {
    this.generation++;
    this.#evict(this.#capacity - field.size);
    // An entry larger than the table empties it, and is no error (section 4.4).
    if (field.size > this.#capacity) return;
    this.#entries.push(field);
    this.#size += field.size;
  }

  #resize(capacity: number): void {
    if (capacity > DEFAULT_TABLE_SIZE) throw corrupt(`a table of ${capacity} octets, ${DEFAULT_TABLE_SIZE} are allowed`);
    this.generation++;
    this.#capacity = capacity;
    this.#evict(capacity);
  }

  #evict(room: number): void {
    while (this.#size > room && this.#first < this.#entries.length) {
      const oldest = this.#entries[this.#first++];
      this.#size -= oldest?.size ?? 0;
    }
    if (this.#first < 256 && this.#first < this.#entries.length) return;
    this.#entries = this.#entries.slice(this.#first);
    this.#first = 0;
  }
}

function corrupt(what: string): ConnectionError {
  return new ConnectionError(COMPRESSION_ERROR, `header compression: ${what}`);
}
