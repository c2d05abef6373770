import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CUT_MARKER, parseArgv } from '../../src/identity/argv.ts';

const withoutNul = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''));

test('arguments come back as they were given, empty ones included', () => {
  fc.assert(
    fc.property(fc.array(withoutNul), (args) => {
      expect(parseArgv(Buffer.from(args.map((arg) => `${arg}\0`).join('')))).toEqual(args);
    }),
  );
});

test('any bytes give well-formed text, never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.boolean(), (bytes, truncated) => {
      const args = parseArgv(Buffer.from(bytes), truncated);
      for (const arg of args) expect(Buffer.from(arg).toString()).toBe(arg);
      if (truncated) expect(args.at(-1)).toMatch(/…\[cut\]$/);
    }),
  );
});

test.each([
  [[], '', false],
  [['npm'], 'npm\0', false],
  [['npm', 'install'], 'npm\0install', false],
  [['npm', '', ''], 'npm\0\0\0', false],
  [['npm', `inst${CUT_MARKER}`], 'npm\0inst', true],
  [[CUT_MARKER], '', true],
])('%j', (args, block, truncated) => {
  expect(parseArgv(Buffer.from(block), truncated)).toEqual(args);
});

test('bytes that are not UTF-8 become U+FFFD', () => {
  expect(parseArgv(Buffer.from([0x61, 0xff, 0xc3, 0]))).toEqual(['a\ufffd\ufffd']);
});
