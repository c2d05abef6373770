import { readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layOut } from '../../src/cli/policy/layout.ts';
import { compile, type Process, type Question } from '../../src/policy/index.ts';
import { useFolder } from './lab.ts';

const folder = useFolder();

describe('the canonical layout', () => {
  test.each([
    ['nothing', '', ''],
    ['blanks only', ' \t\n\r\n\n', ''],
    ['line ends and blanks', '\ufeff  a.example\t \r\nb.example\rc.example', 'a.example\nb.example\nc.example\n'],
    ['blanks between words', 'a.example   passthrough\texe=/bin/a', 'a.example passthrough exe=/bin/a\n'],
    ['blanks in quotes', 'a.example  arg="a  #  b"   step=`x  y`', 'a.example arg="a  #  b" step=`x  y`\n'],
    ['comments', '#a\n  #  b  \na.example #c\nb.example \t #  d', '#a\n#  b\na.example  #c\nb.example  #  d\n'],
    ['empty lines', '\n\na.example\n\n\n\nb.example\n\n', 'a.example\n\nb.example\n'],
    [
      'headers',
      'a.example\n[:443   exe="a ]  b"]   # x\nb.example\n[]\nc.example',
      'a.example\n\n[:443 exe="a ]  b"]  # x\nb.example\n\n[]\nc.example\n',
    ],
    ['the comment of a header', 'a.example\n# about\n# it\n[]\nb.example', 'a.example\n\n# about\n# it\n[]\nb.example\n'],
    ['a comment behind a rule', 'a.example\n# about b\nb.example', 'a.example\n# about b\nb.example\n'],
  ])('%s', (_, before, after) => {
    expect(layOut(before)).toBe(after);
    expect(layOut(after)).toBe(after);
  });
});

const attribute = fc.constantFrom(
  'exe=/bin/a',
  'exe="/bin/a  b"',
  'arg[1]=`x #*`',
  'arg="# no"',
  'step=build',
  'action=o/r',
  'cgroup=@docker',
  'image=node:*',
);
const target = fc.constantFrom(
  'a.example',
  '*.b.example',
  'c*.b.example:8443',
  '10.0.0.0/8:*',
  '192.0.2.1:53/udp',
  'dns:d.example',
  '@npm',
  '!e.example',
  '!10.1.0.0/16',
  'a.example:80|443',
);
const url = fc.constantFrom(
  'https://a.example/x/*',
  'GET|POST https://b.example/y',
  '* http://a.example/',
  'https://u.example/{owner}/{repo}/*',
);
const header = fc.constantFrom('[]', '[:80]', '[GET|POST]', '[exe=/bin/a]', '[insecure]', '[:443 step="a  b"]', '[https://a.example/v1]');
const blank = fc.constantFrom(' ', '  ', '\t', ' \t ');
const edge = fc.constantFrom('', ' ', '\t');
const comment = fc.oneof(
  fc.constant(''),
  fc.string({ maxLength: 8 }).map((text) => `#${text.replace(/[\r\n]/g, '')}`),
);
const words = fc.oneof(
  fc
    .tuple(target, fc.uniqueArray(attribute, { maxLength: 2, selector: (text) => text.split('=')[0] }))
    .map(([first, rest]) => [first, ...rest]),
  url.map((text) => text.split(' ')),
  header.map((text) => [text]),
  fc.constant([]),
);
const line = fc
  .tuple(words, blank, edge, edge, comment)
  .map(
    ([parts, between, before, after, note]) =>
      `${before}${parts.join(between)}${parts.length > 0 && note !== '' ? ' ' : ''}${note}${after}`,
  );
const policies = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r', '\n\n\n')), { maxLength: 12 })
  .map((lines) => lines.map((parts) => parts.join('')).join(''))
  .filter((text) => compile(text, { repository: 'o/r' }).valid);

const host = fc.constantFrom('a.example', 'x.b.example', 'cc.b.example', 'd.example', 'e.example', 'u.example', 'registry.b.example');
const ip = fc.constantFrom('10.1.2.3', '10.2.2.2', '192.0.2.1', '198.51.100.1');
const port = fc.constantFrom(53, 80, 443, 8443);
const question: fc.Arbitrary<Question> = fc.oneof(
  fc.record({ type: fc.constant('tls' as const), host, dstIp: ip, dstPort: port, names: fc.array(host, { maxLength: 2 }) }),
  fc.record({ type: fc.constantFrom('tcp' as const, 'udp' as const), dstIp: ip, dstPort: port, names: fc.array(host, { maxLength: 2 }) }),
  fc.record({
    type: fc.constant('dns' as const),
    name: host,
    protocol: fc.constant('udp' as const),
    dstIp: fc.constantFrom('127.0.0.53', '192.0.2.1'),
    dstPort: fc.constant(53),
  }),
  fc
    .record({
      type: fc.constant('request' as const),
      scheme: fc.constantFrom('http' as const, 'https' as const),
      method: fc.constantFrom('GET', 'POST', 'DELETE'),
      host,
      port,
      target: fc.constantFrom('/', '/x', '/x/1', '/y', '/v1', '/o/r/z'),
      dstIp: ip,
    })
    .map((request) => ({ ...request, dstPort: request.port })),
);
const process: fc.Arbitrary<Process> = fc.record(
  {
    exe: fc.constantFrom('/bin/a', '/bin/a  b', '/bin/c'),
    cmdline: fc.constantFrom(['a', 'x #1'], ['a', '# no'], ['a']),
    step: fc.constantFrom('build', 'a  b', 'job.build'),
    action: fc.constant('o/r'),
    cgroup: fc.constantFrom(`/docker/${'a'.repeat(64)}`, '/system.slice'),
    image: fc.constant('node:20'),
  },
  { requiredKeys: [] },
);

describe('formatting a valid policy', () => {
  test('changes no verdict, and formatting twice is formatting once', () => {
    fc.assert(
      fc.property(policies, fc.array(fc.tuple(question, process), { minLength: 1, maxLength: 12 }), (text, asked) => {
        const after = layOut(text);
        expect(layOut(after)).toBe(after);
        const options = { repository: 'o/r' };
        const [one, other] = [compile(text, options), compile(after, options)];
        expect(other.valid).toBe(true);
        expect(other.ruleCount).toBe(one.ruleCount);
        for (const [what, who] of asked) {
          const [left, right] = [one.decide(what, who), other.decide(what, who)];
          const told = ({ allow, by, name, passthrough, insecure, denial, suggestion }: typeof left) => ({
            allow,
            by,
            name,
            passthrough,
            insecure,
            denial,
            suggestion,
          });
          expect(told(right)).toEqual(told(left));
        }
      }),
      { numRuns: 600 },
    );
  });

  test('keeps every comment', () => {
    fc.assert(
      fc.property(policies, (text) => {
        const comments = (policy: string): string[] =>
          policy.split(/\r\n|\n|\r/).flatMap((each) => /(?:^|[ \t])(#.*)$/.exec(each.replace(/"[^"]*"|`[^`]*`/g, ''))?.[1]?.trim() ?? []);
        expect(comments(layOut(text))).toEqual(comments(text));
      }),
    );
  });

  test('of the vectors, too', () => {
    const vectors = readFileSync(new URL('../policy/vectors.jsonl', import.meta.url), 'utf8')
      .split('\n')
      .filter((each) => each !== '');
    for (const { policy } of vectors.map((each): { policy: string } => JSON.parse(each))) {
      const [before, after] = [compile(policy, { repository: 'o/r' }), compile(layOut(policy), { repository: 'o/r' })];
      if (before.valid) expect([after.valid, after.ruleCount]).toEqual([true, before.ruleCount]);
    }
  });
});

describe('the command', () => {
  const messy = 'a.example   passthrough\r\n\r\n\r\n# b\r\nb.example';
  const tidy = 'a.example passthrough\n\n# b\nb.example\n';

  test('prints', () => {
    folder.current.write('policy', messy);
    expect(folder.current.run(['fmt', 'policy'])).toEqual({ status: 0, stdout: tidy, stderr: '' });
    expect(folder.current.run(['fmt', '-'], { input: messy })).toEqual({ status: 0, stdout: tidy, stderr: '' });
  });

  test('--check names files that differ', () => {
    folder.current.write('messy', messy);
    folder.current.write('tidy', tidy);
    expect(folder.current.run(['fmt', '--check', 'messy', 'tidy'])).toEqual({ status: 1, stdout: 'messy\n', stderr: '' });
    expect(folder.current.run(['fmt', '--check', 'tidy'])).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('--write writes, through links, keeping the mode, and only what changes', () => {
    const path = folder.current.write('policy', messy);
    const kept = folder.current.write('kept', tidy);
    const { mtimeMs } = statSync(kept);
    symlinkSync(path, join(folder.current.path, 'link'));
    expect(folder.current.run(['fmt', '--write', 'link', 'kept'])).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(path, 'utf8')).toBe(tidy);
    expect(statSync(path).mode & 0o777).toBe(0o644);
    expect(statSync(kept).mtimeMs).toBe(mtimeMs);
  });

  test('an invalid policy stays as it is', () => {
    const path = folder.current.write('policy', 'a..example   x\n');
    const { status, stdout, stderr } = folder.current.run(['fmt', '--write', 'policy']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('policy:1:3: error');
    expect(stderr).toContain('stays as it is');
    expect(readFileSync(path, 'utf8')).toBe('a..example   x\n');
  });

  test('--json', () => {
    folder.current.write('policy', messy);
    expect(JSON.parse(folder.current.run(['fmt', '--json', 'policy']).stdout)).toEqual({
      files: [{ file: 'policy', valid: true, changed: true, text: tidy }],
    });
  });

  test.each([
    [[], 'fmt needs a file'],
    [['--check', '--write', 'p'], 'exclude each other'],
    [['--write', '-'], 'cannot be written'],
    [['p', 'p'], 'Only one policy can be printed'],
    [['missing'], 'there is no such file'],
    [['ci.yml'], 'ci.yml is a workflow'],
  ])('%j is a usage or file error', (args, message) => {
    folder.current.write('p', '');
    folder.current.write('ci.yml', 'jobs:\n  a: {}\n');
    const { status, stderr } = folder.current.run(['fmt', ...args]);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
