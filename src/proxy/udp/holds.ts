import type { NameTable } from '../context.ts';

/** Names that allowed UDP flows use: the flow itself is the kernel's business (conntrack), only its first packets are seen here. */
export interface Holds {
  /** The name stays bound to the address while the flow may live. */
  keep(flow: string, name: string, ip: string): void;
  close(): void;
}

/**
 * How long a flow may be silent and still go on under the name it was allowed for. Conntrack forgets a flow sooner (30 to 180 s,
 * nf_conntrack_udp_timeout*) and its next packet is decided anew; clients of long-lived flows do not ask DNS again for that.
 */
const HOLD_MS = 600_000;
const MAX_FLOWS = 4096;

export function createHolds(names: NameTable, clock: () => number): Holds {
  /** The first is the one not renewed for longest. */
  const held = new Map<string, { readonly until: number; readonly release: () => void }>();

  const drop = (flow: string): void => {
    held.get(flow)?.release();
    held.delete(flow);
  };

  return {
    keep(flow, name, ip) {
      for (const [other, { until }] of held) {
        if (until > clock() && held.size < MAX_FLOWS) break;
        drop(other);
      }
      // Held anew before the old hold ends, so that the binding does not lapse in between.
      const release = names.hold(name, ip);
      drop(flow);
      held.set(flow, { until: clock() + HOLD_MS, release });
    },
    close() {
      for (const flow of [...held.keys()]) drop(flow);
    },
  };
}
