import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createSecureServer } from 'node:http2';
import { Agent, request } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server, type TLSSocket, connect as tlsConnect } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RelayResult, type RequestHead, relayHttp1, relayHttp2 } from '../../../src/proxy/http/index.ts';
import { byName, until } from './lab.ts';

const run = promisify(execFile);
const big = randomBytes(5_000_000);

let directory: string;
let origin: ReturnType<typeof createSecureServer>;
let front: Server;
let url: string;
let port: number;
const heads: RequestHead[] = [];
/** Of each connection, in the order they were made. */
const results: Promise<RelayResult>[] = [];
const upstreams: TLSSocket[] = [];
/** These are meant to fail. */
const faulty = new Set<number>();
const connections: Socket[] = [];

/** As behind an intercepted TLS connection: the upstream is connected first, and the client gets the protocol that it has chosen. */
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'egress-http-'));
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=ok.test',
    '-addext',
    'subjectAltName=DNS:ok.test',
    '-keyout',
    key,
    '-out',
    cert,
  ]);
  const pair = { key: await readFile(key), cert: await readFile(cert) };
  origin = createSecureServer({ ...pair, allowHTTP1: true, maxSessionMemory: 100 }, (incoming, response) => {
    if (incoming.url === '/cut') {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half', () => setTimeout(() => connections.at(-1)?.destroy(), 20));
      return;
    }
    if (incoming.url === '/big') return void response.end(big);
    let octets = 0;
    incoming.on('data', (chunk: Buffer) => (octets += chunk.length));
    incoming.on('end', () => response.end(`${incoming.httpVersion} ${incoming.method} ${octets}`));
  });
  origin.on('connection', (socket: Socket) => connections.push(socket));
  origin.listen(0, '127.0.0.1');
  await once(origin, 'listening');
  const originPort = (origin.address() as AddressInfo).port;
  const serve = async (client: TLSSocket): Promise<RelayResult> => {
    client.on('error', () => {});
    const upstream = tlsConnect({
      port: originPort,
      host: '127.0.0.1',
      rejectUnauthorized: false,
      ALPNProtocols: [client.alpnProtocol || 'http/1.1'],
    });
    upstreams.push(upstream);
    upstream.on('error', () => {});
    await once(upstream, 'secureConnect');
    const session = {
      scheme: 'https',
      port: 443,
      client,
      openUpstream: async () => upstream,
      authorize: (head: RequestHead) => {
        heads.push(head);
        return byName(head);
      },
    } as const;
    return client.alpnProtocol === 'h2' ? relayHttp2({ ...session, upstream }) : relayHttp1(session);
  };
  front = createServer({ ...pair, ALPNProtocols: ['h2', 'http/1.1'], allowHalfOpen: true } as never, (client) =>
    results.push(serve(client)),
  );
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  port = (front.address() as AddressInfo).port;
  url = `https://ok.test:${port}`;
});

afterAll(async () => {
  front?.close();
  origin?.close();
  await rm(directory, { recursive: true });
});

const curl = async (...args: string[]) =>
  (await run('curl', ['-sSk', '--noproxy', '*', '--connect-to', `::127.0.0.1:${port}`, ...args], { encoding: 'buffer', maxBuffer: 1e8 }))
    .stdout;

describe.each([
  ['--http1.1', '1.1'],
  ['--http2', '2.0'],
])('curl %s over TLS', (flag, version) => {
  it('downloads, uploads, is denied, and asks again', async () => {
    expect((await curl(flag, `${url}/big`)).equals(big)).toBe(true);
    expect((await curl(flag, '--data-binary', 'x'.repeat(100_000), url)).toString()).toBe(`${version} POST 100000`);
    expect((await curl(flag, '-w', '%{http_code}', `${url}/denied`)).toString()).toBe('denied by the test\n403');
    expect((await curl(flag, '-w', '%{http_code}', '-H', 'Host: evil.test', url)).toString()).toBe('denied by the test\n403');
    expect((await curl(flag, url, url, `${url}/denied`, url)).toString()).toBe(
      `${`${version} GET 0`.repeat(2)}denied by the test\n${version} GET 0`,
    );
    expect(heads.at(-1)).toMatchObject({ scheme: 'https', host: 'ok.test', port, url: `${url}/` });
  });

  it('in parallel', async () => {
    const urls = Array.from({ length: 30 }, (_, i) => (i % 5 === 0 ? `${url}/denied` : `${url}/${i}`));
    const text = (await curl(flag, '--parallel', ...urls)).toString();
    expect(text.match(/denied by the test/g)).toHaveLength(6);
    expect(text.match(/GET 0/g)).toHaveLength(24);
  });
});

describe('other clients over TLS', () => {
  it.each(['--http1.1', '--http2'])('a connection that the server cuts is cut for the client (%s)', async (flag) => {
    const before = results.length;
    await expect(curl(flag, `${url}/cut`)).rejects.toMatchObject({ code: expect.any(Number) });
    expect((await results[before])?.error).toContain('upstream');
    faulty.add(before);
  });

  it.each(['--http1.1', '--http2'])('a client that gives up takes its upstream connection with it (%s)', async (flag) => {
    const before = results.length;
    faulty.add(before);
    const child = spawn('curl', [
      '-sSkN',
      flag,
      '--noproxy',
      '*',
      '--connect-to',
      `::127.0.0.1:${port}`,
      '--limit-rate',
      '100k',
      `${url}/big`,
    ]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    expect(await results[before]).toBeDefined();
    await until(() => upstreams[before]?.closed === true);
  });

  it('node:https with keep-alive', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 2, rejectUnauthorized: false });
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const sent = request({
          agent,
          host: '127.0.0.1',
          port,
          servername: 'ok.test',
          path: `/${i}`,
          method: 'PUT',
          headers: { host: 'ok.test' },
        });
        sent.end(Buffer.alloc(i * 10_000));
        const [response] = await once(sent, 'response');
        let text = '';
        for await (const chunk of response) text += chunk;
        return text;
      }),
    );
    expect(answers).toEqual(answers.map((_, i) => `1.1 PUT ${i * 10_000}`));
    agent.destroy();
  });

  it('h2load', async (context) => {
    const installed = await run('h2load', ['--version']).then(
      () => true,
      () => false,
    );
    if (!installed) context.skip('h2load is not installed (package nghttp2-client)');
    const { stdout } = await run('h2load', [
      '-n',
      '1000',
      '-c',
      '4',
      '-m',
      '8',
      '-H',
      ':authority: ok.test',
      `https://127.0.0.1:${port}/x`,
    ]);
    expect(stdout).toMatch(/1000 succeeded, 0 failed, 0 errored/);
  });

  it('all other connections ended without an error', async () => {
    const ended = await Promise.all(results);
    expect(ended.length).toBeGreaterThan(20);
    expect(ended.filter((result, i) => result.error !== undefined && !faulty.has(i))).toEqual([]);
  });
});
