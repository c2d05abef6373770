import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ipProtocolName, ipv6Text, socketName } from '../../src/identity/socket.ts';

test.each([
  ['packet/raw', { kind: 'socket', family: 17, sockType: 3, protocol: 768 }],
  ['inet/raw/icmp', { kind: 'socket', family: 2, sockType: 3, protocol: 1 }],
  ['inet/dgram/icmp', { kind: 'socket', family: 2, sockType: 2 | 0o2004000, protocol: 1 }],
  ['inet6/seqpacket/sctp', { kind: 'socket', family: 10, sockType: 5, protocol: 132 }],
  ['vsock/stream', { kind: 'socket', family: 40, sockType: 1, protocol: 0 }],
  ['99/9', { kind: 'socket', family: 99, sockType: 9, protocol: 7 }],
  ['inet/stream/77', { kind: 'socket', family: 2, sockType: 1, protocol: 77 }],
  ['ipv6', { kind: 'ipv6', family: 10, sockType: 1, protocol: 6 }],
] as const)('%s', (name, event) => {
  expect(socketName(event)).toBe(name);
});

test('a protocol without a name is its number', () => {
  expect([1, 132, 200].map(ipProtocolName)).toEqual(['icmp', 'sctp', '200']);
});

test.each([
  ['::', '00000000000000000000000000000000'],
  ['::1', '00000000000000000000000000000001'],
  ['2001:db8::7', '20010db8000000000000000000000007'],
  ['2001:db8:0:1:1:1:1:1', '20010db8000000010001000100010001'],
  ['2001:0:0:1::1', '20010000000000010000000000000001'],
  ['fe80::', 'fe800000000000000000000000000000'],
])('%s', (text, hex) => {
  expect(ipv6Text(Buffer.from(hex, 'hex'))).toBe(text);
});

test('IPv6 text is what a URL parser makes of it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.array(fc.nat(15)), (bytes, zeros) => {
      for (const at of zeros) bytes[at] = 0;
      const text = ipv6Text(Buffer.from(bytes));
      expect(`[${text}]`).toBe(new URL(`http://[${text}]`).hostname);
    }),
  );
});

test('no address gives no text', () => {
  expect(ipv6Text(Buffer.alloc(0))).toBeUndefined();
});
