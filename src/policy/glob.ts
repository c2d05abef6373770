/** A compiled pattern over a whole string. */
export interface Glob {
  readonly source: string;
  /** What the pattern starts and ends with, before its first and after its last wildcard; indexes are built on them. */
  readonly prefix: string;
  readonly suffix: string;
  matches(text: string): boolean;
}

type Unit = string | null | { readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] };
type Piece = readonly Unit[];

/**
 * `*` stands for any run of characters; with `wild: 'star-and-question'` also `?` for exactly one; with `'sets'` also `[abc]`, `[a-z]`, `[!a]`.
 * Each piece between stars is found leftmost and never looked for again, so that time grows with the text and not with the number of stars.
 */
export function compileGlob(source: string, wild: 'star' | 'star-and-question' | 'sets'): Glob {
  const pieces = readPieces(source, wild);
  const texts = pieces.map(asText);
  const prefix = literalStart(pieces[0] ?? []);
  const suffix = literalEnd(pieces[pieces.length - 1] ?? []);
  const literal = texts.every((text) => text !== undefined);
  const words = texts.map((text) => text ?? '');
  return { source, prefix, suffix, matches: literal ? (text) => matchWords(words, text) : (text) => matchPieces(pieces, text) };
}

function matchWords(words: readonly string[], text: string): boolean {
  const first = words[0] ?? '';
  if (words.length === 1) return text === first;
  const last = words[words.length - 1] ?? '';
  const end = text.length - last.length;
  if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (let index = 1; index < words.length - 1; index++) {
    const word = words[index] ?? '';
    const found = text.indexOf(word, at);
    if (found === -1 || found + word.length > end) return false;
    at = found + word.length;
  }
  return true;
}

function matchPieces(pieces: readonly Piece[], text: string): boolean {
  const first = pieces[0] ?? [];
  if (pieces.length === 1) return text.length === first.length && fits(first, text, 0);
  const last = pieces[pieces.length - 1] ?? [];
  const end = text.length - last.length;
  if (end < first.length || !fits(first, text, 0) || !fits(last, text, end)) return false;
  let at = first.length;
  for (let index = 1; index < pieces.length - 1; index++) {
    const piece = pieces[index] ?? [];
    while (at + piece.length <= end && !fits(piece, text, at)) at++;
    at += piece.length;
    if (at > end) return false;
  }
  return true;
}

function fits(piece: Piece, text: string, at: number): boolean {
  return piece.every((unit, index) => {
    if (unit === null) return true;
    const char = text[at + index] ?? '';
    if (typeof unit === 'string') return unit === char;
    return unit.ranges.some(([from, to]) => from <= char && char <= to) !== unit.negated;
  });
}

function readPieces(source: string, wild: 'star' | 'star-and-question' | 'sets'): Piece[] {
  const pieces: Unit[][] = [[]];
  for (let index = 0; index < source.length; index++) {
    const char = source[index] ?? '';
    const set = char === '[' && wild === 'sets' ? readSet(source, index) : undefined;
    if (char === '*') {
      pieces.push([]);
      continue;
    }
    const unit: Unit = set?.unit ?? (char === '?' && wild !== 'star' ? null : char);
    pieces[pieces.length - 1]?.push(unit);
    if (set !== undefined) index = set.end;
  }
  return pieces;
}

/** As in fnmatch(3): `]` right after the opening counts as a member, an opening without an end is an ordinary character. */
function readSet(source: string, start: number): { unit: Unit; end: number } | undefined {
  const negated = source[start + 1] === '!';
  const from = start + (negated ? 2 : 1);
  const end = source.indexOf(']', from + 1);
  if (end === -1) return undefined;
  const ranges: [string, string][] = [];
  for (let index = from; index < end; index++) {
    const first = source[index] ?? '';
    const last = source[index + 2] ?? '';
    const isRange = source[index + 1] === '-' && index + 2 < end;
    ranges.push([first, isRange ? last : first]);
    if (isRange) index += 2;
  }
  return { unit: { negated, ranges }, end };
}

function asText(piece: Piece): string | undefined {
  return piece.every((unit) => typeof unit === 'string') ? piece.join('') : undefined;
}

function literalStart(piece: Piece): string {
  const end = piece.findIndex((unit) => typeof unit !== 'string');
  return piece.slice(0, end === -1 ? undefined : end).join('');
}

function literalEnd(piece: Piece): string {
  const last = piece.findLastIndex((unit) => typeof unit !== 'string');
  return piece.slice(last + 1).join('');
}
