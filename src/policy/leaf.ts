import type { Rule } from './rules.ts';
import { pivotsOf, scopeMatches } from './scope.ts';
import type { Process } from './types.ts';

/** Who asks, with what the index looks up prepared on first use. */
export class Who {
  readonly process: Process;
  #pivots: readonly string[] | undefined;

  constructor(process: Process) {
    this.process = process;
  }

  get pivots(): readonly string[] {
    this.#pivots ??= pivotsOf(this.process);
    return this.#pivots;
  }
}

/** The best rule found so far, and how it matched. */
export class Search {
  readonly who: Who;
  /** Rules that do not count here: a guardrail, or a path that must be compared further. */
  readonly accepts: ((rule: Rule) => boolean) | undefined;
  rule: Rule | undefined;
  name: string | undefined;
  #rank = -1;

  constructor(who: Who, accepts?: (rule: Rule) => boolean) {
    this.who = who;
    this.accepts = accepts;
  }

  /**
   * passthrough before insecure before neither; a name before an address; then the first line. `name` is the question's name that led here,
   * `undefined` for an address.
   */
  offer(rule: Rule, name: string | undefined): void {
    const rank = (rule.passthrough ? 4 : 0) + (rule.insecure ? 2 : 0) + (name === undefined ? 0 : 1);
    if (rank < this.#rank || (rank === this.#rank && !isEarlier(rule, this.rule)) || this.accepts?.(rule) === false) return;
    if (!scopeMatches(rule.scope, this.who.process)) return;
    this.rule = rule;
    this.name = name;
    this.#rank = rank;
  }
}

/** What the policy says comes before what is built in. */
function isEarlier(rule: Rule, best: Rule | undefined): boolean {
  return best === undefined || (rule.line > 0 && (best.line === 0 || rule.line < best.line));
}

/** Rules with the same target: told apart only by who they are for and by their flags. */
export class Leaf {
  readonly #plain: Rule[] = [];
  #byPivot: Map<string, Rule[]> | undefined;
  #known: Set<string> | undefined;

  /** A rule that repeats an earlier one in all that this leaf can tell is left out. `detail`: what else tells rules apart here. */
  add(rule: Rule, detail = ''): void {
    // Most leaves hold one rule: the set is made when a second comes.
    if (this.#plain.length === 0 && this.#byPivot === undefined) {
      this.#put(rule);
      return;
    }
    this.#known ??= new Set();
    const key = `${rule.passthrough}${rule.insecure}${rule.preset}${detail}\n${rule.scope.id}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#put(rule);
  }

  #put(rule: Rule): void {
    const { pivot } = rule.scope;
    if (pivot === undefined) {
      this.#plain.push(rule);
      return;
    }
    this.#byPivot ??= new Map();
    const list = this.#byPivot.get(pivot);
    if (list === undefined) this.#byPivot.set(pivot, [rule]);
    else list.push(rule);
  }

  search(search: Search, name: string | undefined): void {
    for (const rule of this.#plain) search.offer(rule, name);
    if (this.#byPivot === undefined) return;
    for (const pivot of search.who.pivots) {
      const rules = this.#byPivot.get(pivot);
      if (rules !== undefined) for (const rule of rules) search.offer(rule, name);
    }
  }
}
