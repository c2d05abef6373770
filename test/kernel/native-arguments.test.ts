import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SpawnOptions } from '../../src/kernel/native.ts';
import { type Lab, native, openLab } from './native-lab.ts';

type Loose = (...args: unknown[]) => unknown;
const loose = native as unknown as Record<string, Loose>;

let lab: Lab;
beforeAll(() => {
  lab = openLab('arguments');
});
afterAll(() => lab.close());

/** Anything JavaScript has, and what native code trips over: NaN, huge numbers, holes, proxies, getters that throw. */
const thrown = new RangeError('from a getter');
const hostile = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true, withNullPrototype: true, withSparseArray: true }),
  fc.constantFrom<unknown>(
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    -1,
    0.5,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    2 ** 64,
    Symbol('s'),
    () => 1,
    new Proxy(
      {},
      {
        get: () => {
          throw thrown;
        },
      },
    ),
    new Proxy([], {}),
    new Proxy(() => 1, {}),
    'a\0b',
    '\ud800',
    new Array(5),
    ['a', 1],
    [[]],
    new Date(Number.NaN),
  ),
);

/** Every outcome but a crash and a silent success on nonsense: TypeError, an errno with its call, or what a getter threw. */
function outcome(call: () => unknown): 'TypeError' | 'errno' | 'getter' | 'returned' {
  try {
    call();
    return 'returned';
  } catch (error) {
    if (error === thrown) return 'getter';
    if (error instanceof TypeError) return 'TypeError';
    expect(error).toMatchObject({ code: expect.stringMatching(/^E[A-Z0-9]+$/), syscall: expect.any(String), errno: expect.any(Number) });
    return 'errno';
  }
}

describe('without arguments', () => {
  it.each(['openScope', 'openFlows', 'originalDestination', 'peerOf', 'destroySockets', 'openQueue', 'spawn'])(
    '%s throws TypeError',
    (name) => {
      expect(outcome(() => loose[name]?.())).toBe('TypeError');
    },
  );
});

describe('with anything at all', () => {
  it.each(['openScope', 'openFlows', 'originalDestination', 'peerOf', 'destroySockets', 'openQueue', 'spawn'])(
    '%s throws and lives',
    (name) => {
      fc.assert(
        fc.property(
          // Any bigint is the number of a cgroup, whose sockets would be gone.
          fc.array(hostile, { maxLength: 4 }).filter(([first]) => typeof first !== 'bigint'),
          (args) => outcome(() => loose[name]?.(...args)) !== 'returned',
        ),
        { numRuns: 500 },
      );
    },
  );

  it('destroySockets takes no 0, which would stand for the sockets of no cgroup', () => {
    expect(() => native.destroySockets(0n)).toThrow(TypeError);
  });

  it('a getter that throws is heard', () => {
    const options = {
      get file() {
        throw thrown;
      },
    };
    expect(() => loose.spawn?.(options)).toThrow(thrown);
    expect(() => loose.openQueue?.(options, () => {})).toThrow(TypeError);
  });
});

describe('openQueue', () => {
  const queueOptions = fc.record({ number: hostile, copyRange: hostile, maxLength: hostile }, { requiredKeys: [] });

  it('takes nothing but integers in range and a function', () => {
    fc.assert(
      fc.property(queueOptions, hostile, (options, callback) => outcome(() => loose.openQueue?.(options, callback)) !== 'returned'),
    );
    const good = { number: 1, copyRange: 64, maxLength: 1 };
    for (const bad of [{ number: -1 }, { number: 65_536 }, { copyRange: 0 }, { copyRange: 65_536 }, { maxLength: 0 }, { number: 1.5 }])
      expect(() => loose.openQueue?.({ ...good, ...bad }, () => {})).toThrow(TypeError);
    expect(() => loose.openQueue?.(good, 'not a function')).toThrow(TypeError);
  });
});

describe('spawn', () => {
  const keys = [
    'file',
    'fileFd',
    'argv',
    'env',
    'cwd',
    'cgroupFd',
    'uid',
    'gid',
    'groups',
    'fds',
    'noNewPrivs',
    'boundingCaps',
    'ambientCaps',
    'maskPaths',
    'readOnlyPaths',
    'restrictSocketFamilies',
    'denyIoUring',
    'landlockScope',
    'dieWithParent',
    'oomScoreAdj',
  ] as const;
  const required: readonly string[] = keys.filter(
    (key) =>
      key in { file: 0, argv: 0, env: 0, cgroupFd: 0, uid: 0, gid: 0, groups: 0, fds: 0, noNewPrivs: 0, boundingCaps: 0, ambientCaps: 0 },
  );

  it.each(keys)('a hostile %s throws, or the child runs and ends', async (key) => {
    await fc.assert(
      fc.asyncProperty(hostile, async (value) => {
        const options = { ...lab.plain, argv: ['sh', '-c', 'exit 0'], [key]: value } as unknown as SpawnOptions;
        let child: ReturnType<typeof native.spawn> | undefined;
        outcome(() => {
          child = native.spawn(options);
        });
        const status = await child?.exited;
        if (status) expect(status.code === null).not.toBe(status.signal === null);
      }),
      { numRuns: 60 },
    );
  });

  it.each(keys)('%s: a value of the wrong type is a TypeError that names it', (key) => {
    for (const value of [Symbol('s'), { a: 1 }, null]) {
      const call = () => loose.spawn?.({ ...lab.plain, [key]: value });
      expect(call).toThrow(TypeError);
      expect(call).toThrow(key);
    }
    const without = () => loose.spawn?.({ ...lab.plain, file: '/nowhere', [key]: undefined });
    if (required.includes(key)) expect(without).toThrow(TypeError);
    else expect(without).toThrow(/ENOENT/);
  });

  it('ambient capabilities outside the bounding set are a TypeError', () => {
    expect(() => native.spawn({ ...lab.plain, boundingCaps: [10], ambientCaps: [13] })).toThrow(TypeError);
    expect(() => native.spawn({ ...lab.plain, argv: [] })).toThrow(/argv/);
  });

  it('methods refuse a foreign this and a foreign signal', async () => {
    const child = native.spawn({ ...lab.plain, file: 'sleep', argv: ['sleep', '100'] });
    const { kill } = child;
    for (const self of [undefined, null, {}, 1, Object.create(child), new Proxy(child, {})])
      expect(() => Reflect.apply(kill, self, [9])).toThrow(TypeError);
    fc.assert(
      fc.property(
        hostile.filter((value) => typeof value !== 'number'),
        (signal) => outcome(() => Reflect.apply(kill, child, [signal])) === 'TypeError',
      ),
    );
    for (const signal of [-1, 65, 1.5, Number.NaN]) expect(() => child.kill(signal)).toThrow(TypeError);
    child.kill(0);
    child.kill(9);
    expect(await child.exited).toEqual({ code: null, signal: 9 });
  });
});

it('originalDestination of what is no socket, or not open, is an errno', () => {
  expect(outcome(() => native.originalDestination(lab.cgroupFd))).toBe('errno');
  expect(() => native.originalDestination(lab.cgroupFd)).toThrow(/ENOTSOCK/);
  expect(() => native.originalDestination(1_000_000)).toThrow(/EBADF/);
  fc.assert(
    fc.property(
      hostile.filter((value) => typeof value !== 'number'),
      (fd) => outcome(() => loose.originalDestination?.(fd)) === 'TypeError',
    ),
  );
});
