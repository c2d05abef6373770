import type { KernelEvent } from '../kernel/native.ts';

/** linux/socket.h, linux/net.h, linux/in.h */
const FAMILIES: Readonly<Record<number, string>> = {
  1: 'unix',
  2: 'inet',
  3: 'ax25',
  4: 'ipx',
  5: 'appletalk',
  9: 'x25',
  10: 'inet6',
  15: 'key',
  16: 'netlink',
  17: 'packet',
  21: 'rds',
  24: 'pppox',
  29: 'can',
  30: 'tipc',
  31: 'bluetooth',
  36: 'ieee802154',
  38: 'alg',
  40: 'vsock',
  41: 'kcm',
  42: 'qipcrtr',
  43: 'smc',
  44: 'xdp',
  45: 'mctp',
};
const TYPES: Readonly<Record<number, string>> = { 1: 'stream', 2: 'dgram', 3: 'raw', 4: 'rdm', 5: 'seqpacket', 6: 'dccp', 10: 'packet' };
const PROTOCOLS: Readonly<Record<number, string>> = {
  1: 'icmp',
  2: 'igmp',
  4: 'ipip',
  6: 'tcp',
  17: 'udp',
  33: 'dccp',
  41: 'ipv6',
  47: 'gre',
  50: 'esp',
  51: 'ah',
  58: 'icmpv6',
  132: 'sctp',
  136: 'udplite',
  255: 'raw',
  262: 'mptcp',
};

/** The name of an IP protocol, or its number: the log's `protocol` of an `ip` line. */
export function ipProtocolName(protocol: number): string {
  return PROTOCOLS[protocol] ?? String(protocol);
}

/**
 * What was refused, for the log's `protocol`: `ipv6`, or family, type and protocol as in `inet/raw/icmp`, `packet/raw`, `inet/dgram/icmp`. Numbers where
 * there is no name. SOCK_NONBLOCK and SOCK_CLOEXEC in the type are not shown.
 */
export function socketName({ kind, family, sockType, protocol }: Pick<KernelEvent, 'kind' | 'family' | 'sockType' | 'protocol'>): string {
  if (kind === 'ipv6') return 'ipv6';
  const parts = [FAMILIES[family] ?? String(family), TYPES[sockType & 0xf] ?? String(sockType & 0xf)];
  const internet = family === 2 || family === 10;
  // The protocol of other families is not an IP protocol: an EtherType, a CAN protocol.
  if (internet && protocol !== 0) parts.push(ipProtocolName(protocol));
  return parts.join('/');
}

/** 16 bytes as RFC 5952 text, for the log's `dst_ip`; undefined for any other length. */
export function ipv6Text(bytes: Buffer): string | undefined {
  if (bytes.length !== 16) return undefined;
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2));
  const zeros = longestZeros(groups);
  const text = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  return zeros.length < 2 ? text(groups) : `${text(groups.slice(0, zeros.start))}::${text(groups.slice(zeros.start + zeros.length))}`;
}

/** The first of the longest runs (RFC 5952, section 4.2.3). */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  groups.forEach((group, index) => {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  });
  return best;
}
