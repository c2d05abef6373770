import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asked, reached, WORLD } from '../e2e/lab.ts';
import type { GuestResult } from './guest/job.ts';
import { runInVm } from './vm.ts';

/**
 * Every part is the real one here: systemd, its root cgroup, the network namespace of the machine, sudo, polkit, the runner as a system service. Only
 * GitHub's side and the world are played, in a namespace behind the machine's link, from which all is judged.
 */
describe('a whole job on a machine with systemd', () => {
  const out = mkdtempSync(join(tmpdir(), 'egf-vm-job-'));
  let job: GuestResult;
  const step = (name: string): GuestResult['steps'][number] => {
    const found = job.steps.find((each) => each.name === name);
    if (!found) throw new Error(`no step ${name}`);
    return found;
  };

  beforeAll(async () => {
    const command = 'exec node --disable-warning=ExperimentalWarning test/vm/guest/job.ts';
    const { status, output } = await runInVm({ kernel: '6.12', systemd: true, memoryMb: 4096, out, timeoutMs: 1_100_000, command });
    expect(status, output).toBe(0);
    console.log(output);
    job = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
    // The machine may have to be made first, and to wait for its boot.
  }, 1_500_000);
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  test('succeeds, and the runner was heard all the time', () => {
    expect(job.conclusion, job.steps.map(({ name, log }) => `== ${name}\n${log}`).join('')).toBe('success');
    expect(Object.keys(job.beats).sort()).toEqual(['Runner.Listener', 'Runner.Worker', 'watchdog']);
  });

  test('the guard is a unit of its own, outside the cgroups of the runner and of its steps', () => {
    const path = '/egress.slice/egress-filter.slice/egress-filter-job.service';
    expect(job.facts.unit).toMatchObject({ ActiveState: 'active', Slice: 'egress-filter.slice', ControlGroup: path });
    expect(job.facts.cgroup.trim()).toBe(`0::${path}`);
    expect(job.facts.state).toBe('running');
  });

  test('npm installs from the registry that the policy names', () => {
    expect(step('install').log).toContain('from the registry');
    expect(job.log).toContainEqual(
      expect.objectContaining({ type: 'https', policy: 'allow', method: 'GET', url: 'https://ok.test/npm/wanted', step: 'build.__run' }),
    );
  });

  test('of what the policy does not name the world sees not one packet, and each attempt is in the log with its step', () => {
    expect(reached(job, WORLD.evil)).toEqual([]);
    expect(asked(job).filter((name) => name.endsWith('evil.test'))).toEqual([]);
    expect(job.seen.filter(({ url }) => url?.includes('steal') || url?.includes('astray'))).toEqual([]);
    const denied = job.log.filter(({ policy, step: where }) => policy === 'deny' && where?.endsWith('__run_2'));
    for (const attempt of [
      { type: 'dns', name: 'evil.test' },
      { type: 'dns', name: 'hunter3.evil.test' },
      { dst_ip: WORLD.evil, dst_port: 443, exe: '/usr/bin/curl' },
      { type: 'udp', dst_ip: WORLD.evil, dst_port: 9999 },
      { type: 'tcp', dst_ip: WORLD.evil, dst_port: 9999 },
    ])
      expect(denied).toContainEqual(expect.objectContaining(attempt));
  });

  test('sudo and the other roads to root are shut', () => {
    expect(step('roads').log.trim().split('\n')).toEqual(
      ['sudo', 'pkexec', 'systemd-run', 'unit', 'kill', 'iptables', 'log', 'action'].map((road) => `${road} locked`),
    );
  });

  test('the summary names what was denied, and the artifact is the log', () => {
    expect(job.page).toContain('evil.test');
    expect(job.page).toContain(WORLD.evil);
    expect(job.artifacts.map(({ name }) => name)).toEqual(['egress-connections']);
    expect(Object.values(job.artifacts[0]?.files ?? {}).join('')).toContain('"hunter3.evil.test"');
  });

  test('the filter stays when the job has ended', () => {
    expect(job.facts.rules).toMatch(/-A EGF/);
  });
});
