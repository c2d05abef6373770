import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSavedFiles } from '../../src/guard/sudo/saved.ts';

let directory: string;
let file: string;
let backup: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'egf-sudo-saved-'));
  file = join(directory, 'sudoers');
  backup = join(directory, 'backup');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('records are for their owner alone', () => {
  openSavedFiles(backup).create(file, 'no\n');
  expect(statSync(backup).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(backup)) expect(statSync(join(backup, name)).mode & 0o777).toBe(0o600);
});

test('a damaged record is told, and kept', () => {
  openSavedFiles(backup);
  writeFileSync(join(backup, 'covered-x.json'), '{');
  expect(openSavedFiles(backup).restore()).toEqual([`${join(backup, 'covered-x.json')} is damaged: what it describes cannot be restored.`]);
  expect(readdirSync(backup)).toEqual(['covered-x.json']);
});

test('a file of ours is readable by all, and goes', () => {
  openSavedFiles(backup).create(file, 'no\n');
  openSavedFiles(backup).create(file, 'no!\n');
  expect(readFileSync(file, 'utf8')).toBe('no!\n');
  expect(statSync(file).mode & 0o777).toBe(0o644);
  openSavedFiles(backup).restore();
  expect(readdirSync(directory)).toEqual(['backup']);
});

describe('permissions', () => {
  const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8);

  test('come back, also after several changes and a second guard', () => {
    const inside = join(directory, 'tree/file');
    mkdirSync(join(directory, 'tree'));
    writeFileSync(inside, '');
    chmodSync(inside, 0o666);
    chmodSync(join(directory, 'tree'), 0o777);
    const paths = [join(directory, 'tree'), inside];
    openSavedFiles(backup).chmod('inside', paths, (status) => status.mode & ~0o002);
    openSavedFiles(backup).chmod('inside', paths, (status) => status.mode & ~0o022);
    openSavedFiles(backup).chmod('inside', paths, (status) => status.mode & ~0o022);
    expect(paths.map(mode)).toEqual(['755', '644']);
    expect(openSavedFiles(backup).restore()).toEqual([]);
    expect(paths.map(mode)).toEqual(['777', '666']);
  });

  test('of what a link leads to are never touched', () => {
    const other = join(directory, 'other');
    writeFileSync(other, '');
    chmodSync(other, 0o666);
    symlinkSync(other, file);
    openSavedFiles(backup).chmod('inside', [file], (status) => status.mode & ~0o022);
    expect(mode(other)).toBe('666');
  });

  test('are not given to what was put in the place of a file', () => {
    writeFileSync(file, '');
    chmodSync(file, 0o4755);
    openSavedFiles(backup).chmod('su', [file], (status) => status.mode & ~0o4000);
    rmSync(file);
    writeFileSync(file, 'of an attacker');
    chmodSync(file, 0o700);
    openSavedFiles(backup).restore();
    expect(mode(file)).toBe('700');
    const other = join(directory, 'other');
    writeFileSync(other, '');
    chmodSync(other, 0o755);
    rmSync(file);
    writeFileSync(file, '');
    chmodSync(file, 0o4755);
    openSavedFiles(backup).chmod('su', [file], (status) => status.mode & ~0o4000);
    rmSync(file);
    symlinkSync(other, file);
    expect(openSavedFiles(backup).restore()).toEqual([]);
    expect(mode(other)).toBe('755');
  });
});
