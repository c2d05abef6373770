import { expect, test } from 'vitest';
import { runTestsInVm } from './vm.ts';

/** Before Landlock's scopes (6.12) only the pid namespace stands between a command and the processes of its user outside. */
test('on kernel 6.1 services and processes outside are out of reach, and connections that are left behind are silent', async () => {
  const bypass = { project: 'bypass', files: ['test/bypass/privilege.test.ts'], names: 'any path|same user outside cannot' };
  const services = await runTestsInVm('6.1', bypass, 550_000);
  expect(services.failures).toEqual([]);
  expect(services.passed).toBe(2);
  const kernel = { project: 'kernel', files: ['test/kernel/native-namespace.test.ts', 'test/kernel/orphans.test.ts'] };
  const others = await runTestsInVm('6.1', kernel, 550_000);
  expect(others.failures).toEqual([]);
  expect(others.passed).toBeGreaterThan(10);
});
