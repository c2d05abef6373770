import { describe, expect, test } from 'vitest';
import { lineOf, type Processes, type ProcessInfo } from '../../src/guard/job/processes.ts';
import { trustedProcesses } from '../../src/guard/job/trusted.ts';

type Row = [pid: number, ppid: number, uid: number, start: number, exe: string, cgroup?: string];

/** Process trees as they were recorded; `listening`: pids with a TCP socket that listens. */
function snapshot(rows: readonly Row[], listening: readonly number[] = []): Processes {
  const all: ProcessInfo[] = rows.map(([pid, ppid, uid, start, exe, cgroup = '/']) => ({
    pid,
    ppid,
    uid,
    start,
    exe,
    comm: (exe.split('/').at(-1) ?? '').slice(0, 15),
    cgroup,
  }));
  return { all, get: (pid) => all.find((info) => info.pid === pid), listens: (pid) => listening.includes(pid) };
}

const AGENT = '/system.slice/hosted-compute-agent.service';
const RUNNER = '/home/runner/actions-runner/cached/bin';

const SYSTEM: Row[] = [
  [1, 0, 0, 10, '/usr/lib/systemd/systemd', '/init.scope'],
  [300, 1, 0, 90, '/usr/lib/systemd/systemd-journald', '/system.slice/systemd-journald.service'],
  [310, 1, 998, 95, '/usr/lib/systemd/systemd-networkd', '/system.slice/systemd-networkd.service'],
  [320, 1, 991, 96, '/usr/lib/systemd/systemd-resolved', '/system.slice/systemd-resolved.service'],
  [330, 1, 113, 97, '/usr/sbin/chronyd', '/system.slice/chrony.service'],
  [331, 330, 113, 97, '/usr/sbin/chronyd', '/system.slice/chrony.service'],
  [340, 1, 101, 97, '/usr/bin/dbus-daemon', '/system.slice/dbus.service'],
  [350, 1, 0, 98, '/usr/sbin/cron', '/system.slice/cron.service'],
  [360, 1, 0, 99, '/usr/sbin/sshd', '/system.slice/ssh.service'],
  [370, 1, 0, 100, '/usr/bin/containerd', '/system.slice/containerd.service'],
  [380, 1, 0, 120, '/usr/bin/dockerd', '/system.slice/docker.service'],
  [381, 380, 0, 130, '/usr/bin/docker-proxy', '/system.slice/docker.service'],
  [390, 1, 0, 121, '/usr/lib/snapd/snapd', '/system.slice/snapd.service'],
  [395, 1, 0, 121, '/usr/lib/polkit-1/polkitd', '/system.slice/polkit.service'],
  [396, 1, 0, 121, '/usr/libexec/packagekitd', '/system.slice/packagekit.service'],
];

const AZURE: Row[] = [
  [400, 1, 0, 150, '/usr/bin/python3.12', '/azure.slice/walinuxagent.service'],
  [401, 400, 0, 160, '/usr/bin/python3.12', '/azure.slice/walinuxagent.service'],
];

const HOSTED: Row[] = [
  ...SYSTEM,
  ...AZURE,
  [500, 1, 1001, 200, '/opt/hosted-compute-agent/hosted-compute-agent', AGENT],
  [510, 500, 0, 210, '/usr/bin/sudo', AGENT],
  [511, 510, 0, 211, '/tmp/provjobd1388176', AGENT],
  [520, 500, 1001, 220, `${RUNNER}/Runner.Listener`, AGENT],
  [530, 520, 1001, 300, `${RUNNER}/Runner.Worker`, AGENT],
  [540, 530, 1001, 400, '/home/runner/actions-runner/cached/externals/node24/bin/node', AGENT],
  [541, 540, 0, 401, '/usr/bin/sudo', AGENT],
  [542, 541, 0, 402, '/home/runner/actions-runner/cached/externals/node24/bin/node', AGENT],
];

const trusted = (rows: readonly Row[], worker: number, listening: readonly number[] = []): Record<number, boolean> =>
  Object.fromEntries(trustedProcesses(snapshot(rows, listening), worker).map(({ pid, inherit }) => [pid, inherit]));

describe('a hosted machine', () => {
  test('trusts the runner, its agent and watchdog, the agent of Azure, and services that act for nobody', () => {
    expect(trusted(HOSTED, 530)).toEqual({
      530: false,
      520: false,
      500: true,
      511: true,
      400: true,
      401: true,
      300: false,
      310: false,
      330: false,
    });
  });

  test('names pid and start time: what comes later under the same number is another', () => {
    const watchdog = trustedProcesses(snapshot(HOSTED), 530).find(({ pid }) => pid === 511);
    expect(watchdog).toMatchObject({ pid: 511, start: 211, inherit: true });
  });

  test.each<[string, Row]>([
    ['a daemon that an earlier step started with sudo, in the unit of the runner', [600, 1, 0, 350, '/tmp/provjobd99', AGENT]],
    ['one that it started before in another unit', [600, 1, 0, 350, '/usr/sbin/chronyd', '/system.slice/chrony.service']],
    ['a program of the watchdog’s name below a step', [600, 540, 0, 410, '/tmp/provjobd99', AGENT]],
    ['a program of the agent’s name, of the job’s user', [600, 500, 1001, 410, '/tmp/hosted-compute-agent', AGENT]],
    ['a copy of Runner.Worker below a step', [600, 540, 1001, 410, '/home/runner/work/repo/repo/Runner.Worker', AGENT]],
    ['a service of a person', [600, 1, 1001, 150, '/usr/bin/chronyd', '/system.slice/mine.service']],
    ['a process in a person’s session', [600, 1, 0, 150, '/usr/bin/chronyd', '/user.slice/user-1001.slice/session-1.scope']],
    ['a child of a service', [600, 330, 0, 150, '/bin/sleep', '/system.slice/chrony.service']],
    ['walinuxagent’s unit, of the job’s user', [600, 1, 1001, 150, '/usr/bin/python3.12', '/azure.slice/walinuxagent.service']],
    ['a squid', [600, 1, 13, 150, '/usr/sbin/squid', '/system.slice/squid.service']],
    ['anything called a proxy', [600, 1, 0, 150, '/usr/local/bin/my-proxyd', '/system.slice/my.service']],
    ['a name server', [600, 1, 0, 150, '/usr/sbin/unbound', '/system.slice/unbound.service']],
    ['a mail server', [600, 1, 0, 150, '/usr/lib/postfix/sbin/master', '/system.slice/postfix@-.service']],
    ['a cache of names', [600, 1, 0, 150, '/usr/sbin/nscd', '/system.slice/nscd.service']],
    ['another CI system’s runner', [600, 1, 0, 150, '/usr/bin/gitlab-runner', '/system.slice/gitlab-runner.service']],
    ['a service in an interpreter, which a signal may open', [600, 1, 0, 150, '/usr/bin/node', '/system.slice/app.service']],
  ])('does not trust %s', (_, row) => {
    expect(trusted([...HOSTED, row], 530)).not.toHaveProperty('600');
  });

  test('does not trust a service that listens on a TCP port, whatever it is called', () => {
    const row: Row = [600, 1, 0, 150, '/usr/sbin/quiet', '/system.slice/quiet.service'];
    expect(trusted([...HOSTED, row], 530)).toHaveProperty('600', false);
    expect(trusted([...HOSTED, row], 530, [600])).not.toHaveProperty('600');
  });
});

describe('a self-hosted machine', () => {
  const UNIT = '/system.slice/actions.runner.owner-repo.host.service';
  const AS_SERVICE: Row[] = [
    ...SYSTEM,
    [700, 1, 1000, 200, '/usr/bin/bash', UNIT],
    [701, 700, 1000, 201, '/opt/runner/externals/node20/bin/node', UNIT],
    [702, 701, 1000, 202, '/opt/runner/bin/Runner.Listener', UNIT],
    [703, 702, 1000, 300, '/opt/runner/bin/Runner.Worker', UNIT],
  ];

  test('as a service: Listener and Worker, not the script and the Node between them and systemd', () => {
    expect(trusted(AS_SERVICE, 703)).toEqual({ 703: false, 702: false, 300: false, 310: false, 330: false });
  });

  test.each<[string, Row[]]>([
    [
      'from a login over SSH',
      [
        [710, 360, 0, 200, '/usr/sbin/sshd', '/user.slice/user-1000.slice/session-4.scope'],
        [711, 710, 1000, 201, '/usr/sbin/sshd', '/user.slice/user-1000.slice/session-4.scope'],
      ],
    ],
    ['in tmux', [[711, 1, 1000, 201, '/usr/bin/tmux', '/user.slice/user-1000.slice/session-4.scope']]],
    ['below systemd of the person', [[711, 1, 1000, 201, '/usr/lib/systemd/systemd', '/user.slice/user-1000.slice/user@1000.service']]],
    [
      'by root, with sudo, from a terminal',
      [
        [709, 1, 0, 200, '/usr/bin/login', '/user.slice/user-0.slice/session-1.scope'],
        [710, 709, 0, 200, '/usr/bin/bash', '/user.slice/user-0.slice/session-1.scope'],
        [711, 710, 0, 201, '/usr/bin/sudo', '/user.slice/user-0.slice/session-1.scope'],
      ],
    ],
    ['by cron', [[711, 350, 0, 201, '/usr/sbin/cron', '/system.slice/cron.service']]],
  ])('by hand, %s: nothing but Listener and Worker', (_, above) => {
    const rows: Row[] = [
      ...SYSTEM.filter(([pid]) => ![300, 310, 330].includes(pid)),
      ...above,
      [720, 711, 1000, 210, '/usr/bin/bash', '/user.slice/user-1000.slice/session-4.scope'],
      [721, 720, 1000, 211, '/home/me/runner/bin/Runner.Listener', '/user.slice/user-1000.slice/session-4.scope'],
      [722, 721, 1000, 300, '/home/me/runner/bin/Runner.Worker', '/user.slice/user-1000.slice/session-4.scope'],
    ];
    expect(trusted(rows, 722)).toEqual({ 722: false, 721: false });
  });

  test('another runner’s processes are not trusted', () => {
    const other: Row[] = [
      [800, 1, 1000, 150, '/opt/other/bin/Runner.Listener', '/system.slice/actions.runner.other.service'],
      [801, 800, 1000, 160, '/opt/other/bin/Runner.Worker', '/system.slice/actions.runner.other.service'],
    ];
    expect(trusted([...AS_SERVICE, ...other], 703)).not.toHaveProperty('800');
    expect(trusted([...AS_SERVICE, ...other], 703)).not.toHaveProperty('801');
  });
});

test('a Runner.Worker that has gone leaves nobody to trust', () => {
  expect(trusted(HOSTED, 12345)).toEqual({});
});

test('a circle of parents, as reused numbers can make one, comes to an end', () => {
  const rows: Row[] = [
    [5, 6, 0, 1, '/a'],
    [6, 5, 0, 1, '/b'],
  ];
  expect(lineOf(5, snapshot(rows).get).map(({ pid }) => pid)).toEqual([5, 6]);
});
