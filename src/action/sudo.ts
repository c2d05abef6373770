import { UserError } from '../guard/errors.ts';
import { ask, type ControlOptions } from './control.ts';
import { inputsIn, judgeSubActionInputs, problemSentence } from './inputs.ts';
import type { Runner } from './runner.ts';

/** `disable-sudo` and `enable-sudo`: the guard judges by the kernel's word whether it is truly them who ask. */
export async function switchSudo(runner: Runner, enable: boolean, control: ControlOptions = {}): Promise<void> {
  const problems = judgeSubActionInputs(enable ? 'enable-sudo' : 'disable-sudo', inputsIn(runner.env).keys());
  // Variables of the job may look like inputs (readInputs()).
  for (const problem of problems) runner.warning(problemSentence(problem), { title: 'Egress Filter' });
  try {
    const { sudo } = await ask({ type: 'sudo', enable }, control);
    if ((sudo === 'open') !== enable) throw new UserError(`sudo is ${sudo}, though the guard was asked for the opposite.`);
    runner.say(sudo === 'open' ? 'sudo is open again; each use is in the log.' : 'sudo is locked.');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    runner.fail(error.message, { title: 'Egress Filter' });
  }
}
