import { createSocket } from 'node:dgram';
import { decode, encode } from 'dns-packet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createQueryReader, encode as encodeReply, replyOf } from '../../../src/proxy/dns/asked.ts';
import { type Bench, type BenchOptions, startBench } from './bench.ts';
import { framed, query, sendTcp, sendUdp } from './clients.ts';
import { a, cname, startWorld, type World } from './world.ts';

/** What is asked again is answered from memory; who asks is decided each time. */

let world: World;
const stops: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  world = await startWorld({
    'ok.test': { answers: [a('ok.test', '192.0.2.1', 60)] },
    'www.ok.test': { answers: [cname('www.ok.test', 'cdn.test', 60), a('cdn.test', '192.0.2.3', 60)] },
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
const ask = async ({ udpPort }: Bench, bytes: Buffer) => {
  const said = (await sendUdp(udpPort, bytes)) ?? Buffer.alloc(12);
  return { ...decode(said), rcode: (said[3] ?? 0) & 15 };
};
const withEdns = (name: string, id: number, udpPayloadSize: number): Buffer =>
  encode({
    type: 'query',
    id,
    flags: 0x0100,
    questions: [{ type: 'A', name }],
    additionals: [{ type: 'OPT', name: '.', udpPayloadSize, extendedRcode: 0, ednsVersion: 0, flags: 0, flag_do: false, options: [] }],
  });

describe('a question that comes again', () => {
  it('has an answer with its own id, in its own case, with or without EDNS, and costs no query upstream', async () => {
    const server = await bench();
    for (const [id, name] of [
      [1, 'www.ok.test'],
      [2, 'www.ok.test'],
      [3, 'WWW.ok.TEST'],
      [4, 'www.ok.test'],
    ] as const) {
      for (const bytes of [query(name, 'A', id), withEdns(name, id, 1232)]) {
        const said = await ask(server, bytes);
        expect([said.id, said.rcode, said.questions?.[0]?.name]).toEqual([id, 0, name]);
        expect(said.answers).toMatchObject([
          { type: 'CNAME', name },
          { type: 'A', name: 'cdn.test', data: '192.0.2.3' },
        ]);
        expect(said.additionals).toHaveLength(bytes.length === query(name, 'A', id).length ? 0 : 1);
      }
    }
    expect(world.seen).toHaveLength(1);
  });

  it('is decided anew: what one process may, another may not, nor the same one from elsewhere', async () => {
    let exe = '/usr/bin/good';
    let dst = { ip: world.ip, port: 53 };
    const server = await bench({
      allowed: ['ok.test exe=/usr/bin/good'],
      flowOf: (protocol, ip, port) => ({ id: '1', protocol, src: { ip, port }, dst, who: { pid: 7, exe } }),
    });
    const bytes = query('ok.test', 'A', 9);
    expect((await ask(server, bytes)).answers).toHaveLength(1);
    expect((await ask(server, bytes)).answers).toHaveLength(1);
    exe = '/usr/bin/bad';
    expect((await ask(server, bytes)).rcode).toBe(3);
    exe = '/usr/bin/good';
    dst = { ip: '192.0.2.77', port: 53 };
    expect((await ask(server, bytes)).rcode).toBe(3);
    dst = { ip: world.ip, port: 53 };
    expect((await ask(server, bytes)).answers).toHaveLength(1);
    expect(server.log.map(({ policy, exe: by, dst_ip }) => [policy, by, dst_ip])).toEqual([
      ['allow', '/usr/bin/good', world.ip],
      ['allow', '/usr/bin/good', world.ip],
      ['deny', '/usr/bin/bad', world.ip],
      ['deny', '/usr/bin/good', '192.0.2.77'],
      ['allow', '/usr/bin/good', world.ip],
    ]);
  });

  it('is told of whom it came, where to, and by what rule, each time', async () => {
    const [one, two, three] = [{ pid: 1 }, { pid: 2, exe: '/usr/bin/two' }, { pid: 3 }];
    const asked = [
      { who: one, ip: world.ip },
      { who: one, ip: world.ip },
      { who: two, ip: world.ip },
      { who: two, ip: '127.0.0.99' },
      { who: one, ip: world.ip },
      { who: three, ip: world.ip },
      { who: three, ip: '127.0.0.99' },
    ];
    let count = 0;
    const server = await bench({
      aliases: ['127.0.0.99'],
      allowed: ['ok.test exe=/usr/bin/two', 'ok.test', '127.0.0.99/32:53/udp'],
      flowOf: (protocol, ip, port) => {
        const { who, ip: server } = asked[count++] ?? { who: one, ip: world.ip };
        return { id: `${count}`, protocol, src: { ip, port }, dst: { ip: server, port: 53 }, who };
      },
    });
    for (const _ of asked) await ask(server, query('ok.test'));
    expect(server.log.map(({ conn, pid, exe, dst_ip }) => [conn, pid, exe, dst_ip])).toEqual(
      asked.map(({ who, ip }, index) => [`${index + 1}`, who.pid, 'exe' in who ? who.exe : undefined, ip]),
    );
    expect(new Set(server.log.map(({ src_port }) => src_port)).size).toBe(asked.length);
    expect(server.log.every(({ ts, duration_ms, name }) => Date.parse(ts) > 0 && duration_ms !== undefined && name === 'ok.test')).toBe(
      true,
    );
  });

  it('of nobody is refused, whatever was answered before', async () => {
    let seen = true;
    const server = await bench({
      flowOf: (protocol, ip, port) =>
        seen ? { id: '1', protocol, src: { ip, port }, dst: { ip: world.ip, port: 53 }, who: { pid: 7 } } : undefined,
    });
    expect((await ask(server, query('ok.test'))).rcode).toBe(0);
    seen = false;
    expect((await ask(server, query('ok.test'))).rcode).toBe(5);
  });

  it('shows what is left of the TTL', async () => {
    const server = await bench();
    const ttl = async () => (await ask(server, query('ok.test'))).answers?.map((record) => ('ttl' in record ? record.ttl : 0));
    expect(await ttl()).toEqual([60]);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const [left = 60] = (await ttl()) ?? [];
    // How long it slept is the machine's to say.
    expect(left).toBeLessThan(60);
    expect(left).toBeGreaterThan(0);
  });

  it('teaches the address again', async () => {
    const server = await bench();
    await ask(server, query('ok.test'));
    expect(server.names.isBound('ok.test', '192.0.2.1')).toBe(true);
    const learned: string[] = [];
    const { learn } = server.names;
    server.names.learn = (name, ips, ttl) => {
      learned.push(name);
      learn(name, ips, ttl);
    };
    await ask(server, query('ok.test'));
    expect(learned).toEqual(['ok.test']);
  });

  it('that does not fit is cut over UDP and whole over TCP, in any order', async () => {
    world.names['many.ok.test'] = { answers: Array.from({ length: 60 }, (_, i) => a('many.ok.test', `192.0.2.${i}`, 60)) };
    const server = await bench();
    for (let round = 0; round < 2; round++) {
      const [small, large] = [await ask(server, query('many.ok.test')), await ask(server, withEdns('many.ok.test', 1, 4096))];
      expect([small.flag_tc, large.flag_tc, large.answers?.length]).toEqual([true, false, 60]);
      expect(small.answers?.length).toBeLessThan(60);
      const { replies } = await sendTcp(server.tcpPort, framed(query('many.ok.test')));
      expect(decode(replies[0] ?? Buffer.alloc(0)).answers).toHaveLength(60);
    }
  });
});

describe('many at once', () => {
  it('get each its own answer, in whatever number they arrive', async () => {
    const server = await bench();
    await ask(server, query('ok.test'));
    const socket = createSocket('udp4');
    const ids: number[] = [];
    socket.on('message', (bytes) => ids.push(bytes.readUInt16BE(0)));
    for (const count of [1, 31, 32, 33, 64, 100]) {
      ids.length = 0;
      for (let id = 0; id < count; id++) socket.send(query(id % 5 ? 'ok.test' : 'evil.test', 'A', id), server.udpPort, '127.0.0.1');
      for (let waited = 0; waited < 2000 && ids.length < count; waited++) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(new Set(ids).size).toBe(count);
    }
    socket.close();
    expect(server.log.filter(({ policy }) => policy === 'deny')).toHaveLength(55);
    expect(world.seen).toHaveLength(1);
  });

  it('a datagram as long as one can be is read as one, and refused', async () => {
    const server = await bench();
    const long = Buffer.alloc(65_507);
    query('ok.test').copy(long);
    expect((await ask(server, long)).rcode).toBe(1);
    expect(server.log.at(-1)?.reason).toContain('bytes behind the message');
  });

  it.each([
    ['of few records is remembered with it', 8, true],
    ['of hundreds is not, as the same name can be written in a thousand ways', 500, false],
  ])('an answer %s', (_, count, kept) => {
    const read = createQueryReader();
    const asked = read(query('many.ok.test'));
    if ('why' in asked) throw new Error('it is a query');
    const records = Array.from({ length: count }, (_, i) => ({
      name: 'many.ok.test',
      type: 1,
      ttl: 60,
      answer: a('many.ok.test', `192.0.${i >> 8}.${i & 255}`, 60),
    }));
    const answer = {};
    for (let round = 0; round < 2; round++) {
      const reply = replyOf(asked, answer, () => ({ rcode: 0, answers: records }));
      expect(decode(encodeReply(asked, round, reply, 0xffff))).toMatchObject({ id: round, answers: { length: count } });
    }
    expect([asked.reply !== undefined, asked.encoded !== undefined]).toEqual([kept, kept]);
  });

  it('an answer belongs to whom it is given: the next one changes nothing in it', () => {
    const read = createQueryReader();
    const [one, two] = [read(query('ok.test', 'A', 1)), read(query('ok.test', 'A', 2))];
    if ('why' in one || 'why' in two) throw new Error('they are queries');
    expect(one).toBe(two);
    const reply = { rcode: 0 };
    const [first, second] = [encodeReply(one, 1, reply, 512), encodeReply(two, 2, reply, 512)];
    expect([first.readUInt16BE(0), second.readUInt16BE(0)]).toEqual([1, 2]);
    expect(first.subarray(2).equals(second.subarray(2))).toBe(true);
  });
});
