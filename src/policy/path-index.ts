import { GlobIndex } from './host-index.ts';
import { Leaf, type Search } from './leaf.ts';
import type { PathPattern, PathSegment } from './paths.ts';
import type { Rule, Target } from './rules.ts';

/** URL rules of one host, scheme and port: a trie of path segments, each end filed by method. */
export class PathIndex {
  readonly #root = new Node();

  add(target: Extract<Target, { kind: 'url' }>, rule: Rule): void {
    const end = this.#root.end(target.path);
    const methods = target.methods === 'any' ? ['*'] : target.methods;
    for (const method of methods) leafOf(end, method).add(rule, target.path.text);
  }

  /** Offers every rule that matches `path`, with encoded unreserved characters decoded. */
  search(method: string, path: readonly string[], search: Search, name: string | undefined): void {
    const ends: End[] = [];
    this.#root.find(path, 0, ends);
    for (const end of ends) {
      end.get(method)?.search(search, name);
      end.get('*')?.search(search, name);
    }
  }
}

/** Leaves by method, `*` for any. */
type End = Map<string, Leaf>;

class Node {
  #literals: Map<string, Node> | undefined;
  #globs: GlobIndex<Node> | undefined;
  #any: Node | undefined;
  #here: End | undefined;
  #below: End | undefined;

  end(pattern: PathPattern): End {
    let node: Node = this;
    for (const segment of pattern.segments) node = node.#child(segment);
    if (pattern.open) {
      node.#below ??= new Map();
      return node.#below;
    }
    node.#here ??= new Map();
    return node.#here;
  }

  #child(segment: PathSegment): Node {
    if (segment.kind === 'any') {
      this.#any ??= new Node();
      return this.#any;
    }
    if (segment.kind === 'glob') {
      this.#globs ??= new GlobIndex();
      return this.#globs.at(segment.decoded, () => new Node());
    }
    this.#literals ??= new Map();
    const child = this.#literals.get(segment.decoded) ?? new Node();
    this.#literals.set(segment.decoded, child);
    return child;
  }

  /** Visits each node of the trie at most once, so that a path costs at most the rules that share its host. */
  find(path: readonly string[], depth: number, ends: End[]): void {
    if (this.#below !== undefined) ends.push(this.#below);
    const segment = path[depth];
    if (segment === undefined) {
      if (this.#here !== undefined) ends.push(this.#here);
      return;
    }
    this.#literals?.get(segment)?.find(path, depth + 1, ends);
    if (segment !== '') this.#any?.find(path, depth + 1, ends);
    if (this.#globs === undefined) return;
    const children: Node[] = [];
    this.#globs.find(segment, children);
    for (const child of children) child.find(path, depth + 1, ends);
  }
}

function leafOf(end: End, method: string): Leaf {
  const leaf = end.get(method) ?? new Leaf();
  end.set(method, leaf);
  return leaf;
}
