// @ts-check
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where downloaded kernels and QEMU live: one folder for every clone on the machine, so that a second clone downloads nothing.
 * `EGRESS_FILTER_VM_CACHE` moves it.
 */
export const cacheDir = process.env.EGRESS_FILTER_VM_CACHE || join(homedir(), '.cache', 'egress-filter-vm');

export const labDir = import.meta.dirname;
export const projectDir = join(labDir, '..', '..', '..');

/**
 * Kernels the lab can boot, by the name tests use.
 * `suite` is the Debian suite, `series` what the version must start with, `newest` whether the suite carries several of them.
 * They bracket the hosted runners' 6.8, 6.17 and 7.0.
 */
export const kernels = {
  6.1: { suites: ['bookworm', 'bookworm-updates', 'bookworm-security'], series: '6.1.' },
  6.12: { suites: ['bookworm-backports'], series: '6.12.' },
  '7.x': { suites: ['trixie-backports'], series: '7.' },
};

/** @typedef {keyof typeof kernels} KernelName */

/** @param {string} name @returns {KernelName} */
export function kernelNamed(name) {
  if (Object.hasOwn(kernels, name)) return /** @type {KernelName} */ (name);
  throw new Error(`unknown kernel "${name}": choose one of ${Object.keys(kernels).sort().join(', ')}`);
}

/** @param {string} file */
const hashOf = (file) =>
  createHash('sha256')
    .update(readFileSync(join(labDir, file)))
    .digest('hex')
    .slice(0, 12);

const initHash = hashOf('init.c');

/** Files of one kernel in the cache. The init has a hash in its name, so clones with different inits share the cache in peace. @param {string} name */
export function kernelFiles(name) {
  const dir = join(cacheDir, 'kernels', name);
  return {
    dir,
    tree: join(dir, 'tree'),
    vmlinux: join(dir, 'vmlinux'),
    release: join(dir, 'release'),
    modules: join(dir, 'modules'),
    initramfs: join(dir, `initramfs-${initHash}.cpio`),
  };
}

export const initBinary = join(cacheDir, `init-${initHash}`);
export const qemuTree = join(cacheDir, 'qemu');
export const qemuBinary = join(qemuTree, 'usr', 'bin', 'qemu-system-x86_64');

/** Root of the machine with systemd; its recipe's hash is in its name, so that a changed recipe makes a new one. */
export const systemdRoot = join(cacheDir, 'roots', `systemd-${hashOf('root.mjs')}`);
