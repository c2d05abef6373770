import type { StepRecord } from '../kernel/native.ts';
import { parseArgv } from './argv.ts';

/** What the runner said of a step when it started its process. A field that is not known for certain is absent. */
export interface StepIdentity {
  /** GITHUB_ACTION: the step's id, or one that the runner made (`__run_2`). */
  readonly step?: string | undefined;
  /** GITHUB_JOB. */
  readonly job?: string | undefined;
  /** `owner/name` of the action whose script the step runs. */
  readonly action?: string | undefined;
  /** GITHUB_ACTION_REF, where `action` is known. */
  readonly ref?: string | undefined;
}

/** Identifiers as GitHub allows them, and as the runner makes them up (IdBuilder.cs): no dot, which parts job and step in a rule. */
const IDENTIFIER = /^[\w-]{1,256}$/;
const REPOSITORY = /^[\w.-]+\/[\w.-]+$/;

/**
 * Reads the environment and the arguments that Runner.Worker gave to a step. The runner sets GITHUB_ACTION and GITHUB_JOB for every step, over
 * whatever the job wrote into GITHUB_ENV. GITHUB_ACTION_REPOSITORY it leaves to the job where a step has none (`run:`): so an action is believed
 * only where the step runs a script of that action's own folder. Never throws.
 */
export function stepIdentity({ environ, environTruncated, argv }: Pick<StepRecord, 'environ' | 'environTruncated' | 'argv'>): StepIdentity {
  const value = environReader(environ, environTruncated);
  const step = matching(IDENTIFIER, value('GITHUB_ACTION'));
  const job = matching(IDENTIFIER, value('GITHUB_JOB'));
  const action = actionOf(value, parseArgv(argv)[1]);
  return { step, job, action, ref: action && value('GITHUB_ACTION_REF') };
}

/** `job.step` where both are known, as `step=` of a rule and the log's `step` have it. */
export function stepName({ step, job }: StepIdentity): string | undefined {
  return step !== undefined && job !== undefined ? `${job}.${step}` : step;
}

/** The runner puts actions into `_actions/<owner>/<name>/<ref>`, beside the folder that RUNNER_TEMP names. */
function actionOf(value: (name: string) => string | undefined, script: string | undefined): string | undefined {
  const action = matching(REPOSITORY, value('GITHUB_ACTION_REPOSITORY'));
  const temp = value('RUNNER_TEMP');
  if (action === undefined || script === undefined || !temp?.startsWith('/')) return undefined;
  const folder = `${temp.replace(/\/+[^/]*\/*$/, '')}/_actions/${action}/`.toLowerCase();
  const inside = script.toLowerCase().startsWith(folder) && !/\/\.\.?\//.test(script);
  return inside ? action : undefined;
}

function matching(pattern: RegExp, text: string | undefined): string | undefined {
  return text !== undefined && pattern.test(text) ? text : undefined;
}

/**
 * Variables of a block as execve(2) hands it over: `NAME=value`, each ended by a NUL. The last one of a block that was cut may be cut itself and does
 * not count. A name given twice with different values has none: getenv(3) takes the first, a shell the last. Bytes that are not UTF-8 become U+FFFD.
 */
export function environReader(block: Buffer, truncated: boolean): (name: string) => string | undefined {
  const end = truncated ? block.lastIndexOf(0) + 1 : block.length;
  const whole = Buffer.concat([Buffer.of(0), block.subarray(0, end)]);
  return (name) => {
    const key = Buffer.from(`\0${name}=`);
    let found: Buffer | undefined;
    for (let at = whole.indexOf(key); at >= 0; at = whole.indexOf(key, at + 1)) {
      const from = at + key.length;
      const stop = whole.indexOf(0, from);
      const each = whole.subarray(from, stop < 0 ? whole.length : stop);
      if (found && !found.equals(each)) return undefined;
      found = each;
    }
    return found?.toString('utf8');
  };
}
