import { expect, test } from 'vitest';
import { hasSmokeScript, runSmokeInVm, testedKernels } from './vm.ts';

test.for(testedKernels)('the end-to-end smoke suite passes on kernel %s', async (kernel, { skip }) => {
  if (!hasSmokeScript) skip('test/e2e/smoke.sh is not there');
  const { status, output } = await runSmokeInVm(kernel);
  expect(output).not.toBe('');
  expect(status, output).toBe(0);
});
