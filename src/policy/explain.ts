import { formatIPv4 } from './address.ts';
import type { Engine } from './decide.ts';
import type { Guard } from './guardrails.ts';
import type { Who } from './leaf.ts';
import { nearestRules } from './nearest.ts';
import type { Asked, AskedRequest } from './questions.ts';
import { suggestLine } from './suggest.ts';
import type { RuleRef, Verdict } from './types.ts';

interface Grounds {
  readonly rule?: RuleRef;
  readonly by: 'name' | 'address' | 'default';
  readonly name?: string | undefined;
  readonly passthrough?: boolean;
  readonly insecure?: boolean;
}

/** The last verdict by each rule. One object for verdicts that are alike lets whoever has seen it know the next. */
const lastBy = new WeakMap<RuleRef, Verdict>();

export function explainAllow(asked: Asked, grounds: Grounds): Verdict {
  const { rule, by, name, passthrough = false, insecure = false } = grounds;
  if (rule === undefined) {
    return { allow: true, by, passthrough, insecure, reason: `No rule names ${describe(asked)}, and the default is to allow.` };
  }
  const last = lastBy.get(rule);
  if (last?.by === by && last.name === name && last.passthrough === passthrough && last.insecure === insecure) return last;
  const about = { allow: true, rule: { line: rule.line, text: rule.text }, by, passthrough, insecure, reason: `Allowed by ${cite(rule)}.` };
  const verdict = name === undefined ? about : { ...about, name };
  lastBy.set(rule, verdict);
  return verdict;
}

export interface Objection {
  readonly denial: 'guardrail' | 'rule' | 'no-rule';
  readonly rule?: RuleRef;
  readonly guard?: Guard | undefined;
  /** Of a lookup: it is the server asked that is not allowed. */
  readonly server?: boolean;
  /** Of a lookup: the rule that would allow the name. */
  readonly nameRule?: RuleRef | undefined;
}

export function explainDenial(engine: Engine, asked: Asked, who: Who, objection: Objection): Verdict {
  const { denial, rule } = objection;
  if (denial === 'rule' && rule !== undefined) {
    return {
      allow: false,
      passthrough: false,
      insecure: false,
      denial,
      rule: { line: rule.line, text: rule.text },
      reason: `Denied by ${cite(rule)}.`,
    };
  }
  const doubtful = asked.type === 'request' && asked.path === undefined && nearestRules(engine, asked, who, objection).length > 0;
  return new Denial(engine, asked, who, objection, doubtful);
}

/**
 * A denial that looks for advice when it is asked for some, and then once: that costs as much as the decision, and under a flood of
 * denials nobody reads it. `JSON.stringify` shows all of it, a spread does not.
 */
class Denial implements Verdict {
  readonly allow = false;
  readonly passthrough = false;
  readonly insecure = false;
  readonly denial: NonNullable<Verdict['denial']>;
  readonly reason: string;
  readonly #engine: Engine;
  readonly #asked: Asked;
  readonly #who: Who;
  readonly #objection: Objection;
  #suggestion: string | undefined | null = null;
  #nearest: Verdict['nearest'] | null = null;

  constructor(engine: Engine, asked: Asked, who: Who, objection: Objection, doubtful: boolean) {
    this.denial = doubtful && objection.denial === 'no-rule' ? 'malformed' : objection.denial;
    this.#engine = engine;
    this.#asked = asked;
    this.#who = who;
    this.#objection = objection;
    this.reason = reasonOf(asked, objection, doubtful);
  }

  get suggestion(): string | undefined {
    if (this.#suggestion === null) this.#suggestion = suggestLine(this.#engine, this.#asked, this.#objection);
    return this.#suggestion;
  }

  get nearest(): Verdict['nearest'] {
    if (this.#nearest === null) {
      const rules = nearestRules(this.#engine, this.#asked, this.#who, this.#objection);
      this.#nearest = rules.length > 0 ? rules : undefined;
    }
    return this.#nearest;
  }

  toJSON(): Verdict {
    const { allow, passthrough, insecure, denial, reason, suggestion, nearest } = this;
    return {
      allow,
      passthrough,
      insecure,
      denial,
      reason,
      ...(suggestion === undefined ? {} : { suggestion }),
      ...(nearest === undefined ? {} : { nearest }),
    };
  }
}

function reasonOf(asked: Asked, objection: Objection, doubtful: boolean): string {
  if (asked.address === 'ipv6') return `IPv6 is switched off, so no rule allows ${describe(asked)}.`;
  if (objection.guard !== undefined) return `Guardrail: ${objection.guard.what}.`;
  if (asked.type === 'dns' && objection.server) {
    return `The DNS server ${formatIPv4(asked.address)}:${asked.port}/${asked.protocol} is neither the machine's resolver nor allowed by an address rule.`;
  }
  if (doubtful) return 'The path of this request can be read in more than one way, so no URL rule can allow it.';
  return `No rule allows ${describe(asked)}.`;
}

/** `line 3: api.example.com`, as the log has it. */
export function cite(rule: RuleRef): string {
  return rule.line === 0 ? `built-in: ${rule.text}` : `line ${rule.line}: ${rule.text}`;
}

function describe(asked: Asked): string {
  switch (asked.type) {
    case 'dns':
      return `looking up ${asked.host}`;
    case 'request':
      return `${asked.method} ${urlOf(asked)}`;
    case 'tls':
      return `TLS to ${asked.hosts[0] ?? addressOf(asked)}:${asked.port}`;
    default:
      return `${asked.type.toUpperCase()} to ${asked.hosts[0] ?? addressOf(asked)}:${asked.port}`;
  }
}

function addressOf({ address }: Asked): string {
  return address === 'ipv6' ? 'an IPv6 address' : formatIPv4(address);
}

/** Without the query, which may hold secrets; never with a control character. */
function urlOf(asked: AskedRequest): string {
  const port = asked.port === (asked.scheme === 'https' ? 443 : 80) ? '' : `:${asked.port}`;
  const { target } = asked;
  const query = target.indexOf('?');
  const path = target.slice(0, query === -1 ? 200 : Math.min(query, 200));
  return `${asked.scheme}://${asked.authority}${port}${asked.path === undefined ? path.replace(unprintable, '?') : path}${path.length === 200 ? '...' : ''}`;
}

const unprintable = /[^\x21-\x7e]+/g;
