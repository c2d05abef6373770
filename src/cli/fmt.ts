import { chmodSync, chownSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { policyFile } from '../action/workflow/policy-text.ts';
import { looksLikeWorkflow } from '../action/workflow/read.ts';
import { UserError } from '../guard/errors.ts';
import { compile } from '../policy/index.ts';
import { plural } from '../report/describe.ts';
import { parseOptionsAndFiles } from './options.ts';
import { nameOf, onlyOneStdin, readText, reasonOf } from './policy/files.ts';
import { layOut } from './policy/layout.ts';
import { compilePolicy, countFindings, formatFindings } from './policy/load.ts';
import { paintFor, print, printJson, stopWhenNobodyReads } from './policy/screen.ts';

const USAGE = `Usage: egress-filter fmt [--check | --write] FILE...

Prints a policy in its canonical layout: comments are kept, and no verdict changes. A FILE of - is standard input.

Options
  --check              Print nothing but the names of files that are not laid out so
  --write              Write the files instead of printing them
  --json               What was found of each file, instead of its text
  -h, --help

Exit status: 0, 1 when --check found something or a policy is not valid, 2 when a file cannot be read or written.
`;

const OPTIONS = {
  check: { type: 'boolean' },
  write: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `egress-filter fmt`. */
export async function fmtCommand(args: string[]): Promise<number> {
  const { options, files } = parseOptionsAndFiles(args, OPTIONS, 'egress-filter fmt --help');
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (files.length === 0) throw new UserError('fmt needs a file: see egress-filter fmt --help.');
  if (options.check && options.write) throw new UserError('--check and --write exclude each other.');
  if (options.write && files.includes('-')) throw new UserError('Standard input (-) cannot be written: leave --write out.');
  if (files.length > 1 && !options.check && !options.write && !options.json)
    throw new UserError('Only one policy can be printed: use --write or --check for several.');
  onlyOneStdin(files);
  stopWhenNobodyReads();
  const formatted = files.map(format);
  for (const one of formatted) if (one.invalid !== undefined && !options.json) process.stderr.write(one.invalid);
  if (options.write) for (const { path, text, changed } of formatted) if (changed) replaceFile(path, text);
  if (options.json)
    printJson({
      files: formatted.map(({ path, text, changed, invalid }) => ({ file: nameOf(path), valid: invalid === undefined, changed, text })),
    });
  else if (options.check) for (const { path, changed } of formatted) await print(changed ? `${nameOf(path)}\n` : '');
  else if (!options.write) for (const { text, invalid } of formatted) await print(invalid === undefined ? text : '');
  const found = formatted.some(({ changed, invalid }) => invalid !== undefined || (options.check === true && changed));
  return found ? 1 : 0;
}

interface Formatted {
  readonly path: string;
  readonly text: string;
  readonly changed: boolean;
  /** What is wrong with it, for people: then it stays as it is. */
  readonly invalid?: string;
}

function format(path: string): Formatted {
  const before = readText(path, 'policy');
  if (looksLikeWorkflow(before)) throw new UserError(`${nameOf(path)} is a workflow: fmt takes policy files.`);
  // Placeholders stand for something in every repository, so that a policy can be laid out in none.
  const compiled = compilePolicy(policyFile(nameOf(path), before), { repository: 'owner/repo' });
  const { errors } = countFindings(compiled.findings);
  if (errors > 0) {
    const shown = compiled.findings.filter(({ severity }) => severity === 'error');
    const sources = new Map([[nameOf(path), before]]);
    const text = formatFindings(shown, { sources }, paintFor(process.stderr));
    return { path, text: before, changed: false, invalid: `${text}${nameOf(path)} has ${plural(errors, 'error')} and stays as it is.\n` };
  }
  const text = layOut(before);
  const after = compile(text, { repository: 'owner/repo' });
  if (!after.valid || after.ruleCount !== compiled.policy.ruleCount)
    throw new Error(`the layout of ${nameOf(path)} would change its rules`);
  return { path, text, changed: text !== before };
}

/** Whole or not at all: a policy that was half written would enforce something else. */
function replaceFile(path: string, text: string): void {
  let temporary: string | undefined;
  try {
    const target = realpathSync(path);
    const { mode, uid, gid } = statSync(target);
    temporary = `${target}.${process.pid}.tmp`;
    writeFileSync(temporary, text, { flag: 'wx', mode: 0o600 });
    if (process.getuid?.() === 0) chownSync(temporary, uid, gid);
    chmodSync(temporary, mode & 0o7777);
    renameSync(temporary, target);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    throw new UserError(`The policy ${path} cannot be written: ${reasonOf(error)}.`, { cause: error });
  }
}
