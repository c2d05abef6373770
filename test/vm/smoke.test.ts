import { expect, test } from 'vitest';
import { runSmokeInVm, testedKernels } from './vm.ts';

test.for(testedKernels)('the end-to-end smoke suite passes on kernel %s', async (kernel) => {
  const { passed, failures, output } = await runSmokeInVm(kernel);
  expect(failures, output).toEqual([]);
  expect(passed).toBeGreaterThan(0);
});
