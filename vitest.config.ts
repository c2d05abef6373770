import { totalmem } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/order.ts';
import { PACE } from './test/pace.ts';

/** `unit`: no root, no network beyond loopback. `kernel`, `e2e`, `bypass`, `job`, `vm`: real kernels, root; run one file at a time. */
const real = (name: string, timeout: number, maxWorkers = 1) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    setupFiles: ['test/setup.ts'],
    testTimeout: timeout * PACE,
    hookTimeout: timeout * PACE,
    maxWorkers,
    pool: 'forks' as const,
  },
});

/** A machine has two processors and keeps one of them busy. Two machines with what serves them may take 10 GiB. */
const machinesAtOnce = Number(process.env.EGRESS_FILTER_TEST_MACHINES ?? (totalmem() > 12 * 2 ** 30 ? 2 : 1));

export default defineConfig({
  test: {
    // The cache would be written by root under sudo, into the user's node_modules.
    cache: false,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          setupFiles: ['test/setup.ts'],
          exclude: ['test/{kernel,e2e,bypass,job,vm}/**', '**/node_modules/**'],
          // A machine that is busy with other things may stand still for seconds; the default for hooks is ten.
          testTimeout: 60_000 * PACE,
          hookTimeout: 60_000 * PACE,
          // On two cores vitest would take one worker, and most files wait for sockets and processes more than they compute.
          maxWorkers: 2,
        },
      },
      real('kernel', 60_000),
      real('e2e', 120_000),
      real('bypass', 120_000),
      real('job', 180_000),
      real('vm', 1_800_000, machinesAtOnce),
    ],
  },
});
