import { expect, test } from 'vitest';
import { runTestsInVm } from './vm.ts';

/** What depends on the kernel most, because the guest takes ten seconds for each run. */
test('the end-to-end smoke suite passes on kernel 6.1', async () => {
  const names = 'intercepted|raw TCP|UDP by|DNS over TCP|a DNS question|IPv6|socket$';
  const { passed, failures } = await runTestsInVm('6.1', { project: 'e2e', files: ['test/e2e/run.test.ts'], names }, 900_000);
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(10);
});
