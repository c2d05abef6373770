// Speaks to Node's inspector of a process: `inspect.mjs PID`, run by root in the process's network namespace. One JSON line in, one out:
// {"method", "params"} is answered with {"result"} or {"error"}; {"snapshot": FILE} writes the heap there.
import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { get, request } from 'node:http';
import { createInterface } from 'node:readline';

const [, , pid = ''] = process.argv;
const at = { host: '127.0.0.1', port: 9229 };

const target = () =>
  new Promise((resolve, reject) => {
    get({ ...at, path: '/json/list' }, async (answer) => {
      const chunks = [];
      for await (const chunk of answer) chunks.push(chunk);
      resolve(new URL(JSON.parse(Buffer.concat(chunks))[0].webSocketDebuggerUrl).pathname);
    }).on('error', reject);
  });

const find = async () => {
  // Starts the inspector (nodejs.org/api/process.html#signal-events).
  process.kill(Number(pid), 'SIGUSR1');
  for (let attempt = 0; ; attempt++) {
    try {
      return await target();
    } catch (error) {
      if (attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};

/** RFC 6455, as much as a client needs: masked text frames out, unmasked and perhaps fragmented ones in. */
const open = (path) =>
  new Promise((resolve, reject) => {
    const key = randomBytes(16).toString('base64');
    const headers = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': key };
    const asked = request({ ...at, path, headers });
    asked.on('upgrade', (answer, socket, head) => {
      const expected = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      if (answer.headers['sec-websocket-accept'] !== expected) reject(new Error('no inspector answers'));
      else resolve({ socket, head });
    });
    asked.on('error', reject).end();
  });

const { socket, head } = await open(await find());
const waiting = new Map();
let snapshot;
let count = 0;

const send = (method, params = {}) =>
  new Promise((resolve) => {
    const id = ++count;
    waiting.set(id, resolve);
    const payload = Buffer.from(JSON.stringify({ id, method, params }));
    const long = payload.length > 125;
    const start = Buffer.from(long ? [0x81, 0xfe, payload.length >> 8, payload.length & 255] : [0x81, 0x80 | payload.length]);
    // A mask of zeros leaves the payload as it is.
    socket.write(Buffer.concat([start, Buffer.alloc(4), payload]));
  });

const take = (text) => {
  const message = JSON.parse(text);
  if (message.method === 'HeapProfiler.addHeapSnapshotChunk') snapshot?.write(message.params.chunk);
  waiting.get(message.id)?.(message);
  waiting.delete(message.id);
};

let chunks = [head];
let length = head.length;
let parts = [];
const read = () => {
  for (;;) {
    if (length < 10 && chunks.length > 1) chunks = [Buffer.concat(chunks)];
    let bytes = chunks[0];
    if (bytes.length < 10 && chunks.length > 1) bytes = Buffer.concat(chunks);
    if (bytes.length < 2) return;
    const short = bytes[1] & 127;
    const start = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (bytes.length < start) return;
    const size = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
    if (length < start + size) return;
    bytes = chunks.length > 1 ? Buffer.concat(chunks) : bytes;
    parts.push(bytes.subarray(start, start + size));
    if (bytes[0] & 0x80) {
      take(Buffer.concat(parts).toString());
      parts = [];
    }
    chunks = [bytes.subarray(start + size)];
    length = chunks[0].length;
  }
};
socket.on('data', (chunk) => {
  chunks.push(chunk);
  length += chunk.length;
  read();
});
socket.on('close', () => process.exit(0));

console.log(JSON.stringify({ result: 'ready' }));
for await (const line of createInterface({ input: process.stdin })) {
  const { method, params, snapshot: file } = JSON.parse(line);
  if (file) snapshot = createWriteStream(file);
  const { result, error } = await send(method ?? 'HeapProfiler.takeHeapSnapshot', params);
  if (file) await new Promise((resolve) => snapshot.end(resolve));
  console.log(JSON.stringify(error ? { error: error.message } : { result }));
}
socket.destroy();
