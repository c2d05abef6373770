import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogEvent } from '../../src/log/event.ts';
import { suggestPolicy, summarise } from '../../src/report/index.ts';
import { anyEvents, hostile } from './sample.ts';

const denied = (suggestion: string, exe = '/bin/x', more: Partial<LogEvent> = {}): LogEvent => ({
  ts: '2026-01-31T12:00:00.000Z',
  type: 'tcp',
  policy: 'deny',
  suggestion,
  exe,
  ...more,
});
const suggest = async (events: readonly LogEvent[]) => suggestPolicy(await summarise(events));

test('each rule once, those of one domain together, addresses last, with who asked', async () => {
  const events = [
    denied('203.0.113.9:4444'),
    denied('b.z.example'),
    denied('a.example', '/bin/y'),
    denied('https://a.z.example/x'),
    denied('a.example'),
    denied('a.example:8443', '/bin/x', { audit: true }),
    denied('z.example', '/bin/x', { type: 'dns', name: 'z.example' }),
  ];
  expect(await suggest(events)).toBe(`\
a.example  # /bin/x, /bin/y
a.example:8443  # /bin/x
z.example  # /bin/x
https://a.z.example/x  # /bin/x
b.z.example  # /bin/x
203.0.113.9:4444  # /bin/x
`);
});

test('a name only to look up is not needed where the host is allowed', async () => {
  expect(await suggest([denied('dns:a.example'), denied('a.example'), denied('dns:b.example')])).toBe(
    'a.example  # /bin/x\ndns:b.example  # /bin/x\n',
  );
});

test('what no line would allow suggests nothing', async () => {
  expect(await suggest([{ ts: 'x', type: 'socket', policy: 'deny', protocol: 'packet/raw' }])).toBe('');
  expect(await suggest([{ ts: 'x', type: 'tcp', policy: 'allow', suggestion: 'a.example' }])).toBe('');
});

test.each([
  'a.example\nevil.example',
  '[passthrough]',
  '# comment',
  '',
  ' a.example',
  'a.example # x',
  '@npm',
  '!a.example',
  'ä.example',
  'a\u2028b',
  '::stop',
  '##[error]',
  '*',
])('not a rule to paste: %j', async (suggestion) => {
  expect(await suggest([denied(suggestion)])).toBe('');
});

test('a process chooses no line: its name stays behind the comment sign', async () => {
  const text = await suggest([denied('a.example', '/bin/x\nevil.example\r*.example\u2028[insecure]')]);
  expect(text).toBe('a.example  # /bin/x\\nevil.example\\r*.example\\u{2028}[insecure]\n');
});

const LINE = /^[!-~]+(?: [!-~]+)* {2}# [ -~…]*$/;

test('any log gives lines of one rule and a comment each', async () => {
  for (const line of (await suggest(hostile)).split('\n').slice(0, -1)) expect(line).toMatch(LINE);
  await fc.assert(
    fc.asyncProperty(anyEvents, async (events) => {
      const text = await suggest(events);
      const lines = text.split('\n').slice(0, -1);
      for (const line of lines) expect(line).toMatch(LINE);
      const rules = lines.map((line) => line.slice(0, line.indexOf('  # ')));
      const offered = new Set(events.map(({ suggestion }) => suggestion));
      for (const rule of rules) expect(offered).toContain(rule);
    }),
    { numRuns: 100 },
  );
});
