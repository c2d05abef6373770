import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { LogEvent } from '../../src/log/event.ts';
import { PACE } from '../pace.ts';

/** Addresses of the world, from the documentation ranges (RFC 5737), all behind the job's only route. */
export const WORLD = {
  dns: '203.0.113.53',
  /** A second resolver that no configuration names. */
  ok: '203.0.113.10',
  other: '203.0.113.11',
  evil: '203.0.113.66',
  ssh: '203.0.113.22',
  selfSigned: '203.0.113.30',
} as const;

export const ZONE: Record<string, { type: string; data: string }[]> = {
  'ok.test': [{ type: 'A', data: WORLD.ok }],
  'www.ok.test': [{ type: 'A', data: WORLD.ok }],
  'other.test': [{ type: 'A', data: WORLD.other }],
  'alias.test': [{ type: 'CNAME', data: 'ok.test' }],
  'evil.test': [{ type: 'A', data: WORLD.evil }],
  'ssh.test': [{ type: 'A', data: WORLD.ssh }],
  'self.test': [{ type: 'A', data: WORLD.selfSigned }],
  'metadata.test': [{ type: 'A', data: '169.254.169.254' }],
  'local.test': [{ type: 'A', data: '127.0.0.1' }],
};

/** What a server of the world saw. */
export interface Seen {
  kind: 'connection' | 'closed' | 'request' | 'tls' | 'dns' | 'udp';
  via?: 'udp' | 'tcp';
  server?: string;
  address?: string;
  port?: number;
  bytes?: number;
  name?: string;
  type?: string;
  text?: string;
  method?: string;
  url?: string;
  host?: string;
  version?: string;
  scheme?: string;
  servername?: string;
  alpn?: string | false;
  grpc?: boolean;
}

/** A packet that reached the world's interface. */
export interface Packet {
  proto: number;
  src: string;
  dst: string;
  sport?: number;
  dport?: number;
  flags?: number;
  data?: number;
  v6?: boolean;
  /** What a report of multicast groups (IGMP, MLD) names. */
  groups?: string[];
}

export interface RunResult {
  status: number | null;
  stdout: string;
  stderr: string;
  log: LogEvent[];
  /** What reached the world during this run. */
  seen: Seen[];
  packets: Packet[];
}

export interface RunArguments {
  policy?: string;
  args?: string[];
  env?: Record<string, string>;
  /** Account of the command; `nobody` unless told. */
  user?: string;
  input?: string;
  timeoutMs?: number;
  /** A program that the filter itself is started by, and replaced by: `prlimit --nofile=100`. */
  under?: string[];
}

/** What a lab has beside its own names. */
export interface Further {
  /** Host names of the world by address; they are in its DNS zone and on its certificate. */
  names?: Record<string, string>;
}

/** How long the world may take to write down what has reached it, in milliseconds. */
const PATIENCE_MS = 20_000;

/** The checkout; the demo, which is bundled elsewhere, says where it is. */
export const ROOT = process.env.EGF_ROOT ?? resolve(import.meta.dirname, '../..');
export const CLI = process.env.EGF_CLI ?? join(ROOT, 'egress-filter');

interface Witness {
  readonly process: ChildProcess;
  readonly heard: string;
}

/** A job namespace and a world namespace joined by a veth pair, and the world's servers. Needs root. */
export class Lab {
  readonly directory: string;
  readonly job: string;
  readonly world: string;
  /** PEM of the CA that signed the world's certificates. */
  readonly caPath: string;
  /** HOME of the job: everybody may write there. */
  readonly home: string;
  readonly #servers: ChildProcess[] = [];
  /**
   * Those who write down what reaches the world, and the file in which each says how far it has come: the servers first, as what they say last is
   * answered by packets that the other one sees.
   */
  readonly #witnesses: Witness[] = [];
  #asked = 0;
  readonly #names: Record<string, string>;

  private constructor(directory: string, job: string, world: string, { names = {} }: Further) {
    this.#names = names;
    this.directory = directory;
    this.job = job;
    this.world = world;
    this.caPath = join(directory, 'ca.pem');
    this.home = join(directory, 'home');
    mkdirSync(this.home);
    chmodSync(this.home, 0o777);
  }

  static #started = 0;

  static async start(further: Further = {}): Promise<Lab> {
    const tag = `${process.pid}n${++Lab.#started}`;
    const directory = mkdtempSync(join(tmpdir(), 'egf-lab-'));
    chmodSync(directory, 0o755);
    const lab = new Lab(directory, `egfj${tag}`, `egfw${tag}`, further);
    try {
      lab.#namespaces();
      lab.#certificates();
      await lab.#serve();
    } catch (error) {
      await lab.stop();
      throw error;
    }
    return lab;
  }

  async stop(): Promise<void> {
    for (const server of this.#servers) {
      server.kill('SIGKILL');
      if (server.exitCode === null && server.signalCode === null) await new Promise((done) => server.once('exit', done));
    }
    for (const name of [this.job, this.world]) spawnSync('ip', ['netns', 'del', name]);
    rmSync(`/etc/netns/${this.job}`, { recursive: true, force: true });
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Runs a command in the job's namespace without the filter: shows that a way out works at all. */
  unfiltered(
    argv: string[],
    { timeoutMs = 20_000, input = '' } = {},
  ): { status: number | null; stdout: string; stderr: string; seen: Seen[]; packets: Packet[] } {
    const before = this.marks();
    const done = spawnSync('ip', ['netns', 'exec', this.job, ...argv], {
      encoding: 'utf8',
      timeout: timeoutMs * PACE,
      input,
      env: this.#env({}),
    });
    this.settleSync();
    return { status: done.status, stdout: done.stdout, stderr: done.stderr, ...this.since(before) };
  }

  /** `egress-filter run` in the job's namespace. */
  async run(argv: string[], options: RunArguments = {}): Promise<RunResult> {
    const log = join(this.directory, `log-${Date.now()}-${Math.floor(Math.random() * 1e6)}.jsonl`);
    const before = this.marks();
    const { args = [] } = options;
    const child = this.spawn(argv, { ...options, args: args.includes('--log') ? args : ['--log', log, ...args] });
    const [stdout, stderr] = [collect(child, 'stdout'), collect(child, 'stderr')];
    child.stdin?.end(options.input ?? '');
    const status = await exit(child, options.timeoutMs ?? 110_000);
    const result = { status, stdout: stdout(), stderr: stderr(), log: readJsonLines<LogEvent>(log) };
    await this.settle();
    return { ...result, ...this.since(before) };
  }

  /** Resolves when the world has written down what has reached it so far. */
  async settle(): Promise<void> {
    letPass();
    for (const witness of this.#witnesses) {
      const hasHeard = this.#ask(witness);
      for (let waited = 0; !hasHeard() && waited < PATIENCE_MS; waited += 5) await new Promise((done) => setTimeout(done, 5));
    }
  }

  settleSync(): void {
    letPass();
    for (const witness of this.#witnesses) {
      const hasHeard = this.#ask(witness);
      for (let waited = 0; !hasHeard() && waited < PATIENCE_MS; waited += 5) pauseSync(5);
    }
  }

  /** Resolves when nothing has arrived for a moment: what a program that has ended left behind (ends of connections) is not counted as the next one's. */
  async quiet(): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    for (let before = -1, now = this.#counts().packets; before !== now && Date.now() < end; now = this.#counts().packets) {
      before = now;
      await new Promise((done) => setTimeout(done, 150));
      await this.settle();
    }
  }

  #ask({ process, heard }: Witness): () => boolean {
    const question = `${++this.#asked}`;
    process.stdin?.write(`${question}\n`);
    return () => existsSync(heard) && readFileSync(heard, 'utf8') === question;
  }

  /** Starts `egress-filter run` and leaves the rest to the caller. */
  spawn(argv: string[], { policy, args = [], env = {}, user = 'nobody', under = [] }: RunArguments = {}): ChildProcess {
    const file = join(this.directory, `policy-${Math.floor(Math.random() * 1e9)}.policy`);
    if (policy !== undefined) writeFileSync(file, policy);
    const own = ['run', ...(policy === undefined ? [] : ['--policy', file]), '--upstream-ca', this.caPath, '--user', user, ...args];
    return spawn('ip', ['netns', 'exec', this.job, ...under, CLI, ...own, '--', ...argv], {
      env: this.#env(env),
      cwd: this.directory,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }

  /** Makes a bare repository that the world serves at https://NAME/git/REPO. */
  repository(name: string, files: Record<string, string>): void {
    const work = join(this.directory, `work-${name}`);
    mkdirSync(work, { recursive: true });
    for (const [path, content] of Object.entries(files)) writeFileSync(join(work, path), content);
    const git = (...args: string[]): void =>
      void execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.test', ...args], { cwd: work, stdio: 'pipe' });
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    git('clone', '-q', '--bare', '.', join(this.directory, 'git', name));
  }

  /** Publishes a package in the world's registry, https://NAME/npm/. */
  publish(name: string, version: string, tarball: Buffer, manifest: Record<string, unknown>): void {
    const directory = join(this.directory, 'npm', name);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, `${version}.tgz`), tarball);
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    // The world writes the tarball's address: it knows under which name it was asked.
    const packument = { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist: { integrity } } } };
    writeFileSync(join(directory, 'packument.json'), JSON.stringify(packument));
  }

  /** Everything that reached the attacker so far. */
  witnessed(): (Seen | Packet)[] {
    const all = this.since({ seen: 0, packets: 0 });
    return [...reached(all, WORLD.evil), ...all.seen.filter(({ kind, name }) => kind === 'dns' && name?.endsWith('evil.test'))];
  }

  #env(extra: Record<string, string>): NodeJS.ProcessEnv {
    const { PATH = '', TERM = 'dumb' } = process.env;
    return { PATH, TERM, HOME: this.home, LANG: 'C.UTF-8', ...extra };
  }

  /** What has reached the world so far is before it, also where nobody has come to write it down yet. */
  marks(): { seen: number; packets: number } {
    this.settleSync();
    return this.#counts();
  }

  #counts(): { seen: number; packets: number } {
    return { seen: wholeJsonLines(this.#seenPath).length, packets: wholeJsonLines(this.#packetsPath).length };
  }

  since(marks: { seen: number; packets: number }): { seen: Seen[]; packets: Packet[] } {
    return {
      seen: wholeJsonLines<Seen>(this.#seenPath).slice(marks.seen),
      packets: wholeJsonLines<Packet>(this.#packetsPath).slice(marks.packets),
    };
  }

  /** Another server of the world: started in its namespace, ready when it prints `ready`. It may log to `seen.jsonl` of the directory. */
  serve(file: string, args: string[]): Promise<ChildProcess> {
    return this.#start(file, args);
  }

  get #seenPath(): string {
    return join(this.directory, 'seen.jsonl');
  }

  get #packetsPath(): string {
    return join(this.directory, 'packets.jsonl');
  }

  #namespaces(): void {
    const ip = (...args: string[]): void => void execFileSync('ip', args, { stdio: 'pipe' });
    ip('netns', 'add', this.job);
    ip('netns', 'add', this.world);
    ip('link', 'add', 'eth0', 'netns', this.job, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', this.world);
    for (const name of [this.job, this.world]) ip('-n', name, 'link', 'set', 'lo', 'up');
    ip('-n', this.job, 'addr', 'add', '10.77.0.2/24', 'dev', 'eth0');
    ip('-n', this.world, 'addr', 'add', '10.77.0.1/24', 'dev', 'eth0');
    for (const name of [this.job, this.world]) ip('-n', name, 'link', 'set', 'eth0', 'up');
    ip('-n', this.job, 'route', 'add', 'default', 'via', '10.77.0.1');
    for (const address of new Set([...Object.values(WORLD), ...Object.values(this.#names)]))
      ip('-n', this.world, 'addr', 'add', `${address}/32`, 'dev', 'lo');
    for (const address of ['169.254.169.254', '168.63.129.16']) ip('-n', this.world, 'addr', 'add', `${address}/32`, 'dev', 'lo');
    ip('-n', this.job, '-6', 'addr', 'add', 'fd77::2/64', 'dev', 'eth0', 'nodad');
    ip('-n', this.world, '-6', 'addr', 'add', 'fd77::1/64', 'dev', 'eth0', 'nodad');
    mkdirSync(`/etc/netns/${this.job}`, { recursive: true });
    writeFileSync(`/etc/netns/${this.job}/resolv.conf`, `nameserver ${WORLD.dns}\noptions timeout:6 attempts:1\n`);
  }

  #certificates(): void {
    const path = (name: string): string => join(this.directory, name);
    const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    openssl(
      'req',
      '-x509',
      ...key,
      '-keyout',
      path('ca.key'),
      '-out',
      this.caPath,
      '-days',
      '2',
      '-subj',
      '/CN=World CA',
      '-addext',
      'keyUsage=critical,keyCertSign',
    );
    const own = ['ok.test', '*.ok.test', 'other.test', 'evil.test', 'alias.test', 'ssh.test'];
    const names = [...own, ...Object.keys(this.#names)].map((name) => `DNS:${name}`);
    const addresses = [WORLD.ok, WORLD.evil].map((address) => `IP:${address}`);
    openssl('req', ...key, '-keyout', path('server.key'), '-out', path('server.csr'), '-subj', '/CN=world');
    writeFileSync(path('ext.cnf'), `subjectAltName=${[...names, ...addresses].join(',')}\nextendedKeyUsage=serverAuth\n`);
    const sign = ['-CA', this.caPath, '-CAkey', path('ca.key'), '-CAcreateserial', '-days', '2', '-extfile', path('ext.cnf')];
    openssl('x509', '-req', '-in', path('server.csr'), ...sign, '-out', path('server.pem'));
    openssl(
      'req',
      '-x509',
      ...key,
      '-keyout',
      path('self.key'),
      '-out',
      path('self.pem'),
      '-days',
      '2',
      '-subj',
      '/CN=self.test',
      '-addext',
      'subjectAltName=DNS:self.test',
    );
  }

  async #serve(): Promise<void> {
    const path = (name: string): string => join(this.directory, name);
    mkdirSync(path('git'));
    appendFileSync(this.#seenPath, '');
    appendFileSync(this.#packetsPath, '');
    const settings = {
      log: this.#seenPath,
      heard: path('heard-servers'),
      key: path('server.key'),
      cert: path('server.pem'),
      selfSignedKey: path('self.key'),
      selfSignedCert: path('self.pem'),
      gitRoot: path('git'),
      npmRoot: path('npm'),
      web: [WORLD.ok, WORLD.other, WORLD.evil, '169.254.169.254'],
      selfSigned: [{ address: WORLD.selfSigned, port: 443 }],
      echo: [WORLD.ok, WORLD.evil].flatMap((address) => [7, 9999, 25, 853, 5353].map((port) => ({ address, port }))),
      serverFirst: [
        { address: WORLD.ssh, port: 22 },
        { address: WORLD.evil, port: 22 },
      ],
      dns: [WORLD.dns, WORLD.evil, WORLD.ok],
      zone: { ...ZONE, ...Object.fromEntries(Object.entries(this.#names).map(([name, data]) => [name, [{ type: 'A', data }]])) },
    };
    writeFileSync(path('settings.json'), JSON.stringify(settings));
    const sniffer = [join(ROOT, 'test/e2e/world/sniffer.py'), 'eth0', this.#packetsPath, path('heard-sniffer')];
    const packets = { process: await this.#start('python3', sniffer), heard: path('heard-sniffer') };
    const servers = [join(ROOT, 'test/e2e/world/main.mjs'), path('settings.json')];
    this.#witnesses.push({ process: await this.#start(process.execPath, servers), heard: settings.heard }, packets);
  }

  async #start(file: string, args: string[]): Promise<ChildProcess> {
    const server = spawn('ip', ['netns', 'exec', this.world, file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#servers.push(server);
    await new Promise<void>((ready, failed) => {
      server.stdout.on('data', (chunk) => String(chunk).includes('ready') && ready());
      server.once('exit', (code) => failed(new Error(`${file} ${args[0]} ended with ${code} before it was ready`)));
    });
    return server;
  }
}

const pauseSync = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** A moment for what a server sends on, and for a packet that is still between two interfaces. */
const letPass = (): void => pauseSync(20);

/** Nothing of this run reached the world at that address (any port and protocol), by the interface and by the servers. */
export function reached(result: Pick<RunResult, 'seen' | 'packets'>, address: string): (Seen | Packet)[] {
  return [...result.packets.filter(({ dst }) => dst === address), ...result.seen.filter((seen) => seen.address === address)];
}

/** DNS questions that the world was asked, lower case, without repeats. */
export function asked(result: Pick<RunResult, 'seen'>): string[] {
  return [...new Set(result.seen.flatMap(({ kind, name }) => (kind === 'dns' && name ? [name.toLowerCase()] : [])))];
}

export function readJsonLines<T>(path: string): T[] {
  return existsSync(path) ? parsed(readFileSync(path, 'utf8')) : [];
}

/** The same of a file that is being written: a line that crosses a page of memory is there in part for a moment. */
export function wholeJsonLines<T>(path: string): T[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  return parsed(text.slice(0, text.lastIndexOf('\n') + 1));
}

const parsed = <T>(text: string): T[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

function collect(child: ChildProcess, stream: 'stdout' | 'stderr'): () => string {
  let text = '';
  child[stream]?.on('data', (chunk) => {
    text += String(chunk);
  });
  return () => text;
}

export function exit(child: ChildProcess, timeoutMs: number): Promise<number | null> {
  return new Promise((done, failed) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      failed(new Error(`did not end within ${timeoutMs * PACE} ms: ${child.spawnargs.join(' ')}`));
    }, timeoutMs * PACE);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      done(signal ? 128 : code);
    });
  });
}
