import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, native, openLab, parseStatus } from './native-lab.ts';

const netRaw = 13;
const python = '/usr/bin/python3';

let lab: Lab;
beforeAll(() => {
  lab = openLab('confine');
  execFileSync('chmod', ['755', lab.scratch]);
});
afterAll(() => lab.close());

/** Output of a Python program run as the child. */
async function runPython(program: string, options: Parameters<Lab['run']>[1] = {}): Promise<string> {
  const { output, code } = await lab.run('', { file: python, argv: ['python3', '-c', program], ...options });
  expect({ code, output }).toMatchObject({ code: 0 });
  return output.trim();
}

describe('masked paths', () => {
  it('a socket answers nobody, a file is empty, a directory too, what is not there is skipped', async () => {
    const socket = join(lab.scratch, 'daemon.sock');
    const server = createServer().listen(socket);
    const directory = join(lab.scratch, 'secrets');
    mkdirSync(directory);
    writeFileSync(join(directory, 'key'), 'secret');
    const file = join(lab.scratch, 'token');
    writeFileSync(file, 'secret');
    execFileSync('chmod', ['777', socket]);
    const connect = `import socket; print(socket.socket(socket.AF_UNIX).connect_ex("${socket}"))`;
    const look = `cat ${file}; ls -A ${directory}; python3 -c '${connect}'`;

    const open = await lab.run(look);
    const masked = await lab.run(look, { maskPaths: [socket, directory, file, join(lab.scratch, 'not-there')] });
    server.close();

    expect(open.output).toBe('secretkey\n0\n');
    // EACCES; ECONNREFUSED for root
    expect(masked.output).toBe('13\n');
    expect(readFileSync(file, 'utf8')).toBe('secret');
  });

  it('cannot be written or uncovered by a user, not even in namespaces of its own', async () => {
    const file = join(lab.scratch, 'covered');
    writeFileSync(file, 'secret', { mode: 0o666 });
    const { output } = await lab.run(
      `echo x > ${file}; umount ${file}; unshare -Urm sh -c 'umount ${file}; umount -l /; cat ${file}'; rm -f ${file}; echo end`,
      { maskPaths: [file] },
    );
    expect(output).not.toContain('secret');
    expect(output).toContain('end');
    expect(readFileSync(file, 'utf8')).toBe('secret');
  });

  it('does not stay reachable as the working directory', async () => {
    const directory = join(lab.scratch, 'cwd');
    mkdirSync(directory);
    writeFileSync(join(directory, 'key'), 'secret');
    const { output } = await lab.run('ls -A', { cwd: directory, maskPaths: [directory] });
    expect(output).toBe('');
  });

  it('leaves the mounts outside as they were', async () => {
    const before = readFileSync('/proc/self/mountinfo', 'utf8');
    await lab.run('true', { maskPaths: ['/etc/hostname', '/var/tmp'], readOnlyPaths: ['/tmp'] });
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).toBe(before);
  });
});

it('read-only paths cannot be written, nor what is mounted below them, and the rest can', async () => {
  const shut = join(lab.scratch, 'shut');
  const open = join(lab.scratch, 'open');
  for (const directory of [shut, open]) {
    mkdirSync(directory);
    execFileSync('chmod', ['777', directory]);
  }
  const below = join(shut, 'below');
  mkdirSync(below);
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', below]);
  try {
    const { output } = await lab.run(
      `for d in ${shut} ${below} ${open}; do touch $d/file 2>/dev/null && echo written || echo refused; done`,
      {
        readOnlyPaths: [shut],
      },
    );
    expect(output).toBe('refused\nrefused\nwritten\n');
  } finally {
    execFileSync('umount', [below]);
  }
});

describe('socket families', () => {
  const attempt = (call: string) =>
    `import socket, errno
try:
    ${call}
    print("opened")
except OSError as e:
    print(errno.errorcode[e.errno])`;

  it.each([
    ['AF_UNIX', 'socket.socket(1, 1)', 'opened'],
    ['AF_INET', 'socket.socket(2, 1)', 'opened'],
    ['AF_INET6', 'socket.socket(10, 2)', 'opened'],
    ['AF_NETLINK', 'socket.socket(16, 3, 0)', 'opened'],
    ['AF_ALG or what the kernel says of it', 'socket.socket(38, 5)', /^(opened|EAFNOSUPPORT)$/],
    ['AF_UNIX pair', 'socket.socketpair(1, 1)', 'opened'],
    ['AF_PACKET', 'socket.socket(17, 3)', 'EAFNOSUPPORT'],
    ['AF_VSOCK', 'socket.socket(40, 1)', 'EAFNOSUPPORT'],
    ['AF_XDP', 'socket.socket(44, 3)', 'EAFNOSUPPORT'],
    ['AF_BLUETOOTH', 'socket.socket(31, 3)', 'EAFNOSUPPORT'],
    ['AF_TIPC pair', 'socket.socketpair(30, 5)', 'EAFNOSUPPORT'],
  ])('%s: %s', async (_, call, expected) => {
    const output = await runPython(attempt(call), { uid: 0, gid: 0, boundingCaps: [netRaw], restrictSocketFamilies: true });
    if (typeof expected === 'string') expect(output).toBe(expected);
    else expect(output).toMatch(expected);
  });

  it('without the filter root with CAP_NET_RAW opens AF_PACKET', async () => {
    expect(await runPython(attempt('socket.socket(17, 3)'), { uid: 0, gid: 0, boundingCaps: [netRaw] })).toBe('opened');
  });

  it('a family with bits set above the int that the kernel reads is judged as the kernel reads it', async () => {
    const program = `import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for family in (1 << 32 | 17, 1 << 32 | 2):
    r = libc.syscall(${process.arch === 'x64' ? 41 : 198}, ctypes.c_long(family), ctypes.c_long(1), ctypes.c_long(0))
    print(ctypes.get_errno() if r < 0 else "opened")`;
    expect(await runPython(program, { restrictSocketFamilies: true })).toBe('97\nopened');
  });

  it.runIf(process.arch === 'x64')('the 32-bit ways in (int 0x80, x32) are shut too (needs x64)', async () => {
    const options = { uid: 0, gid: 0, boundingCaps: [netRaw] };
    const free = await runPython(otherConventions, options);
    const filtered = await runPython(otherConventions, { ...options, restrictSocketFamilies: true, denyIoUring: true });
    // i386: socket AF_PACKET, socket AF_INET, socketpair AF_PACKET, socketcall; io_uring_setup; x32: socket AF_PACKET, io_uring_setup
    expect(filtered).toBe('-97 opened -97 -38 -38 -97 -38');
    expect(free).toMatch(/^opened opened /);
  });
});

/** Runs `int 0x80` and `syscall` from machine code in a 64-bit process. Results: `opened` or a negative errno. */
const otherConventions = `import ctypes, mmap, struct
code = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40, prot=7)
low = ctypes.addressof(ctypes.c_char.from_buffer(code))
def i386(nr, a, b, c):
    code[0:4096] = (b"\\x53" + b"\\xb8" + struct.pack("<I", nr) + b"\\xbb" + struct.pack("<I", a) + b"\\xb9" + struct.pack("<I", b)
        + b"\\xba" + struct.pack("<I", c) + b"\\x31\\xf6\\x31\\xff\\xcd\\x80\\x5b\\xc3").ljust(4096, b"\\xc3")
    return ctypes.CFUNCTYPE(ctypes.c_int)(low)()
libc = ctypes.CDLL(None, use_errno=True)
def x32(nr, a, b, c):
    r = libc.syscall(ctypes.c_long(nr | 0x40000000), ctypes.c_long(a), ctypes.c_long(b), ctypes.c_long(c))
    return -ctypes.get_errno() if r < 0 else r
show = lambda r: "opened" if r >= 0 else str(r)
print(*[show(r) for r in (i386(359, 17, 3, 0), i386(359, 2, 1, 0), i386(360, 17, 3, 0), i386(102, 1, 0, 0), i386(425, 1, 0, 0),
    x32(41, 17, 3, 0), x32(425, 1, 0, 0))])`;

it('io_uring is not there when denied', async () => {
  const program = `import ctypes
libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(120)
r = libc.syscall(425, 4, buffer)
print("opened" if r >= 0 else ctypes.get_errno())`;
  expect(await runPython(program, { denyIoUring: true })).toBe('38');
  const { Seccomp } = parseStatus((await lab.run('cat /proc/self/status', { denyIoUring: true })).output);
  expect(Seccomp).toBe('2');
});

it('with a seccomp filter and without no_new_privs, setuid programs still work', async () => {
  const setuid = join(lab.scratch, 'id');
  execFileSync('install', ['-m', '4755', '/usr/bin/id', setuid]);
  const filtered = { restrictSocketFamilies: true, denyIoUring: true };
  expect((await lab.run(`${setuid} -u`, filtered)).output).toBe('0\n');
  expect((await lab.run(`${setuid} -u`, { ...filtered, noNewPrivs: true })).output).toBe('65534\n');
});

const landlockAbi = Number(
  execFileSync(python, ['-c', 'import ctypes; print(ctypes.CDLL(None).syscall(444, None, 0, 1))'], { encoding: 'utf8' }),
);

describe.runIf(landlockAbi >= 6)('landlock scope (needs ABI 6)', () => {
  it('no signal, no ptrace and no abstract socket reaches outside, all of them work inside', async () => {
    const outsider = native.spawn({ ...lab.plain, file: 'sleep', argv: ['sleep', '100'] });
    const name = `egf-abstract-${process.pid}`;
    const server = createServer().listen(`\0${name}`);
    const program = `import ctypes, os, socket, subprocess
libc = ctypes.CDLL(None, use_errno=True)
def reach(pid):
    try:
        os.kill(pid, 0); signal = "yes"
    except PermissionError:
        signal = "no"
    traced = libc.ptrace(16, pid, None, None) == 0  # PTRACE_ATTACH
    return signal, "yes" if traced else "no"
name = "\\0${name}"
def connect(address):
    return socket.socket(socket.AF_UNIX).connect_ex(address)
own = subprocess.Popen(["sleep", "100"])
print(*reach(${outsider.pid}), *map(connect, (name, name.ljust(108, "\\0"))), *reach(own.pid))
os.kill(own.pid, 9)`;
    const free = await runPython(program, { uid: 0, gid: 0, boundingCaps: [5, 19] });
    const scoped = await runPython(program, { landlockScope: true, uid: 0, gid: 0, boundingCaps: [5, 19] });
    outsider.kill(9);
    await outsider.exited;
    server.close();
    // Node 20 pads the name with NULs (108 bytes), Node 24 does not: the other form is ECONNREFUSED. EPERM is 1.
    expect(free).toMatch(/^yes yes (0 111|111 0) yes yes$/);
    expect(scoped).toMatch(/^no no (1 111|111 1) yes yes$/);
  });

  it('ordinary tools work inside: git, make, npm, tar, mounts of its own', async () => {
    const home = join(lab.scratch, 'home');
    mkdirSync(home);
    execFileSync('chown', ['65534:65534', home]);
    writeFileSync(join(home, 'Makefile'), 'all:\n\t@echo made\n', { mode: 0o644 });
    const node = join(process.execPath, '..');
    const { output, code } = await lab.run(
      `set -e
      git init -q repo && cd repo && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m one && git log --format=%s
      cd .. && make
      npm init -y >/dev/null && npm pack --silent
      tar tzf home-1.0.0.tgz | head -1
      unshare -Urm sh -c 'mount -t tmpfs none /mnt && echo mounted' || echo no user namespaces`,
      {
        cwd: home,
        env: [`PATH=${node}:/usr/bin:/bin`, `HOME=${home}`, 'npm_config_update_notifier=false'],
        landlockScope: true,
        noNewPrivs: true,
        restrictSocketFamilies: true,
        denyIoUring: true,
      },
    );
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toMatch(/^one\nmade\nhome-1\.0\.0\.tgz\npackage\/\S+\n(mounted|.*no user namespaces)\n$/s);
  }, 180_000);
});

it('everything at once', async () => {
  const { output } = await lab.run('cat /proc/self/status; touch /var/tmp/x && echo written || echo refused', {
    boundingCaps: [10],
    ambientCaps: [10],
    noNewPrivs: true,
    maskPaths: ['/etc/hostname', '/var/log'],
    readOnlyPaths: ['/var'],
    restrictSocketFamilies: true,
    denyIoUring: true,
    landlockScope: true,
    dieWithParent: true,
    oomScoreAdj: 500,
  });
  expect(parseStatus(output)).toMatchObject({ CapEff: '0000000000000400', NoNewPrivs: '1', Seccomp: '2' });
  expect(output).toMatch(/refused\n$/);
});
