import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type ConnectionOptions, connect, createSecureContext, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { until } from '../http/lab.ts';
import { connect12, connect13, type Secured } from './by-hand/client.ts';
import { APPLICATION_DATA, HANDSHAKE, MESSAGE, message } from './by-hand/wire.ts';
import { helloMessage, sni, vector } from './hello.ts';
import { closes, createLab, curl, type Lab, type LabOptions, OK_IP, readAll, verdicts, worldCa } from './lab.ts';
import { createOrigin } from './origin.ts';

/** Clients whose every record is made here: what no TLS library says. */
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const NAMES = { 'ok.test': [OK_IP], 'other.test': [OK_IP], 'evil.test': [OK_IP] };

/** A server that has a certificate for whatever it is asked for, and remembers the names (SNI). */
const setUp = async (options: Partial<LabOptions> = {}) => {
  const names: string[] = [];
  const origin = await createOrigin({
    SNICallback: (name, done) => {
      names.push(name);
      done(null, createSecureContext(worldCa.leafFor([name])));
    },
  });
  const world = { [`${OK_IP}:443`]: origin.port };
  const lab = await createLab({ policy: 'ok.test', dst: { ip: OK_IP, port: 443 }, learned: NAMES, dns: NAMES, world, ...options });
  open.push(origin, lab);
  return { lab, origin, names };
};

const hostsOf = (lab: Lab) => verdicts(lab).map(({ policy, host }) => [policy, host]);

describe('a second ClientHello, which the server has to ask for (RFC 8446, section 4.1.4)', () => {
  test.each(['ok.test', 'https://ok.test/*'])(
    'with a denied name behind an allowed one is no way to the denied one (%s)',
    async (policy) => {
      const { lab, origin, names } = await setUp({ policy });
      const asks = async (host: string): Promise<string> => {
        const client = await connect13(lab.port, { servername: 'ok.test', secondName: 'evil.test' });
        expect(client.certificate.subjectAltName).toBe('DNS:ok.test');
        return client.ask(host);
      };
      expect(await asks('evil.test')).toMatch(/^HTTP\/1.1 403 /);
      expect(await asks('ok.test')).toMatch(/^HTTP\/1.1 200 /);
      await lab.idle();
      expect(origin.requests).toEqual(['GET ok.test/']);
      expect(new Set(names)).toEqual(new Set(['ok.test']));
      expect(hostsOf(lab)).toEqual([
        ['deny', 'evil.test'],
        ['allow', 'ok.test'],
      ]);
    },
  );

  test('with an allowed name behind a denied one opens nothing', async () => {
    const { lab, origin } = await setUp();
    const client = await connect13(lab.port, { servername: 'evil.test', secondName: 'ok.test' });
    expect(client.certificate.subjectAltName).toBe('DNS:evil.test');
    expect(await client.ask('ok.test')).toMatch(/^HTTP\/1.1 403 /);
    await lab.idle();
    expect([lab.dialled, origin.connections()]).toEqual([[], 0]);
    expect(hostsOf(lab)).toEqual([['deny', expect.anything()]]);
  });
});

test.each([
  ['zlib', 1],
  ['brotli', 2],
  ['zstd', 3],
])('a client that takes compressed certificates (RFC 8879, %s) is shown a plain one', async (_what, algorithm) => {
  const { lab } = await setUp();
  const extensions = [{ type: 27, body: vector(1, Buffer.of(0, algorithm)) }];
  const client = await connect13(lab.port, { servername: 'ok.test', extensions });
  expect(client.messages).toEqual([MESSAGE.encryptedExtensions, MESSAGE.certificate, MESSAGE.certificateVerify, MESSAGE.finished]);
  expect(await client.ask('ok.test')).toMatch(/^HTTP\/1.1 200 /);
});

describe('data before the handshake is over (N11)', () => {
  /** A ticket that nobody has given, and what goes with early data. */
  const extensions = [
    { type: 45, body: Buffer.of(1, 1) },
    { type: 42, body: Buffer.alloc(0) },
    {
      type: 41,
      body: Buffer.concat([
        vector(2, Buffer.concat([vector(2, randomBytes(200)), Buffer.alloc(4)])),
        vector(2, vector(1, randomBytes(32))),
      ]),
    },
  ];
  const early = Buffer.from('GET /early HTTP/1.1\r\nHost: ok.test\r\n\r\n');
  const behindHello = Buffer.concat(Array.from({ length: 20 }, () => Buffer.concat([Buffer.of(APPLICATION_DATA, 3, 3), vector(2, early)])));

  test.each(['ok.test', 'https://ok.test/*', 'other.test'])('goes nowhere (%s)', async (policy) => {
    const { lab, origin } = await setUp({ policy });
    const client = await connect13(lab.port, { servername: 'ok.test', extensions, behindHello });
    expect(await client.ask('ok.test', '/fine')).toMatch(policy === 'other.test' ? /^HTTP\/1.1 403 / : /^HTTP\/1.1 200 /);
    await lab.idle();
    expect(origin.requests).toEqual(policy === 'other.test' ? [] : ['GET ok.test/fine']);
    if (policy === 'other.test') expect(lab.dialled).toEqual([]);
  });

  test('more of it than anybody has to skip ends the connection', async () => {
    const { lab, origin } = await setUp();
    const much = Buffer.concat(Array.from({ length: 200 }, () => behindHello));
    // The server's part of the handshake is with the client by then.
    const client = await connect13(lab.port, { servername: 'ok.test', extensions, behindHello: much });
    expect(await client.ask('ok.test')).toBe('');
    await lab.idle();
    expect(origin.requests).toEqual([]);
    expect(closes(lab)).toHaveLength(1);
  });
});

describe('a client of TLS 1.2 that asks for another handshake', () => {
  const NO_RENEGOTIATION = Buffer.of(1, 100);

  /** Asks many times; a message without a body is a beginning, too. */
  const flood = async ({ wire }: Secured, times: number, bytes = message(MESSAGE.clientHello)): Promise<void> => {
    for (let left = times; left > 0 && !wire.socket.destroyed; left -= 1_000) {
      await wire.pour(Buffer.concat(Array.from({ length: 1_000 }, () => wire.sealed(HANDSHAKE, bytes))));
    }
  };

  test('for another name goes on with the one that it has', async () => {
    const { lab, origin, names } = await setUp({ policy: 'ok.test\nother.test' });
    for (const host of ['ok.test', 'evil.test']) {
      const client = await connect12(lab.port, { servername: 'ok.test' });
      client.wire.send(HANDSHAKE, helloMessage({ extensions: [sni('other.test')] }));
      expect(await client.ask(host)).toMatch(host === 'ok.test' ? /^HTTP\/1.1 200 / : /^HTTP\/1.1 403 /);
      expect(client.wire.alerts[0]).toEqual(NO_RENEGOTIATION);
    }
    await lab.idle();
    expect(origin.requests).toEqual(['GET ok.test/']);
    expect(new Set(names)).toEqual(new Set(['ok.test']));
  });

  test('30 000 times, and hears each time that there is none, has its request decided and answered; so has who comes meanwhile', async () => {
    const { lab, origin } = await setUp({ policy: 'https://ok.test/fine' });
    for (const path of ['/fine', '/secret']) {
      const client = await connect12(lab.port, { servername: 'ok.test' });
      const answer = client.wire.text((text) => text.includes('HTTP/1.1'));
      const flooded = flood(client, 30_000);
      expect((await curl(lab, 'https://ok.test/fine', '-w', '%{http_code}')).stdout).toMatch(/200$/);
      await flooded;
      client.wire.send(APPLICATION_DATA, Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ok.test\r\nConnection: close\r\n\r\n`));
      expect(await answer).toMatch(path === '/fine' ? /^HTTP\/1.1 200 / : /^HTTP\/1.1 403 /);
      expect(client.wire.alerts.filter((alert) => alert.equals(NO_RENEGOTIATION))).toHaveLength(30_000);
    }
    await lab.idle();
    expect(new Set(origin.requests)).toEqual(new Set(['GET ok.test/fine']));
  });

  test('without end, and takes no answer, is cut off before these fill the memory', async () => {
    const { lab } = await setUp();
    const client = await connect12(lab.port, { servername: 'ok.test' });
    client.wire.send(APPLICATION_DATA, Buffer.from('POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 9\r\n\r\nhalf'));
    await until(() => verdicts(lab).length === 1);
    client.wire.socket.pause();
    await flood(client, 3_000_000);
    expect(client.wire.socket.destroyed).toBe(true);
    await lab.idle();
    expect(closes(lab)[0]?.error).toContain('asks for answers of TLS and takes none');
    // So much as the kernel keeps for who does not read has to be answered first.
  }, 180_000);
});

describe('records of one octet', () => {
  test.each([
    ['TLS 1.2', connect12],
    ['TLS 1.3', connect13],
  ])('%s: what is inside is read and decided as ever', async (_version, dial) => {
    const { lab, origin } = await setUp({ policy: 'https://ok.test/fine' });
    const filler = `X: ${'x'.repeat(8_000)}\r\n`;
    const client = await dial(lab.port, { servername: 'ok.test', piece: 1 });
    const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: ok.test\r\n${filler}\r\n`;
    client.wire.send(APPLICATION_DATA, Buffer.from(request('/fine') + request('/secret') + request('/fine')));
    expect(await client.wire.text()).toMatch(/^HTTP\/1.1 200 [\s\S]*hello over 1.1[\s\S]*HTTP\/1.1 403 /);
    await lab.idle();
    expect(origin.requests).toEqual(['GET ok.test/fine']);
  });

  test('of a ClientHello for a name that is denied: nothing is dialled', async () => {
    const { lab } = await setUp();
    const client = await connect13(lab.port, { servername: 'evil.test', piece: 1 });
    expect(await client.ask('evil.test')).toMatch(/^HTTP\/1.1 403 /);
    expect(lab.dialled).toEqual([]);
  });
});

describe('sessions of a client, which tickets carry from one connection to the next', () => {
  const dial = async (lab: Lab, servername: string, options: ConnectionOptions = {}): Promise<TLSSocket> => {
    const client = connect({ port: lab.port, host: '127.0.0.1', servername, ca: lab.ca.caPem, ALPNProtocols: ['http/1.1'], ...options });
    await once(client, 'secureConnect');
    return client;
  };
  const ask = async (client: TLSSocket, host: string): Promise<string> => {
    client.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    return (await readAll(client)).text;
  };

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('are none for another name, though that is allowed as well (%s)', async (version) => {
    const { lab, origin, names } = await setUp({ policy: 'ok.test\nother.test' });
    const own: ConnectionOptions = { minVersion: version, maxVersion: version };
    const first = await dial(lab, 'ok.test', own);
    let session = first.getSession();
    first.on('session', (newer) => {
      session = newer;
    });
    expect(await ask(first, 'ok.test')).toMatch(/^HTTP\/1.1 200 /);
    const reuse: ConnectionOptions = session ? { ...own, session } : own;

    const again = await dial(lab, 'ok.test', reuse);
    expect(again.isSessionReused()).toBe(true);
    expect(await ask(again, 'ok.test')).toMatch(/^HTTP\/1.1 200 /);
    // Its certificate is the other name's, and so is the server's side.
    const other = await dial(lab, 'other.test', reuse);
    expect(other.isSessionReused()).toBe(false);
    expect(other.getPeerX509Certificate()?.subjectAltName).toBe('DNS:other.test');
    expect(await ask(other, 'other.test')).toMatch(/^HTTP\/1.1 200 /);
    // Nor does the name of the session count for requests.
    const crossed = await dial(lab, 'other.test', reuse);
    expect(await ask(crossed, 'ok.test')).toMatch(/^HTTP\/1.1 (403|421) /);
    await lab.idle();
    expect(origin.requests).toEqual(['GET ok.test/', 'GET ok.test/', 'GET other.test/']);
    expect(names.at(-1)).toBe('other.test');
  });
});
