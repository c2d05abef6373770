import { isAlias, isMap, isNode, isScalar, isSeq, type Node, parseDocument, type Scalar } from 'yaml';
import { expressionsOf } from '../../../action/workflow/expressions.ts';
import { LineIndex } from '../../../action/workflow/line-index.ts';
import { scalarOffsets } from '../../../action/workflow/scalar-offsets.ts';
import type { Entry } from './draft.ts';

/** A value of another tool's input, setting or variable. */
export interface Setting {
  readonly key: string;
  /** The job that it stands in, in a workflow. */
  readonly job?: string | undefined;
  /** Text that holds a list, or the list's items; each with the line of any index in it. */
  readonly texts: readonly Located[];
}

export interface Located {
  readonly text: string;
  readonly lineOf: (index: number) => number;
}

/** A mapping in which at least one of the wanted keys stands, with all of them. */
export interface Settings {
  readonly job?: string | undefined;
  readonly line: number;
  readonly of: ReadonlyMap<string, Setting>;
}

/** A file of any of the kinds that people keep their lists in. */
export class Source {
  readonly text: string;
  readonly lines: LineIndex;
  readonly #root: Node | undefined;
  readonly #resolve: (node: unknown) => Node | undefined;
  /** Where the YAML starts, behind the `---` of a Markdown file. */
  readonly #shift: number;

  constructor(text: string) {
    this.text = text;
    this.lines = new LineIndex(text);
    // The front matter of a Markdown file (gh-aw's workflows).
    const matter = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text);
    const yaml = matter?.[1] ?? text;
    this.#shift = matter === null ? 0 : text.indexOf('\n') + 1;
    let document: ReturnType<typeof parseDocument> | undefined;
    try {
      document = parseDocument(yaml, { prettyErrors: false, logLevel: 'silent' });
    } catch (error) {
      // Nesting of thousands of levels ends the parser's recursion.
      if (!(error instanceof RangeError)) throw error;
    }
    this.#resolve = (node) => {
      if (isAlias(node)) return document === undefined ? undefined : node.resolve(document);
      return isNode(node) ? node : undefined;
    };
    const root = document === undefined || document.errors.length > 0 ? undefined : this.#resolve(document.contents);
    this.#root = isMap(root) || isSeq(root) ? root : undefined;
  }

  /** YAML or JSON with more in it than one text. */
  get isStructured(): boolean {
    return this.#root !== undefined;
  }

  /** The whole file as one text. */
  get whole(): Located {
    return { text: this.text, lineOf: (index) => this.lines.at(index).line };
  }

  /** Every mapping, at whatever depth, that has one of these keys. */
  find(keys: readonly string[]): Settings[] {
    const wanted = new Set(keys);
    const found: Settings[] = [];
    const seen = new Set<Node>();
    const visit = (node: Node | undefined, path: readonly string[]): void => {
      if (node === undefined || seen.has(node) || path.length > 100) return;
      seen.add(node);
      if (isSeq(node)) for (const item of node.items) visit(this.#resolve(item), path);
      if (!isMap(node)) return;
      const job = path[0] === 'jobs' ? path[1] : undefined;
      const settings = new Map<string, Setting>();
      for (const pair of node.items) {
        const key = isScalar(pair.key) ? String(pair.key.value) : '';
        const value = this.#resolve(pair.value);
        if (wanted.has(key) && value !== undefined) settings.set(key, { key, job, texts: this.#textsOf(value) });
        visit(value, [...path, key]);
      }
      if (settings.size > 0) found.push({ job, line: this.#lineAt(node), of: settings });
    };
    visit(this.#root, []);
    return found;
  }

  /** As plain values, for formats whose items are objects; `undefined` where this is no such file. */
  plain(): unknown {
    if (this.#root === undefined) return undefined;
    try {
      return parseDocument(this.text, { prettyErrors: false, logLevel: 'silent' }).toJS({ maxAliasCount: 100 });
    } catch {
      // Aliases that stand for more than a file can hold.
      return undefined;
    }
  }

  #textsOf(value: Node): Located[] {
    if (isSeq(value)) return value.items.flatMap((item) => this.#textsOf(this.#resolve(item) ?? (item as Node)));
    if (!isScalar(value) || value.value === null) return [];
    return [this.#located(value)];
  }

  #located(node: Scalar): Located {
    const text = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
    const shift = this.#shift;
    let offsets: number[] | undefined;
    return {
      text,
      lineOf: (index) => {
        offsets ??= scalarOffsets(node, text, this.text.slice(shift));
        return this.lines.at((offsets[index] ?? 0) + shift).line;
      },
    };
  }

  #lineAt(node: Node): number {
    return this.lines.at((node.range?.[0] ?? 0) + this.#shift).line;
  }
}

/** Parts of a text that match, with their lines. An expression is one part with what it touches: nobody knows what is in it. */
export function split(located: Located, separators: RegExp): Entry[] {
  const { text } = located;
  let masked = text;
  for (const { from, to } of expressionsOf(text)) masked = `${masked.slice(0, from)}${'$'.repeat(to - from)}${masked.slice(to)}`;
  const entries: Entry[] = [];
  let at = 0;
  for (const part of masked.split(separators)) {
    const start = masked.indexOf(part, at);
    at = start + part.length;
    const written = text.slice(start, start + part.length);
    if (written.trim() === '') continue;
    entries.push({ text: written.trim(), line: located.lineOf(start + written.length - written.trimStart().length) });
  }
  return entries;
}

/** Without lines that are comments, and comments behind a blank. */
export function withoutComments(located: Located): Located {
  return { text: located.text.replace(/(^|[ \t])#[^\r\n]*/gm, (comment) => ' '.repeat(comment.length)), lineOf: located.lineOf };
}
