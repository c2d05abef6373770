import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import { type Answer, decode, encode } from 'dns-packet';

/** One query as the world saw it. */
export interface Seen {
  readonly name: string;
  readonly type: string;
  readonly transport: 'udp' | 'tcp';
  readonly port: number;
  readonly bytes: Buffer;
}

export interface Zone {
  readonly answers?: Answer[];
  readonly authorities?: Answer[];
  readonly additionals?: Answer[];
  readonly rcode?: number;
  readonly truncated?: boolean;
}

/** What a name does: a zone's data, bytes of its own making, or nothing. `send` lets it speak more than once, or from elsewhere. */
export type Behaviour = Zone | ((seen: Seen, send: (bytes: Buffer, fromElsewhere?: boolean) => void) => Zone | Buffer | undefined);

/** A small authoritative server on loopback, UDP and TCP on one port, that writes down every query before it does anything else. */
export async function startWorld(names: Record<string, Behaviour> = {}, host = '127.0.0.1') {
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  const garbage: Buffer[] = [];

  const answer = (bytes: Buffer, transport: 'udp' | 'tcp', port: number, send: (reply: Buffer, fromElsewhere?: boolean) => void): void => {
    let query: Seen;
    try {
      const { questions = [] } = decode(bytes);
      query = { name: questions[0]?.name ?? '', type: questions[0]?.type ?? '', transport, port, bytes };
    } catch {
      garbage.push(bytes);
      return;
    }
    seen.push(query);
    const behaviour = names[`${query.name} ${query.type}`] ?? names[query.name] ?? { rcode: 3 };
    const does = typeof behaviour === 'function' ? behaviour(query, send) : behaviour;
    if (Buffer.isBuffer(does)) send(does);
    else if (does) send(reply(bytes, does));
  };

  const udp = createSocket('udp4');
  const elsewhere = createSocket('udp4');
  const tcp = createServer((socket) => {
    sockets.add(socket);
    let received = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const end = 2 + received.readUInt16BE(0);
        const bytes = received.subarray(2, end);
        received = received.subarray(end);
        answer(bytes, 'tcp', socket.remotePort ?? 0, (message) => {
          const length = Buffer.alloc(2);
          length.writeUInt16BE(message.length);
          socket.write(Buffer.concat([length, message]));
        });
      }
    });
  });
  await new Promise<void>((resolve) => tcp.listen(0, host, resolve));
  const address = tcp.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await new Promise<void>((resolve) => udp.bind(port, host, resolve));
  await new Promise<void>((resolve) => elsewhere.bind(0, host, resolve));
  udp.on('message', (bytes, from) =>
    answer(bytes, 'udp', from.port, (message, fromElsewhere) => (fromElsewhere ? elsewhere : udp).send(message, from.port, from.address)),
  );

  return {
    ip: host,
    port,
    seen,
    garbage,
    names,
    /** Queries for this name or below it. */
    about: (name: string) => seen.filter((query) => query.name === name || query.name.endsWith(`.${name}`)),
    async close() {
      for (const socket of sockets) socket.destroy();
      elsewhere.close();
      await new Promise<void>((resolve) => udp.close(() => tcp.close(() => resolve())));
    },
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;

/** An answer to these bytes. */
export function reply(query: Buffer, { answers = [], authorities = [], additionals = [], rcode = 0, truncated = false }: Zone): Buffer {
  const { id, questions } = decode(query);
  return encode({
    type: 'response',
    id: id ?? 0,
    flags: 0x0180 | rcode | (truncated ? 0x0200 : 0),
    questions: questions ?? [],
    answers,
    authorities,
    additionals,
  });
}

export const a = (name: string, data: string, ttl = 300): Answer => ({ type: 'A', name, data, ttl });
export const cname = (name: string, data: string, ttl = 300): Answer => ({ type: 'CNAME', name, data, ttl });
export const soa = (name: string, minimum: number, ttl = 300): Answer => ({
  type: 'SOA',
  name,
  ttl,
  data: { mname: `ns.${name}`, rname: `admin.${name}`, serial: 1, refresh: 1, retry: 1, expire: 1, minimum },
});
