import {
  chmodSync,
  chownSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { giveBack, makeRoots } from '../../src/guard/job/owners.ts';

const USER = 1001;
let scratch: string;
const at = (path: string): string => join(scratch, path);

/** As a runner lies about, with a umask of 077 here and there. */
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'egf-owners-'));
  mkdirSync(at('bin/de'), { recursive: true });
  for (const [path, mode] of [
    ['bin/a.dll', 0o644],
    ['bin/group', 0o664],
    ['bin/own', 0o700],
    ['bin/setuid', 0o4755],
    ['bin/de/b.dll', 0o600],
    ['bin/roots', 0o640],
  ] as const) {
    writeFileSync(at(path), path);
    if (path !== 'bin/roots') chownSync(at(path), USER, USER);
    chmodSync(at(path), mode);
  }
  writeFileSync(at('victim'), '');
  symlinkSync(at('victim'), at('bin/link'));
  for (const path of ['bin', 'bin/de', 'bin/link']) lchownSync(at(path), USER, USER);
  chmodSync(at('bin/de'), 0o770);
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

/** Owner, group and mode of all there is. */
const owners = (): Record<string, string> =>
  Object.fromEntries(
    ['', ...readdirSync(scratch, { recursive: true, encoding: 'utf8' })].map((path) => {
      const { uid, gid, mode } = lstatSync(at(path));
      return [path, `${uid} ${gid} ${(mode & 0o7777).toString(8)}`];
    }),
  );

test('all of a folder becomes root’s, readable by everybody, and is given back as it was', () => {
  const before = owners();
  const change = makeRoots(at('bin'));
  expect(owners()).toEqual({
    ...before,
    bin: `0 ${USER} 755`,
    'bin/de': `0 ${USER} 755`,
    'bin/a.dll': `0 ${USER} 644`,
    'bin/group': `0 ${USER} 644`,
    'bin/own': `0 ${USER} 755`,
    'bin/setuid': `0 ${USER} 755`,
    'bin/de/b.dll': `0 ${USER} 644`,
    'bin/link': `0 ${USER} 777`,
  });
  giveBack(JSON.parse(JSON.stringify(change)));
  expect(owners()).toEqual(before);
});

test('what somebody has put in its place meanwhile is not given to anybody', () => {
  const change = makeRoots(at('bin'));
  renameSync(at('bin'), at('bin-old'));
  const roots = (): void => {
    mkdirSync(at('etc/de'), { recursive: true });
    for (const name of ['a.dll', 'own', 'de/b.dll']) writeFileSync(at(`etc/${name}`), 'secret', { mode: 0o600 });
  };
  roots();
  symlinkSync('etc', at('bin'));
  const before = owners();
  giveBack(change);
  rmSync(at('bin'));
  giveBack(change);
  renameSync(at('etc'), at('bin'));
  giveBack(change);
  renameSync(at('bin'), at('etc'));
  symlinkSync('etc', at('bin'));
  expect(owners()).toEqual(before);
});

test('a file alone, by another name of it, and what root removed meanwhile', () => {
  const before = owners();
  symlinkSync(at('bin/own'), at('exe'));
  const file = makeRoots(at('bin/own'), at('exe'));
  rmSync(at('exe'));
  expect(owners()['bin/own']).toBe(`0 ${USER} 755`);
  giveBack(file);
  expect(owners()).toEqual(before);
  expect(() => makeRoots(at('bin/link'))).toThrow(/ELOOP/);

  const folder = makeRoots(at('bin'));
  rmSync(at('bin/de'), { recursive: true });
  giveBack(folder);
  const { 'bin/de': _, 'bin/de/b.dll': __, ...rest } = before;
  expect(owners()).toEqual(rest);
});
