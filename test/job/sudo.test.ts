import { expect, test } from 'vitest';
import { runJob, startJob, transcript } from '../runner/runner.ts';
import { sudoOf } from '../vm/sudo/packages.mjs';

/** Into one pipe: of two, what comes by the one may be read after what comes later by the other. */
const TRY = '{ sudo -n id -un || echo locked; } 2>&1';

test('sudo is locked by default, for every step, and the runner is told nothing else', async () => {
  const job = await runJob({
    action: { with: { policy: 'ok.test' } },
    steps: [{ name: 'try', run: `${TRY}; sudo -l -n 2>&1 | tail -1 || true` }],
  });
  expect(job.conclusion, transcript(job)).toBe('success');
  expect(job.step('try').log).toMatch(/^.*\n?locked\n/m);
  expect(job.step('try').log).not.toMatch(/NOPASSWD: (?!!ALL)/);
});

test('allow-sudo: sudo works, and each use is in the log with its command, directory, user and step', async () => {
  const job = await runJob({
    action: { with: { policy: 'ok.test', 'allow-sudo': 'true' } },
    steps: [{ id: 'install', run: 'cd /tmp && sudo -n id -un && sudo -n -u daemon id -un' }],
  });
  expect(job.conclusion, transcript(job)).toBe('success');
  expect(job.step(/^Run cd/).log).toBe('root\ndaemon\n');
  const uses = job.log.filter(({ type }) => type === 'sudo');
  expect(uses).toContainEqual(
    expect.objectContaining({ user: 'root', cwd: '/tmp', step: 'build.install', cmdline: expect.arrayContaining(['id', '-un']) }),
  );
  expect(uses).toContainEqual(expect.objectContaining({ user: 'daemon', step: 'build.install' }));
  expect(job.page).toContain('sudo');
});

test('disable-sudo locks it for what follows, enable-sudo opens it again, both from a step of this action alone', async () => {
  const job = await runJob({
    action: { with: { policy: 'ok.test', 'allow-sudo': 'true' } },
    steps: [
      { name: 'before', run: TRY },
      { name: 'disable', uses: 'owner/egress-filter/disable-sudo@v1' },
      { name: 'locked', run: TRY },
      { name: 'enable', uses: 'owner/egress-filter/enable-sudo@v1' },
      { name: 'after', run: TRY },
    ],
  });
  expect(job.conclusion, transcript(job)).toBe('success');
  expect(job.step('before').log).toBe('root\n');
  expect(job.step('locked').log).toMatch(/locked\n$/);
  expect(job.step('locked').log).not.toContain('root\n');
  expect(job.step('after').log).toBe('root\n');
});

/** Its C library comes with it; what else is mounted below /usr stays. */
const layOver = (usr: string): string => `set -e
kept=/usr/local/share/ca-certificates
mkdir /run/kept
mount -n --bind $kept /run/kept
mount -n -t overlay -o lowerdir=${usr}:/usr overlay /usr
mount -n --move /run/kept $kept
sudo --version`;

test('where sudo is sudo-rs, as in Ubuntu 26.04: the same', async ({ skip }) => {
  const { path, missing } = sudoOf('forky');
  if (path === undefined) return skip(`its package cannot be had: ${missing}`);
  let version = '';
  const job = await runJob({
    before: (machine) => {
      const { stdout, stderr } = machine.inside(['sh', '-c', layOver(`${path}/usr`)]);
      version = stdout + stderr;
    },
    action: { with: { policy: 'ok.test' } },
    steps: [
      { name: 'locked', run: TRY },
      { name: 'enable', uses: 'owner/egress-filter/enable-sudo@v1' },
      { name: 'open', run: 'cd /tmp && sudo -n id -un && sudo -n -u daemon id -un' },
      { name: 'disable', uses: 'owner/egress-filter/disable-sudo@v1' },
      { name: 'locked again', run: TRY },
    ],
  });
  expect(version).toMatch(/^sudo-rs /);
  expect(job.conclusion, transcript(job)).toBe('success');
  for (const name of ['locked', 'locked again']) expect(job.step(name).log).toMatch(/I'm afraid I can't do that\nlocked\n$/);
  expect(job.step('open').log).toBe('root\ndaemon\n');
  const uses = job.log.filter(({ type }) => type === 'sudo').map(({ user, policy, cwd }) => `${user} ${policy} in ${cwd}`);
  const workspace = '/home/runner/work/repo/repo';
  expect(uses).toEqual([`root deny in ${workspace}`, 'root allow in /tmp', 'daemon allow in /tmp', `root deny in ${workspace}`]);
});

test('an end of the guard’s proxy in the middle of a job: connections wait, nothing leaves unfiltered, post says so', async () => {
  const job = await startJob({
    action: { with: { policy: 'ok.test' } },
    steps: [
      { name: 'before', run: 'curl -sS -m 60 https://ok.test/before; touch ready; while [ ! -e go ]; do sleep 0.05; done' },
      { name: 'after', run: 'for i in 1 2 3; do curl -sS -m 60 https://ok.test/after-$i; done; curl -sS -m 60 https://evil.test/ || true' },
    ],
  });
  try {
    await job.workspaceFile('ready');
    const killed = job.machine.inside([
      'sh',
      '-c',
      "for pid in $(cat /sys/fs/cgroup/cgroup.procs $(find /sys/fs/cgroup -name cgroup.procs)); do tr '\\0' ' ' </proc/$pid/cmdline | grep -q '^egress-filter-proxy\\|proxy\\.m*js' && kill -9 $pid && echo $pid; done; touch /home/runner/work/repo/repo/go",
    ]);
    expect(killed.stdout).toMatch(/^\d+/);
    const result = await job.completed();
    expect(result.conclusion, transcript(result)).toBe('success');
    expect(result.step('after').log.match(/^hello from ok\.test\/after-\d by GET/gm)).toHaveLength(3);
    expect(result.seen.filter(({ name, host }) => name?.includes('evil') || host?.includes('evil'))).toEqual([]);
    expect(result.page).toMatch(/proxy ended and was started again/);
  } finally {
    await job.stop();
  }
});
