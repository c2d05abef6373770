import { expect, test } from 'vitest';
import { runTestsInVm, testedKernels } from './vm.ts';

/** This machine's kernel may lack kprobes; those have them, so both ways to attach are tested on every run. */
test.for(testedKernels)('the programs attach and record the same on kernel %s', async (kernel) => {
  const { passed, failures, output } = await runTestsInVm(kernel, 'kernel', ['test/kernel/scope-'], 400_000);
  expect(failures, output).toEqual([]);
  expect(passed).toBeGreaterThan(0);
});
