import { constants } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KernelEvent } from '../../src/kernel/native.ts';
import { openLab } from './native-lab.ts';
import { capable, eventually, openScopeLab, type ScopeLab } from './scope-lab.ts';

const { EPERM, EAFNOSUPPORT } = constants.errno;

let lab: ScopeLab;
beforeAll(() => {
  lab = openScopeLab('wall');
});
afterAll(() => lab.close());

const eventOf = (match: { [Key in keyof KernelEvent]?: KernelEvent[Key] | undefined }) =>
  eventually(() => lab.events.find((event) => Object.entries(match).every(([key, value]) => event[key as keyof KernelEvent] === value)));

/** A network namespace of the script's own, with loopback up. */
const ownNetwork = `
import ctypes, fcntl, socket, struct
if ctypes.CDLL(None, use_errno=True).unshare(0x40000000): raise OSError(ctypes.get_errno())
control = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
fcntl.ioctl(control, 0x8914, struct.pack('16sH', b'lo', 0x41).ljust(40, bytes(1)))
open('/proc/sys/net/ipv4/ping_group_range', 'w').write('0 1000')
`;

/** The same script where no programs are attached. */
async function unfiltered(script: string) {
  const outside = openLab('outside');
  try {
    return await outside.run('exec /usr/bin/python3 -c "$SCRIPT"', { ...capable, env: [...outside.plain.env, `SCRIPT=${script}`] });
  } finally {
    await outside.close();
  }
}

const sockets = [
  { what: 'raw', call: 'socket.AF_INET, socket.SOCK_RAW, 253', family: 2, sockType: 3, protocol: 253 },
  { what: 'raw IPv6', call: 'socket.AF_INET6, socket.SOCK_RAW, 58', family: 10, sockType: 3, protocol: 58 },
  { what: 'ICMP datagram', call: 'socket.AF_INET, socket.SOCK_DGRAM, 1', family: 2, sockType: 2, protocol: 1 },
  { what: 'ICMPv6 datagram', call: 'socket.AF_INET6, socket.SOCK_DGRAM, 58', family: 10, sockType: 2, protocol: 58 },
  { what: 'UDP-Lite', call: 'socket.AF_INET, socket.SOCK_DGRAM, 136', family: 2, sockType: 2, protocol: 136 },
  { what: 'SCTP', call: 'socket.AF_INET, socket.SOCK_STREAM, 132', family: 2, sockType: 1, protocol: 132 },
  { what: 'SCTP one-to-many', call: 'socket.AF_INET, socket.SOCK_SEQPACKET, 132', family: 2, sockType: 5, protocol: 132 },
  { what: 'DCCP', call: 'socket.AF_INET, 6, 33', family: 2, sockType: 6, protocol: 33 },
  { what: 'MPTCP', call: 'socket.AF_INET, socket.SOCK_STREAM, 262', family: 2, sockType: 1, protocol: 262 },
  { what: 'L2TP over IP', call: 'socket.AF_INET, socket.SOCK_DGRAM, 115', family: 2, sockType: 2, protocol: 115 },
  { what: 'SMC over TCP', call: 'socket.AF_INET, socket.SOCK_STREAM, 256', family: 2, sockType: 1, protocol: 256 },
];

it.for(sockets)('no $what socket', async ({ what, call, ...match }, context) => {
  const free = await unfiltered(`${ownNetwork}\nsocket.socket(${call})`);
  if (free.code !== 0) context.skip(`this kernel has no ${what} sockets: ${free.output.trim().split('\n').at(-1)}`);
  const said = await lab.python(`${ownNetwork}\nsay(errno=refused(lambda: socket.socket(${call})))`);
  expect(said.errno).toBe(EPERM);
  const event = await eventOf({ ...match, pid: said.pid });
  expect(event).toMatchObject({ kind: 'socket', uid: 0, comm: 'python3', dstPort: 0 });
  expect(event.proc?.exe).toMatch(/python/);
});

it('TCP, UDP, Unix and netlink sockets are made as ever', async () => {
  const said = await lab.python(`
for family in (socket.AF_INET, socket.AF_INET6):
    socket.socket(family, socket.SOCK_STREAM); socket.socket(family, socket.SOCK_STREAM, 6)
    socket.socket(family, socket.SOCK_DGRAM); socket.socket(family, socket.SOCK_DGRAM, 17)
socket.socketpair(); socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
say(done=1)
`);
  expect(said.done).toBe(1);
});

it.for([
  { what: 'packet', call: '17, socket.SOCK_RAW, 0x300', family: 17, sockType: 3 },
  { what: 'vsock', call: '40, socket.SOCK_STREAM, 0', family: 40, sockType: 1 },
  { what: 'XDP', call: '44, socket.SOCK_RAW, 0', family: 44, sockType: 3 },
])('no $what socket where the kernel has a hook for it', async ({ what, call, ...match }, context) => {
  const hook = lab.scope.report.find((entry) => entry.hook.includes('socket_create'));
  if (hook?.status === 'unavailable') context.skip(hook.detail);
  const free = await unfiltered(`${ownNetwork}\nsocket.socket(${call})`);
  if (free.code !== 0) context.skip(`this kernel has no ${what} sockets`);
  const said = await lab.python(`${ownNetwork}\nsay(errno=refused(lambda: socket.socket(${call})))`);
  expect(said.errno).toBe(EAFNOSUPPORT);
  expect(await eventOf({ ...match, pid: said.pid })).toMatchObject({ kind: 'socket' });
});

it('IPv6: connect(2) and sendto(2) are refused and told, with the destination', async () => {
  const said = await lab.python(`
say(tcp=refused(lambda: socket.create_connection(('2001:db8::1', 443))))
def sendto():
    s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.sendto(b'x', ('2001:db8::2', 53)); return s
def connect():
    s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.connect(('fe80::3', 5353, 0, 1)); return s
def fastopen():
    s = socket.socket(socket.AF_INET6); s.sendto(b'x', 0x20000000, ('2001:db8::4', 443)); return s
say(sendto=refused(sendto), connect=refused(connect), fastopen=refused(fastopen))
`);
  expect(said).toMatchObject({ tcp: EPERM, sendto: EPERM, connect: EPERM, fastopen: EPERM });
  const told = await eventually(() => {
    const events = lab.events.filter(({ kind, pid }) => kind === 'ipv6' && pid === said.pid);
    return events.length === 4 ? events : undefined;
  });
  expect(told.map(({ protocol, sockType, dstIp, dstPort }) => ({ protocol, sockType, dstIp: dstIp.toString('hex'), dstPort }))).toEqual([
    { protocol: 6, sockType: 1, dstIp: '20010db8000000000000000000000001', dstPort: 443 },
    { protocol: 17, sockType: 2, dstIp: '20010db8000000000000000000000002', dstPort: 53 },
    { protocol: 17, sockType: 2, dstIp: 'fe800000000000000000000000000003', dstPort: 5353 },
    { protocol: 6, sockType: 1, dstIp: '20010db8000000000000000000000004', dstPort: 443 },
  ]);
});

it('IPv6 to this machine itself works: ::1, and :: which stands for it', async () => {
  const said = await lab.python(`
server = listener(socket.AF_INET6, '::1')
for host in ('::1', '::'):
    client = socket.create_connection((host, port(server))); client.send(b'hello')
    assert server.accept()[0].recv(9) == b'hello'
sink = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); sink.bind(('::1', 0))
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.sendto(b'hello', ('::1', port(sink)))
assert sink.recv(9) == b'hello'
s.connect(('::1', port(sink))); s.send(b'again')
assert sink.recv(9) == b'again'
say(done=1)
`);
  expect(said.done).toBe(1);
});

/** IPV6_RTHDR, which needs no privilege: to ::1 by way of 2001:db8::1, an address of loopback that stands for the world. */
const routed = `${ownNetwork}
import os
os.system('ip -6 addr add 2001:db8::1/128 dev lo nodad')
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
s.setsockopt(socket.IPPROTO_IPV6, 57, struct.pack('BBBBBBH', 0, 4, 4, 1, 1, 0, 0) + socket.inet_pton(socket.AF_INET6, '::1') + socket.inet_pton(socket.AF_INET6, '2001:db8::1'))
sent = 0
`;

it('IPv6: a routing header does not carry a packet for ::1 elsewhere', async () => {
  const free = await unfiltered(`${routed}
watch = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x86dd)); watch.settimeout(0.2)
seen = None
for i in range(50):
    s.sendto(b'secret', ('::1', 9))
    try:
        while seen != socket.inet_pton(socket.AF_INET6, '2001:db8::1'): seen = watch.recv(2000)[38:54]
        break
    except TimeoutError: pass
else: raise TimeoutError
print('seen')
`);
  expect(free.output).toBe('seen\n');
  const said = await lab.python(`${routed}
import time
def sendto(): s.sendto(b'secret', ('::1', 9)); return s.dup()
# As above: the address takes a moment to be one that packets are routed by.
for i in range(500):
    errno = refused(sendto)
    if errno: break
    time.sleep(0.02)
say(errno=errno)
`);
  expect(said.errno).toBe(EPERM);
  const event = await eventOf({ kind: 'ipv6', pid: said.pid });
  expect(event).toMatchObject({ protocol: 17, sockType: 2, dstPort: 9, comm: 'python3' });
  expect(event.dstIp.toString('hex')).toBe('20010db8000000000000000000000001');
});

it('a flood of refusals costs events, not the process that reads them', async () => {
  const said = await lab.python(`
for i in range(20000): refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 99))
say(done=1)
`);
  expect(said.done).toBe(1);
  const before = lab.events.length;
  await lab.python('refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 77))');
  await eventOf({ protocol: 77 });
  expect(lab.events.length).toBeGreaterThan(before - 1);
});
