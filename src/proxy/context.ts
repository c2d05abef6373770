import type { Identity } from '../identity/types.ts';
import type { EventSink } from '../log/types.ts';
import type { Policy } from '../policy/types.ts';

export interface Endpoint {
  /** Dotted quad. */
  readonly ip: string;
  readonly port: number;
}

/** One connection or datagram flow, as the process asked for it. */
export interface Flow {
  /** Unique in this log; joins the verdict's line with the closing line. */
  readonly id: string;
  readonly protocol: 'tcp' | 'udp';
  readonly src: Endpoint;
  /** Where the process wanted to go, before NAT. */
  readonly dst: Endpoint;
  readonly who: Identity;
  /** The runner's own (`JobScope.trust`): its DNS questions are answered whatever the policy says. */
  readonly trusted?: boolean | undefined;
}

/** Names we resolved, and the addresses they may therefore be reached at (design, section 5). */
export interface NameTable {
  /** Names bound to this address, most recent first. */
  namesOf(ip: string): readonly string[];
  isBound(name: string, ip: string): boolean;
  learn(name: string, ips: readonly string[], ttlSeconds: number): void;
  /** Keeps (name, ip) bound until the returned function is called. */
  hold(name: string, ip: string): () => void;
}

/** Our own resolution of a name by the machine's resolver. */
export interface Resolver {
  /** Addresses in the order of the answer, already learned; empty when the name has none. Throws ResolveError (code `NXDOMAIN`, `SERVFAIL`, `TIMEOUT`). */
  resolve(name: string): Promise<readonly string[]>;
}

/** Everything that the parts of the proxy share. */
export interface ProxyContext {
  readonly policy: Policy;
  /** Denials are logged, not enforced; guardrails still are. */
  readonly audit: boolean;
  readonly names: NameTable;
  readonly resolver: Resolver;
  readonly log: EventSink;
}
