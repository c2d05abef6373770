import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Asker, type Control, openControl } from '../../src/guard/job/control.ts';
import { ControlAnswer as Answer, type ControlAnswer, MAX_REQUEST_BYTES } from '../../src/guard/job/protocol.ts';

const STATUS: ControlAnswer = {
  status: 'ok',
  mode: 'enforce',
  sudo: 'locked',
  since: '2026-01-31T12:00:00.000Z',
  log: '/var/log/x',
  restarts: 0,
  lostEvents: 0,
  problems: [],
};

let directory: string;
let path: string;
let control: Control;
/** Who the next connections are taken for. */
let who: Asker;
let privileged: number | undefined;
const opened: Socket[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'egf-control-'));
  path = join(directory, 'control.sock');
  who = { pid: 100, uid: 1001 };
  privileged = undefined;
  control = await openControl<Asker>({
    path,
    identify: () => who,
    isPrivileged: ({ pid }) => pid === privileged,
    answer: async ({ type }, { pid }) => {
      if (type === 'sudo') throw new Error('sudo cannot be had');
      return type === 'status' ? STATUS : { status: 'refused', message: `not you, ${pid}` };
    },
  });
});

afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy();
  await control.close();
  rmSync(directory, { recursive: true });
});

function open(): Socket {
  const socket = connect({ path, allowHalfOpen: true });
  socket.on('error', () => {});
  opened.push(socket);
  return socket;
}

/** All that comes until the other side closes, or `ms` have passed. */
async function exchange(bytes: string | Buffer, { end = true, ms = 10_000 } = {}): Promise<ControlAnswer[]> {
  const socket = open();
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.write(bytes);
  if (end) socket.end();
  await new Promise<void>((done) => {
    socket.once('close', () => done());
    socket.once('end', () => socket.destroy());
    setTimeout(done, ms).unref();
  });
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => Answer.parse(JSON.parse(line)));
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

test('everybody may connect; answers come line by line', async () => {
  expect(statSync(path).mode & 0o777).toBe(0o666);
  expect(await exchange(line({ type: 'status' }) + line({ type: 'finish' }) + line({ type: 'status' }))).toEqual([
    STATUS,
    { status: 'refused', message: 'not you, 100' },
    STATUS,
  ]);
});

test('an answer that fails is told, and the next one is given', async () => {
  expect(await exchange(line({ type: 'sudo', enable: true }) + line({ type: 'status' }))).toEqual([
    { status: 'failed', message: 'sudo cannot be had' },
    STATUS,
  ]);
});

test.each([
  ['no JSON', 'open sesame\n'],
  ['an unknown request', line({ type: 'shutdown' })],
  ['a request with more in it', line({ type: 'finish', pid: 1 })],
  ['a request of a wrong type', line({ type: 'sudo', enable: 'yes' })],
  ['null', 'null\n'],
  ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0x0a])],
  ['an empty line', '\n'],
])('%s is answered as a failure, and the next request is served', async (_, bytes) => {
  const answers = await exchange(Buffer.concat([Buffer.from(bytes), Buffer.from(line({ type: 'status' }))]));
  expect(answers.map(({ status }) => status)).toEqual(['failed', 'ok']);
});

test('a request that is too long is cut off, however much of it comes', async () => {
  expect(await exchange('x'.repeat(MAX_REQUEST_BYTES + 2), { end: false })).toMatchObject([{ status: 'failed' }]);
  expect(await exchange('y'.repeat(50 << 20), { end: false })).toMatchObject([{ status: 'failed' }]);
  expect(await exchange(line({ type: 'status' }))).toEqual([STATUS]);
});

test('a request of exactly the most bytes is read', async () => {
  const request = JSON.stringify({ type: 'status' });
  expect(await exchange(`${request}${' '.repeat(MAX_REQUEST_BYTES - request.length)}\n`)).toEqual([STATUS]);
});

test('a request that comes byte by byte is read; one that never ends is told so and cut off', async () => {
  const socket = open();
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  for (const byte of line({ type: 'status' })) {
    socket.write(byte);
    await new Promise((done) => setTimeout(done, 2));
  }
  await expect.poll(() => text, { timeout: 4000 }).toBe(line(STATUS));
  // Half a request, and then nothing.
  expect(await exchange('{"type":', { end: false, ms: 9000 })).toMatchObject([{ status: 'failed', message: 'No request came.' }]);
}, 20_000);

test('one process has a handful of connections at a time', async () => {
  const said: string[] = [];
  for (let count = 0; count < 10; count++) {
    const socket = open();
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.once('end', () => said.push(text));
  }
  await expect.poll(() => said.length, { timeout: 20_000 }).toBe(10);
  // The others have had their time for a request.
  expect(said.filter((text) => text.includes('No request came.'))).toHaveLength(4);
  expect(said.filter((text) => text === '')).toHaveLength(6);
});

test('crowds of clients that say nothing keep nobody out', async () => {
  for (let pid = 1000; pid < 1200; pid++) {
    who = { pid, uid: 1001 };
    const socket = open();
    await new Promise((done) => socket.once('connect', done));
  }
  who = { pid: 7, uid: 1001 };
  privileged = 7;
  expect(await exchange(line({ type: 'status' }))).toEqual([STATUS]);
  privileged = undefined;
  who = { pid: 8, uid: 1001 };
  expect(await exchange(line({ type: 'status' }))).toEqual([STATUS]);
});

test('a client that does not read its answers does no harm', async () => {
  const socket = open();
  socket.pause();
  socket.write(line({ type: 'status' }).repeat(1000));
  expect(await exchange(line({ type: 'status' }))).toEqual([STATUS]);
});

test('clients that leave in the middle do no harm', async () => {
  for (let count = 0; count < 50; count++) {
    const socket = open();
    socket.write('{"type":"sta');
    socket.destroy();
  }
  expect(await exchange(line({ type: 'status' }))).toEqual([STATUS]);
});

test('garbage gets failures and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const answers = await exchange(Buffer.from([...bytes, 0x0a]));
      for (const { status } of answers) expect(status).toBe('failed');
    }),
    { numRuns: 50 },
  );
  expect(await exchange(line({ type: 'status' }))).toEqual([STATUS]);
});
