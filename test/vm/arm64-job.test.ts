import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asked, reached, WORLD } from '../e2e/lab.ts';
import type { GuestResult } from './guest/job.ts';
import { whyNotMore } from './opt-in.ts';
import { runInVm } from './vm.ts';

/** As job.test.ts, with less in it. The guard has 55 s to start: it took 49 s while sixteen other programs wanted this machine's two processors. */
test.skipIf(whyNotMore)(`a job on an arm64 machine with systemd${whyNotMore}`, { timeout: 2_400_000 }, async () => {
  const out = mkdtempSync(join(tmpdir(), 'egf-vm-arm64-job-'));
  try {
    // Calls of the runner are twelve times as rare as elsewhere: each is a TLS handshake, and emulated.
    const command = 'export EGF_RUNNER_PACE=12; exec node --disable-warning=ExperimentalWarning test/vm/guest/job.ts short';
    const options = { kernel: 'arm64-6.12', systemd: true, memoryMb: 4096, out, timeoutMs: 1_200_000, command };
    const { status, output } = await runInVm(options);
    expect(status, output).toBe(0);
    const job: GuestResult = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
    expect(job.conclusion, job.steps.map(({ name, log }) => `== ${name}\n${log}`).join('')).toBe('success');
    expect(job.facts.unit).toMatchObject({ ActiveState: 'active', Slice: 'egress-filter.slice' });
    expect(Object.keys(job.beats).sort()).toEqual(['Runner.Listener', 'Runner.Worker', 'watchdog']);

    expect(job.steps.find(({ name }) => name === 'allowed')?.log).toContain('"name":"wanted"');
    const allowed = { type: 'https', policy: 'allow', method: 'GET', url: 'https://ok.test/npm/wanted', step: 'build.__run' };
    expect(job.log).toContainEqual(expect.objectContaining(allowed));

    expect(reached(job, WORLD.evil)).toEqual([]);
    expect(asked(job).filter((name) => name.endsWith('evil.test'))).toEqual([]);
    for (const attempt of [
      { type: 'dns', name: 'evil.test', exe: '/usr/bin/curl' },
      { type: 'https', dst_ip: WORLD.evil, dst_port: 443, exe: '/usr/bin/curl' },
      { type: 'tcp', dst_ip: WORLD.evil, dst_port: 9999, exe: '/usr/bin/bash' },
      { type: 'sudo', exe: '/usr/bin/sudo' },
    ])
      expect.soft(job.log).toContainEqual(expect.objectContaining({ ...attempt, policy: 'deny', step: 'build.__run_2' }));
    expect(job.steps.find(({ name }) => name === 'exfiltration')?.log).toContain('sudo locked');

    // What post uploads passes because the kernel knows it as this action's.
    expect(job.log).toContainEqual(expect.objectContaining({ action: 'owner/egress-filter', step: 'build.__owner_egress-filter' }));
    expect(job.artifacts.map(({ name }) => name)).toEqual(['egress-connections']);
    expect(job.page).toContain(WORLD.evil);
    expect(job.facts.rules).toMatch(/-A EGF/);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
