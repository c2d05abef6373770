import { contains, formatIPv4, mask } from './address.ts';
import { type HostPattern, hostsOverlap } from './hosts.ts';
import { type Ports, portsOverlap } from './ports.ts';
import { hostOf, isNetwork, isWhole, type Rule } from './rules.ts';
import { everyone, type Scope } from './scope.ts';
import type { Finding } from './types.ts';

/** What only shows when rules are seen together. Errors: passthrough over URL rules. Hints: rules that repeat or shadow each other, `*.x` without `x`. */
export function review(rules: readonly Rule[]): readonly Finding[] {
  const findings: Finding[] = [];
  const own = rules.filter((rule) => !rule.preset);
  findPassthroughOverlaps(own, findings);
  findShadowed(own, findings);
  findMissingApex(own, findings);
  return findings;
}

function finding(rule: Rule, severity: Finding['severity'], code: string, message: string, suggestion?: string): Finding {
  const { line, column, length } = rule;
  return { severity, code, line, column: column + 1, length, message, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** Rules of host patterns by the pattern's base, and by every suffix of it. */
class ByBase {
  readonly #at = new Map<string, Rule[]>();
  readonly #below = new Map<string, Rule[]>();

  add(rule: Rule, base: string): void {
    push(this.#at, base, rule);
    for (const parent of parents(base)) push(this.#below, parent, rule);
  }

  /** Rules whose pattern could meet one of this base. */
  *around(base: string): Generator<Rule> {
    yield* this.#at.get(base) ?? [];
    yield* this.#below.get(base) ?? [];
    for (const parent of parents(base)) yield* this.#at.get(parent) ?? [];
  }
}

function push(map: Map<string, Rule[]>, key: string, rule: Rule): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [rule]);
  else list.push(rule);
}

function* parents(base: string): Generator<string> {
  for (let dot = base.indexOf('.'); dot !== -1; dot = base.indexOf('.', dot + 1)) yield base.slice(dot + 1);
}

/** A connection that is passed through shows no requests, so that URL rules of the same host would be void. */
function findPassthroughOverlaps(rules: readonly Rule[], findings: Finding[]): void {
  const passed = rules.filter((rule) => rule.passthrough);
  if (passed.length === 0) return;
  const urls = new ByBase();
  for (const rule of rules) {
    const host = hostOf(rule);
    if (rule.target.kind === 'url' && rule.target.scheme === 'https' && host !== undefined) urls.add(rule, host.base);
  }
  for (const rule of passed) {
    const host = hostOf(rule);
    if (host === undefined) continue;
    for (const url of urls.around(host.base)) {
      const other = hostOf(url);
      if (other === undefined || !hostsOverlap(host, other) || !portsOverlap(rule.ports, url.ports) || areDisjoint(rule.scope, url.scope))
        continue;
      const [later, earlier] = rule.line > url.line ? [rule, url] : [url, rule];
      const message =
        later === rule
          ? `passthrough hides the requests that the URL rule of line ${earlier.line} is to see`
          : `the passthrough of line ${earlier.line} hides the requests that this URL rule is to see`;
      findings.push(finding(later, 'error', 'passthrough-over-url', message));
      break;
    }
  }
}

/** No process can be in both: some key has another literal value in each. */
function areDisjoint(a: Scope, b: Scope): boolean {
  return a.attributes.some((one) =>
    b.attributes.some(
      (other) =>
        one.key === other.key &&
        one.index === other.index &&
        one.literal !== undefined &&
        other.literal !== undefined &&
        one.literal !== other.literal &&
        isSingle(one.key, one.index),
    ),
  );
}

/** `arg=` asks for any argument and `step=` has two forms, so two values of these can both match. */
function isSingle(key: string, index: number | undefined): boolean {
  return key !== 'step' && (key !== 'arg' || index !== undefined);
}

/** A rule that another one makes needless: the same again, or one within a wildcard, range or whole host. */
function findShadowed(rules: readonly Rule[], findings: Finding[]): void {
  const wide = new Map<string, Rule[]>();
  const seen = new Map<string, Rule>();
  for (const rule of rules) {
    const { target } = rule;
    const host = target.kind === 'host' ? target.host : undefined;
    if (host !== undefined && host.glob === undefined) push(wide, `${host.subdomains ? '*.' : ''}${host.base}`, rule);
    if (target.kind === 'address' && target.network.length < 32) push(wide, `/${target.network.length} ${target.network.base}`, rule);
  }
  const lengths = [...new Set(rules.map((rule) => (rule.target.kind === 'address' ? rule.target.network.length : 32)))].filter(
    (length) => length < 32,
  );
  for (const rule of rules) {
    const signature = signatureOf(rule);
    const earlier = seen.get(signature);
    if (earlier !== undefined) findings.push(finding(rule, 'hint', 'repeated-rule', `line ${earlier.line} says the same`));
    else seen.set(signature, rule);
    if (earlier !== undefined) continue;
    const cover = coversOf(rule, wide, lengths).find((candidate) => shadows(candidate, rule));
    if (cover !== undefined)
      findings.push(finding(rule, 'hint', 'shadowed-rule', `line ${cover.line} (${cover.text}) already covers this`));
  }
}

function signatureOf(rule: Rule): string {
  const { target, ports, protocol, deny, passthrough, insecure, scope } = rule;
  const where =
    target.kind === 'address'
      ? `${target.network.base}/${target.network.length}`
      : target.kind === 'url'
        ? urlKey(target)
        : `${target.kind} ${target.host.text}`;
  return `${where} ${ports === 'any' ? '*' : [...ports].sort().join('|')} ${protocol} ${deny} ${passthrough} ${insecure}\n${scope.id}`;
}

function urlKey(target: Extract<Rule['target'], { kind: 'url' }>): string {
  const host = isNetwork(target.host) ? formatIPv4(target.host.base) : target.host.text;
  return `${target.scheme}://${host}${target.path.text} ${target.methods === 'any' ? '*' : [...target.methods].sort().join('|')}`;
}

function coversOf(rule: Rule, wide: Map<string, Rule[]>, lengths: readonly number[]): readonly Rule[] {
  const { target } = rule;
  if (target.kind === 'address') {
    const { base, length } = target.network;
    return lengths
      .filter((shorter) => shorter < length)
      .flatMap((shorter) => (wide.get(`/${shorter} ${mask(base, shorter)}`) ?? []).slice(0, 20));
  }
  const host = hostOf(rule);
  if (host === undefined || target.kind === 'name') return [];
  const same = target.kind === 'url' ? (wide.get(`${host.subdomains ? '*.' : ''}${host.base}`) ?? []) : [];
  const above = [...wildcardsAbove(host)].flatMap((key) => (wide.get(key) ?? []).slice(0, 20));
  return [...same.slice(0, 20), ...above];
}

function* wildcardsAbove(host: HostPattern): Generator<string> {
  if (host.glob !== undefined) yield `*.${host.base}`;
  for (const parent of parents(host.base)) yield `*.${parent}`;
}

/** `wide` allows all that `rule` allows, to the same processes or more, and treats it the same. */
function shadows(wide: Rule, rule: Rule): boolean {
  if (wide === rule || wide.deny !== rule.deny || wide.passthrough !== rule.passthrough || wide.insecure !== rule.insecure) return false;
  if (wide.scope !== everyone && wide.scope !== rule.scope) return false;
  if (wide.protocol !== 'any' && wide.protocol !== rule.protocol) return false;
  if (!coversPorts(wide.ports, rule.ports) || opensMore(rule)) return false;
  if (rule.target.kind === 'address' && wide.target.kind === 'address') return contains(wide.target.network, rule.target.network.base);
  return true;
}

function coversPorts(wide: Ports, ports: Ports): boolean {
  return wide === 'any' || (ports !== 'any' && ports.every((port) => wide.includes(port)));
}

/** An exact rule opens guardrails that no wildcard opens. */
function opensMore(rule: Rule): boolean {
  const { target, ports } = rule;
  if (ports !== 'any' && ports.some((port) => port === 25 || port === 465 || port === 587)) return true;
  return target.kind === 'address' && (target.network.base >>> 16 === 0xa9fe || target.network.base === 0xa83f8110);
}

function findMissingApex(rules: readonly Rule[], findings: Finding[]): void {
  const exact = new Set<string>();
  for (const rule of rules) {
    const host = hostOf(rule);
    if (host !== undefined && isWhole(host)) exact.add(host.base);
  }
  const told = new Set<string>();
  for (const rule of rules) {
    const host = hostOf(rule);
    if (host === undefined || !host.subdomains || host.glob !== undefined || !host.base.includes('.')) continue;
    if (exact.has(host.base) || told.has(host.base)) continue;
    told.add(host.base);
    findings.push(finding(rule, 'hint', 'apex-not-covered', `${host.text} does not match ${host.base} itself`, host.base));
  }
}
