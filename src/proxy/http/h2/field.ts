import { FIELD, HTAB, is, LOWER_TOKEN, SP } from '../octets.ts';
import { STATIC_TABLE } from './static-table.ts';

/** What a field means to a request; judged once, when it enters a table, not each time it is used. */
export type FieldKind =
  | 'method'
  | 'scheme'
  | 'path'
  | 'authority'
  | 'protocol'
  | 'host'
  | 'content-length'
  | 'regular'
  /** May not be in a request; `malformed` says why. */
  | 'malformed';

export interface Field {
  readonly name: string;
  readonly value: string;
  readonly kind: FieldKind;
  /** This field as a literal that touches no dynamic table (or as a static index), ready to be sent. */
  readonly wire: Uint8Array;
  /** RFC 7541 section 4.1: octets of name and value, and 32. */
  readonly size: number;
}

const PSEUDO: Readonly<Record<string, FieldKind>> = {
  ':method': 'method',
  ':scheme': 'scheme',
  ':path': 'path',
  ':authority': 'authority',
  ':protocol': 'protocol',
};

/** Connection-specific fields: RFC 9113 section 8.2.2. */
const CONNECTION_SPECIFIC = new Set(['connection', 'proxy-connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'http2-settings']);

export function makeField(name: string, value: string, wire: Uint8Array): Field {
  return { name, value, kind: kindOf(name, value), wire, size: name.length + value.length + 32 };
}

export const STATIC_FIELDS: readonly Field[] = STATIC_TABLE.map(([name, value], index) =>
  makeField(name, value, Uint8Array.of(0x80 | (index + 1))),
);

function kindOf(name: string, value: string): FieldKind {
  if (!isFieldValue(value)) return 'malformed';
  if (name.charCodeAt(0) === 0x3a) return PSEUDO[name] ?? 'malformed';
  if (!isFieldName(name) || CONNECTION_SPECIFIC.has(name)) return 'malformed';
  if (name === 'te') return value === 'trailers' ? 'regular' : 'malformed';
  return name === 'host' || name === 'content-length' ? name : 'regular';
}

function isFieldName(name: string): boolean {
  for (let i = 0; i < name.length; i++) if (!is(name.charCodeAt(i), LOWER_TOKEN)) return false;
  return name.length > 0;
}

/** No control octets, no blanks around (RFC 9113 section 8.2.1). */
function isFieldValue(value: string): boolean {
  const { length } = value;
  if (length === 0) return true;
  for (let i = 0; i < length; i++) if (!is(value.charCodeAt(i), FIELD)) return false;
  const first = value.charCodeAt(0);
  const last = value.charCodeAt(length - 1);
  return first !== SP && first !== HTAB && last !== SP && last !== HTAB;
}

/**
 * A literal without indexing (`flags` 0x00) or never indexed (0x10), RFC 7541 section 6.2. `staticIndex` 0 writes the name out.
 * `value` is the octets of the string as it came, Huffman-coded or not.
 */
export function literalWire(flags: number, staticIndex: number, name: string, value: Uint8Array, huffman: boolean): Uint8Array {
  const nameLength = staticIndex === 0 ? integerSize(name.length, 7) + name.length : 0;
  const wire = new Uint8Array(integerSize(staticIndex, 4) + nameLength + integerSize(value.length, 7) + value.length);
  let offset = writeInteger(wire, 0, flags, staticIndex, 4);
  if (staticIndex === 0) {
    offset = writeInteger(wire, offset, 0, name.length, 7);
    for (let i = 0; i < name.length; i++) wire[offset++] = name.charCodeAt(i);
  }
  offset = writeInteger(wire, offset, huffman ? 0x80 : 0, value.length, 7);
  wire.set(value, offset);
  return wire;
}

function integerSize(value: number, prefix: number): number {
  const full = (1 << prefix) - 1;
  if (value < full) return 1;
  let size = 2;
  for (let rest = value - full; rest >= 128; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** RFC 7541 section 5.1. Gives the offset behind. */
export function writeInteger(out: Uint8Array, offset: number, flags: number, value: number, prefix: number): number {
  const full = (1 << prefix) - 1;
  if (value < full) {
    out[offset] = flags | value;
    return offset + 1;
  }
  out[offset++] = flags | full;
  let rest = value - full;
  for (; rest >= 128; rest = Math.floor(rest / 128)) out[offset++] = (rest % 128) | 0x80;
  out[offset++] = rest;
  return offset;
}

/** A field of our own, sent without Huffman coding and without touching a table. */
export function ownField(name: string, value: string): Uint8Array {
  return literalWire(0, 0, name, Buffer.from(value, 'latin1'), false);
}

/** Fields as one header block. */
export function joinWires(fields: readonly Field[]): Buffer {
  let length = 0;
  for (const { wire } of fields) length += wire.length;
  const block = Buffer.allocUnsafe(length);
  let offset = 0;
  for (const { wire } of fields) {
    // Most are an index of one octet: a call to copy that costs more than the octet.
    if (wire.length === 1) block[offset] = wire[0] ?? 0;
    else block.set(wire, offset);
    offset += wire.length;
  }
  return block;
}
