import type { Socket } from 'node:net';
import { createSecureContext, createServer, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { H2_PREFACE } from '../../../src/proxy/http/index.ts';
import { frame, setting, u32 } from '../http/frames.ts';
import { until } from '../http/lab.ts';
import { block, DATA, GOAWAY, HEADERS, parse, SETTINGS } from '../http/raw-client.ts';
import { closes, createLab, curl, listen, OK_IP, OTHER_IP, verdicts, worldCa } from './lab.ts';
import { createOrigin } from './origin.ts';

/** Servers of HTTP/2 that fail, behind TLS; those of HTTP/1 are in test/e2e/faults.test.ts. */
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const settled = frame(SETTINGS, 0, 0);
const OK = Buffer.from([0x88]);
const begun = Buffer.concat([settled, frame(HEADERS, 4, 1, OK)]);
const GARBAGE = Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 131 + 7) % 256));

/** Told by a 502, or by what the server did, or as curl says that the connection broke. */
const BROKEN = /^(502 0|000 (16|18|35|52|55|56|92))$/;
/** A response that has begun and does not end. */
const CUT = /^200 (16|18|55|56|92)$/;

/** What a server does when it has heard a request, and what curl makes of it: `STATUS EXIT`. 28 is its own time limit. */
const faults: readonly [string, (stream: TLSSocket, socket: Socket) => unknown, RegExp][] = [
  ['close before a word', (stream) => stream.end(), BROKEN],
  ['reset before a word', (_stream, socket) => socket.resetAndDestroy(), BROKEN],
  ['answer by garbage', (stream) => stream.write(GARBAGE), BROKEN],
  ['put garbage on the wire', (_stream, socket) => socket.write(GARBAGE), BROKEN],
  ['close behind their SETTINGS', (stream) => stream.end(settled), BROKEN],
  ['close inside of SETTINGS', (stream) => stream.end(frame(SETTINGS, 0, 0, setting(3, 7)).subarray(0, 12)), BROKEN],
  [
    'close inside of the head of a frame',
    (stream) => stream.end(Buffer.concat([settled, frame(HEADERS, 5, 1, OK).subarray(0, 5)])),
    BROKEN,
  ],
  [
    'close inside of a header block',
    (stream) => stream.end(Buffer.concat([settled, frame(HEADERS, 0, 1, block([':status', '200'], ['x', 'y'])).subarray(0, 20)])),
    BROKEN,
  ],
  [
    'reset inside of a header block',
    (stream, socket) =>
      stream.write(Buffer.concat([settled, frame(HEADERS, 0, 1, OK)]), () => setTimeout(() => socket.resetAndDestroy(), 30)),
    BROKEN,
  ],
  ['go away and close', (stream) => stream.end(Buffer.concat([settled, frame(GOAWAY, 0, 0, u32(0, 11))])), BROKEN],
  [
    'send garbage for a header block',
    (stream) => stream.write(Buffer.concat([settled, frame(HEADERS, 5, 1, GARBAGE.subarray(0, 300))])),
    BROKEN,
  ],
  ['close inside of DATA', (stream) => stream.end(Buffer.concat([begun, frame(DATA, 0, 1, 'half of it').subarray(0, 14)])), CUT],
  ['close between two DATA', (stream) => stream.end(Buffer.concat([begun, frame(DATA, 0, 1, 'half of it')])), CUT],
  [
    'reset inside of DATA',
    (stream, socket) =>
      stream.write(Buffer.concat([begun, frame(DATA, 0, 1, 'half of it').subarray(0, 14)]), () =>
        setTimeout(() => socket.resetAndDestroy(), 30),
      ),
    CUT,
  ],
  ['say nothing', () => {}, /^000 28$/],
  ['stop inside of a header block', (stream) => stream.write(Buffer.concat([settled, frame(HEADERS, 0, 1, OK)])), /^000 28$/],
  ['stop inside of DATA', (stream) => stream.write(Buffer.concat([begun, frame(DATA, 0, 1, 'half of it').subarray(0, 14)])), /^200 28$/],
];

describe.each(faults)('servers that %s', (_what, fail, expected) => {
  test('the client is told, nobody else waits for it, and nothing is left', async () => {
    const sockets: Socket[] = [];
    const server = createServer({
      ALPNProtocols: ['h2'],
      SNICallback: (name, done) => done(null, createSecureContext(worldCa.leafFor([name]))),
    });
    server.on('connection', (socket: Socket) => sockets.push(socket));
    server.on('secureConnection', (stream) => {
      stream.on('error', () => {});
      let heard = Buffer.alloc(0);
      const onData = (chunk: Buffer): void => {
        heard = Buffer.concat([heard, chunk]);
        // The request has been decided by then.
        if (!parse(heard.subarray(H2_PREFACE.length)).some(({ type }) => type === HEADERS)) return;
        stream.removeListener('data', onData).resume();
        fail(stream, sockets.at(-1) as Socket);
      };
      stream.on('data', onData);
    });
    const port = await listen(server);
    const beside = await createOrigin();
    const names = { 'ok.test': [OK_IP], 'other.test': [OTHER_IP] };
    const lab = await createLab({
      policy: 'ok.test\nhttps://other.test/fine',
      dst: { ip: OK_IP, port: 443 },
      learned: names,
      dns: names,
      world: { [`${OK_IP}:443`]: port, [`${OTHER_IP}:443`]: beside.port },
    });
    open.push({ close: () => void server.close() }, beside, lab);

    const patience = expected.source.includes('28') ? ['--max-time', '2'] : [];
    const asked = curl(lab, 'https://ok.test/', '--http2', '-o', '/dev/null', '-w', '%{http_code} %{exitcode}', ...patience);
    for (const [path, status] of [
      ['/fine', /200$/],
      ['/secret', /403$/],
    ] as const)
      expect((await curl(lab, `https://other.test${path}`, '--http2', '-w', '%{http_code}')).stdout).toMatch(status);
    expect((await asked).stdout).toMatch(expected);
    await lab.idle();
    await until(() => sockets.every(({ destroyed }) => destroyed));
    expect(sockets).toHaveLength(1);
    expect(verdicts(lab).filter(({ host }) => host === 'ok.test')).toMatchObject([{ policy: 'allow', url: 'https://ok.test/' }]);
    expect(closes(lab)).toHaveLength(3);
    expect(beside.requests).toEqual(['GET other.test/fine']);
  });
});
