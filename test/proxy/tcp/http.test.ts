import { Agent, createServer, request } from 'node:http';
import { createServer as createH2Server } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { closes, createLab, createWitness, curl, EVIL_IP, type Lab, type LabOptions, OK_IP, OTHER_IP, readAll, verdicts } from './lab.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const createOrigin = async (label: string) => {
  const seen: string[] = [];
  const server = createServer((incoming, response) => {
    seen.push(`${incoming.method} ${incoming.headers.host}${incoming.url}`);
    response.end(label);
  });
  server.on('upgrade', (incoming, socket) => {
    seen.push(`UPGRADE ${incoming.url}`);
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const setUp = async (options: Partial<LabOptions>) => {
  const ok = await createOrigin('ok');
  const other = await createOrigin('other');
  const evil = await createWitness();
  const lab = await createLab({
    policy: 'ok.test:80',
    dst: { ip: OK_IP, port: 80 },
    learned: { 'ok.test': [OK_IP] },
    dns: { 'ok.test': [OK_IP], 'other.test': [OTHER_IP] },
    world: { [`${OK_IP}:80`]: ok.port, [`${OTHER_IP}:80`]: other.port, [`${EVIL_IP}:80`]: evil.port },
    ...options,
  });
  open.push(ok, other, { close: () => evil.close() }, lab);
  return { ok, other, evil, lab };
};

const say = (lab: Lab, text: string): Promise<{ text: string; reset: boolean }> => {
  const client = connect({ port: lab.port, host: '127.0.0.1' });
  client.write(text);
  return readAll(client);
};

describe('plain HTTP', () => {
  test('of an allowed host is forwarded and logged', async () => {
    const { lab, ok } = await setUp({});
    expect(await curl(lab, 'http://ok.test/a?b=c')).toMatchObject({ code: 0, stdout: 'ok' });
    await lab.idle();
    expect(ok.seen).toEqual(['GET ok.test/a?b=c']);
    expect(verdicts(lab)).toMatchObject([
      {
        type: 'http',
        policy: 'allow',
        method: 'GET',
        url: 'http://ok.test/a?b=c',
        host: 'ok.test',
        protocol: 'h1',
        rule: 'line 1: ok.test:80',
      },
    ]);
    expect(closes(lab)[0]?.bytes_in).toBeGreaterThan(50);
  });

  test('of a denied host gets 403 with the line to add; nothing is dialled or resolved', async () => {
    const { lab } = await setUp({ dst: { ip: EVIL_IP, port: 80 } });
    const answer = await curl(lab, 'http://evil.test/x', '-w', '%{http_code}');
    expect(answer.stdout).toMatch(/\n {2}evil\.test:80\n/);
    expect(answer.stdout).toContain('/usr/bin/client (pid 4711)');
    expect(answer.stdout).toMatch(/403$/);
    await lab.idle();
    expect(lab.dialled).toEqual([]);
    expect(lab.resolved).toEqual([]);
    expect(verdicts(lab)).toMatchObject([{ type: 'http', policy: 'deny', url: 'http://evil.test/x' }]);
  });

  test('is told to npm as JSON', async () => {
    const { lab } = await setUp({ dst: { ip: EVIL_IP, port: 80 }, cmdline: ['node', '/usr/bin/npm', 'install'] });
    const answer = await curl(lab, 'http://evil.test/x');
    expect(JSON.parse(answer.stdout)).toMatchObject({ error: expect.stringContaining('evil.test') });
  });

  test('with an allowed Host at another address goes to our address for that host (N2)', async () => {
    const { lab, ok, evil } = await setUp({ dst: { ip: EVIL_IP, port: 80 }, learned: {} });
    expect(await curl(lab, 'http://ok.test/')).toMatchObject({ stdout: 'ok' });
    await lab.idle();
    expect(evil.sockets).toHaveLength(0);
    expect(lab.resolved).toEqual(['ok.test']);
    expect(lab.dialled).toEqual([`${OK_IP}:80`]);
    expect(ok.seen).toHaveLength(1);
    expect(verdicts(lab)).toMatchObject([{ policy: 'allow', dst_ip: OK_IP }]);
  });

  test('is judged request by request on one connection (N3)', async () => {
    const { lab, ok } = await setUp({ policy: 'http://ok.test/free/*' });
    const answer = await say(
      lab,
      'GET /free/1 HTTP/1.1\r\nHost: ok.test\r\n\r\nGET /free/../secret HTTP/1.1\r\nHost: ok.test\r\n\r\nGET /free/2 HTTP/1.1\r\nHost: ok.test\r\n\r\n',
    );
    await lab.idle();
    expect(answer.text).toMatch(/^HTTP\/1.1 200 [\s\S]*ok[\s\S]*HTTP\/1.1 403 /);
    expect(ok.seen).toEqual(['GET ok.test/free/1']);
    expect(verdicts(lab)).toMatchObject([{ policy: 'allow' }, { policy: 'deny' }]);
  });

  test('may change to a name of the same address, not to one of another', async () => {
    const { lab, ok, other } = await setUp({
      policy: 'ok.test:80\nsame.test:80\nother.test:80',
      learned: { 'ok.test': [OK_IP], 'same.test': [OK_IP] },
    });
    const answer = await say(
      lab,
      'GET /1 HTTP/1.1\r\nHost: ok.test\r\n\r\nGET /2 HTTP/1.1\r\nHost: same.test\r\n\r\nGET /3 HTTP/1.1\r\nHost: other.test\r\n\r\n',
    );
    await lab.idle();
    expect(answer.text.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 421']);
    expect(ok.seen).toEqual(['GET ok.test/1', 'GET same.test/2']);
    expect(other.seen).toEqual([]);
    expect(lab.dialled).toEqual([`${OK_IP}:80`]);
  });

  test.each([
    ['a name that leads to loopback', { 'ok.test': ['127.0.0.1'] }, 502, 'dns_no_address'],
    ['a name that leads to 0.0.0.0', { 'ok.test': ['0.0.0.0'] }, 502, 'dns_no_address'],
    ['a name that leads to metadata', { 'ok.test': ['169.254.169.254'] }, 403, undefined],
    ['a name without addresses', { 'ok.test': [] }, 502, 'dns_no_address'],
    ['a name that does not exist', {}, 502, 'dns_nxdomain'],
  ])('to %s is refused (D7)', async (_what, dns, status, error) => {
    const { lab } = await setUp({ dst: { ip: EVIL_IP, port: 80 }, learned: {}, dns: dns as Record<string, string[]> });
    const answer = await curl(lab, 'http://ok.test/', '-w', '%{http_code}');
    expect(answer.stdout).toMatch(new RegExp(`${status}$`));
    await lab.idle();
    expect(lab.dialled).toEqual([]);
    if (error) expect(verdicts(lab)).toMatchObject([{ error }]);
    else expect(verdicts(lab)).toMatchObject([{ policy: 'deny' }]);
  });

  test('tries the next address when the first does not answer', async () => {
    const { lab } = await setUp({ dst: { ip: EVIL_IP, port: 80 }, learned: {}, dns: { 'ok.test': ['203.0.113.11', OK_IP] } });
    expect(await curl(lab, 'http://ok.test/')).toMatchObject({ stdout: 'ok' });
    expect(lab.dialled).toEqual(['203.0.113.11:80', `${OK_IP}:80`]);
  });

  test('answers 502 when nobody answers', async () => {
    const { lab } = await setUp({ world: {} });
    const answer = await curl(lab, 'http://ok.test/', '-w', '%{http_code}');
    expect(answer.stdout).toMatch(/cannot connect to 203.0.113.10:80: [\s\S]*502$/);
    await lab.idle();
    expect(verdicts(lab)).toMatchObject([{ policy: 'allow', error: 'ECONNREFUSED' }]);
  });

  test('goes where the client wanted in audit, and the line says what would be denied', async () => {
    const { lab, other } = await setUp({ policy: '', audit: true, dst: { ip: OTHER_IP, port: 80 } });
    expect(await curl(lab, 'http://ok.test/')).toMatchObject({ stdout: 'other' });
    await lab.idle();
    expect(other.seen).toHaveLength(1);
    expect(lab.resolved).toEqual([]);
    expect(verdicts(lab)).toMatchObject([{ policy: 'deny', audit: true, url: 'http://ok.test/' }]);
  });

  test('upgrades to WebSocket after the decision', async () => {
    const { lab } = await setUp({});
    const client = connect({ port: lab.port, host: '127.0.0.1' });
    client.write(
      'GET /ws HTTP/1.1\r\nHost: ok.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
    const all = readAll(client);
    await new Promise((resolve) => client.once('data', resolve));
    client.end('ping');
    expect((await all).text).toMatch(/^HTTP\/1.1 101 [\s\S]*ping$/);
    await lab.idle();
    expect(verdicts(lab)).toMatchObject([{ protocol: 'ws', policy: 'allow' }]);
  });

  test.each([
    ['GET  / HTTP/1.1\r\nHost: evil.test\r\n\r\n'],
    ['GET\t/ HTTP/1.1\r\nHost: evil.test\r\n\r\n'],
    ['\r\n\r\nGET / HTTP/1.1\r\nHost: evil.test\r\n\r\n'],
    ['GET /\r\n'],
    ['GET / http/1.1\nHost: evil.test\n\n'],
    [' GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n'],
  ])('in a form that only lenient servers take is not forwarded as raw bytes: %j', async (text) => {
    const { lab, ok } = await setUp({ limits: { handshakeMs: 300 } });
    const answer = await say(lab, text);
    await lab.idle();
    expect(answer.text).toMatch(/^(HTTP\/1.1 4\d\d |$)/);
    expect(ok.seen).toEqual([]);
    expect(lab.dialled).toEqual([]);
  });

  test("keeps a Node agent's connection for many requests", async () => {
    const { lab, ok } = await setUp({});
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let i = 0; i < 20; i += 1) {
      const body = await new Promise<string>((resolve, reject) => {
        request({ host: '127.0.0.1', port: lab.port, path: `/${i}`, headers: { host: 'ok.test' }, agent }, (response) => {
          response.setEncoding('utf8').once('data', resolve);
        })
          .on('error', reject)
          .end();
      });
      expect(body).toBe('ok');
    }
    agent.destroy();
    await lab.idle();
    expect(ok.seen).toHaveLength(20);
    expect(lab.dialled).toHaveLength(1);
    expect(closes(lab)).toHaveLength(1);
  });
});

describe('HTTP/2 without TLS', () => {
  const setUpH2 = async (options: Partial<LabOptions>) => {
    const seen: string[] = [];
    const server = createH2Server((incoming, response) => {
      seen.push(`${incoming.method} ${incoming.headers[':authority']}${incoming.url}`);
      response.end('h2c');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const lab = await createLab({
      policy: 'ok.test:80',
      dst: { ip: OK_IP, port: 80 },
      learned: { 'ok.test': [OK_IP] },
      dns: { 'ok.test': [OK_IP] },
      world: { [`${OK_IP}:80`]: (server.address() as AddressInfo).port },
      ...options,
    });
    open.push({ close: () => server.close() }, lab);
    return { lab, seen };
  };

  test.each([['ok.test:80'], ['http://ok.test/*']])('is relayed and judged by %s', async (policy) => {
    const { lab, seen } = await setUpH2({ policy });
    expect(await curl(lab, 'http://ok.test/a', '--http2-prior-knowledge')).toMatchObject({ code: 0, stdout: 'h2c' });
    await lab.idle();
    expect(seen).toEqual(['GET ok.test/a']);
    expect(verdicts(lab)).toMatchObject([{ type: 'http', protocol: 'h2', policy: 'allow', url: 'http://ok.test/a' }]);
  });

  test('of a denied host gets 403 and is never connected', async () => {
    const { lab } = await setUpH2({ dst: { ip: EVIL_IP, port: 80 } });
    const answer = await curl(lab, 'http://evil.test/a', '--http2-prior-knowledge', '-w', '%{http_code}');
    expect(answer.stdout).toMatch(/403$/);
    await lab.idle();
    expect(lab.dialled).toEqual([]);
    expect(verdicts(lab)).toMatchObject([{ policy: 'deny', url: 'http://evil.test/a' }]);
  });
});
