import { type ParseArgsConfig, parseArgs } from 'node:util';
import { messageOf, UserError } from '../guard/errors.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** node:util parseArgs, with errors as one sentence and without positionals. */
export function parseOptions<const T extends Options>(args: string[], options: T, usage: string) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [sentence = ''] = messageOf(error).split('. ');
    throw new UserError(`${sentence.replace(/\.$/, '')}: see ${usage}.`, { cause: error });
  }
}

/** Splits at the first `--`: what is before it are our options, what is behind it is the command. */
export function splitCommand(args: readonly string[]): { options: string[]; command: string[] | undefined } {
  const at = args.indexOf('--');
  return at < 0 ? { options: [...args], command: undefined } : { options: args.slice(0, at), command: args.slice(at + 1) };
}

export function requireRoot(what: string): void {
  if (process.getuid?.() !== 0) throw new UserError(`${what} needs root: put sudo before it.`);
}
