import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, decideEvent, formatFinding, type Policy, type Process, type Question } from '../../src/policy/index.ts';

const policies = readFileSync(new URL('./vectors.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line): string => JSON.parse(line).policy);

const questions: readonly Question[] = [
  { type: 'tls', host: 'a.example', dstIp: '192.0.2.1', dstPort: 443, names: [] },
  { type: 'tcp', dstIp: '192.0.2.1', dstPort: 22, names: ['a.example'] },
  { type: 'udp', dstIp: '192.0.2.1', dstPort: 53, names: ['a.example'] },
  { type: 'dns', name: 'a.example', protocol: 'udp', dstIp: '127.0.0.53', dstPort: 53 },
  { type: 'request', scheme: 'https', method: 'GET', host: 'a.example', port: 443, target: '/a/../b?c', dstIp: '192.0.2.1', dstPort: 443 },
];

/** Everything that must hold for whatever text. */
function checkPolicy(text: string): Policy {
  const policy = compile(text, { repository: 'owner/name' });
  const lines = text.split(/\r\n|\n|\r/);
  for (const finding of policy.findings) {
    expect(finding.line).toBeGreaterThanOrEqual(1);
    expect(finding.line).toBeLessThanOrEqual(lines.length);
    const { length } = lines[finding.line - 1] ?? '';
    expect(finding.column).toBeGreaterThanOrEqual(1);
    expect(finding.length).toBeGreaterThanOrEqual(1);
    expect(finding.column + finding.length - 1).toBeLessThanOrEqual(Math.max(1, length));
    expect(formatFinding(finding, text).split('\n').length).toBeLessThanOrEqual(4);
  }
  expect(policy.valid).toBe(!policy.findings.some((finding) => finding.severity === 'error'));
  for (const question of questions) policy.decide(question, { exe: '/bin/a' });
  return policy;
}

const pieces = fc.constantFrom(
  ...[
    'a.example',
    '*',
    '*.',
    '.',
    ':',
    '443',
    '|',
    '/udp',
    '/tcp',
    ' ',
    '\t',
    '[',
    ']',
    '!',
    '@npm',
    'dns:',
    'https://',
    '/',
    '/*',
    '?',
    '#',
    '%2e',
    '%',
    '{owner}',
    '{repo}',
    '{',
  ],
  ...[
    'GET',
    'POST|PUT',
    'passthrough',
    'insecure',
    'exe=',
    'arg[0]=',
    'arg[',
    '"',
    '`',
    '=',
    '10.0.0.0',
    '/8',
    '256',
    '::1',
    '\u00e9',
    '\u{1f600}',
    '\u200d',
    '\ud800',
    '\u0000',
    '\n',
    '\r',
    '\r\n',
    '\ufeff',
  ],
);
const pieced = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''));

const mutated = fc
  .tuple(fc.constantFrom(...policies), fc.array(fc.tuple(fc.nat(200), fc.nat(4), pieces), { minLength: 1, maxLength: 5 }))
  .map(([text, edits]) => {
    let result = text;
    for (const [at, cut, insert] of edits)
      result = result.slice(0, at % (result.length + 1)) + insert + result.slice((at % (result.length + 1)) + cut);
    return result;
  });

describe('the parser', () => {
  test.each([
    ['random bytes', fc.uint8Array({ maxLength: 400 }).map((bytes) => String.fromCharCode(...bytes))],
    ['random Unicode', fc.string({ unit: 'binary', maxLength: 200 })],
    [
      'lone surrogates',
      fc.array(fc.integer({ min: 0xd700, max: 0xe000 }), { maxLength: 60 }).map((units) => String.fromCharCode(...units)),
    ],
    ['pieces of the language in any order', pieced],
    ['mutations of valid policies', mutated],
  ])('takes %s: never throws, every finding lies within its line', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (text) => void checkPolicy(text)),
      { numRuns: 700 },
    );
  });

  test('never lets a broken line change what another line means', () => {
    fc.assert(
      fc.property(
        pieced.filter((text) => !/[\r\n]/.test(text) && !/^[ \t]*(?:\[|!)/.test(text)),
        (line) => {
          const policy = compile(`good.example\n${line}\nother.example:8443`);
          expect(policy.decide({ type: 'tls', host: 'good.example', dstIp: '192.0.2.1', dstPort: 443, names: [] }, {}).allow).toBe(true);
          expect(policy.decide({ type: 'tls', host: 'other.example', dstIp: '192.0.2.1', dstPort: 8443, names: [] }, {}).allow).toBe(true);
        },
      ),
    );
  });

  test.each([
    ['words', 'a '.repeat(500_000)],
    ['one host', 'a'.repeat(1_000_000)],
    ['labels', 'a.'.repeat(500_000)],
    ['dots', '.'.repeat(1_000_000)],
    ['stars', '*'.repeat(1_000_000)],
    ['star labels', '*.'.repeat(500_000)],
    ['ports', `a.example:${'1|'.repeat(500_000)}`],
    ['methods', `${'GET|'.repeat(250_000)} https://a.example/`],
    ['a path of stars', `https://a.example/${'*'.repeat(1_000_000)}x`],
    ['a path of slashes', `https://a.example${'/'.repeat(1_000_000)}`],
    ['a path of segments', `https://a.example${'/a*b'.repeat(250_000)}`],
    ['escapes', `https://a.example/${'%41'.repeat(330_000)}`],
    ['placeholders', '{owner}'.repeat(140_000)],
    ['a glob in a value', `a.example exe=/${'*a'.repeat(500_000)}`],
    ['brackets in a value', `a.example exe=\`${'[a'.repeat(500_000)}\``],
    ['an open quote', `a.example exe="${'a '.repeat(500_000)}`],
    ['attributes', `a.example ${'arg[1]=x '.repeat(110_000)}`],
    ['a header', `[${'['.repeat(1_000_000)}`],
    ['a closed header', `[${'exe=a '.repeat(160_000)}]`],
    ['bangs', '!'.repeat(1_000_000)],
    ['Unicode', '\u00e9'.repeat(1_000_000)],
    ['blanks', ' '.repeat(1_000_000)],
    ['digits', '1'.repeat(1_000_000)],
    ['colons', ':'.repeat(1_000_000)],
    ['equals', 'a='.repeat(500_000)],
    ['a comment', `# ${'x'.repeat(1_000_000)}`],
  ])('reads a line of a megabyte in little time, and a policy of long lines: %s', (_, text) => {
    const start = process.cpuUsage();
    checkPolicy(text);
    checkPolicy(`${text.slice(0, 16_000)}\n`.repeat(5));
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(5000);
  });

  test.each([
    ['rules', 'a.example exe=/bin/x\n'],
    ['errors', 'not understood at all\n'],
    ['headers', '[:443 exe=/bin/x]\n'],
    ['the same rule', '*.a.example\n'],
    ['presets', '@npm\n'],
    ['passthrough over URL rules', 'a.example passthrough\nhttps://a.example/x\n'],
    ['carriage returns', 'a.example\r'],
  ])(
    'reads 100 000 lines in reasonable time: %s',
    (_, line) => {
      const start = process.cpuUsage();
      compile(line.repeat(100_000));
      expect(process.cpuUsage(start).user / 1000).toBeLessThan(20_000);
    },
    120_000,
  );
});

describe('a decision', () => {
  const policy = compile('*.example\nhttps://a.example/x*y/*\n!https://a.example/x/secret\n10.0.0.0/8:*\nb.example arg=`*a*[bc]?d*`', {
    default: 'allow',
  });
  const total = (question: unknown, process: unknown): boolean => {
    const verdict = policy.decide(question as Question, process as Process);
    expect(typeof verdict.allow).toBe('boolean');
    expect(verdict.reason).not.toBe('');
    return verdict.allow;
  };

  test('never throws, whatever the question and the process are', () => {
    fc.assert(fc.property(fc.anything(), fc.anything(), (question, process) => void total(question, process)));
    const anyField = fc.oneof(
      fc.anything(),
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.constantFrom('10.0.0.1', 'a.example', 443, '/x'),
    );
    const shaped = fc.record({
      type: fc.constantFrom('dns', 'tcp', 'udp', 'tls', 'request', 'other'),
      ...{
        dstIp: anyField,
        dstPort: anyField,
        names: anyField,
        name: anyField,
        host: anyField,
        target: anyField,
        method: anyField,
        port: anyField,
      },
      ...{ scheme: fc.constantFrom('http', 'https'), protocol: fc.constantFrom('tcp', 'udp') },
    });
    const who = fc.record({ exe: anyField, cmdline: anyField, cgroup: anyField, step: anyField, action: anyField, image: anyField });
    fc.assert(
      fc.property(shaped, who, (question, process) => void total(question, process)),
      { numRuns: 2000 },
    );
  });

  test('denies what throws when it is read', () => {
    const trap = new Proxy(
      {},
      {
        get: () => {
          throw new Error('trap');
        },
      },
    );
    expect(total(trap, {})).toBe(false);
    expect(
      total(
        {
          type: 'tcp',
          dstIp: '10.0.0.1',
          get dstPort(): number {
            throw new Error('trap');
          },
          names: [],
        },
        {},
      ),
    ).toBe(false);
  });

  test('denies what is malformed, under a default of allow too', () => {
    const tls = { type: 'tls', host: 'a.example', dstIp: '192.0.2.1', dstPort: 443, names: [] };
    const request = {
      type: 'request',
      scheme: 'https',
      method: 'GET',
      host: 'a.example',
      port: 443,
      target: '/x',
      dstIp: '192.0.2.1',
      dstPort: 443,
    };
    expect(total(tls, {})).toBe(true);
    expect(total(request, {})).toBe(true);
    const bad: unknown[] = [
      { ...tls, dstPort: 0 },
      { ...tls, dstPort: 65536 },
      { ...tls, dstPort: 443.5 },
      { ...tls, dstPort: Number.NaN },
      { ...tls, dstIp: '192.0.2' },
      { ...tls, dstIp: '192.0.2.01' },
      { ...tls, dstIp: '' },
      { ...tls, host: 'a..example' },
      { ...tls, host: 'a.example\0.evil.test' },
      { ...tls, host: 'a.example evil' },
      { ...tls, host: '' },
      { ...tls, host: `${'a'.repeat(64)}.example` },
      { ...tls, host: `${'a.'.repeat(130)}example` },
      { ...tls, names: undefined },
      { ...request, method: 'GET /x HTTP/1.1' },
      { ...request, method: '' },
      { ...request, target: 'https://b.example/x' },
      { ...request, target: 'x' },
      { ...request, target: '' },
      { ...request, target: '*' },
      { ...request, port: 8443 },
      { ...request, scheme: 'ftp' },
      { ...request, host: 'a.example@b.example' },
      { type: 'dns', name: '', protocol: 'udp', dstIp: '127.0.0.53', dstPort: 53 },
      { type: 'dns', name: '.', protocol: 'udp', dstIp: '127.0.0.53', dstPort: 53 },
      { type: 'dns', name: 'a b.example', protocol: 'udp', dstIp: '127.0.0.53', dstPort: 53 },
      { type: 'icmp', dstIp: '192.0.2.1', dstPort: 1 },
      null,
      undefined,
      'tls',
    ];
    for (const question of bad) {
      const verdict = policy.decide(question as Question, {});
      expect({ question, allow: verdict.allow, denial: verdict.denial }).toEqual({ question, allow: false, denial: 'malformed' });
    }
  });

  test('takes long hostile input in little time', () => {
    const start = process.cpuUsage();
    const request = { type: 'request', scheme: 'https', method: 'GET', host: 'a.example', port: 443, dstIp: '192.0.2.1', dstPort: 443 };
    for (const target of [
      '/x'.repeat(500_000),
      '/..'.repeat(300_000),
      '/%2e'.repeat(250_000),
      `/${'x'.repeat(1_000_000)}`,
      '/;'.repeat(500_000),
      '/'.repeat(1_000_000),
      `/x${'y'.repeat(1_000_000)}/`,
    ]) {
      total({ ...request, target }, {});
    }
    for (const host of ['a.'.repeat(500_000), 'a'.repeat(1_000_000), '\u00e9'.repeat(1_000_000), '-'.repeat(1_000_000)]) {
      total({ type: 'tls', host, dstIp: '192.0.2.1', dstPort: 443, names: [] }, {});
    }
    const cmdline = ['a'.repeat(2_000_000), ...Array.from({ length: 100_000 }, () => 'ab')];
    total({ type: 'tls', host: 'b.example', dstIp: '192.0.2.1', dstPort: 443, names: [] }, { cmdline, cgroup: '/docker-'.repeat(100_000) });
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(5000);
  });

  test('of an event never throws either', () => {
    fc.assert(
      fc.property(
        fc.record({
          type: fc.constantFrom('http', 'https', 'dns', 'tcp', 'udp', 'ip', ''),
          url: fc.oneof(fc.string(), fc.webUrl()),
          dst_ip: fc.string(),
          dst_port: fc.integer(),
        }),
        (event) => {
          decideEvent(policy, event, { 'a.example': ['10.0.0.1'] });
        },
      ),
    );
  });
});
