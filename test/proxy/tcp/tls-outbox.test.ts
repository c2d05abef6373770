import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { loadNative } from '../../../src/kernel/load.ts';
import { createTlsEngine } from '../../../src/proxy/tcp/index.ts';
import { TlsOutbox } from '../../../src/proxy/tcp/tls-outbox.ts';
import type { TlsStream } from '../../../src/proxy/tcp/tls-stream.ts';
import { worldCa } from './lab.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** What a client receives when a server answers its first bytes so. */
const answered = async (answer: (stream: TlsStream) => void): Promise<string> => {
  const engine = createTlsEngine(loadNative(), 1);
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    const stream = engine.accept(socket, 0, worldCa.leafFor(['ok.test']), undefined, { onSecure: () => {} });
    stream.on('error', () => {}).once('data', () => answer(stream));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(engine, server);
  const { port } = server.address() as AddressInfo;
  const client = connectTls({ port, host: '127.0.0.1', servername: 'ok.test', ca: worldCa.caPem });
  client.on('error', () => {});
  client.write('?');
  let text = '';
  for await (const chunk of client.setEncoding('latin1')) text += chunk;
  return text;
};

/** So long that it goes by a call, so short that it does not, and lengths that are no whole numbers of four bytes. */
const LENGTHS = [1, 2, 3, 4, 5, 100, 16_384, 16_385, 3, 40_000, 7];
const written = (times: number): Buffer[] =>
  Array.from({ length: times * LENGTHS.length }, (_, index) => {
    const chunk = Buffer.alloc(LENGTHS[index % LENGTHS.length] ?? 0, 'x');
    chunk.write(`${index}`);
    return chunk;
  });

test('what is written while events are heard and what is written later arrives in order, whole, and before the end', async () => {
  const chunks = written(6);
  const text = await answered((stream) => {
    for (const chunk of chunks) stream.write(chunk);
    queueMicrotask(() => {
      stream.write(Buffer.from('in a microtask,'));
      setImmediate(() => stream.end('in a later turn'));
    });
  });
  expect(text).toBe(`${Buffer.concat(chunks).toString('latin1')}in a microtask,in a later turn`);
});

test('more than the outbox holds arrives as well, and what was written before a connection is destroyed', async () => {
  const chunk = Buffer.alloc(1000, 'y');
  const text = await answered((stream) => {
    for (let count = 0; count < 100; count++) stream.write(chunk);
    stream.destroy();
  });
  expect(text).toBe('y'.repeat(100_000));
});

test('only while events are heard, and only what fits, goes into the outbox', () => {
  const outbox = new TlsOutbox();
  expect(outbox.put(1, Buffer.from('early'))).toBe(false);
  outbox.open = true;
  expect(outbox.put(7, Buffer.from('12345'))).toBe(true);
  expect([...outbox.numbers.subarray(0, 3)]).toEqual([4, 7, 5]);
  expect(Buffer.from(outbox.numbers.buffer, 12, 5).toString()).toBe('12345');
  let taken = 0;
  while (outbox.put(8, Buffer.alloc(1000))) taken++;
  expect(taken).toBe(64);
  expect(outbox.numbers[0]).toBe(4 + 64 * 252);
  expect(outbox.put(9, Buffer.alloc(16))).toBe(true);
});

test('an outbox that does not say what it holds ends nothing', async () => {
  const numbers = new Int32Array(8);
  const tls = loadNative().openTls(1, new Int32Array(128), () => {}, numbers);
  for (const wrong of [[7, 0, 1_000_000, 0], [7, -1, -1], [100, 0, 4, 0], [1, 0], [-1], [3, 1_000_000, 4, 0]]) {
    numbers.set(wrong);
    expect(() => tls.traffic(0)).toThrow(/EBADF/);
    expect(numbers[0]).toBeLessThanOrEqual(0);
  }
  tls.close();
  expect(() => loadNative().openTls(1, new Int32Array(128), () => {}, new Int32Array(0))).toThrow(TypeError);
});
