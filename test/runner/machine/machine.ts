import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Lab, ROOT, WORLD } from '../../e2e/lab.ts';

/** Pipes of step processes, two each: more than any test starts. */
const PIPES = 256;

export interface MachineEvent {
  event: string;
  [field: string]: unknown;
}

/**
 * A hosted machine: a cgroup that is the root of its cgroup namespace, the lab's network namespace, a mount namespace with accounts, sudo, /run, /var/log and
 * /tmp of its own over a read-only system. Laid out as GitHub's images are, below `directory`. Needs root.
 */
export class Machine {
  /** Holds `home` (seen as /home/runner inside) and `log` (/var/log). */
  readonly directory: string;
  readonly cgroup: string;
  readonly events: MachineEvent[] = [];
  stderr = '';
  readonly #lab: Lab;
  #agent: ChildProcess | undefined;

  constructor(lab: Lab) {
    this.#lab = lab;
    this.directory = mkdtempSync(join(tmpdir(), 'egf-runner-'));
    chmodSync(this.directory, 0o755);
    this.cgroup = join(cgroup2(), `egf-runner-${process.pid}-${Math.floor(Math.random() * 1e6)}`);
    this.#lay();
  }

  /** Path of the host for a path below /home/runner. */
  home(...path: string[]): string {
    return join(this.directory, 'home', ...path);
  }

  /** Starts the agent, and so the runner. */
  boot(broker: string, watchdog: string): void {
    mkdirSync(this.cgroup);
    const boot = join(import.meta.dirname, 'boot.sh');
    const home = join(this.directory, 'home');
    const log = join(this.directory, 'log');
    const script = [boot, home, log, ROOT, node24(), this.#lab.caPath, WORLD.dns, broker, watchdog];
    // Forked, so that its ancestors are the init of the machine alone, as an agent that systemd starts.
    const inside = ['setsid', '--fork', 'nsenter', `--net=/run/netns/${this.#lab.job}`];
    const apart = ['unshare', '--mount', '--cgroup', '--ipc', '--propagation', 'private', 'bash', ...script];
    this.#agent = spawn('sh', ['-c', 'echo $$ >"$1/cgroup.procs" && shift && exec "$@"', 'sh', this.cgroup, ...inside, ...apart], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: '/',
    });
    const { stdout, stderr } = this.#agent;
    if (stdout) createInterface(stdout).on('line', (line) => this.#take(line));
    stdout?.on('close', () => this.events.push({ event: 'machine-ended' }));
    stderr?.on('data', (part) => {
      this.stderr += part;
    });
  }

  async until<T>(what: string, find: () => T | undefined, timeoutMs = 60_000): Promise<T> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (Date.now() > deadline)
        throw new Error(`${what}: not within ${timeoutMs} ms\n${JSON.stringify(this.events.slice(-20))}\n${this.stderr}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  event(name: string): MachineEvent | undefined {
    return this.events.find(({ event }) => event === name);
  }

  /** Runs a command in the machine, as nobody's step: what an operator who logs in would see. */
  inside(
    argv: string[],
    { user = 'root', timeoutMs = 20_000, input = '' } = {},
  ): { status: number | null; stdout: string; stderr: string } {
    const pid = this.event('listening')?.pid;
    if (typeof pid !== 'number') throw new Error(`the machine has not started\n${this.stderr}`);
    const account = user === 'root' ? [] : ['setpriv', '--reuid', user, '--regid', user, '--init-groups'];
    const enter = ['nsenter', '--target', `${pid}`, '--mount', '--net', '--cgroup', '--ipc', '--', ...account, ...argv];
    const done = spawnSync('sh', ['-c', 'echo $$ >"$1/cgroup.procs" && shift && exec "$@"', 'sh', this.cgroup, ...enter], {
      encoding: 'utf8',
      timeout: timeoutMs,
      input,
      env: { PATH: process.env.PATH ?? '', HOME: '/tmp', LANG: 'C.UTF-8' },
    });
    return { status: done.status, stdout: done.stdout, stderr: done.stderr };
  }

  /** Nothing of it is left afterwards. */
  async stop(): Promise<void> {
    if (existsSync(this.cgroup)) {
      writeFileSync(join(this.cgroup, 'cgroup.kill'), '1');
      await this.until(
        'the end of all processes',
        () => /populated 0/.exec(readFileSync(join(this.cgroup, 'cgroup.events'), 'utf8')) ?? undefined,
      );
      removeCgroup(this.cgroup);
    }
    rmSync(this.directory, { recursive: true, force: true });
  }

  #take(line: string): void {
    try {
      this.events.push(JSON.parse(line));
    } catch {
      this.stderr += `${line}\n`;
    }
  }

  #lay(): void {
    const runner = this.home('actions-runner', 'cached');
    for (const folder of ['bin', 'externals/node24/bin', 'pipes', '_diag']) mkdirSync(join(runner, folder), { recursive: true });
    for (const folder of ['_actions', '_temp', 'repo/repo']) mkdirSync(this.home('work', folder), { recursive: true });
    for (const folder of [this.home('_tool'), join(this.directory, 'log')]) mkdirSync(folder);
    for (const program of ['Runner.Listener', 'Runner.Worker', 'hosted-compute-agent']) writeFileSync(join(runner, 'bin', program), '');
    copyFileSync(node24(), join(runner, 'externals/node24/bin/node'), constants.COPYFILE_FICLONE);
    execFileSync('mkfifo', ['-m', '600', ...Array.from({ length: PIPES }, (_, at) => join(runner, 'pipes', `${at}`))]);
  }
}

let node: string | undefined;

/** The Node that GitHub's runner comes with. */
function node24(): string {
  node ??= execFileSync(process.execPath, [join(ROOT, 'scripts/node.mjs'), '24'], { encoding: 'utf8' }).trim();
  return node;
}

function cgroup2(): string {
  const mount = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, , type]) => type === 'cgroup2');
  if (!mount?.[1]) throw new Error('no cgroup2 hierarchy is mounted');
  return mount[1];
}

function removeCgroup(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) if (entry.isDirectory()) removeCgroup(join(path, entry.name));
  rmdirSync(path);
}
