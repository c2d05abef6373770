#!/usr/bin/env node
// @ts-check
// Puts the test kernels, QEMU and the machine with systemd into the cache: `node test/vm/lab/setup.mjs [6.1 6.12 7.x arm64-6.1 arm64-6.12] [systemd systemd-arm64]`.
// Downloads Debian packages and unpacks them; neither kernels nor QEMU are installed, nor are the machine's apt sources changed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPackages, missingPackages } from '../../../scripts/apt.mjs';
import { vmArm64 as arm64Packages, vm as vmPackages } from '../../../scripts/packages.mjs';
import { dependencies, downloadAndUnpack, knows, newestVersion, prepareApt } from './apt.mjs';
import { say, tool } from './exec.mjs';
import { writeInitramfs } from './initramfs.mjs';
import { arm64Modules, fetchArm64Modules } from './node-modules.mjs';
import { architectureOf, cacheDir, kernelFiles, kernelNamed, kernels, labDir, programs, systemdRoot } from './paths.mjs';
import { makeSystemdRoot } from './root.mjs';

/** @typedef {import('./paths.mjs').Architecture} Architecture */

/**
 * Beside the kernels: the root of a machine with systemd.
 * @type {Record<string, Architecture>}
 */
const roots = { systemd: 'amd64', 'systemd-arm64': 'arm64' };

/** @param {Architecture} arch */
export const rootNamed = (arch) => (arch === 'amd64' ? 'systemd' : `systemd-${arch}`);

/** @param {string} name */
const archOf = (name) => roots[name] ?? architectureOf(name);

/** @param {Architecture} arch */
const packagesFor = (arch) => (arch === 'amd64' ? vmPackages : [...vmPackages, ...arm64Packages]);

/** Whether a kernel can be booted, or the machine with systemd used, without any further set-up. @param {string} name */
export function isReady(name) {
  const arch = archOf(name);
  if (Object.hasOwn(roots, name)) return existsSync(systemdRoot(arch)) && (arch === 'amd64' || existsSync(arm64Modules()));
  const files = kernelFiles(name);
  const { qemu, init } = programs(arch);
  return [qemu, init, files.vmlinux, files.initramfs].every((file) => existsSync(file)) && missingPackages(packagesFor(arch)).length === 0;
}

/**
 * Makes the named kernels bootable. Several processes may call it at once: one works, the others wait for it.
 * @param {readonly string[]} names of `kernels`, or of `roots`
 * @throws when a package is not to be had or the machine cannot run the lab
 */
export function setUp(names) {
  for (const name of names) archOf(name);
  if (names.every(isReady)) return;
  if (process.arch !== 'x64') throw new Error(`the test kernels are for x64, this machine is ${process.arch}`);
  mkdirSync(cacheDir, { recursive: true });
  // flock's lock goes with its process, so a killed set-up never blocks the next one.
  const lock = join(cacheDir, 'lock');
  const done = spawnSync('flock', [lock, process.execPath, import.meta.filename, '--locked', ...names], { stdio: ['ignore', 2, 2] });
  if (done.status !== 0) throw new Error(`set-up of the test kernels ${names.join(', ')} failed; the reason stands above`);
}

/** @param {readonly string[]} wanted */
function setUpLocked(wanted) {
  for (const arch of new Set(wanted.map(archOf)))
    setUpArchitecture(
      arch,
      wanted.filter((name) => archOf(name) === arch),
    );
}

/** @param {Architecture} arch @param {readonly string[]} wanted */
function setUpArchitecture(arch, wanted) {
  installPackages(packagesFor(arch), say);
  const { init, qemu } = programs(arch);
  const names = wanted.filter((name) => !Object.hasOwn(roots, name));
  const toFetch = names.filter((name) => !existsSync(kernelFiles(name).vmlinux));
  const wantsRoot = names.length < wanted.length && !existsSync(systemdRoot(arch));
  // QEMU and what installs a system are programs of this machine.
  if (wantsRoot || !existsSync(qemu)) prepareApt(['bookworm', 'bookworm-backports']);
  if (!existsSync(qemu)) fetchQemu(arch);
  if (wantsRoot) makeSystemdRoot(arch);
  if (arch === 'arm64') fetchArm64Modules();
  const suites = toFetch.flatMap((name) => kernels[kernelNamed(name)].suites);
  if (suites.length > 0) prepareApt(suites, arch);
  for (const name of toFetch) fetchKernel(arch, name);
  if (!existsSync(init)) {
    tool(arch === 'amd64' ? 'gcc' : 'aarch64-linux-gnu-gcc', ['-O2', '-Wall', '-static', '-o', `${init}.new`, join(labDir, 'init.c')]);
    renameSync(`${init}.new`, init);
  }
  for (const name of names) {
    const files = kernelFiles(name);
    if (existsSync(files.initramfs)) continue;
    const moduleTree = join(readFileSync(files.modules, 'utf8'), readFileSync(files.release, 'utf8'));
    writeInitramfs({ init, moduleTree, target: `${files.initramfs}.new` });
    renameSync(`${files.initramfs}.new`, files.initramfs);
  }
}

/** Debian 12's own QEMU 7.2 miscompiles cmpxchg16b, on which newer kernels panic; the backport is right and faster. @param {Architecture} arch */
function fetchQemu(arch) {
  const { qemuTree } = programs(arch);
  const emulator = arch === 'amd64' ? 'qemu-system-x86' : 'qemu-system-arm';
  const version = newestVersion(emulator, ['bookworm-backports'], '10.');
  say(`downloading QEMU ${version} for ${arch}`);
  const staging = `${qemuTree}.new`;
  rmSync(staging, { recursive: true, force: true });
  downloadAndUnpack(
    [emulator, 'qemu-system-common', 'qemu-system-data'].map((name) => `${name}=${version}`),
    staging,
  );
  renameSync(staging, qemuTree);
}

/** @param {Architecture} arch @param {string} name */
function fetchKernel(arch, name) {
  const { suites, series } = kernels[kernelNamed(name)];
  const flavour = `linux-image-cloud-${arch}`;
  const version = newestVersion(flavour, suites, series, arch);
  const image = dependencies(flavour, version, arch).find((entry) => /^linux-image-\d/.test(entry));
  if (!image) throw new Error(`${flavour} ${version} names no kernel image`);
  const release = image.replace(/^linux-image-/, '').replace(/-unsigned$/, '');
  // From trixie-backports on the image is split: the kernel in linux-binary-*, its modules in linux-modules-*.
  const packages = [image, `linux-binary-${release}`, `linux-modules-${release}`].filter((entry) => knows(entry, arch));
  say(`downloading kernel ${release} (${packages.join(', ')})`);
  const files = kernelFiles(name);
  const staging = `${files.dir}.new`;
  rmSync(staging, { recursive: true, force: true });
  const tree = join(staging, 'tree');
  downloadAndUnpack(packages, tree, arch);
  const modules = ['usr/lib/modules', 'lib/modules'].find((path) => existsSync(join(tree, path, release, 'kernel')));
  if (!modules) throw new Error(`kernel ${release} came without its modules`);
  tool('depmod', ['-b', modules.startsWith('usr') ? join(tree, 'usr') : tree, release], { allowFailure: true });
  if (!existsSync(join(tree, modules, release, 'modules.dep'))) throw new Error(`depmod left no modules.dep for ${release}`);
  const vmlinuz = [join(tree, 'boot', `vmlinuz-${release}`), join(tree, modules, release, 'vmlinuz')].find((path) => existsSync(path));
  if (!vmlinuz) throw new Error(`kernel ${release} came without a vmlinuz`);
  // An Image of arm64 is booted as it is.
  writeFileSync(join(staging, 'vmlinux'), arch === 'amd64' ? extractVmlinux(readFileSync(vmlinuz)) : readFileSync(vmlinuz));
  writeFileSync(join(staging, 'release'), release);
  writeFileSync(join(staging, 'modules'), join(files.tree, modules));
  rmSync(files.dir, { recursive: true, force: true });
  renameSync(staging, files.dir);
}

/**
 * The ELF inside a bzImage. QEMU boots it directly (PVH), which saves the guest from unpacking it under emulation.
 * Offsets: kernel Documentation/arch/x86/boot.rst, setup_sects, payload_offset, payload_length.
 * @param {Buffer} bzImage
 */
function extractVmlinux(bzImage) {
  const start = ((bzImage[0x1f1] ?? 0) + 1) * 512 + bzImage.readUInt32LE(0x248);
  const payload = bzImage.subarray(start, start + bzImage.readUInt32LE(0x24c));
  const magic = payload.readUInt32BE(0);
  const unpack = { 4248271448: ['xz', '-dc'], 682962941: ['zstd', '-dc'], 35736600: ['lz4', '-dc'] }[magic];
  if (!unpack) throw new Error(`the kernel is compressed in a way this script does not know (it starts with ${magic.toString(16)})`);
  const [command = '', ...args] = unpack;
  // The last four bytes are the unpacked size, appended by the kernel's build.
  const vmlinux = tool(command, args, { input: payload.subarray(0, -4) });
  if (vmlinux.readUInt32BE(0) !== 0x7f454c46) throw new Error(`${command} did not unpack an ELF kernel`);
  return vmlinux;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const args = process.argv.slice(2);
  const locked = args[0] === '--locked';
  const names = locked ? args.slice(1) : args;
  const all = names.length > 0 ? names : ['6.1', '6.12'];
  try {
    if (locked) setUpLocked(all);
    else {
      setUp(all);
      for (const name of all)
        say(
          Object.hasOwn(roots, name) ? `machine ${name} ready` : `kernel ${name} ready: ${readFileSync(kernelFiles(name).release, 'utf8')}`,
        );
    }
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
