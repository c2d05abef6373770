import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runProject } from '../../scripts/test-project.mjs';
import { summary } from '../../scripts/test-summary.mjs';

/** Each starts a vitest of its own, which takes its time where others compute. */
vi.setConfig({ testTimeout: 300_000 });

async function summaryOf(source: string): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), 'egf-summary-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(root, 'node_modules'));
  writeFileSync(
    join(root, 'vitest.config.mjs'),
    "export default { test: { projects: [{ test: { name: 'x', include: ['*.test.ts'] } }] } };",
  );
  writeFileSync(join(root, 'a.test.ts'), `import { beforeAll, describe, expect, test } from 'vitest';\n${source}`);
  return summary(await runProject({ root, name: 'x', minutes: 1, filters: [], output: 'ignore' }));
}

test('a failed test is told with its message, what was expected and received, and its line', async () => {
  expect(
    await summaryOf(`interface Gone { here: never }
      test('values', () => expect({ a: 1, b: 2 }).toEqual({ a: 1, b: 3 }));
      test('texts', () => expect('a clean end').toMatch(/unexpected eof/));
      test('errors', () => { throw new TypeError('outer', { cause: new Error('inner') }); });
    `),
  ).toEqual([
    'FAILED   a.test.ts > values',
    '         AssertionError: expected { a: 1, b: 2 } to deeply equal { a: 1, b: 3 }',
    '         - Expected',
    '         + Received',
    '           {',
    '             "a": 1,',
    '         -   "b": 3,',
    '         +   "b": 2,',
    '           }',
    expect.stringMatching(/^ {9}at a\.test\.ts:3:\d+: test\('values', .*\);$/),
    'FAILED   a.test.ts > texts',
    "         AssertionError: expected 'a clean end' to match /unexpected eof/",
    '         - Expected:',
    '         /unexpected eof/',
    '         + Received:',
    '         "a clean end"',
    expect.stringMatching(/^ {9}at a\.test\.ts:4:/),
    'FAILED   a.test.ts > errors',
    '         TypeError: outer',
    '         caused by: inner',
    expect.stringMatching(/^ {9}at a\.test\.ts:5:/),
  ]);
});

test('the words of a hook and of a file that does not load are told as well', async () => {
  expect(await summaryOf("describe('group', () => { beforeAll(() => { throw new Error('no world'); }); test('t', () => {}); });")).toEqual(
    expect.arrayContaining(['FAILED   a.test.ts > group', '         Error: no world']),
  );
  expect(await summaryOf("import './nowhere.ts';")).toEqual(
    expect.arrayContaining(['FAILED   a.test.ts', expect.stringMatching(/nowhere\.ts/)]),
  );
});

test('skipped tests are counted by their reason, before what failed', () => {
  const skips = [
    { test: 'a.test.ts > one', why: ['this kernel has no kprobes'] },
    { test: 'a.test.ts > two (skipped: no such socket)', why: [] },
    { test: 'b.test.ts > three', why: ['this kernel has no kprobes'] },
    { test: 'b.test.ts > group (needs a machine) > four (v6)', why: [] },
    { test: 'b.test.ts > five', why: [] },
  ];
  expect(summary({ skips, failures: [{ test: 'x: left behind: network namespace egf1', why: [] }] })).toEqual([
    'skipped  2: this kernel has no kprobes',
    'skipped  1: no such socket',
    'skipped  1: v6',
    'skipped  1: b.test.ts > five, without a reason',
    'FAILED   x: left behind: network namespace egf1',
  ]);
});

test.each([1, 2, 3, 8, 14])(
  '%i failures of many lines fit where the end of an output is shown, each with its first line and its place',
  (count) => {
    const why = ['AssertionError: no', ...Array.from({ length: 30 }, (_, line) => `+ ${line}`), 'at a.test.ts:1:1: expect()'];
    const failures = Array.from({ length: count }, (_, index) => ({ test: `a.test.ts > ${index}`, why }));
    const lines = summary({ skips: [], failures });
    expect(lines.length).toBeLessThanOrEqual(Math.max(30, count * 3));
    for (const part of ['FAILED ', 'AssertionError: no', 'at a.test.ts:1:1'])
      expect(lines.filter((line) => line.includes(part))).toHaveLength(count);
  },
);
