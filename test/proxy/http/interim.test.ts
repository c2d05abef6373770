import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { H2_PREFACE, type HttpSession, relayHttp1, relayHttp2 } from '../../../src/proxy/http/index.ts';
import { denied } from './conformance/case.ts';
import { frame } from './frames.ts';
import { atRest, Lab, recordingOrigin, until } from './lab.ts';
import { block, HEADERS, open, RawClient, SETTINGS } from './raw-client.ts';
import { rawOrigin } from './raw-origin.ts';

/** Interim responses (1xx): a server may send as many as it likes. */
let lab: Lab | undefined;
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

const TIMES = 100_000;
/** Or nobody is there any more. */
const drained = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('drain', resolve).once('close', () => resolve()));

describe('HTTP/1', () => {
  const interim = Buffer.from('HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(100));
  const final = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfinal';
  /** As many as `times`, and the answer. */
  const flooding = (times: number) =>
    recordingOrigin(async (socket) => {
      for (let left = times; left > 0 && !socket.destroyed; left -= 100) if (!socket.write(interim)) await drained(socket);
      socket.write(final);
    });
  const ask = (path: string) => `GET ${path} HTTP/1.1\r\nHost: ok.test\r\n\r\n`;

  it(`${TIMES} of them pass, and what follows is decided and answered in its order`, async () => {
    const origin = flooding(TIMES);
    lab = await Lab.start({ relay: relayHttp1, origin });
    const client = connect(lab.port, '127.0.0.1');
    let [octets, tail] = [0, ''];
    client.on('data', (chunk: Buffer) => {
      octets += chunk.length;
      tail = (tail + chunk.toString('latin1')).slice(-1_000);
    });
    client.write(ask('/') + ask('/denied'));
    await once(client, 'close');
    expect(tail).toMatch(/<\/x>\r\n\r\nHTTP\/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfinalHTTP\/1.1 403 /);
    expect(octets).toBeGreaterThan((interim.length * TIMES) / 100);
    expect(origin.seen()).toBe(ask('/'));
  });

  it('without end, to a client that does not read, make the server wait', async () => {
    const origin = flooding(Number.POSITIVE_INFINITY);
    let server: Socket | undefined;
    origin.on('connection', (socket) => {
      server = socket;
    });
    const running = await Lab.start({ relay: relayHttp1, origin });
    lab = running;
    const client = connect(running.port, '127.0.0.1');
    client.on('error', () => {});
    client.write(ask('/'));
    await once(client, 'data');
    client.pause();
    const sent = () => (server?.bytesWritten ?? 0) - (server?.writableLength ?? 0);
    expect(await atRest(sent)).toBeGreaterThan(100_000);
    expect(running.held()).toBeLessThan(1_000_000);
    client.destroy();
    await running.result();
    await until(() => server?.closed === true);
  });

  it('to a request that waits for a 100 are none: its body is still held back', async () => {
    const head = 'POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n';
    const origin = recordingOrigin((socket, seen) => {
      if (seen() === head) socket.write(interim);
    });
    const running = await Lab.start({ relay: relayHttp1, origin, limits: { continueTimeoutMs: 600_000 } });
    lab = running;
    const client = connect(running.port, '127.0.0.1');
    let octets = 0;
    client.on('data', (chunk: Buffer) => {
      octets += chunk.length;
    });
    client.write(`${head}body`);
    await until(() => octets === interim.length);
    expect(origin.seen()).toBe(head);
    client.destroy();
  });
});

describe('HTTP/2', () => {
  const relay = async (session: HttpSession) => relayHttp2({ ...session, upstream: await (lab as Lab).connect() });
  const interim = (stream: number) => frame(HEADERS, 4, stream, block([':status', '103'], ['link', '</x>']));

  it(`${TIMES} of them pass, and other streams are decided and answered between them`, async () => {
    const origin = rawOrigin(async ({ type, stream }, socket) => {
      if (type !== HEADERS) return;
      const many = Buffer.concat(Array.from({ length: 100 }, () => interim(stream)));
      if (stream === 1) for (let left = TIMES; left > 0; left -= 100) if (!socket.write(many)) await drained(socket);
      socket.write(frame(HEADERS, 5, stream, Buffer.from([0x88])));
    });
    lab = await Lab.start({ relay, origin: origin.server });
    const client = connect(lab.port, '127.0.0.1');
    let [octets, tail] = [0, Buffer.alloc(0)];
    client.on('data', (chunk: Buffer) => {
      octets += chunk.length;
      tail = Buffer.concat([tail, chunk]).subarray(-200_000);
    });
    client.write(Buffer.concat([H2_PREFACE, frame(SETTINGS, 0, 0), open(1, 5)]));
    await until(() => octets > 1_000);
    client.write(Buffer.concat([denied(3), open(5, 5)]));
    const ends = frame(HEADERS, 5, 1, Buffer.from([0x88]));
    await until(() => octets >= TIMES * interim(1).length && tail.includes(ends));
    expect(origin.seen().filter(({ stream }) => stream === 3)).toEqual([]);
    expect(origin.seen().some(({ stream }) => stream === 5)).toBe(true);
    client.destroy();
  });

  it('without end, to a client that does not read, make the server wait', async () => {
    let sent = 0;
    const origin = rawOrigin(async ({ type, stream }, socket) => {
      if (type !== HEADERS) return;
      const many = Buffer.concat(Array.from({ length: 100 }, () => interim(stream)));
      while (!socket.destroyed) {
        sent += many.length;
        if (!socket.write(many)) await drained(socket);
      }
    });
    const running = await Lab.start({ relay, origin: origin.server });
    lab = running;
    const client = new RawClient(running.port);
    client.send(H2_PREFACE, frame(SETTINGS, 0, 0), open(1, 5));
    await client.find(HEADERS, 1);
    client.socket.pause();
    expect(await atRest(() => sent)).toBeGreaterThan(100_000);
    expect(running.held()).toBeLessThan(1_000_000);
    client.socket.destroy();
    await running.result();
  });
});
