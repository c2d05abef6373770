import { describe, expect, test } from 'vitest';
import { EARLIER_END } from '../../src/log/event.ts';
import { reached, runJob, startJob, transcript, WORLD } from '../runner/runner.ts';
import { TRACES } from './fixtures/traces.ts';

const POLICY = ['ok.test', 'no such thing', 'GET', 'https://api..test/', 'other.test'];
const WORKFLOW = `on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: owner/egress-filter@v1
        with:
          policy: |
${POLICY.map((line) => `            ${line}`).join('\n')}
`;
describe('what cannot start does not start', () => {
  test('an invalid policy: all errors at once, at the lines of the workflow file and of policy-file; everything is undone, the job fails', async () => {
    const job = await startJob({
      action: { with: { policy: `${POLICY.join('\n')}\n`, 'policy-file': 'rules/egress', 'log-level': 'loud', audit: 'maybe' } },
      repository: { '.github/workflows/ci.yml': WORKFLOW, 'rules/egress': '# ours\nlocalhost/x\n' },
      steps: [{ name: 'step', run: 'true' }],
    });
    try {
      const result = await job.completed();
      expect(result.conclusion).toBe('failure');
      expect(result.step('step').conclusion).toBe('skipped');
      const errors = result.step(/^Pre /).annotations.filter(({ level }) => level === 'error');
      expect(errors.map(({ message, file, line }) => (file === undefined ? message : `${file}:${line}`))).toEqual([
        'Input audit takes true or false, not `maybe`.',
        'Input log-level takes normal or full, not `loud`.',
        // Line 9 of the file is the first of the policy.
        ...[10, 11, 12].map((line) => `.github/workflows/ci.yml:${line}`),
        'rules/egress:2',
      ]);
      expect(result.step(/^Post owner/).conclusion).toBe('failure');
      expect(job.machine.inside(['sh', '-c', TRACES]).stdout).toBe('');
      expect(job.machine.inside(['sudo', '-n', 'id', '-un'], { user: 'runner' }).stdout).toBe('root\n');
    } finally {
      await job.stop();
    }
  });

  test('without sudo it says so, and the job fails', async () => {
    const result = await runJob({
      before: (machine) => machine.inside(['rm', '/etc/sudoers.d/runner']),
      steps: [{ name: 'step', run: 'true' }],
    });
    expect(result.conclusion).toBe('failure');
    expect(result.step('step').conclusion).toBe('skipped');
    expect(
      result
        .step(/^Pre /)
        .annotations.map(({ message }) => message)
        .join('\n'),
    ).toMatch(/sudo/);
  });
});

describe('where pre cannot run', () => {
  test('uses: ./ does the work in main, and its post reports', async () => {
    const job = await runJob({
      action: { local: true, with: { policy: 'ok.test' } },
      steps: [
        { name: 'allowed', run: 'curl -sS --max-time 60 https://ok.test/hello' },
        { name: 'denied', run: 'curl -sS --max-time 60 https://evil.test/ || true; echo built >file-of-mine' },
      ],
    });
    expect(job.conclusion, transcript(job)).toBe('success');
    expect(job.step('Run ./').annotations[0]?.message).toMatch(/`pre` execution is not supported for local action/);
    expect(job.step('allowed').log).toMatch(/^hello from ok\.test/);
    expect(reached(job, WORLD.evil)).toEqual([]);
    expect(job.page).toContain('evil.test');
    expect(job.artifacts.map(({ name }) => name)).toEqual(['egress-connections']);
  });
});

test('policy-file is read from the repository before it is checked out; connections from before the start are cut, and fail no job', async () => {
  const earlier = `import os, socket, time
s = socket.create_connection(('${WORLD.other}', 443))
open('/tmp/earlier-lives', 'w').close()
while not os.path.exists('/run/egress-filter/job/control.sock'): time.sleep(0.05)
s.close()
open('/tmp/earlier-closed', 'w').close()`;
  const job = await runJob({
    before: (machine) =>
      machine.inside([
        'sh',
        '-c',
        `setsid -f python3 -c "${earlier}" >/dev/null 2>&1 </dev/null; while [ ! -e /tmp/earlier-lives ]; do sleep 0.05; done`,
      ]),
    action: { with: { 'policy-file': '.github/egress.policy', 'on-deny': 'fail-job' } },
    repository: { '.github/egress.policy': 'ok.test\n' },
    steps: [
      {
        name: 'allowed',
        run: 'while [ ! -e /tmp/earlier-closed ]; do sleep 0.05; done; sleep 0.3; curl -sS --max-time 60 https://ok.test/hello',
      },
    ],
  });
  expect(job.step('allowed').log).toMatch(/^hello from ok\.test/);
  expect(job.log.filter(({ policy }) => policy === 'deny')).toMatchObject([{ dst_ip: WORLD.other, reason: EARLIER_END }]);
  expect(job.conclusion, transcript(job)).toBe('success');
});
