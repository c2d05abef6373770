import { closest, type LineReport, quote } from './findings.ts';
import { type Attribute, type AttributeKey, attributeKeys, makeAttribute, name, type Quoting } from './scope.ts';
import type { Token } from './tokens.ts';

export interface Qualifiers {
  readonly passthrough: boolean;
  readonly insecure: boolean;
  readonly attributes: readonly Attribute[];
  /** Where the flag stands, for findings about it. */
  readonly flag?: Token;
}

const flags = ['passthrough', 'insecure'] as const;

export const noQualifiers: Qualifiers = { passthrough: false, insecure: false, attributes: [] };

/** What follows a target: flags, then attributes in any order. */
export function readQualifiers(report: LineReport, tokens: readonly Token[]): Qualifiers {
  const attributes: Attribute[] = [];
  const seen = new Map<string, Token>();
  let passthrough: Token | undefined;
  let insecure: Token | undefined;
  for (const [position, token] of tokens.entries()) {
    if (token.text === 'passthrough' || token.text === 'insecure') {
      const earlier = token.text === 'passthrough' ? passthrough : insecure;
      if (earlier !== undefined) report.error('repeated-flag', token.start, token.text.length, `${token.text} is written twice`);
      if (attributes.length > 0) misplacedFlag(report, tokens, token);
      if (token.text === 'passthrough') passthrough = token;
      else insecure = token;
      continue;
    }
    if (isTornAttribute(token, tokens[position + 1])) {
      tornAttribute(report, token, tokens[position + 1]);
      break;
    }
    const attribute = readAttribute(report, token);
    if (attribute === undefined) continue;
    const known = name(attribute);
    if (seen.has(known)) {
      report.error(
        'repeated-attribute',
        token.start,
        known.length,
        `${known}= is given twice; a rule holds each key once, so write two rules`,
      );
    }
    seen.set(known, token);
    attributes.push(attribute);
  }
  if (passthrough !== undefined && insecure !== undefined) {
    const later = passthrough.start > insecure.start ? passthrough : insecure;
    report.error(
      'both-flags',
      later.start,
      later.text.length,
      'passthrough and insecure exclude each other: without interception nothing is verified here',
    );
  }
  const flag = passthrough ?? insecure;
  return { passthrough: passthrough !== undefined, insecure: insecure !== undefined, attributes, ...(flag === undefined ? {} : { flag }) };
}

function misplacedFlag(report: LineReport, tokens: readonly Token[], flag: Token): void {
  const start = tokens[0]?.start ?? 0;
  const last = tokens[tokens.length - 1] ?? flag;
  const others = tokens.filter((token) => token !== flag).map((token) => report.line.written(token.start, token.start + token.text.length));
  const fix = { start, length: last.start + last.text.length - start, text: [flag.text, ...others].join(' ') };
  report.error('flag-after-attribute', flag.start, flag.text.length, `${flag.text} goes before the attributes`, fix);
}

const shape = /^([A-Za-z_-]+)(\[([^\]]*)\]?)?=([\s\S]*)$/;

const forbidden = /[\]#]/;
const absolute = /^[/*?[]/;
const placeholder = /\{(?:owner|repo)\}/i;
const indexForm = /^\[\d{1,6}\]$/;

/** `exe=/usr/bin/git`, `arg[1]="two words"`. */
export function readAttribute(report: LineReport, token: Token): Attribute | undefined {
  const { text, start } = token;
  const [, word = '', bracket, number = '', value = ''] = shape.exec(text) ?? [];
  if (word === '') return unknownWord(report, token);
  const key = attributeKeys.find((known) => known === word);
  const equals = text.length - value.length - 1;
  if (key === undefined) {
    const meant = closest(word, attributeKeys);
    const hint = meant === undefined ? `known are ${attributeKeys.map((known) => `${known}=`).join(', ')}` : `did you mean ${meant}=?`;
    report.error('unknown-attribute', start, word.length, `${quote(`${word}=`)} is not an attribute: ${hint}`, meant);
    return undefined;
  }
  let index: number | undefined;
  if (bracket !== undefined) {
    if (key !== 'arg' || !indexForm.test(bracket)) {
      const message = key === 'arg' ? `arg[N]= takes a number counted from 0, not ${quote(number)}` : `only arg= takes an index`;
      report.error('bad-index', start + word.length, bracket.length, message, key === 'arg' ? undefined : '');
      return undefined;
    }
    index = Number(number);
  }
  return readValue(report, { text: value, start: start + equals + 1 }, key, index);
}

function readValue(report: LineReport, token: Token, key: AttributeKey, index: number | undefined): Attribute | undefined {
  const { text, start } = token;
  const mark = text[0];
  if (text === '') {
    report.error('empty-value', start - 1, 1, `${key}= needs a value right after the =, without a blank`);
    return undefined;
  }
  if (mark !== '"' && mark !== '`') {
    const bad = forbidden.exec(text);
    if (bad !== null) {
      const advice =
        bad[0] === '#' ? 'a comment needs a blank before it, a value with # needs quotes' : 'put the value in quotes or backticks';
      report.error('bad-value', start + bad.index, 1, `${bad[0]} cannot stand in a bare value: ${advice}`, {
        start,
        length: text.length,
        text: `"${text}"`,
      });
      return undefined;
    }
    warnAboutValue(report, token, key, text);
    return makeAttribute(key, index, text, 'bare');
  }
  const close = text.indexOf(mark, 1);
  if (close === -1) return undefined;
  if (close !== text.length - 1) {
    report.error('no-blank', start + close + 1, text.length - close - 1, `a blank is missing after the closing ${mark}`);
    return undefined;
  }
  const quoting: Quoting = mark === '"' ? 'quotes' : 'backticks';
  const value = text.slice(1, -1);
  if (value === '') report.warning('matches-nothing', start, text.length, `an empty ${key}= matches no process`);
  else warnAboutValue(report, { text: value, start: start + 1 }, key, value);
  return makeAttribute(key, index, value, quoting);
}

function warnAboutValue(report: LineReport, token: Token, key: AttributeKey, value: string): void {
  if (key === 'cgroup' && value.startsWith('@') && value !== '@docker' && value !== '@host') {
    report.warning(
      'unknown-shortcut',
      token.start,
      token.text.length,
      `${quote(value)} matches nothing: the shortcuts are @docker and @host`,
      closest(value, ['@docker', '@host']),
    );
  }
  const at = value.lastIndexOf('@');
  if (key === 'action' && at > 0) {
    report.warning(
      'action-ref',
      token.start + at,
      value.length - at,
      'action= is compared with the repository alone, never with a ref',
      '',
    );
  }
  if (key === 'exe' && !absolute.test(value)) {
    report.warning('relative-exe', token.start, token.text.length, 'exe= is compared with the whole path of the executable', `*/${value}`);
  }
  const brace = placeholder.exec(value);
  if (brace !== null) {
    report.warning(
      'unknown-placeholder',
      token.start + brace.index,
      brace[0].length,
      'placeholders are written {owner} and {repo}, in lower case',
      brace[0].toLowerCase(),
    );
  }
}

/** `exe =x`, `exe= x`, `exe = x`. */
function isTornAttribute(token: Token, next: Token | undefined): boolean {
  return next?.text.startsWith('=') === true && /^[A-Za-z]{1,20}(?:\[[^\]]{0,9}\])?$/.test(token.text);
}

function tornAttribute(report: LineReport, token: Token, next: Token | undefined): void {
  const end = next === undefined ? token.start : next.start + next.text.length;
  const fix = { start: token.start, length: end - token.start, text: `${token.text}${next?.text}` };
  report.error('blank-before-equals', token.start, token.text.length, 'no blank around the = of an attribute', fix);
}

function unknownWord(report: LineReport, token: Token): undefined {
  const { text, start } = token;
  const length = text.length;
  const gap = report.line.text.slice(0, start).trimEnd().length;
  const joined = { start: gap, length: start + length - gap, text: text.toLowerCase() };
  if (/^:[\d*]/.test(text)) {
    report.error('blank-before-port', start, length, 'no blank before the port', joined);
    return;
  }
  if (/^\/(?:udp|tcp)$/i.test(text)) {
    report.error('blank-before-protocol', start, length, 'no blank before the protocol', joined);
    return;
  }
  const known = [...flags, ...attributeKeys.map((key) => `${key}=`)];
  const meant = closest(text, known);
  const advice =
    meant === undefined ? 'after the target come passthrough or insecure, then attributes like exe=' : `did you mean ${meant}?`;
  report.error('unknown-word', start, length, `${quote(text)} is not understood here: ${advice}`, meant);
}
