// @ts-check
/**
 * Debian and Ubuntu packages, by what they are for. Node itself and npm are taken as given.
 *
 * @typedef {object} SystemPackage
 * @property {string} name
 * @property {string} why what it is needed for, shown before it is installed
 * @property {string} [has] a command: where it is on PATH the package counts as there
 * @property {readonly string[]} [services] units that it brings along, and that nobody wants here: neither started nor enabled
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
  { name: 'libssl-dev', why: 'headers of the OpenSSL in Node' },
];

/** Running every test but `test/vm`. @type {readonly SystemPackage[]} */
export const test = [
  { name: 'iptables', has: 'iptables', why: 'the chains of the filter' },
  { name: 'iproute2', has: 'ip', why: 'network namespaces and veth pairs' },
  { name: 'procps', has: 'ps', why: 'tests look at processes' },
  { name: 'bind9-dnsutils', has: 'dig', why: 'DNS client: every query type, TCP, odd flags' },
  { name: 'curl', has: 'curl', why: 'HTTP/1.1 and HTTP/2 client' },
  { name: 'nghttp2-client', has: 'h2load', why: "nghttp2's HTTP/2 clients" },
  { name: 'nginx-light', has: 'nginx', services: ['nginx.service'], why: 'the reader of HTTP/1 that ours is compared with' },
  { name: 'git', has: 'git', why: 'git over https' },
  { name: 'openssl', has: 'openssl', why: 'TLS client with every knob' },
  { name: 'python3', has: '/usr/bin/python3', why: 'raw sockets of the bypass tests' },
  { name: 'python3-requests', why: 'Python client with its own way to find CAs' },
  { name: 'python3-pip', why: 'pip as a client' },
  { name: 'python3-grpcio', why: 'a gRPC call' },
  { name: 'default-jdk-headless', has: 'javac', why: 'JVM client: IPv4-mapped IPv6 sockets' },
  { name: 'netcat-openbsd', has: 'nc', why: 'plain TCP and UDP clients' },
  { name: 'sudo', has: 'sudo', why: 'a run starts its command as the user who called sudo' },
  {
    name: 'docker.io',
    has: 'dockerd',
    services: ['docker.service', 'docker.socket', 'containerd.service'],
    why: 'containers of a job: an engine with both builders, in a namespace of its own',
  },
  { name: 'crun', has: 'crun', why: 'another runtime of containers' },
  { name: 'gcc', has: 'gcc', why: 'attack programs that no ready-made tool stands for' },
  { name: 'libc6-dev', why: 'headers for those programs' },
  { name: 'qemu-user-static', has: 'qemu-aarch64-static', why: 'loads the arm64 addon' },
];

/** Booting stock kernels for `test/vm`. @type {readonly SystemPackage[]} */
export const vm = [
  { name: 'qemu-system-x86', has: 'qemu-system-x86_64', why: 'libraries of QEMU, and virtiofsd' },
  { name: 'seabios', why: 'firmware, which QEMU wants even to boot a kernel directly' },
  { name: 'kmod', has: 'depmod', why: 'module tables of the test kernels' },
  { name: 'xz-utils', has: 'xz', why: 'unpacks kernels and modules' },
  { name: 'zstd', has: 'zstd', why: 'unpacks kernels and modules' },
  { name: 'lz4', has: 'lz4', why: 'unpacks kernels' },
  { name: 'gcc', has: 'gcc', why: "compiles the guest's first process" },
  { name: 'libc6-dev', why: 'static C library for it' },
];

/** Beside those, for machines of arm64. @type {readonly SystemPackage[]} */
export const vmArm64 = [
  { name: 'gcc-aarch64-linux-gnu', why: "compiles the guest's first process" },
  { name: 'libc6-dev-arm64-cross', why: 'static C library for it' },
  { name: 'qemu-user-static', has: 'qemu-aarch64-static', why: 'runs what installs the system' },
];
