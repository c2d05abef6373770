import { test } from 'vitest';
import { runJob } from '/work/main/test/runner/runner.ts';

test('x', async () => {
  const job = await runJob({
    action: { with: { policy: 'ok.test' } },
    steps: [
      {
        name: 'roads',
        run: 'ps -eo pid,ppid,uid,user,comm,args | tail -45 | cut -c1-200; grep proc .proc.mounts; sudo -n id; tail -5 /etc/sudoers; ls -la /etc/polkit-1/rules.d; cat /proc/mounts | grep proc',
      },
    ],
  });
  console.log(job.steps.map((s) => [s.name, s.log]));
});
