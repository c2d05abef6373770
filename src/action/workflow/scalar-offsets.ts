import type { Scalar } from 'yaml';

/**
 * Where each UTF-16 unit of a scalar's value stands in its file, and after the last one where the value ends. A finding about a policy inside a
 * workflow can thus point at the workflow. Where the way back cannot be found, everything points at the scalar's start.
 */
export function scalarOffsets(node: Scalar, value: string, source: string): number[] {
  const [start = 0, end = start] = node.range ?? [];
  const text = source.slice(start, end);
  const found = read(text, value);
  if (found === undefined) return Array.from({ length: value.length + 1 }, () => start);
  return found.map((offset) => offset + start);
}

/** `text` is the scalar as written, from its indicator or quote on. */
function read(text: string, value: string): number[] | undefined {
  switch (text[0]) {
    case '|':
      return readLiteral(text, value);
    case '>':
      return readFolded(text, value);
    case '"':
    case "'":
      return readFlow(text.slice(0, -1), 1, text[0] === '"' ? readEscape : readDoubledQuote, value);
    default:
      return readFlow(text, 0, undefined, value);
  }
}

interface SourceLine {
  readonly text: string;
  readonly start: number;
}

function* sourceLines(text: string, from: number): Generator<SourceLine> {
  const ending = /\r\n|\n/g;
  ending.lastIndex = from;
  let start = from;
  for (let match = ending.exec(text); match !== null; match = ending.exec(text)) {
    yield { text: text.slice(start, match.index), start };
    start = ending.lastIndex;
  }
  yield { text: text.slice(start), start };
}

/** Behind the line of the `|` or `>`. */
function bodyOf(text: string): SourceLine[] {
  const newline = text.indexOf('\n');
  return newline === -1 ? [] : [...sourceLines(text, newline + 1)];
}

/** Lines stand one to one (YAML 1.2.2, section 8.1.2): each line of the value is the end of its line in the file. */
function readLiteral(text: string, value: string): number[] | undefined {
  const offsets: number[] = [];
  const body = bodyOf(text);
  const lines = value.split('\n');
  let last = text.length;
  for (const [index, line] of lines.entries()) {
    const written = body[index];
    // The value ends with the line break of its last line, behind which the file may end.
    if (written === undefined && line !== '') return undefined;
    if (written !== undefined && !written.text.endsWith(line)) return undefined;
    const from = written === undefined ? last : written.start + written.text.length - line.length;
    for (let unit = 0; unit < line.length; unit++) offsets.push(from + unit);
    last = from + line.length;
    offsets.push(last);
  }
  return offsets;
}

/**
 * Single line breaks are blanks (section 8.1.3). Each line's content is looked for behind that of the line before it. With an explicit
 * indentation the depth of the parent, which is not in this text, counts too: then it is the depth at which every line fits.
 */
function readFolded(text: string, value: string): number[] | undefined {
  const body = bodyOf(text);
  const first = body.find((line) => line.text.trim() !== '');
  if (first === undefined) return undefined;
  const depth = first.text.length - first.text.trimStart().length;
  if (!/^>[+-]?[1-9]/.test(text)) return alignFolded(body, value, depth);
  for (let indent = 0; indent <= depth; indent++) {
    const offsets = alignFolded(body, value, indent);
    if (offsets !== undefined) return offsets;
  }
  return undefined;
}

function alignFolded(body: readonly SourceLine[], value: string, indent: number): number[] | undefined {
  const offsets: number[] = [];
  let last = 0;
  for (const line of body) {
    const content = line.text.slice(indent);
    if (content === '') continue;
    while (!value.startsWith(content, offsets.length) && /[ \n]/.test(value[offsets.length] ?? '')) offsets.push(last);
    if (!value.startsWith(content, offsets.length)) return undefined;
    for (let unit = 0; unit < content.length; unit++) offsets.push(line.start + indent + unit);
    last = line.start + line.text.length;
  }
  return finish(offsets, value, last);
}

/** Line breaks at the end of the value, and the end itself. */
function finish(offsets: number[], value: string, last: number): number[] | undefined {
  if (/[^\n]/.test(value.slice(offsets.length))) return undefined;
  while (offsets.length <= value.length) offsets.push(last);
  return offsets;
}

/** Reads what stands at `at` in place of itself: how many units it takes, and what it means. */
type Special = (text: string, at: number) => { readonly length: number; readonly means: string } | undefined;

/** Plain and quoted scalars (section 7.3): folded lines, without the blanks around line breaks. */
function readFlow(text: string, from: number, special: Special | undefined, value: string): number[] | undefined {
  const offsets: number[] = [];
  let result = '';
  const add = (means: string, at: number): void => {
    result += means;
    for (let unit = 0; unit < means.length; unit++) offsets.push(at);
  };
  for (let at = from; at < text.length; ) {
    const found = special?.(text, at);
    if (found !== undefined) {
      add(found.means, at);
      at += found.length;
      continue;
    }
    const blanks = blanksAt(text, at);
    if (blanks.breaks > 0) {
      add(blanks.breaks === 1 ? ' ' : '\n'.repeat(blanks.breaks - 1), at);
      at = blanks.end;
      continue;
    }
    for (const end = Math.max(blanks.end, at + 1); at < end; at++) add(text[at] ?? '', at);
  }
  if (result !== value) return undefined;
  offsets.push(text.length);
  return offsets;
}

/** A run of blanks, with the line breaks in it. */
function blanksAt(text: string, from: number): { end: number; breaks: number } {
  let end = from;
  let breaks = 0;
  for (; end < text.length; end++) {
    const char = text[end];
    if (char === '\n') breaks++;
    else if (char !== ' ' && char !== '\t' && !(char === '\r' && text[end + 1] === '\n')) break;
  }
  return { end, breaks };
}

const readDoubledQuote: Special = (text, at) => (text.startsWith("''", at) ? { length: 2, means: "'" } : undefined);

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  '\t': '\t',
};

/** Escapes of double-quoted scalars (section 5.7), an escaped line break among them. */
const readEscape: Special = (text, at) => {
  if (text[at] !== '\\') return undefined;
  const next = text[at + 1] ?? '';
  const broken = /^\\\r?\n[ \t]*/.exec(text.slice(at, at + 1000));
  if (broken !== null) return { length: broken[0].length, means: '' };
  const digits = { x: 2, u: 4, U: 8 }[next];
  if (digits !== undefined) {
    const code = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16);
    return { length: 2 + digits, means: code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd' };
  }
  const means = ESCAPES[next];
  return means === undefined ? undefined : { length: 2, means };
};
