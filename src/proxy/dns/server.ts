import { createServer, type Server, type Socket } from 'node:net';
import { parseIpv4 } from '../../kernel/ip.ts';
import type { Native } from '../../kernel/native.ts';
import type { Flow } from '../context.ts';
import { type DatagramServer, serveDatagrams } from './datagrams.ts';
import { framed } from './exchange.ts';
import { createHandler, type DnsHandler, type HandlerOptions } from './handle.ts';

export interface DnsServerOptions extends HandlerOptions {
  readonly native: Pick<Native, 'bindSocket' | 'openDatagrams'>;
  /** The same for UDP and TCP; 0 lets the kernel choose one for each. */
  readonly port: number;
  /** Default 127.0.0.1, where REDIRECT sends the packets of local processes. */
  readonly host?: string;
  /**
   * Who sent it and where to, from the kernel's record; undefined when the kernel saw nobody. `from` is the accepted connection over TCP, and
   * over UDP the mark of the datagram, where the kernel tells it. If it throws, nobody was seen.
   */
  readonly flowOf: (transport: 'udp' | 'tcp', srcIp: string, srcPort: number, from?: Socket | number) => Flow | undefined;
  readonly limits?: Partial<DnsLimits>;
  /** Descriptors of bound sockets, in the place of `port` and `host`. */
  readonly inherited?: { readonly udpFd: number; readonly udpPort: number; readonly tcpFd: number } | undefined;
}

export interface DnsLimits {
  readonly connections: number;
  readonly connectionsPerProcess: number;
  /** Queries of one connection being answered; more are not read until some are done. */
  readonly pipeline: number;
  /** Largest query over TCP, in bytes. */
  readonly queryBytes: number;
  /** How long a TCP client may be silent with nothing to wait for, or take for one query, in milliseconds. */
  readonly idleMs: number;
  /** Bytes of replies that a TCP client has not read. */
  readonly unreadBytes: number;
}

export interface DnsServer {
  readonly udpPort: number;
  readonly tcpPort: number;
  close(): Promise<void>;
}

const DEFAULT_LIMITS: DnsLimits = {
  connections: 256,
  connectionsPerProcess: 64,
  pipeline: 16,
  queryBytes: 1024,
  idleMs: 10_000,
  unreadBytes: 1 << 18,
};

/** Answers every port-53 packet that is redirected here, over UDP and TCP. Rejects when a port is taken. */
export async function startDnsServer(options: DnsServerOptions): Promise<DnsServer> {
  const { native, port, host = '127.0.0.1', flowOf, inherited } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const handle = createHandler(options);
  let closed = false;
  const known: DnsServerOptions['flowOf'] = (...from) => {
    try {
      return flowOf(...from);
    } catch {
      // Without a record there is nobody, and nobody is refused.
      return undefined;
    }
  };

  const address = parseIpv4(host);
  if (address === undefined) throw new Error(`${host} is no IPv4 address`);
  const bound = inherited ? { fd: inherited.udpFd, port: inherited.udpPort } : native.bindSocket('udp', address, port);
  const udp: DatagramServer = serveDatagrams(native, bound, (bytes, srcIp, srcPort, mark) =>
    handle(bytes, { transport: 'udp', srcPort, flow: known('udp', srcIp, srcPort, mark) }),
  );

  const connections = new Set<Socket>();
  const perProcess = new Map<number, number>();
  let tcp: Server;
  try {
    tcp = await listenTcp(inherited ? { fd: inherited.tcpFd } : { port, host }, (socket) => {
      // A reset by the client ends in `close` like everything else.
      socket.on('error', () => {});
      const srcPort = socket.remotePort ?? 0;
      const flow = known('tcp', socket.remoteAddress ?? '', srcPort, socket);
      // Those whom the kernel did not see share one bound.
      const pid = flow?.who.pid ?? -1;
      const count = perProcess.get(pid) ?? 0;
      if (connections.size >= limits.connections || count >= limits.connectionsPerProcess) return void socket.resetAndDestroy();
      connections.add(socket);
      perProcess.set(pid, count + 1);
      socket.on('close', () => {
        connections.delete(socket);
        const left = (perProcess.get(pid) ?? 1) - 1;
        if (left > 0) perProcess.set(pid, left);
        else perProcess.delete(pid);
      });
      serveConnection(socket, (bytes) => handle(bytes, { transport: 'tcp', srcPort, flow }), limits);
    });
  } catch (error) {
    udp.close();
    throw error;
  }
  const tcpAddress = tcp.address();

  return {
    udpPort: udp.port,
    tcpPort: typeof tcpAddress === 'object' && tcpAddress ? tcpAddress.port : port,
    close: () =>
      new Promise((resolve) => {
        if (closed) return resolve();
        closed = true;
        for (const socket of connections) socket.destroy();
        udp.close();
        tcp.close(() => resolve());
      }),
  };
}

/** RFC 7766: several queries on one connection, answered as they are done. */
function serveConnection(socket: Socket, answer: (bytes: Buffer) => ReturnType<DnsHandler>, limits: DnsLimits): void {
  let received = Buffer.alloc(0);
  let pending = 0;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  /** Runs from the last whole query or reply on, so that bytes sent one by one do not keep the connection. */
  const restartTimer = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => pending === 0 && socket.destroy(), limits.idleMs);
  };

  const takeQueries = (): void => {
    while (pending < limits.pipeline && received.length >= 2 && !socket.destroyed) {
      const length = received.readUInt16BE(0);
      if (length > limits.queryBytes || length === 0) return void socket.resetAndDestroy();
      if (received.length < 2 + length) break;
      const query = Buffer.from(received.subarray(2, 2 + length));
      received = received.subarray(2 + length);
      pending++;
      restartTimer();
      // Never at once: a reply takes the next query, and a connection may hold many.
      Promise.resolve(answer(query)).then((reply) => {
        pending--;
        if (socket.destroyed) return;
        // Without an answer the client cannot know which of its queries failed; it connects anew.
        if (!reply) return void socket.destroy();
        socket.write(framed(reply));
        if (socket.writableLength > limits.unreadBytes) return void socket.resetAndDestroy();
        restartTimer();
        takeQueries();
      });
    }
    if (pending < limits.pipeline) socket.resume();
    else socket.pause();
    if (ended && pending === 0) socket.end();
  };

  restartTimer();
  socket.setNoDelay(true);
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    takeQueries();
  });
  socket.on('end', () => {
    ended = true;
    takeQueries();
  });
  socket.on('close', () => clearTimeout(timer));
}

const BACKLOG = 128;

const listenTcp = (at: { port: number; host: string } | { fd: number }, onConnection: (socket: Socket) => void): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true }, onConnection);
    server.once('error', reject);
    server.listen({ ...at, exclusive: true }, BACKLOG, () => {
      server.off('error', reject);
      // accept(2) failing for want of descriptors: the client is dropped, the server stays.
      server.on('error', () => {});
      resolve(server);
    });
  });
