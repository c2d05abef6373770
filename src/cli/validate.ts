import { Runner } from '../action/runner.ts';
import type { PlacedFinding } from '../action/workflow/policy-text.ts';
import { UserError } from '../guard/errors.ts';
import { plural } from '../report/describe.ts';
import { visible } from '../report/escape.ts';
import { parseOptionsAndFiles, repositoryOption } from './options.ts';
import { onlyOneStdin } from './policy/files.ts';
import { type Compiled, compilePolicy, countFindings, formatFindings, type Loaded, loadPolicies } from './policy/load.ts';
import { type Paint, paintFor, print, printJson, stopWhenNobodyReads } from './policy/screen.ts';

const USAGE = `Usage: egress-filter validate [options] FILE...

Checks policy files, and the policies and inputs in workflow files and composite actions: every step that uses this action, job by job.
Findings stand at the file's own line and column. A FILE of - is standard input.

Options
  --repo OWNER/NAME    What {owner} and {repo} stand for (default: GITHUB_REPOSITORY, else any)
  --strict             Warnings count as errors
  -q, --quiet          Nothing but findings
  --github             Findings as annotations, too, when this runs as a step of GitHub Actions
  --json
  -h, --help

Exit status: 0 without errors (hints and warnings may be there), 1 with errors, 2 when a file cannot be read.
`;

const OPTIONS = {
  repo: { type: 'string' },
  strict: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  github: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

interface Validated {
  readonly loaded: Loaded;
  readonly policies: readonly Compiled[];
  readonly findings: readonly PlacedFinding[];
}

/** `egress-filter validate`. */
export async function validateCommand(args: string[]): Promise<number> {
  const { options, files } = parseOptionsAndFiles(args, OPTIONS, 'egress-filter validate --help');
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (options.github && options.json) throw new UserError('--github and --json both want standard output: choose one.');
  if (files.length === 0) throw new UserError('validate needs a file: see egress-filter validate --help.');
  onlyOneStdin(files);
  stopWhenNobodyReads();
  // Whether a text is right does not depend on whose repository it is.
  const repository = repositoryOption(options.repo ?? process.env.GITHUB_REPOSITORY) ?? 'owner/repo';
  const validated: (Validated | UnreadableFile)[] = files.map((file) => validate(file, repository));
  if (options.json) printJson(report(validated));
  else {
    const paint = paintFor(process.stdout);
    for (const one of validated) await print('problem' in one ? '' : render(one, paint, options.quiet ?? false));
    if (options.github) await print(annotations(validated));
    if (!options.quiet) await print(summary(validated, paint));
  }
  for (const one of validated) if ('problem' in one) process.stderr.write(`egress-filter: ${one.problem}\n`);
  if (validated.some((one) => 'problem' in one)) return 2;
  const { errors, warnings } = countFindings(validated.flatMap((one) => ('problem' in one ? [] : one.findings)));
  return errors > 0 || (options.strict && warnings > 0) ? 1 : 0;
}

interface UnreadableFile {
  readonly file: string;
  readonly problem: string;
}

/** One file that cannot be read keeps nobody from hearing about the others. */
function validate(file: string, repository: string): Validated | UnreadableFile {
  try {
    const loaded = loadPolicies(file);
    const policies = loaded.policies.map((text) => compilePolicy(text, { repository }));
    return { loaded, policies, findings: [...loaded.findings, ...policies.flatMap(({ findings }) => findings)] };
  } catch (error) {
    if (error instanceof UserError) return { file, problem: error.message };
    throw error;
  }
}

function render({ loaded, policies, findings }: Validated, paint: Paint, quiet: boolean): string {
  const text = formatFindings(findings, loaded, paint);
  if (quiet) return text;
  const lines = policies.map(({ text: policy, policy: compiled, findings: own }) => {
    const { use } = policy;
    const { errors } = countFindings(own);
    const where = use === undefined ? '' : `:${use.line}: ${use.job === undefined ? '' : `job ${use.job}, `}step ${use.step}`;
    const unjudged = policy.unjudged > 0 ? `, ${plural(policy.unjudged, 'line')} with expressions left alone` : '';
    const state = errors > 0 ? paint.red(plural(errors, 'error')) : paint.green('fine');
    return `${visible(`${loaded.file}${where}`)}: ${plural(compiled.ruleCount, 'rule')}${unjudged}, ${state}\n`;
  });
  if (lines.length === 0 && findings.length === 0) lines.push(`${visible(loaded.file)}: no step uses egress-filter\n`);
  return `${text}${lines.join('')}`;
}

/** Commands that the runner reads from our output; names of files are those that were given, so that it finds them in the repository. */
function annotations(validated: readonly (Validated | UnreadableFile)[]): string {
  let written = '';
  const runner = new Runner(process.env, (text) => {
    written += text;
  });
  const tell = { error: 'error', warning: 'warning', hint: 'notice' } as const;
  for (const { severity, file, line, column, message, suggestion } of validated.flatMap((one) => ('problem' in one ? [] : one.findings)))
    runner[tell[severity]](`${message}${suggestion === undefined ? '' : ` - write: ${suggestion}`}`, {
      title: 'Egress Filter',
      file,
      line,
      column,
    });
  return written;
}

function summary(validated: readonly (Validated | UnreadableFile)[], paint: Paint): string {
  const read = validated.filter((one) => 'loaded' in one);
  const { errors, warnings, hints } = countFindings(read.flatMap(({ findings }) => findings));
  const policies = read.reduce((sum, one) => sum + one.policies.length, 0);
  const parts = [plural(errors, 'error'), plural(warnings, 'warning'), plural(hints, 'hint')].join(', ');
  return `${plural(validated.length, 'file')}, ${plural(policies, 'policy', 'policies')}: ${errors > 0 ? paint.red(parts) : parts}\n`;
}

function report(validated: readonly (Validated | UnreadableFile)[]): unknown {
  const read = validated.filter((one) => 'loaded' in one);
  return {
    ...countFindings(read.flatMap(({ findings }) => findings)),
    files: validated.map((one) => {
      if ('problem' in one) return { file: one.file, error: one.problem };
      const { loaded, policies, findings } = one;
      return {
        file: loaded.file,
        kind: loaded.kind,
        policies: policies.map(({ text, policy, findings: own }) => ({
          ...text.use,
          rules: policy.ruleCount,
          unjudged: text.unjudged,
          valid: countFindings(own).errors === 0,
        })),
        findings,
      };
    }),
  };
}
