import { visibleAscii } from './escape.ts';
import type { Refusal, Summary } from './types.ts';

/**
 * Rules that would allow what was denied, as policy text: sorted, each once, with who asked as a comment. Empty where nothing was denied
 * or no rule would help. Lines from a log are not trusted to be rules: what could be more than one rule on one line is left out.
 */
export function suggestPolicy(summary: Summary): string {
  const wanted = new Map<string, Set<string>>();
  for (const refusal of [...summary.denied, ...summary.names, ...summary.audited]) {
    const line = ruleOf(refusal);
    if (line === undefined) continue;
    const commands = wanted.get(line) ?? new Set();
    commands.add(refusal.process.exe ?? refusal.process.command);
    wanted.set(line, commands);
  }
  // A host rule lets the name be looked up too.
  for (const line of wanted.keys()) if (line.startsWith('dns:') && wanted.has(line.slice(4))) wanted.delete(line);
  return [...wanted.keys()]
    .sort(byDomain)
    .map((line) => `${line}  # ${commentOf(wanted.get(line) ?? new Set())}\n`)
    .join('');
}

/** The line to add for one refusal, safe to show and to paste; undefined where there is none. */
export function ruleOf({ suggestion }: Pick<Refusal, 'suggestion'>): string | undefined {
  return suggestion !== undefined && ONE_RULE.test(suggestion) ? suggestion : undefined;
}

/** Without the look-ups of names that the same program was refused to connect to as well, where one line allows both. */
export function withoutEchoes(list: readonly Refusal[]): Refusal[] {
  const key = (refusal: Refusal): string => `${ruleOf(refusal)}\0${refusal.process.exe}`;
  const told = new Set(list.filter(({ type }) => type !== 'dns').map(key));
  return list.filter((refusal) => refusal.type !== 'dns' || ruleOf(refusal) === undefined || !told.has(key(refusal)));
}

/** Printable ASCII, single blanks, no comment, header, preset or deny rule, and no workflow command of the runner. */
const ONE_RULE = /^(?![[#!@:])(?=.*[A-Za-z0-9])(?!.*(?: #|##\[))[!-~]+(?: [!-~]+){0,10}$/;

function commentOf(commands: Set<string>): string {
  const names = [...commands].map((command) => visibleAscii(command, 60)).sort();
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

/** Lines of one domain stand together: compared by labels from the right. */
function byDomain(a: string, b: string): number {
  const [left, right] = [domainKey(a), domainKey(b)];
  if (left === right) return a < b ? -1 : 1;
  return left < right ? -1 : 1;
}

function domainKey(line: string): string {
  const host = /(?:^|\s)(?:https?:\/\/|dns:)?([^\s:/]+)/.exec(line.replace(/^[A-Z|*]+ (?=http)/, ''))?.[1] ?? line;
  return /^[0-9.]+$/.test(host) ? `~${host}` : host.split('.').reverse().join('.');
}
