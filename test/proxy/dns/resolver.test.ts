import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createResolver, isPublicName, type ResolverOptions } from '../../../src/proxy/dns/resolver.ts';
import { createNameTable } from '../../../src/proxy/names.ts';
import { a, type Behaviour, cname, reply, soa, startWorld, type World } from './world.ts';

const A = 1;
const TXT = 16;
let world: World;
let time: { now: number };
const stops: (() => unknown)[] = [];

beforeEach(async () => {
  world = await startWorld();
  time = { now: 0 };
  stops.push(world.close);
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const resolverOf = (options: Partial<ResolverOptions> = {}) => {
  const names = createNameTable(() => time.now);
  const resolver = createResolver({ servers: [world], names, clock: () => time.now, rounds: [3000, 3000], ...options });
  stops.push(resolver.close);
  return { names, resolver };
};
const says = (names: Record<string, Behaviour>) => Object.assign(world.names, names);

describe('an answer', () => {
  it('gives the addresses in order, learned for the name asked', async () => {
    says({ 'ok.test': { answers: [a('ok.test', '192.0.2.2'), a('ok.test', '192.0.2.1')] } });
    const { resolver, names } = resolverOf();
    expect(await resolver.resolve('OK.test.')).toEqual(['192.0.2.2', '192.0.2.1']);
    expect(names.isBound('ok.test', '192.0.2.1')).toBe(true);
    expect(world.seen.map(({ name, type }) => ({ name, type }))).toEqual([{ name: 'ok.test', type: 'A' }]);
  });

  it('follows aliases, whatever their order, and binds to the name asked alone', async () => {
    says({ 'ok.test': { answers: [a('c.test', '192.0.2.1', 900), cname('b.test', 'C.test', 60), cname('OK.test', 'b.test', 90)] } });
    const { resolver, names } = resolverOf();
    expect(await resolver.resolve('ok.test')).toEqual(['192.0.2.1']);
    expect(names.namesOf('192.0.2.1')).toEqual(['ok.test']);
    time.now = 59_000;
    expect(names.isBound('ok.test', '192.0.2.1')).toBe(true);
    time.now = 60_000;
    expect(names.isBound('ok.test', '192.0.2.1')).toBe(false);
  });

  it.each<[string, RegExp, Behaviour]>([
    ['goes in a circle', /loop/, { answers: [cname('ok.test', 'b.test'), cname('b.test', 'ok.test'), a('ok.test', '192.0.2.1')] }],
    ['is its own alias', /loop/, { answers: [cname('ok.test', 'ok.test'), a('ok.test', '192.0.2.1')] }],
    ['has too many', /16 aliases/, { answers: [...Array(40)].map((_, i) => cname(i === 0 ? 'ok.test' : `n${i}.test`, `n${i + 1}.test`)) }],
  ])('whose chain of aliases %s is refused and teaches nothing', async (_, message, behaviour) => {
    says({ 'ok.test': behaviour });
    const { resolver, names } = resolverOf();
    await expect(resolver.resolve('ok.test')).rejects.toMatchObject({
      name: 'ResolveError',
      code: 'SERVFAIL',
      message: expect.stringMatching(message),
    });
    expect(names.size).toBe(0);
  });

  it('loses addresses that no public name has, and records about other names', async () => {
    const forbidden = [
      '127.0.0.1',
      '0.0.0.0',
      '0.1.2.3',
      '169.254.169.254',
      '168.63.129.16',
      '127.255.255.254',
      '224.0.0.1',
      '255.255.255.255',
    ];
    says({ 'ok.test': { answers: [...forbidden.map((ip) => a('ok.test', ip)), a('evil.test', '192.0.2.66'), a('ok.test', '192.0.2.1')] } });
    const { resolver, names } = resolverOf();
    expect(await resolver.resolve('ok.test')).toEqual(['192.0.2.1']);
    for (const ip of [...forbidden, '192.0.2.66']) expect(names.namesOf(ip)).toEqual([]);
  });

  it('without addresses is an empty list; of a name that does not exist, an error', async () => {
    says({ 'ok.test': { answers: [] } });
    const { resolver } = resolverOf();
    expect(await resolver.resolve('ok.test')).toEqual([]);
    await expect(resolver.resolve('no.test')).rejects.toMatchObject({ code: 'NXDOMAIN' });
  });

  it('that is truncated is fetched over TCP', async () => {
    const many = [...Array(300)].map((_, i) => a('ok.test', `192.0.${i >> 8}.${i & 255}`));
    says({ 'ok.test': ({ transport }) => (transport === 'udp' ? { truncated: true, answers: many.slice(0, 3) } : { answers: many }) });
    const { resolver } = resolverOf();
    expect(await resolver.resolve('ok.test')).toHaveLength(300);
    expect(world.seen.map(({ transport }) => transport)).toEqual(['udp', 'tcp']);
  });

  it('keeps the bytes of data that it does not understand', async () => {
    const data = Buffer.from([3, 0xff, 0x00, 0x2e, 0xc0, 0x0c]);
    says({ 'ok.test': { answers: [{ type: 'NULL', name: 'ok.test', ttl: 9, data }] } });
    const { resolver } = resolverOf();
    const { records } = await resolver.query({ name: 'ok.test', type: 10 });
    expect(records.map(({ answer }) => 'data' in answer && answer.data)).toEqual([data]);
  });
});

describe('a forger', () => {
  const forged = (query: Buffer, change: (bytes: Buffer) => void): Buffer => {
    const bytes = reply(query, { answers: [a('ok.test', '192.0.2.66')] });
    change(bytes);
    return bytes;
  };

  it.each<[string, Behaviour]>([
    ['another id', ({ bytes }, send) => send(forged(bytes, (copy) => copy.writeUInt16BE(copy.readUInt16BE(0) ^ 1, 0))) as undefined],
    [
      'another source port',
      ({ bytes }, send) =>
        send(
          forged(bytes, () => {}),
          true,
        ) as undefined,
    ],
    ['another question', ({ bytes }, send) => send(forged(bytes, (copy) => copy.write('p', 13))) as undefined],
    ['another type', ({ bytes }, send) => send(forged(bytes, (copy) => copy.writeUInt8(28, 12 + 9 + 1))) as undefined],
    ['a query instead of a response', ({ bytes }, send) => send(forged(bytes, (copy) => copy.writeUInt8(1, 2))) as undefined],
    ['half a header', (_, send) => send(Buffer.from([1, 2, 3])) as undefined],
  ])('with %s is not heard, the true answer that comes later is', async (_, forge) => {
    says({
      'ok.test': (seen, send) => {
        if (typeof forge === 'function') forge(seen, send);
        setTimeout(() => send(reply(seen.bytes, { answers: [a('ok.test', '192.0.2.1')] })), 30);
        return undefined;
      },
    });
    const { resolver, names } = resolverOf();
    expect(await resolver.resolve('ok.test')).toEqual(['192.0.2.1']);
    expect(names.namesOf('192.0.2.66')).toEqual([]);
  });

  it('has to guess a new id and a new port for every query', async () => {
    says({ 'a.test': { answers: [] }, 'b.test': { answers: [] } });
    const { resolver } = resolverOf();
    for (let i = 0; i < 20; i++) await resolver.query({ name: i % 2 ? 'a.test' : 'b.test', type: A });
    expect(new Set(world.seen.map(({ bytes }) => bytes.readUInt16BE(0))).size).toBeGreaterThan(15);
    expect(new Set(world.seen.map(({ port }) => port)).size).toBeGreaterThan(15);
  });
});

describe('a server that is', () => {
  it('silent is asked again and then given up, as a timeout', async () => {
    says({ 'ok.test': () => undefined });
    const { resolver } = resolverOf({ rounds: [200, 200] });
    await expect(resolver.resolve('ok.test')).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(world.seen).toHaveLength(2);
  });

  it.each<[string, Behaviour]>([
    ['failing', { rcode: 2 }],
    ['refusing', { rcode: 5 }],
    ['silent', () => undefined],
    ['sending records cut off', ({ bytes }) => reply(bytes, { answers: [a('ok.test', '192.0.2.66')] }).subarray(0, -3)],
    [
      'sending bytes behind the message',
      ({ bytes }) => Buffer.concat([reply(bytes, { answers: [a('ok.test', '192.0.2.66')] }), Buffer.from([0])]),
    ],
  ])('%s gives way to the next', async (_, behaviour) => {
    says({ 'ok.test': behaviour });
    const second = await startWorld({ 'ok.test': { answers: [a('ok.test', '192.0.2.1')] } });
    stops.push(second.close);
    const { resolver, names } = resolverOf({ servers: [world, second], rounds: [1500] });
    expect(await resolver.resolve('ok.test')).toEqual(['192.0.2.1']);
    expect(names.namesOf('192.0.2.66')).toEqual([]);
    expect(world.seen.length).toBe(1);
  });

  it.each([
    { what: 'without a port', ip: '127.0.0.1' },
    { what: 'that may not be connected to', ip: '255.255.255.255' },
    { what: 'over IPv6', ip: '::1' },
    { what: 'that is no address', ip: 'not an address' },
  ])('not there at all, $what, is told at once', async ({ ip }) => {
    const { resolver } = resolverOf({ servers: [{ ip, port: 1 }], rounds: [20_000, 20_000] });
    const start = performance.now();
    await expect(resolver.resolve('ok.test')).rejects.toMatchObject({ code: 'SERVFAIL' });
    expect(performance.now() - start).toBeLessThan(9000);
  });

  it('too old for EDNS is asked without', async () => {
    says({ 'ok.test': ({ bytes }) => (bytes.readUInt16BE(10) === 1 ? { rcode: 1 } : { answers: [a('ok.test', '192.0.2.1')] }) });
    const { resolver } = resolverOf();
    expect(await resolver.resolve('ok.test')).toEqual(['192.0.2.1']);
  });

  it('silent after a truncated answer costs no more than its time', async () => {
    says({ 'ok.test': ({ transport }) => (transport === 'udp' ? { truncated: true } : undefined) });
    const { resolver } = resolverOf({ rounds: [500] });
    await expect(resolver.resolve('ok.test')).rejects.toMatchObject({ code: 'TIMEOUT' });
  });
});

describe('the cache', () => {
  it('answers until the TTL is over, with what is left of it', async () => {
    says({ 'ok.test': { answers: [a('ok.test', '192.0.2.1', 100)] } });
    const { resolver } = resolverOf();
    await resolver.resolve('ok.test');
    time.now = 99_000;
    const answer = await resolver.query({ name: 'ok.test', type: A });
    expect(answer.records[0]?.ttl).toBe(1);
    expect(world.seen).toHaveLength(1);
    time.now = 100_000;
    await resolver.resolve('ok.test');
    expect(world.seen).toHaveLength(2);
  });

  it('learns anew from what it kept', async () => {
    says({ 'ok.test': { answers: [a('ok.test', '192.0.2.1', 200)] } });
    const { resolver, names } = resolverOf();
    await resolver.resolve('ok.test');
    time.now = 199_000;
    await resolver.resolve('ok.test');
    time.now = 250_000;
    expect(names.isBound('ok.test', '192.0.2.1')).toBe(true);
    expect(world.seen).toHaveLength(1);
  });

  it.each([
    { what: 'a name that does not exist', zone: { rcode: 3, authorities: [soa('test', 20)] }, kept: 20 },
    { what: 'a name without addresses', zone: { authorities: [soa('test', 3600, 30)] }, kept: 30 },
    { what: 'a long negative answer', zone: { rcode: 3, authorities: [soa('test', 86_400, 86_400)] }, kept: 300 },
    { what: 'a negative answer without SOA', zone: { rcode: 3 }, kept: 0 },
    { what: 'a negative answer with the SOA of another zone', zone: { rcode: 3, authorities: [soa('other', 100)] }, kept: 0 },
  ])('keeps $what for $kept s', async ({ zone, kept }) => {
    says({ 'ok.test': zone });
    const { resolver } = resolverOf();
    await resolver.query({ name: 'ok.test', type: A });
    time.now = kept * 1000 - 1;
    await resolver.query({ name: 'ok.test', type: A });
    expect(world.seen).toHaveLength(kept > 0 ? 1 : 2);
    time.now = kept * 1000;
    await resolver.query({ name: 'ok.test', type: A });
    expect(world.seen).toHaveLength(kept > 0 ? 2 : 3);
  });

  it('does not keep failures', async () => {
    says({ 'ok.test': { rcode: 2 } });
    const { resolver } = resolverOf();
    await expect(resolver.resolve('ok.test')).rejects.toThrow();
    says({ 'ok.test': { answers: [a('ok.test', '192.0.2.1')] } });
    expect(await resolver.resolve('ok.test')).toEqual(['192.0.2.1']);
  });
});

describe('load', () => {
  it('asks once for what many want at the same time, and per type', async () => {
    says({
      'ok.test': ({ bytes }, send) =>
        void setTimeout(() => send(reply(bytes, { answers: [a('ok.test', '192.0.2.1', 0)] })), 50) as undefined,
    });
    const { resolver } = resolverOf();
    await Promise.all([...Array(50)].map((_, i) => (i % 2 ? resolver.resolve('ok.test') : resolver.query({ name: 'OK.test', type: TXT }))));
    expect(world.seen.map(({ type }) => type).sort()).toEqual(['A', 'TXT']);
  });

  it('refuses more different questions than it may have on their way', async () => {
    const { resolver } = resolverOf({ maxInFlight: 3 });
    const results = await Promise.allSettled([...Array(5)].map((_, i) => resolver.query({ name: `n${i}.test`, type: A })));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect(world.seen).toHaveLength(3);
  });

  it('close ends what is on its way', async () => {
    says({ 'ok.test': () => undefined });
    const { resolver } = resolverOf({ rounds: [30_000] });
    const asked = resolver.resolve('ok.test');
    setTimeout(resolver.close, 30);
    await expect(asked).rejects.toMatchObject({ name: 'ResolveError' });
  });
});

describe('names that are nobody elses business', () => {
  it.each([
    'localhost',
    'a.localhost',
    'printer',
    '',
    '.',
    '1.2.3.4',
    'a..test',
    'a b.test',
    'x'.repeat(64).concat('.test'),
    'a.0x7f',
    'ok.test\n',
  ])('%j is not asked upstream', async (name) => {
    const { resolver } = resolverOf();
    await expect(resolver.resolve(name)).rejects.toMatchObject({ code: 'NXDOMAIN' });
    expect(world.seen).toEqual([]);
    expect(isPublicName(name)).toBe(false);
  });
});
