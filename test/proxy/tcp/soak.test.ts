import { readdirSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { hello, sni } from './hello.ts';
import { closes, createLab, createWitness, EVIL_IP, type Lab, OK_IP } from './lab.ts';
import { createOrigin } from './origin.ts';

/** Longer by hand: EGRESS_FILTER_SOAK_SECONDS=600. */
const SECONDS = Number(process.env.EGRESS_FILTER_SOAK_SECONDS ?? 6);
const AT_ONCE = 12;

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** Bytes that are still in use; resident memory also has what the allocator keeps for later. */
const kept = async (): Promise<number> => {
  for (let round = 0; round < 3; round++) {
    // What a collection ends is closed in a later turn, and collected after that.
    if (typeof collectGarbage === 'function') collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

const descriptors = (): number => readdirSync('/proc/self/fd').length;
const over = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.on('error', () => {});
    socket.on('close', () => resolve());
    socket.resume();
  });

test(
  `a mixed load of ${SECONDS} s leaves no descriptor, no connection without its line, and no memory behind`,
  async () => {
    const origin = await createOrigin();
    // A witness remembers what it got, which an echo of this load must not.
    const echo = createServer((socket) => void socket.on('error', () => {}).pipe(socket));
    await new Promise<void>((done) => echo.listen(0, '127.0.0.1', done));
    open.push({ close: () => echo.close() });
    const { port } = echo.address() as AddressInfo;
    const attacker = await createWitness((socket) => void socket.pipe(socket));
    const world = { [`${OK_IP}:443`]: origin.port, [`${OK_IP}:9999`]: port, [`${EVIL_IP}:443`]: attacker.port };
    const common = { learned: { 'ok.test': [OK_IP] }, world, sniffMs: 20, limits: { handshakeMs: 3_000, refusalMs: 300 } };
    const web = await createLab({ ...common, policy: 'ok.test', dst: { ip: OK_IP, port: 443 } });
    const raw = await createLab({ ...common, policy: 'ok.test:9999', dst: { ip: OK_IP, port: 9999 } });
    const evil = await createLab({ ...common, policy: 'ok.test', dst: { ip: EVIL_IP, port: 443 } });
    open.push(origin, echo, web, raw, evil);

    const dial = (lab: Lab): Socket => connect({ port: lab.port, host: '127.0.0.1', allowHalfOpen: true });
    let answered = 0;
    const request = (lab: Lab, servername: string, leave: boolean): Promise<void> => {
      const socket = connectTls({ port: lab.port, host: '127.0.0.1', servername, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
      socket.on('secureConnect', () => {
        socket.write(`GET /x HTTP/1.1\r\nHost: ${servername}\r\nConnection: close\r\n\r\n`);
        if (leave) socket.destroy();
      });
      socket.once('data', () => {
        answered++;
      });
      return over(socket);
    };
    const talk = (lab: Lab, bytes: string | Buffer, end: 'end' | 'reset' | 'stay'): Promise<void> => {
      const socket = dial(lab);
      socket.write(bytes);
      socket.once('data', () => {
        if (end === 'reset') socket.resetAndDestroy();
        else socket.end();
      });
      if (end === 'end') socket.end();
      return over(socket);
    };
    const kinds: readonly (() => Promise<void>)[] = [
      () => request(web, 'ok.test', false),
      () => request(web, 'ok.test', true),
      () => request(evil, 'evil.test', false),
      () => talk(raw, Buffer.alloc(200_000, 0), 'end'),
      () => talk(raw, '\x00x', 'reset'),
      () => talk(evil, hello(sni('evil.test')), 'stay'),
      () => talk(evil, 'GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n', 'end'),
      () => talk(web, Buffer.from([22, 3, 1, 2, 0, 1]), 'end'),
    ];

    const before = descriptors();
    let rounds = 0;
    const load = async (seconds: number, least: number): Promise<void> => {
      const end = performance.now() + seconds * 1000;
      const worker = async (index: number): Promise<void> => {
        // A busy machine may take longer for the first answers than all of the load is to last.
        for (let turn = index; performance.now() < end || answered <= least; turn++) {
          await kinds[turn % kinds.length]?.();
          rounds++;
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => worker(index)));
      for (const lab of [web, raw, evil]) await lab.idle();
    };
    await load(SECONDS / 2, 5);
    // What the lab itself keeps of each connection is not the proxy's.
    const forget = (): void => {
      for (const lab of [web, raw, evil]) for (const list of [lab.events, lab.clients, lab.upstreams, lab.dialled]) list.length = 0;
    };
    forget();
    const [halfway, memory] = [rounds, await kept()];
    await load(SECONDS / 2, 10);

    expect(answered).toBeGreaterThan(10);
    expect(attacker.received()).toHaveLength(0);
    expect(closes(web).length + closes(raw).length + closes(evil).length).toBe(rounds - halfway);
    forget();
    // A TLS connection that is not let go of keeps 50 kB and more.
    expect((await kept()) - memory, `bytes kept of ${rounds - halfway} connections`).toBeLessThan(24 << 20);
    for (let waited = 0; descriptors() > before && waited < 10_000; waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(descriptors()).toBeLessThanOrEqual(before);
  },
  (SECONDS + 114) * 1000,
);
