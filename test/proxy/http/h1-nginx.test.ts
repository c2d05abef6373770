import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuthorityReader } from '../../../src/proxy/http/authority.ts';
import { RequestFramer } from '../../../src/proxy/http/h1/request-framer.ts';
import { Input } from '../../../src/proxy/http/input.ts';
import { createRandom, mutate } from '../fuzz/mutate.ts';
import { seeds } from '../fuzz/seeds.ts';

/** nginx and we look at the same octets: it may never see a request that we have not decided. */
const present = spawnSync('nginx', ['-v']).status === 0;
const RUNS = 1500;

describe.skipIf(!present)('request framing beside nginx (skipped where nginx is not installed: package nginx-light)', () => {
  let directory: string;
  let nginx: ChildProcess;
  let port: number;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'egf-nginx-'));
    port = await freePort();
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/${name};`);
    writeFileSync(
      join(directory, 'nginx.conf'),
      `daemon off; master_process off; worker_processes 1; pid ${directory}/pid; error_log ${directory}/log crit;
       events { worker_connections 64; }
       http { access_log off; ${paths.join(' ')} default_type text/plain; keepalive_requests 1000; client_header_timeout 2s; client_body_timeout 2s;
         server { listen 127.0.0.1:${port}; location / { return 200 "<$request_method $request_uri>"; } } }`,
    );
    nginx = spawn('nginx', ['-p', directory, '-c', join(directory, 'nginx.conf')], { stdio: 'ignore' });
    for (let tries = 0; (await ask(port, Buffer.from('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'))) === ''; tries++) {
      if (tries > 100) throw new Error('nginx does not start');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
  afterAll(async () => {
    const gone = new Promise((resolve) => nginx.once('exit', resolve));
    nginx.kill('SIGKILL');
    await gone;
    rmSync(directory, { recursive: true, force: true });
  });

  it('sees the same requests in the same order, or fewer', async () => {
    const random = createRandom(Number(process.env.EGRESS_FILTER_TEST_SEED ?? 20_261_122));
    const corpus = (await seeds()).h1;
    let [compared, agreed] = [0, 0];
    const one = async (bytes: Buffer): Promise<void> => {
      const { passed, requests } = frame(bytes);
      if (passed.length === 0) return;
      compared++;
      const answers = await ask(port, passed);
      // An absolute target without a path means the path `/` (RFC 9110, section 4.2.3); answers to HEAD have no body to look at.
      const seen = [...answers.matchAll(/<([A-Z]+) ([^>]*)>/g)].map(([, method, uri = '']) => `${method} ${uri.replace(/^(?=\?|$)/, '/')}`);
      const decided = requests.filter((request) => !request.startsWith('HEAD '));
      expect(seen, JSON.stringify(passed.toString('latin1'))).toEqual(decided.slice(0, seen.length));
      if (seen.length === decided.length) agreed++;
    };
    for (const bytes of corpus) await one(bytes);
    for (let left = RUNS; left > 0; left -= 25) await Promise.all(Array.from({ length: 25 }, () => one(mutate(corpus, random))));
    // Most of what we let pass is understood by both.
    expect(compared).toBeGreaterThan(RUNS / 10);
    expect(agreed).toBeGreaterThan(compared / 2);
  }, 60_000);
});

/** The octets that would be forwarded, and the requests that were decided in them. */
function frame(bytes: Buffer): { passed: Buffer; requests: string[] } {
  const framer = new RequestFramer('http', new AuthorityReader(80), 65_536);
  const input = new Input();
  const requests: string[] = [];
  input.append(bytes);
  for (let event = framer.next(input); event !== 'more'; event = framer.next(input)) {
    if (event === 'refused') return { passed: bytes.subarray(0, input.headStart), requests };
    if (event === 'head') requests.push(`${framer.request?.head.method} ${framer.request?.head.target}`);
  }
  return { passed: framer.inHead ? bytes.subarray(0, input.headStart) : bytes, requests };
}

/** All that a server answers to these octets. */
function ask(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let quiet = setTimeout(() => socket.destroy(), 2500);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      clearTimeout(quiet);
      quiet = setTimeout(() => socket.destroy(), 150);
    });
    socket.on('end', () => socket.destroy());
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(quiet);
      resolve(Buffer.concat(chunks).toString('latin1'));
    });
    socket.end(bytes);
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
