/**
 * Builds `dist/native`: the addon, the BPF object and the wrapper of container runtimes for linux-x64 and linux-arm64, and `manifest.json`
 * with the SHA-256 of every source and output. On Debian 12, whose libbpf, libelf and zlib are linked statically.
 *
 *   node scripts/build-native.mjs           build both architectures
 *   node scripts/build-native.mjs x64       one of them, without touching the manifest (while developing)
 *   node scripts/build-native.mjs --check   exit 1 when dist/native does not match the sources; needs no compiler
 *   node scripts/build-native.mjs sanitized FILE  the addon for x64 with AddressSanitizer and UndefinedBehaviorSanitizer (npm run test:asan)
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackArm64 } from './arm64-debs.mjs';
import { build as packages } from './packages.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const manifestFile = 'dist/native/manifest.json';
const newestGlibc = [2, 34];
const sanitizers = ['-fsanitize=address,undefined', '-fno-sanitize-recover=undefined', '-U_FORTIFY_SOURCE', '-D_FORTIFY_SOURCE=0'];

const targets = {
  x64: {
    cc: 'gcc',
    objcopy: 'objcopy',
    strip: 'strip',
    bpfArch: 'x86',
    bpfInclude: '/usr/include/x86_64-linux-gnu',
    hardening: ['-fcf-protection=full'],
    libraries: () => '/usr/lib/x86_64-linux-gnu',
  },
  arm64: {
    cc: 'aarch64-linux-gnu-gcc',
    objcopy: 'aarch64-linux-gnu-objcopy',
    strip: 'aarch64-linux-gnu-strip',
    bpfArch: 'arm64',
    bpfInclude: '/usr/aarch64-linux-gnu/include',
    hardening: ['-mbranch-protection=standard'],
    libraries: () => join(unpackArm64(root, 'libraries', ['libbpf-dev', 'libelf-dev', 'zlib1g-dev']), 'usr/lib/aarch64-linux-gnu'),
  },
};

const [argument, file] = process.argv.slice(2);
if (argument === '--check') check();
else if (argument === undefined) {
  for (const arch of Object.keys(targets)) build(arch);
  writeFileSync(join(root, manifestFile), `${JSON.stringify(currentManifest(), null, 2)}\n`);
} else if (argument in targets) build(argument);
else if (argument === 'sanitized' && file !== undefined) compileAddon('x64', file, ['-O1', '-g', '-fno-omit-frame-pointer', ...sanitizers]);
else throw new Error(`unknown argument ${argument}: expected nothing, --check or one of ${Object.keys(targets).join(', ')}`);

function build(arch) {
  const target = targets[arch];
  const out = `dist/native/linux-${arch}`;
  mkdirSync(join(root, out), { recursive: true });
  buildAddon(arch, target, `${out}/egress.node`);
  buildBpf(target, `${out}/egress.bpf.o`);
  buildRuntime(target, `${out}/egress-runtime`);
  console.log(`built ${out}`);
}

/** `-g` makes clang emit BTF; the DWARF it also emits is of no use to the kernel. */
function buildBpf(target, output) {
  const flags = [
    '-target',
    'bpf',
    // Atomic operations that return the old value (Linux 5.12).
    '-mcpu=v3',
    '-O2',
    '-g',
    `-D__TARGET_ARCH_${target.bpfArch}`,
    '-Wall',
    '-Wextra',
    '-Werror',
    '-Wno-unused-parameter',
  ];
  const includes = ['-Ibpf', '-isystem', target.bpfInclude, '-isystem', '/usr/include'];
  run('clang', [...flags, ...reproducible(), '-fdebug-compilation-dir=.', ...includes, '-c', 'bpf/egress.bpf.c', '-o', output]);
  run('llvm-strip', ['-g', output]);
}

function buildAddon(arch, target, output) {
  compileAddon(arch, output, []);
  run(target.strip, ['--strip-unneeded', output]);
  checkSymbols(output);
}

function compileAddon(arch, output, further) {
  const target = targets[arch];
  const scratch = `native/build/${arch}`;
  const libraries = target.libraries();
  mkdirSync(join(root, scratch), { recursive: true });
  // See native/src/static_libs.c.
  run(target.objcopy, ['--redefine-sym', 'stderr=egf_stderr', join(libraries, 'libbpf.a'), `${scratch}/libbpf.a`]);
  const linking = ['-shared', '-fPIC', '-fvisibility=hidden', '-Wl,--exclude-libs,ALL'];
  const headers = ['node_modules/node-api-headers/include', uvHeaders(), opensslHeaders()];
  const includes = ['-Ibpf', ...headers.flatMap((directory) => ['-isystem', directory]), '-idirafter', '/usr/include'];
  const sources = list('native/src').filter((file) => file.endsWith('.c'));
  const archives = [`${scratch}/libbpf.a`, join(libraries, 'libelf.a'), join(libraries, 'libz.a')];
  run(target.cc, ['-DNAPI_VERSION=8', ...compiling(target), ...further, ...linking, ...includes, ...sources, ...archives, '-o', output]);
}

/** See native/runtime/runtime.c. */
function buildRuntime(target, output) {
  const sources = list('native/runtime').filter((file) => file.endsWith('.c'));
  run(target.cc, [...compiling(target), '-fPIE', '-pie', ...sources, '-o', output]);
  run(target.strip, [output]);
  checkGlibc(output);
}

function compiling(target) {
  const warnings = ['-std=gnu11', '-Wall', '-Wextra', '-Werror', '-Wno-missing-field-initializers', '-Wvla', '-Wshadow'];
  const hardening = ['-fstack-protector-strong', '-D_FORTIFY_SOURCE=2', ...target.hardening];
  const linking = ['-Wl,-z,relro,-z,now,-z,noexecstack', '-Wl,--build-id=none'];
  return ['-O2', '-D_GNU_SOURCE', ...warnings, ...hardening, ...linking, ...reproducible()];
}

function reproducible() {
  return [`-ffile-prefix-map=${root}=.`, '-Wdate-time'];
}

/** uv.h alone in a directory, so that a cross compiler does not see this machine's other headers. */
function uvHeaders() {
  const directory = 'native/build/uv';
  mkdirSync(join(root, directory, 'uv'), { recursive: true });
  const installed = ['/usr/include', '/usr/include/node'].find((include) => existsSync(join(include, 'uv.h')));
  if (!installed) throw new Error(`uv.h not found; the build needs: apt-get install ${packages.map(({ name }) => name).join(' ')}`);
  copyFileSync(join(installed, 'uv.h'), join(root, directory, 'uv.h'));
  for (const header of readdirSync(join(installed, 'uv'))) copyFileSync(join(installed, 'uv', header), join(root, directory, 'uv', header));
  return directory;
}

/** OpenSSL 3, whose functions are those of the Node that loads the addon; its headers are the same on both architectures. */
function opensslHeaders() {
  const directory = 'native/build/openssl';
  const installed = ['/usr/include/openssl', ...['x86_64', 'aarch64'].map((arch) => `/usr/include/${arch}-linux-gnu/openssl`)];
  if (!existsSync(join(installed[0], 'ssl.h')))
    throw new Error(`openssl/ssl.h not found; the build needs: apt-get install ${packages.map(({ name }) => name).join(' ')}`);
  mkdirSync(join(root, directory, 'openssl'), { recursive: true });
  for (const from of installed.filter((path) => existsSync(path)))
    for (const header of readdirSync(from)) copyFileSync(join(from, header), join(root, directory, 'openssl', header));
  return directory;
}

/** The addon must show nothing but its two entry points. */
function checkSymbols(file) {
  const table = checkGlibc(file);
  const exported = table.split('\n').filter((line) => /\b(GLOBAL|WEAK)\b/.test(line) && !/\bUND\b/.test(line));
  const extra = exported
    .map((line) => line.trim().split(/\s+/)[7])
    .filter((name) => !name.startsWith('napi_register_module_v') && !name.startsWith('node_api_module_get_api_version'));
  if (extra.length > 0) throw new Error(`${file} exports more than its entry point: ${extra.join(', ')}`);
}

/** What loads on Ubuntu 22.04 (glibc 2.35) and Debian 12. Returns the table of symbols. */
function checkGlibc(file) {
  const table = execFileSync('readelf', ['--dyn-syms', '--wide', join(root, file)], { encoding: 'utf8' });
  const tooNew = [...new Set(table.match(/\S+@GLIBC_[0-9.]+/g))].filter((symbol) => {
    const [major, minor] = symbol.split('@GLIBC_')[1].split('.').map(Number);
    return major > newestGlibc[0] || (major === newestGlibc[0] && minor > newestGlibc[1]);
  });
  if (tooNew.length > 0) throw new Error(`${file} needs a glibc newer than ${newestGlibc.join('.')}: ${tooNew.join(', ')}`);
  return table;
}

function check() {
  if (!existsSync(join(root, manifestFile))) fail(`${manifestFile} is missing`);
  const recorded = JSON.parse(readFileSync(join(root, manifestFile), 'utf8'));
  const current = currentManifest();
  const stale = ['sources', 'outputs'].flatMap((kind) => {
    const files = new Set([...Object.keys(recorded[kind] ?? {}), ...Object.keys(current[kind])]);
    return [...files].filter((file) => recorded[kind]?.[file] !== current[kind][file]);
  });
  if (stale.length > 0) fail(`${stale.sort().join(', ')} changed since dist/native was built`);
}

function fail(what) {
  console.error(`dist/native is stale: ${what}. Run \`node scripts/build-native.mjs\` on Debian 12 and commit dist/native.`);
  process.exit(1);
}

function currentManifest() {
  const scripts = ['scripts/arm64-debs.mjs', 'scripts/build-native.mjs'];
  const outputs = Object.keys(targets).flatMap((arch) =>
    ['egress.bpf.o', 'egress.node', 'egress-runtime'].map((file) => `dist/native/linux-${arch}/${file}`),
  );
  return { sources: hashes([...list('bpf'), ...list('native/src'), ...list('native/runtime'), ...scripts]), outputs: hashes(outputs) };
}

function hashes(files) {
  const present = files.filter((file) => existsSync(join(root, file))).sort();
  return Object.fromEntries(
    present.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(root, file)))
        .digest('hex'),
    ]),
  );
}

function list(directory) {
  return readdirSync(join(root, directory))
    .filter((name) => !name.startsWith('.'))
    .sort()
    .map((name) => `${directory}/${name}`);
}

function run(command, args) {
  try {
    execFileSync(command, args, { cwd: root, stdio: 'inherit' });
  } catch (error) {
    if (error.code === 'ENOENT')
      throw new Error(`${command} not found; the build needs: apt-get install ${packages.map(({ name }) => name).join(' ')}`, {
        cause: error,
      });
    throw new Error(`${command} failed`, { cause: error });
  }
}
