import type { JobScope, Native, StepRecord } from '../../kernel/native.ts';
import { belongsTo, type GuardedAction, type Script } from './guarded.ts';
import type { GuardLog } from './log.ts';

export interface StepsOptions {
  readonly native: Pick<Native, 'processEnd'>;
  readonly job: Pick<JobScope, 'onStep'>;
  readonly guarded: Pick<GuardedAction, 'inspect'>;
  readonly action: { readonly repository?: string | undefined; readonly step: string };
  readonly lines: Pick<GuardLog, 'tampering' | 'note'>;
}

export interface Steps {
  /** Which of our scripts a step runs as it was shipped, while it runs. */
  scriptOf(stepId: number): Script | undefined;
}

/** Looks at each step that the kernel has stopped, as it runs a file of the action, and lets it go on or ends it. */
export function watchSteps({ native, job, guarded, action, lines }: StepsOptions): Steps {
  const running = new Map<number, Script>();
  const look = (step: StepRecord): void => {
    const verdict = guarded.inspect(step);
    if (!verdict.run) {
      lines.tampering(step, verdict.reason);
      signal(step.pid, 'SIGKILL');
      return;
    }
    const { script, removed, release } = verdict;
    if (script && belongsTo(step, script, action)) running.set(step.stepId, script);
    if (removed.length > 0)
      lines.note(`${script} of the action was started without ${removed.join(', ')}, which a step has set since the start of the job`);
    // Before it goes on: its number could be another process's at once.
    void native.processEnd(step.pid).then(() => {
      running.delete(step.stepId);
      release?.();
    });
    signal(step.pid, 'SIGCONT');
  };
  job.onStep((step) => {
    if (step.stopped) look(step);
  });
  return { scriptOf: (stepId) => running.get(stepId) };
}

function signal(pid: number, name: 'SIGKILL' | 'SIGCONT'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended: the runner has cancelled it.
  }
}
