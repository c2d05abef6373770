/**
 * Debian and Ubuntu packages, by what they are for. Node itself and npm are taken as given.
 *
 * @typedef {object} SystemPackage
 * @property {string} name
 * @property {string} why what it is needed for, shown before it is installed
 * @property {string} [has] a command: where it is on PATH the package counts as there
 */

/** Building `dist/native`: the addon for both architectures and the BPF objects. @type {readonly SystemPackage[]} */
export const build = [
  { name: 'clang', why: 'compiles the BPF programs', has: 'clang' },
  { name: 'llvm', why: 'strips the BPF objects', has: 'llvm-strip' },
  { name: 'gcc', why: 'compiles the addon for x64' },
  { name: 'libc6-dev', why: 'headers of the C library' },
  { name: 'binutils', why: 'strips and inspects the addon' },
  { name: 'gcc-aarch64-linux-gnu', why: 'compiles the addon for arm64' },
  { name: 'libc6-dev-arm64-cross', why: 'the C library of arm64 to link against' },
  { name: 'libbpf-dev', why: 'loads BPF programs, linked statically' },
  { name: 'libelf-dev', why: 'what libbpf reads objects with, linked statically' },
  { name: 'zlib1g-dev', why: 'what libelf decompresses with, linked statically' },
  { name: 'libuv1-dev', why: 'header of the event loop in Node' },
];

/** Running every test but `test/vm`. @type {readonly SystemPackage[]} */
export const test = [
  { name: 'iproute2', why: 'network namespaces', has: 'ip' },
  { name: 'iptables', why: 'the chains of the filter', has: 'iptables' },
  { name: 'qemu-user-static', why: 'loads the arm64 addon', has: 'qemu-aarch64-static' },
];

/** Booting stock kernels for `test/vm`. @type {readonly SystemPackage[]} */
export const vm = [
  { name: 'qemu-system-x86', why: 'boots the kernels', has: 'qemu-system-x86_64' },
  { name: 'seabios', why: 'firmware of the machine' },
  { name: 'ipxe-qemu', why: 'firmware of its network card' },
  { name: 'cpio', why: 'packs the initial file system', has: 'cpio' },
  { name: 'kmod', why: 'module dependencies', has: 'depmod' },
  { name: 'zstd', why: 'unpacks kernels', has: 'zstd' },
  { name: 'xz-utils', why: 'unpacks kernels', has: 'xz' },
  { name: 'lz4', why: 'unpacks kernels', has: 'lz4' },
  { name: 'gcc', why: 'compiles the first process of the machine', has: 'gcc' },
  { name: 'libc6-dev', why: 'headers of the C library' },
];
