import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { withoutStarts } from '../../scripts/services.mjs';

/** Exit status of policy-rc.d: 101 forbids, 0 allows (/usr/share/doc/init-system-helpers). */
const asked = (file: string) => spawnSync(file, ['nginx', 'start']).status;

function policyFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'egf-policy-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return join(directory, 'policy-rc.d');
}

test('no service starts while packages are installed; after that nothing is left of it', () => {
  const file = policyFile();
  expect(withoutStarts(() => asked(file), file)).toBe(101);
  expect(existsSync(file)).toBe(false);
  expect(() =>
    withoutStarts(() => {
      throw new Error('apt failed');
    }, file),
  ).toThrow('apt failed');
  expect(existsSync(file)).toBe(false);
});

test('a policy that a killed set-up has left forbids nothing', () => {
  const file = policyFile();
  const gone = spawnSync('true').pid;
  expect(withoutStarts(() => asked(file), file, gone)).toBe(0);
});

test("the machine's own policy stays", () => {
  const file = policyFile();
  writeFileSync(file, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  withoutStarts(() => {}, file);
  expect(readFileSync(file, 'utf8')).toBe('#!/bin/sh\nexit 101\n');
});
