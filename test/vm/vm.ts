import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tally } from '../../scripts/test-project.mjs';
import { runInVm, type VmJob, type VmResult } from './lab/run.mjs';

export { runInVm, type VmJob, type VmResult };

/** Kernels every test of this folder runs on: the oldest with all that the filter needs, and one near the hosted runners' newest. */
export const testedKernels: readonly string[] = ['6.1', '6.12'];

export interface GuestTests {
  readonly passed: number;
  /** By name, with why it failed in the lines below. */
  readonly failures: readonly string[];
  readonly skips: readonly string[];
  /** What vitest printed in the guest. */
  readonly output: string;
}

export interface GuestSelection {
  readonly project: string;
  /** Parts of the paths of the files to run. */
  readonly files: readonly string[];
  /** A regular expression that the names of the tests match; without one all of them run. */
  readonly names?: string;
}

/**
 * Runs test files of another project on a stock kernel, and counts what came of them.
 * The guest is 5 to 30 times slower than this machine, so the tests' own limits are multiplied.
 */
export async function runTestsInVm(kernel: string, { project, files, names }: GuestSelection, timeoutMs: number): Promise<GuestTests> {
  const out = mkdtempSync(join(tmpdir(), 'egf-vm-tests-'));
  try {
    const reporters = '--reporter=default --reporter=./scripts/test-reporter.mjs';
    const selection = [...(names ? ['-t', names] : []), ...files].map((word) => `'${word}'`).join(' ');
    const command = `export CI=true EGRESS_FILTER_TEST_EVENTS=$OUT/events
exec node node_modules/vitest/vitest.mjs run --project ${project} --testTimeout=240000 --hookTimeout=240000 ${reporters} ${selection}`;
    const { status, output } = await runInVm({ kernel, command, out, timeoutMs });
    const { passed, running, ...told } = tally(join(out, 'events'));
    const failures = told.failures.map(({ test, why }) => [test, ...why].join('\n'));
    const skips = told.skips.map(({ test, why }) => [test, ...why].join(': '));
    if (status === 124) failures.push(`stopped after ${timeoutMs / 1000} s, in ${running.join('; ') || 'no test'}`);
    else if (status !== 0 && failures.length === 0) failures.push(`vitest ended with ${status}, though no test failed`);
    return { passed, failures, skips, output };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
