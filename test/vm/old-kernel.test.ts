import { expect, test } from 'vitest';
import { whyNotMore } from './opt-in.ts';
import { runInVm } from './vm.ts';

const command = `
./egress-filter doctor | head -3
./egress-filter run --policy /dev/null -- touch /root/was-run; echo "status $?"
ls /root/was-run /run/egress-filter 2>&1
iptables-save | grep EGF
true`;

/** Every program attaches on 5.10: it is what else the filter rests on that is not there. */
test.skipIf(whyNotMore)(
  `on a kernel that is too old a run says so and nothing else happens${whyNotMore}`,
  { timeout: 900_000 },
  async () => {
    const { output } = await runInVm({ kernel: '5.10', command });
    const [first, advice, , said, status, ...left] = output.trim().split('\n');
    expect(first).toMatch(/^FAIL +kernel +5\.10\S+ is too old to filter on$/);
    expect(advice).toMatch(/-> Use Linux 5\.15 or newer\.$/);
    expect(said).toMatch(/^egress-filter: This kernel \(5\.10\S+\) is too old to filter on: Linux 5\.15 or newer is needed\.$/);
    expect(status).toBe('status 2');
    expect(left).toEqual([
      "ls: cannot access '/root/was-run': No such file or directory",
      "ls: cannot access '/run/egress-filter': No such file or directory",
    ]);
  },
);
