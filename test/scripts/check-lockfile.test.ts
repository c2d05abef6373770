import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const project = join(import.meta.dirname, '../..');
const committed = readFileSync(join(project, 'package-lock.json'), 'utf8');

function check(lock: unknown): { status: number | null; stderr: string } {
  const folder = mkdtempSync(join(tmpdir(), 'egf-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'lock.json'), JSON.stringify(lock));
  return spawnSync(process.execPath, [join(project, 'scripts/check-lockfile.mjs'), join(folder, 'lock.json')], { encoding: 'utf8' });
}

test('the committed lockfile passes', () => {
  expect(check(JSON.parse(committed)).status).toBe(0);
});

test.each([
  ['a resolved address', { resolved: 'https://registry.example/zod/-/zod-4.0.0.tgz', integrity: 'sha512-x' }, 'has "resolved"'],
  ['no integrity', { version: '4.0.0' }, 'no "integrity"'],
  ['a tarball elsewhere', { integrity: 'sha512-x', dependencies: { a: 'https://example.org/a.tgz' } }, 'names https://example.org/a.tgz'],
])('refused: %s', (_what, entry, reason) => {
  const lock = JSON.parse(committed);
  lock.packages['node_modules/zod'] = entry;
  const { status, stderr } = check(lock);
  expect(status).toBe(1);
  expect(stderr).toContain(reason);
});

test('an empty lockfile is no pass', () => {
  expect(check({ packages: {} }).status).toBe(1);
});
