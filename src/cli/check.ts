import { z } from 'zod';
import { UserError } from '../guard/errors.ts';
import { cite, decideEvent, learnedByAddress, type Policy, type Verdict } from '../policy/index.ts';
import { defaultOption, parseOptions, repositoryOption } from './options.ts';
import { type EventLine, readEvents, type SeenEvent } from './policy/events.ts';
import { nameOf, onlyOneStdin, readText } from './policy/files.ts';
import { compilePolicy, loadOnePolicy } from './policy/load.ts';
import { print, stopWhenNobodyReads } from './policy/screen.ts';

const USAGE = `Usage: egress-filter check --policy FILE --events FILE [options]

Decides events, as a log has them: one JSON verdict a line for one JSON event a line, in their order. Each verdict has policy (allow or
deny), rule (null where none decided) and reason; a denial has denial, nearest and suggestion, too, where there are any.
A line that is no event gives {"error": ..., "line": N} in its place.

Options
  --policy FILE        The policy, or a workflow (- is standard input)
  --events FILE        The events, one JSON object a line (- is standard input)
  --job ID             The job, where the workflow has several policies
  --repo OWNER/NAME    What {owner} and {repo} stand for (default: GITHUB_REPOSITORY)
  --learned FILE       Addresses that names were resolved to: {"name": ["192.0.2.1"]}
  --default WHAT       deny or allow: what happens to what no rule names
  --resolver ADDRESS   The machine's resolver (default 127.0.0.53); may be given several times
  --json               As it is without this option
  -h, --help

Exit status: 0 when every line was decided, whatever the verdicts; 1 when a line was no event, or the policy is not valid (then its
findings are on stderr as JSON and nothing is decided); 2 when a file cannot be read.
`;

const OPTIONS = {
  policy: { type: 'string' },
  events: { type: 'string' },
  job: { type: 'string' },
  repo: { type: 'string' },
  learned: { type: 'string' },
  default: { type: 'string' },
  resolver: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const Learned = z.record(z.string(), z.array(z.string()));

/** `egress-filter check`. */
export async function checkCommand(args: string[]): Promise<number> {
  const options = parseOptions(args, OPTIONS, 'egress-filter check --help');
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (options.policy === undefined || options.events === undefined)
    throw new UserError('check needs --policy and --events: see egress-filter check --help.');
  onlyOneStdin([options.policy, options.events, options.learned]);
  stopWhenNobodyReads();
  const repository = repositoryOption(options.repo ?? process.env.GITHUB_REPOSITORY);
  const { text } = loadOnePolicy(options.policy, options.job);
  const { policy, findings } = compilePolicy(text, { repository, default: defaultOption(options.default), resolvers: options.resolver });
  if (findings.some(({ severity }) => severity === 'error')) {
    process.stderr.write(`${JSON.stringify({ findings })}\n`);
    return 1;
  }
  const learned = options.learned === undefined ? undefined : readLearned(options.learned);
  let broken = 0;
  for await (const batch of readEvents(options.events, 'events')) {
    let answers = '';
    for (const line of batch) {
      if ('problem' in line) broken++;
      answers += `${JSON.stringify(answer(line, policy, learned))}\n`;
    }
    await print(answers);
  }
  return broken > 0 ? 1 : 0;
}

function readLearned(path: string): ReadonlyMap<string, readonly string[]> {
  const text = readText(path, 'list of learned names');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${nameOf(path)} is not valid JSON.`, { cause: error });
  }
  const read = Learned.safeParse(value);
  if (!read.success) throw new UserError(`${nameOf(path)} is no list of learned names: write {"name": ["192.0.2.1"]}.`);
  return learnedByAddress(read.data);
}

function answer(line: EventLine, policy: Policy, learned: ReadonlyMap<string, readonly string[]> | undefined): unknown {
  if ('problem' in line) return { error: line.problem, line: line.number };
  const { event } = line;
  return neverAsked(event) ?? verdictOf(decideEvent(policy, event, learned));
}

/** Lines of a log that no policy decides: the kernel does, or nothing was asked. */
function neverAsked({ type }: SeenEvent): unknown {
  if (type === 'close' || type === 'lost' || type === 'guard') return { policy: null, rule: null, reason: `A ${type} line asks nothing.` };
  if (type === 'sudo') return { policy: null, rule: null, reason: 'Uses of sudo are decided by the input allow-sudo, not by a policy.' };
  if (type === 'ip' || type === 'socket')
    return { policy: 'deny', rule: null, reason: 'Only TCP and UDP may leave, under every policy.', denial: 'never' };
  return undefined;
}

function verdictOf({ allow, rule, reason, denial, passthrough, insecure, nearest, suggestion }: Verdict): unknown {
  return {
    policy: allow ? 'allow' : 'deny',
    rule: rule === undefined ? null : cite(rule),
    reason,
    ...(denial === undefined ? {} : { denial }),
    ...(passthrough ? { passthrough } : {}),
    ...(insecure ? { insecure } : {}),
    ...(nearest === undefined ? {} : { nearest: nearest.map((near) => ({ rule: cite(near.rule), mismatch: near.mismatch })) }),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}
