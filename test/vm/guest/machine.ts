import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, linkSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Lab, ROOT, WORLD } from '../../e2e/lab.ts';
import { Machine } from '../../runner/machine/machine.ts';

const home = '/home/runner';
const cached = `${home}/actions-runner/cached`;
const run = (command: string, ...args: string[]): string => execFileSync(command, args, { encoding: 'utf8' });

/**
 * The hosted machine that is a machine: systemd's own root cgroup and network namespace, real accounts and sudo. The lab's job namespace gives its link to
 * the world away to it. It is never taken down: it is switched off.
 */
export class SystemdMachine extends Machine {
  constructor(lab: Lab) {
    super(lab);
    run('cp', '-a', `${this.directory}/home/.`, home);
    for (const [name, place] of [
      ['home', home],
      ['log', '/var/log'],
    ] as const) {
      rmSync(`${this.directory}/${name}`, { recursive: true });
      symlinkSync(place, `${this.directory}/${name}`);
    }
    for (const program of ['Runner.Listener', 'Runner.Worker', 'hosted-compute-agent']) {
      rmSync(`${cached}/bin/${program}`);
      linkSync(`${cached}/externals/node24/bin/node`, `${cached}/bin/${program}`);
    }
    this.#join(lab);
    this.#trust(lab.caPath);
  }

  /** As on hosted machines: a system service of the user `runner`, whose watchdog client lies in /tmp. */
  override boot(broker: string, watchdog: string): void {
    run('chown', '-R', 'runner:runner', home);
    const provider = `/tmp/provjobd${process.pid}`;
    copyFileSync('/usr/bin/python3', provider);
    const environment = [
      'HOME=/home/runner',
      'USER=runner',
      'LANG=C.UTF-8',
      'ImageOS=ubuntu24',
      'NODE_USE_SYSTEM_CA=1',
      `EGF_RUNNER_PACE=${process.env.EGF_RUNNER_PACE ?? 1}`,
    ];
    const agent = spawn(
      'systemd-run',
      [
        ...['--unit=hosted-compute-agent', '--uid=runner', '--gid=runner', `--working-directory=${home}`, '--pipe', '--wait', '--quiet'],
        ...environment.flatMap((variable) => ['-E', variable]),
        ...[`${cached}/bin/hosted-compute-agent`, `${ROOT}/test/runner/program/agent.ts`, provider, broker, watchdog],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    createInterface(agent.stdout).on('line', (line) => {
      try {
        this.events.push(JSON.parse(line));
      } catch {
        this.stderr += `${line}\n`;
      }
    });
    agent.stderr.on('data', (part) => {
      this.stderr += part;
    });
  }

  /** The machine is emulated; another architecture takes several times as long as this one's own. */
  override until<T>(what: string, find: () => T | undefined, timeoutMs = 60_000): Promise<T> {
    return super.until(what, find, timeoutMs * (process.arch === 'x64' ? 4 : 10));
  }

  override inside([command = '', ...args]: string[]): { status: number | null; stdout: string; stderr: string } {
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 });
    return { status, stdout, stderr };
  }

  #join(lab: Lab): void {
    run('ip', '-n', lab.job, 'link', 'set', 'eth0', 'netns', '1');
    run('ip', 'link', 'set', 'lo', 'up');
    run('ip', 'addr', 'add', '10.77.0.2/24', 'dev', 'eth0');
    run('ip', 'link', 'set', 'eth0', 'up');
    run('ip', 'route', 'add', 'default', 'via', '10.77.0.1');
    writeFileSync('/etc/resolv.conf', `nameserver ${WORLD.dns}\noptions timeout:20 attempts:1\n`);
  }

  /** The authority of the world is one of those that every system knows; update-ca-certificates takes long here. */
  #trust(ca: string): void {
    mkdirSync('/usr/local/share/ca-certificates', { recursive: true });
    copyFileSync(ca, '/usr/local/share/ca-certificates/world.crt');
    appendFileSync('/etc/ssl/certs/ca-certificates.crt', readFileSync(ca));
    copyFileSync(ca, `/etc/ssl/certs/${run('openssl', 'x509', '-in', ca, '-noout', '-hash').trim()}.0`);
  }
}
