import { expect, test } from 'vitest';
import { runTestsInVm } from './vm.ts';

/**
 * This machine's kernel may lack kprobes; these have them, so both ways to attach are tested on every run. Lineage rests on tracepoints
 * that every kernel has, and the rest of the life of a scope is the same everywhere: the oldest kernel alone shows it. So it does with what is pinned; the
 * newer one with whom a program keeps from looking into the action's scripts.
 */
test.for([
  ['6.1', ['scope-flows', 'scope-wall', 'scope-lifecycle', 'job-pins']],
  ['6.12', ['scope-flows', 'scope-wall', 'job-seal']],
] as const)('the programs attach and record the same on kernel %s', async ([kernel, files]) => {
  const selection = { project: 'kernel', files: files.map((file) => `test/kernel/${file}`) };
  const { passed, failures } = await runTestsInVm(kernel, selection, 1_700_000);
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(0);
});
