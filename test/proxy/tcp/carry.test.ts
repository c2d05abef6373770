import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { loadNative } from '../../../src/kernel/load.ts';
import { relayHttp1 } from '../../../src/proxy/http/index.ts';
import { createTlsEngine, type TlsEngine } from '../../../src/proxy/tcp/index.ts';
import { TlsStream } from '../../../src/proxy/tcp/tls-stream.ts';
import { carry, connectEnd, type End, held, leaf, MiB, pause, settled, sha256, until } from './carry-peers.ts';
import { closes, createLab, type Lab, OK_IP } from './lab.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const each of open.splice(0).reverse()) await each.close();
});

const engineHere = (): TlsEngine => {
  const engine = createTlsEngine(loadNative(), 2);
  open.push(engine);
  return engine;
};
const connection = async (engine: TlsEngine, lane = 0): Promise<End> => {
  const end = await connectEnd(engine, lane);
  open.push({ close: () => end.peer.destroy() });
  return end;
};

describe('between two streams', () => {
  test('so many octets go by unseen, what comes before and after does not, and what is written meanwhile comes behind them', async () => {
    const engine = engineHere();
    const [a, b] = [await connection(engine), await connection(engine)];
    const seen: Buffer[] = [];
    a.stream.on('data', (chunk: Buffer) => seen.push(chunk));
    a.peer.write('before');
    await until(() => Buffer.concat(seen).length === 6, 'the head');
    await held(a.stream);
    const body = randomBytes(9 * MiB + 4711);
    const ended = once(b.peer, 'end');
    const carried = carry(a.stream, b.stream, body.length);
    b.stream.write('behind');
    b.stream.end();
    a.peer.write(Buffer.concat([body, Buffer.from('after')]));
    expect(await carried).toBe(body.length);
    await ended;
    expect(sha256(Buffer.concat(b.heard))).toBe(sha256(Buffer.concat([body, Buffer.from('behind')])));
    await until(() => Buffer.concat(seen).toString() === 'beforeafter', 'what follows');
    expect(a.stream.bytesRead).toBe(6 + body.length + 5);
    expect(b.stream.traffic.sent).toBeGreaterThan(body.length);
  });

  test('both ways at once, octet by octet and in one piece', async () => {
    const engine = engineHere();
    const [a, b] = [await connection(engine), await connection(engine)];
    const [up, down] = [randomBytes(3_000), randomBytes(5 * MiB)];
    await Promise.all([held(a.stream), held(b.stream)]);
    const carried = [carry(a.stream, b.stream, up.length), carry(b.stream, a.stream, down.length)];
    b.peer.write(down);
    for (let at = 0; at < up.length; at++) a.peer.write(up.subarray(at, at + 1));
    expect(await Promise.all(carried)).toEqual([up.length, down.length]);
    await until(() => Buffer.concat(b.heard).length === up.length && Buffer.concat(a.heard).length === down.length, 'both bodies');
    expect(Buffer.concat(b.heard).equals(up)).toBe(true);
    expect(sha256(Buffer.concat(a.heard))).toBe(sha256(down));
  });

  test('one that ends, or is reset, in the middle is told after the count of what was carried', async () => {
    const engine = engineHere();
    for (const way of ['end', 'reset'] as const) {
      const [a, b] = [await connection(engine), await connection(engine)];
      const order: string[] = [];
      a.stream.on('end', () => order.push('end')).on('error', () => order.push('reset'));
      a.stream.resume();
      await held(a.stream);
      const carried = new Promise((resolve) =>
        a.stream.carry(b.stream, 5 * MiB, (octets) => {
          order.push('carried');
          resolve(octets);
        }),
      );
      a.peer.write(Buffer.alloc(MiB, 'x'));
      await until(() => Buffer.concat(b.heard).length === MiB, 'the first half');
      if (way === 'end') a.peer.end();
      else a.wire.resetAndDestroy();
      expect(await carried).toBe(MiB);
      await until(() => order.length === 2, 'the end');
      expect(order).toEqual(['carried', way]);
      // The other side goes on.
      b.stream.write('still here');
      await until(() => Buffer.concat(b.heard).length === MiB + 10, 'what was written behind it');
      b.stream.destroy();
    }
  });

  test('a receiver that breaks gives the sender back to its reader', async () => {
    const engine = engineHere();
    const [a, b] = [await connection(engine), await connection(engine)];
    await held(a.stream);
    const carried = carry(a.stream, b.stream, 64 * MiB);
    a.peer.write(Buffer.alloc(4 * MiB));
    await until(() => b.heard.length > 0, 'something');
    b.wire.resetAndDestroy();
    expect(await carried).toBeLessThan(64 * MiB);
    await until(() => b.stream.destroyed, 'the break');
    expect(b.error).toMatch(/ECONNRESET|EPIPE/);
    let rest = '';
    a.stream.on('data', (chunk: Buffer) => {
      rest += chunk.toString('latin1');
    });
    a.peer.write('the rest');
    await until(() => rest.endsWith('the rest'), 'the rest');
  });

  test('a receiver that does not read stops the sender, and nothing grows', async () => {
    const engine = engineHere();
    const [a, b] = [await connection(engine), await connection(engine)];
    b.peer.pause();
    await held(a.stream);
    const total = 96 * MiB;
    const chunk = Buffer.alloc(MiB);
    const carried = carry(a.stream, b.stream, total);
    let written = 0;
    const push = (): void => {
      while (written < total) {
        written += chunk.length;
        if (!a.peer.write(chunk)) return void a.peer.once('drain', push);
      }
    };
    const before = process.memoryUsage().rss;
    push();
    const stalled = await settled(() => a.stream.traffic.received);
    // What the receiving socket's buffers hold, and one turn of the thread.
    expect(stalled).toBeLessThan(48 * MiB);
    expect(stalled - b.stream.traffic.sent).toBeLessThan(MiB);
    expect(process.memoryUsage().rss - before).toBeLessThan(48 * MiB);
    b.peer.resume();
    expect(await carried).toBe(total);
    await until(() => b.heard.reduce((sum, { length }) => sum + length, 0) === total, 'all');
  });

  test('either side may be closed here, in every state, and leaves nothing behind', async () => {
    const engine = engineHere();
    const before = readdirSync('/proc/self/fd').length;
    for (let round = 0; round < 48; round++) {
      const [a, b] = [await connection(engine), await connection(engine)];
      const victim = round % 2 === 0 ? a : b;
      const kill = (): unknown => (round % 3 === 0 ? victim.stream.destroy() : victim.stream.resetAndDestroy());
      const moment = Math.floor(round / 6) % 4;
      a.stream.hold(() => {
        if (moment === 1) kill();
        a.stream.carry(b.stream, 8 * MiB, () => {});
        if (moment === 2) kill();
      });
      if (moment === 0) kill();
      a.peer.write(Buffer.alloc(2 * MiB));
      if (moment === 3) {
        await pause(5);
        kill();
      }
      await until(() => victim.peer.destroyed || victim.peer.readableEnded, 'the end of its peer');
      for (const { stream, peer } of [a, b]) {
        stream.destroy();
        peer.destroy();
      }
    }
    await until(() => readdirSync('/proc/self/fd').length <= before, 'descriptors');
  });

  test('a hold that ends without a carry loses nothing; there is no way to another thread, to itself, or past what is buffered', async () => {
    const engine = engineHere();
    const [a, b, other] = [await connection(engine), await connection(engine), await connection(engine, 1)];
    a.peer.write('one');
    await until(() => a.stream.readableLength === 3, 'the first');
    await held(a.stream);
    a.peer.write('two');
    expect(a.stream.carry(b.stream, 3, () => {})).toBe(false);
    expect(() => a.stream.read() && a.stream.carry(other.stream, 3, () => {})).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    expect(() => a.stream.carry(a.stream, 3, () => {})).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    expect(() => a.stream.carry(b.stream, 0, () => {})).toThrow();
    await pause(50);
    expect(a.stream.readableLength).toBe(0);
    a.stream.release();
    await once(a.stream, 'readable');
    expect(String(a.stream.read())).toBe('two');
  });
});

describe('HTTP/1 bodies', () => {
  const big = randomBytes(6 * MiB);
  const world = async (onConnection: (socket: TLSSocket) => void): Promise<Lab> => {
    const server = createTlsServer({ cert: leaf.cert, key: leaf.key, ALPNProtocols: ['http/1.1'] }, (socket) => {
      socket.on('error', () => {});
      onConnection(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(server);
    const lab = await createLab({
      policy: 'https://ok.test/1\nhttps://ok.test/2\nhttps://ok.test/3\nhttps://ok.test/4\nPUT https://ok.test/up',
      dst: { ip: OK_IP, port: 443 },
      learned: { 'ok.test': [OK_IP] },
      world: { [`${OK_IP}:443`]: (server.address() as AddressInfo).port },
    });
    open.push(lab);
    return lab;
  };
  const client = async (lab: Lab): Promise<{ socket: TLSSocket; heard: () => Buffer }> => {
    const socket = connectTls({ port: lab.port, host: '127.0.0.1', servername: 'ok.test', ca: lab.ca.caPem, ALPNProtocols: ['http/1.1'] });
    const heard: Buffer[] = [];
    socket.on('error', () => {}).on('data', (chunk: Buffer) => heard.push(chunk));
    await once(socket, 'secureConnect');
    return { socket, heard: () => Buffer.concat(heard) };
  };
  const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: ok.test\r\n\r\n`;
  const head = `HTTP/1.1 200 OK\r\nContent-Length: ${big.length}\r\n\r\n`;

  test('a response arrives whole, with those of the requests behind it, the denied one last; all of it is counted', async () => {
    const carries = vi.spyOn(TlsStream.prototype, 'carry');
    const lab = await world((socket) =>
      socket.on('data', (chunk: Buffer) => {
        for (const _request of chunk.toString('latin1').matchAll(/GET /g)) socket.write(Buffer.concat([Buffer.from(head), big]));
      }),
    );
    const { socket, heard } = await client(lab);
    socket.write(get('/1') + get('/2') + get('/3') + get('/denied') + get('/4'));
    await once(socket, 'end');
    const one = Buffer.concat([Buffer.from(head), big]);
    const whole = heard();
    expect(sha256(whole.subarray(0, 3 * one.length))).toBe(sha256(Buffer.concat([one, one, one])));
    expect(whole.subarray(3 * one.length).toString('latin1')).toMatch(/^HTTP\/1\.1 403 /);
    expect(carries.mock.results.filter(({ value }) => value === true).length).toBeGreaterThanOrEqual(3);
    expect(carries.mock.calls.reduce((sum, [, octets], i) => sum + (carries.mock.results[i]?.value ? octets : 0), 0)).toBeGreaterThan(
      2 * big.length,
    );
    socket.destroy();
    await lab.idle();
    expect(closes(lab)[0]).toMatchObject({ bytes_in: expect.any(Number) });
    expect(closes(lab)[0]?.bytes_in).toBeGreaterThan(3 * one.length);
    expect(closes(lab)[0]?.error).toBeUndefined();
  });

  test('an upload arrives whole, and the request behind it is decided', async () => {
    const carries = vi.spyOn(TlsStream.prototype, 'carry');
    const up: Buffer[] = [];
    const lab = await world((socket) =>
      socket.on('data', (chunk: Buffer) => {
        up.push(chunk);
        if (Buffer.concat(up).length === upload.length) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      }),
    );
    const upload = Buffer.concat([Buffer.from(`PUT /up HTTP/1.1\r\nHost: ok.test\r\nContent-Length: ${big.length}\r\n\r\n`), big]);
    const { socket, heard } = await client(lab);
    socket.write(upload);
    socket.write(get('/denied'));
    await once(socket, 'end');
    expect(heard().toString('latin1')).toMatch(/^HTTP\/1\.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP\/1\.1 403 /);
    expect(sha256(Buffer.concat(up))).toBe(sha256(upload));
    expect(carries.mock.results.some(({ value }) => value === true)).toBe(true);
    socket.destroy();
    await lab.idle();
    expect(lab.events.find(({ method }) => method === 'PUT')).toMatchObject({ policy: 'allow' });
    expect(lab.events.find(({ url }) => url?.endsWith('/denied'))).toMatchObject({ policy: 'deny' });
    expect(closes(lab)[0]?.bytes_out).toBeGreaterThan(upload.length);
  });

  test.each(['ends', 'is reset'])('a response that %s too early is not whole for the client', async (way) => {
    const lab = await world((socket) =>
      socket.once('data', () => {
        socket.write(Buffer.concat([Buffer.from(head), big.subarray(0, 5 * MiB)]), () =>
          setTimeout(() => (way === 'ends' ? socket.end() : socket.destroy()), 100),
        );
      }),
    );
    const { socket, heard } = await client(lab);
    socket.write(get('/1'));
    await once(socket, 'close');
    await lab.idle();
    expect(heard().length).toBe(head.length + 5 * MiB);
    expect(closes(lab)[0]?.error).toMatch(/upstream/);
  });

  test('a server that answers an upload in the middle and closes is heard', async () => {
    const lab = await world((socket) => {
      let length = 0;
      socket.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > 2 * MiB && !socket.writableEnded)
          socket.end('HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      });
    });
    const { socket, heard } = await client(lab);
    socket.write(`PUT /up HTTP/1.1\r\nHost: ok.test\r\nContent-Length: ${big.length}\r\n\r\n`);
    socket.write(big.subarray(0, 3 * MiB));
    await once(socket, 'end');
    expect(heard().toString('latin1')).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  test('a client that leaves in the middle takes the server along', async () => {
    const closed: Promise<unknown>[] = [];
    const lab = await world((socket) => {
      closed.push(new Promise((resolve) => socket.on('close', resolve)));
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${64 * MiB}\r\n\r\n`);
        socket.write(Buffer.alloc(16 * MiB));
      });
    });
    const { socket, heard } = await client(lab);
    socket.write(get('/1'));
    await until(() => heard().length > MiB, 'a part');
    socket.destroy();
    await Promise.all(closed);
    await lab.idle();
  });

  test('a body that moves is not idle, one that stands still is ended', async () => {
    const engine = engineHere();
    const [a, b] = [await connection(engine), await connection(engine)];
    const result = relayHttp1({
      scheme: 'https',
      port: 443,
      client: a.stream,
      openUpstream: async () => b.stream,
      authorize: () => ({ forward: true }),
      limits: { idleMs: 800 },
    });
    const carries = vi.spyOn(b.stream, 'carry');
    a.peer.write(get('/'));
    await once(b.peer, 'data');
    b.peer.write(head);
    const sent = performance.now();
    while (performance.now() - sent < 2_500) {
      b.peer.write(big.subarray(0, 20_000));
      await pause(100);
      expect(a.stream.destroyed).toBe(false);
    }
    expect(carries.mock.results.some(({ value }) => value === true)).toBe(true);
    expect(await result).toMatchObject({ error: 'nothing has moved for too long' });
  });
});
