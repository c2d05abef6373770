import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { type ClientHttp2Session, connect as connectH2, createSecureServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { loadNative } from '../../../src/kernel/load.ts';
import type { CarriedFrames, FrameOrder } from '../../../src/proxy/http/index.ts';
import { createTlsEngine, type TlsEngine } from '../../../src/proxy/tcp/index.ts';
import { TlsStream } from '../../../src/proxy/tcp/tls-stream.ts';
import { connectEnd, type End, held, leaf, MiB, pause, settled, sha256, until } from './carry-peers.ts';
import { closes, createLab, type Lab, OK_IP } from './lab.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const each of open.splice(0).reverse()) await each.close();
});

const pair = async (): Promise<[End, End]> => {
  const engine: TlsEngine = createTlsEngine(loadNative(), 1);
  open.push(engine);
  const ends: [End, End] = [await connectEnd(engine), await connectEnd(engine)];
  for (const { peer } of ends) open.push({ close: () => peer.destroy() });
  return ends;
};

const frame = (type: number, flags: number, id: number, length: number, payload = randomBytes(length)): Buffer => {
  const header = Buffer.alloc(9);
  header.writeUIntBE(length, 0, 3);
  header[3] = type;
  header[4] = flags;
  header.writeUInt32BE(id, 5);
  return Buffer.concat([header, payload]);
};

const carryFrames = (from: TlsStream, to: TlsStream, order: FrameOrder): Promise<CarriedFrames> =>
  new Promise((resolve) => expect(from.carryFrames(to, order, resolve)).toBe(true));

describe('between two streams', () => {
  const refusals: readonly (readonly [what: string, bytes: Buffer])[] = [
    ['DATA that ends its stream', frame(0, 1, 5, 100)],
    ['DATA of the connection', frame(0, 0, 0, 100)],
    ['DATA of a stream of the server', frame(0, 0, 4, 100)],
    ['DATA of a stream that was never opened', frame(0, 0, 101, 100)],
    ['DATA beyond the window', frame(0, 0, 5, 60_001)],
    ['DATA of the greatest length', frame(0, 0, 5, 0xff_ffff, Buffer.alloc(4_000))],
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255].map((type) => [`a frame of type ${type}`, frame(type, 0, type === 4 ? 0 : 5, 40)] as const),
  ];

  test.each(refusals)('%s goes to the reader, and what follows it', async (_what, bytes) => {
    const [a, b] = await pair();
    const seen: Buffer[] = [];
    a.stream.on('data', (chunk: Buffer) => seen.push(chunk));
    await held(a.stream);
    const before = Buffer.concat([frame(0, 0, 5, 10_000), frame(0, 0, 99, 0), frame(0, 8, 0x8000_0063, 30_000)]);
    const carried = carryFrames(a.stream, b.stream, { octets: 100_000, lastStream: 99, inside: 0 });
    const after = Buffer.concat([bytes, frame(0, 0, 5, 50)]);
    a.peer.write(Buffer.concat([before, after]));
    expect(await carried).toEqual({
      octets: 40_000,
      inside: 0,
      streams: [
        [5, 10_000],
        [99, 30_000],
      ],
    });
    await until(() => Buffer.concat(seen).length === after.length, 'the rest');
    expect(Buffer.concat(seen).equals(after)).toBe(true);
    await until(() => Buffer.concat(b.heard).length === before.length, 'what was carried');
    expect(Buffer.concat(b.heard).equals(before)).toBe(true);
  });

  test('frames cut anywhere: every octet arrives at one of the two, in order, and where the rules say', async () => {
    for (let round = 0; round < 20; round++) {
      const [a, b] = await pair();
      const seen: Buffer[] = [];
      a.stream.on('data', (chunk: Buffer) => seen.push(chunk));
      await held(a.stream);
      const inside = round % 3 === 0 ? randomInt(1, 20_000) : 0;
      const frames = Array.from({ length: randomInt(1, 40) }, () => {
        const odd = randomInt(40) === 0;
        const length = randomInt(4) === 0 ? randomInt(20) : randomInt(16_384);
        return frame(odd ? randomInt(12) : 0, odd ? randomInt(2) : 0, 1 + 2 * randomInt(9), length);
      });
      const octets = randomInt(2) === 0 ? 100_000 : 0xffff_ffff;
      const bytes = Buffer.concat([randomBytes(inside), ...frames, frame(4, 1, 0, 0)]);
      // The rules, once more.
      let [at, used] = [inside, 0];
      const ids = new Map<number, number>();
      for (const one of frames) {
        const length = one.length - 9;
        const id = one.readUInt32BE(5);
        if (one[3] !== 0 || ((one[4] ?? 0) & 1) !== 0 || id > 15 || length > octets - used || (!ids.has(id) && ids.size === 8)) break;
        ids.set(id, (ids.get(id) ?? 0) + length);
        used += length;
        at += one.length;
      }
      const carried = carryFrames(a.stream, b.stream, { octets, lastStream: 15, inside });
      for (let from = 0; from < bytes.length; ) {
        const to = from + (randomInt(3) === 0 ? randomInt(1, 20) : randomInt(1, 40_000));
        a.peer.write(bytes.subarray(from, to));
        from = to;
        if (randomInt(4) === 0) await pause(0);
      }
      expect(await carried).toEqual({ octets: used, inside: 0, streams: [...ids] });
      await until(() => Buffer.concat(seen).length === bytes.length - at, 'the rest');
      expect(Buffer.concat(seen).equals(bytes.subarray(at))).toBe(true);
      await until(() => Buffer.concat(b.heard).length === at, 'what was carried');
      expect(Buffer.concat(b.heard).equals(bytes.subarray(0, at))).toBe(true);
    }
  });

  test('what is written meanwhile comes between two frames; a release waits for such a place, and a grant lets more pass', async () => {
    const [a, b] = await pair();
    a.stream.resume();
    await held(a.stream);
    const first = frame(0, 0, 1, 1_000);
    const second = frame(0, 0, 1, 50_000);
    const own = frame(6, 0, 0, 8);
    const carried = carryFrames(a.stream, b.stream, { octets: 1_500, lastStream: 1, inside: 0 });
    a.peer.write(first.subarray(0, 500));
    await until(() => Buffer.concat(b.heard).length === 500, 'half a frame');
    b.stream.write(own);
    a.stream.grant(60_000);
    await pause(50);
    expect(Buffer.concat(b.heard).length).toBe(500);
    a.peer.write(first.subarray(500));
    await until(() => Buffer.concat(b.heard).length === first.length + own.length, 'our own');
    b.stream.write(own);
    await until(() => Buffer.concat(b.heard).length === first.length + 2 * own.length, 'our own, between two of them');
    a.peer.write(second.subarray(0, 20_000));
    await until(() => Buffer.concat(b.heard).length === first.length + 2 * own.length + 20_000, 'a part');
    a.stream.release();
    b.stream.write(own);
    a.peer.write(second.subarray(20_000));
    expect(await carried).toMatchObject({ octets: 51_000, inside: 0 });
    const all = Buffer.concat([first, own, own, second, own]);
    await until(() => Buffer.concat(b.heard).length === all.length, 'all');
    expect(Buffer.concat(b.heard).equals(all)).toBe(true);
  });

  test('one that ends inside of a frame, or of a header: nothing of ours is put there', async () => {
    for (const cut of [4, 9, 500]) {
      const [a, b] = await pair();
      const seen: Buffer[] = [];
      a.stream.on('data', (chunk: Buffer) => seen.push(chunk));
      await held(a.stream);
      const ended = once(b.peer, 'end');
      const carried = carryFrames(a.stream, b.stream, { octets: 10_000, lastStream: 1, inside: 0 });
      const bytes = frame(0, 0, 1, 1_000).subarray(0, cut);
      a.peer.write(bytes);
      await pause(20);
      b.stream.write('ours');
      b.stream.end();
      a.peer.end();
      expect(await carried).toMatchObject(cut < 9 ? { octets: 0, inside: 0 } : { octets: 1_000, inside: 1_009 - cut });
      await ended;
      expect(Buffer.concat(b.heard).equals(cut < 9 ? Buffer.from('ours') : bytes)).toBe(true);
      expect(Buffer.concat(seen).equals(cut < 9 ? bytes : Buffer.alloc(0))).toBe(true);
    }
  });
});

describe('HTTP/2', () => {
  const big = randomBytes(12 * MiB);
  const world = async (onStream: (stream: ServerHttp2Stream, path: string) => void): Promise<Lab> => {
    const server = createSecureServer({ cert: leaf.cert, key: leaf.key, maxSessionMemory: 100 });
    server.on('sessionError', () => {});
    server.on('stream', (stream, headers) => {
      stream.on('error', () => {});
      onStream(stream, String(headers[':path']));
    });
    return listenAs(server);
  };
  const listenAs = async (server: ReturnType<typeof createSecureServer> | ReturnType<typeof createTlsServer>): Promise<Lab> => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(server);
    const lab = await createLab({
      policy: 'https://ok.test/big*',
      dst: { ip: OK_IP, port: 443 },
      learned: { 'ok.test': [OK_IP] },
      world: { [`${OK_IP}:443`]: (server.address() as AddressInfo).port },
    });
    open.push(lab);
    return lab;
  };
  const client = (lab: Lab, settings: { initialWindowSize?: number } = {}, window?: number): ClientHttp2Session => {
    const socket = connectTls({ port: lab.port, host: '127.0.0.1', servername: 'ok.test', ca: lab.ca.caPem, ALPNProtocols: ['h2'] });
    const session = connectH2('https://ok.test', { createConnection: () => socket, settings, maxSessionMemory: 100 });
    session.on('error', () => {});
    if (window !== undefined) session.once('connect', () => session.setLocalWindowSize(window));
    open.push({ close: () => session.destroy() });
    return session;
  };
  const get = async (session: ClientHttp2Session, path: string): Promise<{ status: number; body: Buffer }> => {
    const request = session.request({ ':path': path });
    // All at once: a short answer may be at its end, and the stream closed, before anybody who waited for its head first asks for its body.
    const [[headers], chunks] = await Promise.all([once(request, 'response'), request.toArray()]);
    return { status: Number(headers[':status']), body: Buffer.concat(chunks) };
  };

  test.each([
    ['as they are', undefined, undefined],
    ['small', 20_000, undefined],
    ['large', 4 * MiB, 32 * MiB],
  ])('responses arrive whole, and what is denied meanwhile is answered; windows %s', async (_what, stream, connection) => {
    const carries = vi.spyOn(TlsStream.prototype, 'carryFrames');
    const lab = await world((served) => {
      served.respond({ ':status': 200 });
      served.end(big);
    });
    const session = client(lab, stream === undefined ? {} : { initialWindowSize: stream }, connection);
    const wanted = [get(session, '/big1'), get(session, '/big2')];
    const denied: number[] = [];
    const done = Promise.all(wanted).then((all) => {
      wanted.length = 0;
      return all;
    });
    while (wanted.length > 0) {
      const answer = await get(session, '/denied');
      denied.push(answer.status);
      expect(answer.body.toString()).toContain('/denied');
      await pause(10);
    }
    for (const { status, body } of await done) expect([status, sha256(body)]).toEqual([200, sha256(big)]);
    expect(new Set(denied)).toEqual(new Set([403]));
    expect(carries.mock.results.some(({ value }) => value === true)).toBe(true);
    // Windows are right after it.
    const { body } = await get(session, '/big3');
    expect(sha256(body)).toBe(sha256(big));
    session.close();
    await once(session, 'close');
    await lab.idle();
    expect(closes(lab)[0]?.bytes_in).toBeGreaterThan(3 * big.length);
    expect(closes(lab)[0]?.error).toBeUndefined();
  });

  test('trailers, and the responses of many streams at once', async () => {
    const lab = await world((served, path) => {
      served.respond({ ':status': 200 }, { waitForTrailers: true });
      served.on('wantTrailers', () => served.sendTrailers({ path }));
      served.end(big.subarray(0, MiB));
    });
    const session = client(lab, { initialWindowSize: MiB }, 16 * MiB);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const request = session.request({ ':path': `/big${i}` });
        const trailers = once(request, 'trailers');
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        return [sha256(Buffer.concat(chunks)), (await trailers)[0]?.path];
      }),
    );
    expect(answers).toEqual(answers.map((_, i) => [sha256(big.subarray(0, MiB)), `/big${i}`]));
  });

  test('a client that stops to read makes the server wait, whatever its windows are; one that leaves takes it along', async () => {
    let written = 0;
    const gone: Promise<unknown>[] = [];
    const data = frame(0, 0, 1, 16_384);
    const server = createTlsServer({ cert: leaf.cert, key: leaf.key, ALPNProtocols: ['h2'] }, (socket) => {
      gone.push(new Promise((resolve) => socket.on('error', () => {}).on('close', resolve)));
      const push = (): void => {
        while (written < 400 * MiB && !socket.destroyed) {
          written += data.length;
          if (!socket.write(data)) return void socket.once('drain', push);
        }
      };
      socket.once('data', () => {
        socket.write(Buffer.concat([frame(4, 0, 0, 0), frame(4, 1, 0, 0), frame(1, 4, 1, 1, Buffer.of(0x88))]));
        push();
      });
    });
    const lab = await listenAs(server);
    const socket = connectTls({ port: lab.port, host: '127.0.0.1', servername: 'ok.test', ca: lab.ca.caPem, ALPNProtocols: ['h2'] });
    let read = 0;
    socket
      .on('error', () => {})
      .on('data', (chunk: Buffer) => {
        read += chunk.length;
      });
    const widest = Buffer.of(0, 4, 0x7f, 0xff, 0xff, 0xff);
    const block = Buffer.concat([Buffer.of(0x82, 0x87, 0x04, 4), Buffer.from('/big'), Buffer.of(0x01, 7), Buffer.from('ok.test')]);
    socket.write(
      Buffer.concat([
        Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
        frame(4, 0, 0, 6, widest),
        frame(8, 0, 0, 4, Buffer.of(0x7f, 0xfe, 0, 0)),
        frame(1, 5, 1, block.length, block),
      ]),
    );
    await until(() => read > 8 * MiB, 'a part');
    socket.pause();
    const before = process.memoryUsage().rss;
    const stalled = await settled(() => written);
    expect(stalled).toBeLessThan(200 * MiB);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MiB);
    socket.resume();
    await until(() => read > stalled, 'what waited');
    socket.destroy();
    await Promise.all(gone);
    await lab.idle();
  });

  test.each(['ends', 'is reset'])('a server that %s inside of a frame is cut for the client', async (way) => {
    const server = createTlsServer({ cert: leaf.cert, key: leaf.key, ALPNProtocols: ['h2'] }, (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        socket.write(Buffer.concat([frame(4, 0, 0, 0), frame(4, 1, 0, 0), frame(1, 4, 1, 1, Buffer.of(0x88))]));
        for (let i = 0; i < 60; i++) socket.write(frame(0, 0, 1, 16_384));
        socket.write(frame(0, 0, 1, 16_384).subarray(0, 10_000), () =>
          setTimeout(() => (way === 'ends' ? socket.end() : socket.destroy()), 300),
        );
      });
    });
    const lab = await listenAs(server);
    const session = client(lab, { initialWindowSize: 4 * MiB }, 8 * MiB);
    let read = 0;
    const request = session.request({ ':path': '/big' });
    let complete = false;
    request
      .on('error', () => {})
      .on('end', () => {
        complete = !request.aborted && request.rstCode === 0 && read === 60 * 16_384 + 16_384;
      });
    request.on('data', (chunk: Buffer) => {
      read += chunk.length;
    });
    await once(request, 'close');
    expect(complete).toBe(false);
    expect(read).toBeLessThan(61 * 16_384);
    session.destroy();
    await lab.idle();
    expect(closes(lab)[0]?.error).toBeDefined();
  });
});
