import { inFile, type PolicyText } from '../action/workflow/policy-text.ts';
import { UserError } from '../guard/errors.ts';
import { cite, type Policy, type Process, type RuleRef, type Verdict } from '../policy/index.ts';
import { visible } from '../report/escape.ts';
import { defaultOption, parseOptionsAndFiles, repositoryOption } from './options.ts';
import { type Asked, questionsFor } from './policy/ask.ts';
import { compilePolicy, errorsIn, formatFindings, loadOnePolicy } from './policy/load.ts';
import { type Paint, paintFor, print, printJson, stopWhenNobodyReads } from './policy/screen.ts';

const USAGE = `Usage: egress-filter explain --policy FILE [options] TARGET

Says whether a policy allows TARGET, which line decides, and what is missing where none does. TARGET is a URL, host:port (TLS on 443, else
raw TCP), host:port/udp, or dns:name.

Options
  --policy FILE        The policy, or a workflow (- is standard input)
  --job ID             The job, where the workflow has several policies
  --method METHOD      Of the request (default GET)
  --tls, --tcp         The connection is TLS, or raw TCP, whatever its port
  --ip ADDRESS         Where the name leads, for rules of addresses and ranges
  --exe PATH           Who asks: the executable
  --arg VALUE          One of its arguments, argv[0] first; may be given several times
  --step STEP          GITHUB_ACTION, or job.GITHUB_ACTION
  --action OWNER/NAME
  --cgroup PATH
  --image NAME
  --repo OWNER/NAME    What {owner} and {repo} stand for (default: GITHUB_REPOSITORY)
  --default WHAT       deny or allow: what happens to what no rule names
  --json
  -h, --help

Exit status: 0 allowed, 1 denied or the policy is not valid, 2 when a file cannot be read.
`;

const OPTIONS = {
  policy: { type: 'string' },
  job: { type: 'string' },
  method: { type: 'string' },
  tls: { type: 'boolean' },
  tcp: { type: 'boolean' },
  ip: { type: 'string' },
  exe: { type: 'string' },
  arg: { type: 'string', multiple: true },
  step: { type: 'string' },
  action: { type: 'string' },
  cgroup: { type: 'string' },
  image: { type: 'string' },
  repo: { type: 'string' },
  default: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

interface Answer extends Asked {
  readonly verdict: Verdict;
}

/** `egress-filter explain`. */
export async function explainCommand(args: string[]): Promise<number> {
  const { options, files: targets } = parseOptionsAndFiles(bindArguments(args), OPTIONS, 'egress-filter explain --help');
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [target] = targets;
  if (options.policy === undefined || target === undefined || targets.length > 1)
    throw new UserError('explain needs --policy and one target: see egress-filter explain --help.');
  if (options.tls && options.tcp) throw new UserError('--tls and --tcp exclude each other.');
  stopWhenNobodyReads();
  const protocol = options.tls ? 'tls' : options.tcp ? 'tcp' : undefined;
  const questions = questionsFor(target, { method: options.method, ip: options.ip, protocol });
  const { loaded, text } = loadOnePolicy(options.policy, options.job);
  const repository = repositoryOption(options.repo ?? process.env.GITHUB_REPOSITORY);
  const { policy, findings } = compilePolicy(text, { repository, default: defaultOption(options.default) });
  if (errorsIn(findings) > 0) {
    if (options.json) printJson({ findings });
    else
      process.stderr.write(
        `${formatFindings(findings, loaded, paintFor(process.stderr))}The policy is not valid, so nothing can be said.\n`,
      );
    return 1;
  }
  const { exe, arg: cmdline, step, action, cgroup, image } = options;
  const answers = decide(policy, questions, { exe, cmdline, step, action, cgroup, image });
  const last = answers.findLast(({ verdict }) => !verdict.allow) ?? answers[answers.length - 1];
  if (last === undefined) throw new Error('nothing was asked');
  if (options.json) printJson(report(last, answers, text));
  else await print(render(last, answers, text, paintFor(process.stdout)));
  return last.verdict.allow ? 0 : 1;
}

/** `--arg -s` as `--arg=-s`: arguments of other programs often start with a dash. */
function bindArguments(args: readonly string[]): string[] {
  const bound: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const next = args[index + 1];
    if (args[index] === '--arg' && next !== undefined) {
      bound.push(`--arg=${next}`);
      index++;
    } else bound.push(args[index] ?? '');
  }
  return bound;
}

/** Up to the first denial, but a name that no rule knows is not the last word on a connection. What is passed through is not looked into. */
function decide(policy: Policy, questions: readonly Asked[], process: Process): Answer[] {
  const answers: Answer[] = [];
  for (const asked of questions) {
    const verdict = policy.decide(asked.question, process);
    answers.push({ ...asked, verdict });
    if ((!verdict.allow && !(asked.question.type === 'dns' && verdict.denial === 'no-rule')) || verdict.passthrough) break;
  }
  return answers;
}

function render(last: Answer, answers: readonly Answer[], text: PolicyText, paint: Paint): string {
  const { verdict } = last;
  const lines: string[] = [];
  for (const { what, verdict: each } of answers) {
    const flags = `${each.passthrough ? ', passed through uninspected' : ''}${each.insecure ? ', without verifying the certificate' : ''}`;
    const reason = inFile(visible(each.reason), text).replace(/\.$/, '');
    lines.push(`${each.allow ? paint.green('allowed') : paint.red('denied ')}  ${visible(what)}: ${reason}${flags}`);
  }
  if (verdict.rule !== undefined) lines.push('', ...quoteRule(verdict.rule, text, paint));
  if (verdict.passthrough && last.question.type === 'tls')
    lines.push('', 'What is asked inside of the connection is not seen, so no rule for a method or path counts.');
  if (isOpenByUrlsOnly(last)) lines.push('', 'Each request inside is decided on its own: give a URL to ask about one.');
  if (verdict.nearest !== undefined && verdict.nearest.length > 0) {
    lines.push('', 'Nearest rules');
    for (const near of verdict.nearest)
      lines.push(`  ${inFile(visible(near.mismatch), text)}`, ...quoteRule(near.rule, text, paint).map((line) => `  ${line}`));
  }
  if (verdict.suggestion !== undefined) lines.push('', 'A line that would allow it', `  ${paint.cyan(visible(verdict.suggestion))}`);
  return `${lines.join('\n')}\n`;
}

function isOpenByUrlsOnly({ question, verdict }: Answer): boolean {
  return question.type === 'tls' && verdict.allow && /(?:^|\s)(?:https:\/\/|\/)/.test(verdict.rule?.text ?? '');
}

/** The rule in its file, with a caret under it. */
function quoteRule(rule: RuleRef, text: PolicyText, paint: Paint): string[] {
  const at = rule.line === 0 ? undefined : text.lineOf(rule.line);
  if (at === undefined) return [`${cite(rule)}`];
  // Of a preset the text goes on with the preset's own rule.
  const [start, length] = placeOf(rule.text, at.written);
  const shown = visible(at.written.replaceAll('\t', ' '), 200);
  const gutter = String(at.line);
  const margin = ' '.repeat(gutter.length);
  return [
    `${visible(at.file)}:${at.line}`,
    `${gutter} | ${shown}`,
    `${margin} | ${' '.repeat(start)}${paint.bold('^'.repeat(Math.max(1, Math.min(length, shown.length - start))))}`,
    ...(at.written.includes(rule.text) ? [] : [`${margin} = ${visible(rule.text)}`]),
  ];
}

function placeOf(rule: string, written: string): [number, number] {
  const start = written.indexOf(rule);
  if (start !== -1) return [start, rule.length];
  const indent = written.length - written.trimStart().length;
  return [indent, written.replace(/[ \t]#.*$/, '').trim().length];
}

function report(last: Answer, answers: readonly Answer[], text: PolicyText): unknown {
  return {
    ...verdictFields(last, text),
    steps: answers.map((answer) => ({ what: answer.what, ...verdictFields(answer, text) })),
  };
}

function verdictFields({ verdict }: Answer, text: PolicyText): object {
  const { allow, rule, reason, denial, passthrough, insecure, nearest, suggestion } = verdict;
  return {
    policy: allow ? 'allow' : 'deny',
    rule: rule === undefined ? null : ruleFields(rule, text),
    reason,
    ...(denial === undefined ? {} : { denial }),
    ...(passthrough ? { passthrough } : {}),
    ...(insecure ? { insecure } : {}),
    ...(nearest === undefined ? {} : { nearest: nearest.map((near) => ({ rule: ruleFields(near.rule, text), mismatch: near.mismatch })) }),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** `line` is that of the file; 0 for a built-in rule. */
function ruleFields(rule: RuleRef, text: PolicyText): object {
  const at = text.lineOf(rule.line);
  return { text: rule.text, line: at?.line ?? 0, ...(at === undefined ? {} : { file: at.file }) };
}
