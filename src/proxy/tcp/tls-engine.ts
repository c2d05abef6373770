import type { Socket } from 'node:net';
import { availableParallelism } from 'node:os';
import { parseIpv4 } from '../../kernel/ip.ts';
import type { Native, NativeSession, NativeTls, NativeTrust, TlsEvent } from '../../kernel/native.ts';
import type { Endpoint } from '../context.ts';
import type { Leaf } from './ca.ts';
import { descriptorOf, takeOver } from './descriptors.ts';
import { TlsOutbox } from './tls-outbox.ts';
import { type TlsListener, TlsStream } from './tls-stream.ts';
import type { UpstreamTrust } from './trust.ts';

export interface ConnectOptions {
  readonly trust: UpstreamTrust;
  /** SNI; none is sent without it. */
  readonly servername: string | undefined;
  /** ALPN, in the order of preference; none is sent when empty. */
  readonly alpn: readonly string[];
  /** To resume. */
  readonly session: NativeSession | undefined;
}

/** TLS of all connections: handshakes, records and sockets on native threads, plaintext here. */
export interface TlsEngine {
  /** A number for connections whose two sides belong together. */
  lane(): number;
  /** Has a leaf made that accept() is about to need. */
  prepare(lane: number, leaf: Leaf): void;
  /** Reads the authorities that connect() is about to need: 18 ms for the 144 of a system, which else the first connection and all beside it wait for. */
  prepareTrust(trust: UpstreamTrust): void;
  /**
   * Takes a socket away from Node, with what Node has read already; the socket object is destroyed.
   * @throws Error with `code` when the socket is closed, or there are no descriptors left.
   */
  accept(socket: Socket, lane: number, leaf: Leaf, alpn: string | undefined, listener: TlsListener): TlsStream;
  /** A connection of its own. @throws Error with the code of socket(2) or connect(2) where it is refused at once; else the stream tells. */
  connect(to: Endpoint, lane: number, options: ConnectOptions, listener: TlsListener): TlsStream;
  /** Ends every connection; the engine can go on with others. */
  breakAll(): void;
  close(): void;
}

/** Half of the cores, for the build has work to do as well. */
const threadsHere = (): number => Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)));

/** Events that the threads hand over at a time (BATCH_EVENTS of native/src/tls_engine.c), and numbers an event. */
const BATCH = 32;
const META = 4;
const EMPTY = Buffer.alloc(0);

export const createTlsEngine = (native: Pick<Native, 'openTls'>, threads = threadsHere()): TlsEngine => {
  /** By their numbers, which are low. */
  const streams: (TlsStream | undefined)[] = [];
  const trusts = new WeakMap<UpstreamTrust, NativeTrust>();
  const meta = new Int32Array(BATCH * META);
  const outbox = new TlsOutbox();
  let lanes = 0;

  const hear = (count: number, data: Buffer): void => {
    for (let at = 0; at < count * META; at += META) {
      const stream = streams[meta[at] ?? -1];
      if (!stream) continue;
      const offset = meta[at + 2] ?? 0;
      const length = meta[at + 3] ?? 0;
      try {
        stream.hear((meta[at + 1] ?? 0) as TlsEvent, length === 0 ? EMPTY : data.subarray(offset, offset + length));
      } catch (error) {
        // One connection's trouble is not that of the others in this batch.
        stream.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    }
  };
  const onEvents = (count: number, data: Buffer): void => {
    outbox.open = true;
    try {
      hear(count, data);
    } finally {
      outbox.open = false;
    }
  };
  const tls: NativeTls = native.openTls(threads, meta, onEvents, outbox.numbers);

  const nativeTrust = (trust: UpstreamTrust): NativeTrust => {
    const made = trusts.get(trust) ?? tls.trust(trust.pems);
    trusts.set(trust, made);
    return made;
  };

  const track = (id: number, listener: TlsListener): TlsStream => {
    const stream = new TlsStream(tls, outbox, id, listener, () => {
      streams[id] = undefined;
    });
    streams[id] = stream;
    return stream;
  };

  return {
    lane: () => {
      lanes = (lanes + 1) % 0x7fffffff;
      return lanes;
    },
    prepare: (lane, leaf) => tls.prepare(lane, leaf.native),
    prepareTrust: (trust) => void nativeTrust(trust),
    accept: (socket, lane, leaf, alpn, listener) => {
      const head = takeOver(socket);
      try {
        return track(tls.accept(descriptorOf(socket), lane, leaf.native, alpn ?? '', head), listener);
      } finally {
        socket.destroy();
      }
    },
    connect: ({ ip, port }, lane, { trust, servername, alpn, session }, listener) => {
      const made = nativeTrust(trust);
      const address = parseIpv4(ip);
      if (address === undefined) throw new Error(`${ip} is not an IPv4 address`);
      return track(tls.connect(address, port, lane, made, servername ?? '', alpnList(alpn), session), listener);
    },
    breakAll: () => {
      for (const stream of [...streams]) stream?.destroy();
    },
    close: () => tls.close(),
  };
};

/** `ProtocolNameList` (RFC 7301, section 3.1). A name is 1 to 255 octets, as the client's was. */
const alpnList = (names: readonly string[]): Buffer =>
  Buffer.concat(names.flatMap((name) => [Buffer.of(name.length), Buffer.from(name, 'latin1')]));
