import { UserError } from '../guard/errors.ts';
import { visible } from '../report/escape.ts';
import { parseOptionsAndFiles } from './options.ts';
import { fromBullfrog } from './policy/convert/bullfrog.ts';
import { fromCargowall } from './policy/convert/cargowall.ts';
import { fromCijail } from './policy/convert/cijail.ts';
import { Draft, type Remark } from './policy/convert/draft.ts';
import { fromGhAw } from './policy/convert/gh-aw.ts';
import { fromHardenRunner } from './policy/convert/harden-runner.ts';
import { Source } from './policy/convert/source.ts';
import { nameOf, readText } from './policy/files.ts';
import { paintFor, print, printJson, stopWhenNobodyReads } from './policy/screen.ts';

const USAGE = `Usage: egress-filter convert --from TOOL FILE

Prints the allow-list of another tool as a policy. FILE is what holds the list: a workflow, the tool's own configuration, or the bare list;
- is standard input. Each meaning that could not be kept is told on stderr (docs/convert.md).

TOOL
  harden-runner        step-security/harden-runner: allowed-endpoints
  bullfrog             bullfrogsec/bullfrog: allowed-domains, allowed-ips
  cijail               staex-io/cijail: CIJAIL_ENDPOINTS
  gh-aw                github/gh-aw and its firewall: network, domain files
  cargowall            code-cargo/cargowall-action: allowed-hosts, allowed-cidrs, its configuration file

Options
  --json
  -h, --help

Exit status: 0 all was kept, 1 the policy is printed but some meaning was lost, 2 when the file cannot be read or holds no list.
`;

const OPTIONS = { from: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

const TOOLS: Readonly<Record<string, (source: Source, draft: Draft) => void>> = {
  'harden-runner': fromHardenRunner,
  bullfrog: fromBullfrog,
  cijail: fromCijail,
  'gh-aw': fromGhAw,
  cargowall: fromCargowall,
};

/** `egress-filter convert`. */
export async function convertCommand(args: string[]): Promise<number> {
  const { options, files } = parseOptionsAndFiles(args, OPTIONS, 'egress-filter convert --help');
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [file] = files;
  const known = Object.keys(TOOLS).join(', ');
  if (options.from === undefined || file === undefined || files.length > 1)
    throw new UserError('convert needs --from and one file: see egress-filter convert --help.');
  const convert = Object.hasOwn(TOOLS, options.from) ? TOOLS[options.from] : undefined;
  if (convert === undefined) throw new UserError(`--from takes one of ${known}, not "${options.from}".`);
  stopWhenNobodyReads();
  const draft = new Draft();
  convert(new Source(readText(file, 'list')), draft);
  const warnings = draft.remarks.filter(({ severity }) => severity === 'warning');
  if (draft.ruleCount === 0 && warnings.length === 0) throw new UserError(`${nameOf(file)} holds no list of ${options.from}.`);
  if (options.json) {
    const notes = draft.remarks.filter(({ severity }) => severity === 'note').map(({ message }) => message);
    printJson({ from: options.from, file: nameOf(file), rules: draft.ruleCount, policy: draft.policy, warnings, notes });
  } else {
    await print(draft.policy);
    const paint = paintFor(process.stderr);
    for (const remark of draft.remarks) process.stderr.write(`${format(remark, nameOf(file), paint.yellow)}\n`);
  }
  return warnings.length > 0 ? 1 : 0;
}

function format({ severity, line, entry, message }: Remark, file: string, color: (text: string) => string): string {
  const where = line === undefined ? file : `${file}:${line}`;
  if (severity === 'note') return `note: ${message}`;
  return `${visible(where)}: ${color('warning')}: ${entry === undefined ? '' : `${visible(entry, 200)}: `}${message}`;
}
