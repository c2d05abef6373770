import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/log/event.ts';
import { CLI, exit, type Lab, reached, readJsonLines, WORLD } from '../e2e/lab.ts';
import { leftBehind, newlyLeft } from '../e2e/left-behind.ts';
import { denials, PYTHON, PYTHON_EXE, program, startAttackLab } from './attack.ts';

/** F3, F6: what is written about a command is true whatever it does, and stays so. */
let lab: Lab;
beforeAll(async () => {
  lab = await startAttackLab();
});
afterAll(() => lab?.stop());

let count = 0;
/** A directory of the command's own user, as a checkout is. */
function ownDirectory(): string {
  const folder = join(lab.directory, `own-${++count}`);
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  return folder;
}

const namesIn = (log: string): (string | undefined)[] => readJsonLines<LogEvent>(log).map(({ name }) => name);

describe.each(['nobody', 'root'])('the log, as %s', (user) => {
  test('cannot be written, emptied, removed, renamed, linked or covered', async () => {
    const folder = ownDirectory();
    const log = join(folder, 'log.jsonl');
    const script = `getent hosts evil.test
      for f in ${log} /proc/self/cwd/log.jsonl; do
        echo forged >> $f; true > $f; rm -f $f; mv $f $f.away; truncate -s 0 $f; chmod 666 $f; chown nobody $f; dd if=/dev/zero of=$f count=1 conv=notrunc
        ln $f hard && echo forged > hard; touch new; mv -f new $f; cp --remove-destination /dev/null $f
      done 2>/dev/null
      unshare -Urm sh -c 'umount -l ${log}; mount -t tmpfs none ${folder}; echo forged > ${log}' 2>/dev/null
      cat ${log}; exit 0`;
    const child = lab.spawn(['sh', '-c', `cd ${folder}; ${script}`], { user, args: ['--log', log, '--fail-on-deny'] });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stdin?.end();
    expect(await exit(child, 30_000)).toBe(3);
    expect(output).toBe('');
    expect(lstatSync(log)).toMatchObject({ uid: 0, nlink: 1 });
    expect(lstatSync(log).mode & 0o022).toBe(0);
    expect(namesIn(log)).toContain('evil.test');
    expect(readFileSync(log, 'utf8')).not.toContain('forged');
  });
});

describe('what was there before', () => {
  test('a log that was made by the command’s user, and is open, or has another name, is not the one that is written', async () => {
    const folder = ownDirectory();
    const log = join(folder, 'log.jsonl');
    const make = `import os, time
fd = os.open("${log}", os.O_RDWR | os.O_CREAT, 0o666); os.link("${log}", "${folder}/other"); print("ready", flush=True); time.sleep(100)`;
    const holder = spawn('setpriv', ['--reuid', 'nobody', '--regid', 'nogroup', '--clear-groups', PYTHON, '-c', make], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((done) => holder.stdout.once('data', done));
    const child = lab.spawn(['sh', '-c', `getent hosts evil.test; echo forged > ${folder}/other; true`], { args: ['--log', log] });
    child.stdin?.end();
    expect(await exit(child, 20_000)).toBe(0);
    holder.kill();
    expect(namesIn(log)).toContain('evil.test');
    expect(lstatSync(log)).toMatchObject({ uid: 0, nlink: 1 });
    expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('forged\n');
  });

  test.each(['--log', '--report'])('%s through a link to a file of root’s leaves that as it is', async (option) => {
    const folder = ownDirectory();
    const victim = join(lab.directory, `victim-${option}`);
    writeFileSync(victim, 'precious');
    symlinkSync(victim, join(folder, 'soft'));
    linkSync(victim, join(folder, 'hard'));
    const soft = lab.spawn(['true'], { args: [option, join(folder, 'soft')] });
    soft.stdin?.end();
    expect(await exit(soft, 20_000)).toBe(2);
    const hard = lab.spawn(['true'], { args: [option, join(folder, 'hard')] });
    hard.stdin?.end();
    expect(await exit(hard, 20_000)).toBe(0);
    expect(readFileSync(victim, 'utf8')).toBe('precious');
  });
});

describe('the report', () => {
  const plant: [string, string][] = [
    ['a link to a file of root’s', 'ln -s VICTIM REPORT'],
    ['a link that leads nowhere', 'ln -s VICTIM-not-there REPORT'],
    ['a pipe, at which a writer would wait for ever', 'mkfifo REPORT'],
    ['a file of its own, that it holds open', 'touch REPORT'],
    ['another directory in place of the one', 'mv FOLDER FOLDER-away; ln -s /etc FOLDER'],
  ];
  test.each(plant)('where the command puts %s', async (_, script) => {
    const parent = ownDirectory();
    const folder = join(parent, 'folder');
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    const [report, victim] = [join(folder, 'report.md'), join(parent, 'victim')];
    writeFileSync(victim, 'precious', { mode: 0o600 });
    const planted = script.replaceAll('REPORT', report).replaceAll('VICTIM', victim).replaceAll('FOLDER', folder);
    const child = lab.spawn(['sh', '-c', planted], { args: ['--report', report] });
    child.stdin?.end();
    expect(await exit(child, 20_000)).toBe(0);
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    expect(existsSync(`${victim}-not-there`)).toBe(false);
    expect(existsSync('/etc/report.md')).toBe(false);
    const where = existsSync(`${folder}-away`) ? join(`${folder}-away`, 'report.md') : report;
    expect(lstatSync(where)).toMatchObject({ uid: 0, nlink: 1 });
    expect(lstatSync(where).isFile()).toBe(true);
  });
});

describe('the summary', () => {
  const denied = `getent hosts evil.test; curl -s -m 3 http://${WORLD.evil}/`;

  test('is told by a run whose output nobody reads any more: everything is taken down all the same', async () => {
    const before = leftBehind(lab.job);
    const child = lab.spawn(['sh', '-c', `echo started; ${denied}; exit 7`], {});
    child.stdin?.end();
    await new Promise((done) => child.stdout?.once('data', done));
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect(await exit(child, 20_000)).toBe(7);
    expect(newlyLeft(lab.job, before)).toEqual([]);
  });

  test('a command that shuts the socket that it shares with the run keeps neither the log nor the exit status from being true', async () => {
    const before = leftBehind(lab.job);
    const shut = `import socket, subprocess
subprocess.run(["sh", "-c", ${JSON.stringify(denied)}])
for fd in (1, 2):
    try: socket.socket(fileno=fd).shutdown(2)
    except OSError: pass
raise SystemExit(0)`;
    const result = await lab.run([PYTHON, '-c', shut], { args: ['--fail-on-deny'] });
    expect(result.status).toBe(3);
    expect(denials(result).map(({ name, dst_ip }) => name ?? dst_ip)).toEqual(expect.arrayContaining(['evil.test', WORLD.evil]));
    expect(newlyLeft(lab.job, before)).toEqual([]);
  });

  test('a flood of refused sockets hides nothing: each is in the log or counted there as lost, and what came later has its line', async () => {
    const result = await lab.run([PYTHON, program(lab, 'privilege/flood.py'), 'sockets', '50000', WORLD.evil], { timeoutMs: 60_000 });
    expect(result.stdout).toContain('sockets 50000');
    expect(reached(result, WORLD.evil)).toEqual([]);
    const told = result.log.filter(({ type }) => type === 'socket').length;
    const lost = result.log.reduce((sum, event) => sum + (event.lost ?? 0), 0);
    expect(told).toBeGreaterThan(100);
    expect(told + lost).toBe(50_000);
    expect(denials(result).find(({ dst_ip, dst_port }) => dst_ip === WORLD.evil && dst_port === 9999)).toBeDefined();
  });
});

test('who resets a connection before it is looked at is told all the same', async () => {
  const reset = `import socket, struct
for _ in range(100):
    s = socket.socket(); s.settimeout(20)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    try: s.connect(("${WORLD.evil}", 9999)); s.sendall(b"x")
    # Refused already: then it was slow.
    except ConnectionResetError: pass
    s.close()`;
  const result = await lab.run([PYTHON, '-c', reset]);
  expect(reached(result, WORLD.evil)).toEqual([]);
  const lines = denials(result);
  expect(lines).toHaveLength(100);
  for (const line of lines) expect(line).toMatchObject({ type: 'tcp', dst_ip: WORLD.evil, dst_port: 9999, exe: PYTHON_EXE, uid: 65534 });
});

describe('the state of runs, that clean goes by', () => {
  const clean = (): { removed: string[]; alive: string[] } =>
    JSON.parse(spawnSync(CLI, ['clean', '--json'], { encoding: 'utf8', env: { PATH: process.env.PATH } }).stdout);

  /** A state as an attacker would like to forge it. */
  function forge(id: string, state: Record<string, unknown>): void {
    mkdirSync(`/run/egress-filter/${id}`, { recursive: true });
    writeFileSync(`/run/egress-filter/${id}/state.json`, JSON.stringify({ id, netns: '1', startedAt: '', command: [], ...state }));
  }

  test('a pid that is somebody else’s by now is no run that lives; nonsense is no run at all', () => {
    forge('deadbee1', { guardPid: process.pid, guardStart: 1 });
    forge('deadbee2', { guardPid: 'x', guardStart: { a: 1 } });
    mkdirSync('/run/egress-filter/deadbee3', { recursive: true });
    writeFileSync('/run/egress-filter/deadbee3/state.json', '{"guardPid":');
    mkdirSync('/run/egress-filter/..not-an-id', { recursive: true });
    const { removed } = clean();
    expect(removed).toEqual(expect.arrayContaining(['deadbee1', 'deadbee2', 'deadbee3']));
    expect(readdirSync('/run/egress-filter')).toContain('..not-an-id');
    spawnSync('rmdir', ['/run/egress-filter/..not-an-id', '/run/egress-filter']);
  });

  test.each(['nobody', 'root'])('%s in a command cannot make, change or remove one, nor read the arguments of others', async (user) => {
    const other: ChildProcess = lab.spawn(['sh', '-c', 'echo started; read x; curl -sS -m 60 https://ok.test/'], { policy: 'ok.test' });
    let output = '';
    other.stdout?.on('data', (chunk) => {
      output += String(chunk);
    });
    await new Promise((done) => other.stdout?.once('data', done));
    const script = `cd /run/egress-filter; for d in */; do rm -rf $d; mv $d away; echo x > $d/state.json; echo x > $d/ca.pem; done 2>/dev/null
      mkdir abcdef01 2>/dev/null && echo made; cat $(dirname $EGRESS_FILTER_CA)/state.json | head -c 10; true`;
    const { stdout } = await lab.run(['sh', '-c', script], { user });
    if (user === 'nobody') expect(stdout).toBe('');
    else expect(stdout).not.toContain('made');
    expect(clean().alive.length).toBeGreaterThan(0);
    other.stdin?.end('go\n');
    expect(await exit(other, 20_000)).toBe(0);
    expect(output).toContain('hello from ok.test');
    await sleep(50);
  });
});
