import type { Finding } from '../../policy/index.ts';
import { expressionsOf } from './expressions.ts';
import { LineIndex } from './line-index.ts';

/** A finding at a place of a file. */
export interface PlacedFinding extends Finding {
  /** As a person named it. */
  readonly file: string;
  /** The job whose policy it is about, in a workflow. */
  readonly job?: string;
}

/** One file, or one scalar of a workflow, that holds a policy or a part of one. */
export interface Piece {
  readonly file: string;
  /** Lines of the whole file. */
  readonly lines: LineIndex;
  readonly text: string;
  /** Index into the file for an index into `text`. */
  readonly origin: (index: number) => number;
}

/** A policy as one step, or one file, has it: all that is compiled together. */
export interface PolicyText {
  readonly file: string;
  /** In a workflow. */
  readonly use?: Use;
  /** What is compiled. Lines that hold an expression are empty here. */
  readonly text: string;
  readonly default?: 'deny' | 'allow' | undefined;
  /** Lines that were left out. */
  readonly unjudged: number;
  /** What the reading of the file itself has to say. */
  readonly findings: readonly PlacedFinding[];
  /** Where a line of the text stands: file, and line in it. */
  lineOf(line: number): { readonly file: string; readonly line: number; readonly written: string } | undefined;
  place(finding: Finding): PlacedFinding;
}

/** The step that uses the action. */
export interface Use {
  /** Id of the job; absent in a composite action. */
  readonly job?: string;
  /** Counts from 1 within the job. */
  readonly step: number;
  readonly uses: string;
  readonly line: number;
}

/** A sentence about `line 3` of a policy, with the line of the file instead. */
export function inFile(sentence: string, policy: PolicyText): string {
  return sentence.replace(/\bline (\d+)/, (written, number: string) => {
    const at = policy.lineOf(Number(number));
    if (at === undefined) return written;
    return at.file === policy.file ? `line ${at.line}` : `line ${at.line} of ${at.file}`;
  });
}

interface Line {
  readonly piece: Piece;
  readonly start: number;
  readonly text: string;
  readonly judged: boolean;
}

/** Between two pieces, so that no header reaches from one into the other. */
const RESET = '[]';

export interface PolicyTextOptions {
  readonly file: string;
  readonly use?: Use;
  readonly default?: 'deny' | 'allow' | undefined;
  readonly findings?: readonly PlacedFinding[];
  /** In a workflow `${{ }}` is replaced before the policy is read; in a file it is text like any other. */
  readonly expressions?: boolean;
}

export function makePolicyText(pieces: readonly Piece[], options: PolicyTextOptions): PolicyText {
  const findings = [...(options.findings ?? [])];
  const lines: (Line | undefined)[] = [];
  for (const piece of pieces) {
    if (lines.length > 0) lines.push(undefined);
    lines.push(...readLines(piece, options, findings));
  }
  const at = (line: number): Line | undefined => lines[line - 1];
  const { file, use } = options;
  return {
    file,
    ...(use === undefined ? {} : { use }),
    text: lines.map((line) => (line === undefined ? RESET : line.judged ? line.text : '')).join('\n'),
    default: options.default,
    unjudged: lines.filter((line) => line?.judged === false).length,
    findings,
    lineOf(number) {
      const line = at(number);
      if (line === undefined) return undefined;
      const { piece } = line;
      return { file: piece.file, line: piece.lines.at(piece.origin(line.start)).line, written: line.text };
    },
    place(finding) {
      const line = at(finding.line);
      return line === undefined ? { ...finding, file } : placed(finding, line, use);
    },
  };
}

/** A policy file: the text as it is. */
export function policyFile(file: string, source: string): PolicyText {
  return makePolicyText([filePiece(file, source)], { file });
}

/** A byte order mark at the start of a file is no part of its first line. */
export function filePiece(file: string, source: string): Piece {
  const start = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  return { file, lines: new LineIndex(source), text: source.slice(start), origin: (index) => index + start };
}

function placed(finding: Finding, { piece, start }: Line, use: Use | undefined): PlacedFinding {
  const from = piece.origin(start + finding.column - 1);
  const to = piece.origin(start + finding.column - 1 + finding.length);
  const { line, column } = piece.lines.at(from);
  return {
    ...finding,
    file: piece.file,
    line,
    column,
    // A folded line of a policy may end on another line of the file.
    length: Math.max(1, Math.min(to - from, piece.lines.textOf(line).length - column + 1)),
    ...(use?.job === undefined ? {} : { job: use.job }),
  };
}

function readLines(piece: Piece, options: PolicyTextOptions, findings: PlacedFinding[]): Line[] {
  const expressions = options.expressions ? expressionsOf(piece.text) : [];
  const lines: Line[] = [];
  const index = new LineIndex(piece.text);
  let next = 0;
  // Below a header that is not known, nothing is known until the next one.
  let lostHeader = false;
  for (let number = 1; number <= index.count; number++) {
    const start = index.startOf(number);
    const text = index.textOf(number);
    const end = start + text.length;
    while ((expressions[next]?.to ?? Number.POSITIVE_INFINITY) <= start) next++;
    const expression = (expressions[next]?.from ?? end) < end ? expressions[next] : undefined;
    const isHeader = /^[ \t]*\[/.test(text);
    if (isHeader) lostHeader = expression !== undefined;
    const isBlank = /^[ \t]*(?:#|$)/.test(text) && expression === undefined;
    const line: Line = { piece, start, text, judged: isBlank || (expression === undefined && !lostHeader) };
    lines.push(line);
    if (expression !== undefined) {
      const from = Math.max(expression.from, start);
      const column = from - start + 1;
      const length = Math.max(1, Math.min(expression.to, end) - from);
      const message = isHeader
        ? 'this header holds an expression, so neither it nor the rules below it are judged here'
        : 'this line holds an expression, so it is not judged here';
      findings.push(placed({ severity: 'hint', code: 'expression', line: 0, column, length, message }, line, options.use));
    }
  }
  return lines;
}
