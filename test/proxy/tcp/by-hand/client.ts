import { randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { alpn, sni, vector } from '../hello.ts';
import { cipher13, createShare, finished13, hashMessage, prf12, schedule12, schedule13, hash as sha256 } from './keys.ts';
import { APPLICATION_DATA, CHANGE_CIPHER_SPEC, HANDSHAKE, MESSAGE, message, u16, Wire } from './wire.ts';

interface Extension {
  readonly type: number;
  readonly body: Buffer;
}

export interface ClientOptions {
  readonly servername?: string;
  readonly alpn?: readonly string[];
  /** Further extensions; the last ones of the ClientHello. */
  readonly extensions?: readonly Extension[];
  /** Names no key share, so that the server asks for one (HelloRetryRequest); the second ClientHello is for this name. */
  readonly secondName?: string;
  /** Goes right behind the first ClientHello. */
  readonly behindHello?: Buffer;
  /** Octets of payload in each record. */
  readonly piece?: number;
}

/** A connection whose handshake is over. */
export interface Secured {
  readonly wire: Wire;
  /** Types of the server's handshake messages. */
  readonly messages: readonly number[];
  readonly certificate: X509Certificate;
  /** `Host: HOST`, answered until the connection ends. */
  ask(host: string, path?: string): Promise<string>;
}

const SUITES = { 13: Buffer.of(0x13, 0x01), 12: Buffer.of(0xc0, 0x2b) };
const X25519 = Buffer.of(0, 0x1d);
const GROUPS: Extension = { type: 10, body: vector(2, X25519) };
/** Before TLS 1.3 the curve of the certificate (P-256) has to be among them, too. */
const GROUPS_12: Extension = { type: 10, body: vector(2, Buffer.concat([X25519, Buffer.of(0, 0x17)])) };
const SIGNATURES: Extension = { type: 13, body: vector(2, Buffer.of(4, 3, 8, 4)) };
const NO_RENEGOTIATION_YET: Extension = { type: 0xff01, body: Buffer.of(0) };
const keyShare = (...shares: readonly Buffer[]): Extension => ({
  type: 51,
  body: vector(2, Buffer.concat(shares.map((share) => Buffer.concat([X25519, vector(2, share)])))),
});

/** A ClientHello's message. */
const clientHello = (random: Buffer, suites: Buffer, extensions: readonly Extension[]): Buffer => {
  const listed = extensions.map(({ type, body }) => Buffer.concat([u16(type), vector(2, body)]));
  return message(
    MESSAGE.clientHello,
    Buffer.concat([Buffer.of(3, 3), random, Buffer.of(0), vector(2, suites), Buffer.of(1, 0), vector(2, Buffer.concat(listed))]),
  );
};

/** Where the extensions of a ServerHello's message begin, and its random. */
export const readServerHello = (bytes: Buffer) => {
  const random = bytes.subarray(6, 38);
  const afterSession = 39 + (bytes[38] ?? 0);
  const extensions = new Map<number, Buffer>();
  for (let at = afterSession + 5; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt16BE(at + 2);
    extensions.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return { random, extensions };
};

const dial = async (port: number, { piece }: ClientOptions): Promise<Wire> => {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const wire = new Wire(socket);
  wire.piece = piece ?? wire.piece;
  await once(socket, 'connect');
  return wire;
};

const secured = (wire: Wire, messages: readonly number[], der: Buffer): Secured => ({
  wire,
  messages,
  certificate: new X509Certificate(der),
  ask: (host, path = '/') => {
    wire.send(APPLICATION_DATA, Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
    return wire.text();
  },
});

const named = (name: string | undefined): Extension[] => (name === undefined ? [] : [sni(name)]);

/** SHA-256 of "HelloRetryRequest" (RFC 8446, section 4.1.3). */
const RETRY = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');

/** TLS 1.3. @throws where the server gives up. */
export const connect13 = async (port: number, options: ClientOptions = {}): Promise<Secured> => {
  const wire = await dial(port, options);
  const random = randomBytes(32);
  const { share, agree } = createShare();
  const hello = (name: string | undefined, shares: readonly Buffer[], cookie: readonly Extension[] = []): Buffer =>
    clientHello(random, SUITES[13], [
      ...named(name),
      ...(options.alpn ? [alpn(...options.alpn)] : []),
      { type: 43, body: Buffer.of(2, 3, 4) },
      GROUPS,
      SIGNATURES,
      keyShare(...shares),
      ...cookie,
      ...(options.extensions ?? []),
    ]);
  const first = hello(options.servername, options.secondName === undefined ? [share] : []);
  wire.transcript.push(first);
  wire.send(HANDSHAKE, first);
  if (options.behindHello) wire.socket.write(options.behindHello);
  let answer = readServerHello(await wire.hear());
  if (options.secondName !== undefined) {
    if (!answer.random.equals(RETRY)) throw new Error('the server has asked for no other key share');
    const cookie = answer.extensions.get(44);
    wire.transcript[0] = hashMessage(first);
    wire.say(hello(options.secondName, [share], cookie ? [{ type: 44, body: cookie }] : []));
    answer = readServerHello(await wire.hear());
  }
  const theirs = answer.extensions.get(51);
  if (!theirs) throw new Error('the server has no key share');
  const schedule = schedule13(agree(theirs.subarray(4)));
  const keys = schedule.handshake(wire.transcript);
  wire.opening = cipher13(keys.server);

  const messages: number[] = [];
  let der: Buffer = Buffer.alloc(0);
  for (let heard = await wire.hear(); ; heard = await wire.hear()) {
    messages.push(heard[0] ?? 0);
    // Of the first entry of the list, behind an empty context.
    if (heard[0] === MESSAGE.certificate) der = heard.subarray(11, 11 + heard.readUIntBE(8, 3));
    if (heard[0] === MESSAGE.finished) break;
  }
  const application = schedule.application(wire.transcript);
  wire.sealing = cipher13(keys.client);
  wire.send(HANDSHAKE, message(MESSAGE.finished, finished13(keys.client, wire.transcript)));
  wire.secret = application.client;
  wire.sealing = cipher13(application.client);
  wire.opening = cipher13(application.server);
  return secured(wire, messages, der);
};

/** TLS 1.2. @throws where the server gives up. */
export const connect12 = async (port: number, options: ClientOptions = {}): Promise<Secured> => {
  const wire = await dial(port, options);
  const random = randomBytes(32);
  const { share, agree } = createShare();
  const extensions = [
    ...named(options.servername),
    ...(options.alpn ? [alpn(...options.alpn)] : []),
    GROUPS_12,
    SIGNATURES,
    { type: 11, body: vector(1, Buffer.of(0)) },
    NO_RENEGOTIATION_YET,
    ...(options.extensions ?? []),
  ];
  const hello = clientHello(random, SUITES[12], extensions);
  wire.transcript.push(hello);
  wire.send(HANDSHAKE, hello);
  const answer = readServerHello(await wire.hear());
  const messages: number[] = [];
  let [der, theirs]: Buffer[] = [];
  for (let heard = await wire.hear(); ; heard = await wire.hear()) {
    messages.push(heard[0] ?? 0);
    if (heard[0] === MESSAGE.certificate) der = heard.subarray(10, 10 + heard.readUIntBE(7, 3));
    // A named curve, and the point.
    if (heard[0] === MESSAGE.serverKeyExchange) theirs = heard.subarray(8, 8 + (heard[7] ?? 0));
    if (heard[0] === MESSAGE.serverHelloDone) break;
  }
  if (!der || !theirs) throw new Error('the server has shown no certificate, or no key');
  const keys = schedule12(agree(theirs), random, answer.random);
  wire.say(message(MESSAGE.clientKeyExchange, vector(1, share)));
  wire.send(CHANGE_CIPHER_SPEC, Buffer.of(1));
  wire.sealing = keys.client;
  wire.next = keys.server;
  wire.say(message(MESSAGE.finished, prf12(keys.master, 'client finished', sha256(wire.transcript), 12)));
  messages.push((await wire.hear())[0] ?? 0);
  return secured(wire, messages, der);
};
