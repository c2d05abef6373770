import fc from 'fast-check';
import { expect, test } from 'vitest';
import { installedIds, removalInput } from '../../src/kernel/iptables.ts';
import { type JobChainOptions, jobRestoreInput, jobRestoreInput6 } from '../../src/kernel/job-chains.ts';
import { ALLOW_MARK, jobMarks } from '../../src/kernel/marks.ts';

const options: JobChainOptions = {
  id: '0123abcd',
  tcpPort: 20_000,
  tcpPorts: 16,
  dnsUdpPort: 2,
  dnsTcpPort: 3,
  queue: 4,
  proxyMark: 0xa1,
  trustMark: 0xb2,
  inbound: [{ protocol: 'tcp', port: 22 }],
  bridges: { interfaces: ['docker+', 'br-+'], subnets: ['172.17.0.1/16'] },
};
const rulesOf = (input: string, chain: string): string[] =>
  input.split('\n').filter((line) => line.startsWith(`-A EGF-0123abcd-${chain} `));
/** The same chain is in several tables: its rules between `*table` and COMMIT. */
const table = (input: string, name: string): string => input.split(`*${name}\n`)[1]?.split('COMMIT')[0] ?? '';

test('the wall ends in a drop, and nothing before it passes without one of the reasons', () => {
  const wall = rulesOf(jobRestoreInput(options), 'L');
  expect(wall.at(-1)).toMatch(/-j DROP$/);
  const reasons = wall.filter((rule) => rule.endsWith('RETURN')).map((rule) => rule.replace(/^-A \S+ | -j RETURN$/g, ''));
  expect(reasons).toEqual([
    '-p udp -m connmark --mark 0x450123ab -m mark ! --mark 0x45460002',
    '-m mark --mark 0xa1',
    '-m mark --mark 0xb2',
    '-o docker+',
    '-o br-+',
    '-p udp -m udp ! --dport 53 -m mark --mark 0x45460003',
    '-p tcp -m conntrack --ctdir REPLY --ctorigdstport 22',
  ]);
});

test('the last word of the gate and of forwarding is the queue, without bypass', () => {
  const input = jobRestoreInput(options);
  expect(rulesOf(input, 'G').at(-1)).toMatch(/ -j NFQUEUE --queue-num 4$/);
  expect(rulesOf(input, 'W').at(-1)).toMatch(/ -j NFQUEUE --queue-num 4$/);
  expect(rulesOf(input, 'F').at(-1)).toMatch(/ -j REJECT/);
  expect(input).not.toContain('queue-bypass');
});

test('a question that was not redirected is asked about before a local address is a reason to pass, but for the trusted', () => {
  const gate = rulesOf(table(jobRestoreInput(options), 'filter'), 'G');
  const local = gate.findIndex((rule) => rule.endsWith('--dst-type LOCAL -j RETURN'));
  for (const match of [
    '-p udp -m udp ! --dport 2 -m conntrack --ctdir ORIGINAL --ctorigdstport 53',
    '-p udp -m udp --dport 53',
    '-p tcp -m tcp --dport 53',
  ])
    expect(gate.slice(0, local)).toContain(`-A EGF-0123abcd-G ${match} -m mark ! --mark 0xb2 -j NFQUEUE --queue-num 4`);
});

test('a datagram of a decided flow meets one rule of a chain, but marks that a socket brought along are wiped before', () => {
  const input = jobRestoreInput(options);
  for (const [name, chain] of [
    ['filter', 'G'],
    ['mangle', 'W'],
    ['filter', 'F'],
    ['mangle', 'L'],
  ] as const) {
    const [first] = rulesOf(table(input, name), chain);
    expect(first).toBe(`-A EGF-0123abcd-${chain} -p udp -m connmark --mark 0x450123ab -m mark ! --mark 0x45460002 -j RETURN`);
  }
  // mangle OUTPUT comes before filter OUTPUT, mangle PREROUTING before FORWARD.
  expect(table(input, 'mangle')).toContain('-I OUTPUT 1 -j EGF-0123abcd-M');
  expect(table(input, 'mangle')).toContain('-I PREROUTING 1 ! -i lo -j EGF-0123abcd-P');
  expect(rulesOf(table(input, 'mangle'), 'M')).toEqual([
    '-A EGF-0123abcd-M -m mark --mark 0x45460000/0xffff0000 -j MARK --set-xmark 0x0/0xffffffff',
  ]);
  // Only what the queue allowed sets the mark of a flow, and only behind what is said of local addresses and the proxy's ports.
  const gate = rulesOf(table(input, 'filter'), 'G');
  const sets = gate.findIndex((rule) => rule.includes('--set-mark'));
  expect(gate[sets]).toContain('-m mark --mark 0x45460001');
  expect(gate.findIndex((rule) => rule.includes('--dst-type LOCAL'))).toBeLessThan(sets);
  expect(gate.findLastIndex((rule) => rule.includes('! --ctstate DNAT'))).toBeLessThan(sets);
});

test('filled anew, the chains keep their callers; each table is one transaction', () => {
  for (const build of [jobRestoreInput, jobRestoreInput6]) {
    const [first, again] = [build(options), build(options, { jumps: false })];
    expect(again.split('\n').filter((line) => line.startsWith('-I'))).toEqual([]);
    expect(first.split('\n').filter((line) => !line.startsWith('-I'))).toEqual(again.split('\n'));
    const chains = [...first.matchAll(/^:(\S+) /gm)].map(([, name]) => name ?? '');
    for (const chain of chains) expect(first).toMatch(new RegExp(`^-I \\S+ 1.* -j ${chain}$`, 'm'));
  }
});

test('IPv6 passes for the proxy, the trusted, loopback, neighbour discovery and answers, and for nobody else', () => {
  const gate = rulesOf(table(jobRestoreInput6(options), 'filter'), 'G');
  expect(gate.at(-1)).toMatch(/-j REJECT$/);
  const passing = gate.filter(
    (rule) => rule.endsWith('RETURN') && !/--mark 0x(?:a1|b2)|-o (?:lo|docker\+|br-\+) |icmp6|ctdir REPLY/.test(rule),
  );
  expect(passing).toEqual([]);
  for (const rule of gate.filter((each) => each.includes('icmp6') && each.endsWith('RETURN'))) expect(rule).toMatch(/--hl-eq (?:255|1) /);
});

test('the chains of a job are found and removed like those of a run', () => {
  const saved = jobRestoreInput(options)
    .split('\n')
    .map((line) => line.replace(/^-I (\S+) 1/, '-A $1'))
    .join('\n');
  expect(installedIds(saved)).toEqual(['0123abcd']);
  const removal = removalInput(saved, '0123abcd') ?? '';
  for (const chain of ['OUTPUT', 'FORWARD', 'INPUT', 'PREROUTING', 'POSTROUTING']) expect(removal).toContain(`-D ${chain} `);
  expect(removal.match(/^-X /gm)).toHaveLength(10);
});

test('marks of a job are two, and never a verdict of the queue', () => {
  fc.assert(
    fc.property(fc.constant(undefined), () => {
      const { proxyMark, trustMark } = jobMarks();
      expect(proxyMark).not.toBe(trustMark);
      for (const mark of [proxyMark, trustMark]) {
        expect(mark).toBeGreaterThan(0);
        expect(mark >>> 16).not.toBe(ALLOW_MARK >>> 16);
      }
    }),
  );
});
