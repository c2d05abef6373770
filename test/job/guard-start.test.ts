import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Machine } from '../runner/machine/machine.ts';
import { type Job, reached, startJob, WORLD } from '../runner/runner.ts';
import { guardOf, pidsOf, proxyOf, traces } from './guard-lab.ts';

const ACTION = 'work/_actions/owner/egress-filter/v1';

/** Covers a program of the machine: `body` is a shell script, with `real` for the program itself. */
function cover(machine: Machine, program: string, body: string): void {
  const script = `
    set -e
    target=$(readlink -f "$(command -v ${program})")
    cp "$target" /run/harness/real-${program}
    printf '%s\\n' '#!/bin/bash' 'name=$(basename "$0")' 'real() { exec -a "$name" /run/harness/real-${program} "$@"; }' '${body}' >/run/harness/cover-${program}
    chmod 755 /run/harness/cover-${program} /run/harness/real-${program}
    mount -n --bind /run/harness/cover-${program} "$target"`;
  const done = machine.inside(['bash', '-c', script]);
  if (done.status !== 0) throw new Error(done.stderr);
}

const inside = (machine: Machine, script: string): void => {
  const done = machine.inside(['bash', '-c', script]);
  if (done.status !== 0) throw new Error(done.stderr);
};

/** Breaks one phase of the start each; what the person is told. */
const FAILURES: [string, (machine: Machine) => unknown, RegExp][] = [
  ['the addon is missing', (machine) => rmSync(machine.home(ACTION, 'dist/native/linux-x64/egress.node')), /cannot load/],
  [
    'the kernel programs are cut off',
    (machine) => truncateSync(machine.home(ACTION, 'dist/native/linux-x64/egress.bpf.o'), 1000),
    /kernel programs/,
  ],
  [
    'the proxy ends at its start',
    (machine) => writeFileSync(machine.home(ACTION, 'dist/proxy.js'), 'process.exit(3)\n'),
    /proxy did not start.*3/,
  ],
  ['the bundle of the proxy is missing', (machine) => rmSync(machine.home(ACTION, 'dist/proxy.js')), /not complete/],
  ['the log cannot be made', (machine) => inside(machine, 'ln -s /nowhere/at/all /var/log/egress-filter'), /log cannot be made/],
  ['nothing can be mounted', (machine) => cover(machine, 'mount', 'exit 32'), /read-only/],
  ['iptables does not work', (machine) => cover(machine, 'iptables', 'exit 3'), /chains could not be installed/],
  [
    'IPv4 chains are refused when those for IPv6 are in',
    (machine) => cover(machine, 'iptables', 'case $name in iptables-restore) echo no >&2; exit 2;; esac; real "$@"'),
    /chains could not be installed.*no/,
  ],
  [
    'a setting of the network cannot be changed after the chains are in',
    (machine) => inside(machine, 'f=/proc/sys/net/ipv4/conf/all/route_localnet; mount -n --bind $f $f && mount -n -o remount,bind,ro $f'),
    /EROFS|read-only/i,
  ],
];

test.each(FAILURES)('when %s, the job fails with the reason, and everything is as it was', async (_, before, reason) => {
  const job = await startJob({
    before,
    action: { with: { policy: 'ok.test' } },
    steps: [
      { name: 'skipped', run: 'true' },
      // Proof that nothing is shut any more either.
      { name: 'open', if: 'always', run: `curl -sSk --max-time 60 https://${WORLD.ok}/open && echo REACHED` },
    ],
  });
  try {
    const result = await job.completed();
    const told = result
      .step(/^Pre /)
      .annotations.map(({ message }) => message)
      .join('\n');
    expect(told).toMatch(reason);
    expect(result.conclusion).toBe('failure');
    expect(result.step('skipped').conclusion).toBe('skipped');
    expect(result.step('open').log).toContain('REACHED');
    inside(job.machine, 'umount /proc/sys/net/ipv4/conf/all/route_localnet 2>/dev/null; true');
    uncover(job);
    expect(traces(job.machine)).toEqual([]);
    expect([...guardOf(job.machine), ...proxyOf(job.machine)]).toEqual([]);
  } finally {
    await job.stop();
  }
});

function uncover({ machine }: Job): void {
  inside(machine, 'for p in mount iptables; do t=$(readlink -f "$(command -v $p)"); /bin/umount "$t" 2>/dev/null; done; true');
}

test('when sudo cannot be locked nor looked at, the job fails, and clean completes what could not be undone', async () => {
  const job = await startJob({
    before: (machine) => inside(machine, 'mount -n -o remount,ro /etc'),
    action: { with: { policy: 'ok.test' } },
    steps: [{ name: 'step', run: 'true' }],
  });
  try {
    const result = await job.completed();
    expect(result.step(/^Pre /).log).toMatch(/sudo|read-only/i);
    expect(result.conclusion).toBe('failure');
    inside(job.machine, 'mount -n -o remount,rw /etc');
    const cleaned = job.machine.inside(['/run/harness/node/node', '/run/harness/checkout/dist/cli.js', 'clean']);
    expect(cleaned.status, cleaned.stderr).toBe(0);
    expect(traces(job.machine)).toEqual([]);
  } finally {
    await job.stop();
  }
});

test('authorities that hold no certificate are told by name', async () => {
  const job = await startJob({
    env: { SSL_CERT_FILE: '/etc/hostname' },
    action: { with: { policy: 'ok.test' } },
    steps: [{ name: 'skipped', run: 'true' }],
  });
  try {
    const result = await job.completed();
    expect(result.conclusion).toBe('failure');
    expect(result.step(/^Pre /).log).toContain('/etc/hostname');
    expect(traces(job.machine)).toEqual([]);
    expect(proxyOf(job.machine)).toEqual([]);
  } finally {
    await job.stop();
  }
});

test('a start whose step is killed leaves nothing', async () => {
  const job = await startJob({
    // The guard does not come up before the step is killed. The runner kills a step alone, not what it started, and post runs while all is undone.
    before: (machine) =>
      cover(machine, 'iptables', 'touch /run/harness/waiting; while [ ! -e /run/harness/killed ]; do sleep 0.05; done; real "$@"'),
    action: { with: { policy: 'ok.test' } },
    steps: [{ name: 'step', run: 'true' }],
  });
  try {
    const isWaiting = (): boolean => job.machine.inside(['test', '-e', '/run/harness/waiting']).status === 0;
    await job.machine.until('a guard that installs its chains', () => isWaiting() || undefined);
    for (const pid of pidsOf(job.machine, /pre\.js/)) process.kill(pid, 'SIGKILL');
    inside(job.machine, 'touch /run/harness/killed');
    await job.completed();
    // After ten seconds the guard would have been killed, and what it began undone by the launcher alone.
    const ended = (): true | undefined => (pidsOf(job.machine, /guard\.m?js/).length === 0 ? true : undefined);
    await job.machine.until('the end of guard and launcher', ended, 9000);
    uncover(job);
    expect(traces(job.machine)).toEqual([]);
  } finally {
    await job.stop();
  }
});

test('a second filter of the same job says that there is one, and the first goes on', async () => {
  const job = await startJob({
    action: { with: { policy: 'ok.test', 'allow-sudo': 'true' } },
    steps: [
      { name: 'second', uses: 'owner/egress-filter@v1', with: { policy: 'evil.test' }, continueOnError: true },
      {
        name: 'denied',
        if: 'always',
        run: `curl -sSk --max-time 5 https://${WORLD.evil}/; curl -sS --max-time 5 https://evil.test/; true`,
      },
    ],
  });
  try {
    const result = await job.completed();
    expect(result.steps.map(({ log }) => log).join('\n')).toContain('Another filter of a job is at work on this machine');
    expect(reached(result, WORLD.evil)).toEqual([]);
    expect(guardOf(job.machine)).toHaveLength(1);
  } finally {
    await job.stop();
  }
});

test('on a machine that goes on, the next job starts afresh', async () => {
  const job = await startJob({
    hosted: false,
    action: { with: { policy: 'ok.test' } },
    steps: [{ name: 'step', run: 'curl -sS --max-time 60 https://ok.test/' }],
  });
  const end = () => job.machine.until('the end of the guard', () => (guardOf(job.machine).length === 0 ? true : undefined), 20_000);
  try {
    expect((await job.completed()).conclusion).toBe('success');
    await end();
    job.again();
    const next = await job.completed();
    expect(next.conclusion, next.step(/^Pre /).log).toBe('success');
    await end();
    expect(traces(job.machine)).toEqual([]);
  } finally {
    await job.stop();
  }
});

test('no step of a runner: the launcher says so', async () => {
  const job = await startJob({ action: false, steps: [{ name: 'step', run: 'sleep 1' }] });
  try {
    const guard = '/run/harness/checkout/dist/guard.js';
    const launched = job.machine.inside(['/run/harness/node/node', guard, 'launch'], { input: '{}' });
    expect(launched.status).toBe(1);
    expect(JSON.parse(launched.stdout)).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/no Runner\.Worker|runs in a container/),
    });
    const unprivileged = job.machine.inside(['/run/harness/node/node', guard, 'launch'], { user: 'runner', input: '{}' });
    expect(JSON.parse(unprivileged.stdout)).toMatchObject({ status: 'failed', message: expect.stringMatching(/needs root/) });
    expect(traces(job.machine)).toEqual([]);
    await job.completed();
  } finally {
    await job.stop();
  }
});

test('enforcing within a second of the start of pre, told by phase', async () => {
  const job = await startJob({ action: { with: { policy: 'ok.test' } }, steps: [{ name: 'step', run: 'true' }] });
  try {
    const { log } = (await job.completed()).step(/^Pre /);
    const took = Number(/, (\d+) ms after this step began/.exec(log)?.[1]);
    expect(took).toBeGreaterThan(0);
    // A busy machine is not what is measured: twice the promise would be a mistake of ours.
    expect(took).toBeLessThan(2000);
    for (const phase of ['kernel', 'trust', 'files', 'sudo', 'proxy', 'chains']) expect(log).toMatch(new RegExp(`${phase} \\d+`));
  } finally {
    await job.stop();
  }
});
