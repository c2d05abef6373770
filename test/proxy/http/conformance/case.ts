import { frame, setting, u32 } from '../frames.ts';
import { CONTINUATION, DATA, HEADERS, PING, type RawClient, SETTINGS } from '../raw-client.ts';

/** RFC 9113 section 7. */
export const CODE = {
  NO_ERROR: 0,
  PROTOCOL_ERROR: 1,
  FLOW_CONTROL_ERROR: 3,
  STREAM_CLOSED: 5,
  FRAME_SIZE_ERROR: 6,
  REFUSED_STREAM: 7,
  CANCEL: 8,
  COMPRESSION_ERROR: 9,
} as const;

/** What the relay must do. Unless the connection ends, it must also still serve another request and answer a PING. */
export type Outcome =
  /** GOAWAY with this code, for the last stream, and the end of the connection. `stricter`: where a stream error would do. */
  | { readonly goaway: number; readonly last?: number; readonly stricter?: boolean }
  /** RST_STREAM with one of these codes; the connection goes on. */
  | { readonly reset: readonly number[]; readonly stream?: number }
  /** A response with this status. */
  | { readonly status: number; readonly stream?: number }
  /** Nothing in particular: the connection goes on. */
  | 'goes on';

export const ALIVE = 'goes on';
export const OK: Outcome = { status: 200 };
export const MALFORMED: Outcome = { reset: [CODE.PROTOCOL_ERROR] };
export const PROTOCOL: Outcome = { goaway: CODE.PROTOCOL_ERROR };
export const CLOSED: Outcome = { goaway: CODE.STREAM_CLOSED };
export const SIZE: Outcome = { goaway: CODE.FRAME_SIZE_ERROR };
export const FLOW: Outcome = { goaway: CODE.FLOW_CONTROL_ERROR };
export const COMPRESSION: Outcome = { goaway: CODE.COMPRESSION_ERROR };
/** A connection error for what need only end the stream, as RFC 9113 section 5.4.1 allows: its sender is broken or hostile. */
export const stricter = (outcome: Outcome): Outcome =>
  typeof outcome === 'object' && 'goaway' in outcome ? { ...outcome, stricter: true } : outcome;

/**
 * `section`: of RFC 9113, unless it names another. `sends`: behind the preface and SETTINGS; a function for what depends on what
 * comes back.
 */
export type Case = readonly [
  section: string,
  what: string,
  sends: readonly Uint8Array[] | ((client: RawClient) => Promise<void>),
  then: Outcome,
];

const octets = (...values: readonly number[]) => Buffer.from(values);
const text = (value: string) => Buffer.from(value, 'latin1');

/** Strings as RFC 7541 appendix C.4 spells them in Huffman code. */
export const HUFFMAN = {
  'www.example.com': Buffer.from('f1e3c2e5f23a6ba0ab90f4ff', 'hex'),
  'no-cache': Buffer.from('a8eb10649cbf', 'hex'),
  'custom-key': Buffer.from('25a849e95ba97d7f', 'hex'),
  'custom-value': Buffer.from('25a849e95bb8e8b4bf', 'hex'),
} as const;

/** A string literal of less than 127 octets (RFC 7541 section 5.2). */
export const plain = (value: string): Buffer => Buffer.concat([octets(value.length), text(value)]);
export const coded = (value: keyof typeof HUFFMAN): Buffer => Buffer.concat([octets(0x80 | HUFFMAN[value].length), HUFFMAN[value]]);

/** GET / of ok.test, by static indices and one literal without indexing: no table is touched. */
export const GET = Buffer.concat([octets(0x82, 0x86, 0x84, 0x01), plain('ok.test')]);
export const POST = Buffer.concat([octets(0x83, 0x86, 0x84, 0x01), plain('ok.test')]);
/** One more field. */
export const extra = (name: string, value: string): Buffer => Buffer.concat([octets(0x00), plain(name), plain(value)]);

export const [END_STREAM, END_HEADERS, PADDED, WITH_PRIORITY] = [1, 4, 8, 0x20] as const;
const WHOLE = END_STREAM | END_HEADERS;

/** A request without a body, and one whose body is still to come. */
export const get = (stream: number, ...more: readonly Uint8Array[]): Buffer => frame(HEADERS, WHOLE, stream, Buffer.concat([GET, ...more]));
export const post = (stream: number, ...more: readonly Uint8Array[]): Buffer =>
  frame(HEADERS, END_HEADERS, stream, Buffer.concat([POST, ...more]));
/** One that the relay answers itself, 403; the origin never hears of it. */
export const denied = (stream: number): Buffer =>
  frame(HEADERS, WHOLE, stream, Buffer.concat([octets(0x82, 0x86, 0x84, 0x01), plain('evil.test')]));
export const data = (stream: number, payload: string | Uint8Array = 'test', flags: number = END_STREAM): Buffer =>
  frame(DATA, flags, stream, payload);
export const headers = (stream: number, flags: number, payload: Uint8Array): Buffer => frame(HEADERS, flags, stream, payload);
export const continuation = (stream: number, payload: Uint8Array = Buffer.alloc(0), flags: number = END_HEADERS): Buffer =>
  frame(CONTINUATION, flags, stream, payload);
export const ping = (payload = 'conforms', flags = 0): Buffer => frame(PING, flags, 0, payload);
export const settings = (...entries: readonly (readonly [id: number, value: number])[]): Buffer =>
  frame(SETTINGS, 0, 0, Buffer.concat(entries.map(([id, value]) => setting(id, value))));
/** The five octets of PRIORITY (RFC 7540 section 6.3). */
export const priority = (dependency: number, weight: number, exclusive = false): Buffer =>
  Buffer.concat([u32((exclusive ? 0x8000_0000 : 0) + dependency), octets(weight - 1)]);

export { octets };
