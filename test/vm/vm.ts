import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from './lab/paths.mjs';
import { runInVm, type VmJob, type VmResult } from './lab/run.mjs';

export { runInVm, type VmJob, type VmResult };

/** Kernels every test of this folder runs on: the oldest with all that the filter needs, and one near the hosted runners' newest. */
export const testedKernels: readonly string[] = ['6.1', '6.12'];

/** The end-to-end smoke suite as one shell script, which runs on any kernel as root. */
export const smokeScript = join(projectDir, 'test/e2e/smoke.sh');

export const hasSmokeScript = existsSync(smokeScript);

/** Runs the end-to-end smoke suite on a stock kernel. The guest is 5 to 30 times slower than this machine, hence the long limit. */
export const runSmokeInVm = (kernel: string, args: readonly string[] = []): Promise<VmResult> =>
  runInVm({ kernel, command: `exec bash '${smokeScript}' ${args.map((arg) => `'${arg}'`).join(' ')}`, timeoutMs: 300_000 });
