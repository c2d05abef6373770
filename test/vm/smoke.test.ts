import { expect, test } from 'vitest';
import { runTestsInVm } from './vm.ts';

/** Whole on one kernel; on the oldest what depends on the kernel most, because the guest takes ten seconds for each run. */
test.for([
  ['6.12', ''],
  ['6.1', 'intercepted|raw TCP|UDP by|DNS over TCP|a DNS question|IPv6|socket$'],
] as const)('the end-to-end smoke suite passes on kernel %s', async ([kernel, names]) => {
  const { passed, failures, output } = await runTestsInVm(
    kernel,
    { project: 'e2e', files: ['test/e2e/run.test.ts', ...(names ? [] : ['test/e2e/faults-clock.test.ts'])], names },
    580_000,
  );
  expect(failures, output).toEqual([]);
  expect(passed).toBeGreaterThan(10);
});
