import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClientHelloResult, createClientHelloReader, looksLikeTls, MAX_CLIENT_HELLO } from '../../../src/proxy/tcp/clienthello.ts';
import { alpn, hello, helloMessage, realHello, records, sni, vector } from './hello.ts';

const read = (bytes: Buffer): ClientHelloResult => createClientHelloReader()(bytes);
const reasonOf = (bytes: Buffer): string => {
  const result = read(bytes);
  return result.status === 'malformed' ? result.reason : result.status;
};

describe('a ClientHello', () => {
  test('of this OpenSSL is read: name, protocols, versions', async () => {
    const bytes = await realHello({ servername: 'ok.test', ALPNProtocols: ['h2', 'http/1.1'] });
    expect(read(bytes)).toEqual({
      status: 'hello',
      hello: { serverName: 'ok.test', alpn: ['h2', 'http/1.1'], versions: [0x0304, 0x0303], ech: false, earlyData: false },
    });
  });

  test('without extensions has no name', () => {
    expect(read(records(helloMessage({ noExtensions: true })))).toEqual({
      status: 'hello',
      hello: { alpn: [], versions: [0x0303], ech: false, earlyData: false },
    });
  });

  test('shows ECH and early data', () => {
    const result = read(hello(sni('ok.test'), { type: 0xfe0d, body: Buffer.from([0, 1, 2]) }, { type: 42, body: Buffer.alloc(0) }));
    expect(result).toMatchObject({ hello: { ech: true, earlyData: true, serverName: 'ok.test' } });
  });

  test.each([
    ['OK.Test', 'ok.test'],
    ['ok.test.', 'ok.test'],
    ['a_b.ok.test', 'a_b.ok.test'],
    ['xn--bcher-kva.test', 'xn--bcher-kva.test'],
    ['localhost', 'localhost'],
  ])('names %s as %s', (sent, meant) => {
    expect(read(hello(sni(sent)))).toMatchObject({ hello: { serverName: meant } });
  });

  test.each([
    ['two names', hello(sni('ok.test', 'evil.test')), 'more than one server name'],
    ['two server_name extensions', hello(sni('ok.test'), sni('evil.test')), 'extension 0 twice'],
    ['NUL in the name', hello(sni('ok.test\0.evil.test')), 'is not a host name'],
    ['two trailing dots', hello(sni('ok.test..')), 'is not a host name'],
    ['an empty name', hello(sni('')), 'wrong length'],
    ['only a dot', hello(sni('.')), 'wrong length'],
    ['a name of 300 bytes', hello(sni(`${'a.'.repeat(150)}test`)), 'wrong length'],
    ['a label of 64 bytes', hello(sni(`${'a'.repeat(64)}.test`)), 'is not a host name'],
    ['UTF-8', hello(sni('b\u00fccher.test')), 'is not a host name'],
    ['a port', hello(sni('ok.test:443')), 'is not a host name'],
    ['a wildcard', hello(sni('*.test')), 'is not a host name'],
    ['an IPv4 address', hello(sni('203.0.113.10')), 'IP address as server name'],
    ['an address in another writing', hello(sni('0x7f.1')), 'IP address as server name'],
    ['an IPv6 address', hello(sni('::1')), 'is not a host name'],
    [
      'a server name of another kind',
      hello({ type: 0, body: vector(2, Buffer.concat([Buffer.from([1]), vector(2, Buffer.from('ok.test'))])) }),
      'not a host name',
    ],
    ['an empty server_name extension', hello({ type: 0, body: Buffer.alloc(0) }), 'past the end'],
    ['an empty server name list', hello({ type: 0, body: Buffer.from([0, 0]) }), 'empty server name list'],
    [
      'bytes after the server name list',
      hello({ type: 0, body: Buffer.concat([sni('ok.test').body, Buffer.from([0])]) }),
      'after the server name list',
    ],
    ['an empty protocol', hello(alpn('h2', '')), 'empty protocol name'],
    ['an empty protocol list', hello({ type: 16, body: Buffer.from([0, 0]) }), 'wrong length'],
    ['odd cipher suites', records(helloMessage({ cipherSuites: Buffer.from([1, 2, 3]) })), 'cipher suite list'],
    ['no compression method', records(helloMessage({ compression: Buffer.alloc(0) })), 'no compression'],
    ['a session id of 33 bytes', records(helloMessage({ sessionId: Buffer.alloc(33) })), 'session id'],
    ['bytes after the message', records(Buffer.concat([helloMessage(), Buffer.from([0])])), 'bytes after the ClientHello'],
    ['an empty record', Buffer.from([22, 3, 1, 0, 0]), 'empty handshake record'],
    ['a record of 20000 bytes', Buffer.from([22, 3, 1, 0x4e, 0x20]), 'longer than 16384'],
    ['an alert before it', Buffer.concat([Buffer.from([21, 3, 1, 0, 2, 1, 90]), hello(sni('ok.test'))]), 'not a handshake record'],
    [
      'another record in its middle',
      Buffer.concat([records(helloMessage()).subarray(0, 3), vector(2, helloMessage().subarray(0, 9)), Buffer.from([20, 3, 3, 0, 1, 1])]),
      'not a handshake record',
    ],
    ['another message', records(Buffer.concat([Buffer.from([2]), helloMessage().subarray(1)])), 'not a ClientHello'],
    ['a message of 16 MB', records(Buffer.from([1, 255, 255, 255, 3, 3])), 'longer than'],
    ['SSL 2.0 format', Buffer.from([0x80, 0x2e, 0x01, 0x03, 0x01]), 'not a handshake record'],
  ])('with %s is malformed', (_what, bytes, reason) => {
    expect(reasonOf(bytes)).toContain(reason);
  });

  test('is the same in any number of records and segments', async () => {
    const real = await realHello({ servername: 'ok.test', ALPNProtocols: ['h2', 'http/1.1'] });
    const message = real.subarray(5);
    const whole = read(real);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 300 })),
        (lengths, cuts) => {
          const bytes = records(message, ...lengths);
          const reader = createClientHelloReader();
          let at = 0;
          for (const cut of cuts) {
            at += cut;
            if (at >= bytes.length) break;
            expect(reader(bytes.subarray(0, at))).toEqual({ status: 'more' });
          }
          expect(reader(bytes)).toEqual(whole);
        },
      ),
    );
  });

  test('is the same split at every byte, and in records of one byte', async () => {
    const real = await realHello({ servername: 'ok.test' });
    for (let cut = 0; cut < real.length; cut += 1) {
      const reader = createClientHelloReader();
      expect(reader(real.subarray(0, cut)).status).toBe('more');
      expect(reader(real).status).toBe('hello');
    }
    const message = real.subarray(5);
    const reader = createClientHelloReader();
    const bytes = records(message, ...message.map(() => 1));
    for (let end = 1; end < bytes.length; end += 1) expect(reader(bytes.subarray(0, end)).status).toBe('more');
    expect(reader(bytes)).toEqual(read(real));
  });

  test('never throws and never asks for more than its limit, whatever the bytes', async () => {
    const real = await realHello({ servername: 'ok.test', ALPNProtocols: ['h2'] });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(real.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), (changes) => {
        const bytes = Buffer.from(real);
        for (const [at, value] of changes) bytes[at] = value;
        expect(['more', 'hello', 'malformed']).toContain(read(bytes).status);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        expect(['more', 'hello', 'malformed']).toContain(read(Buffer.concat([Buffer.from([22, 3, 1]), noise])).status);
      }),
      { numRuns: 2000 },
    );
    const endless = records(
      Buffer.concat([Buffer.from([1, 0, 0xff, 0xf0]), Buffer.alloc(0xfff0)]),
      ...Array.from({ length: 70_000 }, () => 1),
    );
    expect(reasonOf(endless.subarray(0, MAX_CLIENT_HELLO))).toContain('longer than');
  });
});

test.each([
  ['', 'more'],
  ['16', 'more'],
  ['1603', 'yes'],
  ['1604', 'no'],
  ['1503', 'yes'],
  ['1403', 'yes'],
  ['47', 'no'],
  ['80', 'more'],
  ['802e01', 'more'],
  ['802e0103', 'yes'],
  ['802e0100', 'yes'],
  ['802e0203', 'no'],
  ['802e0104', 'no'],
])('bytes %s look like TLS: %s', (hex, expected) => {
  expect(looksLikeTls(Buffer.from(hex, 'hex'))).toBe(expected);
});
