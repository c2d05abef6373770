import { UserError } from '../guard/errors.ts';
import { compile, type Preset, presetNamed, presets } from '../policy/index.ts';
import { plural } from '../report/describe.ts';
import { parseOptionsAndFiles } from './options.ts';
import { paintFor, print, printJson, stopWhenNobodyReads } from './policy/screen.ts';

const USAGE = `Usage: egress-filter presets [--json] [NAME]

Lists the presets that a policy may name as @NAME, or prints the rules of one, with the source of each host.
`;

const OPTIONS = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** `egress-filter presets`. */
export async function presetsCommand(args: string[]): Promise<number> {
  const { options, files } = parseOptionsAndFiles(args, OPTIONS, 'egress-filter presets --help');
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (files.length > 1) throw new UserError('presets takes one name at most: see egress-filter presets --help.');
  stopWhenNobodyReads();
  const [name] = files;
  if (name === undefined) {
    if (options.json) printJson({ presets: presets.map(describe) });
    else await print(list());
    return 0;
  }
  const preset = presetNamed(name.replace(/^@/, ''));
  if (preset === undefined)
    throw new UserError(`There is no preset "${name}": there are ${presets.map((one) => `@${one.name}`).join(', ')}.`);
  if (options.json) printJson({ ...describe(preset), policy: preset.policy });
  else await print(preset.policy);
  return 0;
}

function describe(preset: Preset): { name: string; summary: string; rules: string[] } {
  return { name: preset.name, summary: preset.summary, rules: rulesOf(preset) };
}

/** A preset has rules and comments only. */
function rulesOf({ policy }: Preset): string[] {
  return policy.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

function list(): string {
  const paint = paintFor(process.stdout);
  const width = Math.max(...presets.map(({ name }) => name.length)) + 1;
  return presets
    .map(
      ({ name, summary, policy }) =>
        `${paint.cyan(`@${name}`.padEnd(width))}  ${summary} ${paint.dim(`(${plural(compile(policy).ruleCount, 'rule')})`)}\n`,
    )
    .join('');
}
