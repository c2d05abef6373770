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

/** Debian's name of an architecture. @typedef {'amd64' | 'arm64'} Architecture */

/** @type {readonly string[]} */
const bookworm = ['bookworm', 'bookworm-updates', 'bookworm-security'];

/**
 * Kernels the lab can boot, by the name tests use.
 * `suites` are Debian's that may hold it, `series` what the version must start with.
 * They bracket the hosted runners' 6.8, 6.17 and 7.0.
 * @satisfies {Record<string, {arch: Architecture, suites: readonly string[], series: string}>}
 */
export const kernels = {
  '5.10': { arch: 'amd64', suites: ['bullseye', 'bullseye-updates', 'bullseye-security'], series: '5.10.' },
  6.1: { arch: 'amd64', suites: bookworm, series: '6.1.' },
  6.12: { arch: 'amd64', suites: ['bookworm-backports'], series: '6.12.' },
  '7.x': { arch: 'amd64', suites: ['trixie-backports'], series: '7.' },
  'arm64-6.1': { arch: 'arm64', suites: bookworm, series: '6.1.' },
  'arm64-6.12': { arch: 'arm64', suites: ['bookworm-backports'], series: '6.12.' },
};

/** @typedef {keyof typeof kernels} KernelName */

/** @param {string} name @returns {KernelName} */
export function kernelNamed(name) {
  if (Object.hasOwn(kernels, name)) return /** @type {KernelName} */ (name);
  throw new Error(`unknown kernel "${name}": choose one of ${Object.keys(kernels).sort().join(', ')}`);
}

/** @param {string} name @returns {Architecture} */
export const architectureOf = (name) => /** @type {Architecture} */ (kernels[kernelNamed(name)].arch);

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

/** The lab's own programs of an architecture. @param {Architecture} arch */
export function programs(arch) {
  const suffix = arch === 'amd64' ? '' : `-${arch}`;
  const qemuTree = join(cacheDir, `qemu${suffix}`);
  return {
    init: join(cacheDir, `init${suffix}-${initHash}`),
    qemuTree,
    qemu: join(qemuTree, 'usr', 'bin', arch === 'amd64' ? 'qemu-system-x86_64' : 'qemu-system-aarch64'),
  };
}

/** Root of the machine with systemd; its recipe's hash is in its name, so that a changed recipe makes a new one. @param {Architecture} arch */
export const systemdRoot = (arch) => join(cacheDir, 'roots', `systemd-${arch}-${hashOf('root.mjs')}`);
