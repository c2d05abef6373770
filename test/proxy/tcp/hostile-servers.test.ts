import { connect } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { cipher13, nextSecret } from './by-hand/keys.ts';
import { type ServerOptions, serveByHand } from './by-hand/server.ts';
import { APPLICATION_DATA, HANDSHAKE, MESSAGE, message, type Wire } from './by-hand/wire.ts';
import { vector } from './hello.ts';
import { closes, createLab, curl, type Lab, type LabOptions, OK_IP, OTHER_IP, verdicts, worldCa } from './lab.ts';
import { createOrigin } from './origin.ts';

/** Servers whose every record is made here: what no TLS library says. */
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const setUp = async (server: Omit<ServerOptions, 'leaf'>, options: Partial<LabOptions> = {}) => {
  const hand = await serveByHand({ ...server, leaf: worldCa.leafFor(['ok.test']) });
  const names = { 'ok.test': [OK_IP], 'other.test': [OTHER_IP] };
  const beside = await createOrigin();
  const lab = await createLab({
    policy: 'ok.test\nother.test',
    dst: { ip: OK_IP, port: 443 },
    learned: names,
    dns: names,
    world: { [`${OK_IP}:443`]: hand.port, [`${OTHER_IP}:443`]: beside.port },
    ...options,
  });
  open.push({ close: () => hand.close() }, beside, lab);
  return { lab, hand };
};

const ask = async (lab: Lab, ...args: string[]): Promise<string> =>
  (await curl(lab, 'https://ok.test/', '-w', '%{http_code}', ...args)).stdout;
/** Another server, by the same proxy: who is bothered by one is not to bother the others. */
const askBeside = async (lab: Lab): Promise<void> => {
  expect((await curl(lab, 'https://other.test/', '-w', '%{http_code}')).stdout).toMatch(/200$/);
};

const requestOf = (wire: Wire): Promise<string> => wire.text((text) => text.includes('\r\n\r\n'));
const answer = (body: string): Buffer =>
  Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);

describe.each(['1.2', '1.3'] as const)('TLS %s', (version) => {
  test('by hand: requests and answers pass', async () => {
    const { lab, hand } = await setUp({
      version,
      alpn: 'http/1.1',
      serve: async (wire) => {
        const request = await requestOf(wire);
        wire.send(APPLICATION_DATA, answer(`for ${request.split('\r\n')[0]}`));
        wire.socket.end();
      },
    });
    expect(await ask(lab, '--http1.1')).toBe('for GET / HTTP/1.1200');
    expect(hand.failures).toEqual([]);
  });

  test.each([
    ['h2', ['--http1.1']],
    ['spdy/3.1', ['--http1.1']],
    ['http/1.0', ['--http1.1']],
    ['spdy/3.1', ['--http2']],
    ['h2', ['--no-alpn', '--http1.1']],
    ['http/1.1', ['--no-alpn', '--http1.1']],
  ])('a server that chooses %s, which was not offered (curl %s): 502, and it hears of no request', async (alpn, flags) => {
    let heard = '';
    const { lab, hand } = await setUp({
      version,
      alpn,
      serve: async (wire) => {
        heard += await wire.text();
      },
    });
    expect(await ask(lab, ...flags)).toMatch(/502$/);
    await lab.idle();
    expect(heard).toBe('');
    expect(hand.failures).toHaveLength(1);
    expect(verdicts(lab)).toMatchObject([{ policy: 'allow', host: 'ok.test', error: expect.stringMatching(/^ERR_SSL_/) }]);
  });

  test('a server whose records hold one octet, or few, is understood, and its answer is whole', async () => {
    // Long enough for the way past JavaScript, too.
    const body = Array.from({ length: 300_000 }, (_, at) => String.fromCharCode(97 + (at % 26))).join('');
    const { lab } = await setUp({
      version,
      alpn: 'http/1.1',
      piece: 1,
      serve: async (wire) => {
        await requestOf(wire);
        const bytes = answer(body);
        for (let at = 0; at < bytes.length; at += 2_000) {
          // Not all of them: this server takes longer to make them than the proxy to read them.
          wire.piece = at < 40_000 ? 1 : 11;
          await wire.pour(wire.sealed(APPLICATION_DATA, bytes.subarray(at, at + 2_000)));
        }
        wire.socket.end();
      },
    });
    const asked = ask(lab, '--http1.1');
    await askBeside(lab);
    expect(await asked).toBe(`${body}200`);
  });
});

test('a certificate that is compressed (RFC 8879), is neither asked for nor taken: 502', async () => {
  const { lab, hand } = await setUp({ version: '1.3', compressed: true, serve: () => {} });
  expect(await ask(lab, '--http1.1')).toMatch(/UNEXPECTED_MESSAGE|unexpected message[\s\S]*502$/i);
  expect(hand.failures).toHaveLength(1);
  // compress_certificate
  expect(hand.offered).toEqual([expect.not.arrayContaining([27])]);
  await askBeside(lab);
});

/** What a server may send behind the handshake, again and again, and how it makes the next one. */
const nuisances: readonly [string, Pick<ServerOptions, 'version'>, (wire: Wire) => Buffer][] = [
  ['another handshake (HelloRequest)', { version: '1.2' }, (wire) => wire.sealed(HANDSHAKE, message(MESSAGE.helloRequest))],
  [
    'new keys (KeyUpdate)',
    { version: '1.3' },
    (wire) => {
      const record = wire.sealed(HANDSHAKE, message(MESSAGE.keyUpdate, Buffer.of(1)));
      wire.secret = wire.secret && nextSecret(wire.secret);
      wire.sealing = wire.secret && cipher13(wire.secret);
      return record;
    },
  ],
];

const flood = async (wire: Wire, times: number, make: (wire: Wire) => Buffer): Promise<void> => {
  for (let left = times; left > 0 && !wire.socket.destroyed; left -= 100) {
    await wire.pour(Buffer.concat(Array.from({ length: 100 }, () => make(wire))));
    // The proxy is in this process: it has its turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe.each(nuisances)('a server that asks for %s', (_what, { version }, make) => {
  test('10 000 times, and reads what it is told: its answer arrives, and others are served meanwhile', async () => {
    const { lab, hand } = await setUp({
      version,
      alpn: 'http/1.1',
      serve: async (wire) => {
        await requestOf(wire);
        // What the proxy says to each is read; of KeyUpdates it cannot be, as the keys of the answers change.
        const reading = wire.text().catch(() => '');
        await flood(wire, 10_000, make);
        wire.send(APPLICATION_DATA, answer('at last'));
        wire.socket.end();
        await reading;
      },
    });
    const asked = ask(lab, '--http1.1');
    await askBeside(lab);
    expect(await asked).toBe('at last200');
    const alerts = hand.wires[0]?.alerts.filter((alert) => alert.equals(Buffer.of(1, 100)));
    if (version === '1.2') expect(alerts).toHaveLength(10_000);
  });

  test('without end, and takes no answer, is cut off before these fill the memory', async () => {
    const { lab, hand } = await setUp({
      version,
      alpn: 'http/1.1',
      serve: async (wire) => {
        await requestOf(wire);
        wire.socket.pause();
        await flood(wire, 3_000_000, make);
      },
    });
    const client = connect({ port: lab.port, host: '127.0.0.1', servername: 'ok.test', ca: lab.ca.caPem, ALPNProtocols: ['http/1.1'] });
    client.on('error', () => {}).resume();
    client.write('GET / HTTP/1.1\r\nHost: ok.test\r\n\r\n');
    await new Promise((resolve) => client.once('close', resolve));
    await lab.idle();
    expect(closes(lab).find(({ error }) => error)?.error).toMatch(/UNREAD_REPLIES|takes none/);
    expect(hand.wires[0]?.socket.destroyed).toBe(true);
    // So much as the kernel keeps for who does not read has to be answered first.
  }, 180_000);
});

test('a server that gives 50 000 tickets: its answer arrives, others are served meanwhile, and one session is kept', async () => {
  const ticket = message(
    MESSAGE.newSessionTicket,
    Buffer.concat([Buffer.alloc(8, 1), vector(1, Buffer.of(0)), vector(2, Buffer.alloc(64, 7)), vector(2, Buffer.alloc(0))]),
  );
  const { lab } = await setUp({
    version: '1.3',
    alpn: 'http/1.1',
    serve: async (wire) => {
      await requestOf(wire);
      await flood(wire, 50_000, () => wire.sealed(HANDSHAKE, ticket));
      wire.send(APPLICATION_DATA, answer('at last'));
      wire.socket.end();
    },
  });
  const before = process.memoryUsage().rss;
  const asked = ask(lab, '--http1.1');
  await askBeside(lab);
  expect(await asked).toBe('at last200');
  // 50 000 sessions of some kilobytes each would be more than that.
  expect(process.memoryUsage().rss - before).toBeLessThan(100 << 20);
});

test.each([
  ['of 40 octets', 'x'.repeat(40)],
  ['of 255 octets, the longest there is (RFC 7301, section 3.1)', 'y'.repeat(255)],
])('a protocol name %s is mirrored like any other', async (_what, name) => {
  const { lab } = await setUp(
    {
      version: '1.3',
      alpn: name,
      serve: async (wire) => {
        await wire.text((text) => text.endsWith('hello'));
        wire.send(APPLICATION_DATA, Buffer.from('and hello to you'));
      },
    },
    { policy: 'ok.test:443' },
  );
  const client = connect({ port: lab.port, host: '127.0.0.1', servername: 'ok.test', ca: lab.ca.caPem, ALPNProtocols: [name] });
  open.push({ close: () => client.destroy() });
  const chosen = await new Promise((resolve, reject) =>
    client.once('secureConnect', () => resolve(client.alpnProtocol)).once('error', reject),
  );
  expect(chosen).toBe(name);
  client.write('hello');
  expect(String((await new Promise((resolve) => client.once('data', resolve))) as Buffer)).toBe('and hello to you');
});
