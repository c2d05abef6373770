import { parseArgv } from '../../identity/argv.ts';
import type { PrivilegedExec } from '../../kernel/native.ts';
import type { LogEvent } from '../../log/event.ts';
import { redactArgs } from '../../log/redact.ts';
import { redactText } from '../../log/secrets.ts';

/** What the kernel does not say with the event, found by the caller when it came. */
export interface UseContext {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `GITHUB_ACTION` of the step, and its action's repository. */
  readonly step?: string | undefined;
  readonly action?: string | undefined;
  /** sudo was locked at that moment. */
  readonly locked: boolean;
  /** Keep what looks like a secret (`log-level: full`). */
  readonly full: boolean;
  readonly nameOf: (uid: number) => string | undefined;
}

/** The line of the log for an exec that raised its rights. With locked sudo it tells of an attempt: the program itself refuses. */
export function useEvent(event: PrivilegedExec, context: UseContext): LogEvent {
  const args = parseArgv(event.argv, event.argvTruncated);
  const { from, user } = request(args, event.exe);
  const shown = (text: string) => (context.full ? text : redactText(text));
  const line: LogEvent = {
    ts: new Date(context.at).toISOString(),
    type: 'sudo',
    pid: event.pid,
    ppid: event.ppid,
    uid: event.uid,
    user: user === undefined ? (context.nameOf(event.euid) ?? String(event.euid)) : shown(user),
  };
  if (event.exe !== '') line.exe = shown(event.exe);
  // The command is a command line of its own: `sudo mysql -pX` holds the same secret as `mysql -pX`.
  if (args.length > 0) line.cmdline = context.full ? args : [...redactArgs(args.slice(0, from)), ...redactArgs(args.slice(from))];
  if (event.cwd) line.cwd = shown(event.cwd);
  if (context.step) line.step = context.step;
  if (context.action) line.action = context.action;
  if (CHANGES_USER.has(programOf(event.exe, args))) {
    line.policy = context.locked ? 'deny' : 'allow';
    line.reason = context.locked ? 'sudo is locked for the job' : 'allow-sudo: the job may use sudo';
  }
  return line;
}

interface Request {
  /** Where the command begins in the arguments. */
  readonly from: number;
  /** Whom the caller asked to become, where the arguments say so. */
  readonly user?: string | undefined;
}

/** Options that take a value, in short and long form. `user` marks those that name whom to become. */
interface Grammar {
  readonly values: string;
  readonly longValues: readonly string[];
  readonly user: readonly string[];
  /** su(1): the first operand is the user, not a command. */
  readonly userOperand?: true;
}

const SUDO: Grammar = {
  values: 'CDghpRrtTUu',
  longValues: ['close-from', 'chdir', 'group', 'host', 'prompt', 'chroot', 'role', 'type', 'command-timeout', 'other-user', 'user'],
  user: ['u', 'user'],
};
const SU: Grammar = {
  values: 'cgGsCwT',
  longValues: ['command', 'session-command', 'group', 'supp-group', 'shell', 'whitelist-environment'],
  user: [],
  userOperand: true,
};
const DOAS: Grammar = { values: 'Cu', longValues: [], user: ['u'] };
const PKEXEC: Grammar = { values: '', longValues: ['user'], user: ['user'] };

const GRAMMARS = new Map<string, Grammar>([
  ...['sudo', 'sudo.ws', 'sudo-rs', 'sudoedit'].map((name) => [name, SUDO] as const),
  ...['su', 'su-rs'].map((name) => [name, SU] as const),
  ['doas', DOAS],
  ['pkexec', PKEXEC],
]);
const CHANGES_USER: ReadonlySet<string> = new Set(GRAMMARS.keys());

/** The kernel's word for the executable first: argv[0] is the caller's to choose. */
function programOf(exe: string, args: readonly string[]): string {
  const name = basename(exe);
  return GRAMMARS.has(name) ? name : basename(args[0] ?? '');
}

/** getopt(3) with `+`: options end at the first operand or `--`; a value follows its option, attached or as the next argument. */
function request(args: readonly string[], exe: string): Request {
  const grammar = GRAMMARS.get(programOf(exe, args));
  if (!grammar) return { from: args.length };
  let user: string | undefined;
  let index = 1;
  for (; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      index++;
      break;
    }
    if (!grammar.userOperand && ASSIGNMENT.test(arg)) continue;
    if (!arg.startsWith('-') || arg === '-') {
      if (arg === '-' && grammar.userOperand) continue;
      break;
    }
    const option = optionOf(arg, grammar);
    if (!option.takesValue) continue;
    const value = option.value ?? args[++index];
    if (grammar.user.includes(option.name)) user = value;
  }
  // su parses what follows the user as well.
  if (grammar.userOperand) return { from: args.length, user: args[index] };
  return { from: Math.min(index, args.length), user };
}

/** `sudo A=b command`. */
const ASSIGNMENT = /^[A-Za-z_]\w*=/;

function optionOf(arg: string, grammar: Grammar): { name: string; takesValue: boolean; value?: string | undefined } {
  if (arg.startsWith('--')) {
    const equals = arg.indexOf('=');
    const name = arg.slice(2, equals < 0 ? undefined : equals);
    return { name, takesValue: grammar.longValues.includes(name), value: equals < 0 ? undefined : arg.slice(equals + 1) };
  }
  // Flags may be bundled: in -nEu the last one takes the value, in -nuroot the rest is the value.
  const at = [...arg.slice(1)].findIndex((letter) => grammar.values.includes(letter));
  if (at < 0) return { name: arg.slice(1), takesValue: false };
  const rest = arg.slice(at + 2);
  return { name: arg.charAt(at + 1), takesValue: true, value: rest === '' ? undefined : rest };
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
