import { type Duplex, duplexPair } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { H2_PREFACE, type HttpSession, type RelayResult, relayHttp1, relayHttp2 } from '../../../src/proxy/http/index.ts';
import { get, frame as octets } from './frames.ts';
import { byName } from './lab.ts';

const request = (path: string, host: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`;

/** Mostly what means something, so that scripts get far, and some garbage. */
const mostly = (...pieces: string[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: fc.string({ maxLength: 20 }) });

const h1Client = mostly(
  request('/', 'ok.test'),
  request('/', 'ok.test', 'Upgrade: websocket\r\n'),
  request('/', 'ok.test', 'Content-Length: 5\r\n'),
  request('/', 'ok.test', 'Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n'),
  request('/denied', 'ok.test'),
  'hello',
  '5\r\nhello\r\n',
  '0\r\n\r\n',
  '\r\n',
);
const h1Server = mostly(
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 101 Switching Protocols\r\n\r\n',
  'HTTP/1.1 204 No Content\r\n\r\n',
  'HTTP/1.1 200 OK\r\n\r\n',
);

const text = (bytes: Buffer) => bytes.toString('latin1');
const frame = (...parts: Parameters<typeof octets>) => text(octets(...parts));
const open = (...parts: Parameters<typeof get>) => text(get(...parts));
const settings = frame(4, 0, 0);
const h2Client = mostly(
  ...[1, 3, 5, 7].map((stream) => open(stream, stream === 5 ? 'evil.test' : 'ok.test')),
  open(9, 'ok.test', 4),
  open(11, 'evil.test', 4),
  frame(0, 1, 9, 'hello'),
  frame(0, 0, 11, 'hello'),
  frame(8, 0, 0, '\0\0\0\x05'),
  frame(8, 0, 0, '\0\x01\0\0'),
  frame(3, 0, 1, '\0\0\0\x08'),
  frame(4, 1, 0, ''),
  settings,
);
const h2Server = mostly(
  settings,
  frame(4, 1, 0, ''),
  frame(1, 5, 1, '\x88'),
  frame(1, 4, 9, '\x88'),
  frame(0, 1, 9, 'x'),
  frame(0, 0, 1, 'x'.repeat(100)),
  // As much as the window, and more than that.
  frame(0, 0, 1, 'x'.repeat(65_535)),
  frame(0, 0, 1, 'x'.repeat(65_536)),
  frame(7, 0, 0, '\0\0\0\0\0\0\0\0'),
);

interface Script {
  readonly up: string[];
  readonly down: string[];
  readonly ending: 'end' | 'destroy' | 'error';
  /** Verdicts take a turn of the event loop, and so do the client's pieces. */
  readonly late: boolean;
  /** How many turns after the last piece the end comes. */
  readonly turns: number;
}

const scripts = (up: fc.Arbitrary<string>, down: fc.Arbitrary<string>): fc.Arbitrary<Script> =>
  fc.record({
    up: fc.array(up, { maxLength: 10 }),
    down: fc.array(down, { maxLength: 8 }),
    ending: fc.constantFrom('end', 'destroy', 'error'),
    late: fc.boolean(),
    turns: fc.nat(8),
  });

// The same scripts each time, and shown as they are when they fail: to shrink one that hangs takes longer than a test may.
const runs = { numRuns: 500, seed: 20260131, endOnFailure: true };
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Plays both sides of a script against a relay, and gives how that ended and what the upstream was sent. */
async function play(relay: (session: HttpSession, upstream: Duplex) => Promise<RelayResult>, { up, down, ending, late, turns }: Script) {
  const [client, clientPeer] = duplexPair();
  const [upstream, upstreamPeer] = duplexPair();
  for (const stream of [client, clientPeer, upstream, upstreamPeer]) stream.on('error', () => {});
  let sent = '';
  upstreamPeer.on('data', (chunk: Buffer) => (sent += chunk.toString('latin1')));
  clientPeer.resume();
  const result = relay(
    {
      scheme: 'http',
      port: 80,
      client,
      openUpstream: async () => upstream,
      authorize: (head) => (late ? Promise.resolve(byName(head)) : byName(head)),
      limits: { headTimeoutMs: 40, continueTimeoutMs: 5, lingerMs: 5 },
    },
    upstream,
  );
  for (let i = 0; i < Math.max(up.length, down.length); i++) {
    if (i < up.length) clientPeer.write(Buffer.from(up[i] ?? '', 'latin1'));
    if (late) await nextTurn();
    if (i < down.length) upstreamPeer.write(Buffer.from(down[i] ?? '', 'latin1'));
  }
  for (let i = 0; i <= turns; i++) await nextTurn();
  if (ending === 'end') {
    clientPeer.end();
    upstreamPeer.end();
  } else if (ending === 'destroy') client.destroy();
  else client.destroy(new Error('reset'));
  const ended = await Promise.race([result, new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 10_000).unref())]);
  upstreamPeer.destroy();
  clientPeer.destroy();
  upstream.destroy();
  return { ended, sent };
}

describe('whatever both sides send, the relay ends, throws nothing, and forwards nothing that is denied', () => {
  it('HTTP/1', async () => {
    let forwarded = 0;
    await fc.assert(
      fc.asyncProperty(scripts(h1Client, h1Server), async (script) => {
        const { ended, sent } = await play((session) => relayHttp1(session), script);
        expect(ended).toBeDefined();
        expect(ended?.error ?? '').not.toContain('internal');
        if (sent !== '') forwarded++;
        // After an upgrade the octets are the client's own affair.
        if (ended?.upgraded === undefined) expect(sent).not.toMatch(/^GET \/denied/m);
      }),
      runs,
    );
    expect(forwarded).toBeGreaterThan(100);
  });

  it.each(['early', 'late'])('HTTP/2, upstream connected %s', async (mode) => {
    let forwarded = 0;
    await fc.assert(
      fc.asyncProperty(scripts(h2Client, h2Server), fc.boolean(), async ({ up, down, ...more }, asks) => {
        // Most of what a server can say is an error before anything was asked.
        const first = `${text(H2_PREFACE)}${settings}${asks ? open(1, 'ok.test') : ''}`;
        const script = { ...more, up: [first, ...up], down: [settings, ...down] };
        const relay = (session: HttpSession, upstream: Duplex) => relayHttp2(mode === 'early' ? { ...session, upstream } : session);
        const { ended, sent } = await play(relay, script);
        expect(ended).toBeDefined();
        expect(ended?.error ?? '').not.toContain('internal');
        expect(sent).not.toContain('evil');
        if (sent.includes('ok.test')) forwarded++;
      }),
      runs,
    );
    expect(forwarded).toBeGreaterThan(100);
  });
});
