/** Octet classes of RFC 9110 section 5.6 and RFC 3986, as one table lookup. */
export const TOKEN = 1;
/** HTAB, SP, VCHAR, obs-text: what a field value may hold. */
export const FIELD = 2;
/** What a request-target may hold: VCHAR and obs-text, without `#` (a fragment never goes on the wire). */
export const TARGET = 4;
/** A token of HTTP/2 field names: no upper case (RFC 9113 section 8.2.1). */
export const LOWER_TOKEN = 8;
/** Digits of a chunk size. */
export const HEX = 16;

export const CR = 0x0d;
export const LF = 0x0a;
export const SP = 0x20;
export const HTAB = 0x09;
export const COLON = 0x3a;

const classes = new Uint8Array(256);
for (let octet = 0; octet < 256; octet++) {
  const character = String.fromCharCode(octet);
  let bits = 0;
  if (/[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(character)) bits |= TOKEN | LOWER_TOKEN;
  if (/[A-Z]/.test(character)) bits &= ~LOWER_TOKEN;
  if (octet === HTAB || (octet >= SP && octet !== 0x7f)) bits |= FIELD;
  if (octet > SP && octet !== 0x7f && character !== '#') bits |= TARGET;
  if (/[0-9A-Fa-f]/.test(character)) bits |= HEX;
  classes[octet] = bits;
}

/** The octet at `i`, which the caller has checked to be in range: the one place where an index is trusted. */
export function at(bytes: Uint8Array, i: number): number {
  return bytes[i] as number;
}

/** Is the octet one of `wanted`? */
export function is(octet: number, wanted: number): boolean {
  return (at(classes, octet) & wanted) !== 0;
}

/** Value of a hexadecimal digit. */
export function hexValue(octet: number): number {
  return octet <= 0x39 ? octet - 0x30 : (octet | 0x20) - 0x57;
}

/** Does `bytes` at `from` hold `lower` (ASCII lower case), whatever the case? The caller has checked the length. */
export function equalsLower(bytes: Uint8Array, from: number, lower: string): boolean {
  for (let i = 0; i < lower.length; i++) {
    const octet = at(bytes, from + i);
    const folded = octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet;
    if (folded !== lower.charCodeAt(i)) return false;
  }
  return true;
}
