/** Debian and Ubuntu packages, by what they are for. Node itself and npm are taken as given. */

/** Building `dist/native`: the addon for both architectures and the BPF objects. */
export const build = [
  'clang',
  'llvm',
  'gcc',
  'libc6-dev',
  'binutils',
  'gcc-aarch64-linux-gnu',
  'libc6-dev-arm64-cross',
  'libbpf-dev',
  'libelf-dev',
  'zlib1g-dev',
  'libuv1-dev',
];

/** Running every test but `test/vm`. */
export const test = ['iproute2', 'iptables', 'qemu-user-static'];

/** Booting stock kernels for `test/vm`. */
export const vm = ['qemu-system-x86', 'seabios', 'ipxe-qemu', 'cpio', 'kmod', 'zstd', 'xz-utils', 'lz4', 'bc', 'gcc', 'libc6-dev'];
