import { existsSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { messageOf, UserError } from '../guard/errors.ts';
import { isRootOfMachine } from '../guard/privileges.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** node:util parseArgs, with errors as one sentence and without positionals. */
export function parseOptions<const T extends Options>(args: string[], options: T, usage: string) {
  try {
    const { values, tokens } = parseArgs({ args, options, strict: true, allowPositionals: false, tokens: true });
    requireOnce(tokens, options);
    return values;
  } catch (error) {
    throw optionError(error, usage);
  }
}

/** Of two values one would be forgotten: of two policies, rules that somebody counts on. */
function requireOnce(tokens: readonly { readonly kind: string; readonly name?: string | undefined }[], options: Options): void {
  const names = tokens.flatMap(({ kind, name }) => (kind === 'option' && name !== undefined ? [name] : []));
  const twice = names.find((name, at) => options[name]?.type === 'string' && !options[name]?.multiple && names.indexOf(name) !== at);
  if (twice !== undefined) throw new UserError(`Option '--${twice}' is given twice`);
}

function optionError(error: unknown, usage: string): UserError {
  const [sentence = ''] = messageOf(error).split(/\.(?:\s|$)/);
  const plain = sentence.replace(/^Option '(\S*?,? ?--[\w-]+) <value>' argument missing$/, 'Option $1 needs a value');
  return new UserError(`${plain}: see ${usage}.`, { cause: error });
}

/** As {@link parseOptions}, with what is no option: the files. */
export function parseOptionsAndFiles<const T extends Options>(args: string[], options: T, usage: string) {
  try {
    const { values, positionals, tokens } = parseArgs({ args, options, strict: true, allowPositionals: true, tokens: true });
    requireOnce(tokens, options);
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
  if (!existsSync('/proc/self')) throw new UserError(`${what} needs /proc: mount it, as in mount -t proc proc /proc.`);
  if (process.getuid?.() !== 0) throw new UserError(`${what} needs root: put sudo before it.`);
  if (!isRootOfMachine())
    throw new UserError(
      `${what} needs root of the machine, and this is root of a user namespace (unshare -r, a rootless container): run it outside.`,
    );
}
