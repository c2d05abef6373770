import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { expect } from 'vitest';
import type { TlsEngine } from '../../../src/proxy/tcp/index.ts';
import type { TlsStream } from '../../../src/proxy/tcp/tls-stream.ts';
import { worldCa } from './lab.ts';

export const leaf = worldCa.leafFor(['ok.test']);
export const MiB = 1 << 20;
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
export const until = async (condition: () => boolean, what: string): Promise<void> => {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited > 20_000) throw new Error(`not within 20 s: ${what}`);
    await pause(20);
  }
};
/** Waits until a number has stopped to grow. */
export const settled = async (value: () => number): Promise<number> => {
  for (let before = -1; ; ) {
    const now = value();
    if (now === before) return now;
    before = now;
    await pause(300);
  }
};
export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export interface End {
  /** Ours, of the engine. */
  readonly stream: TlsStream;
  /** The peer's. */
  readonly peer: TLSSocket;
  readonly wire: Socket;
  /** What the peer has read. */
  readonly heard: Buffer[];
  error: string | undefined;
}

/** A connection of the engine's with a peer at its other end; the peer reads unless told. */
export const connectEnd = async (engine: TlsEngine, lane = 0): Promise<End> => {
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const wire = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true });
  wire.on('error', () => {});
  const [tcp] = (await once(server, 'connection')) as [Socket];
  const peer = connectTls({ socket: wire, servername: 'ok.test', ca: worldCa.caPem });
  peer.allowHalfOpen = true;
  peer.on('error', () => {});
  let stream = undefined as TlsStream | undefined;
  const secured = new Promise<void>((resolve) => {
    stream = engine.accept(tcp, lane, leaf, undefined, { onSecure: () => resolve() });
  });
  if (!stream) throw new Error('no stream');
  const end: End = { stream, peer, wire, heard: [], error: undefined };
  stream.on('error', (error) => {
    end.error = 'code' in error ? String(error.code) : error.message;
  });
  peer.on('data', (chunk: Buffer) => end.heard.push(chunk));
  await Promise.all([secured, once(peer, 'secureConnect')]);
  server.close();
  return end;
};

export const held = (stream: TlsStream): Promise<void> => new Promise((resolve) => stream.hold(resolve));
export const carry = (from: TlsStream, to: TlsStream, octets: number): Promise<number> =>
  new Promise((resolve) => expect(from.carry(to, octets, resolve)).toBe(true));
