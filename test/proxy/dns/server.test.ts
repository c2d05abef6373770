import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { decode } from 'dns-packet';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadNative } from '../../../src/kernel/load.ts';
import { outside } from '../../../src/proxy/dns/outside.ts';
import { type Bench, type BenchOptions, startBench } from './bench.ts';
import { dig, framed, query, sendTcp, sendUdp } from './clients.ts';
import { a, cname, reply, startWorld, type World } from './world.ts';

let world: World;
const stops: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  world = await startWorld({
    'ok.test': { answers: [a('ok.test', '192.0.2.1', 60), a('ok.test', '192.0.2.2', 60)] },
    'www.ok.test': { answers: [cname('www.ok.test', 'cdn.test'), a('cdn.test', '192.0.2.3')] },
    'evil.test': { answers: [a('evil.test', '192.0.2.66')] },
    'ok.test TXT': { answers: [{ type: 'TXT', name: 'ok.test', ttl: 5, data: ['v=1 two', Buffer.from([0xff, 0])] }] },
    'ok.test MX': { answers: [{ type: 'MX', name: 'ok.test', ttl: 5, data: { preference: 10, exchange: 'mail.ok.test' } }] },
    '_x._tcp.ok.test SRV': {
      answers: [{ type: 'SRV', name: '_x._tcp.ok.test', ttl: 5, data: { priority: 1, weight: 2, port: 443, target: 'ok.test' } }],
      additionals: [a('ok.test', '192.0.2.99')],
    },
  });
  stops.push(world.close);
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
const bench = async (options: BenchOptions = {}): Promise<Bench> => {
  const started = await startBench(world, options);
  stops.push(started.close);
  return started;
};

describe.each(['udp', 'tcp'] as const)('over %s', (transport) => {
  const flags = transport === 'tcp' ? ['+tcp'] : ['+notcp'];
  const ask = async ({ udpPort, tcpPort }: Bench, ...args: string[]) => dig(transport === 'tcp' ? tcpPort : udpPort, ...flags, ...args);

  it('an allowed name is resolved, learned and logged', async () => {
    const server = await bench();
    const said = await ask(server, 'OK.test');
    expect(said).toContain('status: NOERROR');
    expect(said).toMatch(/OK\.test\.\s+60\s+IN\s+A\s+192\.0\.2\.1/);
    expect(server.names.isBound('ok.test', '192.0.2.2')).toBe(true);
    expect(server.log).toMatchObject([
      {
        type: 'dns',
        policy: 'allow',
        name: 'ok.test',
        query_type: 'A',
        protocol: transport,
        pid: 42,
        dst_ip: world.ip,
        dst_port: 53,
        rule: 'line 1: ok.test',
      },
    ]);
  });

  it('a denied name does not exist, the reason is told, and nobody is asked', async () => {
    const server = await bench();
    for (const type of ['A', 'AAAA', 'TXT', 'HTTPS', 'ANY', 'TYPE65000']) {
      const said = await ask(server, 'c2VjcmV0.evil.test', type);
      expect(said).toContain('status: NXDOMAIN');
      // After an address comes a connection; what else is asked is allowed by itself.
      const line = ['A', 'AAAA', 'HTTPS'].includes(type) ? 'c2VjcmV0.evil.test' : 'dns:c2VjcmV0.evil.test';
      expect(said.toLowerCase()).toMatch(
        new RegExp(`ede: 17.*c2vjcmv0\\.evil\\.test.*add the line: ${line.toLowerCase().replaceAll('.', '\\.')}`),
      );
    }
    expect(world.seen).toEqual([]);
    expect(server.log).toHaveLength(6);
    expect(server.log[2]).toMatchObject({
      policy: 'deny',
      name: 'c2vjcmv0.evil.test',
      query_type: 'TXT',
      reason: expect.stringContaining('No rule'),
      pid: 42,
    });
  });

  it('an alias leads to the addresses of its target, bound to the name asked', async () => {
    const server = await bench();
    expect(await ask(server, '+short', 'www.ok.test')).toBe('cdn.test.\n192.0.2.3\n');
    expect(server.names.namesOf('192.0.2.3')).toEqual(['www.ok.test']);
  });

  it("the runner's own processes get answers to any name, IPv6 included, and a line tells it", async () => {
    const server = await bench({
      flowOf: (protocol, ip, port) => ({
        id: '1',
        protocol,
        src: { ip, port },
        dst: { ip: world.ip, port: 53 },
        who: { pid: 7, exe: '/usr/bin/agent' },
        trusted: true,
      }),
    });
    expect(await ask(server, 'evil.test')).toContain('192.0.2.66');
    await ask(server, 'evil.test', 'AAAA');
    expect(world.seen.map(({ name, type }) => `${name} ${type}`)).toEqual(['evil.test A', 'evil.test AAAA']);
    expect(server.log[0]).toMatchObject({ policy: 'allow', rule: "built-in: the runner's own traffic", exe: '/usr/bin/agent' });
    expect(await ask(server, 'evil.test', 'ANY')).toContain('REFUSED');
  });

  it('IPv6 is off: AAAA is empty, with a SOA, and nobody is asked', async () => {
    const server = await bench();
    const said = await ask(server, 'ok.test', 'AAAA');
    expect(said).toMatch(/status: NOERROR[\s\S]*ANSWER: 0, AUTHORITY: 1/);
    expect(world.seen).toEqual([]);
  });

  it('other types are passed on and teach nothing', async () => {
    const server = await bench();
    expect(await ask(server, '+short', 'ok.test', 'TXT')).toBe('"v=1 two" "\\255\\000"\n');
    expect(await ask(server, '+short', 'ok.test', 'MX')).toBe('10 mail.ok.test.\n');
    expect(await ask(server, '+short', '_x._tcp.ok.test', 'SRV')).toBe('1 2 443 ok.test.\n');
    expect(server.names.size).toBe(0);
  });

  it.each(['ANY', 'AXFR', 'TKEY', 'MAILB'])('%s of an allowed name is refused, and nobody is asked', async (type) => {
    const server = await bench();
    if (type === 'AXFR' && transport === 'udp') return;
    expect(await ask(server, 'ok.test', type)).toMatch(/status: REFUSED|Transfer failed/);
    expect(world.seen).toEqual([]);
    expect(server.log[0]).toMatchObject({ policy: 'deny', name: 'ok.test' });
  });

  it('localhost never leaves the machine', async () => {
    const server = await bench({ allowed: ['printer'] });
    expect(await ask(server, '+short', 'localhost')).toBe('127.0.0.1\n');
    expect(await ask(server, '+short', 'a.localhost')).toBe('127.0.0.1\n');
    expect(await ask(server, 'printer')).toContain('status: NXDOMAIN');
    expect(world.seen).toEqual([]);
    expect(server.names.size).toBe(0);
  });

  it('who the kernel did not see is refused and logged', async () => {
    const server = await bench({ flowOf: () => undefined });
    expect(await ask(server, 'ok.test')).toContain('status: REFUSED');
    expect(world.seen).toEqual([]);
    expect(server.log).toMatchObject([{ policy: 'deny', name: 'ok.test', src_port: expect.any(Number) }]);
  });

  it('audit resolves what it would deny, guardrails excepted, and the line says so', async () => {
    const server = await bench({ audit: true, allowed: ['!evil.test'] });
    const guarded = await bench({ audit: true, asked: { ip: '169.254.169.254', port: 53 } });
    expect(await ask(server, '+short', 'evil.test')).toBe('192.0.2.66\n');
    expect(server.names.isBound('evil.test', '192.0.2.66')).toBe(true);
    expect(await ask(guarded, 'ok.test')).toContain('status: NXDOMAIN');
    expect(world.seen.map(({ name }) => name)).toEqual(['evil.test']);
    expect(server.log).toMatchObject([{ name: 'evil.test', policy: 'deny', audit: true, rule: 'line 1: !evil.test' }]);
    expect(guarded.log).toMatchObject([{ name: 'ok.test', policy: 'deny', dst_ip: '169.254.169.254' }]);
    expect(guarded.log[0]?.audit).toBeUndefined();
  });

  it('a failing upstream is told as a failure', async () => {
    world.names['ok.test'] = { rcode: 2 };
    const server = await bench();
    expect(await ask(server, 'ok.test')).toContain('status: SERVFAIL');
    expect(server.log).toMatchObject([{ policy: 'allow', error: expect.stringContaining('SERVFAIL') }]);
  });

  it('every denied query has its line, however often it comes', async () => {
    const server = await bench();
    for (let i = 0; i < 5; i++) await ask(server, 'evil.test');
    expect(server.log.filter(({ policy }) => policy === 'deny')).toHaveLength(5);
  });

  it.each([
    ['class CH', ['ok.test', 'CH', 'TXT'], /REFUSED/],
    ['EDNS of the future', ['+edns=5', '+noednsneg', 'ok.test'], /BADVERS/],
    ['another opcode', ['+opcode=NOTIFY', 'ok.test', 'SOA'], /NOTIMP/],
    ['odd bytes in a name', ['o\\000k.test'], /FORMERR/],
    ['a dot inside a label', ['ok\\.test'], /FORMERR/],
    ['the root', ['.', 'NS'], /FORMERR/],
  ])('%s is refused, and nobody is asked', async (_, args, status) => {
    const server = await bench({ allowed: ['ok.test', '*.ok.test'] });
    expect(await ask(server, ...args)).toMatch(status);
    expect(world.seen).toEqual([]);
    expect(server.log).toMatchObject([{ policy: 'deny', reason: expect.stringContaining('malformed') }]);
  });

  it('cookies, padding and client subnet stay here', async () => {
    const server = await bench();
    expect(await ask(server, '+cookie', '+padding=128', '+subnet=203.0.113.0/24', '+nsid', '+dnssec', 'ok.test')).toContain('192.0.2.1');
    expect(world.seen).toHaveLength(1);
    expect(world.seen[0]?.bytes.length).toBe(12 + 9 + 4 + 11);
    expect(world.seen[0]?.bytes.includes(Buffer.from([203, 0, 113]))).toBe(false);
  });
});

describe('HTTPS records', () => {
  const params = (...list: [number, string][]): Buffer =>
    Buffer.concat(
      list.map(([key, hex]) => Buffer.concat([Buffer.from([key >> 8, key & 255, 0, hex.length / 2]), Buffer.from(hex, 'hex')])),
    );
  const record = (...list: [number, string][]) => Buffer.concat([Buffer.from([0, 1, 0]), params(...list)]);
  const published = (...records: Buffer[]) => {
    world.names['ok.test UNKNOWN_65'] = {
      answers: records.map((data) => ({ type: 'UNKNOWN_65' as 'NULL', name: 'ok.test', ttl: 30, data })),
    };
  };
  const alpn: [number, string] = [1, '026832'];

  it('lose ECH and address hints, and teach nothing', async () => {
    published(record(alpn, [4, 'c0000209'], [5, 'deadbeef'], [6, '20010db8000000000000000000000001']));
    const server = await bench();
    expect(await dig(server.udpPort, '+short', 'ok.test', 'TYPE65')).toMatch(/^1 \. alpn="h2"\s*$/);
    expect(server.names.size).toBe(0);
  });

  it.each<[string, Buffer]>([
    ['keys out of order', record([4, 'c0000209'], alpn)],
    ['a key twice', record(alpn, alpn)],
    ['a value cut off', record(alpn, [5, 'deadbeef']).subarray(0, -1)],
    ['a mandatory key that is stripped', record([0, '0005'], alpn, [5, 'deadbeef'])],
    ['a compressed target', Buffer.concat([Buffer.from([0, 1, 0xc0, 0x0c]), params(alpn)])],
    ['nothing at all', Buffer.from([0])],
  ])('with %s are left out', async (_, bad) => {
    published(bad, record(alpn));
    const server = await bench();
    const bytes = await sendUdp(server.udpPort, query('ok.test', 'UNKNOWN_65' as 'A'));
    expect(decode(bytes ?? Buffer.alloc(0)).answers).toHaveLength(1);
  });
});

/** An address of this machine that is not loopback: the policy never filters loopback. */
const ownAddress = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

describe.skipIf(!ownAddress)(
  'another server than the resolver of the machine (skipped where the machine has no address but loopback)',
  () => {
    const other = async (host = ownAddress) => {
      const server = await startWorld({ 'ok.test': { answers: [a('ok.test', '203.0.113.5')] } }, host);
      stops.push(server.close);
      return server;
    };

    it('that no rule allows is not asked, nor is anybody', async () => {
      const foreign = await other();
      const server = await bench({ asked: foreign });
      expect(await dig(server.udpPort, 'ok.test')).toMatch(new RegExp(`status: NXDOMAIN[^]*EDE: 17[^]*${foreign.ip}:${foreign.port}/udp`));
      expect([...foreign.seen, ...world.seen]).toEqual([]);
    });

    it('that a rule allows is asked itself, in the way that the rule allows', async () => {
      const foreign = await other();
      const server = await bench({ asked: foreign, allowed: ['ok.test', `${foreign.ip}:${foreign.port}/udp`] });
      expect(await dig(server.udpPort, '+short', 'ok.test')).toBe('203.0.113.5\n');
      expect(server.names.isBound('ok.test', '203.0.113.5')).toBe(true);
      expect(await dig(server.tcpPort, '+tcp', 'ok.test')).toContain('status: NXDOMAIN');
      expect(foreign.seen.map(({ transport }) => transport)).toEqual(['udp']);
      expect(world.seen).toEqual([]);
    });

    it('that a rule allows over TCP is not asked over UDP', async () => {
      const foreign = await other();
      const server = await bench({ asked: foreign, allowed: ['ok.test', `${foreign.ip}:${foreign.port}`] });
      expect(await dig(server.tcpPort, '+tcp', '+short', 'ok.test')).toBe('203.0.113.5\n');
      expect(await dig(server.udpPort, '+notcp', 'ok.test')).toContain('status: NXDOMAIN');
      expect(foreign.seen.map(({ transport }) => transport)).toEqual(['tcp']);
    });

    it('that truncates is not asked over TCP when the rule is for UDP', async () => {
      const foreign = await other();
      foreign.names['ok.test'] = { truncated: true };
      const server = await bench({ asked: foreign, allowed: ['ok.test', `${foreign.ip}:${foreign.port}/udp`] });
      const bytes = await sendUdp(server.udpPort, query('ok.test'));
      expect(decode(bytes ?? Buffer.alloc(0)).flag_tc).toBe(true);
      expect(foreign.seen.map(({ transport }) => transport)).toEqual(['udp']);
    });

    it('is asked in audit, and teaches nothing', async () => {
      const foreign = await other();
      const server = await bench({ asked: foreign, audit: true });
      expect(await dig(server.udpPort, '+short', 'ok.test')).toBe('203.0.113.5\n');
      expect(server.names.size).toBe(0);
      expect(foreign.seen).toHaveLength(1);
      expect(world.seen).toEqual([]);
      expect(server.log).toMatchObject([{ policy: 'deny', audit: true, dst_ip: foreign.ip, dst_port: foreign.port }]);
    });

    it('is asked where everything is allowed, and teaches nothing', async () => {
      const foreign = await other();
      const server = await bench({ asked: foreign, defaultAllow: true });
      expect(await dig(server.udpPort, '+short', 'ok.test')).toBe('203.0.113.5\n');
      expect(server.names.size).toBe(0);
    });

    it("at an address of this machine may be the job's: a rule for the network lets it be asked, and it teaches nothing", async () => {
      const jobs = await other();
      const server = await bench({ asked: jobs, allowed: ['ok.test', '0.0.0.0/0:*', '0.0.0.0/0:*/udp'], isOutside: outside(loadNative()) });
      expect(await dig(server.udpPort, '+short', 'ok.test')).toBe('203.0.113.5\n');
      expect(await dig(server.tcpPort, '+tcp', '+short', 'ok.test')).toBe('203.0.113.5\n');
      expect(server.names.size).toBe(0);
      expect(jobs.seen.map(({ transport }) => transport)).toEqual(['udp', 'tcp']);
    });

    it("may be the job's when it is asked, and another's when its answer is asked for again: it has taught nothing, and is asked anew", async () => {
      const jobs = await other();
      let isOutside = false;
      const server = await bench({ asked: jobs, allowed: ['ok.test', `${jobs.ip}:${jobs.port}/udp`], isOutside: () => isOutside });
      expect(await dig(server.udpPort, '+short', 'ok.test')).toBe('203.0.113.5\n');
      isOutside = true;
      jobs.names['ok.test'] = { answers: [a('ok.test', '203.0.113.6')] };
      expect(await dig(server.udpPort, '+short', 'ok.test')).toBe('203.0.113.6\n');
      expect(server.names.isBound('ok.test', '203.0.113.6')).toBe(true);
      expect(server.names.size).toBe(1);
    });

    it("that becomes the job's while it is asked teaches nothing", async () => {
      const jobs = await other();
      let asked = 0;
      const server = await bench({ asked: jobs, allowed: ['ok.test', `${jobs.ip}:${jobs.port}/udp`], isOutside: () => ++asked === 1 });
      expect(await dig(server.udpPort, '+short', 'ok.test')).toBe('203.0.113.5\n');
      expect(asked).toBe(2);
      expect(server.names.size).toBe(0);
    });

    it('on loopback belongs to the job: it is asked, and teaches nothing', async () => {
      const jobs = await other('127.0.53.1');
      const server = await bench({ asked: jobs });
      expect(await dig(server.udpPort, '+short', 'ok.test')).toBe('203.0.113.5\n');
      expect(server.names.size).toBe(0);
      expect(world.seen).toEqual([]);
    });
  },
);

describe('size', () => {
  const many = [...Array(60)].map((_, i) => a('ok.test', `192.0.2.${i}`));

  it('an answer that does not fit is cut, with TC, and whole over TCP', async () => {
    world.names['ok.test'] = { answers: many };
    const server = await bench();
    const cut = decode((await sendUdp(server.udpPort, query('ok.test'))) ?? Buffer.alloc(0));
    expect(cut.flag_tc).toBe(true);
    expect(cut.answers?.length).toBeGreaterThan(10);
    const { replies } = await sendTcp(server.tcpPort, framed(query('ok.test')));
    expect(decode(replies[0] ?? Buffer.alloc(0)).answers).toHaveLength(60);
    expect(await dig(server.udpPort, '+notcp', '+bufsize=4096', 'ok.test')).toContain('ANSWER: 60');
  });

  it('no datagram is longer than the client said', async () => {
    world.names['ok.test'] = { answers: many };
    const server = await bench();
    for (const size of [0, 512, 600, 1232, 4096, 65535]) {
      const said = await dig(server.udpPort, '+notcp', '+ignore', `+bufsize=${size}`, 'ok.test');
      expect(Number(/MSG SIZE\s+rcvd: (\d+)/.exec(said)?.[1])).toBeLessThanOrEqual(Math.max(512, Math.min(size, 4096)));
    }
  });
});

describe('real clients', () => {
  it('Node resolves, and hears that a name does not exist', async () => {
    const server = await bench();
    const resolver = new Resolver({ timeout: 2000, tries: 1 });
    resolver.setServers([`127.0.0.1:${server.udpPort}`]);
    expect((await resolver.resolve4('ok.test')).sort()).toEqual(['192.0.2.1', '192.0.2.2']);
    await expect(resolver.resolve4('evil.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(resolver.resolve6('ok.test')).rejects.toMatchObject({ code: 'ENODATA' });
    expect(world.about('evil.test')).toEqual([]);
  });
});

describe('TCP connections', () => {
  it('carry several queries, answered as they are done', async () => {
    world.names['slow.ok.test'] = ({ bytes }, send) =>
      void setTimeout(() => send(reply(bytes, { answers: [a('slow.ok.test', '192.0.2.9')] })), 150) as undefined;
    const server = await bench();
    const { replies, closed } = await sendTcp(
      server.tcpPort,
      framed(query('slow.ok.test', 'A', 1), query('ok.test', 'A', 2), query('evil.test', 'A', 3)),
    );
    expect(replies.map((bytes) => decode(bytes).id)).toEqual([3, 2, 1]);
    expect(closed).toBe(true);
  });

  it('take more queries than are answered at a time', async () => {
    const server = await bench({ limits: { pipeline: 2 } });
    const { replies } = await sendTcp(server.tcpPort, framed(...[...Array(50)].map((_, i) => query('ok.test', 'A', i))));
    expect(replies.map((bytes) => decode(bytes).id).sort((x = 0, y = 0) => x - y)).toEqual([...Array(50).keys()]);
  });

  it('that announce too much, or an empty query, end at once', async () => {
    const server = await bench({ limits: { idleMs: 60_000 } });
    const options = { waitMs: 5000, end: false };
    expect(await sendTcp(server.tcpPort, Buffer.from([0xff, 0xff, 1]), options)).toMatchObject({ replies: [], closed: true });
    expect(await sendTcp(server.tcpPort, Buffer.from([0, 0]), options)).toMatchObject({ replies: [], closed: true });
  });

  it('that send nothing, or half a query, end when their time is over', async () => {
    const server = await bench({ limits: { idleMs: 200 } });
    const options = { waitMs: 5000, end: false };
    expect(await sendTcp(server.tcpPort, Buffer.alloc(0), options)).toMatchObject({ replies: [], closed: true });
    expect(await sendTcp(server.tcpPort, framed(query('ok.test')).subarray(0, -1), options)).toMatchObject({ replies: [], closed: true });
    expect(world.seen).toEqual([]);
  });

  it('that dribble bytes end when their time is over', async () => {
    const server = await bench({ limits: { idleMs: 300 } });
    const socket = connect(server.tcpPort, '127.0.0.1');
    socket.on('error', () => {});
    const dribble = setInterval(() => socket.write('\0'), 50);
    socket.write('\x01');
    // It would go on for as long as the test may take.
    await new Promise((resolve) => socket.on('close', resolve));
    clearInterval(dribble);
  });

  it('of one process are bounded, those of others still get in', async () => {
    let pid = 1;
    const server = await bench({
      limits: { connectionsPerProcess: 3 },
      flowOf: (protocol, ip, port) => ({ id: '1', protocol, src: { ip, port }, dst: { ip: world.ip, port: 53 }, who: { pid } }),
    });
    /** Is a query on it answered? It stays open. */
    const open = () => {
      const socket = connect(server.tcpPort, '127.0.0.1');
      socket.on('error', () => {});
      stops.push(async () => socket.destroy());
      socket.write(framed(query('evil.test')));
      return new Promise<boolean>((resolve) => socket.once('data', () => resolve(true)).on('close', () => resolve(false)));
    };
    expect(await Promise.all([open(), open(), open()])).toEqual([true, true, true]);
    expect(await open()).toBe(false);
    pid = 2;
    expect(await open()).toBe(true);
  });
});

describe('load', () => {
  it('one process cannot have more queries waiting than its share', async () => {
    let pid = 1;
    const server = await bench({
      maxPerProcess: 4,
      rounds: [3000],
      flowOf: (protocol, ip, port) => ({ id: '1', protocol, src: { ip, port }, dst: { ip: world.ip, port: 53 }, who: { pid } }),
    });
    world.names['ok.test'] = { answers: [a('ok.test', '192.0.2.1', 0)] };
    for (let i = 0; i < 10; i++) world.names[`n${i}.ok.test`] = () => undefined;
    const asked = [...Array(10)].map((_, i) => sendUdp(server.udpPort, query(`n${i}.ok.test`), 10_000));
    // Refusals are logged at once, what waits when its time is over.
    await vi.waitUntil(() => world.seen.length === 4 && server.log.length === 6, { timeout: 10_000 });
    pid = 2;
    expect(decode((await sendUdp(server.udpPort, query('ok.test'))) ?? Buffer.alloc(0)).answers).toHaveLength(1);
    await Promise.all(asked);
    expect(world.seen.filter(({ name }) => name !== 'ok.test')).toHaveLength(4);
    expect(server.log).toHaveLength(11);
  });

  it('a thousand datagrams at once are answered, and the log has a line for each denial', async () => {
    const server = await bench();
    const socket = createSocket('udp4');
    let replies = 0;
    socket.on('message', () => replies++);
    for (let i = 0; i < 1000; i++) {
      socket.send(query(i % 2 ? 'ok.test' : 'evil.test', 'A', i), server.udpPort, '127.0.0.1');
      if (i % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    for (let i = 0; i < 400 && replies < 1000; i++) await new Promise((resolve) => setTimeout(resolve, 50));
    socket.close();
    expect(replies).toBeGreaterThan(900);
    expect(server.log.filter(({ policy }) => policy === 'deny').length).toBeGreaterThan(450);
    expect(world.about('evil.test')).toEqual([]);
    expect(world.seen.length).toBe(1);
  });

  it('closing while queries wait leaves nothing running', async () => {
    world.names['ok.test'] = () => undefined;
    const server = await bench({ rounds: [60_000] });
    const asked = sendUdp(server.udpPort, query('ok.test'), 300);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.close();
    expect(await asked).toBeUndefined();
    // Each by itself: the TCP port of the same number may belong to another test.
    const udp = createSocket('udp4').bind(server.udpPort, '127.0.0.1');
    await once(udp, 'listening');
    udp.close();
    const tcp = createServer().listen(server.tcpPort, '127.0.0.1');
    await once(tcp, 'listening');
    tcp.close();
  });

  it('a port that is taken is told', async () => {
    const server = await bench();
    await expect(startBench(world, { port: server.udpPort })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
