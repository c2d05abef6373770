import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { IdentityMemory, type IdentitySources, identify } from '../../src/identity/identify.ts';
import { cgroupMounts, type ProcReader, procReader } from '../../src/identity/proc.ts';
import type { FlowRecord, StepRecord } from '../../src/kernel/native.ts';

const record = (more: Partial<FlowRecord> = {}): FlowRecord => ({
  pid: 1_000_000_000,
  ppid: 1,
  uid: 1000,
  cgroupId: 77n,
  comm: 'node',
  execId: 5,
  dstIp: 0xcb007109,
  dstPort: 443,
  ...more,
});
const sources = (more: Partial<IdentitySources> = {}): IdentitySources => ({
  cgroups: new Map([[77n, '/egress-filter/run-1']]),
  proc: procReader(),
  attachedAt: Number.MAX_SAFE_INTEGER,
  memory: new IdentityMemory(),
  ...more,
});
const npm = { execId: 5, exe: '/usr/bin/node', argv: Buffer.from('node\0/usr/bin/npm\0install\0'), argvTruncated: false };

test('who is taken from the record of the kernel', () => {
  expect(identify(record({ proc: npm }), sources())).toEqual({
    pid: 1_000_000_000,
    ppid: 1,
    uid: 1000,
    exe: '/usr/bin/node',
    cmdline: ['node', '/usr/bin/npm', 'install'],
    cgroup: '/egress-filter/run-1',
  });
});

test('an exec is read once: later records without it, from other processes, share it', () => {
  const given = sources();
  const first = identify(record({ proc: npm }), given);
  const second = identify(record({ pid: 1_000_000_001 }), given);
  expect(second.pid).toBe(1_000_000_001);
  expect(second.cmdline).toBe(first.cmdline);
});

test('the same process is the same identity, and another exec, user, cgroup, parent, step or pid is not', () => {
  const cgroups = new Map([
    [77n, '/a'],
    [78n, '/b'],
  ]);
  for (const other of [{ execId: 6 }, { uid: 0 }, { cgroupId: 78n }, { ppid: 2 }, { stepId: 1 }, { pid: 1_000_000_001 }]) {
    const given = sources({ cgroups });
    const first = identify(record({ proc: npm }), given);
    expect(identify(record({ dstPort: 53 }), given)).toBe(first);
    const { execId } = { execId: 5, ...other };
    expect(identify(record({ ...other, proc: { ...npm, execId } }), given), JSON.stringify(Object.keys(other))).not.toBe(first);
    expect(identify(record({ ...other, cgroupId: 78n }), given).cgroup).toBe('/b');
  }
});

test('a cgroup that is proven by its id is read once, another path of the process is another cgroup', () => {
  const mount = mkdtempSync(join(tmpdir(), 'egf-identity-'));
  try {
    for (const name of ['a', 'b']) mkdirSync(join(mount, name));
    const [a, b] = ['a', 'b'].map((name) => statSync(join(mount, name), { bigint: true }).ino);
    let path = '/a';
    const proc: ProcReader = { ...procReader(), cgroup: () => path };
    const given = sources({ cgroups: new Map(), cgroupMounts: ['/nowhere', mount], proc });
    const who = (cgroupId = 0n) => identify(record({ proc: npm, cgroupId }), given);
    expect(who(a).cgroup).toBe('/a');
    path = '/b';
    // The process has moved since: what it sent from there is told so, now and later.
    expect(who(a).cgroup).toBe('/a');
    expect(who(a)).toBe(who(a));
    expect(who(b).cgroup).toBe('/b');
    // What cannot be proven is taken as it is, and read again.
    expect(who(1n).cgroup).toBe('/b');
    path = '/a';
    expect(who(1n).cgroup).toBe('/a');
  } finally {
    rmSync(mount, { recursive: true });
  }
});

test('mounts of cgroup2 are found', () => {
  for (const mount of cgroupMounts()) expect(statSync(join(mount, 'cgroup.procs')).isFile()).toBe(true);
  expect(cgroupMounts().length).toBeGreaterThan(0);
});

test('what is not known yet is looked for again', () => {
  const given = sources();
  expect(identify(record(), given).exe).toBeUndefined();
  expect(identify(record({ proc: npm }), given).exe).toBe('/usr/bin/node');

  const environ = Buffer.from('GITHUB_ACTION=test\0GITHUB_JOB=build\0');
  let step: StepRecord | undefined;
  const withSteps = { ...given, steps: () => step };
  expect(identify(record({ stepId: 3 }), withSteps).step).toBeUndefined();
  step = { stepId: 3, pid: 1, environ, environTruncated: false, exe: '/usr/bin/bash', argv: Buffer.alloc(0), stopped: false };
  expect(identify(record({ stepId: 3 }), withSteps).step).toBe('build.test');
});

test('an exec whose record is missing stays unknown, though /proc would know the process', () => {
  const who = identify(record({ pid: process.pid }), sources());
  expect([who.exe, who.cmdline]).toEqual([undefined, undefined]);
});

test('an empty path of the executable is unknown, and a cut argument says so', () => {
  const cut = identify(record({ proc: { ...npm, exe: '', argv: Buffer.from('node\0inst'), argvTruncated: true } }), sources());
  expect(cut.exe).toBeUndefined();
  expect(cut.cmdline).toEqual(['node', 'inst…[cut]']);
});

test('memory is bounded, and what was forgotten is read again', () => {
  const given = sources();
  for (let execId = 1; execId < 20_000; execId++) identify(record({ execId, proc: { ...npm, execId } }), given);
  expect(identify(record({ execId: 1 }), given).exe).toBeUndefined();
  expect(identify(record({ execId: 19_999 }), given).exe).toBe('/usr/bin/node');
});

describe('a process older than the scope', () => {
  let child: ChildProcess;
  let pid: number;
  beforeEach(async () => {
    child = spawn('sleep', ['1000']);
    await once(child, 'spawn');
    pid = child.pid ?? 0;
  });
  afterEach(() => child.kill('SIGKILL'));

  test('is read from /proc', () => {
    expect(identify(record({ pid, execId: 0 }), sources())).toMatchObject({
      exe: readlinkSync(`/proc/${pid}/exe`),
      cmdline: ['sleep', '1000'],
    });
  });

  test('is unknown where it started after the programs were attached', () => {
    const started = procReader().startTime(pid) ?? 0;
    expect(identify(record({ pid, execId: 0 }), sources({ attachedAt: started })).exe).toBeUndefined();
    expect(identify(record({ pid, execId: 0 }), sources({ attachedAt: started + 1 })).exe).toBeDefined();
  });

  test('is unknown once it has ended', async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
    const who = identify(record({ pid, execId: 0 }), sources());
    expect([who.pid, who.exe, who.cmdline]).toEqual([pid, undefined, undefined]);
  });

  test('is unknown where its pid was reused while it was read', () => {
    const real = procReader();
    let asked = 0;
    const reused: ProcReader = { ...real, startTime: (asking) => (real.startTime(asking) ?? 0) + asked++ };
    expect(identify(record({ pid, execId: 0 }), sources({ proc: reused })).exe).toBeUndefined();
  });
});

describe('/proc', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'egress-proc-'));
    mkdirSync(join(root, '7'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('a name full of brackets and blanks does not shift the start time', () => {
    writeFileSync(join(root, '7/stat'), `7 (a) S 1 2 3) R ${Array.from({ length: 18 }, (_, at) => at).join(' ')} 424242 0 0\n`);
    expect(procReader(root).startTime(7)).toBe(424242);
  });

  test.each(['', '7 (x', 'garbage', '7 (x) R 1 2'])('what is no stat line gives no start time: %j', (stat) => {
    writeFileSync(join(root, '7/stat'), stat);
    expect(procReader(root).startTime(7)).toBeUndefined();
  });

  test.each([
    ['/a/b', '1:name=systemd:/x\n0::/a/b\n'],
    [undefined, '12:cpu:/x\n'],
    ['/../x', '0::/../x\n'],
  ])('cgroup %s', (path, text) => {
    writeFileSync(join(root, '7/cgroup'), text);
    expect(procReader(root).cgroup(7)).toBe(path);
  });

  test.each(['0::/../x\n', '0::/..\n', '0::/gone (deleted)\n'])('a path that names nothing here is unknown: %j', (text) => {
    writeFileSync(join(root, '7/cgroup'), text);
    expect(identify(record({ pid: 7, cgroupId: 1n }), sources({ proc: procReader(root) })).cgroup).toBeUndefined();
  });

  test('a process that shows itself as another by a link is only asked where it may be', () => {
    symlinkSync('/bin/true', join(root, '7/exe'));
    writeFileSync(join(root, '7/cmdline'), 'true\0');
    expect(identify(record({ pid: 7, execId: 0 }), sources({ proc: procReader(root) })).exe).toBeUndefined();
  });
});

/** A cgroup2 mount where this user may make a cgroup. */
function cgroupMount(): string | undefined {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  const found = mounts.map((line) => line.split(' ')).find(([, , type]) => type === 'cgroup2')?.[1];
  if (found === undefined) return undefined;
  try {
    const probe = mkdtempSync(join(found, 'egress-probe-'));
    rmdirSync(probe);
    return found;
  } catch {
    return undefined;
  }
}
const mount = cgroupMount();

describe.skipIf(mount === undefined)('a cgroup of its own (needs root and cgroup v2)', () => {
  const root = mount ?? '';
  let cgroup: string;
  let child: ChildProcess;
  beforeEach(async () => {
    cgroup = mkdtempSync(join(root, 'egress-identity-'));
    child = spawn('sleep', ['1000']);
    await once(child, 'spawn');
    writeFileSync(join(cgroup, 'cgroup.procs'), String(child.pid));
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
    rmdirSync(cgroup);
  });

  test('is found by the process and proven by its id', () => {
    const cgroupId = statSync(cgroup, { bigint: true }).ino;
    const given = sources({ cgroupRoot: root });
    const who = identify(record({ pid: child.pid ?? 0, cgroupId }), given);
    const shown = /^0::(.*)$/m.exec(execFileSync('cat', [`/proc/${child.pid}/cgroup`], { encoding: 'utf8' }))?.[1];
    expect(who.cgroup).toBe(shown);
    // Known from now on, also when the process has gone.
    expect(identify(record({ cgroupId }), given).cgroup).toBe(shown);
  });

  test('is unknown where the process is in another one than it was', () => {
    expect(identify(record({ pid: child.pid ?? 0, cgroupId: 1n }), sources({ cgroupRoot: root })).cgroup).toBeUndefined();
  });
});
