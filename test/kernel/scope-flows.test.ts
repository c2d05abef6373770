import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { args, openScopeLab, type ScopeLab } from './scope-lab.ts';

const variants = [
  { variant: 'kprobes', noKprobes: false, hook: 'kprobe/udp_sendmsg' },
  { variant: 'netfilter instead of kprobes', noKprobes: true, hook: 'netfilter/local_out' },
  { variant: 'neither kprobes nor netfilter', noKprobes: true, noNetfilter: true, hook: 'cgroup_skb/egress' },
];

describe.each(variants)('who opened a flow, $variant', ({ variant, hook, ...options }) => {
  let lab: ScopeLab;
  let missing: string | undefined;
  /** Outside of the scope, which has no port 53. */
  let nameServer: Socket;

  beforeAll(async () => {
    nameServer = createSocket('udp4').bind(53, '127.0.0.53');
    await once(nameServer, 'listening');
    lab = openScopeLab('flows', options);
    const row = lab.scope.report.find(({ purpose }) => purpose === 'who sends on connected UDP sockets');
    if (row?.hook !== hook) missing = row?.detail ?? 'another hook was picked';
  });
  afterAll(async () => {
    await lab.close();
    nameServer.close();
  });

  const on = (what: string, test: (context: TestContext) => Promise<void>) =>
    it(what, async (context) => {
      if (missing) context.skip(missing);
      await test(context);
    });

  on('TCP: process, parent, user, program, arguments, cgroup, and the destination as asked', async () => {
    const said = await lab.python(`
server = listener()
client = socket.create_connection(server.getsockname())
say(port=port(client), to=port(server))
`);
    const record = lab.tcp(said.port, said.to);
    expect(record).toMatchObject({ pid: said.pid, ppid: said.ppid, uid: 0, comm: 'python3', dstIp: 0x7f000001, dstPort: said.to });
    expect(record.proc?.exe).toMatch(/^\/usr\/bin\/python3\.\d+$/);
    expect(args(record).slice(0, 2)).toEqual(['/usr/bin/python3', '-c']);
    expect(record.proc?.execId).toBe(record.execId);
    expect(record.cgroupId).toBeGreaterThan(0n);
  });

  on('TCP from IPv6 sockets: an IPv4-mapped destination is IPv4; ::1 leaves no record', async () => {
    const said = await lab.python(`
server = listener()
client = socket.socket(socket.AF_INET6); client.connect(('::ffff:127.0.0.1', port(server)))
say(port=port(client), to=port(server))
inside = listener(socket.AF_INET6, '::1')
client = socket.create_connection(inside.getsockname()[:2])
say(inside=port(inside), insidePort=port(client))
`);
    expect(lab.tcp(said.port, said.to)).toMatchObject({ pid: said.pid, dstIp: 0x7f000001, dstPort: said.to });
    expect(() => lab.tcp(said.insidePort, said.inside)).toThrow('saw nobody');
  });

  on('TCP: non-blocking, and to 0.0.0.0, which is this machine', async () => {
    const said = await lab.python(`
server = listener()
client = socket.socket(); client.setblocking(False); client.connect_ex(server.getsockname())
say(port=port(client), to=port(server))
zero = socket.socket(); zero.connect(('0.0.0.0', port(server)))
say(zeroPort=port(zero))
`);
    expect(lab.tcp(said.port, said.to).pid).toBe(said.pid);
    expect(lab.tcp(said.zeroPort, said.to)).toMatchObject({ pid: said.pid, dstIp: 0x7f000001 });
  });

  on('TCP fast open: data in sendto(2), and a connect(2) that is only carried out by a later write', async () => {
    const said = await lab.python(`
server = listener()
server.setsockopt(socket.IPPROTO_TCP, 23, 5)
client = socket.socket(); client.sendto(b'early', 0x20000000, server.getsockname())
say(port=port(client), to=port(server))
late = socket.socket(); late.setsockopt(socket.IPPROTO_TCP, 30, 1)
late.connect(server.getsockname()); late.send(b'x')
say(latePort=port(late))
`);
    expect(lab.tcp(said.port, said.to).pid).toBe(said.pid);
    expect(lab.tcp(said.latePort, said.to).pid).toBe(said.pid);
  });

  on('TCP connected by io_uring', async (context) => {
    const said = await lab.python(`
import mmap
libc = ctypes.CDLL(None, use_errno=True)
params = ctypes.create_string_buffer(120)
ring = libc.syscall(425, 4, params)
if ring < 0: say(unavailable=ctypes.get_errno()); sys.exit()
server = listener(); client = socket.socket()
offsets = struct.unpack_from('8I', params, 40)
head, tail, mask, entries, flags, dropped, array = offsets[:7]
sq = mmap.mmap(ring, array + 4 * 4, offset=0)
sqes = mmap.mmap(ring, 4 * 64, offset=0x10000000)
address = ctypes.create_string_buffer(struct.pack('=H', socket.AF_INET) + struct.pack('>H', port(server)) + socket.inet_aton('127.0.0.1') + bytes(8), 16)
sqes[0:64] = struct.pack('=BBHiQQII', 16, 0, 0, client.fileno(), 16, ctypes.addressof(address), 0, 0).ljust(64, bytes(1))
sq[array:array + 4] = struct.pack('=I', 0)
sq[tail:tail + 4] = struct.pack('=I', 1)
libc.syscall(426, ring, 1, 1, 1, None, 0)
say(port=port(client), to=port(server))
`);
    if (said.unavailable !== undefined) context.skip(`io_uring_setup(2) fails here with errno ${said.unavailable}`);
    expect(lab.tcp(said.port, said.to)).toMatchObject({ pid: said.pid, comm: 'python3' });
  });

  on('a connection to nobody is recorded as well, and one from outside the cgroup is not', async () => {
    const said = await lab.python(`
server = listener(); to = port(server); server.close()
client = socket.socket(); client.bind(('127.0.0.1', 0)); client.connect_ex(('127.0.0.1', to))
say(port=port(client), to=to)
`);
    expect(lab.tcp(said.port, said.to).pid).toBe(said.pid);
    const { createServer, connect } = await import('node:net');
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address() as { port: number };
    const client = connect(address.port, '127.0.0.1');
    await new Promise((resolve) => client.once('connect', resolve));
    expect(() => lab.tcp(client.localPort, address.port)).toThrow('saw nobody');
    client.destroy();
    server.close();
  });

  on('a connection by a thread belongs to the process', async () => {
    const said = await lab.python(`
server = listener()
def work():
    ctypes.CDLL(None).prctl(15, b'worker', 0, 0, 0)
    client = socket.create_connection(server.getsockname())
    say(port=port(client), to=port(server))
thread = threading.Thread(target=work); thread.start(); thread.join()
`);
    expect(lab.tcp(said.port, said.to)).toMatchObject({ pid: said.pid, comm: 'python3' });
  });

  on('UDP: unconnected, connected, IPv4-mapped both ways', async () => {
    const said = await lab.python(`
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); server.bind(('127.0.0.1', 0))
say(to=port(server))
keep = []
def send(name, family, connected):
    s = socket.socket(family, socket.SOCK_DGRAM); keep.append(s)
    host = '127.0.0.1' if family == socket.AF_INET else '::ffff:127.0.0.1'
    if connected: s.connect((host, port(server))); s.send(b'x')
    else: s.sendto(b'x', (host, port(server)))
    say(**{name: port(s)})
send('plain', socket.AF_INET, False)
send('connected', socket.AF_INET, True)
send('mapped', socket.AF_INET6, False)
send('mappedConnected', socket.AF_INET6, True)
if os.fork() == 0: time.sleep(100)
`);
    for (const name of ['plain', 'connected', 'mapped', 'mappedConnected']) {
      expect(lab.udp(said[name], said.to), name).toMatchObject({ pid: said.pid, dstIp: 0x7f000001, dstPort: said.to });
    }
  });

  on('DNS: found without the destination, which is read from the record', async () => {
    const said = await lab.python(`
keep = []
for name, connected in (('plain', False), ('connected', True)):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); keep.append(s)
    s.bind(('127.0.0.1', 0))
    if connected: s.connect(('127.0.0.53', 53)); s.send(b'x')
    else: s.sendto(b'x', ('127.0.0.53', 53))
    say(**{name: port(s)})
`);
    for (const name of ['plain', 'connected']) {
      expect(lab.dns(said[name]), name).toMatchObject({ pid: said.pid, dstIp: 0x7f000035, dstPort: 53 });
    }
  });

  on('UDP: a port used by somebody else before belongs to who uses it now', async () => {
    const sink = await lab.python(`
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); server.bind(('127.0.0.1', 0))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); client.bind(('127.0.0.1', 0))
say(port=port(client), to=port(server))
`);
    let uses = 0;
    /** Uses the port, and keeps it until the next use. */
    const use = (how: string) =>
      lab.python(`
open('${lab.scratch}/turn-${uses++}', 'w').close()
to = ('127.0.0.1', ${sink.to})
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    try: s.bind(('127.0.0.1', ${sink.port})); break
    except OSError: time.sleep(0.01)
${how}
if not s._closed and os.fork() == 0:
    while not os.path.exists('${lab.scratch}/turn-${uses}'): time.sleep(0.01)
`);
    const earlier = await use(`s.sendto(b'x', to)`);
    expect(lab.udp(sink.port, sink.to).pid).toBe(earlier.pid);

    const ways = {
      unconnected: `s.sendto(b'x', to)`,
      connected: `s.connect(to); s.send(b'x')`,
      'another source address': `
s.connect(to)
s.sendmsg([b'x'], [(socket.IPPROTO_IP, 8, struct.pack('=I4s4s', 0, socket.inet_aton('127.0.0.2'), bytes(4)))])`,
      'bound to a device': `s.setsockopt(socket.SOL_SOCKET, 25, b'lo'); s.connect(to); s.send(b'x')`,
    };
    for (const [name, how] of Object.entries(ways)) {
      const now = await use(how);
      expect(lab.udp(sink.port, sink.to).pid, name).toBe(now.pid);
    }

    const gone = {
      closed: `s.connect(to); s.send(b'x'); s.close()`,
      disconnected: `s.connect(to); s.send(b'x'); ctypes.CDLL(None).connect(s.fileno(), bytes(16), 16)`,
      'connected elsewhere': `s.connect(to); s.send(b'x'); s.connect(('127.0.0.9', 9))`,
    };
    for (const [name, how] of Object.entries(gone)) {
      const now = await use(how);
      const record = lab.reader.lookup(17, 0x7f000001, sink.port ?? 0, 0x7f000001, sink.to ?? 0);
      if (hook === 'cgroup_skb/egress') expect(record, name).toBeUndefined();
      else expect(record?.pid, name).toBe(now.pid);
    }
  });

  on('a descriptor kept over exec keeps its first owner', async () => {
    const said = await lab.python(`
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); udp.bind(('127.0.0.1', 0))
server = listener(); server.setsockopt(socket.IPPROTO_TCP, 23, 5)
tcp = socket.socket(); tcp.setsockopt(socket.IPPROTO_TCP, 30, 1)
sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); sink.bind(('127.0.0.1', 0))
udp.connect(sink.getsockname())
query = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); query.connect(('127.0.0.53', 53))
tcp.connect(server.getsockname())
for s in (udp, tcp, query, server, sink): s.set_inheritable(True)
say(udp=port(udp), sink=port(sink), dns=port(query), to=port(server))
tell = 'import json, socket; print(json.dumps(dict(tcp=socket.socket(fileno=%d).getsockname()[1])))' % tcp.fileno()
os.environ['TELL'] = tell
os.execv('/bin/sh', ['sh', '-c', 'for fd in %d %d %d; do echo x >&$fd; done; sleep 100 & exec /usr/bin/python3 -c "$TELL"' % (udp.fileno(), query.fileno(), tcp.fileno())])
`);
    const flows = { udp: lab.udp(said.udp, said.sink), dns: lab.dns(said.dns), tcp: lab.tcp(said.tcp, said.to) };
    for (const [name, record] of Object.entries(flows)) expect(record.proc?.exe, name).toMatch(/python/);
    expect(new Set(Object.values(flows).map(({ execId }) => execId)).size).toBe(1);
  });

  on('a full map forgets the oldest flows, never the newest', async () => {
    const said = await lab.python(`
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for i in range(100_000): s.sendto(b'', ('127.%d.%d.%d' % (1 + i // 62500, i // 250 % 250, i % 250 + 1), 9))
server = listener(); client = socket.create_connection(server.getsockname())
say(port=port(client), to=port(server))
`);
    expect(lab.tcp(said.port, said.to).pid).toBe(said.pid);
  });

  on('arguments of a lookup are checked', async () => {
    expect(() => lab.reader.lookup(7 as 6, 0, 0, 0, 0)).toThrow('protocol must be 6 or 17');
    expect(() => lab.reader.lookup(6, 0, 65536, 0, 0)).toThrow('srcPort must be an integer from 0 to 65535');
    expect(() => lab.reader.lookup(6, -1, 0, 0, 0)).toThrow('srcIp');
    expect(() => lab.reader.onEvent(() => {})).toThrow('called before');
  });
});
