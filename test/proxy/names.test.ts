import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNameTable, normalizeName } from '../../src/proxy/names.ts';
import { cpuTime } from '../cpu-time.ts';

const tableAt = (options = {}) => {
  const time = { now: 1_000_000 };
  const table = createNameTable(() => time.now, options);
  return { table, pass: (seconds: number) => (time.now += seconds * 1000) };
};

describe('the learned-names table', () => {
  it('binds a name to every address of its answer, most recent name first', () => {
    const { table } = tableAt();
    table.learn('a.test', ['192.0.2.1', '192.0.2.2'], 300);
    table.learn('b.test', ['192.0.2.1'], 300);
    expect(table.namesOf('192.0.2.1')).toEqual(['b.test', 'a.test']);
    expect(table.namesOf('192.0.2.2')).toEqual(['a.test']);
    table.learn('a.test', ['192.0.2.1'], 300);
    expect(table.namesOf('192.0.2.1')).toEqual(['a.test', 'b.test']);
    expect(table.namesOf('192.0.2.9')).toEqual([]);
  });

  it('knows a name in any case and with a trailing dot, and only ASCII has case', () => {
    const { table } = tableAt();
    table.learn('API.Test.', ['192.0.2.1'], 300);
    expect(table.isBound('api.test', '192.0.2.1')).toBe(true);
    expect(table.isBound('api.TEST.', '192.0.2.1')).toBe(true);
    expect(normalizeName('\u212Aube.test')).not.toBe('kube.test');
  });

  it.each([
    { ttl: 0, livesFor: 60 },
    { ttl: 5, livesFor: 60 },
    { ttl: 300, livesFor: 300 },
    { ttl: 2 ** 31, livesFor: 86_400 },
    { ttl: Number.NaN, livesFor: 60 },
  ])('a TTL of $ttl s binds for $livesFor s', ({ ttl, livesFor }) => {
    const { table, pass } = tableAt();
    table.learn('a.test', ['192.0.2.1'], ttl);
    pass(livesFor - 1);
    expect(table.isBound('a.test', '192.0.2.1')).toBe(true);
    pass(1);
    expect(table.isBound('a.test', '192.0.2.1')).toBe(false);
    expect(table.namesOf('192.0.2.1')).toEqual([]);
  });

  it('a later answer with a shorter TTL does not cut an earlier promise short', () => {
    const { table, pass } = tableAt();
    table.learn('a.test', ['192.0.2.1'], 3600);
    table.learn('a.test', ['192.0.2.1'], 1);
    pass(3000);
    expect(table.isBound('a.test', '192.0.2.1')).toBe(true);
  });

  it('stays bound while any connection uses it, and no longer', () => {
    const { table, pass } = tableAt();
    table.learn('a.test', ['192.0.2.1'], 60);
    const first = table.hold('a.test', '192.0.2.1');
    const second = table.hold('A.test.', '192.0.2.1');
    pass(600);
    first();
    first();
    expect(table.isBound('a.test', '192.0.2.1')).toBe(true);
    second();
    expect(table.isBound('a.test', '192.0.2.1')).toBe(false);
  });

  it('holding what is not bound does not bind it', () => {
    const { table, pass } = tableAt();
    table.hold('a.test', '192.0.2.1');
    expect(table.isBound('a.test', '192.0.2.1')).toBe(false);
    table.learn('b.test', ['192.0.2.1'], 60);
    pass(61);
    table.hold('b.test', '192.0.2.1');
    expect(table.isBound('b.test', '192.0.2.1')).toBe(false);
  });

  it('a binding that was learned anew while it was held keeps its holds', () => {
    const { table, pass } = tableAt();
    table.learn('a.test', ['192.0.2.1'], 60);
    const release = table.hold('a.test', '192.0.2.1');
    table.learn('a.test', ['192.0.2.1'], 60);
    pass(120);
    expect(table.isBound('a.test', '192.0.2.1')).toBe(true);
    release();
    expect(table.isBound('a.test', '192.0.2.1')).toBe(false);
  });

  it('full, it forgets the expired, then the oldest, never the held', () => {
    const { table, pass } = tableAt({ maxBindings: 4 });
    table.learn('held.test', ['192.0.2.1'], 60);
    table.hold('held.test', '192.0.2.1');
    table.learn('long.test', ['192.0.2.2'], 3600);
    table.learn('short.test', ['192.0.2.3'], 60);
    pass(100);
    table.learn('new.test', ['192.0.2.4', '192.0.2.5'], 60);
    expect(table.isBound('long.test', '192.0.2.2')).toBe(true);
    table.learn('newer.test', ['192.0.2.6'], 60);
    expect(table.isBound('long.test', '192.0.2.2')).toBe(false);
    expect(table.isBound('held.test', '192.0.2.1')).toBe(true);
    expect(table.size).toBe(4);
  });

  it('with everything held it learns nothing more', () => {
    const { table } = tableAt({ maxBindings: 1 });
    table.learn('held.test', ['192.0.2.1'], 60);
    table.hold('held.test', '192.0.2.1');
    table.learn('other.test', ['192.0.2.2'], 60);
    expect(table.isBound('other.test', '192.0.2.2')).toBe(false);
    expect(table.isBound('held.test', '192.0.2.1')).toBe(true);
  });

  it('an address shared by very many names keeps the newest', () => {
    const { table } = tableAt({ maxNamesPerAddress: 3 });
    for (let i = 0; i < 10; i++) table.learn(`n${i}.test`, ['192.0.2.1'], 300);
    expect(table.namesOf('192.0.2.1')).toEqual(['n9.test', 'n8.test', 'n7.test']);
    expect(table.size).toBe(3);
  });

  it('100 000 bindings fit, and the 100 001st costs no memory and little time', () => {
    const { table } = tableAt();
    const start = cpuTime();
    for (let i = 0; i < 150_000; i++) table.learn(`n${i}.test`, [`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`], 300);
    expect(table.size).toBe(100_000);
    expect(cpuTime() - start).toBeLessThan(10_000);
  });

  it('agrees with a table that never forgets, as long as it is not full', () => {
    const names = fc.constantFrom('a.test', 'b.test', 'c.test');
    const ips = fc.constantFrom('192.0.2.1', '192.0.2.2', '192.0.2.3');
    const step = fc.oneof(
      fc.record({ kind: fc.constant('learn' as const), name: names, ip: ips, ttl: fc.integer({ min: 0, max: 200 }) }),
      fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 100 }) }),
      fc.record({ kind: fc.constant('hold' as const), name: names, ip: ips }),
      fc.record({ kind: fc.constant('release' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { table, pass } = tableAt();
        const model = new Map<string, { until: number; holds: number }>();
        const releases: { done: () => void; id: string }[] = [];
        let now = 0;
        const bound = (id: string) => {
          const entry = model.get(id);
          return entry !== undefined && (entry.holds > 0 || entry.until > now);
        };
        for (const s of steps) {
          if (s.kind === 'learn') {
            table.learn(s.name, [s.ip], s.ttl);
            const id = `${s.name} ${s.ip}`;
            const old = model.get(id);
            model.set(id, { until: Math.max(old?.until ?? 0, now + Math.max(60, s.ttl)), holds: old?.holds ?? 0 });
          } else if (s.kind === 'pass') {
            pass(s.seconds);
            now += s.seconds;
          } else if (s.kind === 'hold') {
            const id = `${s.name} ${s.ip}`;
            const entry = model.get(id);
            const done = table.hold(s.name, s.ip);
            if (entry && bound(id)) {
              entry.holds++;
              releases.push({ done, id });
            }
          } else {
            const release = releases.shift();
            release?.done();
            const entry = release && model.get(release.id);
            if (entry) entry.holds--;
          }
          for (const name of ['a.test', 'b.test', 'c.test'])
            for (const ip of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) {
              expect(table.isBound(name, ip)).toBe(bound(`${name} ${ip}`));
              expect(table.namesOf(ip).includes(name)).toBe(bound(`${name} ${ip}`));
            }
        }
      }),
    );
  });
});
