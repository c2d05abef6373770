import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endsInBlock, makeBlock, withoutBlock } from '../../src/guard/sudo/block.ts';
import { openSavedFiles } from '../../src/guard/sudo/saved.ts';

const BLOCK = makeBlock(['deny runner', 'deny 1001']);

let directory: string;
let file: string;
let backup: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'egf-sudo-saved-'));
  file = join(directory, 'sudoers');
  backup = join(directory, 'backup');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Bytes, mode, owner, inode and time to the nanosecond. */
function whole(path: string) {
  const { mode, uid, gid, ino, mtimeNs } = statSync(path, { bigint: true });
  return { bytes: readFileSync(path, 'base64'), mode, uid, gid, ino, mtimeNs };
}

describe('the block at the end of a file', () => {
  test('comes off to the byte, whatever the file was, and wherever a crash stopped the write', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(BLOCK.length), (bytes, written) => {
        const original = Buffer.from(bytes);
        // A line feed alone is no sign of ours.
        fc.pre(written !== 1);
        const cut = withoutBlock(Buffer.concat([original, BLOCK.subarray(0, written)]));
        const marked = written >= '\n# egress-filter begin'.length || written === 0;
        if (marked) expect(cut.equals(original)).toBe(true);
        expect(endsInBlock(Buffer.concat([original, BLOCK]), BLOCK)).toBe(true);
      }),
    );
  });

  test('comes off where root has written after it', () => {
    const edited = Buffer.concat([Buffer.from('a\n'), BLOCK, Buffer.from('b\n')]);
    expect(withoutBlock(edited).toString()).toBe('a\nb\n');
    expect(endsInBlock(edited, BLOCK)).toBe(false);
  });

  test('comes off as often as it is there', () => {
    expect(withoutBlock(Buffer.concat([Buffer.from('a'), BLOCK, BLOCK])).toString()).toBe('a');
  });
});

describe('a file that is appended to', () => {
  beforeEach(() => {
    writeFileSync(file, 'root ALL=(ALL:ALL) ALL', { mode: 0o440 });
    execFileSync('touch', ['-d', '@1700000000.123456789', file]);
  });

  test('is as it was after the restore: bytes, mode, owner, inode, time', () => {
    const before = whole(file);
    expect(openSavedFiles(backup).append(file, BLOCK)).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(`root ALL=(ALL:ALL) ALL${BLOCK}`);
    expect(whole(file)).toMatchObject({ mode: before.mode, uid: before.uid, ino: before.ino });
    expect(openSavedFiles(backup).restore()).toEqual([]);
    expect(whole(file)).toEqual(before);
    expect(readdirSync(backup)).toEqual([]);
  });

  test('has the block once, however often it is locked, and the record stays that of the beginning', () => {
    const before = whole(file);
    for (const _ of [1, 2, 3]) openSavedFiles(backup).append(file, BLOCK);
    expect(readFileSync(file, 'utf8').split('egress-filter begin')).toHaveLength(2);
    openSavedFiles(backup).restore();
    expect(whole(file)).toEqual(before);
  });

  test('is as it was after a crash between record and change, and after one within the change', () => {
    const before = whole(file);
    openSavedFiles(backup).append(file, BLOCK);
    for (const kept of [0, 30, BLOCK.length - 3]) {
      writeFileSync(file, Buffer.concat([Buffer.from(before.bytes, 'base64'), BLOCK.subarray(0, kept)]));
      openSavedFiles(backup).append(file, BLOCK);
      expect(readFileSync(file, 'utf8')).toBe(`root ALL=(ALL:ALL) ALL${BLOCK}`);
    }
    openSavedFiles(backup).restore();
    expect(whole(file)).toEqual(before);
  });

  test('loses the block though the record is lost', () => {
    openSavedFiles(backup).append(file, BLOCK);
    rmSync(backup, { recursive: true });
    expect(openSavedFiles(backup).restore([file])).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe('root ALL=(ALL:ALL) ALL');
  });

  test('keeps what root has changed meanwhile', () => {
    openSavedFiles(backup).append(file, BLOCK);
    appendFileSync(file, 'admin ALL=(ALL) ALL\n');
    openSavedFiles(backup).append(file, BLOCK);
    expect(readFileSync(file, 'utf8')).toBe(`root ALL=(ALL:ALL) ALLadmin ALL=(ALL) ALL\n${BLOCK}`);
    openSavedFiles(backup).restore();
    expect(readFileSync(file, 'utf8')).toBe('root ALL=(ALL:ALL) ALLadmin ALL=(ALL) ALL\n');
  });

  test('is the one that a link leads to', () => {
    const link = join(directory, 'link');
    symlinkSync(file, link);
    const before = whole(file);
    openSavedFiles(backup).append(link, BLOCK);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(endsInBlock(readFileSync(file), BLOCK)).toBe(true);
    openSavedFiles(backup).restore();
    expect(whole(file)).toEqual(before);
  });

  test('that root has removed stays removed', () => {
    openSavedFiles(backup).append(file, BLOCK);
    rmSync(file);
    expect(openSavedFiles(backup).restore()).toEqual([]);
    expect(lstatSync(file, { throwIfNoEntry: false })).toBeUndefined();
  });

  test('that is not there is not made', () => {
    expect(openSavedFiles(backup).append(join(directory, 'none'), BLOCK)).toBe(false);
    expect(readdirSync(backup)).toEqual([]);
  });
});

test('records are for their owner alone', () => {
  writeFileSync(file, '');
  openSavedFiles(backup).append(file, BLOCK);
  expect(statSync(backup).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(backup)) expect(statSync(join(backup, name)).mode & 0o777).toBe(0o600);
});

test('a damaged record is told, and kept', () => {
  openSavedFiles(backup);
  writeFileSync(join(backup, 'appended-x.json'), '{');
  expect(openSavedFiles(backup).restore()).toEqual([
    `${join(backup, 'appended-x.json')} is damaged: what it describes cannot be restored.`,
  ]);
  expect(readdirSync(backup)).toEqual(['appended-x.json']);
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
