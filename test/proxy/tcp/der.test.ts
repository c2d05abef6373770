import { describe, expect, test } from 'vitest';
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  time,
} from '../../../src/proxy/tcp/der.ts';

const hex = (bytes: Buffer): string => bytes.toString('hex');

describe('DER', () => {
  test.each([
    [0n, '020100'],
    [127n, '02017f'],
    [128n, '02020080'],
    [256n, '02020100'],
    [0xffn, '020200ff'],
  ])('integer %s', (value, expected) => expect(hex(integer(value))).toBe(expected));

  test.each([
    [0, '0400'],
    [127, '047f'],
    [128, '048180'],
    [255, '0481ff'],
    [256, '04820100'],
    [65_536, '0483010000'],
  ])('length %s', (length, expected) => {
    const bytes = octetString(Buffer.alloc(length, 1));
    expect(hex(bytes.subarray(0, expected.length / 2))).toBe(expected);
    expect(bytes.length).toBe(expected.length / 2 + length);
  });

  test.each([
    ['2.5.29.17', '0603551d11'],
    ['1.2.840.10045.4.3.2', '06082a8648ce3d040302'],
    ['1.3.6.1.5.5.7.3.1', '06082b06010505070301'],
  ])('object identifier %s', (dotted, expected) => expect(hex(objectIdentifier(dotted))).toBe(expected));

  test('times: UTCTime until 2049, GeneralizedTime after', () => {
    expect(time(Date.UTC(2049, 11, 31, 23, 59, 59, 999)).toString('latin1')).toBe('\x17\x0d491231235959Z');
    expect(time(Date.UTC(2050, 0, 1)).toString('latin1')).toBe('\x18\x0f20500101000000Z');
  });

  test('the rest', () => {
    expect(hex(sequence(boolean(true), boolean(false)))).toBe('30060101ff010100');
    expect(hex(bitString(Buffer.from([0x80]), 7))).toBe('03020780');
    expect(hex(explicit(3, integer(2n)))).toBe('a303020102');
    expect(hex(implicit(2, Buffer.from('ok')))).toBe('82026f6b');
  });
});
