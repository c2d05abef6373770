import { messageOf, UserError } from '../guard/errors.ts';
import { readLog } from '../log/reader.ts';
import { plural } from '../report/describe.ts';
import { summarise } from '../report/index.ts';
import { type Answer, ask, type ControlOptions } from './control.ts';
import { readInputs } from './inputs.ts';
import { reportPath } from './report-file.ts';
import type { Runner } from './runner.ts';
import { hashOf, modeOf } from './start.ts';
import type { JobState } from './state.ts';

/** What main shows: what is enforced, by whom that was asked for, and where the evidence is. Fails the step where the guard does not answer. */
export async function present(runner: Runner, state: JobState, control: ControlOptions = {}): Promise<void> {
  let answer: Answer;
  try {
    answer = await ask({ type: 'status' }, control);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    runner.fail(error.message, { title: 'Egress Filter' });
    return;
  }
  runner.say(`Egress Filter: ${modeOf({ ...state, audit: answer.mode === 'audit' })} since ${answer.since}.`);
  runner.say(answer.sudo === 'locked' ? 'sudo is locked.' : 'sudo is open; each use is in the log.');
  const policy = runner.env.INPUT_POLICY ?? '';
  if (hashOf(policy) === state.policyHash) {
    if (policy.trim() !== '') runner.group(`Policy: ${plural(state.rules, 'rule')}`, policy.trimEnd().split(/\r\n|[\r\n]/));
  } else
    runner.warning(
      'The policy that was enforced at the start is not the one that this step has now: an expression in it has changed its value. The first one holds.',
      { title: 'Egress Filter' },
    );
  if (readInputs(runner.env).inputs['policy-file']) runner.say('Rules of policy-file are among them.');
  // Annotated when the filter started; what came since is in the summary of the job.
  for (const problem of answer.problems) runner.say(`Note: ${problem}`);
  runner.say(`Log: ${answer.log}`);
  await setOutputs(runner, answer.log);
}

/** The runner takes outputs of main only (ExecutionContext.cs, CreatePostChild), so the counts are those of this moment. */
async function setOutputs(runner: Runner, log: string): Promise<void> {
  runner.setOutput('log', log);
  runner.setOutput('report', reportPath(runner.env));
  try {
    const { totals } = await summarise(readLog(log));
    runner.setOutput('denied', String(totals.denied));
    runner.setOutput('allowed', String(totals.allowedConnections));
  } catch (error) {
    runner.warning(`The log ${log} cannot be read: ${messageOf(error)}.`, { title: 'Egress Filter' });
  }
}
