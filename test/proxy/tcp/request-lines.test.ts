import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogEvent } from '../../../src/log/event.ts';
import { compile } from '../../../src/policy/index.ts';
import type { Flow } from '../../../src/proxy/context.ts';
import { verdictEvent } from '../../../src/proxy/events.ts';
import type { RequestHead } from '../../../src/proxy/http/index.ts';
import type { TcpContext } from '../../../src/proxy/tcp/context.ts';
import { createRequestLines, namesFor, requestFields } from '../../../src/proxy/tcp/request-lines.ts';
import { sinkTo } from './lab.ts';

const AT = Date.UTC(2026, 0, 31, 12);
const policy = compile(`
one.example exe=/usr/bin/curl
*.two.example insecure
https://three.example/open/*
https://three.example/shut
192.0.2.0/24
198.51.100.7
`);

interface Step {
  /** Of `flows`. */
  readonly connection: number;
  readonly host: string;
  readonly method: string;
  readonly target: string;
  readonly scheme: 'http' | 'https';
  readonly protocol: 'h1' | 'h2';
  readonly upgrade: string | undefined;
  readonly port: number;
  readonly movedTo: string | undefined;
  readonly error: string | undefined;
  readonly names: readonly string[];
  readonly later: number;
}

/** All that a request's line and its verdict depend on. */
const values: { [Field in keyof Step]: readonly Step[Field][] } = {
  connection: [0, 1, 2, 3, 4],
  host: ['one.example', 'a.two.example', 'b.two.example', 'three.example', 'four.example', 'five.example'],
  method: ['GET', 'POST'],
  target: ['/open/a', '/open/b?token=x', '/shut'],
  scheme: ['https', 'http'],
  protocol: ['h1', 'h2'],
  upgrade: [undefined, 'websocket', 'other'],
  port: [443, 80],
  movedTo: [undefined, '198.51.100.8', '192.0.2.1'],
  error: [undefined, 'ECONNREFUSED'],
  names: [[], ['one.example'], ['b.two.example', 'one.example'], Array.from({ length: 9 }, (_, index) => `${index}.example`)],
  later: [0, 1, 1000],
};
const usual: Step = {
  connection: 0,
  host: 'a.two.example',
  method: 'GET',
  target: '/open/a',
  scheme: 'https',
  protocol: 'h2',
  upgrade: undefined,
  port: 443,
  movedTo: undefined,
  error: undefined,
  names: [],
  later: 0,
};
/** From one request to the next one thing changes, or nothing. */
const change: fc.Arbitrary<Partial<Step>> = fc.oneof(
  fc.constant({}),
  ...Object.entries(values).map(([field, all]) => fc.constantFrom(...(all as readonly unknown[])).map((value) => ({ [field]: value }))),
);

test('each line of a connection says what it would say alone, whatever came before it, on this one or another', () => {
  const exes = fc.constantFrom('/usr/bin/curl', '/usr/bin/wget');
  let shared = 0;
  fc.assert(
    fc.property(exes, fc.array(change, { minLength: 2, maxLength: 40 }), (exe, changes) => {
      const written: LogEvent[] = [];
      const expected: LogEvent[] = [];
      const who = { pid: 7, exe, cmdline: [exe, '-v'] };
      const flows = [
        { dst: { ip: '198.51.100.7', port: 443 }, who },
        { dst: { ip: '198.51.100.7', port: 443 }, who },
        { dst: { ip: '198.51.100.7', port: 80 }, who },
        { dst: { ip: '192.0.2.2', port: 443 }, who },
        { dst: { ip: '198.51.100.7', port: 443 }, who: { ...who, pid: 8 } },
      ].map(({ dst, who }, index): Flow => ({ id: `${index}`, protocol: 'tcp', src: { ip: '10.0.0.2', port: 40_000 + index }, dst, who }));
      let step = usual;
      let now = AT;
      const log = sinkTo(written);
      const context = { names: { namesOf: () => step.names }, log } as unknown as TcpContext;
      const connections = flows.map((flow) => ({ flow, tell: createRequestLines(flow, context, () => now) }));
      for (const changed of changes) {
        step = { ...step, ...changed };
        const { host, method, target, scheme, protocol, upgrade, port, movedTo, error } = step;
        now += step.later;
        const connection = connections[step.connection];
        if (!connection) throw new Error('there are five');
        const { flow, tell } = connection;
        const head: RequestHead = {
          protocol,
          method,
          scheme,
          host,
          port,
          target,
          url: `${scheme}://${host}${target}`,
          ...(upgrade && { upgrade }),
        };
        const dstIp = movedTo ?? flow.dst.ip;
        const verdict = policy.decide({ type: 'request', scheme, method, host, port, target, dstIp, dstPort: port }, flow.who);
        const extra = { ...(movedTo && { dst_ip: movedTo }), ...(error && { error }) };
        const alone = verdictEvent(flow, verdict, { at: now, dst_names: namesFor(dstIp, context), ...requestFields(head), ...extra });
        if (tell(head, verdict, extra)) {
          expected.push(alone);
          shared++;
        } else expect(verdict.allow && error === undefined).toBe(false);
      }
      expect(written).toEqual(expected);
    }),
    { numRuns: 300 },
  );
  expect(shared).toBeGreaterThan(1000);
});

test('a verdict that is given again belongs to the same rule, name and flags', () => {
  const ask = (host: string, dstIp: string, exe: string, type: 'request' | 'tls' = 'request') =>
    policy.decide(
      type === 'tls'
        ? { type, host, dstIp, dstPort: 443, names: [] }
        : { type, scheme: 'https', method: 'GET', host, port: 443, target: '/open/x', dstIp, dstPort: 443 },
      { exe },
    );
  const first = ask('a.two.example', '203.0.113.7', '/a');
  expect(ask('a.two.example', '203.0.113.7', '/b')).toBe(first);
  expect(ask('b.two.example', '203.0.113.7', '/a')).toMatchObject({ by: 'name', name: 'b.two.example', rule: { line: 3 } });
  expect(first).toMatchObject({ by: 'name', name: 'a.two.example', rule: { line: 3 }, insecure: true });
  expect(ask('one.example', '203.0.113.7', '/usr/bin/curl')).toMatchObject({ allow: true, rule: { line: 2 } });
  expect(ask('one.example', '203.0.113.7', '/usr/bin/wget').allow).toBe(false);
  expect(ask('unknown.example', '192.0.2.1', '/a')).toMatchObject({ by: 'address', rule: { line: 6 } });
  expect(ask('a.two.example', '192.0.2.1', '/a')).toMatchObject({ by: 'name', rule: { line: 3 } });
  // Of another policy with the same text nothing is remembered.
  const other = compile('\n*.two.example');
  const elsewhere = other.decide({ type: 'tls', host: 'a.two.example', dstIp: '203.0.113.7', dstPort: 443, names: [] }, {});
  expect(elsewhere).toMatchObject({ rule: { line: 2 }, insecure: false });
});
