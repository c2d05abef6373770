import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { H2_PREFACE, type HttpSession, relayHttp2 } from '../../../src/proxy/http/index.ts';
import { data, denied, extra, post, settings } from './conformance/case.ts';
import { frame, u32 } from './frames.ts';
import { atRest, Lab, until } from './lab.ts';
import { block, CONTINUATION, DATA, type Frame, HEADERS, open, PING, PUSH, RawClient, RST, SETTINGS, usual, WINDOW } from './raw-client.ts';
import { rawOrigin } from './raw-origin.ts';

let lab: Lab | undefined;
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

async function start(onFrame?: (frame: Frame, socket: Socket) => void, limits: HttpSession['limits'] = {}) {
  const origin = rawOrigin(onFrame);
  const relay = async (session: HttpSession) => relayHttp2({ ...session, upstream: await running.connect() });
  const running = await Lab.start({ relay, origin: origin.server, limits });
  lab = running;
  const client = new RawClient(running.port);
  client.send(H2_PREFACE, frame(SETTINGS, 0, 0));
  return { running, origin, client };
}

const many = (count: number, make: (i: number) => Buffer) => Buffer.concat(Array.from({ length: count }, (_, i) => make(i)));
const OK = Buffer.from([0x88]);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('memory', () => {
  /** HEAD of a denied host: after the first, an index for each field, and an answer ten times as long. */
  const deniedHead = (i: number): Buffer => {
    const authority = i === 0 ? Buffer.concat([Buffer.from([0x41, 9]), Buffer.from('evil.test')]) : Buffer.from([0xbf]);
    const method = i === 0 ? Buffer.from([0x42, 4, ...Buffer.from('HEAD')]) : Buffer.from([0xbe]);
    return frame(HEADERS, 5, 2 * i + 1, Buffer.concat([authority, method, Buffer.from([0x86, 0x84])]));
  };

  it('answers of ours that wait for the end of a frame of the server make the client wait, and come when it has ended', async () => {
    const { running, origin, client } = await start((each, socket) => {
      if (each.type === HEADERS)
        socket.write(Buffer.concat([frame(HEADERS, 4, each.stream, OK), frame(DATA, 1, each.stream, 'half').subarray(0, 11)]));
    });
    client.send(open(1, 5));
    await client.find(DATA, 1);
    const requests = many(30_000, (i) => {
      const bytes = deniedHead(i);
      bytes.writeUInt32BE(2 * i + 3, 5);
      return bytes;
    });
    client.send(requests);
    const taken = await atRest(() => running.taken());
    expect(taken).toBeLessThan(requests.length / 2);
    origin.sockets[0]?.write('lf');
    await until(() => client.of(HEADERS, 60_001).length === 1);
    expect(client.frames().filter(({ type }) => type === HEADERS)).toHaveLength(30_001);
  });

  it('answers of ours that the client does not read make it wait', async () => {
    const { running, client } = await start();
    await until(() => client.received.length > 0);
    client.socket.pause();
    const requests = many(300_000, deniedHead);
    client.send(requests);
    await atRest(() => running.taken());
    expect(running.taken()).toBeLessThan(requests.length);
    expect(running.held()).toBeLessThan(2_000_000);
  });

  it('a client that sends on where no window is left is made to wait by a server that does not read', async () => {
    const { running, client } = await start((each, socket) => void (each.type === HEADERS && socket.pause()));
    client.send(post(1));
    await until(() => running.heads.length === 1);
    const chunk = many(4, () => data(1, Buffer.alloc(16_384), 0));
    const more = () => {
      while (client.socket.write(chunk));
      client.socket.once('drain', more);
    };
    more();
    const sent = await atRest(() => client.socket.bytesWritten - client.socket.writableLength, 32_000_000);
    expect(sent).toBeGreaterThan(1_000_000);
    expect(running.held()).toBeLessThan(1_000_000);
  });

  it('a header block of the server that never ends is not collected', async () => {
    const { running, client } = await start((each, socket) => {
      if (each.type !== HEADERS) return;
      socket.write(frame(HEADERS, 1, each.stream, OK));
      const more = () => {
        while (socket.write(frame(CONTINUATION, 0, each.stream, Buffer.alloc(16_384))));
        socket.once('drain', more);
      };
      more();
    });
    await until(() => client.received.length > 0);
    client.send(open(1, 5));
    client.socket.removeAllListeners('data');
    let octets = 0;
    client.socket.on('data', (chunk) => (octets += chunk.length));
    await until(() => octets > 20_000_000);
    expect(running.held()).toBeLessThan(1_000_000);
  });
});

describe('resets that a client makes us send count as its own', () => {
  it.each<[string, (stream: number) => Buffer]>([
    ['malformed trailers', (id) => Buffer.concat([post(id), frame(HEADERS, 5, id, extra(':path', '/'))])],
    ['a body longer than its content-length', (id) => Buffer.concat([post(id, extra('content-length', '1')), data(id)])],
    ['a window over 2^31-1', (id) => Buffer.concat([post(id), frame(WINDOW, 0, id, u32(0x7fff_ffff))])],
    ['a request that is malformed', (id) => frame(HEADERS, 5, id, extra('X', ''))],
  ])('%s', async (_what, make) => {
    const { client } = await start(() => {});
    client.send(many(2_000, (i) => make(2 * i + 1)));
    expect(await client.goaway()).toBe(11);
    await until(() => client.closed);
  });
});

describe('time', () => {
  const limits = { headTimeoutMs: 60 };
  const trickle = async (socket: Socket, bytes: Buffer): Promise<void> => {
    for (const octet of bytes) {
      if (socket.destroyed) return;
      socket.write(Buffer.from([octet]));
      await pause(10);
    }
  };

  it.each([
    ['HEADERS', open(1, 5)],
    ['a header block in frames without end', Buffer.concat([frame(HEADERS, 1, 1), many(20, () => frame(CONTINUATION, 0, 1, 'x'))])],
    ['SETTINGS', settings([4, 1], [4, 2], [4, 3])],
    ['the header of a frame, and no more', frame(PING, 0, 0, '12345678').subarray(0, 9)],
  ])('%s that trickle end the connection', async (_what, bytes) => {
    const { client, origin } = await start(undefined, limits);
    await until(() => client.received.length > 0);
    await trickle(client.socket, bytes);
    expect(await client.goaway()).toBe(0);
    await until(() => client.closed);
    expect((await lab?.result())?.error).toContain('in time');
    expect(origin.seen().filter(({ type }) => type === HEADERS)).toEqual([]);
  });

  it('a preface that trickles does, too', async () => {
    const { running } = await start(undefined, limits);
    const client = new RawClient(running.port);
    await trickle(client.socket, H2_PREFACE);
    expect(await client.goaway()).toBe(0);
  });

  it('a body may pause inside of a frame for as long as it likes, either way, and a server may think', async () => {
    const { client, origin } = await start((each, socket) => {
      if (each.type !== HEADERS) return;
      setTimeout(() => socket.write(frame(HEADERS, 4, each.stream, OK)), 200);
      setTimeout(() => socket.write(frame(DATA, 1, each.stream, 'answer').subarray(0, 12)), 220);
      setTimeout(() => socket.write('wer'), 450);
    }, limits);
    client.send(post(1), data(1, 'upload').subarray(0, 12));
    await until(() => client.frames().some(({ type, payload }) => type === DATA && payload.toString() === 'answer'));
    client.send(Buffer.from('oad'));
    await until(() => origin.seen().some(({ type, payload }) => type === DATA && payload.toString() === 'upload'));
    expect(client.closed).toBe(false);
  });

  it('where nothing at all moves for too long both sides are ended; what moves goes on', async () => {
    const { client, origin } = await start(() => {}, { idleMs: 800 });
    client.send(open(1, 5));
    for (let i = 0; i < 40; i++) {
      await pause(50);
      origin.sockets[0]?.write(frame(PING, 0, 0, '12345678'));
    }
    await until(() => client.frames().filter(({ type }) => type === PING).length === 40);
    expect(client.closed).toBe(false);
    expect(await client.goaway()).toBe(0);
    await until(() => client.closed && origin.sockets[0]?.closed === true);
    expect((await lab?.result())?.error).toContain('nothing has moved');
  });
});

describe('servers that break the rules', () => {
  it.each([
    ['a push', () => frame(PUSH, 4, 1, Buffer.concat([u32(2), block(...usual('/pushed'))])), 1],
    ['a response on a stream that the client has not opened', () => frame(HEADERS, 5, 3, OK), 1],
    ['a response on a stream of its own', () => frame(HEADERS, 5, 2, OK), 1],
    ['DATA on a stream that the client has not opened', () => frame(DATA, 1, 3, 'x'), 1],
    ['RST_STREAM of one', () => frame(RST, 0, 3, u32(0)), 1],
    ['CONTINUATION from nowhere', () => frame(CONTINUATION, 4, 1), 1],
    ['a frame inside of a header block', () => Buffer.concat([frame(HEADERS, 1, 1, OK), frame(PING, 0, 0, '12345678')]), 1],
    ['SETTINGS of 5 octets', () => frame(SETTINGS, 0, 0, '12345'), 6],
  ] as const)('%s: GOAWAY, and nothing of it reaches the client', async (_what, make, code) => {
    const { client, origin } = await start((each, socket) => void (each.type === HEADERS && socket.write(make())));
    client.send(open(1, 5));
    // Inside of a header block there is no place for a GOAWAY.
    expect([code, -1]).toContain(await client.goaway());
    await until(() => client.closed && origin.sockets[0]?.closed === true);
    expect(client.frames().filter(({ type, stream }) => type === PUSH || stream > 1)).toEqual([]);
    expect((await lab?.result())?.error).toBeDefined();
  });

  it('a denied request that follows is still answered by us alone', async () => {
    const { client, origin } = await start();
    client.send(open(1, 5), denied(3), open(5, 5));
    await until(() => client.statuses().size === 3);
    expect([...client.statuses()].sort()).toEqual([
      [1, 200],
      [3, 403],
      [5, 200],
    ]);
    expect(origin.seen().filter(({ stream }) => stream === 3)).toEqual([]);
  });
});
