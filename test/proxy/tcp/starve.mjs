// Relays in a process that has no descriptor left: `starve.mjs ADDON`. Says `N whole, M broken` at the end.
import { closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';

const native = createRequire(import.meta.url)(process.argv[2] ?? '');
const COUNT = 20;
const BYTES = 1_000_000;
const fdOf = (socket) => socket._handle.fd;
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const listen = (accept) =>
  new Promise((resolve) => {
    const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true }, accept);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
const dial = (server) => net.connect({ port: server.address().port, host: '127.0.0.1', allowHalfOpen: true });

const passages = native.openPassages();
const echo = await listen((socket) => socket.pipe(socket));
let [started, broken] = [0, 0];
const proxy = await listen((client) => {
  const upstream = dial(echo);
  for (const socket of [client, upstream]) socket.on('error', () => {});
  // Node begins to read in the turn in which it connects.
  upstream.on('connect', () =>
    setImmediate(async () => {
      upstream._handle.readStop();
      const ended = passages.relay(fdOf(client), fdOf(upstream));
      started++;
      client.destroy();
      upstream.destroy();
      if ((await ended).error) broken++;
    }),
  );
});
const clients = Array.from({ length: COUNT }, () => dial(proxy));
while (started < COUNT) await pause(10);

const eaten = [];
try {
  for (;;) eaten.push(openSync('/dev/null', 'r'));
} catch {
  // None is left.
}
const received = await Promise.all(
  clients.map(
    (client, index) =>
      new Promise((resolve) => {
        let got = 0;
        client.on('data', (chunk) => {
          got += chunk.length;
          if (index % 5 > 0 || got > BYTES / 2) return;
          // A slow one.
          client.pause();
          setTimeout(() => client.resume(), 5);
        });
        client.on('close', () => resolve(got));
        client.end(Buffer.alloc(BYTES, index));
      }),
  ),
);
for (const fd of eaten) closeSync(fd);
console.log(`${received.filter((got) => got === BYTES).length} whole, ${broken} broken`);
process.exit(0);
