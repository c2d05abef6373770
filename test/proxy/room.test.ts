import { expect, test } from 'vitest';
import { connectionPlaces } from '../../src/proxy/room.ts';

const limits = (soft: number | string) => `Limit                     Soft Limit           Hard Limit           Units
Max processes             95000                95000                processes
Max open files            ${soft}                 1048576              files
`;

test.each([
  [256, 96],
  [20_000, 7952],
  [131_072, 63_488],
  ['unlimited', Number.POSITIVE_INFINITY],
])('with %s descriptors there are places for %s connections', (soft, places) => {
  expect(connectionPlaces(limits(soft))).toBe(places);
});

test('of this process', () => {
  expect(connectionPlaces()).toBeGreaterThan(0);
});
