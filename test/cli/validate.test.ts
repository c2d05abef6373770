import { expect, test } from 'vitest';
import { useFolder } from './lab.ts';

const folder = useFolder();

const workflow = `on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: someone/egress-filter@v1
        with:
          policy: |
            api.github.com
            *.npmjs.org:44333333
`;

test.each([
  ['a good policy', 'api.github.com\n', 0],
  ['an empty policy', '', 0],
  ['hints only', '*.a.example\n', 0],
  ['a warning', 'a.example exe=node\n', 0],
  ['an error', 'a..example\n', 1],
  ['placeholders without a repository', 'https://github.com/{owner}/{repo}/*\n', 0],
])('%s: exit status', (_, text, status) => {
  folder.current.write('policy', text);
  expect(folder.current.run(['validate', 'policy']).status).toBe(status);
});

test('--strict makes errors of warnings, not of hints', () => {
  folder.current.write('warns', 'a.example exe=node\n');
  folder.current.write('hints', '*.a.example\n');
  expect(folder.current.run(['validate', '--strict', 'warns']).status).toBe(1);
  expect(folder.current.run(['validate', '--strict', 'hints']).status).toBe(0);
});

test('a finding has the line of the workflow with a caret, and what was meant', () => {
  folder.current.write('.github/workflows/ci.yml', workflow);
  const { status, stdout, stderr } = folder.current.run(['validate', '.github/workflows/ci.yml']);
  expect(status).toBe(1);
  expect(stderr).toBe('');
  expect(stdout).toContain(`.github/workflows/ci.yml:10:25: error: `);
  expect(stdout).toContain('10 |             *.npmjs.org:44333333\n   |                         ^^^^^^^^\n');
  expect(stdout).toContain('ci.yml:6: job build, step 1: 2 rules, 1 error\n');
  expect(stdout).toContain('1 file, 1 policy: 1 error, 0 warnings, 0 hints\n');
});

test('--json has all of it, and nothing else is on stdout', () => {
  folder.current.write('ci.yml', workflow);
  const { status, stdout } = folder.current.run(['validate', '--json', 'ci.yml', '-', 'none'], { input: 'a.example\n' });
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    errors: 1,
    files: [
      {
        file: 'ci.yml',
        kind: 'workflow',
        policies: [{ job: 'build', step: 1, line: 6, rules: 2, valid: false }],
        findings: [{ severity: 'error', file: 'ci.yml', job: 'build', line: 10, column: 25, length: 8 }],
      },
      { file: '<stdin>', kind: 'policy', policies: [{ rules: 1, valid: true }], findings: [] },
      { file: 'none', error: expect.stringContaining('there is no such file') },
    ],
  });
});

test('standard input may be a workflow', () => {
  const { stdout } = folder.current.run(['validate', '-'], { input: workflow });
  expect(stdout).toContain('<stdin>:10:25: error');
});

test('a file that cannot be read is one sentence, and the others are validated', () => {
  folder.current.write('bad', 'a..example\n');
  const { status, stdout, stderr } = folder.current.run(['validate', 'missing', 'bad', '.']);
  expect(status).toBe(2);
  expect(stdout).toContain('bad:1:3: error');
  expect(stderr).toBe(
    'egress-filter: The policy missing cannot be read: there is no such file.\negress-filter: The policy . is a directory: name a file.\n',
  );
});

test.each([
  [[], 'validate needs a file'],
  [['--nonsense', 'x'], "Unknown option '--nonsense'"],
  [['-', '-'], 'Standard input (-) can be read only once'],
  [['--repo', 'x', 'y'], '"x" is no repository'],
])('%j is a usage error', (args, message) => {
  const { status, stdout, stderr } = folder.current.run(['validate', ...args]);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^egress-filter: [^\n]*\n$/);
  expect(stderr).toContain(message);
});

test('a hundred thousand errors take little time', () => {
  folder.current.write('policy', 'a..example\n'.repeat(100_000));
  const start = performance.now();
  const { status, stdout } = folder.current.run(['validate', 'policy']);
  expect(performance.now() - start).toBeLessThan(40_000);
  expect(status).toBe(1);
  expect(stdout).toContain('and 99900 more; --json has all of them');
});

test('what a file holds never reaches the terminal as an escape sequence', () => {
  folder.current.write('policy', 'a.example\u001b]0;x\u0007 b\u202ec\n::error::x\n');
  const { stdout } = folder.current.run(['validate', 'policy']);
  for (const char of ['\u001b', '\u0007', '\u202e']) expect(stdout).not.toContain(char);
});
