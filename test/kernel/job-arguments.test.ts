import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bpfObjectPath } from '../../src/kernel/load.ts';
import type { JobScope } from '../../src/kernel/native.ts';
import { type JobLab, openJobLab, PROXY_MARK, TRUST_MARK } from './job-lab.ts';
import { native } from './scope-lab.ts';

let lab: JobLab;
beforeAll(async () => {
  lab = await openJobLab('arguments');
});
afterAll(() => lab.close());

type Loose = Record<string, (...args: unknown[]) => unknown>;
const good = () => ({ workerPid: lab.worker, trustMark: TRUST_MARK, proxyMark: PROXY_MARK, guarded: '/nonexistent' });
const open = (job: object) => native.openScope({ object: bpfObjectPath(), cgroupFd: lab.cgroupFd, job: job as ReturnType<typeof good> });

it.for([
  { workerPid: 0 },
  { workerPid: 1.5 },
  { trustMark: 0 },
  { trustMark: 2 ** 32 },
  { trustMark: PROXY_MARK },
  { proxyMark: undefined },
  { guarded: 'relative' },
  { guarded: '/' },
  { guarded: '/ends/' },
  { guarded: '' },
  { guarded: `/${'x'.repeat(1023)}` },
  { guarded: '/a\0b' },
])('no job is opened with %o', (bad) => {
  expect(() => open({ ...good(), ...bad })).toThrow(TypeError);
});

it('no job is opened without its worker', () => {
  expect(() => open({ ...good(), workerPid: 2 ** 22 + 7 })).toThrow(expect.objectContaining({ code: 'ESRCH' }));
});

it('the longest path that fits is guarded', async () => {
  const guarded = `/${'x'.repeat(1021)}`;
  const scope = open({ ...good(), guarded });
  const stopped = await lab.start(['/bin/sleep', `${guarded}/y`]);
  // Both scopes saw it: that of the lab guards another directory.
  expect(stopped.record.stopped).toBe(false);
  expect(scope.job?.step(1)).toMatchObject({ pid: stopped.pid, stopped: true });
  process.kill(stopped.pid, 'SIGKILL');
  scope.close();
});

const anything = fc.oneof(fc.anything(), fc.constantFrom<unknown>(Number.NaN, -1, 2 ** 53, {}, [], 'trust', { mark: 'trust' }));

it.for(['trust', 'distrust', 'lineage', 'step', 'onStep', 'onPrivilegedExec'])('%s takes anything at all and lives', (name) => {
  const job = lab.job as unknown as Loose;
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 3 }), (args) => {
      try {
        expect(job[name]?.(...args)).toBeUndefined();
      } catch (error) {
        if (!(error instanceof TypeError)) expect(error).toMatchObject({ code: 'ESRCH' });
      }
    }),
    { numRuns: 300 },
  );
});

it('methods of other objects and of a closed scope throw', () => {
  const scope = open(good());
  const job = scope.job as JobScope;
  expect(() => job.lineage.call({} as JobScope, 1)).toThrow(TypeError);
  scope.close();
  for (const call of [
    () => job.lineage(1),
    () => job.step(1),
    () => job.stepProcesses(),
    () => job.trust(lab.worker, { mark: 'trust', inherit: false }),
    () => job.distrust(lab.worker),
    () => job.onStep(() => {}),
  ])
    expect(call).toThrow(expect.objectContaining({ code: 'EBADF' }));
});

it('a scope that is no job has no such parts', () => {
  const scope = native.openScope({ object: bpfObjectPath(), cgroupFd: lab.cgroupFd });
  expect(scope.job).toBeUndefined();
  expect(scope.fds).not.toHaveProperty('steps');
  const reader = native.openFlows(scope.fds);
  expect(reader.step(1)).toBeUndefined();
  reader.close();
  scope.close();
});

it('a probe of a job says what would be attached', () => {
  const { report, job } = native.openScope({ object: bpfObjectPath(), cgroupFd: lab.cgroupFd, probeOnly: true, job: good() });
  expect(job).toBeUndefined();
  for (const program of ['egf_step', 'egf_borrowed4', 'egf_setsockopt', 'egf_bind4', 'egf_bind6'])
    expect(report.find((row) => row.program === program)).toMatchObject({ status: 'attached', required: true });
});
