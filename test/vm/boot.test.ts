import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { projectDir } from './lab/paths.mjs';
import { runInVm, testedKernels } from './vm.ts';

/** One line a fact, so that a difference names what is missing. */
const facts = `
echo "release $(uname -r | cut -d. -f1,2)"
echo "uid $(id -u)"
echo "folder $(pwd)"
echo "node $(node --version)"
for path in /sys/kernel/btf/vmlinux /sys/kernel/tracing/kprobe_events /sys/fs/cgroup/cgroup.procs; do [ -e $path ] && echo "has $path"; done
[ "$(stat -f -c %T /sys/fs/bpf)" = bpf_fs ] && echo 'bpffs mounted'
grep -q ' tcp_connect$' /proc/kallsyms && grep -q ' udp_sendmsg$' /proc/kallsyms && echo 'probe targets are there'
echo 'p:egf_probe tcp_connect' > /sys/kernel/tracing/kprobe_events && echo 'kprobe attached' && echo > /sys/kernel/tracing/kprobe_events
ip netns add egfboot && ip netns exec egfboot iptables -t nat -A OUTPUT -p tcp -j REDIRECT --to-ports 1 && echo 'iptables nat works'
ip netns exec egfboot iptables -A OUTPUT -p udp -j NFQUEUE --queue-num 1 && echo 'nfqueue works'
ip -o link show lo | grep -q UP && echo 'loopback up'
`;

describe.each(testedKernels)('kernel %s', (kernel) => {
  test.each(['idle', 'busy'])('boots on a machine that is %s and has what the filter uses', async (load) => {
    if (load === 'busy') keepBusy(2);
    const { status, output } = await runInVm({ kernel, command: facts });
    expect(output.trim().split('\n')).toEqual([
      `release ${kernel}`,
      'uid 0',
      `folder ${projectDir}`,
      `node ${process.version}`,
      'has /sys/kernel/btf/vmlinux',
      'has /sys/kernel/tracing/kprobe_events',
      'has /sys/fs/cgroup/cgroup.procs',
      'bpffs mounted',
      'probe targets are there',
      'kprobe attached',
      'iptables nat works',
      'nfqueue works',
      'loopback up',
    ]);
    expect(status).toBe(0);
  });
});

const kernel = '6.12';

test('the exit status and all output of the job come back', async () => {
  const { status, output } = await runInVm({ kernel, command: 'seq 1 20000; echo to stderr >&2; exit 42' });
  expect(status).toBe(42);
  expect(output).toBe(`${Array.from({ length: 20_000 }, (_, i) => `${i + 1}\n`).join('')}to stderr\n`);
});

test('a job killed by a signal says so', async () => {
  expect((await runInVm({ kernel, command: 'kill -9 $$' })).status).toBe(137);
});

test('results travel through the share, and nothing else reaches this machine', async () => {
  const out = mkdtempSync(join(tmpdir(), 'egf-vm-'));
  onTestFinished(() => rmSync(out, { recursive: true }));
  writeFileSync(join(out, 'in'), 'question');
  const escaped = join(projectDir, 'written-by-a-guest');
  const { status } = await runInVm({
    kernel,
    out,
    command: `[ "$(cat $OUT/in)" = question ] && echo answer > $OUT/result && echo x > '${escaped}' && test -s '${escaped}'`,
  });
  expect(status).toBe(0);
  expect(readFileSync(join(out, 'result'), 'utf8')).toBe('answer\n');
  expect(existsSync(escaped)).toBe(false);
});

test('a job that does not end is stopped, with what it said so far', async () => {
  const { status, output } = await runInVm({ kernel, command: 'echo before; sleep 600', timeoutMs: 15_000 });
  expect(status).toBe(124);
  expect(output).toBe('before\n\n[stopped after 15 s]\n');
});

test('a kernel that crashes in the middle is an error with its last words', async () => {
  await expect(runInVm({ kernel, command: 'echo 1 > /proc/sys/kernel/sysrq; echo c > /proc/sysrq-trigger; sleep 60' })).rejects.toThrow(
    /stopped in the middle of the job[\s\S]*panic/,
  );
});

test('an unknown kernel is refused by name', async () => {
  await expect(runInVm({ kernel: '2.4', command: 'true' })).rejects.toThrow('unknown kernel "2.4"');
});

/** Takes that many processors until the test ends. */
function keepBusy(processes: number): void {
  const children = Array.from({ length: processes }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  onTestFinished(() => {
    for (const child of children) child.kill('SIGKILL');
  });
}
