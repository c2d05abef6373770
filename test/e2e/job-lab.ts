import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { rolldown } from 'rolldown';
import type { LogEvent } from '../../src/log/event.ts';
import { PACE } from '../pace.ts';
import type { Answer, Order, Setup } from './fixtures/job-guard.ts';
import { exit, Lab, type Packet, ROOT, readJsonLines, type Seen, WORLD } from './lab.ts';

export interface JobResult {
  code: number | null;
  output: string;
  log: LogEvent[];
  /** What reached the world meanwhile. */
  seen: Seen[];
  packets: Packet[];
}

type SpawnOrder = Omit<Extract<Order, { order: 'spawn' }>, 'order' | 'script'>;

/** The lab's job namespace filtered as a whole, with a bridge and containers behind it. */
export class JobLab {
  readonly lab: Lab;
  readonly log: string;
  readonly directory: string;
  caPem = '';
  readonly #guard: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #containers: string[] = [];
  /** Orders are answered one after the other. */
  #last: Promise<unknown> = Promise.resolve();
  #read = 0;

  private constructor(lab: Lab, directory: string, guard: ChildProcess) {
    this.lab = lab;
    this.directory = directory;
    this.log = join(directory, 'log.jsonl');
    this.#guard = guard;
    if (!guard.stdout) throw new Error('no pipe');
    this.#answers = createInterface({ input: guard.stdout })[Symbol.asyncIterator]();
  }

  /** Two containers on `docker0`, as `a` and `b`, at 172.31.7.2 and .3. */
  static async start(options: Partial<Setup> & Pick<Setup, 'policy'>, lab?: Lab): Promise<JobLab> {
    const world = lab ?? (await Lab.start());
    const directory = join(world.directory, `job-${Date.now()}`);
    mkdirSync(directory);
    chmodSync(directory, 0o755);
    const bundles = await bundle(directory);
    const guard = spawn('ip', ['netns', 'exec', world.job, process.execPath, bundles.guard], { stdio: ['pipe', 'pipe', 'inherit'] });
    const job = new JobLab(world, directory, guard);
    job.#network();
    const native = join(process.env.EGF_NATIVE ?? join(ROOT, 'dist/native'), `linux-${process.arch}`);
    const setup: Setup = {
      id: Math.floor(Math.random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
      worker: join(ROOT, 'test/e2e/fixtures/worker.py'),
      audit: false,
      directory,
      log: job.log,
      addon: join(native, 'egress.node'),
      bpfObject: join(native, 'egress.bpf.o'),
      proxyBundle: bundles.proxy,
      resolvers: [WORLD.dns],
      stubs: [],
      upstreamCa: [world.caPath],
      inbound: [],
      noKprobes: false,
      restartAfterMs: 0,
      ...options,
    };
    guard.stdin?.write(`${JSON.stringify(setup)}\n`);
    try {
      job.caPem = (await job.#answer()).caPem ?? '';
    } catch (error) {
      await job.stop();
      throw error;
    }
    return job;
  }

  /** Runs a shell script in the scope to its end. `in`: a container. */
  async run(script: string, { in: container, ...options }: SpawnOrder & { in?: 'a' | 'b' } = {}): Promise<JobResult> {
    const before = this.lab.marks();
    const { pid = 0 } = await this.spawn(script, { ...options, ...(container && { netns: this.netns(container) }) });
    const { code = null, output = '' } = await this.order({ order: 'wait', pid });
    return { code, output, log: await this.newLines(), ...(await this.#reached(before)) };
  }

  /** The same without a look at the log or at the world. */
  async output(script: string, options: SpawnOrder = {}): Promise<string> {
    const { pid = 0 } = await this.spawn(script, options);
    return (await this.order({ order: 'wait', pid })).output ?? '';
  }

  spawn(script: string, options: SpawnOrder = {}): Promise<Answer> {
    return this.order({ order: 'spawn', script, ...options });
  }

  order(order: Order): Promise<Answer> {
    const done = this.#last.then(async () => {
      this.#guard.stdin?.write(`${JSON.stringify(order)}\n`);
      const answer = await this.#answer();
      if (answer.error) throw new Error(answer.error);
      return answer;
    });
    this.#last = done.catch(() => {});
    return done;
  }

  /** Lines of the log since the last call, after a flush. */
  async newLines(): Promise<LogEvent[]> {
    await this.order({ order: 'flush' });
    const all = readJsonLines<LogEvent>(this.log);
    const from = this.#read;
    this.#read = all.length;
    return all.slice(from);
  }

  netns(container: 'a' | 'b'): string {
    return `/run/netns/${this.container(container)}`;
  }

  container(container: 'a' | 'b'): string {
    return this.#containers[container === 'a' ? 0 : 1] ?? '';
  }

  /** As root in the job's namespace, outside the scope. */
  host(...argv: string[]): string {
    return execFileSync('ip', ['netns', 'exec', this.lab.job, ...argv], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  async stop(): Promise<void> {
    try {
      this.#guard.stdin?.end();
      await exit(this.#guard, 20_000);
    } finally {
      for (const name of this.#containers) spawnSync('ip', ['netns', 'del', name]);
      await this.lab.stop();
      rmSync(this.directory, { recursive: true, force: true });
    }
  }

  async #reached(before: { seen: number; packets: number }): Promise<{ seen: Seen[]; packets: Packet[] }> {
    await this.lab.settle();
    return this.lab.since(before);
  }

  async #answer(): Promise<Answer> {
    const { value, done } = await this.#answers.next();
    if (done) throw new Error('the guard of this test has ended');
    return JSON.parse(value);
  }

  #network(): void {
    const { job } = this.lab;
    const ip = (...args: string[]): void => void execFileSync('ip', args, { stdio: 'pipe' });
    ip('-n', job, 'link', 'add', 'docker0', 'type', 'bridge');
    ip('-n', job, 'addr', 'add', '172.31.7.1/24', 'dev', 'docker0');
    ip('-n', job, 'link', 'set', 'docker0', 'up');
    this.host('sysctl', '-qw', 'net.ipv4.ip_forward=1');
    // As Docker does.
    this.host('iptables', '-t', 'nat', '-A', 'POSTROUTING', '-s', '172.31.7.0/24', '!', '-o', 'docker0', '-j', 'MASQUERADE');
    for (const [index, letter] of ['a', 'b'].entries()) {
      const name = `${job}${letter}`;
      this.#containers.push(name);
      ip('netns', 'add', name);
      ip('-n', job, 'link', 'add', `veth${letter}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
      ip('-n', job, 'link', 'set', `veth${letter}`, 'master', 'docker0', 'up');
      ip('-n', name, 'link', 'set', 'lo', 'up');
      ip('-n', name, 'addr', 'add', `172.31.7.${index + 2}/24`, 'dev', 'eth0');
      ip('-n', name, 'link', 'set', 'eth0', 'up');
      ip('-n', name, 'route', 'add', 'default', 'via', '172.31.7.1');
    }
  }
}

/** Prints the answer of an echo server, or the name of the error and whether it came at once. */
export const udp = (to: string, port: number, more = ''): string => `python3 -c "
import errno, socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(${4 * PACE})
${more}
start = time.monotonic()
try:
    s.connect(('${to}', ${port})); s.send(b'secret'); print(s.recv(99).decode())
except OSError as error: print(errno.errorcode.get(error.errno, 'timeout'), 'at once' if time.monotonic() - start < ${3.5 * PACE} else 'late')
"`;
/** The same over TCP. `more`: Python between socket and connect. */
export const tcp = (to: string, port: number, more = ''): string => `python3 -c "
import errno, socket
s = socket.socket(); s.settimeout(${4 * PACE})
${more}
try:
    s.connect(('${to}', ${port})); s.sendall(b'secret'); print(s.recv(99).decode())
except OSError as error: print(errno.errorcode.get(error.errno, 'timeout'))
"`;

/** The proxy and the guard of the test from the sources as they are. */
async function bundle(directory: string): Promise<{ guard: string; proxy: string }> {
  const build = async (input: string, file: string): Promise<string> => {
    const built = await rolldown({ input: join(ROOT, input), platform: 'node', logLevel: 'silent', cwd: ROOT });
    await built.write({ file, format: 'esm', codeSplitting: false });
    await built.close();
    return file;
  };
  return {
    guard: await build('test/e2e/fixtures/job-guard.ts', join(directory, 'guard.mjs')),
    proxy: await build('src/proxy/main.ts', join(directory, 'proxy-bundle.mjs')),
  };
}
