import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { rolldown } from 'rolldown';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LogEvent } from '../../src/log/event.ts';
import { cutHalfLine } from '../../src/log/open.ts';
import { type LogWriter, openLogWriter } from '../../src/log/writer.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'egress-log-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const fail = (error: Error) => {
  throw error;
};
const event = (more: Partial<LogEvent> = {}): LogEvent => ({ ts: '2026-01-31T12:00:00.000Z', type: 'tcp', policy: 'deny', ...more });
const linesOf = (path: string): string[] => readFileSync(path, 'utf8').split('\n').slice(0, -1);
const eventsOf = (path: string): LogEvent[] => linesOf(path).map((line) => LogEvent.parse(JSON.parse(line)));

/** What the writer would be given if everything that a network or a process chooses were hostile. */
const hostileText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);
const hostileEvent: fc.Arbitrary<LogEvent> = fc
  .record(
    {
      type: fc.constantFrom('tcp' as const, 'https' as const, 'dns' as const, 'socket' as const),
      url: hostileText,
      name: hostileText,
      reason: hostileText,
      cmdline: fc.array(hostileText),
      duration_ms: fc.double({ min: 0 }),
      dst_port: fc.integer({ min: 0, max: 65535 }),
    },
    { requiredKeys: ['type'] },
  )
  .map((fields) => ({ ts: '2026-01-31T12:00:00.000Z', ...fields }));

describe('a line', () => {
  test('is valid, alone on its line and free of control characters, whatever the event holds', async () => {
    const path = join(directory, 'log');
    const writer = openLogWriter({ path, onError: fail });
    const written = fc.sample(hostileEvent, 500);
    for (const one of written) writer.write(one);
    await writer.close();
    expect(eventsOf(path)).toHaveLength(written.length);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be there.
    expect(readFileSync(path, 'utf8')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/);
  });

  test('of fields that lines share says the same as one of its own', async () => {
    const [path, alone] = [join(directory, 'log'), join(directory, 'alone')];
    const [writer, other] = [openLogWriter({ path, onError: fail }), openLogWriter({ path: alone, onError: fail })];
    const texts = ['1a', 'p-1', '', '"', '\\', '\n', '\u202e', '\ud800', 'é', ':null,', 'x'.repeat(300)];
    for (const { ts, duration_ms: _, url: __, ...shared } of fc.sample(hostileEvent, 100)) {
      for (const text of texts) {
        for (const own of [
          { ts, conn: text, src_port: 1, duration_ms: 0 },
          { ts, conn: text, duration_ms: Number.NaN },
          { ts, url: text },
          { ts, url: `https://u:${text}@h.example/${text}?${text}`, duration_ms: 1 },
        ]) {
          writer.writeShared?.(own, shared);
          other.write({ ...own, ...shared });
        }
      }
    }
    await Promise.all([writer.close(), other.close()]);
    const parsed = (file: string) => linesOf(file).map((line) => JSON.parse(line));
    expect(parsed(path)).toEqual(parsed(alone));
    expect(parsed(path)).toHaveLength(4400);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be there.
    expect(readFileSync(path, 'utf8')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/);
  });

  test('of fields that lines share keeps its URL with --log-full only', () => {
    const path = join(directory, 'log');
    const [short, full] = [openLogWriter({ path, onError: fail }), openLogWriter({ path, full: true, onError: fail })];
    const own = { ts: '2026-01-31T12:00:00.000Z', url: 'https://h.example/a?b=c' };
    for (const writer of [short, full]) {
      writer.writeShared?.(own, { type: 'https' });
      writer.closeSync();
    }
    expect(eventsOf(path)).toEqual([
      { ...own, url: 'https://h.example/a?[redacted]', type: 'https' },
      { ...own, type: 'https' },
    ]);
  });

  test('gives back with --log-full what was written, but for lone surrogates', () => {
    const path = join(directory, 'log');
    const writer = openLogWriter({ path, full: true, onError: fail });
    const written = fc.sample(hostileEvent, 300).map((one) => ({ ...one, duration_ms: 1 }));
    for (const one of written) writer.write(one);
    writer.closeSync();
    const wellFormed = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value, (_key, part) => (typeof part === 'string' ? part.replace(/\p{Surrogate}/gu, '\ufffd') : part)));
    expect(eventsOf(path)).toEqual(written.map(wellFormed));
  });

  test('keeps terminal escapes, line separators and bidirectional controls as escapes', () => {
    const path = join(directory, 'log');
    const writer = openLogWriter({ path, onError: fail });
    writer.write(event({ name: '\u001b[2J\u009b\u2028\u202e\ufeff\u{e0041}', exe: '/a\nb' }));
    writer.closeSync();
    expect(readFileSync(path, 'utf8')).toContain('"name":"\\u001b[2J\\u009b\\u2028\\u202e\\ufeff\\udb40\\udc41"');
    expect(eventsOf(path)[0]?.exe).toBe('/a\nb');
  });

  test('stays short with arguments of megabytes, and says what was cut', () => {
    const path = join(directory, 'log');
    const writer = openLogWriter({ path, onError: fail });
    writer.write(event({ cmdline: ['sh', '\u202e'.repeat(2_000_000)] }));
    writer.write(event({ cmdline: Array.from({ length: 100_000 }, (_, at) => `argument ${at}`) }));
    writer.write(event({ cmdline: ['x', '😀'.repeat(100_000)], url: `https://h/${'a'.repeat(1_000_000)}` }));
    writer.closeSync();
    const lines = linesOf(path);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(256 * 1024);
    const [long, many, pairs] = eventsOf(path);
    expect(long?.cmdline?.[1]).toMatch(/…\[\d+ more\]$/);
    expect(many?.cmdline?.at(-1)).toBe('…[99488 more arguments]');
    expect(pairs?.cmdline?.[1]).toMatch(/^(😀)+…\[\d+ more\]$/u);
    expect(pairs?.url).toMatch(/more\]$/);
  });

  test('has its query and its secrets redacted unless all is wanted', () => {
    const path = join(directory, 'log');
    const secret = event({ url: 'https://u:pw@h.example/a?b=c', cmdline: ['curl', '--token', 'hunter2'] });
    const short = openLogWriter({ path, onError: fail });
    short.write(secret);
    short.closeSync();
    const full = openLogWriter({ path, full: true, onError: fail });
    full.write(secret);
    full.closeSync();
    expect(eventsOf(path)).toEqual([
      { ...secret, url: 'https://[redacted]@h.example/a?[redacted]', cmdline: ['curl', '--token', '[redacted]'] },
      secret,
    ]);
  });
});

describe('opening', () => {
  test('to what is no writable file is one clear sentence', () => {
    writeFileSync(join(directory, 'file'), '');
    execFileSync('mkfifo', [join(directory, 'pipe')]);
    const opening = (path: string) => () => openLogWriter({ path, onError: fail });
    expect(opening(join(directory, 'no', 'log'))).toThrow(/^Cannot write the log to .*: its directory does not exist$/);
    expect(opening(directory)).toThrow(/: it is a directory$/);
    expect(opening(join(directory, 'file', 'log'))).toThrow(/: its directory is not a directory$/);
    expect(opening(join(directory, 'pipe'))).toThrow(/: nothing reads from it$/);
    expect(opening(join(directory, 'x'.repeat(300)))).toThrow(/: the name is too long$/);
  });

  test('a bad descriptor is one too', () => {
    expect(() => openLogWriter({ fd: 9999, onError: fail })).toThrow(/^Cannot write the log to descriptor 9999: /);
  });

  test('appends, and first ends a line that an earlier process left unfinished', () => {
    const path = join(directory, 'log');
    writeFileSync(path, '{"ts":"x","type":"tcp"}\n{"ts":"2026');
    const writer = openLogWriter({ path, onError: fail });
    writer.write(event());
    writer.closeSync();
    expect(linesOf(path)).toEqual(['{"ts":"x","type":"tcp"}', '{"ts":"2026', JSON.stringify(event())]);
  });

  test('a whole file is appended to as it is, also by descriptor', () => {
    const path = join(directory, 'log');
    for (let turn = 0; turn < 3; turn++) {
      const writer = openLogWriter({ fd: openSync(path, 'a'), onError: fail });
      writer.write(event({ pid: turn }));
      writer.closeSync();
    }
    expect(eventsOf(path).map(({ pid }) => pid)).toEqual([0, 1, 2]);
  });
});

describe('writing', () => {
  test('is done within the same turn of the event loop, without a flush', async () => {
    const path = join(directory, 'log');
    const writer = openLogWriter({ path, onError: fail });
    writer.write(event());
    await new Promise((resolve) => setImmediate(resolve));
    expect(linesOf(path)).toHaveLength(1);
    writer.closeSync();
  });

  test('keeps the order of lines of every kind and length, however many come in one turn', async () => {
    const path = join(directory, 'log');
    const writer = openLogWriter({ path, onError: fail });
    const shared = { type: 'https', reason: 'é'.repeat(50) } as const;
    const wanted: string[] = [];
    for (let index = 0; index < 3000; index++) {
      const own = { ts: '2026-01-31T12:00:00.000Z', url: `https://h.example/${index}` };
      wanted.push(own.url);
      if (index % 3 === 0) writer.write(event({ ...own, ...(index % 7 === 0 && { cmdline: ['x'.repeat(8000), '\u202e'.repeat(2000)] }) }));
      else writer.writeShared?.(own, shared);
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(eventsOf(path).map(({ url }) => url)).toEqual(wanted);
    await writer.close();
  });

  test('of two writers to one file never mixes their lines', async () => {
    const path = join(directory, 'log');
    const writers = [openLogWriter({ path, onError: fail }), openLogWriter({ path, onError: fail })];
    for (let turn = 0; turn < 200; turn++) {
      for (const writer of writers) writer.write(event({ pid: turn, reason: 'x'.repeat(turn * 20) }));
      if (turn % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    for (const writer of writers) await writer.close();
    expect(eventsOf(path)).toHaveLength(400);
  });

  test('an event that cannot be encoded is counted, told, and harms no other', () => {
    const path = join(directory, 'log');
    const errors: Error[] = [];
    const writer = openLogWriter({ path, onError: (error) => errors.push(error) });
    const poisoned = event();
    Object.defineProperty(poisoned, 'reason', { enumerable: true, get: () => fail(new Error('poisoned')) });
    writer.write(poisoned);
    writer.write(event());
    writer.closeSync();
    expect(writer.lost).toBe(1);
    expect(errors.map(({ message }) => message)).toEqual(['poisoned']);
    expect(eventsOf(path).map(({ type }) => type)).toEqual(['lost', 'tcp']);
  });

  test('after closing is a counted loss, and closing twice is harmless', async () => {
    const errors: Error[] = [];
    const writer = openLogWriter({ path: join(directory, 'log'), onError: (error) => errors.push(error) });
    await writer.close();
    await writer.close();
    writer.write(event());
    writer.write(event());
    expect(writer.lost).toBe(2);
    expect(errors).toHaveLength(1);
  });
});

/** Room for so many bytes only, and able to be given more: a tmpfs of its own. */
function smallDisk(): string {
  const path = join(directory, 'disk');
  mkdirSync(path);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path]);
  return path;
}

const canMount = (): boolean => {
  const probe = mkdtempSync(join(tmpdir(), 'egress-probe-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe], { stdio: 'ignore' });
    execFileSync('umount', [probe]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
};

describe.skipIf(!canMount())('a full disk (needs root to mount one)', () => {
  let disk: string;
  let path: string;
  let writer: LogWriter;
  let errors: string[];
  beforeEach(() => {
    disk = smallDisk();
    path = join(disk, 'log');
    errors = [];
    writer = openLogWriter({ path, maxBytes: 20_000, onError: ({ message }) => errors.push(message) });
  });
  afterEach(() => {
    writer.closeSync();
    execFileSync('umount', [disk]);
  });

  const fill = async () => {
    for (let at = 0; at < 1000; at++) writer.write(event({ pid: at, reason: 'y'.repeat(100) }));
    for (let turn = 0; turn < 10; turn++) {
      await writer.flush();
      for (let at = 0; at < 100; at++) writer.write(event({ pid: 1000 + turn * 100 + at, reason: 'y'.repeat(100) }));
    }
    await writer.flush();
  };

  test('never throws, loses no more than it must, ends in a whole line all the while, and goes on when space returns', async () => {
    await fill();
    expect(statSync(path).size).toBeGreaterThan(65536 - 1024);
    expect(readFileSync(path).at(-1)).toBe(0x0a);
    expect(writer.lost).toBeGreaterThan(0);
    expect(errors.some((message) => /ENOSPC|no room for a whole line/.test(message))).toBe(true);
    expect(writer.problem).toMatch(/^The log cannot be written \(.*\): \d+ lines wait in memory\.$/);
    execFileSync('mount', ['-o', 'remount,size=10m', disk]);
    await writer.flush();
    writer.write(event({ pid: 77777 }));
    await writer.flush();
    expect(writer.problem).toBeUndefined();
    const events = eventsOf(path);
    const told = events.filter(({ type }) => type === 'lost').reduce((sum, one) => sum + (one.lost ?? 0), 0);
    expect(told).toBe(writer.lost);
    expect(events.filter(({ type }) => type === 'tcp').length + writer.lost).toBe(2001);
    expect(events.at(-1)?.pid).toBe(77777);
    const order = events.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test('ends in a whole line when closed while still full', async () => {
    await fill();
    await writer.close();
    const events = eventsOf(path);
    expect(readFileSync(path).at(-1)).toBe(0x0a);
    expect(events.length + writer.lost).toBeGreaterThanOrEqual(2000);
    expect(errors.at(-1)).toMatch(/^The log lost \d+ events/);
  });
});

describe('what a writer that was killed has left', () => {
  test.each([
    ['half a line', '{"a":1}\n{"b":2}\n{"c"', '{"a":1}\n{"b":2}\n', true],
    ['half a line that is the first', '{"a"', '', true],
    ['whole lines', '{"a":1}\n', '{"a":1}\n', false],
    ['nothing', '', '', false],
    ['something longer than any line', `{"a":1}\n${'x'.repeat(2 << 20)}`, `{"a":1}\n${'x'.repeat(2 << 20)}\n`, true],
  ])('%s', (_what, before, after, cut) => {
    const path = join(directory, 'left');
    writeFileSync(path, before);
    // As the guard has it: for appending only.
    const fd = openSync(path, 'a');
    expect(cutHalfLine(fd)).toBe(cut);
    closeSync(fd);
    expect(readFileSync(path, 'utf8')).toBe(after);
  });
});

describe('a pipe', () => {
  test('that is full gets every line once it is read, in pieces of any size', async () => {
    const fifo = join(directory, 'pipe');
    execFileSync('mkfifo', [fifo]);
    const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openLogWriter({ path: fifo, onError: fail });
    for (let at = 0; at < 2000; at++) writer.write(event({ pid: at, reason: 'z'.repeat(at) }));
    const flushed = writer.flush();
    let received = '';
    const piece = Buffer.alloc(3001);
    for (let idle = 0; idle < 200; ) {
      try {
        received += piece.toString('latin1', 0, readSync(reader, piece));
        idle = 0;
      } catch (error) {
        expect(error).toHaveProperty('code', 'EAGAIN');
        idle++;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
    await flushed;
    writer.closeSync();
    closeSync(reader);
    expect(writer.lost).toBe(0);
    const pids = received
      .trimEnd()
      .split('\n')
      .map((line) => LogEvent.parse(JSON.parse(line)).pid);
    expect(pids).toEqual(Array.from({ length: 2000 }, (_, at) => at));
  });

  test('whose reader has gone does not end the process, and is told', async () => {
    const fifo = join(directory, 'pipe');
    execFileSync('mkfifo', [fifo]);
    const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    const errors: string[] = [];
    const writer = openLogWriter({ path: fifo, onError: ({ message }) => errors.push(message) });
    closeSync(reader);
    writer.write(event());
    await writer.close();
    expect(errors[0]).toMatch(/EPIPE/);
    expect(writer.lost).toBe(1);
  });

  test('that nobody empties keeps close() waiting for a bounded time only', async () => {
    const fifo = join(directory, 'pipe');
    execFileSync('mkfifo', [fifo]);
    const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openLogWriter({ path: fifo, onError: () => undefined });
    for (let at = 0; at < 2000; at++) writer.write(event({ reason: 'z'.repeat(1000) }));
    await writer.close();
    expect(writer.lost).toBeGreaterThan(0);
    closeSync(reader);
  }, 10_000);
});

test('evidence outlives a process that is killed one turn after the verdict', async () => {
  const bundle = await rolldown({ input: 'src/log/writer.ts', platform: 'node', logLevel: 'silent' });
  await bundle.write({ file: join(directory, 'writer.mjs'), format: 'esm' });
  const path = join(directory, 'log');
  const script = `
    import { openLogWriter } from ${JSON.stringify(join(directory, 'writer.mjs'))};
    const writer = openLogWriter({ path: ${JSON.stringify(path)}, onError() {} });
    for (let pid = 0; pid < 1000; pid++) writer.write({ ts: '2026-01-31T12:00:00.000Z', type: 'tcp', policy: 'deny', pid });
    setImmediate(() => process.kill(process.pid, 'SIGKILL'));`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  expect(child.signal).toBe('SIGKILL');
  expect(eventsOf(path)).toHaveLength(1000);
});
