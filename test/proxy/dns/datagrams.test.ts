import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { loadNative } from '../../../src/kernel/load.ts';
import { type DatagramHandler, serveDatagrams } from '../../../src/proxy/dns/datagrams.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

const serve = (handle: DatagramHandler): number => {
  const native = loadNative();
  const server = serveDatagrams(native, native.bindSocket('udp', 0x7f000001, 0), handle);
  open.push(server);
  return server.port;
};

const client = async (port: number): Promise<{ socket: Socket; heard: Buffer[] }> => {
  const socket = createSocket('udp4');
  open.push(socket);
  const heard: Buffer[] = [];
  socket.on('message', (bytes) => heard.push(bytes));
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return { socket, heard };
};

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};

/** What is asked for: so many octets of the question's first, late where it begins with `l`. */
const echo: DatagramHandler = (bytes) => {
  const [first = 0] = bytes;
  if (bytes.length === 0) return undefined;
  const reply = Buffer.alloc(Number(bytes.subarray(1)), first);
  return first === 0x6c ? new Promise((resolve) => setTimeout(resolve, 20, reply)) : reply;
};

test('each gets its own answer, at once and late, across more than one batch', async () => {
  const port = serve(echo);
  const clients = await Promise.all(Array.from({ length: 5 }, () => client(port)));
  for (let round = 0; round < 40; round++) for (const [at, { socket }] of clients.entries()) socket.send(`${'abcdl'[at]}${round + 1}`);
  await until(() => clients.every(({ heard }) => heard.length === 40));
  for (const [at, { heard }] of clients.entries()) {
    const letter = 'abcdl'[at] ?? '';
    const lengths = heard.map(({ length }) => length).sort((a, b) => a - b);
    expect(lengths).toEqual(Array.from({ length: 40 }, (_, round) => round + 1));
    expect(heard.every((bytes) => bytes.every((byte) => byte === letter.charCodeAt(0)))).toBe(true);
  }
});

test('an answer that no datagram of ours holds is left out, and disturbs no other; neither does an empty question', async () => {
  const { socket, heard } = await client(serve(echo));
  for (const asked of ['a4096', 'b4097', 'c60000', '', 'd1', 'l4097', 'l4096']) socket.send(asked);
  await until(() => heard.length === 3);
  expect(heard.map((bytes) => `${String.fromCharCode(bytes[0] ?? 0)}${bytes.length}`)).toEqual(['a4096', 'd1', 'l4096']);
  expect(heard.every((bytes) => bytes.every((byte) => byte === bytes[0]))).toBe(true);
});

test('closed in the middle of a batch it says nothing more', async () => {
  const native = loadNative();
  let questions = 0;
  const server = serveDatagrams(native, native.bindSocket('udp', 0x7f000001, 0), (bytes) => {
    questions++;
    server.close();
    return bytes;
  });
  const { socket, heard } = await client(server.port);
  socket.on('error', () => {});
  for (let at = 0; at < 10; at++) socket.send('x');
  await until(() => questions > 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([questions, heard]).toEqual([1, []]);
});
