/**
 * Debian and Ubuntu packages, by what needs them, each with its reason. Node itself and npm are taken as given.
 * Where `has` is given and that command is on the PATH, the package is not installed: machines bring some of them another way.
 * @typedef {{name: string, why: string, has?: string}} SystemPackage
 */

/** Running every test but `test/vm`. @type {SystemPackage[]} */
export const testPackages = [
  { name: 'iptables', has: 'iptables', why: 'the chains under test' },
  { name: 'iproute2', has: 'ip', why: 'network namespaces and veth pairs of the tests' },
  { name: 'procps', has: 'ps', why: 'tests look at processes' },
  { name: 'bind9-dnsutils', has: 'dig', why: 'DNS client: every query type, TCP, odd flags' },
  { name: 'curl', has: 'curl', why: 'HTTP/1.1 and HTTP/2 client' },
  { name: 'git', has: 'git', why: 'git over https' },
  { name: 'openssl', has: 'openssl', why: 'TLS client with every knob' },
  { name: 'nginx-light', has: 'nginx', why: 'a real HTTP/1.1 and HTTP/2 server in the world namespace' },
  { name: 'python3', has: '/usr/bin/python3', why: 'raw sockets of the bypass tests' },
  { name: 'python3-requests', why: 'Python client with its own way to find CAs' },
  { name: 'python3-pip', why: 'pip as a client' },
  { name: 'default-jre-headless', has: 'java', why: 'JVM client: IPv4-mapped IPv6 sockets' },
  { name: 'netcat-openbsd', has: 'nc', why: 'plain TCP and UDP clients' },
  { name: 'sudo', has: 'sudo', why: 'a run starts its command as the user who called sudo' },
  { name: 'gcc', has: 'gcc', why: 'attack programs that no ready-made tool stands for' },
  { name: 'libc6-dev', why: 'headers for those programs' },
  { name: 'qemu-user-static', has: 'qemu-aarch64-static', why: 'loads the arm64 addon' },
];

/** Building `dist/native`: the addon for both architectures and the BPF objects. @type {SystemPackage[]} */
export const buildPackages = [
  { name: 'clang', has: 'clang', why: 'compiles the kernel programs' },
  { name: 'llvm', has: 'llvm-strip', why: 'strips them' },
  { name: 'gcc', has: 'gcc', why: 'compiles the addon for x64' },
  { name: 'binutils', has: 'objcopy', why: 'links and inspects it' },
  { name: 'libc6-dev', why: 'C library headers' },
  { name: 'gcc-aarch64-linux-gnu', has: 'aarch64-linux-gnu-gcc', why: 'cross compiler for linux-arm64' },
  { name: 'libc6-dev-arm64-cross', why: 'C library for it' },
  { name: 'libbpf-dev', why: 'libbpf, linked statically' },
  { name: 'libelf-dev', why: 'libelf, linked statically' },
  { name: 'zlib1g-dev', why: 'zlib, linked statically' },
  { name: 'libuv1-dev', why: 'headers of the event loop the addon polls on' },
];

/** Booting stock kernels for `test/vm`. @type {SystemPackage[]} */
export const vmPackages = [
  { name: 'qemu-system-x86', has: 'qemu-system-x86_64', why: 'libraries of QEMU, and virtiofsd' },
  { name: 'seabios', why: 'firmware, which QEMU wants even to boot a kernel directly' },
  { name: 'kmod', has: 'depmod', why: 'module tables of the test kernels' },
  { name: 'xz-utils', has: 'xz', why: 'unpacks kernels and modules' },
  { name: 'zstd', has: 'zstd', why: 'unpacks kernels and modules' },
  { name: 'lz4', has: 'lz4', why: 'unpacks kernels' },
  { name: 'gcc', has: 'gcc', why: "compiles the guest's first process" },
  { name: 'libc6-dev', why: 'static C library for it' },
];

/** Names only, for a message. */
export const build = buildPackages.map(({ name }) => name);
