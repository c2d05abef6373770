import { createPrivateKey, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import type { Leaf } from '../../../../src/proxy/tcp/ca.ts';
import { alpn as protocolList, vector } from '../hello.ts';
import { cipher13, createShare, finished13, hash, prf12, schedule12, schedule13 } from './keys.ts';
import { CHANGE_CIPHER_SPEC, MESSAGE, message, u16, Wire } from './wire.ts';

export interface ServerOptions {
  readonly version: '1.2' | '1.3';
  /** What it shows: certificate and key, PEM. */
  readonly leaf: Pick<Leaf, 'cert' | 'key'>;
  /** The protocol that it chooses, whatever was offered. */
  readonly alpn?: string;
  /** Shows its certificate as a CompressedCertificate (RFC 8879), which nobody has to have offered. TLS 1.3. */
  readonly compressed?: boolean;
  /** Octets of payload in each record. */
  readonly piece?: number;
  /** After the handshake. */
  readonly serve: (wire: Wire) => unknown;
}

export interface HandServer {
  readonly port: number;
  /** Why handshakes came to no end. */
  readonly failures: string[];
  /** Types of the extensions in the ClientHello of each connection that shows one. */
  readonly offered: number[][];
  readonly wires: Wire[];
  close(): void;
}

/** What of a ClientHello's message a server has to know. */
const readClientHello = (bytes: Buffer) => {
  const random = bytes.subarray(6, 38);
  const session = bytes.subarray(39, 39 + (bytes[38] ?? 0));
  let at = 39 + session.length;
  at += 2 + bytes.readUInt16BE(at);
  at += 1 + (bytes[at] ?? 0) + 2;
  const extensions = new Map<number, Buffer>();
  while (at + 4 <= bytes.length) {
    const length = bytes.readUInt16BE(at + 2);
    extensions.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return { random, session, extensions };
};

/** The X25519 share among those of a ClientHello. */
const shareOf = (extension: Buffer | undefined): Buffer => {
  for (let at = 2; extension && at + 4 <= extension.length; ) {
    const length = extension.readUInt16BE(at + 2);
    if (extension.readUInt16BE(at) === 0x1d) return extension.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  throw new Error('no share that this server knows');
};

const extensionsOf = (...extensions: readonly { readonly type: number; readonly body: Buffer }[]): Buffer =>
  vector(2, Buffer.concat(extensions.map(({ type, body }) => Buffer.concat([u16(type), vector(2, body)]))));

const ECDSA_SHA256 = Buffer.of(4, 3);
const signed = (key: KeyObject, bytes: Buffer): Buffer =>
  Buffer.concat([ECDSA_SHA256, vector(2, sign('sha256', bytes, { key, dsaEncoding: 'der' }))]);

const serve13 = async (wire: Wire, options: ServerOptions, der: Buffer, key: KeyObject, offered: number[][]): Promise<void> => {
  const hello = readClientHello(await wire.hear());
  offered.push([...hello.extensions.keys()]);
  const { share, agree } = createShare();
  const answer = [
    { type: 43, body: Buffer.of(3, 4) },
    { type: 51, body: Buffer.concat([Buffer.of(0, 0x1d), vector(2, share)]) },
  ];
  const head = Buffer.concat([Buffer.of(3, 3), randomBytes(32), vector(1, hello.session), Buffer.of(0x13, 0x01, 0)]);
  wire.say(message(MESSAGE.serverHello, Buffer.concat([head, extensionsOf(...answer)])));
  const schedule = schedule13(agree(shareOf(hello.extensions.get(51))));
  const keys = schedule.handshake(wire.transcript);
  wire.sealing = cipher13(keys.server);
  const say = (type: number, body: Buffer): void => wire.say(message(type, body));
  say(MESSAGE.encryptedExtensions, extensionsOf(...(options.alpn === undefined ? [] : [protocolList(options.alpn)])));
  const certificate = Buffer.concat([Buffer.of(0), vector(3, Buffer.concat([vector(3, der), vector(2, Buffer.alloc(0))]))]);
  // As if by zlib; nobody should get as far as to look.
  const compressed = Buffer.concat([Buffer.of(0, 1), Buffer.of(0, 0, 0), vector(3, certificate)]);
  if (options.compressed) say(MESSAGE.compressedCertificate, compressed);
  else say(MESSAGE.certificate, certificate);
  const context = Buffer.concat([Buffer.alloc(64, 0x20), Buffer.from('TLS 1.3, server CertificateVerify\0'), hash(wire.transcript)]);
  say(MESSAGE.certificateVerify, signed(key, context));
  say(MESSAGE.finished, finished13(keys.server, wire.transcript));
  const application = schedule.application(wire.transcript);
  wire.opening = cipher13(keys.client);
  wire.secret = application.server;
  wire.sealing = cipher13(application.server);
  await wire.hear();
  wire.opening = cipher13(application.client);
};

const serve12 = async (wire: Wire, options: ServerOptions, der: Buffer, key: KeyObject, offered: number[][]): Promise<void> => {
  const hello = readClientHello(await wire.hear());
  offered.push([...hello.extensions.keys()]);
  const random = randomBytes(32);
  const { share, agree } = createShare();
  const answer = [{ type: 0xff01, body: Buffer.of(0) }, ...(options.alpn === undefined ? [] : [protocolList(options.alpn)])];
  const head = Buffer.concat([Buffer.of(3, 3), random, Buffer.of(0), Buffer.of(0xc0, 0x2b, 0)]);
  wire.say(message(MESSAGE.serverHello, Buffer.concat([head, extensionsOf(...answer)])));
  wire.say(message(MESSAGE.certificate, vector(3, vector(3, der))));
  const params = Buffer.concat([Buffer.of(3, 0, 0x1d), vector(1, share)]);
  wire.say(message(MESSAGE.serverKeyExchange, Buffer.concat([params, signed(key, Buffer.concat([hello.random, random, params]))])));
  wire.say(message(MESSAGE.serverHelloDone));
  const exchange = await wire.hear();
  const keys = schedule12(agree(exchange.subarray(5)), hello.random, random);
  wire.next = keys.client;
  await wire.hear();
  wire.send(CHANGE_CIPHER_SPEC, Buffer.of(1));
  wire.sealing = keys.server;
  wire.say(message(MESSAGE.finished, prf12(keys.master, 'server finished', hash(wire.transcript), 12)));
};

/** A server on loopback that does what no library does. */
export const serveByHand = async (options: ServerOptions): Promise<HandServer> => {
  const der = Buffer.from(new X509Certificate(options.leaf.cert).raw);
  const key = createPrivateKey(options.leaf.key);
  const failures: string[] = [];
  const offered: number[][] = [];
  const wires: Wire[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    const wire = new Wire(socket);
    wire.piece = options.piece ?? wire.piece;
    wires.push(wire);
    const shake = options.version === '1.3' ? serve13 : serve12;
    const failed = (error: unknown): void => void failures.push(error instanceof Error ? error.message : String(error));
    void shake(wire, options, der, key, offered)
      .then(() => options.serve(wire))
      .catch(failed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    failures,
    offered,
    wires,
    close: () => {
      for (const { socket } of wires) socket.destroy();
      server.close();
    },
  };
};
