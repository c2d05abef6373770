import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { ipv4ResolvConf, jobResolvers } from '../../src/guard/resolvers.ts';

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

const scratch = mkdtempSync(join(tmpdir(), 'egf-resolvers-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test.each([
  ['no stub', 'nameserver 192.0.2.1\n', 'nameserver 192.0.2.9\n', ['192.0.2.1'], []],
  ['a stub', 'nameserver 127.0.0.53\n', 'nameserver 192.0.2.9\nnameserver 2001:db8::1\n', ['192.0.2.9', '2001:db8::1'], ['127.0.0.53']],
  ['a stub and another', 'nameserver 127.0.0.53\nnameserver 192.0.2.1\n', '', ['192.0.2.1'], ['127.0.0.53']],
  ['a stub with nobody behind it', 'nameserver 127.0.0.53\n', '# nobody\n', ['127.0.0.53'], []],
  ['a stub with itself behind it', 'nameserver 127.0.0.53\n', 'nameserver 127.0.0.53\n', ['127.0.0.53'], []],
  ['no file behind the stub', 'nameserver 127.0.0.53\n', undefined, ['127.0.0.53'], []],
  ['nobody at all', '', undefined, ['127.0.0.1'], []],
])('resolvers of a job: %s', (_, named, behind, upstream, stubs) => {
  const [path, behindStub] = [join(scratch, 'resolv.conf'), join(scratch, 'behind.conf')];
  writeFileSync(path, named);
  rmSync(behindStub, { force: true });
  if (behind !== undefined) writeFileSync(behindStub, behind);
  expect(jobResolvers(path, behindStub)).toEqual({ upstream, stubs });
});
