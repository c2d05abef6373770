import { ALLOW_MARK, ALLOW_ONCE_MARK, DENY_MARK, MOVED_MARK } from './marks.ts';

/** The proxy's, on 127.0.0.1. */
export interface ProxyPorts {
  readonly tcpPort: number;
  /** How many consecutive ports from `tcpPort` on take redirected connections; 1 unless given. */
  readonly tcpPorts?: number;
  readonly dnsUdpPort: number;
  readonly dnsTcpPort: number;
}

export const CHAIN_PREFIX = 'EGF-';

export const hex = (mark: number): string => `0x${mark.toString(16)}`;

/** Packets to a port of the proxy that did not come there by our REDIRECT or DNAT: matches for each port. */
export const straightToProxy = ({ tcpPort, tcpPorts = 1, dnsUdpPort, dnsTcpPort }: ProxyPorts): string[] =>
  [
    `-p udp -m udp --dport ${dnsUdpPort}`,
    ...[`${tcpPort}:${tcpPort + tcpPorts - 1}`, dnsTcpPort].map((port) => `-p tcp -m tcp --syn --dport ${port}`),
  ].map((match) => `-d 127.0.0.1/32 ${match} -m conntrack ! --ctstate DNAT`);

/**
 * Questions that did not come to the DNS server by our REDIRECT or DNAT, matches for each kind. nat is asked about the first packet of a flow only, and conntrack remembers for minutes what a
 * process outside of the scope has asked: who has its port next goes on with that flow, past redirection, and where the name server is at an address of this machine (127.0.0.53, Docker's
 * 127.0.0.11 at another port), it would pass for local.
 */
export const pastDns = ({ dnsUdpPort }: Pick<ProxyPorts, 'dnsUdpPort'>): string[] => [
  `-p udp -m udp ! --dport ${dnsUdpPort} -m conntrack --ctdir ORIGINAL --ctorigdstport 53`,
  // Those that conntrack does not know (NOTRACK), or knows from before somebody's NAT.
  ...['udp', 'tcp'].map((protocol) => `-p ${protocol} -m ${protocol} --dport 53`),
];

/** Says of a question that its source port is none of whoever asks (marks.ts): a rule for mangle INPUT, which comes behind the NAT of this machine's own packets. */
export const markMoved = ({ dnsUdpPort }: Pick<ProxyPorts, 'dnsUdpPort'>): string =>
  `-d 127.0.0.1/32 -p udp -m udp --dport ${dnsUdpPort} -m conntrack --ctstate SNAT -j MARK --set-xmark ${hex(MOVED_MARK)}/0xffffffff`;

/** The conntrack mark of allowed UDP flows of one scope: of this id only, as conntrack remembers a flow for minutes, and the next run may have the same ports and another policy. */
export const flowMark = (id: string): number => 0x45000000 + Number.parseInt(id.slice(0, 6), 16);

interface UdpMarks {
  /** Mark of an allowed flow. */
  readonly flow: string;
  /** Matches UDP of a flow that was allowed, but for a packet that was itself denied. Its negation would miss packets that conntrack does not know. */
  readonly known: string;
  /** Matches a packet that was allowed by itself. */
  readonly once: string;
  /** Rules for a packet that comes back from the queue as allowed. */
  readonly allow: readonly string[];
}

/**
 * How allowed UDP is told. Each match costs a datagram some 20 ns, so that `known` asks no more than it must: no flow to port 53 has the mark, as only `allow`
 * sets it. And that stands behind what is said of local addresses and of the proxy's ports: no flow there has it, so that
 * `known` may come first in a chain.
 */
export function udpMarks(id: string): UdpMarks {
  const flow = hex(flowMark(id));
  const datagram = '-p udp -m udp ! --dport 53';
  const allowed = `${datagram} -m mark --mark ${hex(ALLOW_MARK)}`;
  const once = `${datagram} -m mark --mark ${hex(ALLOW_ONCE_MARK)}`;
  return {
    flow,
    known: `-p udp -m connmark --mark ${flow} -m mark ! --mark ${hex(DENY_MARK)}`,
    once,
    allow: [`${allowed} -j CONNMARK --set-mark ${flow}`, `${allowed} -j RETURN`, `${once} -j RETURN`],
  };
}
