import { compile, formatFinding } from '../policy/index.ts';
import type { Inputs } from './inputs.ts';
import type { FileSource, NamedFile } from './repository-file.ts';
import type { Place, Runner } from './runner.ts';
import { LineIndex } from './workflow/line-index.ts';
import { filePiece, makePolicyText, type Piece, type PlacedFinding, type PolicyText } from './workflow/policy-text.ts';
import type { Workflow } from './workflow/read.ts';
import { inWorkflow } from './workflow-file.ts';

export interface CheckedPolicy {
  readonly text: string;
  readonly rules: number;
  readonly valid: boolean;
}

/** How findings name the input where its place in the workflow file is not known. */
const INLINE = 'policy';
const MOST_SHOWN = 50;
/** GitHub shows ten of each kind for a step (ExecutionContext.cs, _maxCountPerIssueType); one is kept for what else is wrong. */
const MOST_ANNOTATED = 9;

/** Puts the input `policy` and the file together, compiles, and tells every finding: as errors when enforcing, as warnings in audit. */
export async function checkPolicy(inputs: Inputs, file: NamedFile | undefined, source: FileSource, runner: Runner): Promise<CheckedPolicy> {
  const inline: Piece = { file: INLINE, lines: new LineIndex(inputs.policy), text: inputs.policy, origin: (index) => index };
  const pieces = [...(inputs.policy.trim() === '' ? [] : [inline]), ...(file === undefined ? [] : [filePiece(file.name, file.text)])];
  const whole = makePolicyText(pieces, { file: INLINE });
  const policy = compile(whole.text, { repository: source.env.GITHUB_REPOSITORY, default: inputs.default });
  const serious = policy.findings.filter(({ severity }) => severity !== 'hint');
  if (serious.length > 0) {
    const workflow = serious.some(({ line }) => whole.lineOf(line)?.file === INLINE)
      ? await inWorkflow(source, (found) => matching(found, inputs.policy))
      : undefined;
    const placed = serious.slice(0, MOST_SHOWN).map((finding) => {
      const inWorkflow = workflow !== undefined && whole.lineOf(finding.line)?.file === INLINE;
      return { ...(inWorkflow ? workflow.place(finding) : whole.place(finding)), shown: formatFinding(finding, whole.text) };
    });
    tell(placed, inputs, runner);
    if (serious.length > MOST_SHOWN) runner.say(`and ${serious.length - MOST_SHOWN} more findings`);
  }
  return { text: whole.text, rules: policy.ruleCount, valid: policy.valid };
}

type Shown = PlacedFinding & { readonly shown: string };

/** An annotation for each line of the policy, whatever is wrong with it. */
function tell(findings: readonly Shown[], { audit }: Inputs, runner: Runner): void {
  const byLine = new Map<string, Shown[]>();
  for (const finding of findings) byLine.set(nameOf(finding), [...(byLine.get(nameOf(finding)) ?? []), finding]);
  const lines = [...byLine.values()];
  const isError = (line: readonly Shown[]): boolean => !audit && line.some(({ severity }) => severity === 'error');
  tellLines(lines.filter(isError), (text, place) => runner.fail(text, place), runner);
  tellLines(
    lines.filter((line) => !isError(line)),
    (text, place) => runner.warning(text, place),
    runner,
  );
}

function tellLines(lines: readonly (readonly Shown[])[], annotate: (text: string, place: Place) => void, runner: Runner): void {
  const room = lines.length > MOST_ANNOTATED ? MOST_ANNOTATED - 1 : MOST_ANNOTATED;
  for (const [index, findings] of lines.entries()) {
    // The log shows the line with a caret, the annotation where it stands.
    for (const { shown } of findings) for (const line of shown.split('\n').slice(1)) runner.say(line);
    const text = findings.map(sentenceOf).join('\n');
    const [first] = findings;
    if (first === undefined) continue;
    if (index < room) annotate(text, placeOf(first));
    else runner.say(`${nameOf(first)}: ${text}`);
  }
  const rest = lines.slice(room).flatMap(([first]) => (first === undefined ? [] : [nameOf(first)]));
  if (rest.length > 0) annotate(`The log of this step tells more, of ${rest.join(', ')}.`, { title: 'Egress policy' });
}

const sentenceOf = ({ message, suggestion }: Shown): string => `${message}${suggestion === undefined ? '' : ` - write: ${suggestion}`}`;

const nameOf = ({ file, line }: Shown): string => (file === INLINE ? `line ${line} of policy` : `${file}:${line}`);

const placeOf = ({ file, line, column }: Shown): Place =>
  file === INLINE ? { title: `Egress policy, line ${line}` } : { title: 'Egress policy', file, line, column };

/** The policy as it stands in the workflow file, if that is the very same: then its findings have a line there. */
function matching({ policies }: Workflow, policy: string): PolicyText | undefined {
  const wanted = policy.split(/\r\n|\n|\r/);
  return policies.find((candidate) => {
    const lines = candidate.text.split(/\r\n|\n|\r/);
    // Lines with an expression are empty there, and have their value here.
    const same = wanted.every((line, index) => (lines[index] ?? '') === '' || lines[index] === line);
    return same && wanted.some((line, index) => line.trim() !== '' && lines[index] === line);
  });
}
