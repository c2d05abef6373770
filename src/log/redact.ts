import type { LogEvent } from './event.ts';
import { REDACTED, redactText, redactUrl, secretName, takesSecret } from './secrets.ts';

/** Texts and command lines remembered, and how long one may be: those of one process and one rule come back with every request. */
const MOST_REMEMBERED = 2048;
const LONGEST_REMEMBERED = 2048;

/**
 * Makes a function that gives an event without query strings, passwords in URLs and what looks like a secret. It remembers the texts that come
 * back, in bounded memory. Every expression below takes time linear in the text: processes choose it.
 */
export function createRedactor(): <Event extends Partial<LogEvent>>(event: Event) => Event {
  const texts = remembered(redactText);
  // Joined by NUL, which no argument holds.
  const lines = remembered((joined) => redactArgs(joined.split('\0')));
  return (event) => {
    const redacted = { ...event };
    if (event.cmdline && event.cmdline.length > 0) redacted.cmdline = lines(event.cmdline.join('\0'));
    // No two are alike.
    if (event.url !== undefined) redacted.url = redactUrl(event.url);
    for (const field of ['exe', 'reason', 'error', 'suggestion', 'rule'] as const) {
      const text = event[field];
      if (text !== undefined) redacted[field] = texts(text);
    }
    return redacted;
  };
}

function remembered<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > LONGEST_REMEMBERED) return make(text);
    let made = known.get(text);
    if (made === undefined) {
      made = make(text);
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(text, made);
    }
    return made;
  };
}

/** A command line: as {@link redactText} for each argument, and the values of options that are arguments of their own. */
export function redactArgs(args: readonly string[]): string[] {
  const program = basename(args[0] ?? '');
  return args.map((arg, index) => {
    const option = index > 0 ? (args[index - 1] ?? '') : '';
    if (index > 1 && takesSecret(option) && !/^-/.test(arg)) return REDACTED;
    if (index > 1 && takesCredentials(option)) return redactCredentials(arg);
    const assigned = option === '-c' ? null : WHOLE_ASSIGNMENT.exec(arg);
    if (assigned?.[1] && secretName(assigned[1])) return `${assigned[1]}=${REDACTED}`;
    if (index > 0 && ATTACHED_PASSWORD.has(program) && /^-p./.test(arg)) return `-p${REDACTED}`;
    if (index > 0 && program === 'curl' && /^-[a-zA-Z]*u./.test(arg) && arg.includes(':')) return redactCredentials(arg);
    return redactText(arg);
  });
}

/** `--password=two words`: outside a script the value is all that follows. */
const WHOLE_ASSIGNMENT = /^(-{0,2}[A-Za-z_][\w.-]{0,100})=/;

/** `mysql -psecret`: the password sticks to the option. */
const ATTACHED_PASSWORD = new Set(['mysql', 'mysqldump', 'mysqladmin', 'mariadb', 'mariadb-dump', 'sshpass', '7z', 'plink']);

function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function takesCredentials(option: string): boolean {
  return option === '-u' || option === '--user' || option === '--proxy-user' || option === '-U';
}

/** `user:password`; numeric `uid:gid` stays. */
function redactCredentials(arg: string): string {
  const colon = arg.indexOf(':');
  if (colon < 0) return redactText(arg);
  return /^[0-9]+:[0-9]+$/.test(arg) ? arg : `${arg.slice(0, colon)}:${REDACTED}`;
}
