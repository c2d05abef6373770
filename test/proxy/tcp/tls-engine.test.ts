import { spawn } from 'node:child_process';
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls, createSecureContext, createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { loadNative } from '../../../src/kernel/load.ts';
import type { NativeSession } from '../../../src/kernel/native.ts';
import { createTlsEngine, createTrust, type TlsEngine } from '../../../src/proxy/tcp/index.ts';
import type { Secured, TlsStream } from '../../../src/proxy/tcp/tls-stream.ts';
import { worldCa } from './lab.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const leaf = worldCa.leafFor(['ok.test']);
const descriptors = (): number => readdirSync('/proc/self/fd').length;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (condition: () => boolean, what: string): Promise<void> => {
  const end = Date.now() + 20_000;
  for (let waits = 1; !condition(); waits = Math.min(2 * waits, 20)) {
    if (Date.now() > end) throw new Error(`not within 20 s: ${what}`);
    await pause(waits);
  }
};

const engineHere = (threads = 2): TlsEngine => {
  const engine = createTlsEngine(loadNative(), threads);
  open.push(engine);
  return engine;
};

interface Accepted {
  readonly stream: TlsStream;
  readonly secured: Promise<Secured>;
  /** What broke it, once it is closed. */
  readonly closed: Promise<string | undefined>;
}

const follow = (start: (onSecure: (secured: Secured) => void) => TlsStream): Accepted => {
  let resolve = (_secured: Secured): void => {};
  const secured = new Promise<Secured>((settle) => {
    resolve = settle;
  });
  const stream = start((told) => resolve(told));
  let failure: string | undefined;
  stream.on('error', (error) => {
    failure = 'code' in error ? String(error.code) : error.message;
  });
  return { stream, secured, closed: new Promise((done) => stream.on('close', () => done(failure))) };
};

/** A server whose connections are the engine's; `port` to connect to, and each connection as it comes. */
const serve = async (engine: TlsEngine, onConnection: (accepted: Accepted) => void, alpn?: string) => {
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    onConnection(follow((onSecure) => engine.accept(socket, engine.lane(), leaf, alpn, { onSecure })));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(server);
  return (server.address() as AddressInfo).port;
};

const dial = async (port: number, options: object = {}): Promise<TLSSocket> => {
  const client = connectTls({ port, host: '127.0.0.1', servername: 'ok.test', ca: worldCa.caPem, ...options });
  client.on('error', () => {});
  await once(client, 'secureConnect');
  return client;
};

const digest = async (stream: NodeJS.ReadableStream): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

describe('as a server', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)('every byte of %s arrives, both ways at once, with half-closes', async (version) => {
    const engine = engineHere();
    const up = randomBytes(3 << 20);
    const down = randomBytes(5 << 20);
    const heard: Promise<string>[] = [];
    const port = await serve(engine, ({ stream, secured }) => {
      heard.push(digest(stream));
      void secured.then(() => stream.end(down));
    });
    const client = await dial(port, { minVersion: version, maxVersion: version, allowHalfOpen: true });
    client.end(up);
    expect(await digest(client)).toBe(createHash('sha256').update(down).digest('hex'));
    expect(await heard[0]).toBe(createHash('sha256').update(up).digest('hex'));
  });

  test('the protocol is the one that was chosen, where the client offers it', async () => {
    const seen: (string | undefined)[] = [];
    const port = await serve(
      engineHere(),
      async ({ secured, stream }) => {
        seen.push((await secured).protocol);
        stream.end();
      },
      'h2',
    );
    for (const offered of [['http/1.1', 'h2'], ['http/1.1'], undefined]) {
      const client = await dial(port, offered ? { ALPNProtocols: offered } : {});
      expect(client.alpnProtocol).toBe(offered?.includes('h2') ? 'h2' : false);
      client.resume();
      await once(client, 'close');
    }
    expect(seen).toEqual(['h2', undefined, undefined]);
  });

  test('a client that asks for new keys again and again, and takes no answer, is cut off before they fill the memory', async () => {
    const heard: Accepted[] = [];
    const port = await serve(engineHere(), (accepted) => {
      accepted.stream.resume();
      heard.push(accepted);
    });
    const client = spawn('python3', [join(import.meta.dirname, 'key-updates.py'), `${port}`], { stdio: ['ignore', 'ignore', 'inherit'] });
    open.push({ close: () => client.kill('SIGKILL') });
    await until(() => heard.length > 0, 'a connection');
    expect(await heard[0]?.closed).toBe('ERR_SSL_UNREAD_REPLIES');
  });

  test('a session is resumed, but never for another certificate', async () => {
    const engine = engineHere();
    const other = worldCa.leafFor(['other.test']);
    let count = 0;
    const server = createServer({ pauseOnConnect: true }, (socket) => {
      count += 1;
      const stream = engine.accept(socket, 0, count === 3 ? other : leaf, undefined, { onSecure: () => stream.end('x') });
      stream.resume();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(server);
    const { port } = server.address() as AddressInfo;
    let session: Buffer | undefined;
    const reused: boolean[] = [];
    for (let i = 0; i < 3; i++) {
      const client = connectTls({ port, host: '127.0.0.1', servername: 'ok.test', rejectUnauthorized: false, ...(session && { session }) });
      client.on('session', (ticket: Buffer) => {
        session = ticket;
      });
      client.resume();
      await once(client, 'secureConnect');
      reused.push(client.isSessionReused());
      await once(client, 'close');
    }
    expect(reused).toEqual([false, true, false]);
  });

  test('a client that breaks off is told by the code of its alert, by a reset, or by an end', async () => {
    const outcomes: Promise<string | undefined>[] = [];
    const port = await serve(engineHere(), ({ stream, closed }) => {
      stream.on('end', () => stream.end()).resume();
      outcomes.push(closed);
    });
    const distrusting = connectTls({ port, host: '127.0.0.1', servername: 'ok.test', minVersion: 'TLSv1.3', ca: [] });
    await once(distrusting, 'error');
    const raw = connect(port, '127.0.0.1').on('error', () => {});
    raw.write('GET / HTTP/1.0\r\n\r\n');
    await new Promise((resolve) => raw.on('close', resolve));
    const vanishing = await dial(port);
    vanishing.end();
    await once(vanishing, 'close');
    const resetting = connect(port, '127.0.0.1').on('error', () => {});
    await once(resetting, 'connect');
    await until(() => outcomes.length === 4, 'four connections');
    resetting.resetAndDestroy();
    const [alert, garbage, end, reset] = await Promise.all(outcomes);
    // Node's own client looks at the certificate after the handshake and just leaves.
    expect([undefined, 'ECONNRESET', 'EPIPE']).toContain(alert);
    expect(garbage).toMatch(/^ERR_SSL_(HTTP_REQUEST|WRONG_VERSION_NUMBER)$/);
    expect(end).toBeUndefined();
    expect(reset).toBe('ECONNRESET');
  });

  test('a reset is one for the client, also of what was not read', async () => {
    const port = await serve(engineHere(), ({ stream, secured }) => void secured.then(() => stream.resetAndDestroy()));
    const client = connectTls({ port, host: '127.0.0.1', servername: 'ok.test', ca: worldCa.caPem });
    client.write(Buffer.alloc(100_000));
    const [error] = await once(client, 'error');
    expect(error).toMatchObject({ code: expect.stringMatching(/ECONNRESET|EPIPE/) });
  });
});

describe('as a client', () => {
  const origin = async (options: object = {}): Promise<number> => {
    const server = createTlsServer({ ...leaf, ...options }, (socket) => {
      socket.on('error', () => {});
      socket.pipe(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(server);
    return (server.address() as AddressInfo).port;
  };
  const reach = (engine: TlsEngine, port: number, pems: readonly string[], session?: NativeSession) => {
    const sessions: NativeSession[] = [];
    const trust = createTrust(pems);
    const options = { trust, servername: 'ok.test', alpn: ['http/1.1'], session };
    const reached = follow((onSecure) =>
      engine.connect({ ip: '127.0.0.1', port }, 0, options, { onSecure, onSession: (given) => sessions.push(given) }),
    );
    return { ...reached, sessions };
  };

  test('a server of TLS 1.2 cannot shake hands again, and show another certificate then', async () => {
    const told = new Promise((resolve) => {
      const server = createTlsServer({ ...leaf, maxVersion: 'TLSv1.2' }, (socket) => {
        socket.on('error', ({ message }) => resolve(message));
        socket.renegotiate({ rejectUnauthorized: false }, (error) => resolve(error?.message ?? 'renegotiated'));
        socket.resume().write('now');
      });
      server.listen(0, '127.0.0.1', async () => {
        open.push(server);
        const { stream } = reach(engineHere(), (server.address() as AddressInfo).port, [worldCa.caPem]);
        stream.resume();
      });
    });
    expect(await told).toContain('no renegotiation');
  });

  test('where nobody listens the stream says so; what the kernel refuses at once is thrown; neither leaves a descriptor', async () => {
    const engine = engineHere();
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    const before = descriptors();
    expect(await reach(engine, port, []).closed).toBe('ECONNREFUSED');
    // connect(2): a broadcast address, and a socket without SO_BROADCAST.
    const broadcast = { ip: '255.255.255.255', port: 443 };
    const options = { trust: createTrust([]), servername: 'ok.test', alpn: [], session: undefined };
    expect(() => engine.connect(broadcast, 0, options, { onSecure: () => {} })).toThrow(/EACCES|ENETUNREACH/);
    await until(() => descriptors() <= before, 'descriptors closed');
  });

  test('the chain is verified, and what is sent comes back', async () => {
    const engine = engineHere();
    const port = await origin({ ALPNProtocols: ['http/1.1'] });
    const { stream, secured } = reach(engine, port, [worldCa.caPem]);
    expect(await secured).toMatchObject({ verified: 0, resumed: false, protocol: 'http/1.1' });
    const bytes = randomBytes(2 << 20);
    stream.end(bytes);
    expect(await digest(stream)).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(stream.traffic.sent).toBeGreaterThan(bytes.length);
    expect(stream.traffic.received).toBeGreaterThan(bytes.length);
  });

  test('authorities that were prepared are not read again, and are those that connections go by', async () => {
    const engine = engineHere();
    const port = await origin();
    let read = 0;
    const trust = {
      ...createTrust([]),
      get pems(): readonly string[] {
        read += 1;
        return [worldCa.caPem];
      },
    };
    engine.prepareTrust(trust);
    expect(read).toBe(1);
    for (const attempt of [1, 2]) {
      const options = { trust, servername: 'ok.test', alpn: [], session: undefined };
      const { stream, secured } = follow((onSecure) => engine.connect({ ip: '127.0.0.1', port }, attempt, options, { onSecure }));
      expect((await secured).verified).toBe(0);
      stream.destroy();
    }
    expect(read).toBe(1);
  });

  test('a chain that nobody vouches for is told by its number (X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY)', async () => {
    const { stream, secured } = reach(engineHere(), await origin(), []);
    expect((await secured).verified).toBe(20);
    stream.destroy();
  });

  test.each(['TLSv1.2', 'TLSv1.3'])('a session of %s is resumed', async (version) => {
    const engine = engineHere();
    const port = await origin({ maxVersion: version });
    const first = reach(engine, port, [worldCa.caPem]);
    await first.secured;
    first.stream.write('x');
    await once(first.stream, 'data');
    expect(first.sessions.length).toBeGreaterThan(0);
    first.stream.destroy();
    const second = reach(engine, port, [worldCa.caPem], first.sessions.at(-1));
    expect((await second.secured).resumed).toBe(true);
    second.stream.destroy();
  });
});

describe('a thread of many connections', () => {
  /*
   * It says when it sleeps, and whoever finds it awake does not wake it: a command that came between its last look and its sleep would lie there, with all
   * that follows, until a socket moves. Here none does, for who is written to says nothing.
   */
  test('hears every command of a burst', async () => {
    const accepted: Accepted[] = [];
    const port = await serve(engineHere(1), (each) => void accepted.push(each));
    const clients = await Promise.all(Array.from({ length: 16 }, () => dial(port)));
    for (const client of clients) open.push({ close: () => client.destroy() });
    await Promise.all(accepted.map(({ secured }) => secured));
    const heard = clients.map(() => 0);
    clients.forEach((client, i) => {
      client.on('data', (chunk: Buffer) => {
        heard[i] = (heard[i] ?? 0) + chunk.length;
      });
    });
    for (let burst = 1; burst <= 300; burst++) {
      for (const { stream } of accepted) stream.write('!');
      await until(() => heard.every((count) => count === burst), `burst ${burst} at ${heard}`);
    }
  }, 120_000);
});

describe('nobody waits for a slow one, and nothing grows', () => {
  test('a reader that does not read stops its peer at the window', async () => {
    const streams: TlsStream[] = [];
    const port = await serve(engineHere(), ({ stream }) => void streams.push(stream));
    const client = await dial(port);
    const total = 32 << 20;
    client.write(Buffer.alloc(total));
    await until(() => (streams[0]?.bytesRead ?? 0) > 0, 'first bytes');
    const [stream] = streams;
    if (!stream) throw new Error('no connection');
    let stalled = 0;
    while (stalled < stream.bytesRead) {
      stalled = stream.bytesRead;
      expect(stalled).toBeLessThan(512 * 1024);
      await pause(400);
    }
    let read = 0;
    stream.on('data', (chunk: Buffer) => {
      read += chunk.length;
    });
    await until(() => read === total, 'all bytes');
    client.destroy();
  });

  test('a peer that ends, and then resets the connection while it is still to be answered, breaks it', async () => {
    const accepted: Accepted[] = [];
    const port = await serve(engineHere(), (connection) => {
      accepted.push(connection);
      connection.stream.resume();
    });
    const tcp = connect(port, '127.0.0.1');
    const client = connectTls({ socket: tcp, servername: 'ok.test', ca: worldCa.caPem });
    client.on('error', () => {});
    await once(client, 'secureConnect');
    const [connection] = accepted;
    if (!connection) throw new Error('no connection');
    const ended = once(connection.stream, 'end');
    client.end();
    await ended;
    tcp.resetAndDestroy();
    // In CLOSE_WAIT the kernel says EPIPE (tcp_reset).
    expect(await connection.closed).toBe('EPIPE');
  });

  test('a peer that does not read makes the writer wait', async () => {
    let taken = 0;
    const port = await serve(engineHere(), ({ stream, secured }) => {
      const chunk = Buffer.alloc(65_536);
      const push = (): void => {
        while (taken < 64 << 20 && !stream.destroyed) {
          taken += chunk.length;
          if (!stream.write(chunk)) return void stream.once('drain', push);
        }
        stream.end();
      };
      void secured.then(push);
    });
    const client = await dial(port);
    client.pause();
    await pause(500);
    const stalled = taken;
    // The two kernel buffers and what is on the way to the thread.
    expect(stalled).toBeLessThan(24 << 20);
    await pause(200);
    expect(taken).toBe(stalled);
    let read = 0;
    client.on('data', (chunk: Buffer) => {
      read += chunk.length;
    });
    client.resume();
    await once(client, 'end');
    expect(read).toBe(64 << 20);
  });

  test('connections that end in every state leave no descriptor and no number behind', async () => {
    const engine = engineHere();
    const accepted: Accepted[] = [];
    const port = await serve(engine, (connection) => {
      accepted.push(connection);
      connection.stream.on('end', () => connection.stream.end()).resume();
    });
    const before = descriptors();
    for (let round = 0; round < 3; round++) {
      const clients: Socket[] = [];
      for (let i = 0; i < 100; i++) {
        const client =
          i % 4 === 0
            ? connect(port, '127.0.0.1')
            : connectTls({ port, host: '127.0.0.1', servername: 'ok.test', rejectUnauthorized: false });
        client.on('error', () => {});
        clients.push(client);
      }
      await until(() => accepted.length === 100 * (round + 1), 'connections');
      await pause(50 * round);
      for (const [i, client] of clients.entries()) {
        if (i % 5 === 0) client.destroy();
        else if (i % 5 === 1) accepted[100 * round + i]?.stream.destroy();
        else if (i % 5 === 2) accepted[100 * round + i]?.stream.resetAndDestroy();
        else client.end();
      }
      engine.breakAll();
      for (const client of clients) client.destroy();
    }
    await Promise.all(accepted.map(({ closed }) => closed));
    await until(() => descriptors() <= before, `${descriptors()} descriptors, ${before} before`);
  });

  test('octets that are no TLS, in whatever pieces, break one connection and no other', async () => {
    const engine = engineHere(1);
    const port = await serve(engine, ({ stream }) => void stream.on('error', () => {}).pipe(stream));
    const good = await dial(port);
    const real = await new Promise<Buffer>((resolve) => {
      const listener = createServer((socket) => {
        listener.close();
        socket.once('data', (bytes) => {
          socket.destroy();
          resolve(bytes);
        });
      });
      listener.listen(0, '127.0.0.1', () => {
        connectTls({ port: (listener.address() as AddressInfo).port, host: '127.0.0.1', servername: 'ok.test' }).on('error', () => {});
      });
    });
    for (let i = 0; i < 150; i++) {
      const bytes = Buffer.from(real);
      for (let change = 0; change <= i % 7; change++) bytes[randomBytes(2).readUInt16LE() % bytes.length] = randomBytes(1)[0] ?? 0;
      const bad = connect(port, '127.0.0.1').on('error', () => {});
      bad.write(bytes.subarray(0, 1 + (randomBytes(2).readUInt16LE() % bytes.length)));
      bad.end(randomBytes(i));
      bad.resume();
      await new Promise((resolve) => bad.on('close', resolve));
    }
    const answer = once(good, 'data');
    good.write('still here');
    expect(String((await answer)[0])).toBe('still here');
    good.destroy();
  });
});

test('no client of TLS 1.2 makes the server shake hands again (RFC 5746, section 5)', async () => {
  const port = await serve(engineHere(), ({ stream }) => void stream.on('error', () => {}).resume());
  const client = await dial(port, { maxVersion: 'TLSv1.2' });
  const answer = await new Promise((resolve) => {
    client.on('error', ({ message }) => resolve(message));
    client.renegotiate({}, (error) => resolve(error?.message ?? 'renegotiated'));
  });
  expect(answer).toContain('no renegotiation');
  client.destroy();
});

test('a leaf that two threads need at once is one', async () => {
  const engine = engineHere(2);
  const ports: number[] = [];
  const fresh = worldCa.leafFor([`fresh${Date.now()}.test`]);
  for (const lane of [0, 1]) {
    const server = createServer({ pauseOnConnect: true }, (socket) => {
      engine.prepare(1 - lane, fresh);
      follow((onSecure) => engine.accept(socket, lane, fresh, undefined, { onSecure }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(server);
    ports.push((server.address() as AddressInfo).port);
  }
  const clients = await Promise.all([...ports, ...ports].map((port) => dial(port, { rejectUnauthorized: false })));
  for (const client of clients) open.push({ close: () => client.destroy() });
  const shown = clients.map((client) => client.getPeerX509Certificate()?.serialNumber);
  expect(new Set(shown)).toEqual(new Set([new X509Certificate(fresh.cert).serialNumber]));
});

test('a number that was let go of is nobody’s until it is free', async () => {
  const tls = loadNative().openTls(1, new Int32Array(128), () => {});
  open.push(tls);
  const made = leaf.native;
  const fd = openSync('/dev/null', 'r+');
  const noNumber = expect.objectContaining({ code: 'EBADF' });
  for (let round = 0; round < 200; round++) {
    const id = tls.accept(fd, 0, made, '', Buffer.alloc(0));
    if (round % 2 === 0) tls.destroy(id);
    else tls.reset(id);
    for (const again of [
      () => tls.destroy(id),
      () => tls.reset(id),
      () => tls.notify(id),
      () => tls.write(id, Buffer.from('x')),
      () => tls.traffic(id),
    ])
      expect(again).toThrow(noNumber);
    if (round % 50 === 0) await pause(5);
  }
  closeSync(fd);
});

test('what is no descriptor, certificate or number is an error, and nothing is left of it', async () => {
  const native = loadNative();
  const tls = native.openTls(1, new Int32Array(128), () => {});
  open.push(tls);
  expect(() => native.leafIssuer('no certificate', leaf.key, leaf.key)).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  expect(() => native.leafIssuer(leaf.cert, leaf.key, worldCa.keyPem())).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  expect(() => native.leaf({}, 'ok.test', 0, 1)).toThrow(TypeError);
  expect(() => native.leaf(native.leafIssuer(leaf.cert, leaf.key, leaf.key), 'ok.test', 0, 253_402_300_800)).toThrow();
  expect(() => native.leafPem({})).toThrow(TypeError);
  expect(() => tls.prepare(0, {})).toThrow(TypeError);
  const other = createTrust([]);
  expect(other.pems).toEqual([]);
  const made = leaf.native;
  const before = descriptors();
  expect(() => tls.accept(99_999, 0, made, '', Buffer.alloc(0))).toThrow(expect.objectContaining({ code: 'EBADF' }));
  expect(() => tls.write(0, Buffer.from('x'))).toThrow(expect.objectContaining({ code: 'EBADF' }));
  expect(() => tls.write(5_000, Buffer.from('x'))).toThrow(expect.objectContaining({ code: 'EBADF' }));
  expect(() => tls.accept(0, 0, {}, '', Buffer.alloc(0))).toThrow(TypeError);
  expect(() => native.openTls(1, new Int32Array(8), () => {})).toThrow(TypeError);
  expect(() => native.openTls(0, new Int32Array(128), () => {})).toThrow();
  expect(descriptors()).toBe(before);
  tls.close();
  expect(() => tls.write(0, Buffer.from('x'))).toThrow(expect.objectContaining({ code: 'ECANCELED' }));
  expect(createSecureContext(leaf)).toBeDefined();
});
