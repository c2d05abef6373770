/** Lines of a text by index, found once: a file of a hundred thousand lines may have as many findings. Lines end as those of a policy do. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    for (const match of text.matchAll(/\r\n|\n|\r/g)) this.#starts.push(match.index + match[0].length);
  }

  get count(): number {
    return this.#starts.length;
  }

  /** Index of the first character of a line, from 1. */
  startOf(line: number): number {
    return this.#starts[line - 1] ?? this.#text.length;
  }

  /** A line without its end. */
  textOf(line: number): string {
    const end = this.#starts[line] ?? this.#text.length;
    return this.#text.slice(this.startOf(line), end).replace(/[\r\n]+$/, '');
  }

  /** Line and column, both from 1. */
  at(index: number): { line: number; column: number } {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: index - (this.#starts[low] ?? 0) + 1 };
  }
}
