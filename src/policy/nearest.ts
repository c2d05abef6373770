import type { Engine } from './decide.ts';
import type { Objection } from './explain.ts';
import type { Who } from './leaf.ts';
import { type PathPattern, pathMatches, type RequestPath } from './paths.ts';
import { hasPort } from './ports.ts';
import type { Asked } from './questions.ts';
import type { Bucket } from './rule-index.ts';
import { hostOf, type Rule } from './rules.ts';
import { name } from './scope.ts';
import type { RuleRef, Verdict } from './types.ts';

type Nearest = NonNullable<Verdict['nearest']>;

interface Candidate {
  readonly rule: Rule;
  /** What of the question led to the rule: `host`, `address`, `name`; absent for a rule of a neighbouring name. */
  readonly what: string | undefined;
  readonly distance: number;
}

/** Rules whose host or address matches, and what of each does not; else rules of the names above. At most three, best first. */
export function nearestRules(engine: Engine, asked: Asked, who: Who, objection: Objection): Nearest {
  const best: Candidate[] = [];
  const isName = asked.type === 'dns';
  const hosts = hostsOf(asked);
  for (const host of hosts) collect(engine.allow.byHost(host), isName ? 'name' : 'host', asked, who, best);
  if (!isName && asked.address !== 'ipv6') collect(engine.allow.byAddress(asked.address), 'address', asked, who, best);
  if (best.length === 0) for (const host of hosts) neighbours(engine, host, best);
  if (best.length === 0) return nothing;
  return best.map(({ rule, what }) => ({
    rule: { line: rule.line, text: rule.text },
    mismatch: what === undefined ? neighbour(rule) : phrase(rule, what, asked, who, objection),
  }));
}

/** Keeps the three best, each rule once. Denials are the common case under attack, so that nothing is made for a rule that is not kept. */
function keep(best: Candidate[], rule: Rule, what: string | undefined, distance: number): void {
  let at = best.length;
  for (let index = best.length - 1; index >= 0; index--) {
    const other = best[index];
    if (other === undefined || (other.rule.line === rule.line && other.rule.text === rule.text)) return;
    if (distance < other.distance || (distance === other.distance && lineOf(rule) < lineOf(other.rule))) at = index;
  }
  if (at === 3) return;
  best.splice(at, 0, { rule, what, distance });
  if (best.length > 3) best.pop();
}

const nothing: Nearest = [];

function lineOf({ line }: Rule): number {
  return line === 0 ? Number.MAX_SAFE_INTEGER : line;
}

function hostsOf(asked: Asked): readonly string[] {
  if (asked.type === 'dns') return [asked.host];
  if (asked.type === 'request') return asked.host === undefined ? [] : [asked.host];
  return asked.hosts.length > 8 ? asked.hosts.slice(0, 8) : asked.hosts;
}

function collect(buckets: readonly Bucket[], what: string, asked: Asked, who: Who, best: Candidate[]): void {
  for (const bucket of buckets) for (const rule of bucket.sample) keep(best, rule, what, countMismatches(rule, asked, who));
}

function neighbours(engine: Engine, host: string, best: Candidate[]): void {
  for (const bucket of engine.allow.nearHost(host)) {
    const rule = bucket.sample[0];
    if (rule !== undefined && rule.line > 0) keep(best, rule, undefined, best.length);
  }
}

function neighbour(rule: Rule): string {
  const host = hostOf(rule);
  if (host?.subdomains) return `${place(rule)} covers names below ${host.base}, not ${host.base} itself`;
  return `${place(rule)} names ${host?.text} itself, not the names below it`;
}

/** How many parts of the question the rule does not match; with `words`, which. */
function countMismatches(rule: Rule, asked: Asked, who: Who, words?: string[]): number {
  const { target } = rule;
  let count = 0;
  if (asked.type !== 'dns' && target.kind !== 'name') {
    const protocol = asked.type === 'udp' ? 'udp' : 'tcp';
    if (rule.protocol !== 'any' && rule.protocol !== protocol) count += note(words, 'protocol ', protocol);
    if (!hasPort(rule.ports, asked.port)) count += note(words, 'port ', asked.port);
    if (target.kind === 'url' && asked.type === 'request') {
      if (target.scheme !== asked.scheme) count += note(words, 'scheme ', asked.scheme);
      if (target.methods !== 'any' && !target.methods.includes(asked.method)) count += note(words, 'method ', asked.method);
      if (!pathFits(target.path, asked.path)) count += note(words, 'the path', '');
    }
  }
  for (const attribute of rule.scope.attributes) if (!attribute.matches(who.process)) count += note(words, name(attribute), '');
  return count;
}

function note(words: string[] | undefined, word: string, value: string | number): 1 {
  words?.push(`${word}${value}`);
  return 1;
}

function pathFits(pattern: PathPattern, path: RequestPath | undefined): boolean {
  if (path === undefined || !pathMatches(pattern, path.main, true)) return false;
  return path.others.every(({ segments, decoded }) => pathMatches(pattern, segments, decoded));
}

function phrase(rule: Rule, what: string, asked: Asked, who: Who, objection: Objection): string {
  const start = `${what} matches ${place(rule)}`;
  if (asked.type !== 'dns' && rule.target.kind === 'name') return `${start}, which allows the lookup only`;
  const wrong: string[] = [];
  countMismatches(rule, asked, who, wrong);
  if (wrong.length > 0) return `${start}, ${list(wrong)} ${wrong.length === 1 ? 'does' : 'do'} not`;
  if (objection.server) return `${start}, the server that is asked is not allowed`;
  if (objection.guard !== undefined) return `${start}, which does not open the guardrail`;
  if (rule.target.kind === 'url' && asked.type !== 'request') return `${start}, which allows requests only`;
  return start;
}

function place(rule: RuleRef): string {
  return rule.line === 0 ? 'a built-in rule' : `line ${rule.line}`;
}

function list(words: readonly string[]): string {
  const last = words[words.length - 1] ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
