import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseIpv4 } from '../../src/kernel/ip.ts';
import type { Link } from '../../src/kernel/native.ts';
import { outside } from '../../src/proxy/dns/outside.ts';
import { native } from './native-lab.ts';

const namespace = `egf-routes-${process.pid}`;
const ip = (...args: string[]): void => void execFileSync('ip', ['-n', namespace, ...args], { stdio: 'pipe' });
const address = (text: string): number => parseIpv4(text) ?? Number.NaN;

beforeAll(() => {
  execFileSync('ip', ['netns', 'add', namespace]);
  ip('link', 'set', 'lo', 'up');
  ip('link', 'add', 'wan', 'type', 'veth', 'peer', 'name', 'isp');
  ip('link', 'add', 'guest', 'type', 'veth', 'peer', 'name', 'guest-end');
  ip('link', 'add', 'br-guests', 'type', 'bridge');
  ip('tuntap', 'add', 'dev', 'tun-program', 'mode', 'tun');
  ip('link', 'add', 'link', 'wan', 'name', 'mac', 'type', 'macvlan');
  for (const link of ['wan', 'isp', 'guest', 'guest-end', 'br-guests', 'tun-program', 'mac']) ip('link', 'set', link, 'up');
  ip('addr', 'add', '10.1.0.2/24', 'dev', 'wan');
  ip('addr', 'add', '172.30.0.1/24', 'dev', 'br-guests');
  ip('route', 'add', 'default', 'via', '10.1.0.1');
  ip('route', 'add', '10.9.0.0/16', 'via', '10.1.0.9');
  ip('route', 'add', '172.31.0.2', 'dev', 'guest');
  ip('route', 'add', '203.0.113.53', 'dev', 'br-guests');
  ip('route', 'add', '10.8.0.1', 'dev', 'tun-program');
  ip('route', 'add', '10.7.0.1', 'dev', 'mac');
  ip('route', 'add', '10.6.0.1', 'dev', 'lo');
  ip('route', 'add', 'blackhole', '198.18.0.0/16');
  ip('route', 'add', 'unreachable', '198.19.0.0/16');
  ip('route', 'add', 'prohibit', '198.51.100.0/24');
});
afterAll(() => {
  execFileSync('ip', ['netns', 'delete', namespace]);
});

interface Answers {
  readonly routes: readonly [number, number | null][];
  readonly links: readonly [number, Link][];
}

/** What the kernel says in the namespace. */
function asked(...addresses: string[]): { routeTo: (ip: number) => number | undefined; linkOf: (index: number) => Link | undefined } {
  const file = new URL('fixtures/routes.mjs', import.meta.url).pathname;
  const numbers = ['192.0.2.1', ...addresses].map((text) => `${address(text)}`);
  const output = execFileSync('ip', ['netns', 'exec', namespace, process.execPath, file, ...numbers], { encoding: 'utf8' });
  const { routes, links }: Answers = JSON.parse(output);
  const byAddress = new Map(routes);
  const byIndex = new Map(links);
  return { routeTo: (to) => byAddress.get(to) ?? undefined, linkOf: (index) => byIndex.get(index) };
}

describe('a name server', () => {
  it.each([
    ['by the default route, which is a veth in a container', '203.0.113.1', true],
    ['by another route of the same interface', '10.9.1.1', true],
    ['beside this machine', '10.1.0.7', true],
    ["at this machine's address", '10.1.0.2', false],
    ["at a bridge's address", '172.30.0.1', false],
    ['on loopback', '127.0.0.53', false],
    ['behind a bridge', '172.30.0.9', false],
    ['behind a bridge, at an address of the internet', '203.0.113.53', false],
    ['at the other end of a veth', '172.31.0.2', false],
    ['behind a tunnel that ends in a program', '10.8.0.1', false],
    ['on a macvlan', '10.7.0.1', false],
    ['routed to loopback', '10.6.0.1', false],
    ['in a black hole', '198.18.0.1', false],
    ['out of reach', '198.19.0.1', false],
    ['forbidden', '198.51.100.1', false],
    ['everywhere', '255.255.255.255', false],
    ['in a group', '224.0.0.251', false],
  ])('%s: outside %s: %s', (_where, server, expected) => {
    expect(outside(asked(server))(address(server))).toBe(expected);
  });

  it('is not where the internet is when the way there is known too late', () => {
    const { routeTo, linkOf } = asked('203.0.113.53');
    // Without a default route at the start there is no way out that a virtual interface could be.
    const isOutside = outside({ routeTo: (to) => (to === address('192.0.2.1') ? undefined : routeTo(to)), linkOf });
    expect(isOutside(address('203.0.113.53'))).toBe(false);
  });
});

describe('interfaces', () => {
  const way = (...links: Partial<Link>[]): boolean =>
    outside({
      routeTo: (to) => (to === address('10.0.0.53') ? 1 : 99),
      linkOf: (index) => links[index - 1] && { loopback: false, kind: '', ...links[index - 1] },
    })(address('10.0.0.53'));

  it.each<[string, boolean, Partial<Link>[]]>([
    ['hardware', true, [{}]],
    ['a bond', true, [{ kind: 'bond' }]],
    ['a VLAN on hardware', true, [{ kind: 'vlan', below: 2 }, {}]],
    ['a VLAN on a bridge', false, [{ kind: 'vlan', below: 2 }, { kind: 'bridge' }]],
    ['a VLAN on something in another namespace', false, [{ kind: 'vlan' }]],
    ['a VLAN on itself', false, [{ kind: 'vlan', below: 1 }]],
    ['the way to the internet, below a VLAN', true, [{ kind: 'vlan', below: 99 }]],
    ['WireGuard', true, [{ kind: 'wireguard' }]],
    ['a kind that nobody here knows', false, [{ kind: 'netkit' }]],
    ['one that has gone meanwhile', false, []],
  ])('%s: %s', (_what, expected, links) => {
    expect(way(...links)).toBe(expected);
  });

  it('whose kernel cannot be asked lead nowhere', () => {
    let asks = 0;
    const routeTo = (): number => {
      if (++asks > 1) throw new Error('EMFILE');
      return 1;
    };
    expect(outside({ routeTo, linkOf: native.linkOf })(address('10.0.0.53'))).toBe(false);
  });
});

describe('of this namespace', () => {
  it('loopback is the first, and no interface has the highest number', () => {
    expect(native.linkOf(1)).toEqual({ loopback: true, kind: '' });
    expect(native.linkOf(2 ** 31 - 1)).toBeUndefined();
    expect(native.routeTo(address('127.0.0.1'))).toBeUndefined();
  });

  it.each([undefined, -1, 0.5, 2 ** 32, '1', null, 1n])('%s is neither an address nor a number of an interface', (nonsense) => {
    expect(() => native.routeTo(nonsense as number)).toThrow(TypeError);
    expect(() => native.linkOf(nonsense as number)).toThrow(TypeError);
  });
});
