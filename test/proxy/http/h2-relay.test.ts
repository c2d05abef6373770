import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { createServer as createTcpServer, connect as tcpConnect } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { H2_PREFACE, type HttpSession, relayHttp2 } from '../../../src/proxy/http/index.ts';
import { frame, get, setting, u32 } from './frames.ts';
import { atRest, byName, Lab, type LabOptions, until } from './lab.ts';

const run = promisify(execFile);

let lab: Lab | undefined;
const sessions: ClientHttp2Session[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) session.destroy();
  await lab?.stop();
  lab = undefined;
});

type Origin = Http2Server;

/** `late`: plain HTTP, connected by the first allowed request. `early`: connected before, as behind TLS. */
const modes = ['late', 'early'] as const;
let mode: (typeof modes)[number] = 'late';

async function start(origin: Origin, more: Partial<LabOptions> = {}): Promise<Lab> {
  const relay = async (session: HttpSession) => relayHttp2(mode === 'late' ? session : { ...session, upstream: await started.connect() });
  const started = await Lab.start({ relay, origin: origin as never, ...more });
  lab = started;
  return started;
}

function client(authority = 'http://ok.test', options = {}): ClientHttp2Session {
  const session = connect(authority, { createConnection: () => tcpConnect({ port: lab?.port ?? 0, host: '127.0.0.1' }), ...options });
  session.on('error', () => {});
  sessions.push(session);
  return session;
}

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  trailers: IncomingHttpHeaders;
}

function replyOf(stream: ClientHttp2Stream): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const reply: Reply = { status: 0, headers: {}, body: Buffer.alloc(0), trailers: {} };
    const chunks: Buffer[] = [];
    stream.on('response', (headers) => {
      reply.status = Number(headers[':status']);
      reply.headers = headers;
    });
    stream.on('trailers', (trailers) => (reply.trailers = trailers));
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('close', () => resolve({ ...reply, body: Buffer.concat(chunks) }));
  });
}

function send(session: ClientHttp2Session, headers: OutgoingHttpHeaders, body?: Buffer | string): Promise<Reply> {
  const stream = session.request(headers, { endStream: body === undefined });
  const reply = replyOf(stream);
  if (body !== undefined) stream.end(body);
  return reply;
}

/** Echoes method, path and authority; a body comes back as its hash; `/big` gives 3 MB. */
const big = randomBytes(3_000_000);
function echo(): Origin {
  // Three megabytes for each of several streams at once.
  const server = createServer({ maxSessionMemory: 100 });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    const hash = createHash('sha256');
    stream.on('data', (chunk: Buffer) => hash.update(chunk));
    stream.on('end', () => {
      if (stream.destroyed) return;
      if (headers[':path'] === '/big') {
        stream.respond({ ':status': 200 });
        stream.end(big);
        return;
      }
      stream.respond(
        { ':status': 200, 'x-path': headers[':path'], 'x-authority': headers[':authority'], 'x-same': headers['x-same'] ?? '' },
        { waitForTrailers: true },
      );
      stream.on('wantTrailers', () => stream.sendTrailers({ 'x-hash': hash.digest('hex') }));
      stream.end('echo');
    });
  });
  return server;
}

const hashOf = (body: Buffer) => createHash('sha256').update(body).digest('hex');

describe.each(modes)('relay, upstream connected %s', (which) => {
  const begin = (...args: Parameters<typeof start>) => {
    mode = which;
    return start(...args);
  };

  it('requests, responses and trailers pass; each head is decided', async () => {
    const { heads } = await begin(echo());
    const session = client();
    for (const path of ['/1?q', '/2', '/1?q', '/1?q']) {
      const reply = await send(session, { ':path': path, 'x-same': 'abc' });
      expect(reply).toMatchObject({ status: 200, headers: { 'x-path': path, 'x-authority': 'ok.test:80', 'x-same': 'abc' } });
      expect(reply.body.toString()).toBe('echo');
      expect(reply.trailers['x-hash']).toBe(hashOf(Buffer.alloc(0)));
    }
    expect(heads[0]).toEqual({
      protocol: 'h2',
      method: 'GET',
      scheme: 'http',
      host: 'ok.test',
      port: 80,
      target: '/1?q',
      url: 'http://ok.test/1?q',
    });
    expect(heads).toHaveLength(4);
  });

  it('bodies of many sizes go up and come down whole, on many streams at once', async () => {
    await begin(echo());
    const session = client();
    const bodies = [0, 1, 16_383, 16_384, 16_385, 65_535, 65_536, 1_000_000].map((size) => randomBytes(size));
    const replies = await Promise.all(bodies.map((body) => send(session, { ':path': '/up', ':method': 'POST' }, body)));
    expect(replies.map((reply) => reply.trailers['x-hash'])).toEqual(bodies.map(hashOf));
    const downloads = await Promise.all([1, 2, 3].map(() => send(session, { ':path': '/big' })));
    for (const { body } of downloads) expect(body.equals(big)).toBe(true);
  });

  it('a denied stream gets 403 with its body; the others are not disturbed; the server sees nothing of it', async () => {
    const seen: string[] = [];
    const origin = echo();
    origin.on('stream', (_stream, headers) => seen.push(String(headers[':path'])));
    await begin(origin);
    const session = client();
    const paths = Array.from({ length: 60 }, (_, i) => (i % 3 === 1 ? `/denied/${i}` : `/ok/${i}`));
    const replies = await Promise.all(
      paths.map((path, i) => send(session, { ':path': path, 'x-same': 'same', 'x-new': `${i}` }, i % 2 ? 'body' : undefined)),
    );
    for (const [i, reply] of replies.entries()) {
      if (i % 3 !== 1) expect(reply).toMatchObject({ status: 200, headers: { 'x-path': paths[i], 'x-same': 'same' } });
      else expect([reply.status, reply.body.toString()]).toEqual([403, 'denied by the test\n']);
    }
    expect(seen.filter((path) => path.startsWith('/denied'))).toEqual([]);
    expect(seen).toHaveLength(40);
  });

  it('uploads to denied streams are dropped, and the connection window is given back', async () => {
    await begin(echo(), { limits: { lingerMs: 30 } });
    const session = client();
    // Far more than the connection's window of 65 535 in all.
    for (let i = 0; i < 20; i++) {
      const stream = session.request({ ':path': '/denied', ':method': 'POST' }, { endStream: false });
      const reply = replyOf(stream);
      stream.write(randomBytes(30_000));
      expect((await reply).status).toBe(403);
    }
    const body = randomBytes(500_000);
    expect((await send(session, { ':path': '/up', ':method': 'POST' }, body)).trailers['x-hash']).toBe(hashOf(body));
  });

  it("answers of ours keep within the client's windows, and the upstream's DATA with them", async () => {
    const long = 'x'.repeat(40_000);
    await begin(echo(), {
      authorize: (head) =>
        head.target.startsWith('/denied') ? { forward: false, status: 403, body: long, contentType: 'text/plain' } : { forward: true },
    });
    const session = client();
    const streams = Array.from({ length: 12 }, (_, i) => send(session, { ':path': i % 2 ? '/denied' : '/big' }));
    for (const [i, reply] of (await Promise.all(streams)).entries()) {
      if (i % 2) expect([reply.status, reply.body.length]).toEqual([403, 40_000]);
      else expect(reply.body.equals(big)).toBe(true);
    }
    expect(session.destroyed).toBe(false);
  });

  it('a small stream window makes an answer wait for updates', async () => {
    await begin(echo());
    const session = client('http://ok.test', { settings: { initialWindowSize: 5 } });
    expect((await send(session, { ':path': '/denied' })).body.toString()).toBe('denied by the test\n');
    expect((await send(session, { ':path': '/x' })).body.toString()).toBe('echo');
  });

  it('a client without a header table, and one with a large one', async () => {
    await begin(echo());
    for (const headerTableSize of [0, 100, 65_536]) {
      const session = client('http://ok.test', { settings: { headerTableSize } });
      for (const path of ['/denied', '/1', '/2', '/denied', '/2', '/3']) {
        const reply = await send(session, { ':path': path, 'x-same': 'x'.repeat(300) });
        expect(reply.status).toBe(path === '/denied' ? 403 : 200);
        if (path !== '/denied') expect(reply.headers['x-path']).toBe(path);
      }
    }
  });

  it('servers without a header table, or that change it', async () => {
    const origin = echo();
    origin.updateSettings({ headerTableSize: 0 });
    origin.on('session', (session) => {
      session.settings({ headerTableSize: 0 });
      setTimeout(() => session.destroyed || session.settings({ headerTableSize: 2_000 }), 20);
      setTimeout(() => session.destroyed || session.settings({ headerTableSize: 10 }), 40);
    });
    await begin(origin);
    const session = client();
    for (let i = 0; i < 20; i++) {
      expect((await send(session, { ':path': `/${i}`, 'x-same': 'y' })).headers['x-path']).toBe(`/${i}`);
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
  });

  it('decisions that take time keep the order and hold back the body', async () => {
    await begin(echo(), {
      authorize: async (head) => {
        await new Promise((resolve) => setTimeout(resolve, 10));
        return byName(head);
      },
    });
    const session = client();
    const body = randomBytes(100_000);
    const replies = await Promise.all([
      send(session, { ':path': '/a', ':method': 'POST' }, body),
      send(session, { ':path': '/denied', ':method': 'POST' }, body),
      send(session, { ':path': '/b', ':method': 'POST' }, body),
    ]);
    expect(replies.map((reply) => reply.status)).toEqual([200, 403, 200]);
    expect(replies[2]?.trailers['x-hash']).toBe(hashOf(body));
  });

  it('a decision that fails denies', async () => {
    await begin(echo(), { authorize: () => Promise.reject(new Error('boom')) });
    const reply = await send(client(), { ':path': '/' });
    expect([reply.status, reply.body.toString()]).toEqual([403, 'egress-filter: the request could not be decided: boom\n']);
  });

  it('HEAD has no body, denied or not', async () => {
    await begin(echo());
    const session = client();
    expect(await send(session, { ':path': '/denied', ':method': 'HEAD' })).toMatchObject({ status: 403, body: Buffer.alloc(0) });
    expect(await send(session, { ':path': '/', ':method': 'HEAD' })).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  });

  it('resets, pings, settings and GOAWAY pass', async () => {
    const origin = createServer();
    const resets: number[] = [];
    origin.on('stream', (stream, headers) => {
      stream.on('error', () => {});
      stream.on('close', () => resets.push(stream.rstCode));
      if (headers[':path'] === '/reset') stream.close(11);
      else stream.respond({ ':status': 200 });
      if (headers[':path'] === '/goaway') {
        stream.session?.goaway(0, 1);
        stream.end();
      }
    });
    await begin(origin);
    const session = client();
    await expect(send(session, { ':path': '/reset' })).rejects.toThrow('ENHANCE_YOUR_CALM');
    const hung = session.request({ ':path': '/hang' });
    hung.on('error', () => {});
    await once(hung, 'response');
    hung.close(8);
    await until(() => resets.includes(8));
    expect(
      await new Promise((resolve) => session.ping(Buffer.from('12345678'), (_error, _ms, payload) => resolve(payload.toString()))),
    ).toBe('12345678');
    await new Promise<void>((resolve) => session.settings({ initialWindowSize: 100_000 }, () => resolve()));
    const [goaway] = await Promise.all([once(session, 'goaway'), send(session, { ':path': '/goaway' }).catch(() => {})]);
    expect(goaway[0]).toBe(0);
  });

  it('push is off', async () => {
    const origin = createServer();
    let allowed: boolean | undefined;
    origin.on('stream', (stream) => {
      allowed = stream.pushAllowed;
      stream.respond({ ':status': 200 });
      stream.end();
    });
    await begin(origin);
    await send(client('http://ok.test', { settings: { enablePush: true } }), { ':path': '/' });
    expect(allowed).toBe(false);
  });

  it('server, client and bidirectional streams as gRPC uses them', async () => {
    const origin = createServer();
    origin.on('stream', (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('data', (chunk: Buffer) => stream.write(`got ${chunk}`));
      stream.on('end', () => stream.end());
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    });
    await begin(origin);
    const stream = client().request({
      ':path': '/pkg.Service/Method',
      ':method': 'POST',
      te: 'trailers',
      'content-type': 'application/grpc',
    });
    let received = '';
    stream.on('data', (chunk) => (received += chunk));
    const trailers = once(stream, 'trailers');
    for (const message of ['one', 'two', 'three']) {
      stream.write(message);
      await until(() => received.endsWith(`got ${message}`));
    }
    stream.end();
    expect((await trailers)[0]['grpc-status']).toBe('0');
  });

  it('extended CONNECT (WebSocket over HTTP/2) passes where the server offers it', async () => {
    const origin = createServer({ settings: { enableConnectProtocol: true } });
    origin.on('stream', (stream, headers) => {
      stream.respond({ ':status': 200, 'x-protocol': headers[':protocol'] });
      stream.on('data', (chunk: Buffer) => stream.write(chunk));
    });
    const { heads } = await begin(origin);
    const session = client();
    await send(session, { ':path': '/denied' });
    if (which === 'early') await until(() => session.remoteSettings.enableConnectProtocol === true);
    // A late upstream announces it when it is connected.
    else
      await Promise.race([
        send(session, { ':path': '/x' }).catch(() => {}),
        until(() => session.remoteSettings.enableConnectProtocol === true),
      ]);
    const stream = session.request(
      { ':method': 'CONNECT', ':protocol': 'websocket', ':scheme': 'http', ':authority': 'ok.test', ':path': '/ws' },
      { endStream: false },
    );
    const [headers] = await once(stream, 'response');
    expect(headers['x-protocol']).toBe('websocket');
    stream.write('frame');
    expect(String((await once(stream, 'data'))[0])).toBe('frame');
    expect(heads.at(-1)).toMatchObject({ method: 'CONNECT', upgrade: 'websocket', url: 'http://ok.test/ws' });
    stream.close();
  });

  it('a stopped reader makes the server wait, and gets the rest when it goes on', async () => {
    const origin = createServer();
    let written = 0;
    origin.on('stream', (stream) => {
      stream.respond({ ':status': 200 });
      stream.on('error', () => {});
      const more = () => {
        for (let ready = true; ready && !stream.destroyed; written += 16_384) ready = stream.write(Buffer.alloc(16_384));
        stream.once('drain', more);
      };
      more();
    });
    const running = await begin(origin);
    // Octets by hand: a client of Node would read on into its own memory, as far as the windows that it has offered go.
    const socket = tcpConnect(running.port, '127.0.0.1');
    socket.on('error', () => {});
    const windows = [frame(4, 0, 0, setting(4, 2 ** 31 - 1)), frame(8, 0, 0, u32(2 ** 31 - 65_536))];
    socket.write(Buffer.concat([H2_PREFACE, ...windows, get(1, 'ok.test')]));
    await once(socket, 'data');
    socket.pause();
    const before = await atRest(() => written);
    expect(before).toBeGreaterThan(1_000_000);
    expect(running.held()).toBeLessThan(1_000_000);
    socket.resume();
    await until(() => written > 2 * before);
    socket.destroy();
  });
});

describe('an upstream that cannot serve', () => {
  it('refuses the connection: 502 on the stream, and the next request tries again', async () => {
    mode = 'late';
    let tries = 0;
    await start(echo(), {
      openUpstream: () => {
        tries++;
        return Promise.reject(new Error('connect ECONNREFUSED'));
      },
    });
    const session = client();
    for (let i = 0; i < 2; i++) expect(await send(session, { ':path': '/' })).toMatchObject({ status: 502 });
    expect(tries).toBe(2);
  });

  it.each(modes)('speaks HTTP/1 (%s): 502', async (which) => {
    mode = which;
    const origin = createTcpServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      socket.on('error', () => {});
    });
    await start(origin as never);
    const reply = await send(client(), { ':path': '/' });
    expect([reply.status, reply.body.toString()]).toEqual([502, 'egress-filter: the server does not speak HTTP/2\n']);
    expect((await lab?.result())?.error).toContain('does not speak HTTP/2');
  });

  it.each(modes)('closes at once (%s): 502', async (which) => {
    mode = which;
    await start(createTcpServer((socket) => socket.once('data', () => socket.end()).on('error', () => {})) as never);
    expect(await send(client(), { ':path': '/' })).toMatchObject({ status: 502 });
  });

  it('is reset under way: the client is reset', async () => {
    mode = 'early';
    const origin = createTcpServer((socket) => {
      socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
      socket.once('data', () => setTimeout(() => socket.resetAndDestroy(), 30));
      socket.on('error', () => {});
    });
    await start(origin as never);
    await expect(send(client(), { ':path': '/' })).rejects.toThrow();
    expect((await lab?.result())?.error).toContain('upstream');
  });
});

describe('real clients', () => {
  it.each(modes)('curl with prior knowledge (%s)', async (which) => {
    mode = which;
    await start(echo());
    const curl = async (...args: string[]) =>
      (
        await run('curl', ['-sS', '--noproxy', '*', '--http2-prior-knowledge', '-w', '\n%{http_code}', ...args], {
          encoding: 'buffer',
          maxBuffer: 1e8,
        })
      ).stdout;
    const url = `http://127.0.0.1:${lab?.port}`;
    expect((await curl('-H', 'Host: ok.test', `${url}/big`)).subarray(0, big.length).equals(big)).toBe(true);
    expect((await curl('-H', 'Host: ok.test', '--data-binary', 'x'.repeat(100_000), url)).toString()).toBe('echo\n200');
    expect((await curl('-H', 'Host: evil.test', '--data-binary', 'x'.repeat(100_000), url)).toString()).toBe('denied by the test\n\n403');
  });

  const nghttp = run('nghttp', ['--version']).then(
    () => true,
    () => false,
  );
  it.for(modes)('nghttp and h2load (%s)', async (which, context) => {
    if (!(await nghttp)) context.skip('nghttp is not installed (package nghttp2-client)');
    mode = which;
    const { heads } = await start(echo());
    const url = `http://127.0.0.1:${lab?.port}`;
    const { stdout } = await run('nghttp', [
      '-nv',
      '--continuation',
      '-H',
      ':authority: ok.test',
      '-H',
      'x-same: y',
      '--padding=100',
      '-p',
      '10',
      '-m',
      '5',
      `${url}/1`,
    ]);
    expect(stdout).toMatch(/:status: 200/);
    const load = await run('h2load', ['-n', '2000', '-c', '4', '-m', '16', '-H', ':authority: ok.test', `${url}/x`]);
    expect(load.stdout).toMatch(/2000 succeeded, 0 failed, 0 errored/);
    expect(load.stdout).toMatch(/2000 2xx/);
    expect(heads.length).toBe(2_005);
    const denied = await run('h2load', ['-n', '500', '-c', '2', '-m', '16', '-H', ':authority: evil.test', `${url}/x`]);
    expect(denied.stdout).toMatch(/500 4xx/);
  });
});
