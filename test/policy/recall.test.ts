import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../../src/policy/index.ts';
import type { Process, Question, Recall } from '../../src/policy/types.ts';

type Request = Extract<Question, { type: 'request' }>;

const rules = [
  'a.example',
  'a.example insecure',
  '*.example exe=/bin/one',
  'https://a.example/open/*',
  'POST https://b.example/open/*',
  '!https://a.example/shut/*',
  '!b.example',
  '!a.example exe=/bin/two',
  '198.51.100.7',
  '198.51.100.0/24:8443',
  '!198.51.100.8',
  '169.254.169.254',
];
const policies = fc
  .tuple(fc.uniqueArray(fc.constantFrom(...rules), { maxLength: 2 }), fc.constantFrom('deny' as const, 'allow' as const))
  .map(([lines, fallback]) => compile(['a.example', ...lines].join('\n'), { default: fallback }));
const processes: readonly Process[] = [{ exe: '/bin/one' }, { exe: '/bin/two' }, { exe: '/bin/one', step: 'x' }];

const usual: Request = {
  type: 'request',
  scheme: 'https',
  method: 'GET',
  host: 'a.example',
  port: 443,
  target: '/open/x',
  dstIp: '198.51.100.7',
  dstPort: 443,
};
const values: { readonly [Field in keyof Request]: readonly Request[Field][] } = {
  type: ['request'],
  scheme: ['https', 'http'],
  method: ['GET', 'POST', 'OPTIONS', 'get', ''],
  host: ['a.example', 'b.example', 'A.example', 'c.example.', '198.51.100.7', '198.51.100.8', 'no name'],
  port: [443, 80, 8443, 0],
  target: ['/open/x', '/shut/x', '/shut/../open/x', '/%2f', '*', '', 'x', '/other?q'],
  dstIp: ['198.51.100.7', '198.51.100.8', '169.254.169.254', '127.0.0.1', '::1', 'x'],
  dstPort: [443, 80, 8443],
};
const step = fc.record({
  changed: fc.oneof(
    fc.constant({}),
    ...Object.entries(values).map(([field, all]) => fc.constantFrom(...(all as readonly unknown[])).map((value) => ({ [field]: value }))),
  ),
  process: fc.option(fc.constantFrom(...processes), { nil: undefined, freq: 5 }),
  reloaded: fc.constantFrom(0, 0, 0, 1),
  /** Which connection asks. */
  by: fc.constantFrom(0, 0, 1, 2),
  otherKind: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
});

test('what is remembered changes no verdict: not of another path, name, port, method, address, process or policy', () => {
  let again = 0;
  fc.assert(
    fc.property(fc.tuple(policies, policies), fc.array(step, { minLength: 5, maxLength: 40 }), (both, steps) => {
      const recalls: Recall[] = [{}, {}, {}];
      for (const { changed, process: other, reloaded, by, otherKind } of steps) {
        const recall = recalls[by] ?? {};
        const question = { ...usual, ...changed };
        const process = other ?? processes[0] ?? {};
        const policy = both[reloaded] ?? both[0];
        const { dstIp, dstPort, host } = question;
        const asked: Question = otherKind ? { type: 'tls', host, dstIp, dstPort, names: [] } : question;
        const before = recall.last;
        const verdict = policy.decide(asked, process, recall);
        expect(JSON.parse(JSON.stringify(verdict))).toEqual(JSON.parse(JSON.stringify(policy.decide(asked, process))));
        if (before !== undefined && recall.last === before && verdict === before.verdict && asked === question) again++;
      }
    }),
    { numRuns: 1000 },
  );
  expect(again).toBeGreaterThan(300);
});

test('a request that a URL rule might decide is never remembered', () => {
  const remembered = (policy: string, host = 'a.example') => {
    const recall: Recall = {};
    compile(policy).decide({ ...usual, host }, {}, recall);
    return recall.last !== undefined;
  };
  expect(remembered('a.example')).toBe(true);
  expect(remembered('a.example\nhttps://b.example/open/*')).toBe(true);
  expect(remembered('198.51.100.7', 'b.example')).toBe(true);
  expect(remembered('https://a.example/open/*')).toBe(false);
  expect(remembered('a.example\nhttps://a.example/open/*')).toBe(false);
  expect(remembered('a.example\n!https://a.example/shut')).toBe(false);
  expect(remembered('a.example\n!https://*.example/shut')).toBe(false);
  expect(remembered('b.example')).toBe(false);
});

test('the scheme tells which port an authority may leave out', () => {
  const policy = compile('198.51.100.0/24:8443');
  const recall: Recall = {};
  const process: Process = {};
  const asked: Request = { ...usual, dstPort: 8443 };
  expect(policy.decide(asked, process, recall).allow).toBe(true);
  expect(recall.last).toBeDefined();
  expect(policy.decide({ ...asked, scheme: 'http' }, process, recall)).toMatchObject({ allow: false, denial: 'malformed' });
});
