/** One HTTP/2 frame, right or wrong (RFC 9113 section 4.1). */
export function frame(type: number, flags: number, stream: number, payload: Uint8Array | string = ''): Buffer {
  const body = Buffer.from(payload as string, 'latin1');
  const bytes = Buffer.alloc(9 + body.length);
  bytes.writeUIntBE(body.length, 0, 3);
  bytes[3] = type;
  bytes[4] = flags;
  bytes.writeUInt32BE(stream, 5);
  body.copy(bytes, 9);
  return bytes;
}

export function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, i * 4);
  return bytes;
}

/** One entry of a SETTINGS frame. */
export const setting = (id: number, value: number) => Buffer.concat([Buffer.from([0, id]), u32(value)]);

/** GET / of a host of at most 126 octets, whole where `flags` say so. */
export const get = (stream: number, host: string, flags = 5) =>
  frame(1, flags, stream, `\x82\x86\x84\x41${String.fromCharCode(host.length)}${host}`);
