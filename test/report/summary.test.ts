import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EARLIER_END, type LogEvent } from '../../src/log/event.ts';
import { summarise } from '../../src/report/index.ts';
import { sample } from './sample.ts';

const ts = '2026-01-31T12:00:00.000Z';
const allow = (more: Partial<LogEvent> = {}): LogEvent => ({
  ts,
  type: 'https',
  policy: 'allow',
  host: 'a.example',
  dst_port: 443,
  ...more,
});
const deny = (more: Partial<LogEvent> = {}): LogEvent => ({ ts, type: 'https', policy: 'deny', host: 'e.example', dst_port: 443, ...more });

describe('the sample run', async () => {
  const summary = await summarise(sample);

  test('totals', () => {
    expect(summary.totals).toEqual({
      events: sample.length,
      denied: 9,
      background: 0,
      audited: 0,
      allowedConnections: 31,
      requests: 30,
      questions: 1,
      errors: 1,
      bytesIn: 30 * 410_000 + 435 + 52_000,
      bytesOut: 30 * 900 + 4_100,
      lost: 0,
    });
    expect([summary.from, summary.to]).toEqual(['2026-01-31T12:00:00.000Z', '2026-01-31T12:00:05.000Z']);
  });

  test('what was denied, by destination and process, with the line to add', () => {
    expect(summary.denied.map(({ destination, count, suggestion, process }) => [destination, count, suggestion, process.command])).toEqual([
      ['203.0.113.9:4444', 3, '203.0.113.9:4444', '/usr/bin/node postinstall.js'],
      ['203.0.113.9:123/udp', 1, '203.0.113.9:123/udp', '/usr/bin/node postinstall.js'],
      ['[2001:db8::7]:443', 1, undefined, '/usr/bin/node postinstall.js'],
      ['evil.example:443', 1, 'POST https://evil.example/collect', '/usr/bin/node postinstall.js'],
    ]);
    expect(summary.names.map(({ destination, count }) => [destination, count])).toEqual([['evil.example', 2]]);
    expect(summary.sockets.map(({ destination }) => destination)).toEqual(['inet/raw/icmp']);
  });

  test('what was allowed, with rule, requests and bytes', () => {
    expect(summary.allowed).toEqual([
      {
        destination: 'registry.example:443',
        rule: 'line 2: registry.example',
        type: 'https',
        protocols: ['h2'],
        passthrough: false,
        insecure: false,
        connections: 30,
        requests: 30,
        bytesIn: 30 * 410_000 + 435,
        bytesOut: 27_000,
        exes: ['/usr/bin/node'],
      },
      expect.objectContaining({ destination: 'git.example:22', connections: 1, requests: 0, bytesIn: 52_000, protocols: ['ssh'] }),
    ]);
  });

  test('errors', () => {
    expect(summary.errors.map(({ destination, error, count }) => [destination, error, count])).toEqual([
      ['registry.example:443', 'tls_client_rejected_ca', 1],
    ]);
  });
});

test('bytes go to the rule that its connection was last seen under', async () => {
  const { allowed } = await summarise([
    allow({ conn: 'c', rule: 'line 1: https://a.example/x' }),
    allow({ conn: 'c', rule: 'line 2: https://a.example/y', url: 'https://a.example/y', method: 'GET' }),
    { ts, type: 'close', conn: 'c', bytes_in: 5, bytes_out: 7 },
  ]);
  expect(allowed.map(({ rule, connections, requests, bytesIn, bytesOut }) => [rule, connections, requests, bytesIn, bytesOut])).toEqual([
    ['line 2: https://a.example/y', 1, 1, 5, 7],
  ]);
});

test('an error on a closing line is told of the destination and process of its connection', async () => {
  const { errors } = await summarise([allow({ conn: 'c', exe: '/bin/x' }), { ts, type: 'close', conn: 'c', error: 'ECONNRESET' }]);
  expect(errors).toMatchObject([{ destination: 'a.example:443', error: 'ECONNRESET', process: { command: '/bin/x' }, count: 1 }]);
});

test('in audit mode a denial is told apart, and its bytes are counted', async () => {
  const { totals, denied, audited, allowed } = await summarise([
    deny({ audit: true, conn: 'c', suggestion: 'e.example' }),
    deny({ audit: true, type: 'dns', name: 'e.example', suggestion: 'e.example' }),
    deny({ type: 'tcp', dst_ip: '169.254.169.254', reason: 'guardrail' }),
    { ts, type: 'close', conn: 'c', bytes_in: 9, bytes_out: 1 },
  ]);
  expect([totals.denied, totals.audited, totals.bytesIn]).toEqual([1, 2, 9]);
  expect(denied).toHaveLength(1);
  expect(audited.map(({ type }) => type)).toEqual(['dns', 'https']);
  expect(allowed).toMatchObject([{ destination: 'e.example:443', rule: 'none: audit mode', bytesIn: 9 }]);
});

test('requests of one destination that need different lines stay apart', async () => {
  const request = (path: string) => deny({ url: `https://e.example${path}`, method: 'GET', suggestion: `https://e.example${path}` });
  const { denied } = await summarise(['/a', '/b', '/a'].map(request));
  expect(denied.map(({ count, suggestion, requests }) => [count, suggestion, requests])).toEqual([
    [2, 'https://e.example/a', ['GET https://e.example/a']],
    [1, 'https://e.example/b', ['GET https://e.example/b']],
  ]);
});

test.each<[string, Partial<LogEvent>]>([
  ['e.example:443', {}],
  ['e.example:8443', { url: 'https://e.example:8443/x' }],
  ['b.example:80', { type: 'http', host: 'b.example:80', dst_port: 80 }],
  ['b.example:80', { type: 'http', host: undefined, url: 'http://b.example/x', dst_port: 80 }],
  ['c.example:22', { type: 'tcp', host: undefined, dst_names: ['c.example', 'd.example'], dst_ip: '198.51.100.1', dst_port: 22 }],
  ['198.51.100.1:22', { type: 'tcp', host: undefined, dst_ip: '198.51.100.1', dst_port: 22 }],
  ['[2001:db8::1]:22', { type: 'tcp', host: undefined, dst_ip: '2001:db8::1', dst_port: 22 }],
  ['198.51.100.1 (icmp)', { type: 'ip', host: undefined, dst_ip: '198.51.100.1', protocol: 'icmp', dst_port: undefined }],
])('a destination is called %s', async (name, fields) => {
  expect((await summarise([deny(fields)])).denied[0]?.destination).toBe(name);
});

test('in a job: what each step and each action did, most denials first', async () => {
  const { steps } = await summarise([
    allow({ conn: 'a', step: 'build.__run', url: 'https://e.example/x' }),
    { ts, type: 'close', conn: 'a', bytes_in: 70, bytes_out: 3 },
    deny({ step: 'build.__checkout', action: 'actions/checkout' }),
    deny({ step: 'build.__run', audit: true }),
    deny({ step: 'build.__checkout', action: 'actions/checkout' }),
    allow({}),
  ]);
  const none = { denied: 0, audited: 0, connections: 0, requests: 0, bytesIn: 0, bytesOut: 0 };
  expect(steps).toEqual([
    { ...none, step: 'build.__checkout', action: 'actions/checkout', denied: 2 },
    { ...none, step: 'build.__run', action: undefined, audited: 1, connections: 2, requests: 1, bytesIn: 70, bytesOut: 3 },
  ]);
});

test.each<[string, Partial<LogEvent>, number]>([
  ['snapd', { uid: 0, cgroup: '/system.slice/snapd.service' }, 1],
  ['a timer that fetches news', { uid: 0, cgroup: '/system.slice/apt-news.service' }, 1],
  ['the resolver, which acts for others', { uid: 101, cgroup: '/system.slice/systemd-resolved.service' }, 0],
  ['a container', { uid: 0, cgroup: '/system.slice/docker-0123.scope' }, 0],
  ['a service that runs as a person', { uid: 1001, cgroup: '/system.slice/snapd.service' }, 0],
  ['a process of a step that has moved there', { uid: 0, cgroup: '/system.slice/snapd.service', step: 'build.__run' }, 0],
  ['a unit with such a name below another', { uid: 0, cgroup: '/user.slice/system.slice/snapd.service' }, 0],
  ['an end of a connection that is nobody’s any more', { type: 'ip', reason: EARLIER_END }, 1],
  ['one of a process that is known', { type: 'ip', pid: 4, reason: EARLIER_END }, 0],
])('a denial of a service that calls home, or of nobody, is no attempt of the job: %s', async (_what, fields, background) => {
  const { totals, denied } = await summarise([deny(fields)]);
  expect([totals.denied, totals.background, denied[0]?.background]).toEqual([1, background, background === 1]);
});

test('uses of sudo are told apart from what went over the network', async () => {
  const use: LogEvent = {
    ts,
    type: 'sudo',
    policy: 'allow',
    user: 'root',
    cwd: '/w',
    exe: '/usr/bin/sudo',
    cmdline: ['sudo', 'id'],
    step: 's',
  };
  const { sudo, totals, allowed } = await summarise([use, use, { ...use, policy: 'deny', cmdline: ['sudo', 'rm'] }]);
  expect(sudo).toMatchObject([
    { count: 2, denied: false, user: 'root', cwd: '/w', process: { command: '/usr/bin/sudo id', step: 's' } },
    { count: 1, denied: true },
  ]);
  expect([totals.denied, totals.allowedConnections, allowed]).toEqual([0, 0, []]);
});

test('what happened to the filter itself, tampering with it among that', async () => {
  const { incidents, errors, totals } = await summarise([
    { ts, type: 'guard', reason: 'sudo was locked by a step of disable-sudo' },
    { ts, type: 'guard', error: 'tampering', reason: 'post was started with LD_PRELOAD', pid: 7, exe: '/n', step: 's' },
  ]);
  expect(incidents).toMatchObject([
    { reason: 'sudo was locked by a step of disable-sudo', tampering: false, count: 1 },
    { reason: 'post was started with LD_PRELOAD', tampering: true, process: { exe: '/n', step: 's' } },
  ]);
  expect([errors, totals.errors]).toEqual([[], 1]);
});

describe('memory', () => {
  function* many(count: number): Generator<LogEvent> {
    for (let at = 0; at < count; at++) {
      yield deny({ host: `h${at}.example`, error: `e${at}` });
      yield allow({ host: `h${at}.example`, conn: `c${at}` });
    }
  }

  test('groups are bounded, what is not listed is counted', async () => {
    const summary = await summarise(many(5000), { maxGroups: 100, maxOpen: 100 });
    expect([summary.denied.length, summary.allowed.length, summary.errors.length]).toEqual([100, 100, 100]);
    expect(summary.omitted).toEqual({ refusals: 4900, allowed: 4900, errors: 4900, sudo: 0, incidents: 0 });
    expect(summary.totals).toMatchObject({ denied: 5000, allowedConnections: 5000, errors: 5000 });
  });

  test('of connections that never end only the latest are remembered', async () => {
    const opened = Array.from({ length: 50 }, (_, at) => allow({ conn: `c${at}` }));
    const close = (at: number): LogEvent => ({ ts, type: 'close', conn: `c${at}`, bytes_in: 1 });
    const { totals, allowed } = await summarise([...opened, close(0), close(49)], { maxOpen: 10 });
    expect([totals.bytesIn, allowed[0]?.bytesIn]).toEqual([2, 1]);
  });

  test('long fields are cut', async () => {
    const { denied } = await summarise([deny({ host: 'x'.repeat(1 << 20), reason: 'y'.repeat(1 << 20), cmdline: ['z'.repeat(1 << 20)] })]);
    expect(JSON.stringify(denied).length).toBeLessThan(10_000);
  });
});

describe('the timeline', () => {
  test('counts every verdict once, in 96 buckets at most, whatever the times', async () => {
    const time = fc.date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2026-02-01T00:00:00Z'), noInvalidDate: true });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ time, denied: fc.boolean() })), async (verdicts) => {
        const events = verdicts.map(({ time: at, denied }) => (denied ? deny : allow)({ ts: at.toISOString() }));
        const { timeline } = await summarise(events);
        const sum = (kind: 'allowed' | 'denied') => timeline.buckets.reduce((total, bucket) => total + bucket[kind], 0);
        expect(timeline.buckets.length).toBeLessThanOrEqual(96);
        expect([sum('allowed'), sum('denied')]).toEqual([
          verdicts.filter(({ denied }) => !denied).length,
          verdicts.filter(({ denied }) => denied).length,
        ]);
      }),
    );
  });

  test('a broken clock or a time that is none does no harm', async () => {
    const { timeline } = await summarise([allow(), allow({ ts: '9999-01-01T00:00:00.000Z' }), allow({ ts: 'never' })]);
    expect(timeline.buckets).toEqual([{ allowed: 1, denied: 0 }]);
  });
});

test('lost events are added up', async () => {
  expect(
    (
      await summarise([
        { ts, type: 'lost', lost: 3 },
        { ts, type: 'lost', lost: 4 },
      ])
    ).totals.lost,
  ).toBe(7);
});
