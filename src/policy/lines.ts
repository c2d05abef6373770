interface Shift {
  /** Where the value stands in `text`. */
  readonly at: number;
  readonly until: number;
  /** Where the placeholder stands in the written line, and how long it is. */
  readonly from: number;
  readonly written: number;
}

/** One line of a policy as the parser reads it: placeholders replaced, positions still those of the written text. */
export class Line {
  /** Counts from 1. */
  readonly number: number;
  /** Placeholders replaced; this is what is parsed. */
  readonly text: string;
  /** A placeholder stands here and the repository is not known: the rule is checked, then matches nothing. */
  readonly unresolved: boolean;
  readonly #raw: string;
  readonly #indent: number;
  readonly #shifts: readonly Shift[];

  constructor(number: number, raw: string, indent: number, text: string, shifts: readonly Shift[], unresolved: boolean) {
    this.number = number;
    this.text = text;
    this.unresolved = unresolved;
    this.#raw = raw;
    this.#indent = indent;
    this.#shifts = shifts;
  }

  /** Index into the line as written of the character at an index of `text`. */
  origin(index: number): number {
    return this.#place(index) + this.#indent;
  }

  /** A stretch of `text` as it was written, placeholders kept. */
  written(start: number, end: number): string {
    return this.#raw.slice(this.#place(start), this.#place(end));
  }

  #place(index: number): number {
    let result = index;
    for (const shift of this.#shifts) {
      if (index < shift.at) break;
      result = index < shift.until ? shift.from : index - shift.until + shift.from + shift.written;
    }
    return result;
  }
}

/** `owner/name` as GitHub writes it; `undefined` when it is absent or is not one. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
}

/** GitHub's own rules for names hold no character that means something in a policy, so that a value can never become syntax. */
export function parseRepository(text: string | undefined): Repository | undefined {
  const match = /^([A-Za-z0-9][A-Za-z0-9_-]{0,99})\/([A-Za-z0-9._-]{1,100})$/.exec(text ?? '');
  const [, owner, name] = match ?? [];
  return owner === undefined || name === undefined || /^\.+$/.test(name) ? undefined : { owner, name };
}

/** Lines end in LF, CRLF or CR. Other Unicode line separators are ordinary characters. */
export function* readLines(text: string, repository: Repository | undefined): Generator<Line> {
  const ending = /\r\n|\n|\r/g;
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let indent = start;
  for (let number = 1; ; number++) {
    const end = ending.exec(text);
    yield readLine(number, text.slice(start, end?.index), indent, repository);
    if (end === null) return;
    start = end.index + end[0].length;
    indent = 0;
  }
}

const placeholder = /\{(owner|repo)\}/g;

function readLine(number: number, raw: string, indent: number, repository: Repository | undefined): Line {
  if (!raw.includes('{')) return new Line(number, raw, indent, raw, [], false);
  const values: Record<string, string> = { owner: repository?.owner ?? 'owner', repo: repository?.name ?? 'repo' };
  const shifts: Shift[] = [];
  let text = '';
  let last = 0;
  for (const match of raw.matchAll(placeholder)) {
    const value = values[match[1] ?? ''] ?? '';
    text += raw.slice(last, match.index);
    shifts.push({ at: text.length, until: text.length + value.length, from: match.index, written: match[0].length });
    text += value;
    last = match.index + match[0].length;
  }
  text += raw.slice(last);
  return new Line(number, raw, indent, text, shifts, repository === undefined && shifts.length > 0);
}
