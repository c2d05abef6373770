/** Numbers that can be drawn again from their seed (mulberry32). */
export const createRandom = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
};

/** Where parsers decide: ends of ranges, separators, signs. */
const TELLING = [0x00, 0x01, 0x7f, 0x80, 0xff, 0x0a, 0x0d, 0x20, 0x09, 0x3a, 0x2c, 0x3b, 0x2b, 0x2d, 0xc0, 0x3f, 0x40];
const WORDS = [
  '\r\n',
  '\n',
  '\r\n\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Content-Length: 5\r\n',
  'Content-Length: 0\r\n',
  'Host: evil.test\r\n',
  'Connection: close\r\n',
  '0\r\n\r\n',
  '5;x=y\r\nhello\r\n',
  'GET /b HTTP/1.1\r\n',
  'POST /c HTTP/1.1\r\nHost: ok.test\r\n',
  ' ',
  '\t',
].map((word) => Buffer.from(word));

/** One to six changes to one of the corpus: bits, bytes, lengths, pieces of others, cuts, repeats. */
export const mutate = (corpus: readonly Buffer[], random: (below: number) => number): Buffer => {
  const pick = <T>(of: readonly T[]): T => of[random(of.length)] as T;
  let bytes: Buffer = Buffer.from(pick(corpus));
  for (let changes = 1 + random(6); changes > 0; changes--) {
    const at = random(bytes.length + 1);
    const length = random(Math.min(bytes.length - at, 64) + 1);
    switch (random(8)) {
      case 0:
        if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
        break;
      case 1:
        if (at < bytes.length) bytes[at] = pick(TELLING);
        break;
      case 2:
        if (at + 2 <= bytes.length)
          bytes.writeUInt16BE(random(4) === 0 ? random(65_536) : Math.max(0, bytes.readUInt16BE(at) + random(5) - 2) & 0xffff, at);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), pick(WORDS), bytes.subarray(at)]);
        break;
      case 4: {
        const other = pick(corpus);
        const from = random(other.length + 1);
        bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + 1 + random(200)), bytes.subarray(at)]);
        break;
      }
      case 5:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 6:
        bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
        break;
      default:
        bytes = Buffer.from(bytes.subarray(0, at));
    }
  }
  return bytes.subarray(0, 100_000);
};

/** The same bytes in some pieces. */
export const cut = (bytes: Buffer, random: (below: number) => number): Buffer[] => {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = random(3) === 0 ? 1 : 1 + random(bytes.length);
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
};
