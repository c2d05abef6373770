import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Case, Outcome, Plan } from './fixtures/udp-gate.ts';

const OK = '203.0.113.10';
const EVIL = '203.0.113.66';
const root = resolve(import.meta.dirname, '../..');
const bundle = join(root, 'node_modules', `.udp-gate-${process.pid}.mjs`);

const udp = (to: string, port: number, then = '') => `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(3)
s.connect(('${to}', ${port})); s.send(b'secret')
${then}
`;
const echoed = 'print(s.recv(99).decode())';
/** How long until the client hears that nobody will answer. */
const refused = `
import time, errno
start = time.monotonic()
try: s.recv(99); print('answered')
except OSError as error: print(errno.errorcode.get(error.errno, 'timeout'), time.monotonic() - start < 2)
`;

/** Python that has opened an allowed flow on `s`. */
const allowedFlow = (port: number) => `
import ctypes, socket, struct, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(3)
s.connect(('${OK}', ${port})); s.send(b'secret'); said = [s.recv(99).decode()]
`;
const stillAllowed = "time.sleep(0.3); s.send(b'more'); print(*said, s.recv(99).decode())";

/** Destination ports tell the cases apart at the world's side: denied ones use 5000 and above. */
const cases: (Case & {
  port?: number;
  packets: number;
  queued: number;
  policy?: 'allow' | 'deny';
  line?: object;
  nobody?: true;
  says: RegExp;
})[] = [
  { name: 'by address', port: 4000, packets: 1, queued: 1, policy: 'allow', says: /^echo secret$/, script: udp(OK, 4000, echoed) },
  {
    name: 'by learned name',
    port: 4001,
    packets: 1,
    queued: 1,
    policy: 'allow',
    line: { dst_names: ['ok.test'] },
    says: /^echo secret$/,
    script: udp(OK, 4001, echoed),
  },
  {
    name: 'from an IPv6 socket, IPv4-mapped',
    port: 4002,
    packets: 1,
    queued: 1,
    policy: 'allow',
    says: /^echo secret$/,
    script: `
import socket
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.settimeout(3); s.sendto(b'secret', ('::ffff:${OK}', 4002)); print(s.recv(99).decode())
`,
  },
  {
    name: 'ten datagrams of one flow ask once',
    port: 4003,
    packets: 10,
    queued: 1,
    policy: 'allow',
    says: /^echo secret$/,
    script: udp(OK, 4003, `${echoed}\nfor i in range(9): s.send(b'more'); s.recv(99)`),
  },
  {
    name: 'a denied datagram of an allowed flow',
    port: 4007,
    root: true,
    packets: 2,
    queued: 1,
    policy: 'allow',
    line: { uid: 0 },
    says: /^echo secret EPERM echo more$/,
    // The mark with which the handler denies a packet, as if it had been asked about this one, too.
    script: udp(
      OK,
      4007,
      `
import errno
said = [s.recv(99).decode()]
def send(mark):
  s.setsockopt(socket.SOL_SOCKET, 36, mark); s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
  try: s.send(b'more'); said.append(s.recv(99).decode())
  except OSError as error: said.append(errno.errorcode.get(error.errno, 'timeout'))
send(0x45460002); send(0)
print(*said)
`,
    ),
  },
  {
    name: 'a flow that conntrack has forgotten',
    before: 'forget-soon',
    port: 4008,
    packets: 2,
    queued: 2,
    policy: 'allow',
    says: /^echo again$/,
    script: udp(OK, 4008, "import time; s.recv(99); time.sleep(2.6); s.send(b'again'); print(s.recv(99).decode())"),
  },
  {
    name: 'elsewhere by sendto, on the connected socket of an allowed flow',
    port: 5011,
    packets: 0,
    queued: 2,
    policy: 'deny',
    says: /^echo secret echo more$/,
    script: `
${allowedFlow(4012)}
s.sendto(b'secret', ('${EVIL}', 5011))
${stillAllowed}
`,
  },
  {
    name: 'elsewhere by connecting anew, on the socket of an allowed flow',
    port: 5012,
    packets: 0,
    queued: 2,
    policy: 'deny',
    says: /^echo secret echo more$/,
    script: `
${allowedFlow(4013)}
own = s.getsockname()[1]
s.connect(('${EVIL}', 5012)); s.send(b'secret'); time.sleep(0.3)
s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
s.connect(('${OK}', 4013)); assert s.getsockname()[1] == own
${stillAllowed}
`,
  },
  {
    name: 'elsewhere after a disconnect, from the port of an allowed flow',
    port: 5013,
    packets: 0,
    queued: 2,
    policy: 'deny',
    says: /^echo secret$/,
    script: `
${allowedFlow(4014)}
libc = ctypes.CDLL(None, use_errno=True)
assert libc.connect(s.fileno(), bytes(16), 16) == 0 # AF_UNSPEC
s.sendto(b'secret', ('${EVIL}', 5013)); print(*said)
`,
  },
  {
    name: 'by one sendmmsg to the destination of an allowed flow and to another',
    port: 5014,
    packets: 0,
    queued: 2,
    policy: 'deny',
    says: /^3 echo secret echo secret echo secret$/,
    script: `
${allowedFlow(4015)}
libc = ctypes.CDLL(None, use_errno=True)
data = ctypes.create_string_buffer(b'secret', 6)
iov = ctypes.create_string_buffer(struct.pack('=QQ', ctypes.addressof(data), 6))
kept, all = [], b''
for ip, port in ('${OK}', 4015), ('${EVIL}', 5014), ('${OK}', 4015):
  kept.append(ctypes.create_string_buffer(struct.pack('=H', 2) + struct.pack('>H', port) + socket.inet_aton(ip) + bytes(8)))
  all += struct.pack('=QIIQQQQIIII', ctypes.addressof(kept[-1]), 16, 0, ctypes.addressof(iov), 1, 0, 0, 0, 0, 0, 0)
sent = libc.sendmmsg(s.fileno(), ctypes.create_string_buffer(all), 3, 0)
print(sent, *said, *[s.recv(99).decode() for i in range(2)])
`,
  },
  {
    name: 'in segments (UDP_SEGMENT) elsewhere, on the socket of an allowed flow',
    port: 5015,
    packets: 0,
    // The queue is shown each segment.
    queued: 4,
    policy: 'deny',
    says: /^echo secret 505 505 505$/,
    script: `
${allowedFlow(4016)}
s.setsockopt(socket.IPPROTO_UDP, 103, 500)
s.send(b'x' * 1500); said += [len(s.recv(2000)) for i in range(3)]
s.sendto(b'x' * 1500, ('${EVIL}', 5015)); print(*said)
`,
  },
  {
    name: 'corked elsewhere, with the rest sent to the destination of an allowed flow',
    port: 5016,
    packets: 0,
    queued: 2,
    policy: 'deny',
    line: { dst_ip: EVIL, dst_port: 5016 },
    says: /^echo secret$/,
    script: `
${allowedFlow(4017)}
s.sendto(b'sec', socket.MSG_MORE, ('${EVIL}', 5016)); s.sendto(b'ret', ('${OK}', 4017)); print(*said)
`,
  },
  {
    name: 'a flow that somebody keeps from conntrack is asked about each time',
    untracked: true,
    port: 4018,
    packets: 3,
    queued: 3,
    policy: 'allow',
    says: /^echo secret$/,
    script: udp(OK, 4018, `${echoed}\nfor i in range(2): s.send(b'more'); s.recv(99)`),
  },
  {
    name: 'out of sight of conntrack',
    untracked: true,
    port: 5017,
    packets: 0,
    queued: 1,
    policy: 'deny',
    says: /^EHOSTUNREACH True$/,
    script: udp(EVIL, 5017, refused),
  },
  {
    name: 'out of sight of conntrack, to loopback by another interface',
    untracked: true,
    port: 5018,
    packets: 0,
    queued: 0,
    says: /^$/,
    script: `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b'eth0')
try: s.sendto(b'secret', ('127.0.0.1', 5018))
except OSError: pass
`,
  },
  {
    name: 'whoever has the port of an allowed flow next, once conntrack has forgotten it',
    before: 'forget-soon',
    port: 4019,
    packets: 3,
    queued: 2,
    policy: 'allow',
    line: { exe: expect.stringMatching(/perl/) },
    says: /^echo secret$/,
    script: `
import socket, subprocess
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(3); s.bind(('0.0.0.0', 6670))
s.connect(('${OK}', 4019)); s.send(b'secret'); print(s.recv(99).decode(), flush=True); s.close()
subprocess.run(['/usr/bin/perl', '-MSocket', '-e',
  'socket(S, PF_INET, SOCK_DGRAM, 17); bind(S, sockaddr_in(6670, INADDR_ANY)); connect(S, sockaddr_in(4019, inet_aton("${OK}")));'
  'send(S, "one", 0); select(undef, undef, undef, 3.5); send(S, "two", 0); select(undef, undef, undef, 0.3);'])
`,
  },
  {
    name: 'larger than a frame',
    port: 4004,
    // The small one, and the first of three fragments; the others show no ports.
    packets: 2,
    queued: 1,
    policy: 'allow',
    says: /^3005$/,
    script: udp(OK, 4004, "s.recv(99); s.send(b'x' * 3000); print(len(s.recv(9999)))"),
  },
  {
    name: 'to an address that no rule names',
    port: 5000,
    packets: 0,
    queued: 1,
    policy: 'deny',
    says: /^EHOSTUNREACH True$/,
    script: udp(EVIL, 5000, refused),
  },
  {
    name: 'to a port that no rule names',
    port: 5001,
    packets: 0,
    queued: 1,
    policy: 'deny',
    says: /^EHOSTUNREACH True$/,
    script: udp(OK, 5001, refused),
  },
  {
    name: 'unconnected',
    port: 5002,
    packets: 0,
    queued: 3,
    policy: 'deny',
    says: /^$/,
    script: `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for i in range(3): s.sendto(b'secret', ('${EVIL}', 5002))
`,
  },
  {
    name: 'by writev and sendfile',
    port: 5003,
    packets: 0,
    queued: 2,
    policy: 'deny',
    says: /^$/,
    script: `
import os, socket, tempfile, time
def connected():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(('${EVIL}', 5003)); return s
first, second = connected(), connected()
os.writev(first.fileno(), [b'sec', b'ret'])
f = tempfile.TemporaryFile(); f.write(b'secret'); f.flush()
os.sendfile(second.fileno(), f.fileno(), 0, 6)
time.sleep(0.3) # without kprobes, who owns a connected socket is asked of the socket
`,
  },
  {
    name: 'by sendmmsg',
    port: 5004,
    packets: 0,
    queued: 2,
    policy: 'deny',
    says: /^2$/,
    script: `
import ctypes, socket, struct
libc = ctypes.CDLL(None, use_errno=True)
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
address = ctypes.create_string_buffer(struct.pack('=H', 2) + struct.pack('>H', 5004) + socket.inet_aton('${EVIL}') + bytes(8))
data = ctypes.create_string_buffer(b'secret')
iov = ctypes.create_string_buffer(struct.pack('=QQ', ctypes.addressof(data), 6))
one = struct.pack('=QIIQQQQIIII', ctypes.addressof(address), 16, 0, ctypes.addressof(iov), 1, 0, 0, 0, 0, 0, 0)
print(libc.sendmmsg(s.fileno(), ctypes.create_string_buffer(one * 2), 2, 0))
`,
  },
  {
    name: 'one source port for an allowed and a denied destination',
    port: 5005,
    packets: 0,
    queued: 2,
    policy: 'deny',
    says: /^echo secret$/,
    script: `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(3); s.bind(('0.0.0.0', 6666))
s.sendto(b'secret', ('${OK}', 4005)); print(s.recv(99).decode())
s.sendto(b'secret', ('${EVIL}', 5005))
`,
  },
  {
    name: 'with IP options, to an allowed address',
    port: 4006,
    packets: 0,
    queued: 1,
    policy: 'deny',
    line: { type: 'ip', protocol: 'udp', reason: expect.stringContaining('options') },
    says: /^$/,
    script: `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.IPPROTO_IP, socket.IP_OPTIONS, bytes([7, 7, 4]) + bytes(5))
s.sendto(b'secret', ('${OK}', 4006))
`,
  },
  {
    name: 'with source routing to an allowed address, as root',
    root: true,
    port: 4006,
    packets: 0,
    queued: 1,
    policy: 'deny',
    // The header shows the first hop, of which the kernel's record knows nothing.
    nobody: true,
    line: { type: 'ip', protocol: 'udp', uid: 0, dst_ip: EVIL },
    says: /^$/,
    script: `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.IPPROTO_IP, socket.IP_OPTIONS, bytes([131, 7, 4]) + socket.inet_aton('${EVIL}') + bytes(1))
s.sendto(b'secret', ('${OK}', 4006))
`,
  },
  {
    name: 'with a packet mark of its own',
    port: 5007,
    packets: 0,
    queued: 0,
    says: /^EPERM$/,
    script: `
import errno, socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try: s.setsockopt(socket.SOL_SOCKET, 36, 0x45460001)
except OSError as error: print(errno.errorcode[error.errno])
`,
  },
  {
    name: 'in audit',
    port: 5008,
    audit: true,
    packets: 1,
    queued: 1,
    policy: 'deny',
    line: { audit: true },
    says: /^echo secret$/,
    script: udp(EVIL, 5008, echoed),
  },
  {
    name: 'in audit, a guardrail',
    port: 5009,
    audit: true,
    packets: 0,
    queued: 1,
    policy: 'deny',
    says: /^EHOSTUNREACH True$/,
    script: udp('169.254.169.254', 5009, refused),
  },
  {
    name: 'TCP with the redirection removed by hand',
    before: 'remove-nat',
    port: 5010,
    packets: 0,
    queued: 1,
    policy: 'deny',
    line: { type: 'ip', protocol: 'tcp' },
    says: /^ECONNREFUSED$/,
    script: `
import errno, socket
s = socket.socket(); s.settimeout(3)
try: s.connect(('${EVIL}', 5010))
except OSError as error: print(errno.errorcode.get(error.errno, 'timeout'))
`,
  },
  {
    name: 'DNS with the redirection removed by hand',
    port: 53,
    packets: 0,
    queued: 1,
    policy: 'deny',
    line: { type: 'ip', protocol: 'udp', dst_port: 53 },
    says: /^EHOSTUNREACH True$/,
    script: udp(OK, 53, refused),
  },
  {
    name: 'with nobody to decide',
    before: 'close-queue',
    port: 4011,
    packets: 0,
    queued: 0,
    says: /^(timeout|EPERM)/,
    script: udp(OK, 4011, refused).replace("s.send(b'secret')", "\ntry: s.send(b'secret')\nexcept OSError: pass"),
  },
];

describe.each([
  { variant: 'hooks as this kernel offers them', noKprobes: false },
  { variant: 'without kprobes', noKprobes: true },
])('UDP through the gate, $variant', ({ noKprobes }) => {
  const tag = `${process.pid}${noKprobes ? 'b' : 'a'}`;
  const [job, world] = [`egfuj${tag}`, `egfuw${tag}`];
  const directory = mkdtempSync(join(tmpdir(), 'egf-udp-'));
  const packetsPath = join(directory, 'packets.jsonl');
  const stops: (() => unknown)[] = [];
  let outcomes: Outcome[] = [];
  let packets: { proto: number; dst: string; dport?: number }[] = [];
  const ip = (...args: string[]) => execFileSync('ip', args, { stdio: 'pipe' });

  const startInWorld = async (argv: string[]) => {
    const child = spawn('ip', ['netns', 'exec', world, ...argv], { stdio: ['pipe', 'pipe', 'inherit'] });
    stops.push(() => child.kill('SIGKILL'));
    await new Promise((ready, failed) => {
      child.stdout.once('data', ready);
      child.once('exit', (code) => failed(new Error(`${argv[1]} ended with ${code}`)));
    });
    return child;
  };

  beforeAll(async () => {
    const built = await rolldown({ input: join(import.meta.dirname, 'fixtures/udp-gate.ts'), platform: 'node', logLevel: 'silent' });
    await built.write({ file: bundle, format: 'esm' });
    for (const name of [job, world]) ip('netns', 'add', name);
    stops.push(() => [job, world].map((name) => ip('netns', 'del', name)));
    ip('link', 'add', 'eth0', 'netns', job, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', world);
    for (const name of [job, world]) for (const link of ['lo', 'eth0']) ip('-n', name, 'link', 'set', link, 'up');
    ip('-n', job, 'addr', 'add', '10.78.0.2/24', 'dev', 'eth0');
    ip('-n', world, 'addr', 'add', '10.78.0.1/24', 'dev', 'eth0');
    ip('-n', job, 'route', 'add', 'default', 'via', '10.78.0.1');
    for (const address of [OK, EVIL, '169.254.169.254']) ip('-n', world, 'addr', 'add', `${address}/32`, 'dev', 'lo');
    writeFileSync(packetsPath, '');
    const heard = join(directory, 'heard');
    const sniffer = await startInWorld(['python3', join(root, 'test/e2e/world/sniffer.py'), 'eth0', packetsPath, heard]);
    await startInWorld(['python3', '-u', join(import.meta.dirname, 'fixtures/udp-echo.py'), OK, EVIL, '169.254.169.254']);

    const plan: Plan = {
      rules: `${OK}:4000|4002|4003|4004|4005|4006|4007|4008|4011|4012|4013|4014|4015|4016|4017|4018|4019/udp\nok.test:4001/udp`,
      learned: { 'ok.test': OK },
      noKprobes,
      cases,
    };
    const gate = spawn('ip', ['netns', 'exec', job, process.execPath, bundle], { stdio: ['pipe', 'pipe', 'inherit'] });
    let lines = '';
    gate.stdout.on('data', (chunk) => {
      lines += String(chunk);
    });
    gate.stdin.end(JSON.stringify(plan));
    const code = await new Promise((done) => gate.once('close', done));
    expect(code).toBe(0);
    outcomes = jsonLines<Outcome>(lines);
    sniffer.stdin.write('end\n');
    while (!existsSync(heard)) await new Promise((done) => setTimeout(done, 20));
    packets = jsonLines(readFileSync(packetsPath, 'utf8'));
    // Some thirty programs, one after the other.
  }, 180_000);
  afterAll(() => {
    for (const stop of stops.reverse()) stop();
    rmSync(directory, { recursive: true });
    rmSync(bundle, { force: true });
  });

  it.each(cases)('$name', ({ name, port, packets: expected, queued, policy, line, nobody, says }) => {
    const outcome = outcomes.find((done) => done.name === name);
    expect(outcome?.output.trim()).toMatch(says);
    expect(packets.filter(({ dport }) => dport === port)).toHaveLength(expected);
    expect(outcome?.queued).toBe(queued);
    const last = outcome?.log.at(-1);
    if (policy)
      expect(last, JSON.stringify(outcome?.log)).toMatchObject({
        policy,
        ...(!nobody && { exe: expect.stringMatching(/python3/), pid: expect.any(Number) }),
        uid: 65534,
        ...line,
      });
    else expect(outcome?.log).toEqual([]);
  });
});

const jsonLines = <T>(text: string): T[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
