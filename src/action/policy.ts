import { messageOf, UserError } from '../guard/errors.ts';
import { compile, formatFinding } from '../policy/index.ts';
import type { Inputs } from './inputs.ts';
import { type FileSource, fetchFromRepository, type NamedFile } from './repository-file.ts';
import type { Runner } from './runner.ts';
import { LineIndex } from './workflow/line-index.ts';
import { filePiece, makePolicyText, type Piece, type PlacedFinding, type PolicyText } from './workflow/policy-text.ts';
import { readInside } from './workflow/repository-folder.ts';

export interface CheckedPolicy {
  readonly text: string;
  readonly rules: number;
  readonly valid: boolean;
}

/** How findings name the input where its place in the workflow file is not known. */
const INLINE = 'policy';
const MOST_SHOWN = 50;
/** For the place of a finding nobody waits long. */
const WORKFLOW_WAIT_MS = 3000;

/** Puts the input `policy` and the file together, compiles, and tells every finding: as errors when enforcing, as warnings in audit. */
export async function checkPolicy(inputs: Inputs, file: NamedFile | undefined, source: FileSource, runner: Runner): Promise<CheckedPolicy> {
  const inline: Piece = { file: INLINE, lines: new LineIndex(inputs.policy), text: inputs.policy, origin: (index) => index };
  const pieces = [...(inputs.policy.trim() === '' ? [] : [inline]), ...(file === undefined ? [] : [filePiece(file.name, file.text)])];
  const whole = makePolicyText(pieces, { file: INLINE });
  const policy = compile(whole.text, { repository: source.env.GITHUB_REPOSITORY, default: inputs.default });
  const serious = policy.findings.filter(({ severity }) => severity !== 'hint');
  if (serious.length > 0) {
    const workflow = serious.some(({ line }) => whole.lineOf(line)?.file === INLINE)
      ? await findInWorkflow(inputs.policy, source)
      : undefined;
    for (const finding of serious.slice(0, MOST_SHOWN)) {
      const inWorkflow = workflow !== undefined && whole.lineOf(finding.line)?.file === INLINE;
      tell(inWorkflow ? workflow.place(finding) : whole.place(finding), formatFinding(finding, whole.text), inputs, runner);
    }
    if (serious.length > MOST_SHOWN) runner.say(`and ${serious.length - MOST_SHOWN} more findings`);
  }
  return { text: whole.text, rules: policy.ruleCount, valid: policy.valid };
}

function tell(finding: PlacedFinding, shown: string, inputs: Inputs, runner: Runner): void {
  const { file, line, column, message, suggestion, severity } = finding;
  const sentence = `${message}${suggestion === undefined ? '' : ` - write: ${suggestion}`}`;
  const place = file === INLINE ? { title: `Egress policy, line ${line}` } : { title: 'Egress policy', file, line, column };
  // The log shows the line with a caret, the annotation where it stands.
  const [, ...lines] = shown.split('\n');
  for (const shownLine of lines) runner.say(shownLine);
  if (severity === 'error' && !inputs.audit) runner.fail(sentence, place);
  else runner.warning(sentence, place);
}

/** The policy as it stands in the workflow file, if that can be had and is the very same: then its findings have a line there. */
async function findInWorkflow(policy: string, { env, token }: FileSource): Promise<PolicyText | undefined> {
  const [reference = ''] = (env.GITHUB_WORKFLOW_REF ?? '').split('@');
  const prefix = `${env.GITHUB_REPOSITORY}/`;
  if (!reference.startsWith(prefix) || !/\.ya?ml$/.test(reference)) return undefined;
  const name = reference.slice(prefix.length);
  const root = env.GITHUB_WORKSPACE || process.cwd();
  const local = readInside(root, name);
  const own = 'text' in local ? await matching(local.text, name, root, policy) : undefined;
  if (own !== undefined) return own;
  try {
    const text = await fetchFromRepository(name, { env, token }, (why) => new UserError(why), WORKFLOW_WAIT_MS);
    return await matching(text, name, root, policy);
  } catch (error) {
    // It is only about where a finding is shown.
    if (error instanceof UserError) return undefined;
    throw new Error(`${name} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

async function matching(source: string, name: string, root: string, policy: string): Promise<PolicyText | undefined> {
  // The YAML parser is loaded only where there is something to point at.
  const { readWorkflow } = await import('./workflow/read.ts');
  const wanted = policy.split(/\r\n|\n|\r/);
  return readWorkflow(source, { name, root }).policies.find((candidate) => {
    const lines = candidate.text.split(/\r\n|\n|\r/);
    // Lines with an expression are empty there, and have their value here.
    const same = wanted.every((line, index) => (lines[index] ?? '') === '' || lines[index] === line);
    return same && wanted.some((line, index) => line.trim() !== '' && lines[index] === line);
  });
}
