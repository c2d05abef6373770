import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LogEvent } from '../../src/log/event.ts';
import { readLog } from '../../src/log/reader.ts';
import { openLogWriter } from '../../src/log/writer.ts';

// Collecting at will tells what is retained from what only waits for the collector, which takes its time on a busy machine.
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'egress-read-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function readAll(source: Parameters<typeof readLog>[0]) {
  const events: LogEvent[] = [];
  const broken: [number, string][] = [];
  for await (const event of readLog(source, { onBroken: (line, problem) => broken.push([line, problem]) })) events.push(event);
  return { events, broken };
}
const good = '{"ts":"2026-01-31T12:00:00.000Z","type":"tcp","policy":"deny"}';

test('broken lines are told with their numbers, the others are read', async () => {
  const path = join(directory, 'broken');
  writeFileSync(
    path,
    `${good}\n{"ts":\n\n${good}\r\n[]\n{"ts":"x","type":"nonsense"}\nnull\n${good}\n{"ts":"x","type":"close"}\n${good.slice(0, 20)}`,
  );
  const { events, broken } = await readAll(path);
  expect(events).toHaveLength(3);
  expect(broken.map(([line]) => line)).toEqual([2, 5, 6, 7, 9, 10]);
  expect(broken[0]?.[1]).toBe('not valid JSON');
  expect(broken[2]?.[1]).toMatch(/^not an event: type: /);
  expect(broken[4]?.[1]).toMatch(/^not an event: a close line needs conn/);
});

test('the last line needs no LF', async () => {
  const { events, broken } = await readAll(chunksOf([good]));
  expect([events.length, broken.length]).toEqual([1, 0]);
});

test('a line of any length is skipped in bounded memory', async () => {
  const held: number[] = [];
  async function* endless() {
    yield Buffer.from(`${good}\n{"ts":"`);
    for (let at = 0; at < 200; at++) {
      yield Buffer.alloc(1 << 20, 0x61);
      if (at % 20 === 19) held.push(await retained());
    }
    yield Buffer.from(`"}\n${good}\n`);
  }
  const before = await retained();
  const { events, broken } = await readAll(endless());
  expect(events).toHaveLength(2);
  expect(broken).toEqual([[2, 'longer than 1048576 bytes']]);
  // The line that may be kept, the chunk at hand and the one before it.
  expect(Math.max(...held) - before).toBeLessThan(8 << 20);
});

test('fields of later versions are left out, the event is read', async () => {
  const { events } = await readAll(chunksOf(['{"ts":"x","type":"udp","colour":"red"}\n']));
  expect(events).toEqual([{ ts: 'x', type: 'udp' }]);
});

test('a file that does not exist is the file system’s error', async () => {
  await expect(readAll(join(directory, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('chunks may end anywhere, within a character too', async () => {
  const name = fc.string({ unit: 'grapheme' }).filter((text) => text.isWellFormed?.() ?? true);
  await fc.assert(
    fc.asyncProperty(fc.array(name), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), async (names, sizes) => {
      const bytes = Buffer.from(names.map((one) => `${JSON.stringify({ ts: 'x', type: 'dns', name: one })}\n`).join(''));
      async function* pieces() {
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          yield bytes.subarray(at, at + size);
          at += size;
        }
      }
      const { events, broken } = await readAll(pieces());
      expect(broken).toEqual([]);
      expect(events.map((event) => event.name)).toEqual(names);
    }),
  );
});

test('what the writer wrote is read, 50 000 lines of them', async () => {
  const path = join(directory, 'long');
  const writer = openLogWriter({
    path,
    onError: (error) => {
      throw error;
    },
  });
  const cmdline = ['node', '/usr/bin/npm', 'install'];
  for (let pid = 0; pid < 50_000; pid++) {
    writer.write({
      ts: '2026-01-31T12:00:00.000Z',
      type: 'tcp',
      policy: 'allow',
      conn: `c${pid}`,
      pid,
      dst_ip: '198.51.100.7',
      dst_port: 443,
      cmdline,
    });
    if (pid % 1000 === 0) await writer.flush();
  }
  await writer.close();
  expect(writer.lost).toBe(0);
  let expected = 0;
  for await (const event of readLog(path)) {
    if (event.pid !== expected) throw new Error(`line ${expected} has pid ${event.pid}`);
    expected++;
  }
  expect(expected).toBe(50_000);
});

/** Octets in buffers that something still refers to. The buffers of one collection are freed by the next at the latest. */
async function retained(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().arrayBuffers;
}

async function* chunksOf(texts: readonly string[]) {
  for (const text of texts) yield text;
}
