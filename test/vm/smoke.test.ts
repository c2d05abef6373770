import { expect, test } from 'vitest';
import { runTestsInVm } from './vm.ts';

test('the end-to-end smoke suite passes on kernel 6.12', async () => {
  const files = ['test/e2e/run.test.ts', 'test/e2e/faults-clock.test.ts'];
  const { passed, failures } = await runTestsInVm('6.12', { project: 'e2e', files }, 1_700_000);
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(10);
});
