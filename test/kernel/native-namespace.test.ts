import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, native, openLab } from './native-lab.ts';

let lab: Lab;
beforeAll(() => {
  lab = openLab('namespace');
});
afterAll(() => lab.close());

const python = (program: string, options: Parameters<Lab['run']>[1] = {}) =>
  lab.run('', { file: '/usr/bin/python3', argv: ['python3', '-c', program], ...options });

describe('a pid namespace', () => {
  it('shows the child its own processes only, in /proc too', async () => {
    // One after the other: who counts at the end of a pipe may be there before or behind the look of the one that lists.
    const { output } = await lab.run('ls -d /proc/[0-9]*; ps -eo pid=; true', { pidNamespace: true });
    expect(output).toMatch(/^\/proc\/1\n\/proc\/2\n(\/proc\/3\n)? *1\n *2\n *[34]\n$/);
  });

  it('keeps processes of the same user outside from being seen, signalled, traced, and looked through', async () => {
    const outsider = native.spawn({ ...lab.plain, file: 'sleep', argv: ['sleep', '100'] });
    const program = `import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def tried(f):
    try: f(); return "yes"
    except OSError as e: return str(e.errno)
pid = ${outsider.pid}
print(tried(lambda: os.kill(pid, 0)), tried(lambda: os.listdir(f"/proc/{pid}/root")),
    "yes" if libc.ptrace(16, pid, None, None) == 0 else ctypes.get_errno())`;
    const free = await python(program);
    const shut = await python(program, { pidNamespace: true });
    outsider.kill(9);
    await outsider.exited;
    expect(free.output).toBe('yes yes yes\n');
    // ESRCH, ENOENT, ESRCH
    expect(shut.output).toBe('3 2 3\n');
  });

  it('gives nobody the memory or the signals of its init', async () => {
    const program = `import os
def tried(f):
    try: f(); return "yes"
    except OSError as e: return str(e.errno)
print(tried(lambda: open("/proc/1/mem", "rb")), tried(lambda: open("/proc/1/environ", "rb").read()), tried(lambda: os.readlink("/proc/1/exe")))
os.kill(1, 9) if os.getuid() == 0 else None
print("alive")`;
    for (const uid of [0, 65534]) {
      const { output } = await python(program, { pidNamespace: true, uid, gid: uid });
      expect(output).toBe('13 13 13\nalive\n');
    }
  });

  it.each([
    ['exit 7', { code: 7, signal: null }],
    ['kill -TERM $$', { code: null, signal: 15 }],
    ['kill -KILL $$', { code: null, signal: 9 }],
  ])('tells how the program ended: %s', async (script, expected) => {
    expect(await lab.run(script, { pidNamespace: true })).toMatchObject(expected);
  });

  it('passes signals on, and is not ended by those it is sent from inside', async () => {
    const ready = join(lab.scratch, 'ready');
    spawnSync('chmod', ['777', lab.scratch]);
    const child = native.spawn({
      ...lab.plain,
      argv: ['sh', '-c', `trap "exit 5" USR1; kill -TERM 1; kill -USR1 1; : >${ready}; while :; do sleep 0.05; done`],
      pidNamespace: true,
    });
    while (!existsSync(ready)) await sleep(20);
    child.kill(10);
    expect(await child.exited).toEqual({ code: 5, signal: null });
  });

  it('takes along what the program left, daemons too', async () => {
    const marker = join(lab.scratch, 'outlived');
    spawnSync('chmod', ['777', lab.scratch]);
    await lab.run(`setsid sh -c 'setsid sleep 0.7; touch ${marker}' & sleep 0.2`, { pidNamespace: true });
    await sleep(1200);
    expect(existsSync(marker)).toBe(false);
    expect(readFileSync(join(lab.cgroup, 'cgroup.events'), 'utf8')).toContain('populated 0');
  });

  it('a killed init is the end of the program', async () => {
    const child = native.spawn({ ...lab.plain, argv: ['sh', '-c', 'sleep 100'], pidNamespace: true });
    child.kill(9);
    expect(await child.exited).toEqual({ code: null, signal: 9 });
  });

  it('still tells why the program could not be started', () => {
    expect(() => native.spawn({ ...lab.plain, file: '/no/such/file', pidNamespace: true })).toThrow(/ENOENT/);
    expect(() => native.spawn({ ...lab.plain, dieWithParent: true, pidNamespace: true })).toThrow(/dieWithParent/);
  });
});

describe('others that could act for the child', () => {
  const calls = `import ctypes, fcntl, os, pty, termios
libc = ctypes.CDLL(None, use_errno=True)
def raw(*args):
    return "yes" if libc.syscall(*args) >= 0 else ctypes.get_errno()
def ioctl(request):
    # The low half is what the kernel reads.
    r = libc.syscall(${process.arch === 'x64' ? 16 : 29}, 0, ctypes.c_ulong(request), ctypes.c_char_p(b"\\x02"))
    return "yes" if r >= 0 else ctypes.get_errno()
request_key = ${process.arch === 'x64' ? 249 : 218}
print(ioctl(0x5412), ioctl(0x541c), ioctl(0x1_0000_5412), raw(request_key, b"user", b"a", b"", 0), ioctl(0x5401))`;

  it('are not asked: keystrokes into the terminal, request_key(2)', async () => {
    const free = await python(calls);
    const shut = await python(calls, { denyAgents: true });
    // Standard input is no terminal (ENOTTY 25); no key is found (ENOENT 2, ENOKEY 126), which is what only request-key(8) can say.
    expect(free.output).toMatch(/^25 25 25 (2|126) 25\n$/);
    // EPERM 1, ENOSYS 38
    expect(shut.output).toBe('1 1 1 38 25\n');
  });

  it('user namespaces are refused, threads and processes are not', async () => {
    const program = `import ctypes, subprocess, threading
libc = ctypes.CDLL(None, use_errno=True)
threading.Thread(target=lambda: None).start()
print(subprocess.run(["echo", "ran"], capture_output=True, text=True).stdout.strip())
new_user = 0x10000000
def tried(function, *arguments):
    return "yes" if function(*arguments) >= 0 else ctypes.get_errno()
print(tried(libc.unshare, new_user), tried(libc.unshare, new_user | 0x20000),
    tried(libc.syscall, ${process.arch === 'x64' ? 56 : 220}, ctypes.c_ulong(new_user | 17), 0, 0, 0, 0),
    tried(libc.syscall, 435, ctypes.create_string_buffer(88), 88))`;
    const { output } = await python(program, { denyUserNamespaces: true, uid: 0, gid: 0 });
    expect(output).toBe('ran\n1 1 1 38\n');
  });
});

it('a network socket is not handed on, a Unix socket or a pipe is', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = server.address();
  const client: Socket = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
  await new Promise((done) => client.once('connect', done));
  const handle: unknown = Reflect.get(client, '_handle');
  const fd = typeof handle === 'object' && handle !== null && 'fd' in handle ? Number(handle.fd) : -1;
  expect(fd).toBeGreaterThan(2);
  expect(() => native.spawn({ ...lab.plain, fds: [0, 1, 2, fd], refuseNetworkFds: true })).toThrow(/EPROTONOSUPPORT/);
  const [ours, theirs] = native.socketPair();
  const { code } = await lab.run('true', { refuseNetworkFds: true });
  expect(code).toBe(0);
  const child = native.spawn({ ...lab.plain, argv: ['sh', '-c', 'exit 0'], fds: [theirs], refuseNetworkFds: true });
  expect(await child.exited).toEqual({ code: 0, signal: null });
  for (const each of [ours, theirs]) spawnSync('true', { stdio: ['ignore', each, 'ignore'] });
  client.destroy();
  server.close();
});
