import { setTimeout as sleep } from 'node:timers/promises';
import type { JobScope } from '../../kernel/native.ts';

/** How long processes may take to die: those in uninterruptible sleep cannot be waited for. */
const PATIENCE_MS = 5000;

/**
 * What a job left behind on a machine that goes on, once Runner.Worker has ended: daemons and background processes of its steps, however often they forked.
 * Resolves when none is left, with how many were killed; those that do not end within five seconds are counted in `left`.
 */
export async function killLeftBehind(job: Pick<JobScope, 'stepProcesses'>): Promise<{ killed: number; left: number }> {
  const killed = new Set<number>();
  for (let waited = 0; ; waited += 20) {
    const alive = job.stepProcesses();
    if (alive.length === 0 || waited >= PATIENCE_MS) return { killed: killed.size, left: alive.length };
    // Again until a look finds nobody: one may have forked between the look and its end.
    for (const { pid } of alive) {
      kill(pid);
      killed.add(pid);
    }
    await sleep(20);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
