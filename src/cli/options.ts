import { type ParseArgsConfig, parseArgs } from 'node:util';
import { messageOf, UserError } from '../guard/errors.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** node:util parseArgs, with errors as one sentence and without positionals. */
export function parseOptions<const T extends Options>(args: string[], options: T, usage: string) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw optionError(error, usage);
  }
}

function optionError(error: unknown, usage: string): UserError {
  const [sentence = ''] = messageOf(error).split(/\.(?:\s|$)/);
  const plain = sentence.replace(/^Option '(\S*?,? ?--[\w-]+) <value>' argument missing$/, 'Option $1 needs a value');
  return new UserError(`${plain}: see ${usage}.`, { cause: error });
}

/** As {@link parseOptions}, with what is no option: the files. */
export function parseOptionsAndFiles<const T extends Options>(args: string[], options: T, usage: string) {
  try {
    const { values, positionals } = parseArgs({ args, options, strict: true, allowPositionals: true });
    return { options: values, files: positionals };
  } catch (error) {
    throw optionError(error, usage);
  }
}

/** `--repo`: what {owner} and {repo} stand for. */
export function repositoryOption(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^[\w.-]+\/[\w.-]+$/.test(text)) throw new UserError(`"${text}" is no repository: write OWNER/NAME.`);
  return text;
}

/** `--default`. */
export function defaultOption(text: string | undefined): 'deny' | 'allow' | undefined {
  if (text === undefined || text === 'deny' || text === 'allow') return text;
  throw new UserError(`--default takes deny or allow, not "${text}".`);
}

/** Splits at the first `--`: what is before it are our options, what is behind it is the command. */
export function splitCommand(args: readonly string[]): { options: string[]; command: string[] | undefined } {
  const at = args.indexOf('--');
  return at < 0 ? { options: [...args], command: undefined } : { options: args.slice(0, at), command: args.slice(at + 1) };
}

export function requireRoot(what: string): void {
  if (process.getuid?.() !== 0) throw new UserError(`${what} needs root: put sudo before it.`);
}
