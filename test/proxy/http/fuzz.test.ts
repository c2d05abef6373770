import { type Duplex, duplexPair } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { H2_PREFACE, type HttpSession, type RelayResult, relayHttp1, relayHttp2 } from '../../../src/proxy/http/index.ts';
import { byName } from './lab.ts';

const request = (path: string, host: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`;

const h1Client = fc.oneof(
  fc.constantFrom(
    request('/', 'ok.test'),
    request('/', 'ok.test', 'Upgrade: websocket\r\n'),
    request('/', 'ok.test', 'Content-Length: 5\r\n'),
    request('/', 'ok.test', 'Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n'),
    request('/denied', 'ok.test'),
    'hello',
    '5\r\nhello\r\n',
    '0\r\n\r\n',
    '\r\n',
  ),
  fc.string({ maxLength: 20 }),
);
const h1Server = fc.oneof(
  fc.constantFrom(
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 101 Switching Protocols\r\n\r\n',
    'HTTP/1.1 204 No Content\r\n\r\n',
    'HTTP/1.1 200 OK\r\n\r\n',
  ),
  fc.string({ maxLength: 20 }),
);

const frame = (type: number, flags: number, stream: number, payload: string) => {
  const bytes = Buffer.alloc(9 + payload.length);
  bytes.writeUIntBE(payload.length, 0, 3);
  bytes[3] = type;
  bytes[4] = flags;
  bytes.writeUInt32BE(stream, 5);
  bytes.write(payload, 9, 'latin1');
  return bytes.toString('latin1');
};
// :method GET, :scheme http, :path /, :authority a literal.
const open = (stream: number, host: string, flags = 5) =>
  frame(1, flags, stream, `\x82\x86\x84\x41${String.fromCharCode(host.length)}${host}`);
const settings = frame(4, 0, 0, '');
const h2Client = fc.oneof(
  fc.constantFrom(
    ...[1, 3, 5, 7].map((stream) => open(stream, stream === 5 ? 'evil.test' : 'ok.test')),
    open(9, 'ok.test', 4),
    open(11, 'evil.test', 4),
    frame(0, 1, 9, 'hello'),
    frame(0, 0, 11, 'hello'),
    frame(8, 0, 0, '\0\0\0\x05'),
    frame(3, 0, 1, '\0\0\0\x08'),
    frame(4, 1, 0, ''),
    settings,
  ),
  fc.string({ maxLength: 10 }),
);
const h2Server = fc.oneof(
  fc.constantFrom(
    settings,
    frame(4, 1, 0, ''),
    frame(1, 5, 1, '\x88'),
    frame(1, 4, 9, '\x88'),
    frame(0, 1, 9, 'x'),
    frame(0, 0, 1, 'x'.repeat(100)),
    frame(7, 0, 0, '\0\0\0\0\0\0\0\0'),
  ),
  fc.string({ maxLength: 10 }),
);

type Ending = 'end' | 'destroy' | 'error';

/** Plays both scripts against a relay, piece by piece, and gives how it ended and how often each side was written to. */
async function play(
  relay: (session: HttpSession, upstream: Duplex) => Promise<RelayResult>,
  up: string[],
  down: string[],
  ending: Ending,
  late: boolean,
) {
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
    if (late) await new Promise((resolve) => setImmediate(resolve));
    if (i < down.length) upstreamPeer.write(Buffer.from(down[i] ?? '', 'latin1'));
  }
  await new Promise((resolve) => setImmediate(resolve));
  if (ending === 'end') {
    clientPeer.end();
    upstreamPeer.end();
  } else if (ending === 'destroy') client.destroy();
  else client.destroy(new Error('reset'));
  const ended = await Promise.race([result, new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 3_000))]);
  upstreamPeer.destroy();
  clientPeer.destroy();
  upstream.destroy();
  return { ended, sent };
}

const endings = fc.constantFrom<Ending>('end', 'destroy', 'error');

describe('whatever both sides send, the relay ends, throws nothing, and forwards nothing that is denied', () => {
  it('HTTP/1', async () => {
    let forwarded = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(h1Client, { maxLength: 8 }),
        fc.array(h1Server, { maxLength: 8 }),
        endings,
        fc.boolean(),
        async (up, down, ending, late) => {
          const { ended, sent } = await play((session) => relayHttp1(session), up, down, ending, late);
          expect(ended).toBeDefined();
          if (sent !== '') forwarded++;
          // After an upgrade the octets are the client's own affair.
          if (ended?.upgraded === undefined) expect(sent).not.toMatch(/^GET \/denied/m);
        },
      ),
      { numRuns: 500 },
    );
    expect(forwarded).toBeGreaterThan(50);
  });

  it.each(['early', 'late'])('HTTP/2, upstream connected %s', async (mode) => {
    let forwarded = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(h2Client, { maxLength: 10 }),
        fc.array(h2Server, { maxLength: 8 }),
        endings,
        fc.boolean(),
        async (up, down, ending, late) => {
          const preface = `${H2_PREFACE.toString('latin1')}${settings}`;
          const relay = (session: HttpSession, upstream: Duplex) => relayHttp2(mode === 'early' ? { ...session, upstream } : session);
          const { ended, sent } = await play(relay, [preface, ...up], [settings, ...down], ending, late);
          expect(ended).toBeDefined();
          expect(sent).not.toContain('evil');
          if (sent.includes('ok.test')) forwarded++;
        },
      ),
      { numRuns: 500 },
    );
    expect(forwarded).toBeGreaterThan(50);
  });
});
