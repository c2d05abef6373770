import type { LineReport } from './findings.ts';

/** A piece of a line between blanks. `start` is an index into the line's text. */
export interface Token {
  readonly text: string;
  readonly start: number;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  /** Index after the last token, before blanks and a comment. */
  readonly end: number;
  /** Index of `]` when a header was asked for and is closed. */
  readonly closed?: number;
}

/**
 * Splits at blanks. A value in quotes or backticks right after `key=` may hold blanks; a `#` after a blank starts a comment.
 * In a header the first `]` outside of such a value, and not the one of `arg[0]`, ends it.
 */
export function tokenize(report: LineReport, start: number, inHeader: boolean): Tokens {
  const { text } = report.line;
  const tokens: Token[] = [];
  let index = start;
  let end = start;
  while (index < text.length) {
    if (isBlank(text.charCodeAt(index))) {
      index++;
      continue;
    }
    if (text[index] === '#' && !(inHeader && index === start)) break;
    const from = index;
    index = endOfToken(report, text, from, inHeader);
    if (index > from) tokens.push({ text: text.slice(from, index), start: from });
    end = index;
    if (inHeader && text[index] === ']') return { tokens, end, closed: index };
  }
  return { tokens, end };
}

export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

const key = /^[A-Za-z]+(?:\[[^\]\s]*\])?$/;
const openIndex = /^arg\[[^\]\s]*$/;

function endOfToken(report: LineReport, text: string, from: number, inHeader: boolean): number {
  let isKey = true;
  for (let index = from; index < text.length; index++) {
    const char = text.charCodeAt(index);
    if (isBlank(char)) return index;
    if (inHeader && char === 0x5d && !(isKey && openIndex.test(text.slice(from, Math.min(index, from + 40))))) return index;
    if (char !== 0x3d || !isKey) continue;
    isKey = false;
    const quoteChar = text[index + 1];
    if ((quoteChar !== '"' && quoteChar !== '`') || !key.test(text.slice(from, index))) continue;
    const close = text.indexOf(quoteChar, index + 2);
    if (close === -1) {
      report.error('unclosed-quote', index + 1, text.length - index - 1, `this value has no closing ${quoteChar}`);
      return text.length;
    }
    index = close;
  }
  return text.length;
}
