import { UserError } from '../guard/errors.ts';
import { plural } from '../report/describe.ts';
import { defaultOption, parseOptionsAndFiles, repositoryOption } from './options.ts';
import type { Analysis } from './policy/analysis.ts';
import { renderAnalysis, renderFacts } from './policy/analysis-text.ts';
import { onlyOneStdin } from './policy/files.ts';
import {
  type CompileChoice,
  type Compiled,
  compilePolicy,
  errorsIn,
  formatFindings,
  type Loaded,
  loadPolicies,
  requireReadable,
} from './policy/load.ts';
import { analyzeLog, type LogFacts } from './policy/log-run.ts';
import { paintFor, print, printJson, stopWhenNobodyReads } from './policy/screen.ts';

const USAGE = `Usage: egress-filter analyze --log LOG [options] FILE...

What the policies in FILE would do to what LOG has seen: blocked, with the process and the line to add, and what failed (TLS errors and
the like). FILE is a policy or a workflow, whose jobs are judged each by its own policy. Lines of the log that are broken are counted and
left out. A LOG of - is standard input.

Options
  -v, --verbose        What is allowed, too, and by which rule
  --job ID             Only this job of the workflows
  --repo OWNER/NAME    What {owner} and {repo} stand for (default: GITHUB_REPOSITORY)
  --default WHAT       deny or allow: what happens to what no rule names
  --json               All of it, in full
  -h, --help

Exit status: 0 nothing would be blocked, 1 something would be or a policy is not valid, 2 when a file cannot be read.
`;

const OPTIONS = {
  log: { type: 'string' },
  verbose: { type: 'boolean', short: 'v' },
  job: { type: 'string' },
  repo: { type: 'string' },
  default: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `egress-filter analyze`. */
export async function analyzeCommand(args: string[]): Promise<number> {
  const { options, files } = parseOptionsAndFiles(args, OPTIONS, 'egress-filter analyze --help');
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (options.log === undefined || files.length === 0)
    throw new UserError('analyze needs --log and a policy or workflow: see egress-filter analyze --help.');
  onlyOneStdin([options.log, ...files]);
  stopWhenNobodyReads();
  const repository = repositoryOption(options.repo ?? process.env.GITHUB_REPOSITORY);
  const choice = { repository, default: defaultOption(options.default) };
  const read = files.map((file) => load(file, options.job, choice));
  const invalid = read.filter(({ policies }) => policies.some(({ findings }) => errorsIn(findings) > 0));
  if (invalid.length > 0) {
    for (const { loaded, policies } of invalid) tellInvalid(loaded, policies, options.json ?? false);
    return 1;
  }
  const { facts, analyses } = await analyzeLog(
    options.log,
    read.flatMap(({ policies }) => policies),
  );
  if (options.json) printJson(report(facts, analyses));
  else {
    const paint = paintFor(process.stdout);
    for (const analysis of analyses) await print(`${renderAnalysis(analysis, paint, options.verbose ?? false)}\n`);
    await print(`${summary(facts, analyses)}\n`);
    for (const sentence of renderFacts(facts)) process.stderr.write(`egress-filter: ${sentence}\n`);
  }
  return analyses.some(({ totals }) => totals.blocked > 0) ? 1 : 0;
}

function load(file: string, job: string | undefined, choice: CompileChoice): { loaded: Loaded; policies: Compiled[] } {
  const loaded = loadPolicies(file);
  requireReadable(loaded);
  const texts = loaded.policies.filter(({ use }) => job === undefined || use === undefined || use.job === job);
  if (texts.length === 0)
    throw new UserError(`No step of ${loaded.file} uses egress-filter${job === undefined ? '' : ` in a job "${job}"`}.`);
  return { loaded, policies: texts.map((text) => compilePolicy(text, choice)) };
}

function tellInvalid(loaded: Loaded, policies: readonly Compiled[], json: boolean): void {
  const findings = policies.flatMap((policy) => policy.findings).filter(({ severity }) => severity === 'error');
  if (json) process.stderr.write(`${JSON.stringify({ findings })}\n`);
  else
    process.stderr.write(
      `${formatFindings(findings, loaded, paintFor(process.stderr))}${loaded.file} is not valid, so nothing was analyzed.\n`,
    );
}

function summary(facts: LogFacts, analyses: readonly Analysis[]): string {
  const sum = (of: (totals: Analysis['totals']) => number): number => analyses.reduce((total, { totals }) => total + of(totals), 0);
  const blocked = sum((totals) => totals.blocked);
  const parts = [`${sum((totals) => totals.allowed)} allowed`, `${blocked} blocked`, `${sum((totals) => totals.failed)} failed`];
  return `Summary: ${parts.join(', ')}, of ${plural(facts.events, 'event')} under ${plural(analyses.length, 'policy', 'policies')}.`;
}

function report(facts: LogFacts, analyses: readonly Analysis[]): unknown {
  return {
    log: facts,
    policies: analyses.map(({ text, ...analysis }) => ({ file: text.file, ...text.use, unjudged: text.unjudged, ...analysis })),
  };
}
