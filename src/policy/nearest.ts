import type { Engine } from './decide.ts';
import type { Objection } from './explain.ts';
import type { Who } from './leaf.ts';
import { pathMatches } from './paths.ts';
import { hasPort } from './ports.ts';
import type { Asked } from './questions.ts';
import type { Bucket } from './rule-index.ts';
import { isNetwork, type Rule } from './rules.ts';
import { name, scopeMatches } from './scope.ts';
import type { RuleRef, Verdict } from './types.ts';

type Nearest = NonNullable<Verdict['nearest']>;

/** Rules whose host or address matches, and what of each does not; then rules of the names above. At most three, best first. */
export function nearestRules(engine: Engine, asked: Asked, who: Who, objection: Objection): Nearest {
  const found: { rule: RuleRef; mismatch: string; distance: number }[] = [];
  const seen = new Set<Rule>();
  const collect = (buckets: readonly Bucket[], what: string): void => {
    for (const bucket of buckets) {
      for (const rule of bucket.sample) {
        if (seen.has(rule)) continue;
        seen.add(rule);
        const wrong = mismatches(rule, asked, who);
        found.push({
          rule: { line: rule.line, text: rule.text },
          mismatch: phrase(rule, what, wrong, asked, objection),
          distance: wrong.length,
        });
      }
    }
  };
  const hosts =
    asked.type === 'dns' ? [asked.host] : asked.type === 'request' ? (asked.host === undefined ? [] : [asked.host]) : asked.hosts;
  for (const host of hosts.slice(0, 8)) collect(engine.allow.byHost(host), asked.type === 'dns' ? 'name' : 'host');
  if (asked.type !== 'dns' && asked.address !== 'ipv6') collect(engine.allow.byAddress(asked.address), 'address');
  if (found.length === 0) for (const host of hosts.slice(0, 8)) neighbours(engine, host, found);
  if (found.length === 0) return [];
  found.sort((a, b) => a.distance - b.distance || (a.rule.line || Number.POSITIVE_INFINITY) - (b.rule.line || Number.POSITIVE_INFINITY));
  return found.slice(0, 3).map(({ rule, mismatch }) => ({ rule, mismatch }));
}

function neighbours(engine: Engine, host: string, found: { rule: RuleRef; mismatch: string; distance: number }[]): void {
  for (const bucket of engine.allow.nearHost(host)) {
    const rule = bucket.sample[0];
    if (rule === undefined || rule.line === 0 || rule.target.kind === 'address' || isNetwork(rule.target.host)) continue;
    const { text, subdomains, base } = rule.target.host;
    const mismatch = subdomains
      ? `${place(rule)} covers names below ${base}, not ${base} itself`
      : `${place(rule)} names ${text} itself, not the names below it`;
    found.push({ rule: { line: rule.line, text: rule.text }, mismatch, distance: 10 });
  }
}

function mismatches(rule: Rule, asked: Asked, who: Who): readonly string[] {
  const wrong: string[] = [];
  const { target } = rule;
  if (asked.type !== 'dns' && target.kind !== 'name') {
    const protocol = asked.type === 'udp' ? 'udp' : 'tcp';
    if (rule.protocol !== 'any' && rule.protocol !== protocol) wrong.push(`protocol ${protocol}`);
    if (!hasPort(rule.ports, asked.port)) wrong.push(`port ${asked.port}`);
    if (target.kind === 'url' && asked.type === 'request') {
      if (target.scheme !== asked.scheme) wrong.push(`scheme ${asked.scheme}`);
      if (target.methods !== 'any' && !target.methods.includes(asked.method)) wrong.push(`method ${asked.method}`);
      const { path } = asked;
      const readings = path === undefined ? [] : [{ segments: path.main, decoded: true }, ...path.others];
      if (path === undefined || !readings.every((reading) => pathMatches(target.path, reading.segments, reading.decoded)))
        wrong.push('the path');
    }
  }
  if (!scopeMatches(rule.scope, who.process)) {
    for (const attribute of rule.scope.attributes) if (!attribute.matches(who.process)) wrong.push(name(attribute));
  }
  return wrong;
}

function phrase(rule: Rule, what: string, wrong: readonly string[], asked: Asked, objection: Objection): string {
  const start = `${what} matches ${place(rule)}`;
  if (asked.type !== 'dns' && rule.target.kind === 'name') return `${start}, which allows the lookup only`;
  if (wrong.length > 0) return `${start}, ${list(wrong)} ${wrong.length === 1 ? 'does' : 'do'} not`;
  if (objection.guard !== undefined && !objection.server) return `${start}, which does not open the guardrail`;
  if (objection.server) return `${start}, the server that is asked is not allowed`;
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
