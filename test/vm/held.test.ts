import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectDir } from './lab/paths.mjs';
import { held, whyNotHeld } from './opt-in.ts';
import { runInVm } from './vm.ts';

/** What bench/results.ts writes, of one round. */
interface Results {
  metrics: { id: string; contenders: { ours: { median?: number } } }[];
}

/**
 * The workload `connections` of the bench, in a machine whose root may have as many descriptors as the proxy asks for. Its figures in seconds say nothing;
 * memory and ratios do.
 */
test.skipIf(whyNotHeld)(
  `${held || 'many'} inspected connections are held, each answers once more, and what a request costs does not run away${whyNotHeld}`,
  { timeout: 7_200_000 },
  async () => {
    const out = mkdtempSync(join(tmpdir(), 'egf-held-'));
    try {
      const bundle = [join(projectDir, 'bench/main.ts'), '--format', 'esm', '--platform', 'node', '--file', join(out, 'main.mjs')];
      execFileSync(join(projectDir, 'node_modules/.bin/rolldown'), [...bundle, '--log-level', 'silent'], {
        cwd: projectDir,
        stdio: 'pipe',
      });
      const command = `ulimit -n 131072
export EGF_ROOT=$PWD EGRESS_FILTER_TEST_PACE=10
exec node $OUT/main.mjs --only ours,connections --rounds 1 ${held <= 1000 ? '--quick' : ''} --out $OUT/results`;
      const onOutput = (chunk: Buffer): void => void process.stderr.write(chunk);
      const { status } = await runInVm({ kernel: '6.12', command, out, memoryMb: 8192, timeoutMs: 7_000_000, onOutput });
      expect(status).toBe(0);
      const { metrics }: Results = JSON.parse(readFileSync(join(out, 'results/latest.json'), 'utf8'));
      const figure = (id: string): number => metrics.find((metric) => metric.id === id)?.contenders.ours.median ?? Number.NaN;
      expect(figure(`held-${held}`)).toBe(held);
      expect(figure('memory-1000')).toBeLessThan(140);
      // More connections cost everybody more here, and what else runs on the host counts as processor time of the guest.
      if (held <= 1000) expect(figure('growth-1000')).toBeLessThan(3);
      const growth = figure(held <= 1000 ? 'growth-1000' : 'growth-connections');
      expect(growth / figure('growth-others')).toBeLessThan(1.5);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  },
);
