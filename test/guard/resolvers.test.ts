import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ipv4ResolvConf } from '../../src/guard/resolvers.ts';

test.each([
  [
    'only IPv6 servers',
    'search a.test\nnameserver fe80::1%eth0\nnameserver 2001:db8::1\noptions ndots:2\n',
    'nameserver 127.0.0.1\nsearch a.test\noptions ndots:2\n',
  ],
  ['an IPv6 server first', 'nameserver ::1\nnameserver 192.0.2.1\n', 'nameserver 192.0.2.1\n'],
  ['IPv4 servers', 'nameserver 192.0.2.1\n', undefined],
  ['no server', 'search a.test\n', undefined],
  ['a comment', '# nameserver ::1\nnameserver 192.0.2.1\n', undefined],
])('%s', (_, text, expected) => {
  expect(ipv4ResolvConf(text)).toBe(expected);
});

test('what is given has an IPv4 server and no IPv6 server, whatever the file holds', () => {
  const server = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()).map((address) => `nameserver ${address}`);
  fc.assert(
    fc.property(fc.array(fc.oneof(server, fc.string())), (lines) => {
      const text = ipv4ResolvConf(lines.join('\n'));
      if (text === undefined) return;
      expect(text).toMatch(/^\s*nameserver\s/m);
      expect(ipv4ResolvConf(text)).toBeUndefined();
    }),
  );
});
