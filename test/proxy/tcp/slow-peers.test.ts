import { once } from 'node:events';
import { createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { connect as connectTcp, type Server, type Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { frame, get, setting, u32 } from '../http/frames.ts';
import { atRest, until } from '../http/lab.ts';
import { realHello } from './hello.ts';
import { closes, createLab, createWitness, curl, type Lab, listen, OK_IP, readAll, verdicts, worldCa } from './lab.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const setUp = async (port: number, handshakeMs = 15_000, policy = 'https://ok.test/*', dstPort = 443): Promise<Lab> => {
  const lab = await createLab({
    policy,
    dst: { ip: OK_IP, port: dstPort },
    learned: { 'ok.test': [OK_IP] },
    dns: { 'ok.test': [OK_IP] },
    world: { [`${OK_IP}:${dstPort}`]: port },
    limits: { handshakeMs, refusalMs: 10_000 },
  });
  open.push(lab);
  return lab;
};

const witness = async (onConnection?: (socket: Socket) => void) => {
  const server = await createWitness(onConnection);
  open.push(server);
  return server;
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const trickle = async (socket: Socket, bytes: Buffer | string, ms = 20): Promise<void> => {
  for (const octet of Buffer.from(bytes as string, 'latin1')) {
    if (!socket.writable) return;
    socket.write(Buffer.from([octet]));
    await pause(ms);
  }
};

const dialTls = async (lab: Lab, protocol: string): Promise<TLSSocket> => {
  const client = connect({ port: lab.port, host: '127.0.0.1', servername: 'ok.test', ca: lab.ca.caPem, ALPNProtocols: [protocol] });
  client.on('error', () => {});
  await once(client, 'secureConnect');
  return client;
};

const leafOf = {
  SNICallback: (name: string, done: (error: null, context: SecureContext) => void) =>
    done(null, createSecureContext(worldCa.leafFor([name]))),
};
const serve = async (server: Server): Promise<number> => {
  const port = await listen(server);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  open.push({
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  });
  return port;
};

describe('a server that makes the TLS handshake last', () => {
  test.each<[string, (socket: Socket) => void, RegExp]>([
    ['says nothing', () => {}, /did not finish the TLS handshake in time/],
    [
      'trickles a record without end',
      (socket) => void trickle(socket, Buffer.concat([Buffer.from([22, 3, 3, 0x40, 0]), Buffer.alloc(5_000)])),
      /in time/,
    ],
    ['says what is no TLS', (socket) => void socket.end('SSH-2.0-OpenSSH_9\r\n'), /./],
    ['closes at once', (socket) => void socket.end(), /./],
    ['resets', (socket) => void socket.resetAndDestroy(), /./],
  ])('%s: 502 with the reason, in bounded time', async (_what, onConnection, reason) => {
    const lab = await setUp((await witness(onConnection)).port, 1_000);
    for (const flag of ['--http1.1', '--http2']) {
      const answer = await curl(lab, 'https://ok.test/', flag, '-w', '%{http_code}');
      expect(answer.stdout).toMatch(/502$/);
      expect(answer.stdout).toMatch(reason);
    }
    await lab.idle();
    expect(verdicts(lab)).toMatchObject([{ policy: 'allow', error: expect.any(String) }, { policy: 'allow' }]);
    expect(lab.upstreams.every(({ destroyed }) => destroyed)).toBe(true);
  });
});

/** Resolves when the other side has ended or broken the connection. */
const isLeft = (socket: Socket | undefined) =>
  new Promise<void>((resolve) => void socket?.once('end', resolve).once('close', () => resolve()));

describe('a client that leaves while its server makes the TLS handshake last', () => {
  /** Offers these protocols, and leaves when the server has been greeted. */
  const leave = async (alpn: readonly string[], how: (client: Socket) => void) => {
    const origin = await witness();
    const lab = await setUp(origin.port);
    const client = connectTcp({ port: lab.port, host: '127.0.0.1', allowHalfOpen: true });
    client.on('error', () => {});
    client.write(await realHello({ servername: 'ok.test', ALPNProtocols: [...alpn] }));
    await until(() => origin.received() !== '');
    const gone = isLeft(origin.sockets[0]);
    const left = performance.now();
    how(client);
    await gone;
    await lab.idle();
    client.destroy();
    return { lab, ms: performance.now() - left };
  };

  test.each([['h2', 'http/1.1'], ['http/1.1'], []])(
    'with an end or a reset: the upstream connection ends at once (%s %s)',
    async (...alpn) => {
      for (const how of [(client: Socket) => void client.end(), (client: Socket) => void client.resetAndDestroy()]) {
        const { lab, ms } = await leave(alpn, how);
        // The time for the handshake is 15 s.
        expect(ms).toBeLessThan(10_000);
        expect(verdicts(lab)).toMatchObject([{ policy: 'allow', host: 'ok.test', error: expect.stringMatching(/^tls_client_/) }]);
        expect(closes(lab)).toMatchObject([{ error: expect.stringMatching(/^tls_client_/) }]);
      }
    },
  );

  test('with the last flight of its own handshake: the upstream connection ends at once', async () => {
    const origin = await witness();
    const lab = await setUp(origin.port);
    const outside = connectTcp({ port: lab.port, host: '127.0.0.1', allowHalfOpen: true });
    const [inside, wire] = duplexPair();
    const client = connect({ socket: inside, servername: 'ok.test', ca: lab.ca.caPem, ALPNProtocols: ['http/1.1'] });
    for (const stream of [client, outside]) stream.on('error', () => {});
    let answered = false;
    const last: Buffer[] = [];
    outside.once('data', () => {
      answered = true;
    });
    outside.on('data', (chunk) => void wire.write(chunk));
    wire.on('data', (chunk) => void (answered ? last.push(chunk) : outside.write(chunk)));
    await once(client, 'secureConnect');
    await until(() => last.length > 0 && origin.received() !== '');
    const gone = isLeft(origin.sockets[0]);
    const left = performance.now();
    outside.end(Buffer.concat(last));
    await gone;
    // The time for the server's handshake is 15 s.
    expect(performance.now() - left).toBeLessThan(10_000);
    await lab.idle();
    expect(closes(lab)).toMatchObject([{ error: 'tls_client_rejected_ca' }]);
  });

  test('after its own handshake: the upstream connection ends at once', async () => {
    const origin = await witness();
    const lab = await setUp(origin.port);
    const client = await dialTls(lab, 'http/1.1');
    const left = performance.now();
    await until(() => origin.received() !== '');
    const gone = isLeft(origin.sockets[0]);
    client.destroy();
    await gone;
    expect(performance.now() - left).toBeLessThan(10_000);
    await lab.idle();
    expect(closes(lab)).toMatchObject([{ error: 'tls_client_rejected_ca' }]);
  });
});

describe('a client that makes us wait', () => {
  test('inside of the handshake, when the server is connected already', async () => {
    const lab = await setUp(await serve(createHttpsServer(leafOf) as unknown as Server), 1_500);
    const client = connectTcp({ port: lab.port, host: '127.0.0.1' });
    client.write(await realHello({ servername: 'ok.test' }));
    client.resume();
    await readAll(client);
    await lab.idle();
    expect(closes(lab)).toMatchObject([{ error: 'tls_timeout' }]);
    expect(lab.upstreams.every(({ destroyed }) => destroyed)).toBe(true);
  });

  test.each(['http/1.1', 'h2'])('inside of a request head, in TLS (%s)', async (protocol) => {
    const seen: string[] = [];
    const server = createSecureServer({ ...leafOf, allowHTTP1: true }, (request, response) => {
      seen.push(request.url);
      response.end();
    });
    const lab = await setUp(await serve(server as unknown as Server), 1_500);
    const client = await dialTls(lab, protocol);
    const ended = readAll(client);
    const head =
      protocol === 'h2'
        ? Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(4, 0, 0), frame(1, 5, 1, Buffer.alloc(500, 0x82))])
        : `GET / HTTP/1.1\r\nHost: ok.test\r\nX: ${'y'.repeat(500)}\r\n\r\n`;
    await trickle(client, head);
    const { text } = await ended;
    if (protocol !== 'h2') expect(text).toMatch(/^HTTP\/1.1 408 /);
    await lab.idle();
    expect(seen).toEqual([]);
    expect(closes(lab)[0]?.error).toContain('in time');
  });

  test('inside of a request head, in the clear', async () => {
    const origin = await witness();
    const lab = await setUp(origin.port, 300, 'http://ok.test/*', 80);
    const client = connectTcp({ port: lab.port, host: '127.0.0.1' });
    const ended = readAll(client);
    client.write('GET / HTTP/1.1\r\n');
    await trickle(client, 'Host: ok.test\r\nX: y\r\n\r\n');
    expect((await ended).text).toMatch(/^HTTP\/1.1 408 /);
    expect(origin.received()).toBe('');
  });
});

describe('a peer that does not read, across two TLS connections', () => {
  const chunk = Buffer.alloc(65_536);
  /** More than any kernel holds for the two connections; less than what comes in a second where nobody waits. */
  const MOST = 64_000_000;

  test.each(['http/1.1', 'h2'])('a client: the server has to wait, and goes on when it reads again (%s)', async (protocol) => {
    let written = 0;
    const server = createSecureServer({ ...leafOf, allowHTTP1: true }, (_request, response) => {
      response.on('error', () => {});
      const more = (): void => {
        for (let ready = true; ready && !response.destroyed; written += chunk.length) ready = response.write(chunk);
        response.once('drain', more);
      };
      more();
    });
    const lab = await setUp(await serve(server as unknown as Server));
    const client = await dialTls(lab, protocol);
    if (protocol === 'h2') {
      const windows = [frame(4, 0, 0, setting(4, 2 ** 31 - 1)), frame(8, 0, 0, u32(2 ** 31 - 65_536))];
      client.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), ...windows, get(1, 'ok.test').fill(0x87, 10, 11)]));
    } else client.write('GET / HTTP/1.1\r\nHost: ok.test\r\n\r\n');
    await once(client, 'readable');
    const before = await atRest(() => written, MOST);
    expect(before).toBeGreaterThan(1_000_000);
    client.resume();
    await until(() => written > 2 * before);
    client.destroy();
    await lab.idle();
  });

  test('a server: the client has to wait', async () => {
    const server = createHttpsServer(leafOf, (request) => void request.pause());
    const lab = await setUp(await serve(server as unknown as Server));
    const client = await dialTls(lab, 'http/1.1');
    client.write('POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 99999999999\r\n\r\n');
    let written = 0;
    const more = (): void => {
      for (let ready = true; ready && !client.destroyed; written += chunk.length) ready = client.write(chunk);
      client.once('drain', more);
    };
    more();
    expect(await atRest(() => written, MOST)).toBeGreaterThan(1_000_000);
    client.destroy();
    await lab.idle();
  });
});
