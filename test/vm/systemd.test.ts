import { expect, test } from 'vitest';
import { projectDir } from './lab/paths.mjs';
import { runInVm } from './vm.ts';

const kernel = '6.12';

/** One boot for all of it: a boot costs more than what is looked at. One line a fact, so that a difference names what is missing. */
test('the machine with systemd is one that a job can run on: root', async () => {
  const command = `
echo "running: $(systemctl is-system-running --wait)"
echo "first process: $(cat /proc/1/comm)"
echo "project: $(pwd)"
echo "cgroup root: $(stat -f -c %T /sys/fs/cgroup), $(grep -c . /sys/fs/cgroup/cgroup.procs | grep -q '[1-9]' && echo 'with processes')"
echo "own cgroup: $(cat /proc/self/cgroup)"
echo "failed units: $(systemctl list-units --failed --no-legend | wc -l)"
systemd-run --unit=egf-try --slice=egf-try.slice --collect --wait --pipe -q cat /proc/self/cgroup
echo "polkit: $(busctl --system get-property org.freedesktop.PolicyKit1 /org/freedesktop/PolicyKit1/Authority org.freedesktop.PolicyKit1.Authority BackendName)"
echo "btf: $(test -s /sys/kernel/btf/vmlinux && echo there)"
iptables -t nat -S OUTPUT
echo "written: $(touch '${projectDir}/written-by-a-guest' 2>&1)"
echo to stderr >&2
exit 7`;
  const { status, output } = await runInVm({ kernel, systemd: true, command });
  expect(output.trim().split('\n')).toEqual([
    'running: running',
    'first process: systemd',
    `project: ${projectDir}`,
    'cgroup root: cgroup2fs, with processes',
    'own cgroup: 0::/system.slice/lab-job.service',
    'failed units: 0',
    '0::/egf.slice/egf-try.slice/egf-try.service',
    'polkit: s "js"',
    'btf: there',
    '-P OUTPUT ACCEPT',
    `written: touch: cannot touch '${projectDir}/written-by-a-guest': Read-only file system`,
    'to stderr',
  ]);
  expect(status).toBe(7);
});

test('the machine with systemd is one that a job can run on: runner', async () => {
  const command = `
id -un; id -Gn; pwd; echo "home: $HOME"
echo "sudo: $(sudo -n id -u), $(sudo -n -l | grep -c NOPASSWD)"
echo "without: $(cat /etc/sudoers.d/runner 2>&1)"
sudo -n systemd-run --collect --wait --pipe -q sh -c 'echo "unit of $(id -un) below $(ps -o comm= -p $PPID)"'
node --version | cut -d. -f1; command -v npm
echo done > $OUT/result && stat -c %U $OUT/result`;
  const { status, output } = await runInVm({ kernel, systemd: true, user: 'runner', command });
  expect(output.trim().split('\n')).toEqual([
    'runner',
    'runner adm users systemd-journal',
    projectDir,
    'home: /home/runner',
    'sudo: 0, 1',
    'without: cat: /etc/sudoers.d/runner: Permission denied',
    'unit of root below systemd',
    'v24',
    '/usr/local/bin/npm',
    'runner',
  ]);
  expect(status).toBe(0);
});
