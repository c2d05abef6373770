import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from './sudo/inside.ts';
import { runInVm } from './vm.ts';

/** The same as sudo.test.ts where systemd, its bus and polkit really run; in one boot, which takes longer than all of it. */
test('on a machine with systemd every way to root works before the lock and none under it, and a killed guard leaves it to administrators', async () => {
  const out = mkdtempSync(join(tmpdir(), 'egf-sudo-systemd-'));
  try {
    const command = "node test/vm/sudo/inside.ts 'systemd|polkit|bus|file of the directory' unit >$OUT/report.json";
    const { status, output } = await runInVm({ kernel: '6.12', systemd: true, command, out, timeoutMs: 1_100_000 });
    expect(status, output).toBe(0);
    const report: Report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
    console.log(`${report.versions.join('; ')}. Not on this machine: ${report.missing.join('; ') || 'nothing'}`);
    const ways = report.attempts.map(({ way }) => way);
    expect(ways).toEqual(
      expect.arrayContaining(['systemd: units of the user by a rule of polkit for his group', 'sudo: a file of the directory']),
    );
    for (const { way, before, locked, after } of report.attempts) {
      expect.soft(before, `${way}, before`).toContain('root');
      expect.soft(locked, `${way}, locked`).not.toMatch(/\broot\b(?! on )/);
      expect.soft(after, `${way}, after`).toContain('root');
    }
    expect(report.changed).toEqual([]);
    expect(report.checks).toEqual({
      'a unit of systemd': true,
      'before the guard is killed': { administrator: false, user: false },
      'after it was killed': { administrator: true, user: false },
    });
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
