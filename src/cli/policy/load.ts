import { extname } from 'node:path';
import { type PlacedFinding, type PolicyText, policyFile } from '../../action/workflow/policy-text.ts';
import { looksLikeWorkflow, optionsFor, readWorkflow } from '../../action/workflow/read.ts';
import { UserError } from '../../guard/errors.ts';
import { compile, formatFinding, type Policy } from '../../policy/index.ts';
import { nameOf, readText } from './files.ts';
import type { Paint } from './screen.ts';

export interface Loaded {
  readonly file: string;
  readonly kind: 'policy' | 'workflow';
  readonly policies: readonly PolicyText[];
  /** Of the file itself, not of one of its policies. */
  readonly findings: readonly PlacedFinding[];
  /** Text of every file that was read, by the name that findings have. */
  readonly sources: ReadonlyMap<string, string>;
}

/** A policy file, or a workflow with the policies of its steps. Throws UserError where the file cannot be read. */
export function loadPolicies(path: string): Loaded {
  const text = readText(path, 'policy');
  const file = nameOf(path);
  if (!/^\.ya?ml$/i.test(extname(path)) && !looksLikeWorkflow(text)) {
    return { file, kind: 'policy', policies: [policyFile(file, text)], findings: [], sources: new Map([[file, text]]) };
  }
  const { policies, findings, sources } = readWorkflow(text, optionsFor(path, file));
  return { file, kind: 'workflow', policies, findings, sources };
}

export interface CompileChoice {
  readonly repository?: string | undefined;
  readonly default?: 'deny' | 'allow' | undefined;
  readonly resolvers?: readonly string[] | undefined;
}

export interface Compiled {
  readonly text: PolicyText;
  readonly policy: Policy;
  /** At their places in the file, those of the file's reading included. */
  readonly findings: readonly PlacedFinding[];
}

export function compilePolicy(text: PolicyText, choice: CompileChoice): Compiled {
  const policy = compile(text.text, {
    repository: choice.repository,
    default: choice.default ?? text.default ?? 'deny',
    ...(choice.resolvers === undefined || choice.resolvers.length === 0 ? {} : { resolvers: choice.resolvers }),
  });
  const findings = [...text.findings, ...policy.findings.map((finding) => text.place(finding))];
  return { text, policy, findings: findings.sort(byPlace) };
}

function byPlace(a: PlacedFinding, b: PlacedFinding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** The one policy of a file, for commands that take one; `job` picks among those of a workflow. */
export function loadOnePolicy(path: string, job: string | undefined): { readonly loaded: Loaded; readonly text: PolicyText } {
  const loaded = loadPolicies(path);
  const { file, kind, policies } = loaded;
  requireReadable(loaded);
  const [text, second] = policies.filter(({ use }) => job === undefined || use?.job === job);
  const jobs = [...new Set(policies.map(({ use }) => use?.job).filter((id) => id !== undefined))].join(', ');
  if (job !== undefined && kind === 'policy') throw new UserError(`${file} is a policy and has no jobs: leave --job out.`);
  if (text === undefined) {
    if (job === undefined || jobs === '') throw new UserError(`No step of ${file} uses egress-filter.`);
    throw new UserError(`No step of job "${job}" in ${file} uses egress-filter; these jobs do: ${jobs}.`);
  }
  if (second === undefined) return { loaded, text };
  throw new UserError(
    job === undefined ? `${file} has several policies: choose one by --job (${jobs}).` : `Job "${job}" in ${file} has several policies.`,
  );
}

/** A file that is no YAML holds no policy that could be used. */
export function requireReadable({ findings, file }: Loaded): void {
  const broken = findings.find(({ code }) => code === 'yaml' || code === 'no-workflow');
  if (broken !== undefined) throw new UserError(`${file}:${broken.line}:${broken.column}: ${broken.message}.`);
}

/** Most findings that are shown of one file; --json has all. */
const MOST_SHOWN = 100;

/** Findings for people, each with its line and a caret. */
export function formatFindings(findings: readonly PlacedFinding[], { sources }: Pick<Loaded, 'sources'>, paint: Paint): string {
  const shown = findings.slice(0, MOST_SHOWN).map((finding) => {
    const [head = '', ...rest] = formatFinding(finding, sources.get(finding.file) ?? '', finding.file).split('\n');
    const color = { error: paint.red, warning: paint.yellow, hint: paint.cyan }[finding.severity];
    return [head.replace(`: ${finding.severity}: `, () => `: ${color(finding.severity)}: `), ...rest, ''].join('\n');
  });
  const more = findings.length - shown.length;
  return `${shown.join('')}${more > 0 ? `and ${more} more; --json has all of them\n` : ''}`;
}

/** How many of each severity. */
export function countFindings(findings: readonly PlacedFinding[]): { errors: number; warnings: number; hints: number } {
  const of = (wanted: PlacedFinding['severity']): number => findings.filter(({ severity }) => severity === wanted).length;
  return { errors: of('error'), warnings: of('warning'), hints: of('hint') };
}

export function errorsIn(findings: readonly PlacedFinding[]): number {
  return countFindings(findings).errors;
}
