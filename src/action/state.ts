import { z } from 'zod';
import type { Runner } from './runner.ts';

/** What the stage that started the filter leaves for those after it. The runner keeps it, and gives it to this action alone. */
const JobState = z.object({
  id: z.string(),
  since: z.string(),
  log: z.string(),
  audit: z.boolean(),
  default: z.enum(['deny', 'allow']),
  rules: z.number(),
  /** As they were when the job began: an expression in them may have another value by the time of post. */
  onDeny: z.enum(['log', 'fail-job']),
  uploadLog: z.union([z.boolean(), z.literal('auto')]),
  /** Of the policy's text: main may be given another, as its expressions are evaluated anew. */
  policyHash: z.string(),
  /** Of the environment at the start: what decides where a client of HTTP connects to (network.ts). */
  network: z.record(z.string(), z.string()),
});
export type JobState = z.infer<typeof JobState>;

const NAME = 'job';

export function saveJobState(runner: Runner, state: JobState): void {
  runner.saveState(NAME, JSON.stringify(state));
}

/** Undefined where no stage of this action started the filter. */
export function jobState(runner: Runner): JobState | undefined {
  const text = runner.state(NAME);
  if (text === undefined) return undefined;
  try {
    return JobState.safeParse(JSON.parse(text)).data;
  } catch {
    // Not written by us.
    return undefined;
  }
}
