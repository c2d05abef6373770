/** IPv4 packets byte by byte. */
export interface PacketFields {
  readonly src?: string;
  readonly dst?: string;
  readonly protocol?: number;
  readonly sport?: number;
  readonly dport?: number;
  readonly payload?: Buffer;
  /** IP options, a multiple of four bytes. */
  readonly options?: Buffer;
  /** Flags and fragment offset, as in the header. */
  readonly fragment?: number;
  readonly totalLength?: number;
  readonly udpLength?: number;
  readonly version?: number;
}

export function ipv4(fields: PacketFields = {}): Buffer {
  const { src = '10.0.0.1', dst = '192.0.2.1', protocol = 17, sport = 5000, dport = 4000, payload = Buffer.from('hello') } = fields;
  const options = fields.options ?? Buffer.alloc(0);
  const udp = Buffer.alloc(8);
  udp.writeUInt16BE(sport, 0);
  udp.writeUInt16BE(dport, 2);
  udp.writeUInt16BE(fields.udpLength ?? 8 + payload.length, 4);
  const header = Buffer.alloc(20);
  header[0] = ((fields.version ?? 4) << 4) | (5 + options.length / 4);
  header.writeUInt16BE(fields.totalLength ?? 28 + options.length + payload.length, 2);
  header.writeUInt16BE(fields.fragment ?? 0x4000, 6);
  header[8] = 64;
  header[9] = protocol;
  for (const [at, ip] of [
    [12, src],
    [16, dst],
  ] as const)
    ip.split('.').forEach((part, i) => void header.writeUInt8(Number(part), at + i));
  return Buffer.concat([header, options, udp, payload]);
}
