import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PACE } from '../test/pace.ts';
import { descendants } from './processes.ts';

export const ROOT = process.env.EGF_ROOT ?? process.cwd();
/** The checkout's own launcher and its committed dist/, or another one. */
export const CLI = process.env.EGF_CLI ?? join(ROOT, 'egress-filter');
export const ORIGIN = { name: 'origin.test', address: '203.0.113.10', dns: '203.0.113.53' } as const;
/** Where scripts/bench.mjs has put what it bundled. */
export const BUNDLES = join(ROOT, '.cache', 'bench');
export const PROGRAMS = join(ROOT, 'bench', 'programs');
/** The job's addresses: one has 28 000 ports for its own connections and the filter's together (ip_local_port_range). */
export const SOURCES = ['10.78.0.2', '10.78.0.3', '10.78.0.4', '10.78.0.5'];
/** In the world: git's smart protocol, which nginx hands on to. */
const GIT_PORT = 8081;
/** What a fast line of a hosted runner carries. */
export const LINE = '1gbit';

export interface Lab {
  /** Network namespaces. */
  readonly job: string;
  readonly world: string;
  /** Everybody may read it; below `out` everybody may write. */
  readonly directory: string;
  readonly caPath: string;
  /** Where the origin's files are. */
  readonly www: string;
  /** The origin's processes. */
  origin(): number[];
  /** A process of ours in a namespace, ended with the lab. `ready`: what it prints when it serves, or milliseconds to wait. */
  start(namespace: string, argv: readonly string[], ready: string | number, env?: NodeJS.ProcessEnv): Promise<ChildProcess>;
  /** What comes from the world comes as over a line of 1 Gbit/s meanwhile; undefined where this kernel cannot. */
  slowLine<T>(work: () => Promise<T>): Promise<T | undefined>;
  /**
   * The kernel forgets all connections of the job's namespace. Where chains are taken away while connections are open it stops looking, and keeps for days what it
   * knew of them: a later contender's client that draws such a source port would be sent the way of the earlier contender.
   */
  forget(): void;
  close(): Promise<void>;
}

/** A job namespace and a world namespace joined by a veth pair; in the world an nginx origin (TLS, HTTP/1 and 2) and a DNS server. */
export async function openLab(downloadMiB: number): Promise<Lab> {
  const tag = `${process.pid}`;
  const directory = mkdtempSync(join(tmpdir(), 'egf-bench-'));
  const [job, world] = [`egfbj${tag}`, `egfbw${tag}`];
  const servers: ChildProcess[] = [];
  const www = join(directory, 'www');
  let origin = 0;
  const lab: Lab = {
    job,
    world,
    directory,
    www,
    caPath: join(directory, 'ca.pem'),
    origin: () => [origin, ...descendants(origin).map(({ pid }) => pid)],
    start: async (namespace, argv, ready, env = {}) => {
      const child = spawn('ip', ['netns', 'exec', namespace, ...argv], {
        env: { ...process.env, EGF_ROOT: ROOT, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      servers.push(child);
      await serves(child, argv, ready);
      return child;
    },
    slowLine: async (work) => {
      const tc = (...args: string[]): boolean => spawnSync('tc', ['-n', world, 'qdisc', ...args], { stdio: 'pipe' }).status === 0;
      if (!tc('add', 'dev', 'eth0', 'root', 'tbf', 'rate', LINE, 'burst', '256kb', 'latency', '20ms')) return undefined;
      return await work().finally(() => tc('del', 'dev', 'eth0', 'root'));
    },
    forget: () => void execFileSync('ip', ['netns', 'exec', job, 'conntrack', '-F'], { stdio: 'pipe' }),
    close: async () => {
      for (const server of servers.reverse()) await end(server);
      for (const name of [job, world]) spawnSync('ip', ['netns', 'del', name]);
      rmSync(`/etc/netns/${job}`, { recursive: true, force: true });
      rmSync(directory, { recursive: true, force: true });
    },
  };
  try {
    chmodSync(directory, 0o755);
    for (const name of ['out', 'home', 'www']) mkdirSync(join(directory, name));
    for (const name of ['out', 'home']) chmodSync(join(directory, name), 0o1777);
    makeNamespaces(job, world);
    makeCertificates(directory);
    writeFileSync(join(www, 'small'), `${'x'.repeat(511)}\n`);
    writeFileSync(join(www, 'download'), '');
    truncateSync(join(www, 'download'), downloadMiB * 1024 * 1024);
    writeFileSync(join(www, 'download-short'), '');
    truncateSync(join(www, 'download-short'), (downloadMiB * 1024 * 1024) / 4);
    writeFileSync(join(directory, 'nginx.conf'), nginxConf(directory));
    await lab.start(world, [process.execPath, join(PROGRAMS, 'world-dns.mjs'), ORIGIN.dns, ORIGIN.address], 'ready');
    await lab.start(world, [process.execPath, join(PROGRAMS, 'git-server.mjs'), `${GIT_PORT}`, www, '/git/'], 'ready');
    origin = (await lab.start(world, ['nginx', '-p', directory, '-c', join(directory, 'nginx.conf')], 500)).pid ?? 0;
  } catch (error) {
    await lab.close();
    throw error;
  }
  return lab;
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(hard);
}

function serves(child: ChildProcess, argv: readonly string[], ready: string | number): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(
      () => (typeof ready === 'number' ? resolve() : reject(new Error(`${argv[0]} was not ready in time: ${said}`))),
      (typeof ready === 'number' ? ready : 30_000) * PACE,
    );
    const hear = (chunk: unknown): void => {
      said = `${said}${chunk}`.slice(-2000);
      if (typeof ready === 'number' || !said.includes(ready)) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`${argv.slice(0, 3).join(' ')} ended with ${code ?? signal}: ${said}`));
    });
  });
}

function makeNamespaces(job: string, world: string): void {
  const ip = (...args: string[]): void => void execFileSync('ip', args, { stdio: 'pipe' });
  for (const name of [job, world]) ip('netns', 'add', name);
  ip('link', 'add', 'eth0', 'netns', job, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', world);
  for (const name of [job, world]) ip('-n', name, 'link', 'set', 'lo', 'up');
  for (const address of SOURCES) ip('-n', job, 'addr', 'add', `${address}/24`, 'dev', 'eth0');
  ip('-n', world, 'addr', 'add', '10.78.0.1/24', 'dev', 'eth0');
  for (const name of [job, world]) ip('-n', name, 'link', 'set', 'eth0', 'up');
  ip('-n', job, 'route', 'add', 'default', 'via', '10.78.0.1');
  for (const address of [ORIGIN.address, ORIGIN.dns]) ip('-n', world, 'addr', 'add', `${address}/32`, 'dev', 'lo');
  mkdirSync(`/etc/netns/${job}`, { recursive: true });
  writeFileSync(`/etc/netns/${job}/resolv.conf`, `nameserver ${ORIGIN.dns}\n`);
}

function makeCertificates(directory: string): void {
  const path = (name: string): string => join(directory, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authority = ['-addext', 'keyUsage=critical,keyCertSign', '-subj', '/CN=World CA', '-days', '2'];
  openssl('req', '-x509', ...key, '-keyout', path('ca.key'), '-out', path('ca.pem'), ...authority);
  openssl('req', ...key, '-keyout', path('server.key'), '-out', path('server.csr'), '-subj', '/CN=origin.test');
  writeFileSync(path('ext.cnf'), 'subjectAltName=DNS:origin.test,DNS:*.many.test\nextendedKeyUsage=serverAuth\n');
  const sign = ['-CA', path('ca.pem'), '-CAkey', path('ca.key'), '-CAcreateserial', '-days', '2', '-extfile', path('ext.cnf')];
  openssl('x509', '-req', '-in', path('server.csr'), ...sign, '-out', path('server.pem'));
}

/** Keep-alive without end, nothing written: the origin is not to be what is measured. */
function nginxConf(directory: string): string {
  return `
daemon off;
user nobody nogroup;
worker_processes 2;
worker_rlimit_nofile 65536;
pid ${directory}/nginx.pid;
error_log ${directory}/nginx.log crit;
events { worker_connections 16384; }
http {
  access_log off;
  types { }
  default_type application/octet-stream;
  sendfile on;
  open_file_cache max=2000;
  keepalive_requests 100000000;
  keepalive_timeout 2h;
  http2_max_concurrent_streams 256;
  client_body_temp_path ${directory}/tmp-body;
  proxy_temp_path ${directory}/tmp-proxy;
  fastcgi_temp_path ${directory}/tmp-fastcgi;
  uwsgi_temp_path ${directory}/tmp-uwsgi;
  scgi_temp_path ${directory}/tmp-scgi;
  server {
    listen ${ORIGIN.address}:443 ssl http2 backlog=4096;
    server_name _;
    ssl_certificate ${directory}/server.pem;
    ssl_certificate_key ${directory}/server.key;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache shared:SSL:10m;
    root ${directory}/www;
    location /git/ {
      proxy_pass http://127.0.0.1:${GIT_PORT};
      proxy_http_version 1.1;
      proxy_buffering off;
      proxy_request_buffering off;
      client_max_body_size 0;
    }
  }
}
`;
}
