import type { Ipv4, Native } from '../../kernel/native.ts';

/** Of TEST-NET-1 (RFC 5737), to which nobody has a route of its own: packets to it leave like those to the internet. */
const ANYWHERE: Ipv4 = 0xc0000201;

/** Kinds of interfaces (IFLA_INFO_KIND) that put packets on a wire, or encrypt them for a peer that root has named. */
const WIRES: ReadonlySet<string> = new Set(['bond', 'team', 'wireguard']);

/** Interfaces can be stacked; more of them than this is no wire that anybody has. */
const MOST_STACKED = 4;

/**
 * Is a server at this address none that the job could be? An address of this network namespace is anybody's here, and behind a bridge, a veth, a tunnel that ends in
 * a process and the like there are containers, virtual machines and programs. So the way there has to leave by hardware, or by the interface that leads to the internet
 * as this starts, whatever it is: in a container or a virtual network that one is virtual, too. The kernel is asked each time, as routes change.
 */
export function outside(native: Pick<Native, 'routeTo' | 'linkOf'>): (ip: Ipv4) => boolean {
  const wayOut = native.routeTo(ANYWHERE);
  const isWire = (index: number | undefined, above = 0): boolean => {
    if (index === undefined || above === MOST_STACKED) return false;
    if (index === wayOut) return true;
    const link = native.linkOf(index);
    if (!link || link.loopback) return false;
    if (link.kind === 'vlan') return isWire(link.below, above + 1);
    return link.kind === '' || WIRES.has(link.kind);
  };
  return (ip) => {
    try {
      return isWire(native.routeTo(ip));
    } catch {
      // No descriptor to ask the kernel by: what is not known to be outside teaches nothing.
      return false;
    }
  };
}
