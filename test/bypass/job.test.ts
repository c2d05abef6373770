import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/log/event.ts';
import { JobLab } from '../e2e/job-lab.ts';
import { asked, type Packet, reached, type Seen, WORLD } from '../e2e/lab.ts';
import { type Attempt, attempts, PYTHON, PYTHON_EXE, program, startAttackLab } from './attack.ts';

/**
 * Rows D, N and P once more where the scope is a whole machine: other chains, no cgroup to tell processes by, marks instead. The same programs as in
 * dns.test.ts, names.test.ts and packets.test.ts, which show that their ways work without a filter; here all of them at once.
 */
let job: JobLab;
let seen: Seen[];
let packets: Packet[];
let log: LogEvent[];
const runs = new Map<string, { readonly pid: number; readonly caught: Map<string, Attempt> }>();

const POLICY = `ok.test\nok.test:80\nhttps://other.test/allowed/*\n${WORLD.ok}:9999\n${WORLD.ok}:9999/udp\n`;
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  D: ['queries.py', WORLD.dns, WORLD.evil],
  N: ['names.py', WORLD.ok, WORLD.other, WORLD.evil],
  P1: ['packets.py', 'P1', WORLD.ok, WORLD.evil],
  P4: ['packets.py', 'P4', WORLD.ok, WORLD.evil],
  P5: ['packets.py', 'P5', WORLD.ok, WORLD.evil],
  groups: ['groups.py', '3'],
};

beforeAll(async () => {
  const lab = await startAttackLab();
  job = await JobLab.start({ policy: POLICY }, lab);
  job.host('ip', '-6', 'route', 'add', 'default', 'via', 'fd77::1');
  const before = lab.marks();
  const started = new Map<string, number>();
  for (const [row, [name = '', ...args]] of Object.entries(PROGRAMS)) {
    const { pid = 0 } = await job.spawn(`exec ${[PYTHON, program(lab, name), ...args].join(' ')}`);
    started.set(row, pid);
  }
  for (const [row, pid] of started) runs.set(row, { pid, caught: attempts((await job.order({ order: 'wait', pid })).output ?? '') });
  log = await job.newLines();
  ({ seen, packets } = lab.since(before));
}, 120_000);
afterAll(() => job?.stop());

const of = (row: string) => {
  const run = runs.get(row);
  if (!run) throw new Error(`${row} did not run`);
  return run;
};
/** Lines about what a program tried: by its pid, and by the file that the kernel saw it run. */
const denied = (row: string): LogEvent[] =>
  log.filter(({ policy, error, pid, exe }) => (policy === 'deny' || error) && pid === of(row).pid && exe === PYTHON_EXE);
const texts = (row: string): string =>
  denied(row)
    .map(({ type, method, url, host, reason, error }) => [type, method, url, host, reason, error].filter(Boolean).join(' '))
    .join('\n');

test('the programs tried all their ways', () => {
  expect(Object.fromEntries([...runs].map(([row, { caught }]) => [row, caught.size > 0]))).toEqual({
    D: true,
    N: true,
    P1: true,
    P4: true,
    P5: true,
    groups: true,
  });
  expect(of('D').caught.size).toBeGreaterThan(38);
  expect(of('N').caught.size).toBeGreaterThan(90);
  expect(of('P1').caught.size).toBe(17);
  expect(of('P5').caught.size).toBe(21);
});

test('nobody whom the policy does not name saw a byte', () => {
  expect(reached({ seen, packets }, WORLD.evil)).toEqual([]);
  expect(packets.filter(({ v6 }) => v6)).toEqual([]);
  expect(packets.filter(({ dst }) => ![WORLD.ok, WORLD.other, WORLD.dns, '224.0.0.22'].includes(dst))).toEqual([]);
});

test('no multicast group is joined but on loopback, and the network hears of none', () => {
  const joined = [...of('groups').caught.values()].filter(({ got }) => !got.startsWith('1: '));
  expect(joined.map(({ way }) => way)).toEqual(['loopback', 'loopback by index', 'loopback, IPv6']);
  expect(packets.flatMap(({ groups = [] }) => groups).filter((group) => /^(239\.3\.|ff05::3:)/.test(group))).toEqual([]);
  const told = denied('groups').filter(({ reason }) => reason?.includes('multicast group'));
  expect(told).toHaveLength(of('groups').caught.size - joined.length);
});

test('the resolver was asked for allowed names alone, in queries of our making', () => {
  expect(new Set(asked({ seen }))).toEqual(new Set(['ok.test', 'other.test']));
  const lengths = packets.filter(({ dst }) => dst === WORLD.dns).map(({ dport, proto, data }) => [dport, proto, data]);
  expect(lengths.length).toBeGreaterThan(0);
  for (const each of lengths)
    expect([
      [53, 17, 36],
      [53, 17, 39],
    ]).toContainEqual(each);
});

test('no request arrived that no rule allows, and those that one allows did', () => {
  const requests = seen.filter(({ kind }) => kind === 'request');
  const stolen = requests.filter(({ host, url, method }) => host?.includes('evil') || url?.includes('s3cret') || method === 'CONNECT');
  expect(stolen).toEqual([]);
  expect(seen.filter(({ servername }) => servername?.includes('evil'))).toEqual([]);
  expect(requests.filter(({ url }) => url === '/fine').length).toBeGreaterThan(15);
  expect(seen.some(({ text }) => text === 'fine')).toBe(true);
});

describe('each attempt is told with its process', () => {
  test('D: questions', () => {
    const names = denied('D').flatMap(({ type, name }) => (type === 'dns' && name ? [name] : []));
    expect(names.filter((name) => /^(.*\.)?way\d+\.evil\.test$/.test(name)).length).toBeGreaterThan(15);
    expect(denied('D').filter(({ reason }) => reason?.startsWith('malformed query')).length).toBeGreaterThanOrEqual(15);
    // Not by what the program heard: on a busy machine it does not wait long enough.
    const reasons = new Set(denied('D').map(({ reason }) => reason?.replace('malformed query: ', '')));
    for (const reason of [
      '2 questions instead of one',
      'records in a query',
      'additional records other than one OPT',
      'a compressed or empty name in the question',
      'pointer does not lead backwards',
      'a name with bytes that no host name has',
      'opcode 5 is not a query',
      'a response, not a query',
      'class 3 is not IN',
    ])
      expect(reasons).toContain(reason);
    expect([...reasons].some((reason) => reason?.endsWith('bytes behind the message'))).toBe(true);
    for (const address of ['127.0.0.53', '127.0.0.54', '127.1.2.3', '10.77.0.2', WORLD.evil])
      expect(denied('D')).toContainEqual(expect.objectContaining({ type: 'dns', dst_ip: address, dst_port: 53 }));
    for (const [address, port] of [
      [WORLD.evil, 5353],
      ['224.0.0.251', 5353],
      ['224.0.0.252', 5355],
      [WORLD.dns, 5353],
      [WORLD.evil, 9999],
    ] as const)
      expect(denied('D')).toContainEqual(expect.objectContaining({ type: 'udp', dst_ip: address, dst_port: port }));
  });

  test.each([
    ['N3', /GET https:\/\/evil\.test\/s3cret evil\.test No rule allows/],
    ['N3', /GET http:\/\/evil\.test\/s3cret evil\.test No rule allows/],
    ['N3', /names another host than the Host/],
    ['N4', /TLS to evil\.test:443/],
    ['N5', /malformed TLS: more than one server name/],
    ['N5', /TLS to 203\.0\.113\.66:443/],
    ['N7', /No rule allows TCP to other\.test:443/],
    ['N7', /No rule allows TCP to 203\.0\.113\.66:22/],
    ['N8', /can be read in more than one way/],
    ['N8', /CONNECT: this is not a proxy/],
    ['N9', /both Transfer-Encoding and Content-Length/],
    ['N10', /GET https?:\/\/evil\.test\/s3cret evil\.test/],
  ])('%s: %s', (_row, pattern) => expect(texts('N')).toMatch(pattern));

  test.each([
    ['P1', 17, ['tcp', 'udp']],
    ['P4', 8, ['tcp', 'udp']],
  ] as const)('%s: every one of %i', (row, count, types) => {
    const lines = denied(row).filter(({ type, reason }) => types.includes(type as 'tcp') || reason?.includes('IPv6') || type === 'http');
    expect([...new Set(lines.map(({ dst_port }) => dst_port))].sort()).toEqual(Array.from({ length: count }, (_, index) => 20_000 + index));
  });

  test('P5: source ports, interfaces, options; marks need a right', () => {
    const ports = new Set(denied('P5').map(({ dst_port }) => dst_port));
    // By their place in packets.py: reused ports, pktinfo, priority, dont_route, bound devices, broadcasts, multicast, options.
    for (const index of [0, 1, 5, 6, 7, 8, 15, 16, 17, 19, 20]) expect(ports).toContain(20_000 + index);
    for (const way of ['marked', 'transparent', 'loose_source_route']) expect(of('P5').caught.get(way)?.got).toMatch(/^1: /);
  });
});
