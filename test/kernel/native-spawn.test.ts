import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, closeSync, copyFileSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, native, openLab, parseStatus } from './native-lab.ts';

const netBindService = 10;
const netRaw = 13;
const sysResource = 24;
const status = 'cat /proc/self/status';

let lab: Lab;
beforeAll(() => {
  lab = openLab('spawn');
});
afterAll(() => lab.close());

/** The error that spawn throws, as `code syscall`. */
function failure(options: Partial<Parameters<typeof native.spawn>[0]>): string {
  try {
    native.spawn({ ...lab.plain, ...options });
  } catch (error) {
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    expect(message).toContain(code);
    return `${code} ${syscall}`;
  }
  return 'started';
}

describe('who the child is', () => {
  it('has the user, the group and exactly the groups asked for', async () => {
    const { output } = await lab.run(status, { uid: 4_000_000_000, gid: 1234, groups: [7, 4_294_967_294] });
    const { Uid, Gid, Groups } = parseStatus(output);
    expect(Uid).toBe('4000000000\t4000000000\t4000000000\t4000000000');
    expect(Gid).toBe('1234\t1234\t1234\t1234');
    expect(Groups?.trim()).toBe('7 4294967294');
  });

  it('has no capabilities but those kept, and those effective', async () => {
    const none = parseStatus((await lab.run(status)).output);
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) expect([set, none[set]]).toEqual([set, '0000000000000000']);
    const kept = parseStatus((await lab.run(status, { boundingCaps: [netBindService, netRaw], ambientCaps: [netBindService] })).output);
    expect(kept.CapBnd).toBe('0000000000002400');
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapAmb']) expect([set, kept[set]]).toEqual([set, '0000000000000400']);
  });

  it('as root has what the bounding set leaves', async () => {
    const { CapEff, CapBnd } = parseStatus((await lab.run(status, { uid: 0, gid: 0, boundingCaps: [netBindService] })).output);
    expect([CapEff, CapBnd]).toEqual(['0000000000000400', '0000000000000400']);
  });

  it('may have as many descriptors as asked for, and never fewer than before', async () => {
    const limits = 'ulimit -S -n; ulimit -H -n';
    const inherited = (await lab.run(limits)).output;
    const [, hard = 0] = inherited.split('\n').map(Number);
    // Root in a container may lack what raising the hard limit needs (setrlimit(2)).
    const mayRaise = ((BigInt(`0x${parseStatus(readFileSync('/proc/self/status', 'utf8')).CapEff}`) >> BigInt(sysResource)) & 1n) === 1n;
    const raised = `${hard + 1000}\n${hard + 1000}\n`;
    expect((await lab.run(limits, { maxFds: hard + 1000 })).output).toBe(mayRaise ? raised : inherited);
    expect((await lab.run(limits, { maxFds: 10 })).output).toBe(inherited);
  });

  it('gains nothing from setuid programs when asked', async () => {
    expect(parseStatus((await lab.run(status, { noNewPrivs: true })).output).NoNewPrivs).toBe('1');
    expect(parseStatus((await lab.run(status)).output).NoNewPrivs).toBe('0');
  });

  it('is in the cgroup from the start', async () => {
    const { output } = await lab.run('cat /proc/self/cgroup');
    expect(output).toContain(`0::/${lab.cgroupName}\n`);
  });

  it('starts with default signal dispositions and nothing blocked', async () => {
    const { SigIgn, SigBlk } = parseStatus((await lab.run(status)).output);
    expect([SigIgn, SigBlk]).toEqual(['0000000000000000', '0000000000000000']);
    expect((await lab.run('yes | head -1')).output).toBe('y\n');
  });

  it('has the descriptors asked for in their places, and no other', async () => {
    const one = join(lab.scratch, 'one');
    writeFileSync(one, 'first');
    const first = openSync(one, 'r');
    const second = openSync('/dev/null', 'r');
    const output = openSync(join(lab.scratch, 'out'), 'w');
    // Sources that are also targets, crosswise, and one twice.
    const child = native.spawn({
      ...lab.plain,
      argv: ['sh', '-c', 'cat <&4; exec ls -l /proc/self/fd'],
      fds: [second, output, output, second, first],
    });
    await child.exited;
    for (const fd of [first, second, output]) closeSync(fd);
    const text = readFileSync(join(lab.scratch, 'out'), 'utf8');
    const links = Object.fromEntries([...text.matchAll(/(\d+) -> (.*)/g)].map(([, fd, target]) => [fd, target]));
    const out = join(lab.scratch, 'out');
    expect(text).toMatch(/^first/);
    // The last one is the directory that ls reads.
    expect(links).toEqual({ 0: '/dev/null', 1: out, 2: out, 3: '/dev/null', 4: one, 5: expect.stringMatching(/^\/proc\/\d+\/fd$/) });
  });

  it('has the environment and directory asked for', async () => {
    const { output } = await lab.run('pwd; echo "$A"', { cwd: '/usr', env: ['PATH=/bin', 'A=b c=d'] });
    expect(output).toBe('/usr\nb c=d\n');
    expect((await lab.run('pwd', { cwd: '/tmp' })).output).toBe('/tmp\n');
  });

  it('has the oom score asked for', async () => {
    expect((await lab.run('cat /proc/self/oom_score_adj', { oomScoreAdj: 777 })).output).toBe('777\n');
  });
});

describe('how it ends', () => {
  it.each([0, 1, 3, 127, 255])('exit code %i', async (code) => {
    expect(await lab.run(`exit ${code}`)).toMatchObject({ code, signal: null });
  });

  it.each(['SIGTERM', 'SIGKILL', 'SIGSEGV', 'SIGPIPE'] as const)('%s', async (name) => {
    const number = constants.signals[name];
    expect(await lab.run(`kill -${number} $$`)).toMatchObject({ code: null, signal: number });
    const child = native.spawn({ ...lab.plain, file: 'sleep', argv: ['sleep', '100'] });
    child.kill(number);
    expect(await child.exited).toEqual({ code: null, signal: number });
    child.kill(number);
  });

  it('with two hundred children leaves no descriptor and no zombie', async () => {
    const before = await descriptors();
    for (let round = 0; round < 10; round++) {
      const children = Array.from({ length: 20 }, () => native.spawn({ ...lab.plain, argv: ['sh', '-c', 'exit 5'] }));
      for (const child of children) expect(await child.exited).toEqual({ code: 5, signal: null });
      for (const child of children) expect(() => readFileSync(`/proc/${child.pid}/stat`)).toThrow(/ENOENT|ESRCH/);
    }
    for (let i = 0; i < 100; i++) expect(failure({ file: 'no-such-program' })).toBe('ENOENT execve');
    expect(await descriptors()).toBe(before);
  });

  it('dies with its parent', async () => {
    const fixture = new URL('fixtures/die-with-parent.mjs', import.meta.url).pathname;
    const pid = Number(execFileSync(process.execPath, [fixture, lab.cgroup.replace('/self/', `/${process.pid}/`)], { encoding: 'utf8' }));
    expect(pid).toBeGreaterThan(1);
    for (let i = 0; i < 1000 && isRunning(pid); i++) await sleep(20);
    expect(isRunning(pid)).toBe(false);
  });

  it('keeps the event loop alive, and a worker thread that ends before it harms nothing', () => {
    const fixture = new URL('fixtures/outlive.mjs', import.meta.url).pathname;
    const output = execFileSync(process.execPath, [fixture, lab.cgroup.replace('/self/', `/${process.pid}/`)], { encoding: 'utf8' });
    expect(output).toBe('worker ended\n{"code":9,"signal":null}\n');
  });
});

/** How many this process has, once that has not changed for half a second: those of what has ended are closed a little later. */
async function descriptors(): Promise<number> {
  let last = 0;
  for (let same = 0; same < 25; await sleep(20)) {
    const now = readdirSync('/proc/self/fd').length;
    same = now === last ? same + 1 : 0;
    last = now;
  }
  return last;
}

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('what is run', () => {
  it.each([
    ['a name that is nowhere on PATH', { file: 'no-such-program' }, 'ENOENT execve'],
    ['an empty name', { file: '' }, 'ENOENT execve'],
    ['a path that is not there', { file: '/no/such/program' }, 'ENOENT execve'],
    ['a file that may not be executed', { file: '/etc/passwd' }, 'EACCES execve'],
    ['a directory', { file: '/etc' }, 'EACCES execve'],
    ['a name that no directory lets be executed', { file: 'passwd', env: ['PATH=/nowhere:/etc'] }, 'EACCES execve'],
    ['a working directory that is not there', { cwd: '/no/such/directory' }, 'ENOENT chdir'],
    ['a descriptor that is not open', { fds: [99_999] }, 'EBADF dup'],
    ['a cgroup that is none', { cgroupFd: 99_999 }, 'EBADF write'],
    ['a directory to make read-only that is not there', { readOnlyPaths: ['/no/such/directory'] }, 'ENOENT open_tree'],
  ])('fails on %s', (_, options, expected) => {
    expect(failure(options)).toBe(expected);
  });

  it('is found on the PATH of its own environment, past what cannot be executed', async () => {
    const bin = join(lab.scratch, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'greet'), 'echo hello from $0 "$@"\n', { mode: 0o755 });
    chmodSync(lab.scratch, 0o755);
    // A script without #! goes to the shell, as execvp(3) does.
    const result = await lab.run('', { file: 'greet', argv: ['anything', 'a', 'b'], env: [`PATH=/nowhere:/etc/passwd:${bin}`] });
    expect(result.output).toBe(`hello from ${join(bin, 'greet')} a b\n`);
  });

  it('can be a descriptor of a program that the user could not reach by path', async () => {
    const locked = join(lab.scratch, 'locked');
    mkdirSync(locked, { mode: 0o700 });
    copyFileSync('/usr/bin/id', join(locked, 'id'));
    chmodSync(join(locked, 'id'), 0o755);
    chownSync(locked, 0, 0);
    expect(failure({ file: join(locked, 'id') })).toBe('EACCES execve');
    const fileFd = openSync(join(locked, 'id'), 'r');
    const { output } = await lab.run('', { file: 'id', fileFd, argv: ['id', '-u'] });
    closeSync(fileFd);
    expect(output).toBe('65534\n');
  });

  it('fails on a script as descriptor, whose interpreter could not open it', () => {
    const script = join(lab.scratch, 'script');
    writeFileSync(script, '#!/bin/sh\necho no\n', { mode: 0o755 });
    const fileFd = openSync(script, 'r');
    expect(failure({ fileFd })).toBe('ENOENT execveat');
    closeSync(fileFd);
  });
});
