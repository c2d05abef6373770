import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogEvent } from '../../src/log/event.ts';
import { compile, type Question } from '../../src/policy/index.ts';
import { suggestPolicy, summarise } from '../../src/report/index.ts';

const label = fc.stringMatching(/^[a-z]([a-z0-9_-]{0,8}[a-z0-9])?$/);
const host = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => `${labels.join('.')}.example`);
const port = fc.integer({ min: 1, max: 65535 }).filter((one) => ![25, 465, 587].includes(one));
const path = fc.array(fc.stringMatching(/^[A-Za-z0-9._~@-]{1,10}$/), { maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
const dstIp = '203.0.113.9';

const question: fc.Arbitrary<Question> = fc.oneof(
  host.map((name) => ({ type: 'dns' as const, name, protocol: 'udp' as const, dstIp: '127.0.0.53', dstPort: 53 })),
  port.map((dstPort) => ({ type: 'tcp' as const, dstIp, dstPort, names: [] })),
  port.map((dstPort) => ({ type: 'udp' as const, dstIp, dstPort, names: [] })),
  fc.record({ host, dstPort: port }).map((parts) => ({ type: 'tls' as const, dstIp, names: [parts.host], ...parts })),
  fc
    .record({
      scheme: fc.constantFrom('http' as const, 'https' as const),
      host,
      port,
      path,
      method: fc.constantFrom('GET', 'POST', 'HEAD', 'DELETE'),
    })
    .map(({ path: target, ...parts }) => ({ type: 'request' as const, target, dstIp, dstPort: parts.port, ...parts })),
);

const TYPES = { dns: 'dns', tcp: 'tcp', udp: 'udp', tls: 'https', request: 'https' } as const;

test('a policy of the suggested lines allows what was denied, whatever it was', async () => {
  const empty = compile('', {});
  await fc.assert(
    fc.asyncProperty(fc.array(question, { minLength: 1, maxLength: 6 }), async (questions) => {
      const events = questions.map((asked): LogEvent => {
        const { allow, reason, suggestion } = empty.decide(asked, {});
        expect(allow).toBe(false);
        return {
          ts: '2026-01-31T12:00:00.000Z',
          type: TYPES[asked.type],
          policy: 'deny',
          reason,
          ...(suggestion === undefined ? {} : { suggestion }),
          exe: '/bin/x # y',
          host: JSON.stringify(asked),
        };
      });
      const text = suggestPolicy(await summarise(events));
      const policy = compile(text, {});
      expect(policy.findings.filter(({ severity }) => severity !== 'hint')).toEqual([]);
      expect([text, questions.filter((asked) => !policy.decide(asked, {}).allow)]).toEqual([text, []]);
    }),
    { numRuns: 100 },
  );
});
