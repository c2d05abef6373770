import { beforeAll, describe, expect, test } from 'vitest';
import { type JobResult, reached, runJob, WORLD } from '../runner/runner.ts';

const TRY = 'sudo -n id -u && echo GOT ROOT; true';

describe('enable-sudo and disable-sudo of this very action', () => {
  let result: JobResult;
  beforeAll(async () => {
    result = await runJob({
      action: { with: { policy: 'ok.test' } },
      steps: [
        { name: 'locked', run: TRY },
        { name: 'enable', uses: 'owner/egress-filter/enable-sudo@v1' },
        {
          name: 'open',
          run: `${TRY}; sudo -n curl -sSk --max-time 3 https://${WORLD.evil}/as-root; cd /tmp && sudo -n -u nobody sleep 0.3`,
        },
        { name: 'disable', uses: 'owner/egress-filter/disable-sudo@v1' },
        { name: 'locked again', run: TRY },
        { name: 'environment', run: 'echo LD_PRELOAD=/tmp/evil.so >>"$GITHUB_ENV"' },
        { name: 'tampered', uses: 'owner/egress-filter/enable-sudo@v1', continueOnError: true },
        { name: 'still locked', run: `unset LD_PRELOAD; ${TRY}` },
      ],
    });
  });

  test('open and lock sudo in the middle of the job', () => {
    const got = (name: string): boolean => result.step(name).log.includes('GOT ROOT');
    expect(['locked', 'open', 'locked again', 'still locked'].map(got)).toEqual([false, true, false, false]);
  });

  test('root obeys the policy like everybody', () => {
    expect(reached(result, WORLD.evil)).toEqual([]);
  });

  test('each use is in the log, with its step, folder and user', () => {
    const uses = result.log.filter(({ type }) => type === 'sudo');
    expect(uses).toContainEqual(
      expect.objectContaining({
        policy: 'allow',
        user: 'nobody',
        cwd: '/tmp',
        step: expect.stringMatching(/__run_2$/),
        exe: '/usr/bin/sudo',
      }),
    );
    expect(uses).toContainEqual(expect.objectContaining({ policy: 'deny', step: expect.stringMatching(/__run$/) }));
  });

  test('with a library put before it, the sub-action is not run', () => {
    expect(result.step('tampered').signal).toBe('SIGKILL');
    expect(result.log).toContainEqual(
      expect.objectContaining({ type: 'guard', error: 'tampering', reason: expect.stringContaining('LD_PRELOAD') }),
    );
  });
});
