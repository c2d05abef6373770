import { formatIpv4 } from '../../kernel/ip.ts';
import type { Ipv4, QueuedPacket } from '../../kernel/native.ts';
import { EARLIER_END } from '../../log/event.ts';
import type { Endpoint } from '../context.ts';

/** One end as the kernel's maps and as people write it. */
export interface PacketEnd extends Endpoint {
  readonly address: Ipv4;
}

/** A packet at the gate. Only `udp` may be decided; `refused` never leaves, for the reason told. */
export type GatePacket =
  | { readonly kind: 'udp'; readonly src: PacketEnd; readonly dst: PacketEnd }
  | {
      readonly kind: 'refused';
      /** In words: `icmp`, `sctp`, `protocol 253`. */
      readonly protocol: string;
      readonly why: string;
      /** Ports are 0 where the protocol has none or they cannot be read. */
      readonly src?: PacketEnd;
      readonly dst?: PacketEnd;
    };

const TCP = 6;
const UDP = 17;
const DNS_PORT = 53;
const IP_HEADER = 20;
const UDP_HEADER = 8;

/** IANA protocol numbers that a job may try. */
const PROTOCOLS: Readonly<Record<number, string>> = {
  0: 'hop-by-hop',
  1: 'icmp',
  2: 'igmp',
  4: 'ipip',
  [TCP]: 'tcp',
  [UDP]: 'udp',
  33: 'dccp',
  41: 'ipv6',
  47: 'gre',
  50: 'esp',
  51: 'ah',
  58: 'icmpv6',
  89: 'ospf',
  94: 'ipip',
  97: 'etherip',
  103: 'pim',
  112: 'vrrp',
  132: 'sctp',
  136: 'udplite',
  137: 'mpls',
};

/** RFC 791 and RFC 768, strictly: what is not exactly one whole plain UDP datagram is refused. Total. */
export function parsePacket({ payload, length }: Pick<QueuedPacket, 'payload' | 'length'>): GatePacket {
  const refused = (protocol: string, why: string, ends: { src?: PacketEnd; dst?: PacketEnd } = {}): GatePacket => ({
    kind: 'refused',
    protocol,
    why,
    ...ends,
  });
  const version = (payload[0] ?? 0) >> 4;
  if (version === 6) return refused('ipv6', 'IPv6 is off under the filter');
  if (version !== 4 || payload.length < IP_HEADER) return refused('unknown', 'not an IPv4 packet');

  const headerLength = ((payload[0] ?? 0) & 15) * 4;
  const number = payload[9] ?? 0;
  const protocol = PROTOCOLS[number] ?? `protocol ${number}`;
  const hasPorts = (number === TCP || number === UDP) && headerLength >= IP_HEADER && payload.length >= headerLength + 4;
  const fragment = payload.readUInt16BE(6) & 0xbfff;
  const portAt = (offset: number): number => (hasPorts && (fragment & 0x1fff) === 0 ? payload.readUInt16BE(headerLength + offset) : 0);
  const end = (addressAt: number, portOffset: number): PacketEnd => {
    const address = payload.readUInt32BE(addressAt);
    return { address, ip: formatIpv4(address), port: portAt(portOffset) };
  };
  const ends = { src: end(12, 0), dst: end(16, 2) };

  // Options can name another destination than the header does (source routing, RFC 791 section 3.1).
  if (headerLength !== IP_HEADER) return refused(protocol, 'IP options are refused', ends);
  // The reserved flag, more fragments, or an offset: only the first of the fragments would show ports.
  if (fragment !== 0) return refused(protocol, 'IP fragments are refused', ends);
  if (payload.readUInt16BE(2) !== length || payload.length > length) return refused(protocol, 'the length in the IP header is wrong', ends);
  if (number === UDP && ends.dst.port === DNS_PORT) return refused(protocol, 'DNS goes through the server of the filter only', ends);
  // Local packets pass the gate unasked, but for these: straight to the proxy's own ports, past its name server, or bound for another interface.
  if (ends.dst.address >>> 24 === 127)
    return refused(protocol, 'straight to a port of the filter, past its name server, or to loopback by another interface', ends);
  if (number === TCP) {
    const isEnd = opensAndCarriesNothing(payload.subarray(IP_HEADER), length - IP_HEADER);
    return refused(protocol, isEnd ? EARLIER_END : 'TCP that did not come through the proxy is refused', ends);
  }
  if (number !== UDP) return refused(protocol, `only TCP and UDP may leave, ${protocol} may not`, ends);
  if (payload.length < IP_HEADER + UDP_HEADER || payload.readUInt16BE(IP_HEADER + 4) !== length - IP_HEADER) {
    return refused(protocol, 'the length in the UDP header is wrong', ends);
  }
  if (ends.dst.port === 0) return refused(protocol, 'port 0 is no destination', ends);
  return { kind: 'udp', ...ends };
}

const SYN = 2;

/** RFC 9293, section 3.1: a segment that is neither SYN nor data. */
function opensAndCarriesNothing(segment: Buffer, length: number): boolean {
  const headerLength = ((segment[12] ?? 0) >> 4) * 4;
  return segment.length > 13 && ((segment[13] ?? SYN) & SYN) === 0 && headerLength === length;
}
