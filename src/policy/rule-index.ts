import { mask, type Network } from './address.ts';
import { HostIndex } from './host-index.ts';
import { Leaf, type Search } from './leaf.ts';
import { PathIndex } from './path-index.ts';
import { pathMatches } from './paths.ts';
import { hasPort, type Ports } from './ports.ts';
import { hostOf, networkOf, type Rule, type Scheme } from './rules.ts';

/** Rules by port, and those of any port. Few ports are kept in a list, which costs a fraction of a map. */
class PortTable<T> {
  readonly #ports: number[] = [];
  readonly #entries: T[] = [];
  #many: Map<number, T> | undefined;
  #any: T | undefined;

  add(ports: Ports, make: () => T, put: (entry: T) => void): void {
    if (ports === 'any') {
      this.#any ??= make();
      put(this.#any);
      return;
    }
    for (const port of ports) put(this.#at(port) ?? this.#insert(port, make()));
  }

  #insert(port: number, entry: T): T {
    this.#ports.push(port);
    this.#entries.push(entry);
    if (this.#many !== undefined) this.#many.set(port, entry);
    else if (this.#ports.length > 8) this.#many = new Map(this.#ports.map((known, index) => [known, this.#entries[index] ?? entry]));
    return entry;
  }

  #at(port: number): T | undefined {
    if (this.#many !== undefined) return this.#many.get(port);
    const index = this.#ports.indexOf(port);
    return index === -1 ? undefined : this.#entries[index];
  }

  each(port: number, use: (entry: T) => void): void {
    const entry = this.#at(port);
    if (entry !== undefined) use(entry);
    if (this.#any !== undefined) use(this.#any);
  }
}

const makeLeaf = (): Leaf => new Leaf();
const makePaths = (): PathIndex => new PathIndex();

/** So few rules are compared one after the other: most hosts have one or two, and tables for each would cost more than they save. */
const few = 4;

/** All rules of one host pattern or one network. */
export class Bucket {
  /** The first rules, in order: all of them while there are no tables, then those to tell what nearly matched. */
  readonly sample: Rule[] = [];
  #tables: Tables | undefined;

  add(rule: Rule): void {
    if (this.sample.length === few && this.#tables === undefined) {
      this.#tables = new Tables();
      for (const earlier of this.sample) this.#tables.add(earlier);
    }
    if (this.sample.length < 8) this.sample.push(rule);
    this.#tables?.add(rule);
  }

  get hasUrls(): boolean {
    return this.#tables?.hasUrls ?? this.sample.some(({ target }) => target.kind === 'url');
  }

  /** Rules by which the name may be looked up. */
  lookup(search: Search, name: string | undefined): void {
    if (this.#tables !== undefined) this.#tables.lookup(search, name);
    else for (const rule of this.sample) if (concernsLookups(rule)) search.offer(rule, name);
  }

  /** Rules for the whole connection. */
  connection(protocol: 'tcp' | 'udp', port: number, search: Search, name: string | undefined): void {
    if (this.#tables !== undefined) {
      this.#tables.connection(protocol, port, search, name);
      return;
    }
    for (const rule of this.sample) {
      if (rule.target.kind === 'url' || rule.target.kind === 'name') continue;
      if ((rule.protocol === protocol || rule.protocol === 'any') && hasPort(rule.ports, port)) search.offer(rule, name);
    }
  }

  /** URL rules that match a request. */
  request(scheme: Scheme, port: number, method: string, path: readonly string[], search: Search, name: string | undefined): void {
    if (this.#tables !== undefined) {
      this.#tables.request(scheme, port, method, path, search, name);
      return;
    }
    for (const rule of this.sample) {
      const { target } = rule;
      if (target.kind !== 'url' || target.scheme !== scheme || !hasPort(rule.ports, port)) continue;
      if ((target.methods === 'any' || target.methods.includes(method)) && pathMatches(target.path, path, true)) search.offer(rule, name);
    }
  }

  /** Could a request that some URL rule names pass through this connection? */
  open(scheme: Scheme, port: number, search: Search, name: string | undefined): void {
    if (this.#tables !== undefined) {
      this.#tables.open(scheme, port, search, name);
      return;
    }
    for (const rule of this.sample) {
      if (rule.target.kind === 'url' && rule.target.scheme === scheme && hasPort(rule.ports, port)) search.offer(rule, name);
    }
  }
}

/** A denial of some port or URL leaves the name to be looked up; one of the whole host does not. */
function concernsLookups(rule: Rule): boolean {
  return !rule.deny || rule.target.kind === 'name' || (rule.ports === 'any' && rule.protocol === 'any');
}

/** The rules of one bucket, filed by what a question of each kind needs. */
class Tables {
  readonly #names = new Leaf();
  readonly #connections = { tcp: new PortTable<Leaf>(), udp: new PortTable<Leaf>() };
  /** URL rules by scheme and port alone: the moment before a request is known. */
  readonly #openings = { http: new PortTable<Leaf>(), https: new PortTable<Leaf>() };
  readonly #urls = { http: new PortTable<PathIndex>(), https: new PortTable<PathIndex>() };
  hasUrls = false;

  add(rule: Rule): void {
    const { target } = rule;
    if (concernsLookups(rule)) this.#names.add(rule);
    if (target.kind === 'name') return;
    if (target.kind === 'url') {
      this.hasUrls = true;
      this.#openings[target.scheme].add(rule.ports, makeLeaf, (leaf) => leaf.add(rule));
      this.#urls[target.scheme].add(rule.ports, makePaths, (paths) => paths.add(target, rule));
      return;
    }
    for (const protocol of ['tcp', 'udp'] as const) {
      if (rule.protocol === protocol || rule.protocol === 'any')
        this.#connections[protocol].add(rule.ports, makeLeaf, (leaf) => leaf.add(rule));
    }
  }

  lookup(search: Search, name: string | undefined): void {
    this.#names.search(search, name);
  }

  connection(protocol: 'tcp' | 'udp', port: number, search: Search, name: string | undefined): void {
    this.#connections[protocol].each(port, (leaf) => leaf.search(search, name));
  }

  request(scheme: Scheme, port: number, method: string, path: readonly string[], search: Search, name: string | undefined): void {
    this.#urls[scheme].each(port, (paths) => paths.search(method, path, search, name));
  }

  open(scheme: Scheme, port: number, search: Search, name: string | undefined): void {
    this.#openings[scheme].each(port, (leaf) => leaf.search(search, name));
  }
}

/** The rules of a policy that allow, or those that deny. */
export class RuleIndex {
  readonly #hosts = new HostIndex<Bucket>(() => new Bucket());
  readonly #networks: { readonly length: number; readonly byBase: Map<number, Bucket> }[] = [];
  size = 0;

  add(rule: Rule): void {
    this.size++;
    const host = hostOf(rule);
    if (host !== undefined) this.#hosts.at(host).add(rule);
    const network = networkOf(rule);
    if (network !== undefined) this.#atNetwork(network).add(rule);
  }

  byHost(host: string): readonly Bucket[] {
    return this.#hosts.find(host);
  }

  nearHost(host: string): readonly Bucket[] {
    return this.#hosts.near(host);
  }

  /** The networks that hold an address, longest prefix first: one lookup for each length that occurs. */
  byAddress(address: number): readonly Bucket[] {
    const found: Bucket[] = [];
    for (const { length, byBase } of this.#networks) {
      const bucket = byBase.get(mask(address, length));
      if (bucket !== undefined) found.push(bucket);
    }
    return found;
  }

  #atNetwork({ base, length }: Network): Bucket {
    let table = this.#networks.find((candidate) => candidate.length === length);
    if (table === undefined) {
      table = { length, byBase: new Map() };
      this.#networks.push(table);
      this.#networks.sort((a, b) => b.length - a.length);
    }
    let bucket = table.byBase.get(base);
    if (bucket === undefined) {
      bucket = new Bucket();
      table.byBase.set(base, bucket);
    }
    return bucket;
  }
}
