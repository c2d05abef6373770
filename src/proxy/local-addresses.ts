import { networkInterfaces } from 'node:os';
import { formatIpv4 } from '../kernel/ip.ts';
import type { FlowReader, Ipv4 } from '../kernel/native.ts';

export interface LocalAddressOptions {
  /** IPv4 addresses of this network namespace. */
  readonly read?: () => Iterable<string>;
  /** Milliseconds, monotonic. */
  readonly clock?: () => number;
}

/** How old the answer "none of ours" may be: an address that came meanwhile is a stranger until then, and what it sends is refused. */
const KNOWN_MS = 500;

/** Is this an address of this network namespace? */
export function localAddresses({ read = ipv4Addresses, clock = () => performance.now() }: LocalAddressOptions = {}): (ip: Ipv4) => boolean {
  let known = new Set<string>();
  let readAt = Number.NEGATIVE_INFINITY;
  return (ip) => {
    if (ip >>> 24 === 127) return true;
    const text = formatIpv4(ip);
    if (clock() - readAt >= KNOWN_MS) {
      known = new Set(read());
      readAt = clock();
    }
    return known.has(text);
  };
}

function ipv4Addresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).flatMap(({ family, address }) => (family === 'IPv4' ? [address] : [])),
  );
}

/**
 * Look-ups in a job. What comes from an address of somebody else comes from a container, and the kernel's records of its datagrams are others than those of
 * this namespace: nobody answers for who has the same ports elsewhere.
 */
export function lookUpByOrigin(reader: Pick<FlowReader, 'lookup'>, isLocal: (ip: Ipv4) => boolean): Pick<FlowReader, 'lookup'> {
  return {
    lookup: (protocol, srcIp, srcPort, dstIp, dstPort) =>
      reader.lookup(protocol, srcIp, srcPort, dstIp, dstPort, protocol === 17 && !isLocal(srcIp)),
  };
}
