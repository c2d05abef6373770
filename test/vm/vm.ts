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
}

export interface GuestSelection {
  readonly project: string;
  /** Parts of the paths of the files to run. */
  readonly files: readonly string[];
  /** A regular expression that the names of the tests match; without one all of them run. */
  readonly names?: string;
}

/**
 * Runs test files of another project on a stock kernel, and counts what came of them. Where some fail, all that vitest says in the guest is printed.
 * The guest is 5 to 30 times slower than this machine, so the tests' own limits are multiplied.
 */
export async function runTestsInVm(kernel: string, selection: GuestSelection, timeoutMs: number): Promise<GuestTests> {
  const first = await attempt(kernel, selection, timeoutMs);
  // vitest gives a worker a minute to start, which no option changes; then no test has begun, and this says nothing of what is tested.
  const hasBegun = first.passed > 0 || first.failures.some((failure) => !/Failed to start \w+ worker/.test(failure));
  return hasBegun ? first : attempt(kernel, selection, timeoutMs);
}

async function attempt(kernel: string, { project, files, names }: GuestSelection, timeoutMs: number): Promise<GuestTests> {
  const out = mkdtempSync(join(tmpdir(), 'egf-vm-tests-'));
  try {
    const reporters = '--reporter=default --reporter=./scripts/test-reporter.mjs';
    const selection = [...(names ? ['-t', names] : []), ...files].map((word) => `'${word}'`).join(' ');
    const command = `export CI=true EGRESS_FILTER_TEST_EVENTS=$OUT/events EGRESS_FILTER_TEST_PACE=10
exec node node_modules/vitest/vitest.mjs run --project ${project} ${reporters} ${selection}`;
    const { status, output } = await runInVm({ kernel, command, out, timeoutMs });
    const { passed, running, ...told } = tally(join(out, 'events'));
    const failures = told.failures.map(({ test, why }) => [test, ...why].join('\n'));
    const skips = told.skips.map(({ test, why }) => [test, ...why].join(': '));
    if (status === 124) failures.push(`stopped after ${timeoutMs / 1000} s, in ${running.join('; ') || 'no test'}`);
    else if (status !== 0 && failures.length === 0) failures.push(`vitest ended with ${status}, though no test failed`);
    if (failures.length > 0) console.log(output);
    return { passed, failures, skips };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
