import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPlace } from '../../src/guard/output-file.ts';

const gid = process.getgid?.() ?? 0;
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'egf-output-'));
  path = join(folder, 'log.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(process.getuid?.() !== 0)('a file that root writes where another may rename and remove (needs root)', () => {
  test('it is a new file, also where the job has one open that it may write', () => {
    const theirs = openSync(path, 'w');
    const place = openPlace('log', path, gid);
    const fd = place.create();
    writeFileSync(theirs, 'forged');
    expect(readFileSync(path, 'utf8')).toBe('');
    closeSync(fd);
    closeSync(theirs);
    place.close();
  });

  test('what was written comes back after the name was removed, replaced, or made a symbolic link', () => {
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'untouched');
    const tricks = [() => {}, () => writeFileSync(path, 'forged'), () => symlinkSync(victim, path)];
    for (const trick of tricks) {
      const place = openPlace('log', path, gid);
      const fd = place.create();
      writeFileSync(fd, 'evidence\n');
      expect(place.holds(fd)).toBe(true);
      unlinkSync(path);
      trick();
      expect(place.holds(fd)).toBe(false);
      place.restore(fd);
      expect(readFileSync(path, 'utf8')).toBe('evidence\n');
      expect(statSync(path).uid).toBe(0);
      closeSync(fd);
      place.close();
    }
    expect(readFileSync(victim, 'utf8')).toBe('untouched');
  });

  test('it stays in its directory when a symbolic link takes the place of that', () => {
    const own = join(folder, 'own');
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(own);
    mkdirSync(elsewhere);
    const place = openPlace('report', join(own, 'report.html'), gid);
    renameSync(own, join(folder, 'moved'));
    symlinkSync(elsewhere, own);
    closeSync(place.create());
    expect(statSync(join(folder, 'moved/report.html')).isFile()).toBe(true);
    expect(statSync(join(elsewhere, 'report.html'), { throwIfNoEntry: false })).toBeUndefined();
    place.close();
  });

  test('under a strict umask the group may read it, others not', () => {
    const before = process.umask(0o077);
    try {
      const place = openPlace('log', path, gid);
      closeSync(place.create());
      expect(statSync(path).mode & 0o777).toBe(0o640);
      place.close();
    } finally {
      process.umask(before);
    }
  });
});

test.each([
  ['a missing directory', () => join(folder, 'nowhere/x'), /there is no directory .*nowhere\.$/],
  ['a file as the directory', () => join(path, 'x'), /there is no directory .*log\.jsonl\.$/],
  ['a directory', () => folder, /it is a directory\.$/],
  ['a symbolic link', () => join(folder, 'link'), /it is a symbolic link\.$/],
  ['no name', () => '', /it has no name\.$/],
  ['a device', () => '/dev/full', /it is not a regular file\.$/],
])('%s is refused in one sentence', (_what, target, expected) => {
  writeFileSync(path, '');
  symlinkSync(path, join(folder, 'link'));
  chmodSync(folder, 0o755);
  expect(() => openPlace('log', target(), gid)).toThrow(expected);
});
