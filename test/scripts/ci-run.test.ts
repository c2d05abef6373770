import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const script = join(import.meta.dirname, '../../.ci/run');

/** Programs of a project that each check passes, but for those given; by the names of package.json. */
function runIn(scripts: Record<string, string>): { status: number | null; lines: string[] } {
  const root = mkdtempSync(join(tmpdir(), 'egf-ci-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const files = {
    'package.json': JSON.stringify({
      version: '1.2.3',
      scripts: {
        test: 'echo 3 passed, 0 failed, 1 skipped',
        lint: 'true',
        typecheck: 'true',
        'check:dist': 'true',
        'check:arm64': 'true',
        demo: 'true',
        ...scripts,
      },
    }),
    'scripts/node.mjs': 'console.log(process.execPath);',
    'scripts/test.mjs': "console.log('9 passed, 0 failed, 0 skipped');",
    'dist/cli.js': "console.log('egress-filter 1.2.3');",
    'dist/proxy.js': '',
    '.ci/run': '',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  copyFileSync(script, join(root, '.ci/run'));
  const { status, stdout } = spawnSync('bash', [join(root, '.ci/run')], { encoding: 'utf8' });
  return { status, lines: stdout.trimEnd().split('\n') };
}

test('where all checks pass the last line is the total of npm test', () => {
  const { status, lines } = runIn({});
  expect(lines.at(-1)).toBe('3 passed, 0 failed, 1 skipped');
  expect(lines.join('\n')).toContain('== other versions of Node: ok');
  expect(status).toBe(0);
}, 300_000);

test('each failed check is shown once more at the end, where the reader sees it, and the others have run', () => {
  const { status, lines } = runIn({
    test: "seq 500; echo 'FAILED   a.test.ts > b'; echo '         AssertionError: no'; echo '2 passed, 1 failed, 1 skipped'; exit 1",
    demo: 'seq 501 900; echo the world is gone >&2; exit 3',
  });
  const end = lines.slice(-40).join('\n');
  expect(end).toContain('FAILED   a.test.ts > b\n         AssertionError: no\n');
  expect(end).toContain('the world is gone\n');
  expect(lines.slice(-2)).toEqual(['failed: npm test,demo', '2 passed, 1 failed, 1 skipped']);
  expect(lines).toContainEqual(expect.stringMatching(/^== lint: ok/));
  expect(lines).toContainEqual(expect.stringMatching(/^== demo: FAILED with exit status 3/));
  expect(status).toBe(1);
}, 300_000);

test('tests that end without a total are no pass', () => {
  const { status, lines } = runIn({ test: 'exit 2' });
  expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
  expect(status).toBe(1);
  expect(runIn({ test: 'true' }).status).not.toBe(0);
}, 300_000);
