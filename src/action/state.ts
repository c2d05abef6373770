import { z } from 'zod';
import type { Runner } from './runner.ts';

/** What was asked for at the start, which holds to the end. */
const Choices = z.object({
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
export type Choices = z.infer<typeof Choices>;

/**
 * What the stage that started the filter leaves for those after it. The runner keeps it, and gives it to this action alone; but it takes it from a file
 * that any process of the job can write while a stage runs. So post believes the guard, which keeps the choices as well.
 */
const JobState = Choices.extend({ id: z.string(), since: z.string(), log: z.string() });
export type JobState = z.infer<typeof JobState>;

const NAME = 'job';

export function saveJobState(runner: Runner, state: JobState): void {
  runner.saveState(NAME, JSON.stringify(state));
}

/** Undefined where no stage of this action started the filter. */
export function jobState(runner: Runner): JobState | undefined {
  return parsed(JobState, runner.state(NAME));
}

/** As `JobConfig.keep`. */
export const choicesText = (choices: Choices): string => JSON.stringify(choices);

export const choicesOf = (text: string | undefined): Choices | undefined => parsed(Choices, text);

function parsed<T>(schema: z.ZodType<T>, text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    // Not written by us.
    return undefined;
  }
}
