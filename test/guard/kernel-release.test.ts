import { expect, test } from 'vitest';
import { isTooOld } from '../../src/guard/kernel-release.ts';

test.each([
  ['4.19.0-27-amd64', true],
  ['5.4.0-216-generic', true],
  ['5.10.0-46-cloud-amd64', true],
  ['5.13.0', true],
  ['5.14.0-503.el9.x86_64', false],
  ['5.15.0-1064-azure', false],
  ['6.1.0-56-cloud-arm64', false],
  ['10.0', false],
  ['', false],
  ['unknown', false],
])('%j is too old: %s', (release, tooOld) => {
  expect(isTooOld(release)).toBe(tooOld);
});
