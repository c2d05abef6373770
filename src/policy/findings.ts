import type { Line } from './lines.ts';
import type { Finding } from './types.ts';

/** What to write instead: in place of the text that a finding covers, or of another stretch of the line. */
export type Fix = string | { readonly start: number; readonly length: number; readonly text: string };

/** A long line may be wrong thousands of times; this many are enough to see it. */
const mostFindings = 20;

/** Collects what is wrong with one line, at positions of that line's `text`. */
export class LineReport {
  readonly line: Line;
  failed = false;
  readonly #findings: Finding[];
  #left = mostFindings;

  constructor(line: Line, findings: Finding[]) {
    this.line = line;
    this.#findings = findings;
  }

  /** Nothing was found so far, not even to warn of. */
  get silent(): boolean {
    return this.#left === mostFindings;
  }

  error(code: string, start: number, length: number, message: string, fix?: Fix): void {
    this.failed = true;
    this.#add('error', code, start, length, message, fix);
  }

  warning(code: string, start: number, length: number, message: string, fix?: Fix): void {
    this.#add('warning', code, start, length, message, fix);
  }

  #add(severity: Finding['severity'], code: string, start: number, length: number, message: string, fix: Fix | undefined): void {
    if (this.#left-- <= 0) return;
    const from = this.line.origin(start);
    const to = this.line.origin(start + length);
    const common = { severity, code, line: this.line.number, column: from + 1, length: Math.max(1, to - from), message };
    const suggestion = fix === undefined ? undefined : this.#fixed(fix, start, length);
    this.#findings.push(suggestion === undefined ? common : { ...common, suggestion });
  }

  /** The whole line, with the fix in it; nothing where the fix would write a placeholder's value into the policy. */
  #fixed(fix: Fix, start: number, length: number): string | undefined {
    const { line } = this;
    const change = typeof fix === 'string' ? { start, length, text: fix } : fix;
    const end = change.start + change.length;
    if (line.written(change.start, end) !== line.text.slice(change.start, end)) return undefined;
    return `${line.written(0, change.start)}${change.text}${line.written(end, line.text.length)}`.trim();
  }
}

/** Text of a policy inside a message: never longer than a screen line, never a control character. */
export function quote(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return `\`${short.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd')}\``;
}

/**
 * A finding for a terminal: `file:line:column: severity: message`, the line with a caret under what is meant, and what to write instead.
 * `text` is the policy that was compiled. A long line is cut to the surroundings of the caret.
 */
export function formatFinding(finding: Finding, text: string, fileName = 'policy'): string {
  const line = text.split(/\r\n|\n|\r/, finding.line)[finding.line - 1] ?? '';
  const column = Math.min(Math.max(finding.column - 1, 0), line.length);
  const from = column > 100 ? column - 60 : 0;
  const shown = printable(line.slice(from, from + 160));
  const before = shown.slice(0, column - from).replace(/[^\t]/g, ' ');
  const caret = '^'.repeat(Math.max(1, Math.min(finding.length, shown.length - (column - from))));
  const gutter = String(finding.line);
  const margin = ' '.repeat(gutter.length);
  const lead = from > 0 ? '...' : '';
  const result = [
    `${fileName}:${finding.line}:${finding.column}: ${finding.severity}: ${finding.message}`,
    `${gutter} | ${lead}${shown}`,
    `${margin} | ${' '.repeat(lead.length)}${before}${caret}`,
  ];
  if (finding.suggestion !== undefined) result.push(`${margin} = write: ${printable(finding.suggestion)}`);
  return result.join('\n');
}

/** One code unit stays one code unit, so that the caret stays under its character. */
function printable(text: string): string {
  return text.replace(/(?!\t)[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => '\ufffd'.repeat(char.length));
}

/** The known word that was probably meant, by edit distance; `undefined` when none is near. */
export function closest(word: string, known: readonly string[]): string | undefined {
  if (word.length > 20) return undefined;
  let best: string | undefined;
  let limit = Math.max(1, Math.floor(word.length / 2)) + 1;
  for (const candidate of known) {
    if (Math.abs(word.length - candidate.length) >= limit) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < limit) [best, limit] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const change = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
