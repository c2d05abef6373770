import { expect, test } from 'vitest';
import { runTestsInVm } from './vm.ts';

/** These kernels have kprobes, which see who sends datagrams in whatever network namespace. */
test.for([['6.1'], ['6.12']] as const)('a job and its containers are filtered and told apart on kernel %s', async ([kernel]) => {
  const names = 'what the policy names|that the policy names|same ports|whom it likes|trusted traffic';
  const { passed, failures } = await runTestsInVm(kernel, { project: 'e2e', files: ['test/e2e/job-chains.test.ts'], names }, 900_000);
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThanOrEqual(7);
});
