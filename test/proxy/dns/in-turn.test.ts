import { describe, expect, it } from 'vitest';
import { inTurn } from '../../../src/proxy/dns/in-turn.ts';
import { queryPorts } from '../../../src/proxy/dns/query-ports.ts';

const never = new AbortController().signal;
const LONG = 600_000;

/** Whoever is asked answers when told to: an answer, or an error. */
function bench(whom: readonly string[], rounds: readonly number[], { patienceMs = LONG, signal = never } = {}) {
  const asked: { one: string; signal: AbortSignal; answer: (answer: string) => void; fail: (error: Error) => void }[] = [];
  const said = inTurn<string, string>(
    whom,
    (one, signal) => new Promise((answer, fail) => void asked.push({ one, signal, answer, fail })),
    { rounds, patienceMs, signal },
  );
  const until = async (count: number): Promise<void> => {
    while (asked.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  return { asked, said, until };
}

describe('servers asked in turn', () => {
  it('the one asked first is heard, however many were asked since', async () => {
    const { asked, said, until } = bench(['a', 'b'], [1, 1, LONG]);
    await until(5);
    expect(asked.map(({ one }) => one)).toEqual(['a', 'b', 'a', 'b', 'a']);
    asked[0]?.answer('late');
    expect(await said).toEqual({ answer: 'late' });
    expect(asked.map(({ signal }) => signal.aborted)).toEqual(Array(5).fill(true));
  });

  it('one that fails gives way at once', async () => {
    const { asked, said, until } = bench(['a', 'b'], [LONG]);
    asked[0]?.fail(new Error('no'));
    await until(2);
    asked[1]?.answer('yes');
    expect(await said).toEqual({ answer: 'yes' });
  });

  it('a round in which all fail is the last one', async () => {
    const { asked, said, until } = bench(['a', 'b'], [LONG, LONG]);
    asked[0]?.fail(new Error('first'));
    await until(2);
    asked[1]?.fail(new Error('second'));
    expect(await said).toMatchObject({ failure: new Error('second') });
    expect(asked).toHaveLength(2);
  });

  it('while one of them may still answer, the failure of the last one ends nothing', async () => {
    const { asked, said, until } = bench(['a', 'b'], [1]);
    await until(2);
    asked[1]?.fail(new Error('no'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    asked[0]?.answer('late');
    expect(await Promise.race([said, 'open'])).not.toEqual({ failure: new Error('no') });
  });

  it.each([
    ['the rounds are over', bench(['a'], [1, 1])],
    ['patience is', bench(['a'], [LONG], { patienceMs: 1 })],
    ['nobody wants it any more', bench(['a'], [LONG], { signal: AbortSignal.timeout(1) })],
    ['there is nobody to ask', bench([], [LONG])],
  ])('silence ends when %s, and is no failure', async (_, { asked, said }) => {
    expect(await said).toEqual({ failure: undefined, ms: expect.any(Number) });
    expect(asked.every(({ signal }) => signal.aborted)).toBe(true);
  });
});

describe('source ports', () => {
  it.each([
    { low: 32_768, high: 60_999 },
    { low: 10_000, high: 20_000 },
    { low: 40_000, high: 40_015 },
    { low: 1024, high: 50_000 },
  ])('are many, and none of $low to $high, which are the clients', ({ low, high }) => {
    const port = queryPorts([low, high]);
    const ports = Array.from({ length: 2000 }, port);
    expect(ports.filter((port) => (port >= low && port <= high) || port < 10_240 || port > 65_535)).toEqual([]);
    expect(new Set(ports).size).toBeGreaterThan(1500);
  });

  it.each([
    [1024, 65_535],
    [1024, 61_000],
    [9000, 60_000],
  ])("are the kernel's to choose where clients have nearly all: %i to %i", (low, high) => {
    expect(queryPorts([low, high])()).toBe(0);
  });
});
