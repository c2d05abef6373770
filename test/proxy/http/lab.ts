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
      lab.#keep(client);
      const session: HttpSession = {
        scheme: 'http',
        port: 80,
        client,
        openUpstream: options.openUpstream ?? (() => lab.#connect()),
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

  async #connect(): Promise<Socket> {
    const upstream = connect({ port: this.originPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    this.#keep(upstream);
    await once(upstream, 'connect');
    return upstream;
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
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

export async function until(condition: () => boolean, ms = 5_000): Promise<void> {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > end) throw new Error('timed out');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
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
  socket.on('error', () => {});
  const closed = Promise.race([once(socket, 'end'), once(socket, 'close')]);
  for (const piece of pieces) {
    socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
    if (pieces.length > 1) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await closed;
  socket.destroy();
  return received;
}
