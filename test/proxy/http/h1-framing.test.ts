import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuthorityReader } from '../../../src/proxy/http/authority.ts';
import { RequestFramer } from '../../../src/proxy/http/h1/request-framer.ts';
import { ResponseFramer } from '../../../src/proxy/http/h1/response-framer.ts';
import { looksLikeHttp1, looksLikeHttp2 } from '../../../src/proxy/http/index.ts';
import { Input } from '../../../src/proxy/http/input.ts';
import { cpuTime } from '../../cpu-time.ts';

interface Seen {
  /** `METHOD target bodyOctets` of each complete request. */
  readonly requests: string[];
  readonly refused: string | undefined;
}

/** What the framer makes of octets that arrive in these pieces. */
function frame(pieces: readonly Buffer[]): Seen {
  const framer = new RequestFramer('http', new AuthorityReader(80), 65_536);
  const input = new Input();
  const requests: string[] = [];
  let head = '';
  let refused: string | undefined;
  for (const piece of pieces) {
    input.append(piece);
    for (;;) {
      const event = framer.next(input);
      if (event === 'more') break;
      if (event === 'refused') return { requests, refused: framer.refusal?.reason };
      if (event === 'head') {
        head = `${framer.request?.head.method} ${framer.request?.head.target} ${framer.request?.body}`;
        if (framer.request?.body !== 'none') continue;
      }
      requests.push(head);
    }
    // As the relay does: what is framed is handed on.
    input.take(framer.inHead ? input.headStart : input.pos);
  }
  return { requests, refused };
}

const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/);
const text = fc.stringMatching(/^[!-~]{1,30}$/);
const body = fc.string({ maxLength: 60 });

const chunked = fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 4 }).map((chunks) => {
  const parts = chunks
    .map((chunk) => Buffer.from(chunk))
    .map((chunk) => `${chunk.length.toString(16)};e=1\r\n${chunk.toString('latin1')}\r\n`);
  return `${parts.join('')}0\r\nX-Trailer: t\r\n\r\n`;
});

const request = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'HEAD'),
    path: fc.stringMatching(/^\/[a-z0-9/?=&%.~-]{0,30}$/),
    fields: fc.array(fc.tuple(token, text), { maxLength: 5 }),
    framing: fc.oneof(
      fc.constant(''),
      body.map((value) => `L${value}`),
      chunked.map((value) => `C${value}`),
    ),
  })
  .map(({ method, path, fields, framing }) => {
    const content = framing.startsWith('C') ? framing.slice(1) : Buffer.from(framing.slice(1)).toString('latin1');
    const length =
      framing === '' ? '' : framing.startsWith('C') ? 'Transfer-Encoding: chunked\r\n' : `Content-Length: ${content.length}\r\n`;
    const more = fields.map(([name, value]) => `X-${name}: ${value}\r\n`).join('');
    return `${method} ${path} HTTP/1.1\r\nHost: ok.test\r\n${more}${length}\r\n${content}`;
  });

describe('request framing', () => {
  it('gives the same requests wherever the octets are split', () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 5 }), fc.array(fc.nat(400), { maxLength: 20 }), (requests, cuts) => {
        const bytes = Buffer.from(requests.join(''), 'latin1');
        const whole = frame([bytes]);
        expect(whole.refused).toBeUndefined();
        expect(whole.requests).toHaveLength(requests.length);
        const at = [0, ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length];
        expect(frame(at.slice(1).map((end, i) => bytes.subarray(at[i], end)))).toEqual(whole);
      }),
    );
  });

  it('gives the same at every single octet', () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 2 }), (requests) => {
        const bytes = Buffer.from(requests.join(''), 'latin1');
        const whole = frame([bytes]);
        expect(frame([...bytes].map((octet) => Buffer.from([octet])))).toEqual(whole);
        for (let i = 1; i < bytes.length; i++) expect(frame([bytes.subarray(0, i), bytes.subarray(i)])).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses or frames random octets, and never throws', () => {
    const odd = fc.oneof(
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        '\0',
        ' ',
        ':',
        'GET / HTTP/1.1\r\n',
        'Host: a\r\n',
        'Transfer-Encoding: chunked\r\n',
        'Content-Length: 3\r\n',
        '0\r\n\r\n',
        'a',
        '\x80',
      ),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(odd, { maxLength: 30 }), (parts) => {
        const bytes = Buffer.from(parts.join(''), 'latin1');
        const whole = frame([bytes]);
        const single = frame([...bytes].map((octet) => Buffer.from([octet])));
        expect(single.requests).toEqual(whole.requests);
        expect(single.refused === undefined).toBe(whole.refused === undefined);
      }),
      { numRuns: 2_000 },
    );
  });

  it('octet-sized pieces of a long head cost linear time', () => {
    const bytes = Buffer.from(`GET / HTTP/1.1\r\nHost: ok.test\r\nX: ${'a'.repeat(60_000)}\r\n\r\n`);
    const start = cpuTime();
    expect(frame([...bytes].map((octet) => Buffer.from([octet]))).requests).toHaveLength(1);
    expect(cpuTime() - start).toBeLessThan(2_000);
  });

  it('agrees with Node: the same requests of the same octets, or we refuse', async () => {
    const server = createServer({ keepAliveTimeout: 1 });
    let seen: string[] = [];
    let compared = 0;
    server.on('request', (incoming, response) => {
      let octets = 0;
      incoming.on('data', (chunk: Buffer) => (octets += chunk.length));
      incoming.on('end', () => {
        seen.push(`${incoming.method} ${incoming.url}`);
        response.end();
      });
    });
    server.on('clientError', (_error, socket) => socket.destroy());
    server.on('upgrade', (_incoming, socket) => socket.destroy());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const mutation = fc.tuple(
      fc.nat(),
      fc.constantFrom(
        '\r',
        '\n',
        '\0',
        ' ',
        '\t',
        ':',
        ',',
        ';',
        '0',
        'a',
        '\x0b',
        '\x85',
        'Transfer-Encoding: chunked\r\n',
        'Content-Length: 1\r\n',
        '\r\n ',
      ),
      fc.boolean(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(request, { minLength: 1, maxLength: 3 }),
        fc.array(mutation, { maxLength: 2 }),
        async (requests, mutations) => {
          let bytes = requests.join('');
          for (const [place, octets, replaces] of mutations) {
            const at = place % bytes.length;
            bytes = bytes.slice(0, at) + octets + bytes.slice(replaces ? at + octets.length : at);
          }
          const ours = frame([Buffer.from(bytes, 'latin1')]);
          if (ours.refused !== undefined) return;
          seen = [];
          const socket = connect(port, '127.0.0.1');
          socket.on('error', () => {});
          socket.resume();
          socket.end(Buffer.from(bytes, 'latin1'));
          await once(socket, 'close').catch(() => {});
          // Node may refuse what we let through, but may not see other requests in it.
          const complete = ours.requests.map((line) => line.split(' ').slice(0, 2).join(' '));
          expect(complete.slice(0, seen.length)).toEqual(seen);
          compared += seen.length;
        },
      ),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(100);
    server.close();
    server.closeAllConnections();
  });
});

describe('response framing', () => {
  it('never throws on random octets, and says the same in single octets', () => {
    const odd = fc.oneof(
      fc.constantFrom(
        'HTTP/1.1 200 OK\r\n',
        '\r\n',
        '\n',
        'Content-Length: 2\r\n',
        'Transfer-Encoding: chunked\r\n',
        '2\r\nab\r\n',
        '0\r\n\r\n',
        'HTTP/1.1 304 x\n\n',
      ),
      fc.string({ maxLength: 4 }),
    );
    const follow = (pieces: readonly Buffer[]) => {
      const framer = new ResponseFramer();
      const input = new Input();
      const events: string[] = [];
      for (const piece of pieces) {
        input.append(piece);
        for (;;) {
          const event = framer.next(input);
          if (event === 'more') break;
          events.push(event === 'head' ? `head ${framer.status}` : event);
          if (event === 'bad') return events;
          if (event === 'head') framer.expectBody(framer.status !== 304 && framer.status >= 200);
        }
        input.take(framer.inHead ? input.headStart : input.pos);
      }
      return events;
    };
    fc.assert(
      fc.property(fc.array(odd, { maxLength: 20 }), (parts) => {
        const bytes = Buffer.from(parts.join(''), 'latin1');
        expect(follow([...bytes].map((octet) => Buffer.from([octet])))).toEqual(follow([bytes]));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('first bytes', () => {
  it.each([
    ['GET / HTTP/1.1\r\n', 'yes'],
    ['GET / HTTP/1.1\n', 'yes'],
    ['OPTIONS * HTTP/1.0\r\nHost', 'yes'],
    ['G', 'more'],
    ['', 'more'],
    ['GET /a/long/path', 'more'],
    ['GET / HTTP/1.1\r', 'more'],
    ['GET / HTT', 'more'],
    ['GET / XTT', 'no'],
    ['SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n', 'no'],
    ['GET key\r\n', 'no'],
    ['\x16\x03\x01', 'no'],
    ['EHLO mail\r\n', 'no'],
    [' GET / HTTP/1.1\r\n', 'no'],
    ['a'.repeat(50), 'no'],
  ])('%j: %s', (bytes, expected) => {
    expect(looksLikeHttp1(Buffer.from(bytes, 'latin1'))).toBe(expected);
  });

  it('the HTTP/2 preface, whole, in part, and not', () => {
    expect(looksLikeHttp2(Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n..'))).toBe('yes');
    expect(looksLikeHttp2(Buffer.from('PRI * H'))).toBe('more');
    expect(looksLikeHttp2(Buffer.from('PRI * HTTP/1.1'))).toBe('no');
  });

  it('every prefix of a request line is "more", never "no"', () => {
    const line = 'DELETE /path?q=1 HTTP/1.1\r\n';
    for (let i = 0; i < line.length; i++) expect(looksLikeHttp1(Buffer.from(line.slice(0, i)))).toBe('more');
  });
});
