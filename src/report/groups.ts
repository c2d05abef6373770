/** Groups by key, in the order of their first event, never more than `limit`: a log of any size is summarised in bounded memory. */
export class Groups<T> {
  readonly #groups = new Map<string, T>();
  readonly #limit: number;
  #omitted = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The group of this key, made at its first event; undefined (and counted) where there is no room for another. */
  of(key: string, make: () => T): T | undefined {
    const known = this.#groups.get(key);
    if (known) return known;
    if (this.#groups.size >= this.#limit) {
      this.#omitted++;
      return undefined;
    }
    const made = make();
    this.#groups.set(key, made);
    return made;
  }

  /** Events that found no group. */
  get omitted(): number {
    return this.#omitted;
  }

  sorted(compare: (a: T, b: T) => number): T[] {
    return [...this.#groups.values()].sort(compare);
  }
}
