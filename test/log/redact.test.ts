import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor, redactArgs } from '../../src/log/redact.ts';
import { REDACTED, redactText, redactUrl } from '../../src/log/secrets.ts';
import { cpuTime } from '../cpu-time.ts';

/** Split so that no scanner of sources takes a made-up token for a real one. */
const tokens: readonly string[] = [
  ['ghp', '_0123456789abcdefABCDEF0123456789abcd'],
  ['ghs', '_0123456789abcdefABCDEF0123456789abcd'],
  ['github', '_pat_11ABCDEFG0abcdefghijkl_0123456789'],
  ['glpat', '-abcdefghij0123456789'],
  ['npm', '_abcdefghijklmnopqrstuvwxyz0123456789'],
  ['pypi', '-AgEIcHlwaS5vcmcCJGFiY2RlZjAx'],
  ['AKIA', 'IOSFODNN7EXAMPLE'],
  ['xoxb', '-123456789012-abcdefghijkl'],
  ['sk', '_live_abcdefghijklmnop'],
  ['AIza', 'SyA-abcdefghijklmnopqrstuvwxyz01234'],
  ['dckr', '_pat_abcdefghijklmnop'],
  ['hvs', '.CAESIabcdefghijklmnop'],
  ['eyJ', 'hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'],
].map((parts) => parts.join(''));

describe('arguments', () => {
  test.each<[string[], string[]]>([
    [
      ['npm', 'publish', '--otp=123456'],
      ['npm', 'publish', '--otp=[redacted]'],
    ],
    [
      ['x', '--token', 'abc', 'rest'],
      ['x', '--token', '[redacted]', 'rest'],
    ],
    [
      ['x', '--password=two words', '--user', 'me'],
      ['x', '--password=[redacted]', '--user', 'me'],
    ],
    [
      ['x', '--apiKey', 'abc', '--client-secret=abc'],
      ['x', '--apiKey', '[redacted]', '--client-secret=[redacted]'],
    ],
    [
      ['curl', '-H', 'Authorization: token abc def', '-u', 'me:pw', '-bx=1'],
      ['curl', '-H', 'Authorization: [redacted]', '-u', 'me:[redacted]', '-bx=1'],
    ],
    [
      ['curl', '-H', 'X-Api-Key: a b c', '-H', 'Accept: text/html'],
      ['curl', '-H', 'X-Api-Key: [redacted]', '-H', 'Accept: text/html'],
    ],
    [
      ['curl', 'https://u:p@h.example:8443/a/b?c=d&e=f#g'],
      ['curl', 'https://[redacted]@h.example:8443/a/b?[redacted]'],
    ],
    [
      ['curl', 'h.example/a?key=1'],
      ['curl', 'h.example/a?[redacted]'],
    ],
    [
      ['docker', 'run', '-u', '1000:1000', '-e', 'NPM_TOKEN=abc', 'image:1'],
      ['docker', 'run', '-u', '1000:1000', '-e', 'NPM_TOKEN=[redacted]', 'image:1'],
    ],
    [
      ['mysql', '-psecret', '-h', 'db'],
      ['mysql', '-p[redacted]', '-h', 'db'],
    ],
    [
      ['sh', '-c', 'NPM_TOKEN=abc npm publish --token x && echo done'],
      ['sh', '-c', 'NPM_TOKEN=[redacted] npm publish --token [redacted] && echo done'],
    ],
    [
      ['curl', '-d', '{"password":"a b","name":"n"}'],
      ['curl', '-d', '{"password":"[redacted]","name":"n"}'],
    ],
    [
      ['x', 'key=Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA=='],
      ['x', 'key=[redacted]'],
    ],
    [
      ['x', '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\nrest'],
      ['x', '[redacted]\nrest'],
    ],
    [
      ['x', '-----BEGIN PRIVATE KEY-----\nMIIB'],
      ['x', '[redacted]'],
    ],
  ])('%j', (given, wanted) => {
    expect(redactArgs(given)).toEqual(wanted);
  });

  test.each<[string[]]>([
    [['npm', 'install', 'lodash@4.17.21', '--author=me', '--ignore-scripts']],
    [['git', 'clone', 'ssh://git@host.example/o/r.git']],
    [['git', 'clone', 'git@host.example:o/r.git']],
    [['docker', 'login', '--password-stdin', 'ghcr.example']],
    [['git', 'checkout', 'da39a3ee5e6b4b0d3255bfef95601890afd80709']],
    [['gcc', '-DVALUE=1', '-std=c11', '-o', 'a.out', 'keyboard.c', '-I/usr/include']],
    [['java', '-jar', 'tokenizer.jar', '--max-tokens', '5']],
    [['python', '-m', 'pip', 'install', 'passlib==1.7', '--index-url', 'https://h.example/simple/']],
    [['sh', '-c', 'echo hello; ls -la | grep x']],
  ])('nothing to hide: %j', (args) => {
    expect(redactArgs(args)).toEqual(args);
  });
});

test.each(tokens)('%s goes, wherever it stands', (token) => {
  for (const text of [
    token,
    `a ${token} b`,
    `x=${token}`,
    `"${token}"`,
    `https://h.example/${token}/x`,
    `-t${token}`.replace('-t', '-t '),
    `[${token}]`,
  ]) {
    expect(redactText(text)).not.toContain(token);
    expect(redactText(text)).toContain(REDACTED);
  }
});

test.each(['Bearer abcdefgh', 'bearer   ABC.def-ghi_jkl', 'Basic dXNlcjpwYXNz'])('%s', (text) => {
  expect(redactText(`x ${text} y`)).toMatch(/^x \w+ +\[redacted\] y$/);
});

describe('an event', () => {
  const event = { ts: 't', type: 'https', url: 'https://h.example/?q=1', cmdline: ['x', '--token', 'abc'], host: 'h.example' } as const;

  test('is redacted in a copy', () => {
    const redacted = createRedactor()(event);
    expect(redacted).toEqual({ ...event, url: 'https://h.example/?[redacted]', cmdline: ['x', '--token', '[redacted]'] });
    expect(event.url).toContain('q=1');
  });

  test('is the same for the thousandth time, from a bounded memory', () => {
    const redact = createRedactor();
    for (let at = 0; at < 5000; at++) {
      expect(redact({ ...event, reason: `token=${at}`, cmdline: ['x', `${at}`, '--token', 'abc'] })).toMatchObject({
        reason: 'token=[redacted]',
        cmdline: ['x', `${at}`, '--token', '[redacted]'],
      });
    }
    expect(redact(event).cmdline).toBe(redact({ ...event, cmdline: [...event.cmdline] }).cmdline);
  });
});

const secret = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/);
const shellWord = fc.stringMatching(/^[a-z][a-z0-9./]{0,12}$/);

describe('for all', () => {
  test('URLs, the short way is no other', () => {
    const piece = fc.oneof(
      fc.constantFrom(...tokens, '?', '#', '=', ':', ':8443', '@', 'user:pw@', '%3D', 'token', 'token=', ' ', '"', '//', '..', ';', '\n'),
      fc.string({ unit: fc.constantFrom(...'abcXYZ019.-_~/%+!,@:'), maxLength: 12 }),
    );
    const url = fc
      .tuple(fc.constantFrom('https://', 'http://', 'wss://', ''), fc.array(piece, { maxLength: 6 }))
      .map(([scheme, pieces]) => scheme + pieces.join(''));
    fc.assert(
      fc.property(fc.oneof(url, url, fc.constant(`https://h/${'a'.repeat(70_000)}`)), (text) => {
        expect(redactUrl(text)).toBe(redactText(text));
      }),
      { numRuns: 3000 },
    );
  });

  test('names that say secret, forms and surroundings, the value is gone', () => {
    const name = fc.constantFrom(
      'token',
      'NPM_TOKEN',
      'password',
      'db-password',
      'apiKey',
      'API_KEY',
      'client_secret',
      'aws_secret_access_key',
      'private-key',
    );
    const form = fc.constantFrom<(name: string, value: string) => string[]>(
      (n, v) => [`--${n}`, v],
      (n, v) => [`--${n}=${v}`],
      (n, v) => [`${n}=${v}`],
      (n, v) => ['-e', `${n}=${v}`],
      (n, v) => ['-c', `echo; ${n}=${v} run`],
      (n, v) => ['-c', `run --${n} ${v}; echo`],
      (n, v) => ['-c', `run --${n} '${v}'`],
      (n, v) => ['-H', `${n}: ${v}`],
      (n, v) => ['-d', JSON.stringify({ a: 1, [n]: v, b: 2 })],
      (n, v) => ['-d', `{ \\"${n}\\" : \\"${v}\\" }`],
      (n, v) => [`https://h.example/path?${n}=${v}`],
      (_n, v) => [`https://user:${v}@h.example/`],
      (_n, v) => [`https://${v}@h.example/`],
    );
    fc.assert(
      fc.property(name, form, secret, fc.array(shellWord), fc.array(shellWord), (n, make, value, before, after) => {
        fc.pre(![...before, ...after, n].some((word) => word.includes(value) || value.includes(word)));
        expect(redactArgs(['program', ...before, ...make(n, value), ...after]).join(' ')).not.toContain(value);
      }),
      { numRuns: 1000 },
    );
  });

  test('surroundings, a token between blanks is gone, and nothing throws', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'token',
        '=',
        ':',
        ' ',
        '"',
        "'",
        '\\',
        '--',
        '://',
        '?',
        '@',
        '&',
        '-----BEGIN X-----',
        '-----END X-----',
        'Bearer ',
        'eyJ',
        '\n',
        REDACTED,
      ),
    );
    const junk = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(junk, fc.constantFrom(...tokens), junk, (before, token, after) => {
        expect(redactText(`${before} ${token} ${after}`)).not.toContain(token);
      }),
      { numRuns: 800 },
    );
  });

  test('arguments, the number of them stays', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (args) => {
        expect(redactArgs(args)).toHaveLength(args.length);
      }),
    );
  });
});

test.each([
  ['quotes', 'a="'],
  ['assignments', 'a='],
  ['escaped quotes', 'a\\"'],
  ['options', '-a '],
  ['schemes', '://'],
  ['one word', 'a'],
  ['blanks', ' '],
  ['dashes', '-'],
  ['headers', 'authorization:'],
  ['schemes of credentials', 'bearer '],
  ['starts of tokens', 'eyJaaaaaaaaa.'],
  ['words of headers', 'x-a-'],
  ['starts of PEM', '-----BEGIN '],
  ['queries', 'a?b='],
  ['secret words', 'token '],
])('a megabyte of %s takes no more than a moment', (_what, unit) => {
  const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
  const start = cpuTime();
  redactArgs(['x', text, `${text}"`, `token=${text}`]);
  // Three texts of which 64 Ki characters each are searched: a few milliseconds. What is quadratic takes minutes.
  expect(cpuTime() - start).toBeLessThan(8000);
});
