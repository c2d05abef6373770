import type { Qualifiers } from './attributes.ts';
import { LineReport } from './findings.ts';
import { deadHeader, type Header, noHeader, readHeader } from './headers.ts';
import { parseRepository, readLines } from './lines.ts';
import { readPreset } from './preset-lines.ts';
import { presetNamed } from './presets/index.ts';
import { readRule, type Source } from './rule-line.ts';
import type { Rule } from './rules.ts';
import { type Attribute, everyone, makeScope, name, type Scope } from './scope.ts';
import { isBlank, type Token, tokenize } from './tokens.ts';
import type { Finding } from './types.ts';

export interface Parsed {
  /** Only what was understood: a line with an error gives no rule. */
  readonly rules: readonly Rule[];
  readonly findings: Finding[];
  /** Lines that hold rules, a preset counted once. */
  readonly ruleLines: number;
}

interface State {
  readonly findings: Finding[];
  readonly rules: Rule[];
  readonly scopes: Map<string, Scope>;
  readonly scopesOf: Map<readonly Attribute[], Scope>;
  readonly qualifiers: Map<string, Qualifiers>;
  readonly presets: Map<string, readonly Rule[]>;
  ruleLines: number;
}

/** Far more than a person writes; it bounds what a single line can cost. */
const longestLine = 16_384;

/** Reads a whole policy. Never throws: whatever the text holds ends as rules and findings. */
export function parse(text: string, repository?: string): Parsed {
  const state: State = {
    findings: [],
    rules: [],
    scopes: new Map(),
    scopesOf: new Map(),
    qualifiers: new Map(),
    presets: new Map(),
    ruleLines: 0,
  };
  let header = noHeader;
  for (const line of readLines(text, parseRepository(repository))) {
    const start = firstInk(line.text);
    if (start === -1 || line.text[start] === '#') continue;
    const report = new LineReport(line, state.findings);
    if (line.text.length > longestLine) {
      report.error('long-line', start, line.text.length - start, `a line has at most ${longestLine} characters`);
      if (line.text[start] === '[') header = deadHeader;
    } else if (line.text[start] === '[') {
      header = readHeader(report, start);
      if (header.dead && !report.failed) warnUnresolved(report, start);
    } else {
      readRuleLine(state, report, header, start);
    }
  }
  return { rules: state.rules, findings: state.findings, ruleLines: state.ruleLines };
}

function firstInk(text: string): number {
  for (let index = 0; index < text.length; index++) if (!isBlank(text.charCodeAt(index))) return index;
  return -1;
}

function warnUnresolved(report: LineReport, start: number): void {
  const { text } = report.line;
  report.warning(
    'unknown-repository',
    start,
    text.trimEnd().length - start,
    'the repository is not known, so {owner} and {repo} stand for nothing and this line matches nothing',
  );
}

function readRuleLine(state: State, report: LineReport, header: Header, start: number): void {
  const { line } = report;
  const deny = line.text[start] === '!';
  const { tokens, end } = tokenize(report, start + (deny ? 1 : 0), false);
  state.ruleLines++;
  const [first] = tokens;
  if (deny && (first === undefined || first.start > start + 1)) {
    report.error(
      'lone-bang',
      start,
      1,
      'the ! stands right before the rule that it turns into a denial',
      first && { start, length: first.start - start, text: '!' },
    );
  }
  if (first === undefined) return;
  const source: Source = { report, header, deny, text: line.written(start, end), known: state.qualifiers };
  const rules = first.text.startsWith('@')
    ? readPresetLine(state, source, tokens)
    : readRule(source, tokens, (own) => scopeOf(state, header, own));
  if (report.failed || header.dead) return;
  if (line.unresolved) warnUnresolved(report, start);
  else for (const rule of rules) state.rules.push(rule);
}

function readPresetLine(state: State, source: Source, tokens: readonly Token[]): readonly Rule[] {
  const { report, header, deny, text } = source;
  const [first, ...rest] = tokens;
  const preset = first && readPreset(report, first, rest, header, deny);
  if (preset === undefined || report.failed) return [];
  const scope = scopeOf(state, header, preset.attributes);
  let rules = state.presets.get(preset.name);
  if (rules === undefined) {
    rules = parse(presetNamed(preset.name)?.policy ?? '').rules;
    state.presets.set(preset.name, rules);
  }
  const { line } = report;
  return rules.map((rule) => ({ ...rule, line: line.number, text: `${text}: ${rule.text}`, scope, preset: true }));
}

/** A rule's attributes override the header's, key by key. */
function scopeOf(state: State, header: Header, own: readonly Attribute[]): Scope {
  if (header.attributes.length === 0) return own.length === 0 ? everyone : ownScope(state, own);
  const keys = new Set(own.map(name));
  return makeScope([...header.attributes.filter((attribute) => !keys.has(name(attribute))), ...own], state.scopes);
}

function ownScope(state: State, own: readonly Attribute[]): Scope {
  let scope = state.scopesOf.get(own);
  if (scope === undefined) {
    scope = makeScope(own, state.scopes);
    state.scopesOf.set(own, scope);
  }
  return scope;
}
