import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alpn, hello, realHello, sni } from './hello.ts';
import { closes, createLab, createWitness, EVIL_IP, type Lab, OK_IP, readAll, verdicts } from './lab.ts';

let lab: Lab;
let witness: Awaited<ReturnType<typeof createWitness>>;
let real: Buffer;
beforeAll(async () => {
  witness = await createWitness();
  real = await realHello({ servername: 'evil.test', ALPNProtocols: ['h2', 'http/1.1'] });
  lab = await createLab({
    policy: 'ok.test\nhttp://ok.test/x',
    dst: { ip: EVIL_IP, port: 80 },
    learned: { 'ok.test': [OK_IP] },
    world: { [`${EVIL_IP}:80`]: witness.port },
    sniffMs: 20,
    limits: { handshakeMs: 60, refusalMs: 60 },
  });
});
afterAll(async () => {
  await lab.close();
  witness.close();
});

const openings = (): readonly Buffer[] => [
  real,
  hello(sni('evil.test'), alpn('h2')),
  Buffer.from('GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n'),
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0'),
  Buffer.from('SSH-2.0-x\r\n'),
  Buffer.alloc(0),
];

test('whatever a client sends in whatever pieces, nothing reaches a server that no rule names, and every connection ends and is logged', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(5),
      fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { maxLength: 4 }),
      fc.uint8Array({ maxLength: 300 }),
      fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 4 }),
      fc.constantFrom('end', 'destroy', 'reset', 'stay'),
      async (which, changes, tail, cuts, leave) => {
        const bytes = Buffer.concat([openings()[which] ?? Buffer.alloc(0), tail]);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const client = connect({ port: lab.port, host: '127.0.0.1' });
        const over = readAll(client);
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          client.write(bytes.subarray(at, at + cut));
          at += cut;
          await new Promise((resolve) => setImmediate(resolve));
        }
        if (leave === 'end') client.end();
        else if (leave === 'destroy') client.destroy();
        else if (leave === 'reset') client.resetAndDestroy();
        await over;
      },
    ),
    { numRuns: 150, timeout: 5000, interruptAfterTimeLimit: 50000 },
  );
  await lab.idle();
  expect(witness.sockets).toHaveLength(0);
  // The SNI or Host may have become the allowed one; our own address for it is all that may be dialled.
  expect(lab.dialled.filter((endpoint) => !endpoint.startsWith(OK_IP))).toEqual([]);
  expect(closes(lab)).toHaveLength(lab.accepted());
  expect(new Set(verdicts(lab).map(({ conn }) => conn)).size).toBe(lab.accepted());
}, 60_000);
