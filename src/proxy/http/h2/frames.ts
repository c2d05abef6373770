import { at } from '../octets.ts';
import {
  CONTINUATION,
  DEFAULT_FRAME_SIZE,
  END_HEADERS,
  END_STREAM,
  FRAME_HEADER,
  GOAWAY,
  HAS_PRIORITY,
  HEADERS,
  NO_ERROR,
  RST_STREAM,
  SETTINGS,
  WINDOW_UPDATE,
} from './constants.ts';

/** A frame (RFC 9113 section 4.1) with room for its payload. */
export function frame(type: number, flags: number, stream: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_HEADER + length);
  bytes[0] = length >>> 16;
  bytes[1] = length >>> 8;
  bytes[2] = length;
  bytes[3] = type;
  bytes[4] = flags;
  bytes.writeUInt32BE(stream, 5);
  return bytes;
}

export function readLength(bytes: Uint8Array, offset: number): number {
  return (at(bytes, offset) << 16) | (at(bytes, offset + 1) << 8) | at(bytes, offset + 2);
}

/** 31 bits: a stream identifier or a window increment. */
export function read31(bytes: Uint8Array, offset: number): number {
  return ((at(bytes, offset) & 0x7f) << 24) | (at(bytes, offset + 1) << 16) | (at(bytes, offset + 2) << 8) | at(bytes, offset + 3);
}

export function windowUpdate(stream: number, increment: number): Buffer {
  const bytes = frame(WINDOW_UPDATE, 0, stream, 4);
  bytes.writeUInt32BE(increment, FRAME_HEADER);
  return bytes;
}

export function resetStream(stream: number, code: number): Buffer {
  const bytes = frame(RST_STREAM, 0, stream, 4);
  bytes.writeUInt32BE(code, FRAME_HEADER);
  return bytes;
}

export function goAway(lastStream: number, code: number, reason: string): Buffer {
  const debug = code === NO_ERROR ? Buffer.alloc(0) : Buffer.from(reason.slice(0, 200));
  const bytes = frame(GOAWAY, 0, 0, 8 + debug.length);
  bytes.writeUInt32BE(lastStream, FRAME_HEADER);
  bytes.writeUInt32BE(code, FRAME_HEADER + 4);
  debug.copy(bytes, FRAME_HEADER + 8);
  return bytes;
}

export function settingsFrame(entries: readonly (readonly [id: number, value: number])[], flags = 0): Buffer {
  const bytes = frame(SETTINGS, flags, 0, entries.length * 6);
  for (const [index, [id, value]] of entries.entries()) {
    bytes.writeUInt16BE(id, FRAME_HEADER + index * 6);
    bytes.writeUInt32BE(value, FRAME_HEADER + index * 6 + 2);
  }
  return bytes;
}

/** A header block as HEADERS, and as many CONTINUATION as it takes. `priority` is the five octets of RFC 7540 section 6.2, or none. */
export function headersFrames(stream: number, endStream: boolean, block: Uint8Array, priority: Uint8Array | undefined): Buffer {
  const extra = priority?.length ?? 0;
  const flags = (endStream ? END_STREAM : 0) | (priority === undefined ? 0 : HAS_PRIORITY);
  if (extra + block.length <= DEFAULT_FRAME_SIZE) {
    const bytes = frame(HEADERS, flags | END_HEADERS, stream, extra + block.length);
    if (priority !== undefined) bytes.set(priority, FRAME_HEADER);
    bytes.set(block, FRAME_HEADER + extra);
    return bytes;
  }
  const first = frame(HEADERS, flags, stream, DEFAULT_FRAME_SIZE);
  if (priority !== undefined) first.set(priority, FRAME_HEADER);
  let sent = DEFAULT_FRAME_SIZE - extra;
  first.set(block.subarray(0, sent), FRAME_HEADER + extra);
  const frames = [first];
  while (sent < block.length) {
    const part = block.subarray(sent, sent + DEFAULT_FRAME_SIZE);
    sent += part.length;
    const next = frame(CONTINUATION, sent === block.length ? END_HEADERS : 0, stream, part.length);
    next.set(part, FRAME_HEADER);
    frames.push(next);
  }
  return Buffer.concat(frames);
}
