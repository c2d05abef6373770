import { createHash } from 'node:crypto';
import { CA_VARIABLES } from '../guard/ca-files.ts';
import { messageOf, UserError } from '../guard/errors.ts';
import type { JobConfig } from '../guard/job/protocol.ts';
import { plural } from '../report/describe.ts';
import { visible } from '../report/escape.ts';
import { readAuthorities } from './authorities.ts';
import { problemSentence, readInputs, shownName } from './inputs.ts';
import { type Enforcing, type LaunchOptions, launch } from './launch.ts';
import { networkSettings } from './network.ts';
import { checkPolicy } from './policy.ts';
import { type FileSource, type NamedFile, readNamedFile } from './repository-file.ts';
import { type Machine, whyNotHere } from './requirements.ts';
import type { Runner } from './runner.ts';
import { type Choices, choicesText, type JobState, saveJobState } from './state.ts';
import { placesOfInputs } from './workflow-file.ts';

export interface StartOptions {
  readonly stage: 'pre' | 'main';
  readonly machine: Machine;
  /** The action's checkout. */
  readonly directory: string;
  readonly launcher: Omit<LaunchOptions, 'env'>;
  /** Milliseconds since this process started. */
  readonly elapsed: () => number;
}

/**
 * From inputs to a machine on which nothing leaves undecided. Undefined where it did not come to that: then everything that is wrong has been
 * told, and the step fails. There is no third case.
 */
export async function start(runner: Runner, options: StartOptions): Promise<JobState | undefined> {
  const ready = await prepare(runner, options);
  if (ready === undefined) return undefined;
  try {
    const enforcing = await launch(ready.config, { ...options.launcher, env: runner.env });
    return settle(runner, options, ready, enforcing);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    runner.fail(`${error.message} The filter is not up, so the job fails.`, { title: 'Egress Filter' });
    return undefined;
  }
}

interface Ready {
  readonly choices: Choices;
  readonly config: JobConfig;
}

/** All that can be known to be wrong is told at once. */
async function prepare(runner: Runner, { stage, machine, directory }: StartOptions): Promise<Ready | undefined> {
  const { env } = runner;
  const { inputs, problems, warnings } = readInputs(env);
  for (const { input, message } of warnings) runner.warning(`${shownName(input)}: ${message}.`, { title: 'Egress Filter' });
  const source: FileSource = { stage, env, token: inputs['github-token'] };
  const places = await placesOfInputs(problems, source);
  for (const problem of problems) runner.fail(problemSentence(problem), { title: 'Egress Filter', ...places.get(problem) });
  const unfit = whyNotHere(machine, env);
  if (unfit !== undefined) runner.fail(unfit, { title: 'Egress Filter' });
  // Before anything is started: what cannot be left for later stages is found too late afterwards.
  for (const problem of runner.unwritable()) runner.fail(problem, { title: 'Egress Filter' });

  const attempt = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      runner.fail(error.message, { title: 'Egress Filter' });
      return undefined;
    }
  };
  const path = inputs['policy-file'];
  const [file, authorities] = await Promise.all([
    path === '' ? undefined : attempt<NamedFile>(readNamedFile(path, 'policy-file', source)),
    attempt(readAuthorities(inputs['upstream-ca'], source)),
  ]);
  for (const warning of [file?.warning, ...(authorities?.warnings ?? [])]) if (warning !== undefined) runner.warning(warning);
  const policy = await checkPolicy(inputs, file, source, runner);
  if (!policy.valid && !inputs.audit) runner.say('The policy is not valid, so nothing was started.');
  if (runner.exitCode !== 0 || authorities === undefined) return undefined;

  const choices: Choices = {
    audit: inputs.audit,
    default: inputs.default,
    rules: policy.rules,
    onDeny: inputs['on-deny'],
    uploadLog: inputs['upload-log'],
    policyHash: hashOf(inputs.policy),
    network: networkSettings(env),
  };
  const config: JobConfig = {
    policy: policy.text,
    ...(env.GITHUB_REPOSITORY ? { repository: env.GITHUB_REPOSITORY } : {}),
    default: inputs.default,
    audit: inputs.audit,
    logFull: inputs['log-level'] === 'full',
    allowSudo: inputs['allow-sudo'],
    containerCerts: inputs['container-certs'],
    upstreamCa: authorities.texts,
    hosted: env.RUNNER_ENVIRONMENT === 'github-hosted',
    action: {
      directory,
      ...(env.GITHUB_ACTION_REPOSITORY ? { repository: env.GITHUB_ACTION_REPOSITORY } : {}),
      step: env.GITHUB_ACTION ?? '',
    },
    ...(env.GITHUB_JOB ? { job: env.GITHUB_JOB } : {}),
    env: Object.fromEntries(CA_VARIABLES.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name] ?? '']]))),
    keep: choicesText(choices),
  };
  return { choices, config };
}

function settle(runner: Runner, { elapsed }: StartOptions, { choices, config }: Ready, enforcing: Enforcing): JobState {
  const took = Math.round(elapsed());
  const state: JobState = { ...choices, id: enforcing.id, since: enforcing.since, log: enforcing.log };
  // First: whatever fails from here on, post knows that there is something to report on.
  saveJobState(runner, state);
  const kept = exportVariables(runner, enforcing.env);
  const phases = Object.entries(enforcing.timings).map(([name, value]) => `${visible(name, 40)} ${Math.round(value)}`);
  runner.say(`Egress Filter: ${modeOf(state)} since ${visible(enforcing.since, 40)}, ${took} ms after this step began.`);
  if (phases.length > 0) runner.say(`Of these in the guard, in ms: ${phases.join(', ')}.`);
  runner.say(config.allowSudo ? 'sudo stays open (allow-sudo); each use is in the log.' : 'sudo is locked.');
  for (const warning of [...enforcing.warnings, ...kept]) runner.warning(warning, { title: 'Egress Filter' });
  return state;
}

/** What the job has set itself stays; a warning for each of these, since its programs do not trust our authority. */
function exportVariables(runner: Runner, variables: Readonly<Record<string, string>>): string[] {
  const warnings: string[] = [];
  for (const [name, value] of Object.entries(variables)) {
    const own = runner.env[name];
    if (!/^[A-Za-z_]\w*$/.test(name) || own === value) continue;
    // Options of ours behind the job's own.
    if (!own || value.startsWith(`${own} `)) runner.exportVariable(name, value);
    else
      warnings.push(
        `${name} is set by the job (${visible(own, 200)}) and left alone, so programs that go by it do not trust the authority of the filter, and HTTPS fails for them unless the rule says passthrough. Set it to ${value} where that is not wanted: this file has both.`,
      );
  }
  return warnings;
}

/** `3 rules are enforced, anything else is denied`. */
export function modeOf({ audit, rules, default: fallback }: Pick<JobState, 'audit' | 'rules' | 'default'>): string {
  const count = plural(rules, 'rule');
  if (audit) return `audit, ${count}: what the policy would deny is told and let through`;
  const rest = fallback === 'allow' ? 'what no rule names is allowed' : 'what no rule names is denied';
  return `${count} enforced, ${rest}`;
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** An error that nobody foresaw, in the same form as the others. */
export function failUnexpectedly(runner: Runner, error: unknown): void {
  runner.fail(`Egress Filter failed: ${messageOf(error)}`, { title: 'Egress Filter' });
  if (error instanceof Error && error.stack !== undefined) runner.say(error.stack);
}
