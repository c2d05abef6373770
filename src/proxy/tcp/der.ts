/** The little of DER (X.690) that writing a certificate takes. Every function returns a whole element: tag, length, contents. */

const element = (tag: number, contents: Buffer): Buffer => Buffer.concat([Buffer.from([tag]), lengthOf(contents.length), contents]);

/** Definite form, in as few bytes as it can be (X.690, 10.1). */
const lengthOf = (length: number): Buffer => {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = unsigned(BigInt(length));
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
};

const unsigned = (value: bigint): Buffer => {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex');
};

export const sequence = (...parts: readonly Buffer[]): Buffer => element(0x30, Buffer.concat(parts));
export const set = (...parts: readonly Buffer[]): Buffer => element(0x31, Buffer.concat(parts));
export const boolean = (value: boolean): Buffer => element(0x01, Buffer.from([value ? 0xff : 0]));
export const octetString = (bytes: Buffer): Buffer => element(0x04, bytes);
export const utf8String = (text: string): Buffer => element(0x0c, Buffer.from(text, 'utf8'));

/** Not negative; a leading zero keeps the first bit from being read as a sign. */
export const integer = (value: bigint): Buffer => {
  const bytes = unsigned(value);
  return element(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
};

export const bitString = (bytes: Buffer, unusedBits = 0): Buffer => element(0x03, Buffer.concat([Buffer.from([unusedBits]), bytes]));

/** `1.2.840.10045.4.3.2` */
export const objectIdentifier = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Buffer.concat([40 * first + second, ...rest].map(base128)));
};

const base128 = (arc: number): Buffer => {
  const bytes = [arc & 0x7f];
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) bytes.unshift(0x80 | (left & 0x7f));
  return Buffer.from(bytes);
};

/** UTCTime until 2049, GeneralizedTime after, as RFC 5280, 4.1.2.5 demands. Milliseconds since the epoch, cut to seconds. */
export const time = (at: number): Buffer => {
  const digits = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '');
  return new Date(at).getUTCFullYear() < 2050 ? element(0x17, Buffer.from(digits.slice(2))) : element(0x18, Buffer.from(digits));
};

/** `[n]` around a whole element. */
export const explicit = (number: number, contents: Buffer): Buffer => element(0xa0 | number, contents);

/** `[n]` in place of a primitive element's own tag. */
export const implicit = (number: number, contents: Buffer): Buffer => element(0x80 | number, contents);
