import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runProject } from '../../scripts/test-project.mjs';

const project = join(import.meta.dirname, '../..');
let root: string;

/** Each starts a vitest of its own, which takes its time where others compute. */
vi.setConfig({ testTimeout: 300_000 });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'egf-project-'));
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'));
  writeFileSync(
    join(root, 'vitest.config.mjs'),
    "export default { test: { projects: [{ test: { name: 'x', include: ['*.test.mjs'], testTimeout: 60_000 } }] } };",
  );
});
afterEach(() => rmSync(root, { recursive: true }));

const run = (source: string, minutes = 1) => {
  writeFileSync(join(root, 'a.test.mjs'), `import { beforeAll, describe, expect, test } from 'vitest';\n${source}`);
  return runProject({ root, name: 'x', minutes, filters: [], output: 'ignore' });
};

test('passed, failed and skipped are counted, a skip with its reason', async () => {
  const result = await run(`
    test('good', () => {});
    test('bad', () => expect(1).toBe(2));
    test('elsewhere', (context) => context.skip('this kernel has no kprobes'));
  `);
  expect(result).toMatchObject({
    passed: 1,
    failures: [{ test: 'a.test.mjs > bad', why: expect.arrayContaining(['AssertionError: expected 1 to be 2 // Object.is equality']) }],
    skips: [{ test: 'a.test.mjs > elsewhere', why: ['this kernel has no kprobes'] }],
  });
});

test.each([
  ['a file that does not load', "throw new Error('no');", 'a.test.mjs'],
  [
    'a hook that throws',
    "describe('group', () => { beforeAll(() => { throw new Error('no'); }); test('t', () => {}); });",
    'a.test.mjs > group',
  ],
  ['an error outside of any test', "test('t', async () => { Promise.reject(new Error('lost')); });", 'outside of any test: lost'],
  ['test.only', "test.only('t', () => {});", 'x: vitest ended with 1, though no test failed'],
])('%s is a failure', async (_what, source, name) => {
  expect((await run(source)).failures.map(({ test }) => test)).toContain(name);
});

/** Stopped while it is where `where` says. A busy machine may take longer than the limit to get there, so this is tried with longer ones. */
async function stopped(source: string, where: RegExp): Promise<Awaited<ReturnType<typeof run>>> {
  let result = await run(source, 0.1);
  for (const minutes of [0.5, 2]) if (!where.test(result.failures[0]?.test ?? '')) result = await run(source, minutes);
  expect(result.failures.map(({ test }) => test)).toEqual([expect.stringMatching(where)]);
  return result;
}

test('a test that hangs is stopped with all its processes, and named', async () => {
  const result = await stopped(
    `
    import { spawn } from 'node:child_process';
    test('good', () => {});
    test('hangs', async () => { spawn('sleep', ['4242.${process.pid}']); await new Promise(() => {}); });
  `,
    /^x: stopped after [\d.]+ minutes, in a\.test\.mjs > hangs$/,
  );
  expect(result.passed).toBe(1);
  expect(commandLines().filter((line) => line.includes(`4242.${process.pid}`))).toEqual([]);
});

test('a test that never yields is stopped, and its file named', async () => {
  await stopped("test('spins', () => { for (;;); });", /^x: stopped after [\d.]+ minutes, in a\.test\.mjs/);
});

function commandLines(): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      return /^\d+$/.test(pid) ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8')] : [];
    } catch {
      // It ended between the two calls.
      return [];
    }
  });
}

test('a project without tests is none that failed', async () => {
  mkdirSync(join(root, 'empty'));
  expect(await runProject({ root, name: 'x', minutes: 1, filters: [], output: 'ignore' })).toMatchObject({
    passed: 0,
    failures: [],
    skips: [],
  });
});
