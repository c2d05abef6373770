import { readAttribute, readQualifiers } from './attributes.ts';
import { type LineReport, quote } from './findings.ts';
import { type Ports, type Protocol, readPorts } from './ports.ts';
import type { Attribute } from './scope.ts';
import { isBlank, type Token, tokenize } from './tokens.ts';
import { isMethod, looksLikeMethods, readMethods, readUrl, type Url } from './urls.ts';

/** What a header gives to the rules below it. */
export interface Header {
  readonly ports?: Ports;
  readonly protocol?: Protocol;
  readonly methods?: 'any' | readonly string[];
  readonly url?: Url;
  readonly passthrough: boolean;
  readonly insecure: boolean;
  readonly attributes: readonly Attribute[];
  /** The header could not be read, or its repository is not known: rules below it are checked, but match nothing. */
  readonly dead: boolean;
}

export const noHeader: Header = { passthrough: false, insecure: false, attributes: [], dead: false };
export const deadHeader: Header = { ...noHeader, dead: true };

/** Reads `[...]`. `start` is the index of the bracket. */
export function readHeader(report: LineReport, start: number): Header {
  const { text } = report.line;
  const { tokens, closed } = tokenize(report, start + 1, true);
  if (closed === undefined) {
    if (!report.failed)
      report.error('unclosed-header', start, 1, 'this header has no closing ]', { start: text.trimEnd().length, length: 0, text: ']' });
    return deadHeader;
  }
  checkAround(report, text, start, closed);
  const [first, ...rest] = tokens;
  if (first === undefined) {
    if (closed > start + 1) report.error('blank-header', start, closed - start + 1, 'a header that resets is written without blanks', '[]');
    return report.failed ? deadHeader : noHeader;
  }
  const header = readContent(report, first, rest);
  return report.failed || header === undefined ? deadHeader : { ...header, dead: report.line.unresolved };
}

function checkAround(report: LineReport, text: string, start: number, closed: number): void {
  const next = text.charCodeAt(closed + 1);
  const inner = text.slice(start + 1, closed);
  if (inner !== inner.trim() && inner.trim() !== '') {
    report.error('blank-in-header', start, closed - start + 1, 'no blanks right after [ or before ]', `[${inner.trim()}]`);
  }
  if (Number.isNaN(next)) return;
  if (!isBlank(next)) {
    const message = text[closed + 1] === '#' ? 'a comment needs a blank before it' : 'nothing may follow the ] of a header';
    const fix = {
      start: closed + 1,
      length: text[closed + 1] === '#' ? 0 : text.length - closed - 1,
      text: text[closed + 1] === '#' ? ' ' : '',
    };
    report.error('after-header', closed + 1, 1, message, fix);
    return;
  }
  const after = text.slice(closed + 1).search(/[^ \t]/);
  if (after !== -1 && text[closed + 1 + after] !== '#') {
    report.error(
      'after-header',
      closed + 1 + after,
      text.slice(closed + 1 + after).trimEnd().length,
      'nothing but a comment may follow a header: rules go on lines of their own',
    );
  }
}

function readContent(report: LineReport, first: Token, rest: readonly Token[]): Header | undefined {
  const { text, start } = first;
  if (text === 'passthrough' || text === 'insecure') {
    rejectSecondKind(report, rest);
    return { ...readQualifiers(report, [first, ...rest.filter((token) => !isSecondKind(token.text))]), dead: false };
  }
  if (text.startsWith(':')) {
    const spec = readPorts(report, text.slice(1), start + 1);
    return spec && { ...noHeader, ...spec, attributes: readAttributes(report, rest) };
  }
  if (text.includes('://')) {
    const url = readUrl(report, first);
    return url && { ...noHeader, url, attributes: readAttributes(report, rest) };
  }
  if (looksLikeMethods(text) && text.split('|').some(isMethod)) {
    const methods = readMethods(report, first);
    return methods && { ...noHeader, methods, attributes: readAttributes(report, rest) };
  }
  if (/^[A-Za-z_-]+(?:\[[^\]]*\])?=/.test(text.slice(0, 200))) {
    return { ...noHeader, attributes: readAttributes(report, [first, ...rest]) };
  }
  unknownHeader(report, first);
  return undefined;
}

/** Attributes only: a header sets one thing, and who it is for. */
function readAttributes(report: LineReport, tokens: readonly Token[]): readonly Attribute[] {
  rejectSecondKind(report, tokens);
  return readQualifiers(
    report,
    tokens.filter((token) => !isSecondKind(token.text)),
  ).attributes;
}

function rejectSecondKind(report: LineReport, tokens: readonly Token[]): void {
  for (const token of tokens) {
    if (!isSecondKind(token.text)) continue;
    report.error(
      'header-kind',
      token.start,
      token.text.length,
      `a header sets one thing, besides attributes: ${quote(token.text)} goes into the rules, or into a header of its own`,
    );
  }
}

function isSecondKind(text: string): boolean {
  if (text === 'passthrough' || text === 'insecure') return true;
  return text.startsWith(':') || text.includes('://') || (looksLikeMethods(text) && text.split('|').every(isMethod));
}

function unknownHeader(report: LineReport, token: Token): void {
  const { text, start } = token;
  const length = text.length;
  if (/^\d+(?:[|/].*)?$/.test(text)) {
    report.error('header-port', start, length, 'a port header starts with a colon', `:${text}`);
  } else if (text.startsWith('/')) {
    report.error(
      'header-path',
      start,
      length,
      'a path alone cannot be a header: write the URL it belongs to',
      `https://example.com${text}`,
    );
  } else if (/^[^\s=]+\.[^\s=]+$/.test(text.slice(0, 300))) {
    report.error('header-host', start, length, 'a host cannot be a header; a URL can', `https://${text}`);
  } else {
    readAttribute(report, token);
  }
}
