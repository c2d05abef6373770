import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = join(import.meta.dirname, '../../scripts/check-imports.mjs');
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'egf-imports-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Runs the check on a project of one file. */
function check(file: string, source: string): { status: number | null; output: string } {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), source);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, root], { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

test.each([
  ['a folder may import itself', 'src/policy/parse/lines.ts', "import { a } from '../types.ts';"],
  ['data flows on', 'src/proxy/tcp/accept.ts', "import { decide } from '../../policy/decide.ts';\nimport { x } from '../../kernel/ip.ts';"],
  ['types where only types are had', 'src/log/writer.ts', "import type { Verdict } from '../policy/types.ts';"],
  ['inline types too', 'src/log/writer.ts', "import { type Verdict } from '../policy/types.ts';"],
  ['a type by import()', 'src/log/writer.ts', "export type V = import('../policy/types.ts').Verdict;"],
  ['packages', 'src/policy/parse.ts', "import { parse } from 'yaml';"],
  ['the version', 'src/cli/version.ts', "import { version } from '../../package.json';"],
  ['a word that looks like an import', 'src/policy/text.ts', 'export const text = "import { x } from \'../kernel/ip.ts\'";'],
])('allowed: %s', (_why, file, source) => {
  expect(check(file, source)).toEqual({ status: 0, output: 'check-imports: 1 files, 0 imports against the rules\n' });
});

test.each([
  ['policy is pure', 'src/policy/decide.ts', "import { readFileSync } from 'node:fs';"],
  ['policy knows no kernel', 'src/policy/decide.ts', "import { x } from '../kernel/ip.ts';"],
  ['not even its types', 'src/policy/decide.ts', "import type { X } from '../kernel/native.ts';"],
  ['report is pure', 'src/report/page.ts', "import { createServer } from 'node:net';"],
  ['log takes types of policy only', 'src/log/writer.ts', "import { decide } from '../policy/decide.ts';"],
  ['one type among values', 'src/log/writer.ts', "import { type A, decide } from '../policy/decide.ts';"],
  ['an import for its effects', 'src/log/writer.ts', "import '../policy/decide.ts';"],
  ['re-export', 'src/kernel/index.ts', "export * from '../proxy/context.ts';"],
  ['re-export by name', 'src/kernel/index.ts', "export { a } from '../proxy/context.ts';"],
  ['dynamic import', 'src/identity/who.ts', "export const late = () => import('../guard/run.ts');"],
  ['computed import', 'src/identity/who.ts', 'export const late = (name: string) => import(name);'],
  ['nobody imports cli', 'src/guard/run.ts', "import { main } from '../cli/main.ts';"],
  ['out of src', 'src/proxy/a.ts', "import { x } from '../../scripts/x.mjs';"],
  ['a folder without a row', 'src/helpers/a.ts', "import { x } from '../policy/types.ts';"],
  ['deep down', 'src/proxy/a/b/c.ts', "import { x } from '../../../guard/run.ts';"],
])('refused: %s', (_why, file, source) => {
  const { status, output } = check(file, source);
  expect(status).toBe(1);
  expect(output).toMatch(new RegExp(`^check-imports: ${file} imports \\S+: .+$`, 'm'));
});

test('a project without sources is no pass', () => {
  mkdirSync(join(root, 'src'));
  expect(spawnSync(process.execPath, [script, root]).status).toBe(1);
});
