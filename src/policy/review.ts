import { formatIPv4, mask, type Network } from './address.ts';
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
  readonly #at = new RuleLists<string>();
  readonly #below = new RuleLists<string>();

  add(rule: Rule, base: string): void {
    this.#at.push(base, rule);
    for (const parent of parents(base)) this.#below.push(parent, rule);
  }

  /** Rules whose pattern could meet one of this base. */
  *around(base: string): Generator<Rule> {
    yield* this.#at.get(base);
    yield* this.#below.get(base);
    for (const parent of parents(base)) yield* this.#at.get(parent);
  }
}

const noRules: readonly Rule[] = [];

/** Rules by key. Most keys have one rule, and a list for each would be most of what a review costs. */
class RuleLists<Key> {
  readonly #entries = new Map<Key, Rule | Rule[]>();

  push(key: Key, rule: Rule, most = Number.POSITIVE_INFINITY): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, rule);
    else if (!Array.isArray(entry)) this.#entries.set(key, [entry, rule]);
    else if (entry.length < most) entry.push(rule);
  }

  get(key: Key): readonly Rule[] {
    const entry = this.#entries.get(key);
    if (entry === undefined) return noRules;
    return Array.isArray(entry) ? entry : [entry];
  }

  get size(): number {
    return this.#entries.size;
  }
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

/** A rule that another one makes needless: the same again, or one within a wildcard, a range or a whole host. */
function findShadowed(rules: readonly Rule[], findings: Finding[]): void {
  const wide = new WideRules(rules);
  const seen = new RuleLists<string>();
  for (const rule of rules) {
    const key = targetKey(rule);
    const earlier = seen.get(key).find((twin) => isSame(twin, rule));
    if (earlier !== undefined) {
      findings.push(finding(rule, 'hint', 'repeated-rule', `line ${earlier.line} says the same`));
      continue;
    }
    seen.push(key, rule, 20);
    const cover = wide.coverOf(rule);
    if (cover !== undefined)
      findings.push(finding(rule, 'hint', 'shadowed-rule', `line ${cover.line} (${cover.text}) already covers this`));
  }
}

function targetKey({ target, deny }: Rule): string {
  const sign = deny ? '!' : '';
  if (target.kind === 'host') return sign + target.host.text;
  if (target.kind === 'name') return `${sign}dns:${target.host.text}`;
  if (target.kind === 'address') return `${sign}${target.network.base}/${target.network.length}`;
  const host = isNetwork(target.host) ? formatIPv4(target.host.base) : target.host.text;
  return `${sign}${target.scheme}://${host}${target.path.text}`;
}

/** Of two rules with the same target. */
function isSame(a: Rule, b: Rule): boolean {
  if (a.passthrough !== b.passthrough || a.insecure !== b.insecure || a.scope !== b.scope || a.protocol !== b.protocol) return false;
  return coversPorts(a.ports, b.ports) && coversPorts(b.ports, a.ports) && coversMethods(a, b) && coversMethods(b, a);
}

function coversMethods({ target: wide }: Rule, { target: narrow }: Rule): boolean {
  if (wide.kind !== 'url' || narrow.kind !== 'url' || wide.methods === 'any') return true;
  return narrow.methods !== 'any' && narrow.methods.every((method) => wide.methods.includes(method));
}

/** Rules that may cover others, by what they cover; of those with the same target the first few are looked at. */
class WideRules {
  readonly #hosts = new RuleLists<string>();
  readonly #domains = new RuleLists<string>();
  readonly #ranges = new Map<number, RuleLists<number>>();

  constructor(rules: readonly Rule[]) {
    const hasUrls = rules.some((rule) => rule.target.kind === 'url');
    for (const rule of rules) {
      const { target } = rule;
      if (target.kind === 'host' && target.host.glob === undefined) {
        if (target.host.subdomains) this.#domains.push(target.host.base, rule);
        else if (hasUrls) this.#hosts.push(target.host.base, rule);
      } else if (target.kind === 'address' && target.network.length < 32) {
        const { base, length } = target.network;
        const table = this.#ranges.get(length) ?? new RuleLists<number>();
        this.#ranges.set(length, table);
        table.push(base, rule);
      }
    }
  }

  coverOf(rule: Rule): Rule | undefined {
    const { target } = rule;
    if (target.kind === 'name') return undefined;
    if (target.kind === 'address') return this.#rangeAround(rule, target.network);
    return isNetwork(target.host) ? undefined : this.#domainAround(rule, target.host, target.kind === 'url');
  }

  #rangeAround(rule: Rule, { base, length }: Network): Rule | undefined {
    for (const [shorter, table] of this.#ranges) {
      const cover = shorter < length ? pick(table.get(mask(base, shorter)), rule) : undefined;
      if (cover !== undefined) return cover;
    }
    return undefined;
  }

  #domainAround(rule: Rule, host: HostPattern, isUrl: boolean): Rule | undefined {
    const same = isUrl && host.glob === undefined ? pick((host.subdomains ? this.#domains : this.#hosts).get(host.base), rule) : undefined;
    if (same !== undefined || this.#domains.size === 0) return same;
    const own = host.glob === undefined ? undefined : pick(this.#domains.get(host.base), rule);
    if (own !== undefined) return own;
    for (const parent of parents(host.base)) {
      const cover = pick(this.#domains.get(parent), rule);
      if (cover !== undefined) return cover;
    }
    return undefined;
  }
}

function pick(candidates: readonly Rule[], rule: Rule): Rule | undefined {
  for (let index = 0; index < candidates.length && index < 20; index++) {
    const candidate = candidates[index];
    if (candidate !== undefined && shadows(candidate, rule)) return candidate;
  }
  return undefined;
}

/** `wide` allows all that `rule` allows, to the same processes or more, and treats it the same. */
function shadows(wide: Rule, rule: Rule): boolean {
  if (wide === rule || wide.deny !== rule.deny || wide.passthrough !== rule.passthrough || wide.insecure !== rule.insecure) return false;
  if (wide.scope !== everyone && wide.scope !== rule.scope) return false;
  if (wide.protocol !== 'any' && wide.protocol !== rule.protocol) return false;
  if (!coversPorts(wide.ports, rule.ports) || opensMore(rule)) return false;
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
    if (rule.target.kind === 'url' || host === undefined || !host.subdomains || host.glob !== undefined || !host.base.includes('.'))
      continue;
    if (exact.has(host.base) || told.has(host.base)) continue;
    told.add(host.base);
    findings.push(finding(rule, 'hint', 'apex-not-covered', `${host.text} does not match ${host.base} itself`, host.base));
  }
}
