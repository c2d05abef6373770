// @ts-check
import { existsSync, mkdtempSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tool } from './exec.mjs';

const emulator = '/usr/bin/qemu-aarch64-static';

/** ELF header of a program of arm64, and which of its bits count: class, byte order, type (executable or shared), machine 183. */
const magic = '\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00';
const mask = '\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff';

/**
 * While `action` runs, this machine's kernel starts programs of arm64 by QEMU's user mode emulation (kernel Documentation/admin-guide/binfmt-misc.rst).
 * F opens the emulator now, so that it is found inside of a chroot.
 * @template T @param {() => T} action @returns {T}
 */
export function withArm64Programs(action) {
  if (!existsSync(emulator)) throw new Error('installing a system of arm64 runs its programs: install the package qemu-user-static');
  const table = mkdtempSync(join(tmpdir(), 'egf-binfmt-'));
  const name = `egf-arm64-${process.pid}`;
  tool('mount', ['-t', 'binfmt_misc', 'binfmt_misc', table]);
  try {
    writeFileSync(join(table, 'register'), `:${name}:M::${magic}:${mask}:${emulator}:F`);
    return action();
  } finally {
    if (existsSync(join(table, name))) writeFileSync(join(table, name), '-1');
    tool('umount', [table]);
    rmdirSync(table);
  }
}
