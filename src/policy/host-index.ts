import type { Glob } from './glob.ts';
import type { HostPattern } from './hosts.ts';

/** A trie of labels from the right; one lookup a label, however many hosts there are. */
export class HostIndex<T> {
  readonly #root = new Node<T>();
  readonly #make: () => T;

  constructor(make: () => T) {
    this.#make = make;
  }

  /** The entry of a pattern, made on first use. */
  at(pattern: HostPattern): T {
    let node = this.#root;
    const { base } = pattern;
    for (let end = base.length; end > 0; ) {
      const dot = base.lastIndexOf('.', end - 1);
      node = node.child(base.slice(dot + 1, end));
      end = dot;
    }
    if (pattern.glob !== undefined) return node.globIndex(pattern.subdomains).at(pattern.glob, this.#make);
    if (pattern.subdomains) {
      node.below ??= this.#make();
      return node.below;
    }
    node.exact ??= this.#make();
    return node.exact;
  }

  /** Every entry whose pattern matches `host`, a canonical name. */
  find(host: string): readonly T[] {
    const found: T[] = [];
    let node = this.#root;
    let end = host.length;
    while (end > 0) {
      const dot = host.lastIndexOf('.', end - 1);
      const label = host.slice(dot + 1, end);
      if (node.below !== undefined) found.push(node.below);
      (dot === -1 ? node.globs : node.deepGlobs)?.find(label, found);
      const next = node.children?.get(label);
      if (next === undefined) return found;
      node = next;
      end = dot;
    }
    if (node.exact !== undefined) found.push(node.exact);
    return found;
  }

  /** Entries of the names above `host` and of what is below it: near, but not a match. */
  near(host: string): readonly T[] {
    const found: T[] = [];
    let node = this.#root;
    let end = host.length;
    while (end > 0) {
      if (node.exact !== undefined) found.unshift(node.exact);
      const dot = host.lastIndexOf('.', end - 1);
      const next = node.children?.get(host.slice(dot + 1, end));
      if (next === undefined) return found;
      node = next;
      end = dot;
    }
    if (node.below !== undefined) found.unshift(node.below);
    return found;
  }
}

class Node<T> {
  children: Map<string, Node<T>> | undefined;
  /** Globs for the last label to the left, and for a label with more before it. */
  globs: GlobIndex<T> | undefined;
  deepGlobs: GlobIndex<T> | undefined;
  exact: T | undefined;
  below: T | undefined;

  child(label: string): Node<T> {
    this.children ??= new Map();
    let node = this.children.get(label);
    if (node === undefined) {
      node = new Node();
      this.children.set(label, node);
    }
    return node;
  }

  globIndex(deep: boolean): GlobIndex<T> {
    this.globs ??= new GlobIndex();
    this.deepGlobs ??= new GlobIndex();
    return deep ? this.deepGlobs : this.globs;
  }
}

/** Globs filed under what they start with, or end with where they start with a wildcard: a lookup tries each length that occurs. */
export class GlobIndex<T> {
  #starts: Affixes<T> | undefined;
  #ends: Affixes<T> | undefined;

  at(glob: Glob, make: () => T): T {
    const byStart = glob.prefix !== '' || glob.suffix === '';
    if (byStart) {
      this.#starts ??= new Affixes();
      return this.#starts.at(glob.prefix, glob, make);
    }
    this.#ends ??= new Affixes();
    return this.#ends.at(glob.suffix, glob, make);
  }

  find(text: string, found: T[]): void {
    this.#starts?.find(text, false, found);
    this.#ends?.find(text, true, found);
  }
}

class Affixes<T> {
  readonly #byAffix = new Map<string, { readonly glob: Glob; readonly entry: T }[]>();
  readonly #lengths: number[] = [];

  at(affix: string, glob: Glob, make: () => T): T {
    const globs = this.#byAffix.get(affix) ?? [];
    const known = globs.find((candidate) => candidate.glob.source === glob.source);
    if (known !== undefined) return known.entry;
    const entry = make();
    globs.push({ glob, entry });
    this.#byAffix.set(affix, globs);
    if (!this.#lengths.includes(affix.length)) this.#lengths.push(affix.length);
    return entry;
  }

  find(text: string, fromEnd: boolean, found: T[]): void {
    for (const length of this.#lengths) {
      if (length > text.length) continue;
      const globs = this.#byAffix.get(fromEnd ? text.slice(text.length - length) : text.slice(0, length));
      if (globs !== undefined) for (const { glob, entry } of globs) if (glob.matches(text)) found.push(entry);
    }
  }
}
