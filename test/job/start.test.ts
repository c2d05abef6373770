import { describe, expect, test } from 'vitest';
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
  test('an invalid policy: all errors at once, at the lines of the workflow file; everything is undone, the job fails', async () => {
    const job = await startJob({
      action: { with: { policy: `${POLICY.join('\n')}\n`, 'log-level': 'loud', audit: 'maybe' } },
      repository: { '.github/workflows/ci.yml': WORKFLOW },
      steps: [{ name: 'step', run: 'true' }],
    });
    try {
      const result = await job.completed();
      expect(result.conclusion).toBe('failure');
      expect(result.step('step').conclusion).toBe('skipped');
      const errors = result.step(/^Pre /).annotations.filter(({ level }) => level === 'error');
      expect(errors.map(({ message }) => message).join('\n')).toMatch(/log-level(.|\n)*audit|audit(.|\n)*log-level/);
      expect(result.step(/^Post owner/).conclusion).toBe('failure');
      expect(job.machine.inside(['sh', '-c', TRACES]).stdout).toBe('');
      expect(job.machine.inside(['sudo', '-n', 'id', '-un'], { user: 'runner' }).stdout).toBe('root\n');
    } finally {
      await job.stop();
    }
  });

  test('findings are annotations at the lines of the policy in the workflow file', async () => {
    const job = await runJob({
      action: { with: { policy: `${POLICY.join('\n')}\n` } },
      repository: { '.github/workflows/ci.yml': WORKFLOW },
      steps: [],
    });
    const errors = job.step(/^Pre /).annotations.filter(({ level }) => level === 'error');
    // Line 9 of the file is the first of the policy.
    expect(new Set(errors.map(({ file, line }) => `${file}:${line}`))).toEqual(
      new Set([10, 11, 12].map((line) => `.github/workflows/ci.yml:${line}`)),
    );
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
        { name: 'allowed', run: 'curl -sS --max-time 10 https://ok.test/hello' },
        { name: 'denied', run: 'curl -sS --max-time 10 https://evil.test/ || true; echo built >file-of-mine' },
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

test('policy-file is read from the repository before it is checked out', async () => {
  const job = await runJob({
    action: { with: { 'policy-file': '.github/egress.policy' } },
    repository: { '.github/egress.policy': 'ok.test\n' },
    steps: [{ name: 'allowed', run: 'curl -sS --max-time 10 https://ok.test/hello' }],
  });
  expect(job.step('allowed').log).toMatch(/^hello from ok\.test/);
});
