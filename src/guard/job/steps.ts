import type { JobScope, Native, StepRecord } from '../../kernel/native.ts';
import { belongsTo, type GuardedAction, type Script } from './guarded.ts';
import type { GuardLog } from './log.ts';

export interface StepsOptions {
  readonly native: Pick<Native, 'processEnd'>;
  readonly job: Pick<JobScope, 'onStep' | 'lineage'>;
  readonly guarded: Pick<GuardedAction, 'inspect'>;
  readonly action: { readonly repository?: string | undefined; readonly step: string };
  readonly lines: Pick<GuardLog, 'tampering' | 'note'>;
  /** Ends Runner.Worker, and so the job with a failure. */
  readonly endJob: () => void;
  /** How long one of our scripts may take. */
  readonly patienceMs?: number;
}

/** Far more than post takes for the longest log and the slowest upload. */
const PATIENCE_MS = 10 * 60_000;

export interface Steps {
  /** Which of our scripts a step runs as it was shipped, while it runs. */
  scriptOf(stepId: number): Script | undefined;
  /** It needs no file any more: what is held of its path is let go, before the step that comes next has its folder there. */
  letGo(stepId: number): void;
  /** Lets everything go, for good: before what is mounted for the whole job, over which it lies, is taken away. */
  close(): void;
}

/** Looks at each step that the kernel has stopped, as it runs a file of the action, and lets it go on or ends it. */
export function watchSteps({ native, job, guarded, action, lines, endJob, patienceMs = PATIENCE_MS }: StepsOptions): Steps {
  const running = new Map<number, Script>();
  const held = new Map<number, () => void>();
  const letGo = (stepId: number): void => {
    held.get(stepId)?.();
    held.delete(stepId);
  };
  let closed = false;
  const close = (): void => {
    closed = true;
    for (const stepId of [...held.keys()].reverse()) letGo(stepId);
  };
  const look = (step: StepRecord): void => {
    const verdict = guarded.inspect(step);
    if (!verdict.run) {
      lines.tampering(step, verdict.reason);
      const known = job.lineage(step.pid);
      signal(step.pid, 'SIGKILL');
      // Woken before it was looked at, it may have come to an end of its own choice: a step that succeeds, in which post has not run.
      if (known?.stepId !== step.stepId || known.isWoken) endJob();
      return;
    }
    const { script, removed, release } = verdict;
    if (script && belongsTo(step, script, action)) running.set(step.stepId, script);
    if (removed.length > 0)
      lines.note(`${script} of the action was started without ${removed.join(', ')}, which a step has set since the start of the job`);
    if (release && closed) release();
    else if (release) held.set(step.stepId, release);
    const deadline = script && setTimeout(() => giveUp(step, script), patienceMs).unref();
    // Before it goes on: its number could be another process's at once.
    void native.processEnd(step.pid).then(() => {
      clearTimeout(deadline);
      running.delete(step.stepId);
      letGo(step.stepId);
    });
    signal(step.pid, 'SIGCONT');
  };
  /** A process of its user can stop it again and again (SIGSTOP), or have it wait for a file: the job must fail, and not wait for the runner's six hours. */
  const giveUp = (step: StepRecord, script: Script): void => {
    const now = job.lineage(step.pid);
    if (!now?.isStep || now.stepId !== step.stepId) return;
    lines.tampering(step, `${script} of the action was ended: it had not come to its end within ${patienceMs / 60_000} minutes`);
    signal(step.pid, 'SIGKILL');
  };
  job.onStep((step) => {
    if (step.stopped) look(step);
  });
  return { scriptOf: (stepId) => running.get(stepId), letGo, close };
}

function signal(pid: number, name: 'SIGKILL' | 'SIGCONT'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended: the runner has cancelled it.
  }
}
