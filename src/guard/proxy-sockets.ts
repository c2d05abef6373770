import { closeSync } from 'node:fs';
import type { Native } from '../kernel/native.ts';

export interface BoundSocket {
  readonly fd: number;
  readonly port: number;
}

/**
 * The sockets of the proxies of a job, bound to 127.0.0.1. They outlive each proxy: what the first one made listen goes on to listen while none runs,
 * and connections and questions wait for the next.
 */
export interface ProxySockets {
  /** Consecutive ports for redirected connections. */
  readonly tcp: readonly BoundSocket[];
  readonly dnsUdp: BoundSocket;
  readonly dnsTcp: BoundSocket;
  close(): void;
}

/** As many as connections may share one source port (src/proxy/listen.ts). */
const PORTS = 16;
/** Below the ephemeral ports (ip_local_port_range), which sockets of the job take at any time. */
const [LOWEST, HIGHEST] = [20_000, 32_000];
const ATTEMPTS = 50;
const LOOPBACK = 0x7f000001;

/** Throws with code EADDRINUSE when no free ports were found. */
export function bindProxySockets(native: Pick<Native, 'bindSocket'>): ProxySockets {
  const bound: BoundSocket[] = [];
  const closeAll = (): void => {
    for (const { fd } of bound.splice(0)) closeSync(fd);
  };
  const bind = (type: 'tcp' | 'udp', port: number): BoundSocket => {
    const socket = native.bindSocket(type, LOOPBACK, port);
    bound.push(socket);
    return socket;
  };
  for (let attempt = 1; ; attempt++) {
    try {
      const first = LOWEST + PORTS * Math.floor((Math.random() * (HIGHEST - LOWEST)) / PORTS);
      const tcp = Array.from({ length: PORTS }, (_, index) => bind('tcp', first + index));
      return { tcp, dnsUdp: bind('udp', 0), dnsTcp: bind('tcp', 0), close: closeAll };
    } catch (error) {
      closeAll();
      if (attempt === ATTEMPTS || !(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
}
