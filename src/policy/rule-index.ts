import { mask, type Network } from './address.ts';
import { HostIndex } from './host-index.ts';
import { Leaf, type Search } from './leaf.ts';
import { PathIndex } from './path-index.ts';
import type { Ports } from './ports.ts';
import { hostOf, networkOf, type Rule, type Scheme } from './rules.ts';

/** Rules by port, and those of any port. Few ports are kept in a list, which costs a fraction of a map: most hosts have one. */
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

/** All rules of one host pattern or one network, filed by what a question of each kind needs; made as rules come, since most hold one. */
export class Bucket {
  #names: Leaf | undefined;
  readonly #connections: { tcp?: PortTable<Leaf>; udp?: PortTable<Leaf> } = {};
  /** URL rules by scheme and port alone: the moment before a request is known. */
  #openings: { http: PortTable<Leaf>; https: PortTable<Leaf> } | undefined;
  #urls: { http: PortTable<PathIndex>; https: PortTable<PathIndex> } | undefined;
  /** The first rules, to tell what nearly matched. */
  readonly sample: Rule[] = [];

  add(rule: Rule): void {
    if (this.sample.length < 8) this.sample.push(rule);
    const { target } = rule;
    // A denial of some port or URL leaves the name to be looked up; one of the whole host does not.
    if (!rule.deny || target.kind === 'name' || (rule.ports === 'any' && rule.protocol === 'any')) {
      this.#names ??= new Leaf();
      this.#names.add(rule);
    }
    if (target.kind === 'name') return;
    if (target.kind === 'url') {
      this.#openings ??= { http: new PortTable(), https: new PortTable() };
      this.#urls ??= { http: new PortTable(), https: new PortTable() };
      this.#openings[target.scheme].add(rule.ports, makeLeaf, (leaf) => leaf.add(rule));
      this.#urls[target.scheme].add(rule.ports, makePaths, (paths) => paths.add(target, rule));
      return;
    }
    if (rule.protocol !== 'udp') this.#addConnection('tcp', rule);
    if (rule.protocol !== 'tcp') this.#addConnection('udp', rule);
  }

  #addConnection(protocol: 'tcp' | 'udp', rule: Rule): void {
    this.#connections[protocol] ??= new PortTable();
    this.#connections[protocol].add(rule.ports, makeLeaf, (leaf) => leaf.add(rule));
  }

  get hasUrls(): boolean {
    return this.#urls !== undefined;
  }

  /** Rules by which the name may be looked up. */
  lookup(search: Search, name: string | undefined): void {
    this.#names?.search(search, name);
  }

  /** Rules for the whole connection. */
  connection(protocol: 'tcp' | 'udp', port: number, search: Search, name: string | undefined): void {
    this.#connections[protocol]?.each(port, (leaf) => leaf.search(search, name));
  }

  /** URL rules that match a request. */
  request(scheme: Scheme, port: number, method: string, path: readonly string[], search: Search, name: string | undefined): void {
    this.#urls?.[scheme].each(port, (paths) => paths.search(method, path, search, name));
  }

  /** Could a request that some URL rule names pass through this connection? */
  open(scheme: Scheme, port: number, search: Search, name: string | undefined): void {
    this.#openings?.[scheme].each(port, (leaf) => leaf.search(search, name));
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
