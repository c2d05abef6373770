import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { parseIpv4 } from '../../src/kernel/ip.ts';
import { localAddresses, lookUpByOrigin } from '../../src/proxy/local-addresses.ts';

const ip = (text: string): number => parseIpv4(text) ?? 0;

test('addresses of this machine are local, whatever is looked at first', () => {
  const isLocal = localAddresses();
  expect(isLocal(ip('203.0.113.1'))).toBe(false);
  expect(isLocal(ip('127.4.5.6'))).toBe(true);
  const own = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).filter(({ family }) => family === 'IPv4'));
  for (const { address } of own) expect(isLocal(ip(address))).toBe(true);
});

test('an address that comes or goes is noticed after a moment', () => {
  let [time, addresses] = [0, ['10.0.0.1']];
  const isLocal = localAddresses({ read: () => addresses, clock: () => time });
  expect([isLocal(ip('10.0.0.1')), isLocal(ip('10.0.0.2'))]).toEqual([true, false]);
  addresses = ['10.0.0.2'];
  time = 600;
  expect([isLocal(ip('10.0.0.1')), isLocal(ip('10.0.0.2'))]).toEqual([false, true]);
});

test('only datagrams of somebody else are looked up among those of containers', () => {
  const asked: unknown[] = [];
  const lookups = lookUpByOrigin({ lookup: (...question) => void asked.push(question) }, (address) => address === 1);
  for (const [protocol, src] of [
    [6, 1],
    [6, 2],
    [17, 1],
    [17, 2],
  ] as const)
    lookups.lookup(protocol, src, 3, 4, 5);
  expect(asked).toEqual([
    [6, 1, 3, 4, 5, false],
    [6, 2, 3, 4, 5, false],
    [17, 1, 3, 4, 5, false],
    [17, 2, 3, 4, 5, true],
  ]);
});
