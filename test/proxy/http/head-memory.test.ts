import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AuthorityReader } from '../../../src/proxy/http/authority.ts';
import { HeadMemory } from '../../../src/proxy/http/h1/head-memory.ts';
import { RequestFramer } from '../../../src/proxy/http/h1/request-framer.ts';
import { parseRequestHead } from '../../../src/proxy/http/h1/request-head.ts';
import { Input } from '../../../src/proxy/http/input.ts';

const mostly = (usual: string, ...others: string[]) => fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));

/** Heads that have much in common, and some that are refused, or look like others shifted by an octet. */
const head = fc
  .tuple(
    mostly('GET', 'POST', 'GETT', 'OPTIONS', 'CONNECT'),
    mostly(' ', ' /', '  ', '\t'),
    fc.oneof(
      fc.constantFrom(
        '/',
        '/a',
        '/a',
        '/ab',
        '/a?b=c',
        '//b.example/x',
        '/a b',
        '/a#b',
        '/\u007f',
        '/\u00e9',
        '*',
        '',
        'x',
        'a.example:80',
      ),
      fc.constantFrom('https://a.example/a', 'http://a.example/a', 'https://b.example/', '/a HTTP/1.1\r\nHost: b.example', '/\r\n', '/\0'),
      fc.stringMatching(/^\/[a-z/?=%.]{0,8}$/),
    ),
    mostly(' HTTP/1.1\r\n', ' HTTP/1.0\r\n', '  HTTP/1.1\r\n', ' HTTP/1.1\n'),
    mostly('Host: a.example\r\n', 'Host: b.example\r\n', 'Host: a.example:8443\r\n', ''),
    mostly(
      '',
      'X: y\r\n',
      'Content-Length: 0\r\n',
      'Connection: Upgrade\r\nUpgrade: websocket\r\n',
      'Upgrade: h2c\r\nHTTP2-Settings: AA\r\n',
      'Host: a.example\r\n',
      `X: ${'y'.repeat(2_100)}\r\n`,
    ),
  )
  .map((parts) => Buffer.from(`${parts.join('')}\r\n`, 'latin1'));

test('a head whose octets have come before says what it says when it is read, whatever came before it, on this connection or another', () => {
  let known = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(head, fc.nat(3), fc.constantFrom(1, 2), fc.nat(40)), { minLength: 5, maxLength: 40 }), (steps) => {
      const connections = (['https', 'https', 'http', 'https'] as const).map((scheme, index) => {
        const port = index === 3 ? 8443 : 443;
        return { scheme, authorities: new AuthorityReader(port), memory: new HeadMemory(scheme, port) };
      });
      for (const [octets, at, times, before] of steps) {
        const connection = connections[at] ?? connections[0];
        if (!connection) throw new Error('there are four');
        const { scheme, authorities, memory } = connection;
        const bytes = Buffer.concat([Buffer.alloc(before, 'x'), octets, Buffer.from('GET /next')]);
        const to = before + octets.length;
        for (let time = 0; time < times; time++) {
          const read = parseRequestHead(bytes, before, to, scheme, authorities);
          const recalled = memory.recall(bytes, before, to);
          if (recalled) {
            expect(recalled).toEqual(read);
            known++;
          } else if (!('status' in read)) memory.remember(bytes, before, to, read);
        }
      }
    }),
    { numRuns: 1000 },
  );
  expect(known).toBeGreaterThan(3000);
});

test('nothing is remembered of octets that their owner overwrites', () => {
  const memory = new HeadMemory('https', 443);
  const bytes = Buffer.from('GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n');
  const before = Buffer.from(bytes);
  const read = parseRequestHead(bytes, 0, bytes.length, 'https', new AuthorityReader(443));
  if ('status' in read) throw new Error(read.reason);
  memory.remember(bytes, 0, bytes.length, read);
  bytes.write('b', 24);
  expect(memory.recall(bytes, 0, bytes.length)).toBeUndefined();
  expect(memory.recall(before, 0, before.length)).toEqual(read);
});

test('the framer recalls: the same head is the same object, and another target another URL', () => {
  const framer = new RequestFramer('https', new AuthorityReader(443), 65_536);
  const input = new Input();
  const ask = (target: string) => {
    input.append(Buffer.from(`GET ${target} HTTP/1.1\r\nHost: a.example\r\n\r\n`));
    expect(framer.next(input)).toBe('head');
    return framer.request;
  };
  const first = ask('/a');
  expect(ask('/a')).toBe(first);
  expect(ask('/other')?.head).toEqual({ ...first?.head, target: '/other', url: 'https://a.example/other' });
});
