import { isIPv4 } from 'node:net';
import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contains, formatIPv4, mask, parseAddress, parseIPv4 } from '../../src/policy/address.ts';
import { compileGlob } from '../../src/policy/glob.ts';
import { hostsOverlap, readHost } from '../../src/policy/hosts.ts';
import { toAscii } from '../../src/policy/idn.ts';
import { readRequestPath } from '../../src/policy/paths.ts';
import { cpuTime } from '../cpu-time.ts';

describe('a glob', () => {
  const asExpression = new Map([
    ['*', '.*'],
    ['?', '.'],
    ['[!a]', '[^a]'],
    ['.', '\\.'],
    ['/', '\\/'],
  ]);
  const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?', '[ab]', '[!a]', '.', '/'), { maxLength: 8 });
  const text = fc.array(fc.constantFrom('a', 'b', '.', '/', 'c'), { maxLength: 8 }).map((parts) => parts.join(''));

  test('matches what the regular expression for it matches', () => {
    fc.assert(
      fc.property(pattern, text, (parts, subject) => {
        const expression = parts.map((part) => asExpression.get(part) ?? part).join('');
        expect(compileGlob(parts.join(''), 'sets').matches(subject)).toBe(new RegExp(`^${expression}$`, 's').test(subject));
      }),
      { numRuns: 5000 },
    );
  });

  test('has an affix that every match has', () => {
    fc.assert(
      fc.property(pattern, text, (parts, subject) => {
        const glob = compileGlob(parts.join(''), 'sets');
        if (glob.matches(subject)) expect([subject.startsWith(glob.prefix), subject.endsWith(glob.suffix)]).toEqual([true, true]);
      }),
    );
  });

  test.each([
    ['star', '?[a]', '?[a]', true],
    ['star-and-question', 'a?[b]', 'ax[b]', true],
    ['sets', '[]a]x', ']x', true],
    ['sets', '[a', '[a', true],
    ['sets', '[!', '[!', true],
    ['sets', '[a-]', '-', true],
    ['sets', '[c-a]', 'b', false],
    ['sets', '', '', true],
    ['sets', '*', '', true],
  ] as const)('%s: %j on %j is %j', (wild, source, subject, expected) => {
    expect(compileGlob(source, wild).matches(subject)).toBe(expected);
  });

  test('takes time that grows with the text, not with the stars', () => {
    const evil = compileGlob(`${'*a'.repeat(200)}*b`, 'star');
    const sets = compileGlob(`${'*[a]?'.repeat(100)}*b`, 'sets');
    const start = cpuTime();
    for (let run = 0; run < 20; run++)
      expect([evil.matches('a'.repeat(100_000)), sets.matches('a'.repeat(100_000))]).toEqual([false, false]);
    expect(cpuTime() - start).toBeLessThan(3000);
  });
});

describe('an address', () => {
  test('is read as node:net reads it, and never with leading zeros', () => {
    const octet = fc.oneof(fc.integer({ min: 0, max: 300 }).map(String), fc.constantFrom('00', '01', '', 'a', '-1', ' 1', '1e1'));
    fc.assert(
      fc.property(fc.array(octet, { minLength: 3, maxLength: 5 }), (octets) => {
        const text = octets.join('.');
        const value = parseIPv4(text);
        expect(value !== undefined).toBe(isIPv4(text));
        if (value !== undefined) expect(formatIPv4(value)).toBe(text);
      }),
    );
  });

  test.each([
    ['::ffff:192.0.2.1', 0xc0000201],
    ['::FFFF:c000:201', 0xc0000201],
    ['0:0:0:0:0:ffff:192.0.2.1', 0xc0000201],
    ['::ffff:192.0.2.256', undefined],
    ['2001:db8::1', 'ipv6'],
    ['::1', 'ipv6'],
    ['fe80::1%eth0', 'ipv6'],
    ['nonsense', undefined],
    ['', undefined],
  ])('%s is %s', (text, expected) => {
    expect(parseAddress(text)).toBe(expected);
  });

  test('is in the networks that share its leading bits', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), fc.integer({ min: 0, max: 32 }), (one, other, length) => {
        const bits = (value: number) => value.toString(2).padStart(32, '0').slice(0, length);
        expect(contains({ base: mask(one, length), length }, other)).toBe(bits(one) === bits(other));
      }),
    );
  });
});

describe('a name outside ASCII', () => {
  test.each([
    'b\u00fccher.example',
    'fa\u00df.de',
    '\u4f8b\u3048.\u30c6\u30b9\u30c8',
    '\u0645\u062b\u0627\u0644.\u0625\u062e\u062a\u0628\u0627\u0631',
    '\u03b2\u03cc\u03bb\u03bf\u03c2.com',
    'MA\u00d1ANA.com',
    '\u{1d4d0}\u{1d4d1}.\u00e9e',
  ])('%s has the A-label that node:url gives it', (host) => {
    expect(toAscii(host)).toBe(domainToASCII(host));
  });

  test('has the same A-label as in node:url, or none', () => {
    const letter = fc.constantFrom(
      'a',
      'z',
      '0',
      '-',
      '\u00e9',
      '\u00fc',
      '\u03b1',
      '\u0436',
      '\u4e2d',
      '\u3042',
      '\ud55c',
      '\u0627',
      '\u05d0',
    );
    fc.assert(
      fc.property(fc.array(letter, { minLength: 1, maxLength: 12 }), (letters) => {
        const host = `${letters.join('')}.example`;
        const ours = toAscii(host);
        const theirs = domainToASCII(host);
        if (ours !== undefined && theirs !== '') expect(ours).toBe(theirs);
      }),
    );
  });

  test.each(['\u{1f600}.example', 'a\u202eb.example', '\u00a0.example', '\ud800.example', '\u2024.example\u2025'])(
    '%j has none',
    (host) => {
      expect('base' in readHost(host)).toBe(false);
    },
  );
});

describe('two host patterns', () => {
  test.each([
    ['a.example', 'a.example', true],
    ['a.example', 'b.example', false],
    ['*.example', 'a.example', true],
    ['*.a.example', 'a.example', false],
    ['*.example', '*.a.example', true],
    ['a*.example', 'ab.example', true],
    ['a*.example', 'b.example', false],
    ['a*.example', '*b.example', true],
    ['a*.example', '*.example', true],
    ['a*.example', '*.a.example', false],
    ['*.a*.example', 'ab.example', false],
    ['*.a*.example', 'x.ab.example', true],
    ['*.a*.example', '*.b.example', false],
  ])('%s and %s overlap: %s', (one, other, expected) => {
    const [left, right] = [readHost(one), readHost(other)];
    if (!('base' in left) || !('base' in right)) throw new Error('not a host');
    expect([hostsOverlap(left, right), hostsOverlap(right, left)]).toEqual([expected, expected]);
  });
});

describe('the path of a request', () => {
  const segment = fc.constantFrom('a', 'b', '.', '..', '%2e', '%2E%2e', '', 'a;b', '%41', '%20', 'x%2fy', '..;', 'a.b', '...');

  test('has no reading with a dot segment in it, and none above the root', () => {
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 8 }), fc.string(), (segments, query) => {
        const path = readRequestPath(`/${segments.join('/')}?${query}`);
        if (path === undefined) return;
        for (const reading of [path.main, ...path.others.map((other) => other.segments), path.bare ?? []]) {
          for (const part of reading) expect(part).not.toMatch(/^(?:\.|%2e){1,2}(?:;|$)/i);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('is resolved as a URL is', () => {
    const plain = fc.constantFrom('a', 'b', '.', '..', '%2e', '%2e%2e', 'a.b', '...', '%20');
    fc.assert(
      fc.property(fc.array(plain, { minLength: 1, maxLength: 8 }), (segments) => {
        const target = `/${segments.join('/')}`;
        const path = readRequestPath(target);
        if (path === undefined) return;
        const url = new URL(`https://a.example${target}`).pathname.replace(/\/+$/, '');
        expect(path.main.map((part) => `/${part}`).join('')).toBe(url);
      }),
      { numRuns: 2000 },
    );
  });
});
