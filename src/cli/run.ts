import { closeSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { isatty } from 'node:tty';
import { UserError } from '../guard/errors.ts';
import { type OutputPlace, openPlace, reasonOf as whyNotWritten } from '../guard/output-file.ts';
import { requireDescriptors } from '../guard/requirements.ts';
import { type RunOutcome, run } from '../guard/run.ts';
import { callingAccount } from '../guard/user.ts';
import { loadNative } from '../kernel/load.ts';
import { readLog } from '../log/reader.ts';
import { compile, formatFinding } from '../policy/index.ts';
import { quoteArgument } from '../report/describe.ts';
import { visible } from '../report/escape.ts';
import { renderHtml, renderJson, renderMarkdown, renderText, type Summary, summarise } from '../report/index.ts';
import { assets } from './assets.ts';
import { callerEnvironment, proxyWarnings } from './environment.ts';
import { RUN_HELP } from './help.ts';
import { defaultOption, parseOptions, repositoryOption, requireRoot, splitCommand } from './options.ts';
import { reasonOf } from './policy/files.ts';
import { writeText } from './stdio.ts';

const OPTIONS = {
  policy: { type: 'string' },
  default: { type: 'string' },
  audit: { type: 'boolean' },
  log: { type: 'string' },
  'log-full': { type: 'boolean' },
  report: { type: 'string' },
  'upstream-ca': { type: 'string', multiple: true },
  'fail-on-deny': { type: 'boolean' },
  user: { type: 'string' },
  'keep-socket': { type: 'string', multiple: true },
  repo: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  json: { type: 'boolean' },
  /** For tests of the variant without kprobes on kernels that have them. */
  'no-kprobes': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const USAGE = 'egress-filter run --help';
const DENIED = 3;

/** `egress-filter run`: the command's exit status, or 3 with --fail-on-deny. */
export async function runCommand(args: string[]): Promise<number> {
  const { options: own, command } = splitCommand(args);
  if (own.includes('--help') || own.includes('-h')) {
    writeText(1, RUN_HELP);
    return 0;
  }
  // Before the options are looked at: without --, those of the command would be taken for ours.
  if (!command || command.length === 0)
    throw new UserError(`No command: write it behind --, as in egress-filter run ${example(own)}. See ${USAGE}.`);
  if (command[0] === '') throw new UserError(`The command behind -- is empty. See ${USAGE}.`);
  const options = parseOptions(own, OPTIONS, USAGE);
  const byDefault = defaultOption(options.default) ?? 'deny';
  requireRoot('egress-filter run');
  requireDescriptors();

  const audit = options.audit ?? false;
  const repository = repositoryOption(options.repo ?? process.env.GITHUB_REPOSITORY);
  const policy = readPolicy(options.policy, { repository, audit });
  const account = callingAccount(process.env, options.user);
  if (options.log !== undefined && options.report !== undefined && resolve(options.log) === resolve(options.report))
    throw new UserError(`The log and the report are the same file (${options.log}): give them different names.`);
  // Now, not after an hour of the command.
  const report =
    options.report === undefined ? undefined : { path: options.report, place: openPlace('report', options.report, account.gid) };
  const env = callerEnvironment(process.env);
  for (const line of proxyWarnings(env)) say(line);
  let summary: Summary | undefined;

  const outcome = await run({
    native: loadNative(),
    assets: assets(),
    command,
    account,
    env,
    policy,
    repository,
    default: byDefault,
    audit,
    logFull: options['log-full'] ?? false,
    logPath: options.log,
    upstreamCa: options['upstream-ca'] ?? [],
    noKprobes: options['no-kprobes'] ?? false,
    keepSockets: options['keep-socket'] ?? [],
    notify: say,
    onLog: async (path, ended) => {
      summary = await summarise(
        readLog(path, {
          onBroken: (line, problem) => say(`line ${line} of the log is broken: ${problem}`),
        }),
      );
      tell(summary, ended, {
        command,
        audit,
        quiet: options.quiet ?? false,
        json: options.json ?? false,
        policy: options.policy,
        log: options.log,
        report,
      });
    },
  });

  const denied = summary?.totals.denied ?? 0;
  if (!options['fail-on-deny'] || outcome.status !== 0 || denied === 0) return outcome.status;
  if (!options.json) say(`Exit status ${DENIED}, as something was denied (--fail-on-deny); the command itself succeeded.`);
  return DENIED;
}

/** What was meant, where it begins with the command. */
function example(own: readonly string[]): string {
  return own[0] === undefined || own[0].startsWith('-') ? '--audit -- npm ci' : `-- ${visible(own.map(quoteArgument).join(' '), 200)}`;
}

const say = (line: string): void => writeText(2, `egress-filter: ${line}\n`);

function readPolicy(path: string | undefined, { repository, audit }: { repository: string | undefined; audit: boolean }): string {
  if (path === undefined) return '';
  if (path === '-') throw new UserError('Standard input is the command’s own: write the policy into a file, and name that.');
  const text = readInput(path, 'policy');
  const { findings, valid } = compile(text, { repository });
  const worth = findings.filter(({ severity }) => severity !== 'hint');
  if (worth.length > 0) writeText(2, `${worth.map((finding) => formatFinding(finding, text, path)).join('\n')}\n`);
  if (!valid && !audit) throw new UserError(`The policy ${path} is not valid: nothing was run.`);
  if (!valid) say(`The policy ${path} is not valid. This is audit mode: the lines that are understood count, and the command is run.`);
  return text;
}

/** A file a person named. 16 MiB is far beyond any policy. */
function readInput(path: string, what: string): string {
  try {
    const { size } = statSync(path);
    if (size > 16 << 20) throw new UserError(`The ${what} ${path} is too large (${size} bytes).`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`The ${what} ${path} cannot be read: ${reasonOf(error)}.`, { cause: error });
  }
}

interface TellOptions {
  readonly command: readonly string[];
  readonly audit: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly policy: string | undefined;
  readonly log: string | undefined;
  readonly report: { readonly path: string; readonly place: OutputPlace } | undefined;
}

/** False where it cannot be written, which is told. The command has ended: its summary and its exit status are still to come. */
function writeReport({ path, place }: { path: string; place: OutputPlace }, text: (render: typeof renderHtml) => string): boolean {
  let file: number | undefined;
  try {
    file = place.create();
    writeFileSync(file, text({ '.json': renderJson, '.md': renderMarkdown }[extname(path)] ?? renderHtml));
    return true;
  } catch (error) {
    // Half a page is worse than none.
    if (file !== undefined) place.remove();
    say(error instanceof UserError ? error.message : `The report ${path} cannot be written: ${whyNotWritten(error)}.`);
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The summary, on stderr: stdout is the command's. */
function tell(summary: Summary, outcome: RunOutcome, { command, audit, quiet, json, policy, log, report }: TellOptions): void {
  const { totals } = summary;
  const { status, durationMs, lostEvents } = outcome;
  const meta = { command, audit, policy, status, durationMs, lostEvents };
  const reported = report !== undefined && writeReport(report, (render) => render(summary, { ...meta, log })) ? report.path : undefined;
  if (json) writeText(2, `${renderJson(summary, meta).trimEnd()}\n`);
  else if (!quiet) {
    const terminal = isatty(2);
    const color = terminal && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
    // A terminal that does not know its width says 0.
    const columns = (terminal && process.stderr.columns) || 100;
    writeText(2, `\n${renderText(summary, { color, columns, ...meta }).trimEnd()}\n`);
    if (policy === undefined && totals.denied + totals.audited > 0)
      writeText(2, '\nNo policy was given. Write the lines that you trust into a file and give it: --policy FILE. More: docs/policy.md\n');
    for (const [what, path] of [
      ['Log', log],
      ['Report', reported],
    ] as const)
      if (path) writeText(2, `${what}: ${path}\n`);
  }
  if (outcome.lostEvents > 0) say(`${outcome.lostEvents} event(s) could not be written to the log.`);
}
