import { createSecureServer, createServer, type Http2Server } from 'node:http2';
import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadNative } from '../../../src/kernel/load.ts';
import { H2_PREFACE, type HttpSession, type RelayResult, relayHttp2 } from '../../../src/proxy/http/index.ts';
import { createTlsEngine, createTrust, type TlsEngine } from '../../../src/proxy/tcp/index.ts';
import type { TlsStream } from '../../../src/proxy/tcp/tls-stream.ts';
import { worldCa } from '../tcp/lab.ts';
import { type Case, get, ping } from './conformance/case.ts';
import { compression } from './conformance/compression.ts';
import { flow, frames, streams } from './conformance/framing.ts';
import { messages } from './conformance/messages.ts';
import { frame } from './frames.ts';
import { Lab, until } from './lab.ts';
import { DATA, GOAWAY, HEADERS, PING, RawClient, RST, SETTINGS } from './raw-client.ts';

/** Behind any stream of a case. */
const PROBE = 1_001;
const groups: Readonly<Record<string, readonly Case[]>> = { frames, streams, flow, messages, compression };

interface Way {
  readonly tls?: ConnectionOptions;
  origin(settings: object): Http2Server;
  relay(session: HttpSession, lab: Lab): Promise<RelayResult>;
  stop?(): void;
}

const settled = (begin: (done: () => void) => TlsStream): Promise<TlsStream> =>
  new Promise((resolve, reject) => {
    const stream = begin(() => {
      stream.off('error', reject);
      resolve(stream);
    });
    stream.once('error', reject);
  });

/** Both sides as behind an intercepted connection: TLS of native threads, whose streams carry frames past the relay where it lets them. */
const overTls = (): Way => {
  const leaf = worldCa.leafFor(['ok.test']);
  const trust = createTrust([worldCa.caPem]);
  let engine: TlsEngine | undefined;
  return {
    tls: { servername: 'ok.test', ca: worldCa.caPem, ALPNProtocols: ['h2'] },
    origin: (settings) => createSecureServer({ settings, ...leaf }) as unknown as Http2Server,
    relay: async (session, lab) => {
      engine ??= createTlsEngine(loadNative(), 2);
      const { accept, connect, lane } = engine;
      const number = lane();
      const options = { trust, servername: 'ok.test', alpn: ['h2'], session: undefined };
      const [client, upstream] = await Promise.all([
        settled((done) => accept(session.client as Socket, number, leaf, 'h2', { onSecure: done })),
        settled((done) => connect({ ip: '127.0.0.1', port: lab.originPort }, number, options, { onSecure: done })),
      ]);
      return relayHttp2({ ...session, client, upstream });
    },
    stop: () => engine?.close(),
  };
};

const ways: readonly (readonly [name: string, way: Way])[] = [
  [
    'with the upstream connected before the first request',
    {
      origin: (settings) => createServer({ settings }),
      relay: async (session, lab) => relayHttp2({ ...session, upstream: await lab.connect() }),
    },
  ],
  ['with the upstream connected behind the first request', { origin: (settings) => createServer({ settings }), relay: relayHttp2 }],
  ['over TLS', overTls()],
];

/** What clients of the relay may rely on, wherever the upstream stands; the origin is Node's. */
describe.each(ways)('%s', (_name, way) => {
  let lab: Lab;
  /** What the origin found wrong: nothing that the relay has let pass may be a violation for it. */
  const complaints: unknown[] = [];

  beforeAll(async () => {
    const origin = way.origin({ maxConcurrentStreams: 20 });
    origin.on('session', (session) =>
      session.on('error', (error: NodeJS.ErrnoException) => error.code !== 'ECONNRESET' && complaints.push(error)),
    );
    origin.on('stream', (stream) => {
      stream.on('error', () => {});
      stream.resume();
      stream.on('end', () => {
        if (stream.destroyed) return;
        stream.respond({ ':status': 200 });
        stream.end('right');
      });
    });
    lab = await Lab.start({ relay: (session) => way.relay(session, lab), origin: origin as never });
  });
  afterAll(async () => {
    await lab.stop();
    way.stop?.();
  });

  const connected = (): RawClient => {
    const client = new RawClient(lab.port, way.tls);
    client.send(H2_PREFACE, frame(SETTINGS, 0, 0));
    return client;
  };

  /** The connection still serves, and is in order: every SETTINGS acknowledged, the first frame SETTINGS. */
  const expectService = async (client: RawClient): Promise<void> => {
    client.send(get(PROBE), ping('probing!'));
    await until(
      () =>
        client.closed ||
        (client.statuses().has(PROBE) && client.frames().some(({ type, payload }) => type === PING && String(payload) === 'probing!')),
    );
    expect(client.frames().filter(({ type }) => type === GOAWAY)).toEqual([]);
    expect(client.statuses().get(PROBE)).toBe(200);
    expect(client.frames()[0]).toMatchObject({ type: SETTINGS, flags: 0, stream: 0 });
    await until(() => client.frames().some(({ type, flags }) => type === SETTINGS && flags === 1));
  };

  describe.each(Object.entries(groups))('%s', (_group, cases) => {
    it.each(cases)('%s: %s', async (_section, _what, sends, then) => {
      const client = connected();
      try {
        if (typeof sends === 'function') await sends(client);
        else client.send(...sends);
        if (then === 'goes on') return await expectService(client);
        if ('goaway' in then) {
          expect(await client.goaway()).toBe(then.goaway);
          await until(() => client.closed);
          const { payload } = client.of(GOAWAY, 0)[0] ?? {};
          if (then.last !== undefined) expect(payload?.readUInt32BE(0)).toBe(then.last);
          return;
        }
        const { stream = 1 } = then;
        if ('reset' in then) {
          const { payload } = await client.find(RST, stream);
          expect(then.reset).toContain(payload.readUInt32BE());
          expect(client.of(DATA, stream)).toEqual([]);
        } else {
          await client.find(HEADERS, stream);
          expect(client.statuses().get(stream)).toBe(then.status);
        }
        await expectService(client);
      } finally {
        client.socket.destroy();
      }
    });
  });

  it.each([
    ['an invalid preface', Buffer.from('PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n')],
    ['HTTP/1', Buffer.from('GET / HTTP/1.1\r\nHost: ok.test\r\n\r\n')],
    ['a first frame that is not SETTINGS', Buffer.concat([H2_PREFACE, get(1)])],
    ['a first frame that acknowledges SETTINGS', Buffer.concat([H2_PREFACE, frame(SETTINGS, 1, 0)])],
    ['a PING as first frame', Buffer.concat([H2_PREFACE, ping()])],
  ])('3.4: %s', async (_what, bytes) => {
    const client = new RawClient(lab.port, way.tls);
    client.send(bytes);
    expect(await client.goaway()).toBe(1);
    await until(() => client.closed);
  });

  it('6.8: a client that has sent GOAWAY gets the answers that are still due', async () => {
    const client = connected();
    client.send(get(1), frame(GOAWAY, 0, 0, Buffer.alloc(8)));
    await until(() => client.closed || client.statuses().has(1));
    expect(client.statuses().get(1)).toBe(200);
    client.socket.destroy();
  });

  it('10.5: nothing of all this was a violation for the origin', () => expect(complaints).toEqual([]));
});
