import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { bpfObjectPath } from '../../src/kernel/load.ts';
import { openLab } from './native-lab.ts';
import { eventually, native, openScopeLab } from './scope-lab.ts';

const object = bpfObjectPath();
const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

let lab: ReturnType<typeof openLab> | undefined;
afterEach(async () => {
  await lab?.close();
  lab = undefined;
});

/** Whether IPv6 is shut for a process of the cgroup: EPERM from the kernel programs, ENETUNREACH or a time-out from the network. */
async function isShut(of: ReturnType<typeof openLab>): Promise<boolean> {
  const { output } = await of.run(`exec /usr/bin/python3 -c "
import socket
try: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).connect(('2001:db8::1', 9)); print(0)
except OSError as error: print(error.errno)"`);
  return Number(output) === constants.errno.EPERM;
}

/** Runs test/kernel/fixtures/scope.mjs until it has said something. */
async function scopeProcess(what: string, cgroupFd: number): Promise<{ said: string; child: ChildProcess; ended: Promise<number | null> }> {
  const child = spawn(process.execPath, [fixture('scope.mjs'), what, '3'], { stdio: ['ignore', 'pipe', 'inherit', cgroupFd] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const said = await new Promise<string>((resolve) => child.stdout?.once('data', (data) => resolve(String(data).trim())));
  return { said, child, ended };
}

it('every purpose has a hook of this kernel; what is not first choice says why', () => {
  lab = openLab('report');
  const scope = native.openScope({ object, cgroupFd: lab.cgroupFd });
  for (const { purpose, program, hook, status, detail, required } of scope.report) {
    expect(purpose).toMatch(/\w/);
    expect(program).toMatch(/^egf_/);
    expect(hook).toMatch(/^(raw_tp|kprobe|netfilter|cgroup|cgroup_skb|fmod_ret|lsm)\/\w+$/);
    if (required) expect(status, hook).not.toBe('unavailable');
    expect(detail === undefined, hook).toBe(status === 'attached');
  }
  for (const fd of Object.values(scope.fds)) expect(fd).toBeGreaterThan(2);
  scope.close();
  scope.close();
});

it('close() detaches: the cgroup is as it was', async () => {
  lab = openLab('close');
  expect(await isShut(lab)).toBe(false);
  const scope = native.openScope({ object, cgroupFd: lab.cgroupFd });
  expect(await isShut(lab)).toBe(true);
  scope.close();
  expect(await isShut(lab)).toBe(false);
});

it('probing reports the same hooks and leaves nothing attached', async () => {
  lab = openLab('probe');
  const scope = native.openScope({ object, cgroupFd: lab.cgroupFd });
  scope.close();
  const probe = native.openScope({ object, cgroupFd: lab.cgroupFd, probeOnly: true });
  expect(probe.report).toEqual(scope.report);
  expect(probe.fds).toEqual({ flows: -1, procs: -1, sockets: -1, events: -1 });
  expect(await isShut(lab)).toBe(false);
  probe.close();
});

it('the wall stands when the process that built it is killed', async () => {
  lab = openLab('killed');
  const { child, ended, said } = await scopeProcess('hold', lab.cgroupFd);
  expect(said).toBe('ended');
  child.kill('SIGKILL');
  await ended;
  expect(await isShut(lab)).toBe(true);
});

it.each(['end', 'worker'])('listening for events keeps no event loop alive (%s)', async (what) => {
  lab = openLab(what);
  const { said, ended } = await scopeProcess(what, lab.cgroupFd);
  expect(said).toBe('ended');
  expect(await ended).toBe(0);
});

it('scopes side by side see their own', async () => {
  const outer = openScopeLab('outer');
  const inner = openScopeLab('inner');
  const said = await inner.python(`
server = listener(); client = socket.create_connection(server.getsockname())
say(port=port(client), to=port(server))
`);
  expect(inner.scope.report).toEqual(outer.scope.report);
  expect(inner.tcp(said.port, said.to).pid).toBe(said.pid);
  expect(() => outer.tcp(said.port, said.to)).toThrow('saw nobody');
  await inner.close();
  await outer.close();
});

it('a process older than the scope is known, but not by its program', async () => {
  lab = openLab('older');
  const go = join(lab.scratch, 'go');
  const older = lab.run(
    `exec /usr/bin/python3 -c "
import os, socket, time
while not os.path.exists('${go}'): time.sleep(0.01)
server = socket.socket(); server.bind(('127.0.0.1', 0)); server.listen()
client = socket.create_connection(server.getsockname())
print(os.getpid(), client.getsockname()[1], server.getsockname()[1])"`,
    { uid: 0, gid: 0 },
  );
  const started = await eventually(() => readFileSync(join(lab?.cgroup ?? '', 'cgroup.procs'), 'utf8').trim() || undefined);
  await eventually(() => (readFileSync(`/proc/${started}/comm`, 'utf8') === 'python3\n' ? true : undefined));
  const scope = native.openScope({ object, cgroupFd: lab.cgroupFd });
  const reader = native.openFlows(scope.fds);
  writeFileSync(go, '');
  const [pid, port, to] = (await older).output.split(/\s/).map(Number);
  expect(reader.lookup(6, 0x7f000001, port ?? 0, 0x7f000001, to ?? 0)).toEqual({
    pid,
    ppid: expect.any(Number),
    uid: 0,
    cgroupId: expect.any(BigInt),
    comm: 'python3',
    execId: 0,
    dstIp: 0x7f000001,
    dstPort: to,
  });
  reader.close();
  expect(() => reader.lookup(6, 0, 0, 0, 0)).toThrow(expect.objectContaining({ code: 'EBADF' }));
  reader.close();
  scope.close();
});

it('a process without privilege reads the maps that it inherits', async () => {
  const scoped = openScopeLab('reader');
  const said = await scoped.python(`
server = listener(); client = socket.create_connection(server.getsockname())
say(port=port(client), to=port(server))
`);
  const log = join(scoped.scratch, 'out');
  const out = openSync(log, 'w');
  const { flows, procs, sockets, events } = scoped.scope.fds;
  const child = native.spawn({
    ...scoped.plain,
    file: process.execPath,
    argv: ['node', fixture('reader.mjs'), String(said.port), String(said.to)],
    fds: [...scoped.plain.fds, out, out, flows, procs, sockets, events],
    noNewPrivs: true,
  });
  await child.exited;
  closeSync(out);
  expect(JSON.parse(readFileSync(log, 'utf8'))).toEqual({ reader: 65534, pid: said.pid, uid: 0, exe: expect.stringContaining('python') });
  await scoped.close();
});

it('what cannot work says why', async () => {
  lab = openLab('errors');
  const { cgroupFd } = lab;
  const plainFolder = openSync(lab.scratch, 'r');
  const text = join(lab.scratch, 'text');
  writeFileSync(text, 'not an object file');
  expect(() => native.openScope({ object: join(text, 'missing'), cgroupFd })).toThrow(/cannot open .*missing: Not a directory/);
  expect(() => native.openScope({ object: text, cgroupFd })).toThrow(/cannot open .*text: /);
  expect(() => native.openScope({ object, cgroupFd: plainFolder })).toThrow(/is it of the cgroup2 hierarchy\?/);
  expect(() => native.openScope({ object, cgroupFd: 12345 })).toThrow(expect.objectContaining({ code: 'EBADF' }));
  const fd = openSync(text, 'r');
  expect(() => native.openFlows({ flows: fd, procs: fd, sockets: fd, events: fd })).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  closeSync(fd);
  closeSync(plainFolder);
});

it('no type information of the kernel, and no privilege, have codes of their own', async () => {
  lab = openLab('needs');
  const stdio = ['ignore', 'pipe', 'inherit', lab.cgroupFd] as const;
  const open = ([command = '', ...args]: string[]) =>
    JSON.parse(
      execFileSync(command, [...args, process.execPath, fixture('scope.mjs'), 'open', '3'], { encoding: 'utf8', stdio: [...stdio] }),
    );
  const hideBtf = ['unshare', '--mount', 'sh', '-c', 'mount -t tmpfs none /sys/kernel/btf && exec "$@"', 'sh'];
  expect(open(hideBtf)).toEqual({ code: 'ENOBTF', message: expect.stringContaining('/sys/kernel/btf/vmlinux') });
  const drop = ['setpriv', '--bounding-set=-all', '--inh-caps=-all'];
  expect(open(drop)).toEqual({ code: 'EPERM', message: expect.stringContaining('Operation not permitted') });
});
