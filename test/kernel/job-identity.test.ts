import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { type JobLab, openJobLab, present } from './job-lab.ts';
import { args, eventually, prelude } from './scope-lab.ts';

/** Python that connects to a listener of its own and says `NAME` and `NAMETo`. */
const connectAs = (name: string) => `
server = listener(); client = socket.create_connection(server.getsockname())
say(${name}=port(client), ${name}To=port(server), ${name}Pid=os.getpid())
`;

const variants = [
  { variant: 'kprobes', noKprobes: false },
  { variant: 'no kprobes', noKprobes: true },
  { variant: 'neither kprobes nor netfilter', noKprobes: true, noNetfilter: true },
];

describe.each(variants)('which step a connection is of, $variant', ({ variant, ...options }) => {
  let lab: JobLab;
  let missing: string | undefined;
  beforeAll(async () => {
    lab = await openJobLab('identity', options);
    const row = lab.scope.report.find(({ purpose }) => purpose === 'who opens TCP connections');
    if (variant === 'kprobes' && row?.status === 'fallback') missing = row.detail;
  });
  afterAll(() => lab.close());

  const on = (what: string, test: (context: TestContext) => Promise<void>) =>
    it(what, async (context) => {
      if (missing) context.skip(missing);
      await test(context);
    });
  const flow = (said: Record<string, number>, name: string) => lab.tcp(said[name], said[`${name}To`]);

  on('steps at the same time, and one in the background of others', async () => {
    const gate = lab.gate();
    const background = await lab.python(`${gate.python}${connectAs('late')}`);
    const [one, two] = await Promise.all([lab.python(connectAs('one')), lab.python(connectAs('two'))]);
    const [first, second] = [(await one.ended()).said, (await two.ended()).said];
    gate.open();
    const { said: last } = await background.ended();
    expect(new Set([background, one, two].map(({ record }) => record.stepId)).size).toBe(3);
    expect(flow(first, 'one')).toMatchObject({ stepId: one.record.stepId, pid: one.pid });
    expect(flow(second, 'two')).toMatchObject({ stepId: two.record.stepId, pid: two.pid });
    expect(flow(last, 'late')).toMatchObject({ stepId: background.record.stepId, pid: background.pid });
  });

  on('UDP as well: with a destination, connected, and a query for names', async () => {
    const step = await lab.python(`
sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); sink.bind(('127.0.0.1', 0))
a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); a.sendto(b'x', sink.getsockname())
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); b.connect(sink.getsockname()); b.send(b'x')
say(to=port(sink), a=port(a), b=port(b))
time.sleep(60)
`);
    const said = await step.saying('b');
    for (const from of [said.a, said.b]) {
      const record = present(lab.reader.lookup(17, 0x7f000001, present(from), 0x7f000001, present(said.to)));
      expect(record).toMatchObject({ stepId: step.record.stepId, pid: step.pid });
    }
    process.kill(step.pid, 'SIGKILL');
  });

  on('double forks, sessions and daemons that outlive their step', async () => {
    const gate = lab.gate();
    const step = await lab.python(
      `
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        null = os.open('/dev/null', os.O_RDWR); os.dup2(null, 0)
        while os.getppid() == session: time.sleep(0.01)
        ${gate.python}
        ${connectAs('daemon').trim().replaceAll('\n', '\n        ')}
        os._exit(0)
    os._exit(0)
`.replace('os.setsid()', 'os.setsid(); session = os.getpid()'),
    );
    const { said: before } = await step.ended();
    expect(before).not.toHaveProperty('daemon');
    const later = await lab.python(connectAs('later'));
    await later.ended();
    gate.open();
    const said = await step.saying('daemon');
    expect(flow(said, 'daemon')).toMatchObject({ stepId: step.record.stepId, pid: said.daemonPid });
    expect(said.daemonPid).not.toBe(step.pid);
  });

  on('a chain of hundreds of processes, each of which ends when it has made the next', async () => {
    const step = await lab.python(`
for i in range(300):
    if os.fork() != 0: os._exit(0)
${connectAs('last')}
`);
    const said = await step.saying('lastTo');
    expect(flow(said, 'last')).toMatchObject({ stepId: step.record.stepId, pid: said.lastPid });
  });

  on('a forged environment, name and argv[0] change nothing', async () => {
    const other = await lab.start(['/bin/true'], { GITHUB_ACTION: 'trusted' });
    const step = await lab.python(`
ctypes.CDLL(None).prctl(15, b'Runner.Worker')
environ = dict(os.environ, GITHUB_ACTION='trusted', GITHUB_ACTION_REPOSITORY='actions/checkout', SCRIPT='''${prelude}${connectAs('forged')}''')
os.execve('/usr/bin/python3', ['Runner.Worker', '-c', 'import os; exec(os.environ["SCRIPT"])'], environ)
`);
    const { said } = await step.ended();
    const record = flow(said, 'forged');
    expect(record).toMatchObject({ stepId: step.record.stepId, pid: step.pid });
    expect(args(record)[0]).toBe('Runner.Worker');
    expect(record.stepId).not.toBe(other.record.stepId);
    expect(lab.job.step(step.record.stepId)?.environ.toString()).toMatch(/GITHUB_ACTION=__run\0/);
  });

  on('a step is its first program only', async () => {
    const gate = lab.gate();
    const step = await lab.start(['/bin/sh', '-c', `${gate.shell}; exec sleep 30`]);
    expect(lab.job.lineage(step.pid)).toMatchObject({ isStep: true, stepId: step.record.stepId, trusted: false });
    gate.open();
    const later = await eventually(() => {
      const now = lab.job.lineage(step.pid);
      return now?.isStep ? undefined : now;
    });
    expect(later).toMatchObject({ isStep: false, stepId: step.record.stepId });
    process.kill(step.pid, 'SIGKILL');
  });

  on('a process that the worker did not start is of no step, whatever it calls itself', async () => {
    const script = `${prelude}ctypes.CDLL(None).prctl(15, b'Runner.Worker')${connectAs('other')}`;
    const { said } = await (await lab.outside(['/usr/bin/python3', '-c', script], { GITHUB_ACTION: '__run' })).ended();
    expect(flow(said, 'other').stepId ?? 0).toBe(0);
  });

  on('a descriptor that is kept over an exec or passed on belongs to the step that connected it', async () => {
    const name = `egf-test-${process.pid}-${variant.replaceAll(' ', '-')}`;
    const giver = await lab.python(`
server = listener(); client = socket.create_connection(server.getsockname())
sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); sink.bind(('127.0.0.1', 0))
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); udp.connect(sink.getsockname())
loose = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); loose.sendto(b'mine', sink.getsockname())
say(port=port(client), to=port(server), udp=port(udp), loose=port(loose), sink=port(sink))
taker = socket.socket(socket.AF_UNIX)
for i in range(500):
    try: taker.connect('\\0${name}'); break
    except OSError: time.sleep(0.02)
socket.send_fds(taker, [b'x'], [client.fileno(), udp.fileno(), loose.fileno(), sink.fileno()])
taker.recv(1)
for each in (server, sink, client, udp, loose): os.set_inheritable(each.fileno(), True)
os.execv('/usr/bin/python3', ['python3', '-c', '''
import socket, sys, time
kept = [socket.socket(fileno=int(fd)) for fd in sys.argv[1:]]
for each in kept: each.send(b"x")
print('{"sent": 1}', flush=True); time.sleep(60)''', str(client.fileno()), str(udp.fileno())])
`);
    const taker = await lab.python(`
server = socket.socket(socket.AF_UNIX); server.bind('\\0${name}'); server.listen()
giver = server.accept()[0]
fds = socket.recv_fds(giver, 1, 4)[1]
client, udp, loose, sink = [socket.socket(fileno=fd) for fd in fds]
client.send(b'theirs'); udp.send(b'theirs'); loose.sendto(b'mine now', sink.getsockname())
giver.send(b'x')
`);
    const said = await giver.saying('sent');
    expect((await taker.ended()).code).toBe(0);
    const given = { stepId: giver.record.stepId, pid: giver.pid };
    const tcp = lab.tcp(said.port, said.to);
    expect(tcp).toMatchObject(given);
    expect(args(tcp)).toEqual(args({ ...tcp, proc: { ...present(tcp.proc), argv: giver.record.argv } }));
    const udp = (from: number | undefined) => lab.reader.lookup(17, 0x7f000001, present(from), 0x7f000001, present(said.sink));
    expect(udp(said.udp)).toMatchObject(given);
    expect(udp(said.loose)).toMatchObject({ stepId: taker.record.stepId, pid: taker.pid });
    process.kill(giver.pid, 'SIGKILL');
  });

  on('the number of a process that has gone gives its successor nothing', async () => {
    const gone = await lab.start(['/bin/sleep', '30']);
    lab.job.trust(gone.pid, { mark: 'trust', inherit: true });
    process.kill(gone.pid, 'SIGKILL');
    await gone.ended();
    const step = await lab.python(`
libc = ctypes.PyDLL(None, use_errno=True)
numbers = (ctypes.c_int * 1)(${gone.pid})
args = (ctypes.c_ulonglong * 11)(0, 0, 0, 0, 17, 0, 0, 0, ctypes.addressof(numbers), 1, 0)
pid = libc.syscall(435, ctypes.byref(args), ctypes.sizeof(args))
if pid < 0: raise OSError(ctypes.get_errno(), 'clone3')
if pid == 0:
    say(mark=socket.socket().getsockopt(socket.SOL_SOCKET, 36))
    ${connectAs('reused').trim().replaceAll('\n', '\n    ')}
    os._exit(0)
os.waitpid(pid, 0)
`);
    const { said } = await step.ended();
    expect(said).toMatchObject({ reusedPid: gone.pid, mark: 0 });
    expect(flow(said, 'reused')).toMatchObject({ pid: gone.pid, stepId: step.record.stepId });
    expect(flow(said, 'reused').trusted ?? false).toBe(false);
  });
});
