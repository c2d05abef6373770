import { afterEach, describe, expect, it } from 'vitest';
import { relayHttp1 } from '../../../src/proxy/http/index.ts';
import { exchange, Lab, recordingOrigin } from './lab.ts';

const big = 'a'.repeat(70_000);

/** Each: a request whose boundaries or authority two servers may read differently. */
const refused: readonly (readonly [name: string, bytes: string, status?: number])[] = [
  [
    'Content-Length and Transfer-Encoding',
    'POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  [
    'Transfer-Encoding and Content-Length',
    'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n',
  ],
  ['two Content-Length that differ', 'POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ['two Content-Length alike', 'POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na'],
  ['a Content-Length list', 'POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 1, 1\r\n\r\na'],
  ['a signed Content-Length', 'POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: +1\r\n\r\na'],
  ['a negative Content-Length', 'POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: -1\r\n\r\na'],
  ['a hexadecimal Content-Length', 'POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 0x1\r\n\r\na'],
  ['an empty Content-Length', 'POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length:\r\n\r\n'],
  ['a Content-Length beyond 2^53', 'POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 99999999999999999999\r\n\r\na'],
  ['gzip, chunked', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n'],
  ['chunked, identity', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n'],
  ['identity', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: identity\r\n\r\n'],
  ['xchunked', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
  ['"chunked"', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n'],
  [
    'two Transfer-Encoding',
    'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['vertical tab around chunked', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n'],
  ['Transfer-Encoding in HTTP/1.0', 'POST / HTTP/1.0\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  // What some servers trim, skip or take for a list: each of these with the other header beside it would end the body elsewhere.
  ...['chunked,', ',chunked', 'chunked;q=1', 'chunked\x0c', '\x0cchunked', 'chunked\x85', '\xa0chunked', 'chunked\0', 'c\xcbunked'].map(
    (value) =>
      [
        `Transfer-Encoding: ${JSON.stringify(value)}`,
        `POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: ${value}\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`,
      ] as const,
  ),
  ...['1;', '1 1', '1\x0b', '1\0', '1e0', '1_0', '0b1', '\xb9'].map(
    (value) =>
      [`Content-Length: ${JSON.stringify(value)}`, `POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: ${value}\r\n\r\na`] as const,
  ),
  ...['ok.test evil.test', 'ok.test\tevil.test', 'ok.test#evil.test', 'ok.test?evil.test', 'ok.test:', 'ok.test:0', 'ok.test:080'].map(
    (value) => [`Host: ${JSON.stringify(value)}`, `GET / HTTP/1.1\r\nHost: ${value}\r\n\r\n`] as const,
  ),
  ...[
    'ok.test:80:81',
    'ok.test..',
    '.ok.test',
    'ok.test\0evil.test',
    'evil.test:80@ok.test',
    '[ok.test]',
    '[::1',
    'ok.test\\evil.test',
  ].map((value) => [`Host: ${JSON.stringify(value)}`, `GET / HTTP/1.1\r\nHost: ${value}\r\n\r\n`] as const),
  ['obs-fold of Host', 'GET / HTTP/1.1\r\nHost: ok.test\r\n\tevil.test\r\n\r\n'],
  ['a Host behind a bare CR', 'GET / HTTP/1.1\r\nX: y\rHost: evil.test\r\nHost: ok.test\r\n\r\n'],
  ['a Host behind a bare LF', 'GET / HTTP/1.1\r\nX: y\nHost: evil.test\r\nHost: ok.test\r\n\r\n'],
  ['a Host with a blank before its colon, and one without', 'GET / HTTP/1.1\r\nHost : evil.test\r\nHost: ok.test\r\n\r\n'],
  ['an authority as target', 'GET evil.test:443 HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['an absolute target with one slash', 'GET http:/evil.test/ HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['an absolute target without an authority', 'GET http:///evil.test/ HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['an absolute target of no scheme of HTTP', 'GET gopher://ok.test/ HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['a form feed in the request line', 'GET /\x0cHTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['a no-break space in the request line', 'GET\xa0/ HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['a chunk size with a plus sign', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n+1\r\na\r\n0\r\n\r\n'],
  ['a blank before a chunk size', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n 1\r\na\r\n0\r\n\r\n'],
  [
    'a line end in a quoted chunk extension',
    'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n1;a="\r\n"\r\nx\r\n0\r\n\r\n',
  ],
  ['Host in a trailer', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nHost: evil.test\r\n\r\n'],
  ['obs-fold in a trailer', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n z\r\n\r\n'],
  [
    'chunk extensions of 20 000 octets in all',
    `POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n${`1;${'e'.repeat(1_000)}\r\na\r\n`.repeat(20)}0\r\n\r\n`,
  ],
  [
    'a trailer of 20 000 octets',
    `POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n${`X: ${'y'.repeat(1_000)}\r\n`.repeat(20)}\r\n`,
  ],
  ['a blank before the colon', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n'],
  ['a tab before the colon', 'POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length\t: 1\r\n\r\na'],
  ['a bare LF after a field', 'GET / HTTP/1.1\r\nHost: ok.test\nX: y\r\n\r\n'],
  ['bare LFs only', 'GET / HTTP/1.1\nHost: ok.test\n\n'],
  ['a bare LF as the last line', 'GET / HTTP/1.1\r\nHost: ok.test\r\n\n'],
  ['a bare CR in a value', 'GET / HTTP/1.1\r\nHost: ok.test\r\nX: a\rb\r\n\r\n'],
  ['a bare CR as a line end', 'GET / HTTP/1.1\rHost: ok.test\r\n\r\n'],
  ['obs-fold', 'GET / HTTP/1.1\r\nHost: ok.test\r\nX: a\r\n b\r\n\r\n'],
  ['obs-fold of Transfer-Encoding', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n'],
  ['a blank before the first field', 'GET / HTTP/1.1\r\n Host: ok.test\r\n\r\n'],
  ['NUL in a value', 'GET / HTTP/1.1\r\nHost: ok.test\r\nX: a\0b\r\n\r\n'],
  ['NUL in a name', 'GET / HTTP/1.1\r\nHost: ok.test\r\nX\0: a\r\n\r\n'],
  ['NUL without the end of a head', 'GET / HTTP/1.1\r\nX: \0'],
  ['NUL in the target', 'GET /\0 HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['a control octet', 'GET / HTTP/1.1\r\nHost: ok.test\r\nX: \x1b[2J\r\n\r\n'],
  ['DEL in a value', 'GET / HTTP/1.1\r\nHost: ok.test\r\nX: \x7f\r\n\r\n'],
  ['no field name', 'GET / HTTP/1.1\r\nHost: ok.test\r\n: x\r\n\r\n'],
  ['no colon', 'GET / HTTP/1.1\r\nHost: ok.test\r\nfoo\r\n\r\n'],
  ['a non-ASCII field name', 'GET / HTTP/1.1\r\nHost: ok.test\r\nTransfer\xadEncoding: chunked\r\n\r\n'],
  ['no Host', 'GET / HTTP/1.1\r\nX: y\r\n\r\n'],
  ['no Host, HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n'],
  ['two Hosts', 'GET / HTTP/1.1\r\nHost: ok.test\r\nHost: evil.test\r\n\r\n'],
  ['two Hosts alike', 'GET / HTTP/1.1\r\nHost: ok.test\r\nHost: ok.test\r\n\r\n'],
  ['an empty Host', 'GET / HTTP/1.1\r\nHost:\r\n\r\n'],
  ['a Host list', 'GET / HTTP/1.1\r\nHost: ok.test, evil.test\r\n\r\n'],
  ['userinfo in Host', 'GET / HTTP/1.1\r\nHost: ok.test@evil.test\r\n\r\n'],
  ['a path in Host', 'GET / HTTP/1.1\r\nHost: ok.test/evil.test\r\n\r\n'],
  ['a bad port in Host', 'GET / HTTP/1.1\r\nHost: ok.test:99999\r\n\r\n'],
  ['a percent in Host', 'GET / HTTP/1.1\r\nHost: ok%2etest\r\n\r\n'],
  ['an absolute target of another host', 'GET http://evil.test/ HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['an absolute target of another port', 'GET http://ok.test:81/ HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['an absolute target of another scheme', 'GET https://ok.test/ HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['an absolute target with userinfo', 'GET http://ok.test@evil.test/ HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['an absolute target with a backslash', 'GET http://ok.test\\@evil.test/ HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['a fragment in the target', 'GET /a#b HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['* with GET', 'GET * HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['a target that is no path', 'GET a HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['no target', 'GET  HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['two blanks', 'GET  / HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['a tab in the request line', 'GET\t/ HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['a blank after the version', 'GET / HTTP/1.1 \r\nHost: ok.test\r\n\r\n'],
  ['a leading blank', ' GET / HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['a leading empty line', '\r\nGET / HTTP/1.1\r\nHost: ok.test\r\n\r\n'],
  ['CONNECT', 'CONNECT ok.test:443 HTTP/1.1\r\nHost: ok.test:443\r\n\r\n'],
  ['connect', 'connect ok.test:443 HTTP/1.1\r\nHost: ok.test:443\r\n\r\n'],
  ['HTTP/0.9', 'GET /\r\n\r\n'],
  ['HTTP/1.2', 'GET / HTTP/1.2\r\nHost: ok.test\r\n\r\n'],
  ['HTTP/2.0', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['http/1.1', 'GET / http/1.1\r\nHost: ok.test\r\n\r\n'],
  ['HTTP/1.10', 'GET / HTTP/1.10\r\nHost: ok.test\r\n\r\n'],
  ['Connection: Host', 'GET / HTTP/1.1\r\nHost: ok.test\r\nConnection: close, Host\r\n\r\n'],
  [
    'Connection: content-length',
    'POST / HTTP/1.1\r\nHost: ok.test\r\nConnection: keep-alive\r\nConnection: content-length\r\nContent-Length: 1\r\n\r\na',
  ],
  ['another expectation', 'POST / HTTP/1.1\r\nHost: ok.test\r\nExpect: 200-ok\r\nContent-Length: 1\r\n\r\na', 417],
  [
    'two expectations',
    'POST / HTTP/1.1\r\nHost: ok.test\r\nExpect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\na',
    417,
  ],
  ['a head of 70 000 octets', `GET / HTTP/1.1\r\nHost: ok.test\r\nX: ${big}\r\n\r\n`, 431],
  ['70 000 octets and no end of head', `GET / HTTP/1.1\r\nHost: ok.test\r\nX: ${big}`, 431],
  ['a chunk without a size', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n\r\nabc\r\n0\r\n\r\n'],
  ['a chunk size with 0x', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n'],
  ['a negative chunk size', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\na\r\n0\r\n\r\n'],
  ['a chunk size with an underscore', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n1_0\r\na\r\n0\r\n\r\n'],
  ['a blank behind a chunk size', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n1 \r\na\r\n0\r\n\r\n'],
  [
    'a chunk size of 17 digits',
    'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n00000000000000001\r\na\r\n0\r\n\r\n',
  ],
  ['a chunk size beyond 2^53', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\na\r\n0\r\n\r\n'],
  ['a bare LF behind a chunk size', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n'],
  ['a bare LF in a chunk extension', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n1;\na\r\n0\r\n\r\n'],
  // Who takes the line end for part of the extension reads a whole body here.
  [
    'a bare LF inside of a chunk extension',
    'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n1;\nx\r\na\r\n0\r\n\r\n',
  ],
  ['a chunk longer than its size', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n'],
  ['a bare LF behind chunk data', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\n0\r\n\r\n'],
  [
    'a chunk extension of 2 000 octets',
    `POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n1;${'e'.repeat(2_000)}\r\na\r\n0\r\n\r\n`,
  ],
  ['Content-Length in a trailer', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 5\r\n\r\n'],
  ['a bare LF in a trailer', 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\n\r\n'],
  ['an empty Upgrade', 'GET / HTTP/1.1\r\nHost: ok.test\r\nUpgrade:\r\n\r\n'],
  ['two Upgrades', 'GET / HTTP/1.1\r\nHost: ok.test\r\nUpgrade: websocket\r\nUpgrade: h2c\r\n\r\n'],
];

describe('requests that can be read in two ways are refused, and the server sees none of their octets', () => {
  let lab: Lab | undefined;
  afterEach(async () => lab?.stop());

  for (const [name, bytes, status = 400] of refused) {
    it(name, async () => {
      const origin = recordingOrigin((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
      lab = await Lab.start({ relay: relayHttp1, origin });
      const received = await exchange(lab.port, bytes);
      expect(received.split('\r\n')[0]).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(received.match(/^HTTP\/1\.1/gm)).toHaveLength(1);
      expect(origin.seen()).toBe('');
      expect((await lab.result()).error).toContain('refused');
    });
  }

  it('a good request before a bad one is answered first', async () => {
    const origin = recordingOrigin((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'));
    lab = await Lab.start({ relay: relayHttp1, origin });
    const good = 'GET /good HTTP/1.1\r\nHost: ok.test\r\n\r\n';
    const received = await exchange(lab.port, `${good}GET / HTTP/1.1\nHost: ok.test\n\n`);
    expect(received).toMatch(/^HTTP\/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP\/1.1 400 /);
    expect(origin.seen()).toBe(good);
  });
});
