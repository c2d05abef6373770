import { createServer, type Server, type Socket } from 'node:net';
import type { Native } from '../kernel/native.ts';

export interface Listener {
  /** The first of the consecutive ports on 127.0.0.1. */
  readonly port: number;
  readonly count: number;
  close(): void;
}

/**
 * How many connections may share one source port, each to a destination of its own, as the kernel lets them. REDIRECT makes their tuples
 * equal but for our port, and where no port of ours is left conntrack changes the source port (get_unique_tuple() in nf_nat_core.c):
 * then nobody knows any more who opened the connection, and it is refused.
 */
const PORTS = 16;
/** Below the ephemeral ports (ip_local_port_range), which sockets of the job take at any time. */
const [LOWEST, HIGHEST] = [20_000, 32_000];
const ATTEMPTS = 50;

/** Bound by the guard, consecutive ports and consecutive descriptors: what waits in their queues since the last proxy ended is accepted. */
export interface InheritedPorts {
  readonly firstFd: number;
  readonly firstPort: number;
  readonly count: number;
}

const LOOPBACK = 0x7f000001;

/** Listens on consecutive ports, for `REDIRECT --to-ports FIRST-LAST`. Rejects when there are none. */
export async function listenForRedirected(
  native: Pick<Native, 'bindSocket'>,
  accept: (socket: Socket) => void,
  inherited?: InheritedPorts,
): Promise<Listener> {
  if (inherited) {
    const { firstFd, firstPort, count } = inherited;
    const servers = await Promise.all(Array.from({ length: count }, (_, index) => listen({ fd: firstFd + index }, accept)));
    return { port: firstPort, count, close: () => servers.forEach((server) => void server.close()) };
  }
  for (let attempt = 1; ; attempt++) {
    const first = LOWEST + PORTS * Math.floor((Math.random() * (HIGHEST - LOWEST)) / PORTS);
    const servers: Server[] = [];
    try {
      for (let port = first; port < first + PORTS; port++) servers.push(await listen(native.bindSocket('tcp', LOOPBACK, port), accept));
      return { port: first, count: PORTS, close: () => servers.forEach((server) => void server.close()) };
    } catch (error) {
      for (const server of servers) server.close();
      if (attempt === ATTEMPTS || !(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
}

/** As many as can wait while no proxy runs and while one is busy; the kernel allows no more than net.core.somaxconn, 4096. */
const BACKLOG = 4096;

const listen = ({ fd }: { fd: number }, accept: (socket: Socket) => void): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true }, accept);
    server.once('error', reject);
    // A number of its own: beside a descriptor Node reads it from nowhere else.
    server.listen({ fd }, BACKLOG, () => {
      server.removeListener('error', reject);
      // Out of descriptors: the client is dropped, the server stays.
      server.on('error', () => {});
      resolve(server);
    });
  });
