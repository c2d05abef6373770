/** An IPv4 network: `length` leading bits of `base` count. An address is a network of length 32. */
export interface Network {
  readonly base: number;
  readonly length: number;
}

/** A strict dotted quad as an unsigned 32-bit number: four decimal octets, no leading zeros, nothing around them. */
export function parseIPv4(text: string): number | undefined {
  let value = 0;
  let octet = -1;
  let dots = 0;
  if (text.length > 15) return undefined;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x2e) {
      if (octet < 0 || ++dots > 3) return undefined;
      value = value * 256 + octet;
      octet = -1;
    } else if (code >= 0x30 && code <= 0x39 && octet !== 0) {
      octet = (octet < 0 ? 0 : octet * 10) + code - 0x30;
      if (octet > 255) return undefined;
    } else {
      return undefined;
    }
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : undefined;
}

export function formatIPv4(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** An address as the kernel or a log gives it. IPv4-mapped IPv6 (RFC 4291, section 2.5.5.2) is its IPv4 address; other IPv6 is `ipv6`. */
export function parseAddress(text: string): number | 'ipv6' | undefined {
  const plain = parseIPv4(text);
  if (plain !== undefined) return plain;
  const mapped = /^(?:::|0:0:0:0:0:)ffff:(?:([0-9.]{7,15})|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i.exec(text);
  if (mapped?.[1] !== undefined) return parseIPv4(mapped[1]);
  if (mapped !== null) return Number.parseInt(mapped[2] ?? '', 16) * 0x10000 + Number.parseInt(mapped[3] ?? '', 16);
  return /^[0-9a-f:.]{2,45}(?:%[\w.-]{1,32})?$/i.test(text) && text.includes(':') ? 'ipv6' : undefined;
}

export function mask(address: number, length: number): number {
  return length === 0 ? 0 : (address & (-1 << (32 - length))) >>> 0;
}

export function contains(network: Network, address: number): boolean {
  return mask(address, network.length) === network.base;
}
