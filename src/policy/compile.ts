import { parseIPv4 } from './address.ts';
import { allowsUninspected, decide, type Engine } from './decide.ts';
import { builtInPolicy, defaultResolvers } from './defaults.ts';
import { parse } from './parse.ts';
import { review } from './review.ts';
import { RuleIndex } from './rule-index.ts';
import type { CompileOptions, Policy } from './types.ts';

/**
 * Compiles a policy. Never throws: an invalid text gives a policy with `valid: false`, whose understood lines still decide, so that an audit can go on.
 *
 * @example
 * const policy = compile('api.github.com\n*.npmjs.org step=install');
 * policy.decide({ type: 'tls', host: 'api.github.com', dstIp: '192.0.2.1', dstPort: 443, names: [] }, {}).allow; // true
 */
export function compile(text: string, options: CompileOptions = {}): Policy {
  const parsed = parse(text, options.repository);
  const findings = [...parsed.findings, ...review(parsed.rules)].sort((a, b) => a.line - b.line || a.column - b.column);
  const engine = build(parsed.rules, options);
  return {
    findings,
    valid: findings.every((finding) => finding.severity !== 'error'),
    ruleCount: parsed.ruleLines,
    decide: (question, process, recall) => decide(engine, question, process, recall),
    allowsRaw: (question, process) => decide(engine, question, process).allow,
    allowsUninspected: (host, port, process) => allowsUninspected(engine, host, port, process),
  };
}

function build(rules: ReturnType<typeof parse>['rules'], options: CompileOptions): Engine {
  const allow = new RuleIndex();
  const deny = new RuleIndex();
  for (const rule of rules) (rule.deny ? deny : allow).add(rule);
  for (const rule of parse(builtInPolicy).rules) allow.add({ ...rule, line: 0 });
  const resolvers = new Set((options.resolvers ?? defaultResolvers).map(parseIPv4).filter((address) => address !== undefined));
  return { allow, deny, defaultAllow: options.default === 'allow', resolvers };
}
