import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type JobLab, openJobLab, PROXY_MARK, TRUST_MARK } from './job-lab.ts';
import { eventually, prelude } from './scope-lab.ts';

const { EPERM } = constants.errno;

let lab: JobLab;
beforeAll(async () => {
  lab = await openJobLab('trust');
});
afterAll(() => lab.close());

/** Says it is ready, then waits for SIGUSR1. */
const untilTold = `
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
say(ready=1)
signal.sigwait([signal.SIGUSR1])
`;
const marks = `
SO_MARK = 36
def mark(s): return s.getsockopt(socket.SOL_SOCKET, SO_MARK)
`;

async function trusted(script: string, options: { mark: 'trust' | 'proxy'; inherit: boolean }, before = '') {
  const step = await lab.python(`${marks}${before}${untilTold}${script}`);
  await eventually(() => (step.output().includes('"ready"') ? true : undefined));
  lab.job.trust(step.pid, options);
  process.kill(step.pid, 'SIGUSR1');
  return { ...(await step.ended()), step };
}

it('sockets of a trusted process get the mark: those it has and those it makes', async () => {
  const { said, step } = await trusted(
    `
new = socket.socket(); six = socket.socket(socket.AF_INET6); udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
say(old=mark(server), client=mark(client), new=mark(new), six=mark(six), udp=mark(udp))
say(raw=refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 253)))
c2 = socket.create_connection(server.getsockname())
say(port=port(c2), to=port(server))
`,
    { mark: 'trust', inherit: false },
    'server = listener(); client = socket.create_connection(server.getsockname())\n',
  );
  const each = { old: TRUST_MARK, client: TRUST_MARK, new: TRUST_MARK, six: TRUST_MARK, udp: TRUST_MARK };
  expect(said).toMatchObject({ ...each, raw: 0 });
  expect(lab.tcp(said.port, said.to)).toMatchObject({ trusted: true, pid: step.pid, stepId: step.record.stepId });
});

const child = (name: string) => `
pid = os.fork()
if pid == 0:
    say(${name}=mark(socket.socket()), ${name}Raw=refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 253)))
    os._exit(0)
os.waitpid(pid, 0)
`;

it('children of a trusted process are trusted only with inheritance', async () => {
  const { said: alone } = await trusted(child('child'), { mark: 'trust', inherit: false });
  expect(alone).toMatchObject({ child: 0, childRaw: EPERM });
  const { said: family } = await trusted(child('child'), { mark: 'proxy', inherit: true });
  expect(family).toMatchObject({ child: PROXY_MARK, childRaw: 0 });
});

it('a socket of a trusted process is of no use to another one, and its marks cannot be set', async () => {
  const { said, step } = await trusted(
    `
server = listener(); inherited = socket.socket(); datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); sink.bind(('127.0.0.1', 0))
six = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
def tell_errno(call):
    try: call(); return 0
    except OSError as error: return error.errno
pid = os.fork()
if pid == 0:
    own = socket.socket()
    own.setsockopt(socket.SOL_SOCKET, SO_MARK, 7)
    say(child=os.getpid(), connect=inherited.connect_ex(server.getsockname()),
        sendto=tell_errno(lambda: datagrams.sendto(b'x', sink.getsockname())),
        connectUdp=datagrams.connect_ex(sink.getsockname()),
        sendto6=tell_errno(lambda: six.sendto(b'x', ('::1', 9))),
        setMark=tell_errno(lambda: own.setsockopt(socket.SOL_SOCKET, SO_MARK, ${TRUST_MARK})),
        setProxy=tell_errno(lambda: own.setsockopt(socket.SOL_SOCKET, SO_MARK, ${PROXY_MARK})), otherMark=mark(own))
    own.connect(server.getsockname())
    os._exit(0)
os.waitpid(pid, 0)
inherited.connect(server.getsockname())
`,
    { mark: 'trust', inherit: false },
  );
  const refused = { connect: EPERM, sendto: EPERM, connectUdp: EPERM, sendto6: EPERM, setMark: EPERM, setProxy: EPERM, otherMark: 7 };
  expect(said).toMatchObject(refused);
  const told = await eventually(() => {
    const found = lab.events.filter(({ pid }) => pid === said.child);
    return found.length >= 6 ? found : undefined;
  });
  expect(told).toHaveLength(6);
  for (const event of told) expect(event).toMatchObject({ kind: 'socket', borrowed: true, stepId: step.record.stepId });
});

it('distrust takes the marks away', async () => {
  const step = await lab.python(`${marks}kept = socket.socket()${untilTold}${untilTold}say(kept=mark(kept), new=mark(socket.socket()))`);
  await eventually(() => (step.output().includes('"ready"') ? true : undefined));
  lab.job.trust(step.pid, { mark: 'trust', inherit: true });
  expect(lab.job.lineage(step.pid)).toMatchObject({ trusted: true });
  lab.job.distrust(step.pid);
  expect(lab.job.lineage(step.pid)).toMatchObject({ trusted: false, isStep: true, stepId: step.record.stepId });
  process.kill(step.pid, 'SIGUSR1');
  await eventually(() => (step.output().split('"ready"').length === 3 ? true : undefined));
  process.kill(step.pid, 'SIGUSR1');
  expect((await step.ended()).said).toMatchObject({ kept: 0, new: 0 });
});

it('trusting a process that has gone says so', async () => {
  const step = await lab.start(['/bin/true']);
  await step.ended();
  expect(() => lab.job.trust(step.pid, { mark: 'trust', inherit: false })).toThrow(expect.objectContaining({ code: 'ESRCH' }));
  expect(lab.job.lineage(step.pid)).toBeUndefined();
  expect(() => lab.job.distrust(step.pid)).not.toThrow();
});

it('another process of the same name, program, arguments, user and cgroup is not trusted', async () => {
  const script = `${marks}
ctypes.CDLL(None).prctl(15, b'Runner.Listener')
${untilTold}
say(mark=mark(socket.socket()), raw=refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 253)))
`;
  const [real, copy] = await Promise.all([lab.python(script), lab.python(script)]);
  await Promise.all([real.saying('ready'), copy.saying('ready')]);
  expect(copy.record.argv).toEqual(real.record.argv);
  lab.job.trust(real.pid, { mark: 'trust', inherit: true });
  for (const { pid } of [real, copy]) process.kill(pid, 'SIGUSR1');
  expect((await real.ended()).said).toMatchObject({ mark: TRUST_MARK, raw: 0 });
  expect((await copy.ended()).said).toMatchObject({ mark: 0, raw: EPERM });
  expect(lab.job.lineage(copy.pid)).toBeUndefined();
});

it('what the worker starts is not trusted, though the worker is', async () => {
  lab.job.trust(lab.worker, { mark: 'trust', inherit: false });
  expect(lab.job.lineage(lab.worker)).toMatchObject({ trusted: true, stepId: 0, isStep: false });
  const step = await lab.python(`${marks}say(mark=mark(socket.socket()))`);
  expect((await step.ended()).said).toMatchObject({ mark: 0 });
  lab.job.distrust(lab.worker);
  expect((await (await lab.start(['/bin/true'])).ended()).code).toBe(0);
});

it('a mark in a control message carries no packet', async () => {
  const send = (value: number) => `
sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); sink.bind(('127.0.0.1', 0)); sink.settimeout(0.3)
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try: s.sendmsg([b'x'], [(socket.SOL_SOCKET, SO_MARK, struct.pack('I', ${value}))], 0, sink.getsockname())
except PermissionError: say(refused=1)
try: sink.recv(9); say(arrived=1)
except TimeoutError: say(arrived=0)
`;
  const other = await lab.python(`${marks}${send(7)}`);
  expect((await other.ended()).said).toMatchObject({ arrived: 1 });
  const forged = await lab.python(`${marks}${send(TRUST_MARK)}`);
  expect((await forged.ended()).said).toMatchObject({ arrived: 0, refused: 1 });
});

it('options of every kind and length are set as ever', async () => {
  const step = await lab.python(`${marks}
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1); s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, b'reno')
assert s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) and s.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
s.setsockopt(socket.SOL_SOCKET, SO_MARK, struct.pack('I', 9) + bytes(8000)); assert mark(s) == 9
def errno_of(value, length=4):
    libc = ctypes.CDLL(None, use_errno=True); bytes = ctypes.create_string_buffer(struct.pack('I', value) + b'0' * length)
    return 0 if libc.setsockopt(s.fileno(), 1, SO_MARK, bytes, length) == 0 else ctypes.get_errno()
say(short=errno_of(5, 3), none=errno_of(5, 0), long=errno_of(${PROXY_MARK}, 8000), page=errno_of(${TRUST_MARK}, 4096), kept=mark(s))
`);
  const { EINVAL } = constants.errno;
  expect((await step.ended()).said).toMatchObject({ short: EINVAL, none: EINVAL, long: EPERM, page: EPERM, kept: 9 });
});

it('IPv6 is open to trusted processes alone', async () => {
  const network = `
libc = ctypes.CDLL(None, use_errno=True)
if libc.unshare(0x40000000): raise OSError(ctypes.get_errno())
os.system('ip link set lo up; ip -6 addr add 2001:db8::1/128 dev lo nodad')
`;
  const use = `
server = socket.socket(socket.AF_INET6); server.bind(('2001:db8::1', 0)); server.listen()
client = socket.socket(socket.AF_INET6); client.settimeout(3)
say(connect=client.connect_ex(server.getsockname()))
sink = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); sink.bind(('2001:db8::1', 0)); sink.settimeout(1)
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
try: s.sendto(b'x', sink.getsockname()); sink.recv(9); say(datagram=0)
except OSError as error: say(datagram=error.errno)
`;
  const untrusted = await lab.python(`${network}${use}`);
  expect((await untrusted.ended()).said).toMatchObject({ connect: EPERM, datagram: EPERM });
  const { said } = await trusted(use, { mark: 'trust', inherit: false }, network);
  expect(said).toMatchObject({ connect: 0, datagram: 0 });
});

it('nobody of the job traces a trusted process', async (context) => {
  const row = lab.scope.report.find(({ program }) => program === 'egf_ptrace');
  if (row?.status === 'unavailable') context.skip(row.detail);
  const attempts = `
libc = ctypes.CDLL(None, use_errno=True)
def errno_of(result): return 0 if result >= 0 else ctypes.get_errno()
def trace(pid):
    said = {}
    try: open('/proc/%d/mem' % pid, 'r+b').close(); said['mem'] = 0
    except OSError as error: said['mem'] = error.errno
    pidfd = os.pidfd_open(pid)
    said['getfd'] = errno_of(libc.syscall(438, pidfd, 0, 0))
    said['seize'] = errno_of(libc.ptrace(0x4206, pid, None, None))
    try: said['look'] = 0 if os.readlink('/proc/%d/exe' % pid) else 1
    except OSError as error: said['look'] = error.errno
    return said
`;
  const target = await lab.start(['/bin/sleep', '60']);
  const before = await lab.python(`${attempts}say(**trace(${target.pid}))`);
  expect((await before.ended()).said).toMatchObject({ mem: 0, getfd: 0, seize: 0, look: 0 });
  lab.job.trust(target.pid, { mark: 'trust', inherit: false });
  const after = await lab.python(`${attempts}say(**trace(${target.pid}))`);
  expect((await after.ended()).said).toMatchObject({ mem: constants.errno.EACCES, getfd: EPERM, seize: EPERM, look: 0 });
  process.kill(target.pid, 'SIGKILL');

  const guarded = await lab.start(['/bin/sleep', `${lab.guarded}/60`]);
  const there = await lab.python(`${attempts}say(**trace(${guarded.pid}))`);
  const { EACCES } = constants.errno;
  expect((await there.ended()).said).toMatchObject({ mem: EACCES, getfd: EPERM, seize: EPERM, look: EACCES });
  closeSync(openSync(`/proc/${guarded.pid}/mem`, 'r+'));
  process.kill(guarded.pid, 'SIGKILL');
});

/** errno_of(family, type, address): of bind(2), 0 where it succeeds. */
const errnoOfBind = `
def errno_of(family, type, address):
    s = socket.socket(family, type)
    try: s.bind(address)
    except OSError as error: return error.errno
    return 0
`;

it('a script of the action listens on no port, whatever its threads and children ask for; anybody else does', async () => {
  const listening = `${errnoOfBind}def tries():
    return dict(
        tcp4=errno_of(socket.AF_INET, socket.SOCK_STREAM, ('127.0.0.1', 0)),
        tcp6=errno_of(socket.AF_INET6, socket.SOCK_STREAM, ('::1', 0)),
        mapped=errno_of(socket.AF_INET6, socket.SOCK_STREAM, ('::ffff:127.0.0.1', 0)),
        udp=errno_of(socket.AF_INET, socket.SOCK_DGRAM, ('127.0.0.1', 0)),
    )
import threading
said = tries()
inner = {}
thread = threading.Thread(target=lambda: inner.update(tries())); thread.start(); thread.join()
said.update({'thread_' + name: value for name, value in inner.items()})
if os.fork() == 0: os.execv('/usr/bin/python3', ['python3', '-c', 'import socket; socket.socket().bind(("127.0.0.1", 0)); print("another program listens", flush=True)'])
os.wait()
say(**said)
`;
  const anybody = await lab.python(listening);
  const free = { tcp4: 0, tcp6: 0, mapped: 0, udp: 0, thread_tcp4: 0, thread_tcp6: 0, thread_mapped: 0, thread_udp: 0 };
  expect((await anybody.ended()).said).toMatchObject(free);

  const script = await lab.start(['/usr/bin/python3', '-c', `${prelude}${listening}`, `${lab.guarded}/dist/action/post.js`]);
  expect(script.record.stopped).toBe(true);
  process.kill(script.pid, 'SIGCONT');
  const { said, output } = await script.ended();
  const refused = { tcp4: EPERM, tcp6: EPERM, mapped: EPERM, udp: 0 };
  expect(said).toMatchObject({ ...refused, thread_tcp4: EPERM, thread_tcp6: EPERM, thread_mapped: EPERM, thread_udp: 0 });
  expect(output).toContain('another program listens');
});

it("port 53 is no step's to take, in this network namespace; the machine's own services have it", async () => {
  const binding = `${errnoOfBind}def tries():
    return [errno_of(*to) for to in (
        (socket.AF_INET, socket.SOCK_DGRAM, ('127.0.0.99', 53)),
        (socket.AF_INET, socket.SOCK_STREAM, ('127.0.0.99', 53)),
        (socket.AF_INET6, socket.SOCK_DGRAM, ('::ffff:127.0.0.99', 53)),
        (socket.AF_INET, socket.SOCK_DGRAM, ('127.0.0.99', 54)),
    )]
said = dict(here=tries())
if os.unshare(os.CLONE_NEWNET) if hasattr(os, 'unshare') else __import__('ctypes').CDLL(None).unshare(0x40000000): raise OSError('unshare')
os.system('ip link set lo up')
said['there'] = tries()
say(**said)
`;
  const step = await lab.python(binding);
  expect((await step.ended()).said).toMatchObject({ here: [EPERM, EPERM, EPERM, 0], there: [0, 0, 0, 0] });
  const service = spawnSync('/usr/bin/python3', ['-c', `${prelude}${binding}`], { encoding: 'utf8' });
  expect(service.stdout).toContain('"here": [0, 0, 0, 0]');
});
