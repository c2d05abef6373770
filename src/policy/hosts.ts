import { compileGlob, type Glob } from './glob.ts';
import { isAscii, toAscii } from './idn.ts';

/** A host as rules write it. Labels are lower-case A-labels. */
export interface HostPattern {
  /** Canonical text. */
  readonly text: string;
  /** Any number of labels, at least one, stand before the rest. */
  readonly subdomains: boolean;
  /** One label before `base`. */
  readonly glob?: Glob;
  /** The labels without wildcards. */
  readonly base: string;
}

/** What is wrong with a host; `suggestion` stands for all of it. */
export interface Mistake {
  readonly code: string;
  readonly start: number;
  readonly length: number;
  readonly message: string;
  readonly suggestion?: string;
}

const label = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/;
const lastLabel = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/;
const globLabel = /^[a-z0-9_*](?:[a-z0-9_*-]*[a-z0-9_*])?$/;

/** A name without a label glob that is written as it is compared, as nearly all are: no need to look at its labels one by one. */
const usual = /^(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Reads `api.example.com`, `*.example.com`, `derp*.example.com`, `*.derp*.example.com`. Positions are within `written`. */
export function readHost(written: string): HostPattern | Mistake {
  const whole = (code: string, message: string, suggestion?: string): Mistake => mistake(code, 0, written.length, message, suggestion);
  if (written.length <= 253 && usual.test(written)) {
    const subdomains = written.startsWith('*');
    return { text: written, subdomains, base: subdomains ? written.slice(2) : written };
  }
  if (written.length > 1000) return whole('bad-host', 'a host name has at most 253 characters');
  const ascii = isAscii(written) ? written.toLowerCase() : toAscii(written);
  const foreign = isAscii(written) ? undefined : foreignCharacter(written);
  if (foreign !== undefined) return foreign;
  if (ascii === undefined) return whole('bad-host', 'this cannot be a host name: it has no form in the domain name system');
  const host = ascii.endsWith('.') ? ascii.slice(0, -1) : ascii;
  if (host.length > 253) return whole('bad-host', 'a host name has at most 253 characters');
  const labels = host.split('.');
  const subdomains = labels.length > 1 && labels[0] === '*';
  const rest = subdomains ? labels.slice(1) : labels;
  const first = rest[0] ?? '';
  const hasGlob = first.includes('*');
  const literals = hasGlob ? rest.slice(1) : rest;
  if (/^\*\.?$/.test(written)) return whole('bare-star', 'a lone * is no host: name a domain, or a range of addresses', '*.example.com');
  if (hasGlob && !subdomains && first === '*') return whole('bad-host', 'this cannot be a host name');
  const problem = badLabel(written, labels, hasGlob ? (subdomains ? 2 : 1) : subdomains ? 1 : 0);
  if (problem !== undefined) return problem;
  if (literals.length === 0) return whole('no-domain', 'a wildcard needs a domain after it', `${written.replace(/\.+$/, '')}.example.com`);
  if (!subdomains && !hasGlob && literals.length < 2) return whole('single-label', 'a host name needs a dot, as in example.com');
  const base = literals.join('.');
  return { text: host, subdomains, base, ...(hasGlob ? { glob: compileGlob(first, 'star') } : {}) };
}

/** A character outside ASCII that no host name has: an invisible blank, mostly. */
function foreignCharacter(written: string): Mistake | undefined {
  const bad = /[^\p{L}\p{M}\p{N}\p{ASCII}\u00b7\u0375\u05f3\u05f4\u30fb\u3002\uff0e\uff61\p{Join_Control}]/u.exec(written);
  if (bad === null) return undefined;
  const { length } = bad[0];
  return mistake(
    'bad-character',
    bad.index,
    length,
    `${showCharacter(bad[0])} cannot stand in a host name`,
    written.replaceAll(bad[0], ''),
  );
}

function showCharacter(char: string): string {
  if (!/[\s\p{C}]/u.test(char)) return char;
  return `the character U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** `firstLiteral`: labels before this one may hold `*`. */
function badLabel(written: string, labels: readonly string[], firstLiteral: number): Mistake | undefined {
  let start = 0;
  const exact = isAscii(written);
  for (const [index, text] of labels.entries()) {
    const at = exact ? start : 0;
    const length = exact ? text.length : written.length;
    start += text.length + 1;
    const isLast = index === labels.length - 1;
    if (text === '')
      return mistake('empty-label', at, 1, 'a host name has no empty label: a dot stands here without a name', withoutEmpty(written));
    if (text.length > 63) return mistake('long-label', at, length, 'a label of a host name has at most 63 characters');
    if (index < firstLiteral) {
      if (!globLabel.test(text)) return labelMistake(text, at, length);
      continue;
    }
    if (text.includes('*')) {
      return mistake('misplaced-star', at, length, '* may stand in the first label only, or in the second after *.');
    }
    if (!label.test(text)) return labelMistake(text, at, length);
    if (isLast && !lastLabel.test(text)) {
      return mistake(
        'bad-top-level',
        at,
        length,
        `a host name cannot end in ${text}: the last label starts with a letter and holds letters, digits and hyphens`,
      );
    }
  }
  return undefined;
}

function labelMistake(text: string, at: number, length: number): Mistake {
  if (text.startsWith('-') || text.endsWith('-')) return mistake('hyphen', at, length, 'a label cannot start or end with a hyphen');
  const bad = /[^a-z0-9_*-]/u.exec(text);
  const char = bad?.[0] ?? text;
  return mistake('bad-character', at + (bad?.index ?? 0), char.length, `${showCharacter(char)} cannot stand in a host name`);
}

function withoutEmpty(written: string): string | undefined {
  const fixed = written.replace(/\.{2,}/g, '.').replace(/^\.|\.$/g, '');
  if (fixed === '' || fixed === written) return undefined;
  return 'base' in readHost(fixed) ? fixed : undefined;
}

function mistake(code: string, start: number, length: number, message: string, suggestion?: string): Mistake {
  return { code, start, length, message, ...(suggestion === undefined ? {} : { suggestion }) };
}

const sane = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;

/** A host name of a question, as the index keys it: lower-case, A-labels, no trailing dot. `undefined` for what no host is called. */
export function canonicalHost(name: string): string | undefined {
  if (name.length > 1000) return undefined;
  const ascii = isAscii(name) ? name.toLowerCase() : toAscii(name);
  if (ascii === undefined) return undefined;
  const host = ascii.endsWith('.') ? ascii.slice(0, -1) : ascii;
  return host.length <= 253 && sane.test(host) ? host : undefined;
}

/** Could one name be matched by both? */
export function hostsOverlap(a: HostPattern, b: HostPattern): boolean {
  const left = unitsFromRight(a);
  const right = unitsFromRight(b);
  for (let index = 0; ; index++) {
    const one = left[index];
    const other = right[index];
    if (one === undefined && other === undefined) return a.subdomains === b.subdomains;
    if (one === undefined) return a.subdomains;
    if (other === undefined) return b.subdomains;
    if (typeof one === 'string' && typeof other === 'string') {
      if (one !== other) return false;
    } else if (typeof one === 'string' || typeof other === 'string') {
      const [text, glob] = typeof one === 'string' ? [one, other] : [other, one];
      if (typeof text === 'string' && typeof glob !== 'string' && !glob.matches(text)) return false;
    }
  }
}

function unitsFromRight(pattern: HostPattern): (string | Glob)[] {
  const units: (string | Glob)[] = pattern.base.split('.').reverse();
  if (pattern.glob !== undefined) units.push(pattern.glob);
  return units;
}
