import { closeSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { codeOf, messageOf, UserError } from '../guard/errors.ts';
import { type OutputPlace, openPlace } from '../guard/output-file.ts';
import { type RunOutcome, run } from '../guard/run.ts';
import { callingAccount } from '../guard/user.ts';
import { loadNative } from '../kernel/load.ts';
import { readLog } from '../log/reader.ts';
import { compile, formatFinding } from '../policy/index.ts';
import { renderHtml, renderJson, renderMarkdown, renderText, type Summary, summarise } from '../report/index.ts';
import { assets } from './assets.ts';
import { callerEnvironment, proxyWarnings } from './environment.ts';
import { RUN_HELP } from './help.ts';
import { defaultOption, parseOptions, repositoryOption, requireRoot, splitCommand } from './options.ts';

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
    process.stdout.write(RUN_HELP);
    return 0;
  }
  // Before the options are looked at: without --, those of the command would be taken for ours.
  if (!command || command.length === 0)
    throw new UserError(`No command: write it behind --, as in egress-filter run --audit -- npm ci. See ${USAGE}.`);
  if (command[0] === '') throw new UserError(`The command behind -- is empty. See ${USAGE}.`);
  const options = parseOptions(own, OPTIONS, USAGE);
  const byDefault = defaultOption(options.default) ?? 'deny';
  requireRoot('egress-filter run');

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

const say = (line: string): void => void process.stderr.write(`egress-filter: ${line}\n`);

function readPolicy(path: string | undefined, { repository, audit }: { repository: string | undefined; audit: boolean }): string {
  if (path === undefined) return '';
  const text = readInput(path, 'policy');
  const { findings, valid } = compile(text, { repository });
  const worth = findings.filter(({ severity }) => severity !== 'hint');
  if (worth.length > 0) process.stderr.write(`${worth.map((finding) => formatFinding(finding, text, path)).join('\n')}\n`);
  if (!valid && !audit) throw new UserError(`The policy ${path} is not valid: nothing was run.`);
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
    const why = codeOf(error) === 'ENOENT' ? 'there is no such file' : messageOf(error);
    throw new UserError(`The ${what} ${path} cannot be read: ${why}.`, { cause: error });
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

/** The summary, on stderr: stdout is the command's. */
function tell(summary: Summary, outcome: RunOutcome, { command, audit, quiet, json, policy, log, report }: TellOptions): void {
  const { totals } = summary;
  const { status, durationMs, lostEvents } = outcome;
  const meta = { command, audit, policy, status, durationMs, lostEvents };
  if (report !== undefined) {
    const render = { '.json': renderJson, '.md': renderMarkdown }[extname(report.path)] ?? renderHtml;
    try {
      const file = report.place.create();
      writeFileSync(file, render(summary, { ...meta, log }));
      closeSync(file);
    } catch (error) {
      // The command has ended: its summary and its exit status are still to be told.
      say(messageOf(error));
    }
  }
  if (json) process.stderr.write(`${renderJson(summary, meta).trimEnd()}\n`);
  else if (!quiet) {
    const color = process.stderr.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
    // A terminal that does not know its width says 0.
    process.stderr.write(`\n${renderText(summary, { color, columns: process.stderr.columns || 100, ...meta }).trimEnd()}\n`);
    if (policy === undefined && totals.denied + totals.audited > 0)
      process.stderr.write(
        '\nNo policy was given. Write the lines that you trust into a file and give it: --policy FILE. More: docs/policy.md\n',
      );
    for (const [what, path] of [
      ['Log', log],
      ['Report', report?.path],
    ] as const)
      if (path) process.stderr.write(`${what}: ${path}\n`);
  }
  if (outcome.lostEvents > 0) process.stderr.write(`egress-filter: ${outcome.lostEvents} event(s) could not be written to the log.\n`);
}
