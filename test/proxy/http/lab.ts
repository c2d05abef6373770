import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { HttpSession, RelayResult, RequestDecision, RequestHead } from '../../../src/proxy/http/index.ts';

export const DENIAL: RequestDecision = { forward: false, status: 403, body: 'denied by the test\n', contentType: 'text/plain' };

/** Allows everything but hosts that begin with `evil` and paths that begin with `/denied`. */
export function byName(head: RequestHead): RequestDecision {
  return head.host.startsWith('evil') || head.target.startsWith('/denied') ? DENIAL : { forward: true };
}

type Relay = (session: HttpSession) => Promise<RelayResult>;

export interface LabOptions {
  readonly relay: Relay;
  readonly origin: Server;
  readonly authorize?: (head: RequestHead) => RequestDecision | Promise<RequestDecision>;
  readonly openUpstream?: (head: RequestHead) => Promise<Socket>;
  readonly limits?: HttpSession['limits'];
}

/** A relay on a loopback port in front of an origin server: real sockets on both sides. */
export class Lab {
  readonly heads: RequestHead[] = [];
  readonly results: RelayResult[] = [];
  readonly #servers: Server[];
  readonly #sockets = new Set<Socket>();
  /** The relay's own ends. */
  readonly #relayed = new Set<Socket>();
  /** Connections of clients so far. */
  accepted = 0;
  port = 0;
  originPort = 0;

  private constructor(servers: Server[]) {
    this.#servers = servers;
  }

  static async start(options: LabOptions): Promise<Lab> {
    const front = createServer({ allowHalfOpen: true, noDelay: true });
    const lab = new Lab([front, options.origin]);
    options.origin.on('connection', (socket) => lab.#keep(socket));
    options.origin.listen(0, '127.0.0.1');
    await once(options.origin, 'listening');
    lab.originPort = (options.origin.address() as AddressInfo).port;

    front.on('connection', (client) => {
      lab.accepted++;
      lab.#keep(client);
      lab.#relayed.add(client);
      const session: HttpSession = {
        scheme: 'http',
        port: 80,
        client,
        openUpstream: options.openUpstream ?? (() => lab.connect()),
        authorize: (head) => {
          lab.heads.push(head);
          return (options.authorize ?? byName)(head);
        },
        ...(options.limits === undefined ? {} : { limits: options.limits }),
      };
      void options.relay(session).then((result) => lab.results.push(result));
    });
    front.listen(0, '127.0.0.1');
    await once(front, 'listening');
    lab.port = (front.address() as AddressInfo).port;
    return lab;
  }

  /** A connection to the origin for a relay. */
  async connect(): Promise<Socket> {
    const upstream = connect({ port: this.originPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    this.#keep(upstream);
    this.#relayed.add(upstream);
    await once(upstream, 'connect');
    return upstream;
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
  }

  /** Octets that wait in memory to be read or written by relays. */
  held(): number {
    let octets = 0;
    for (const socket of this.#relayed) octets += socket.readableLength + socket.writableLength;
    return octets;
  }

  /** Octets that relays have taken from their sockets. */
  taken(): number {
    let octets = 0;
    for (const socket of this.#relayed) octets += socket.bytesRead;
    return octets;
  }

  /** Sockets that are not closed: the relay's ends and the origin's. */
  open(): number {
    return this.#sockets.size;
  }

  /** The result of the nth connection. */
  async result(n = 0): Promise<RelayResult> {
    await until(() => this.results.length > n);
    return this.results[n] ?? {};
  }

  async stop(): Promise<void> {
    for (const server of this.#servers) server.close();
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(this.#servers.map((server) => (server.listening ? once(server, 'close') : undefined)));
  }
}

export async function until(condition: () => boolean, ms = 15_000): Promise<void> {
  const end = Date.now() + ms;
  for (let turns = 0; !condition(); turns++) {
    // Everything that is waited for runs in this process: turns of its loop count, not only the time that a busy machine takes for them.
    if (Date.now() > end && turns > 100) throw new Error('timed out');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/**
 * Where `octets` comes to rest: unchanged for many turns of the event loop, in which all sockets of this process could move more.
 * Throws where it grows beyond what the kernel's buffers of a few connections hold.
 */
export async function atRest(octets: () => number, most = 100_000_000): Promise<number> {
  let last = octets();
  for (let same = 0; same < 60; ) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const now = octets();
    same = now === last ? same + 1 : 0;
    last = now;
    if (now > most) throw new Error(`${now} octets, and no end`);
  }
  return last;
}

/** An origin that records what it is sent and answers by `respond`. */
export function recordingOrigin(
  respond: (socket: Socket, seen: () => string) => void,
): Server & { seen: () => string; connections2: () => number } {
  let seen = '';
  let count = 0;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    count++;
    socket.on('data', (chunk) => {
      seen += chunk.toString('latin1');
      respond(socket, () => seen);
    });
    socket.on('end', () => socket.end());
    socket.on('error', () => {});
  });
  return Object.assign(server, { seen: () => seen, connections2: () => count });
}

/** Sends raw octets and gives all that comes back until the other side ends. */
export async function exchange(port: number, ...pieces: (string | Buffer)[]): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  await once(socket, 'connect');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
  });
  // The other side may be through before all is sent (EPIPE): what it has said by then is what counts.
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('end', resolve).once('close', () => resolve()));
  for (const piece of pieces) {
    socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
    if (pieces.length > 1) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await closed;
  socket.destroy();
  return received;
}
