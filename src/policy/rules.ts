import type { Network } from './address.ts';
import type { HostPattern } from './hosts.ts';
import type { PathPattern } from './paths.ts';
import type { Ports } from './ports.ts';
import type { Scope } from './scope.ts';

export type Scheme = 'http' | 'https';

export type Target =
  | { readonly kind: 'host'; readonly host: HostPattern }
  | { readonly kind: 'address'; readonly network: Network }
  | {
      readonly kind: 'url';
      readonly scheme: Scheme;
      readonly host: HostPattern | Network;
      readonly path: PathPattern;
      /** Upper case; `any` for `*`. */
      readonly methods: 'any' | readonly string[];
    }
  /** `dns:`: may be looked up, opens nothing. */
  | { readonly kind: 'name'; readonly host: HostPattern };

/** One rule, complete: what its header and the defaults gave it included. */
export interface Rule {
  /** 0 for a built-in rule. */
  readonly line: number;
  /** As written, without comment and surrounding blanks. */
  readonly text: string;
  /** Position of the target, for findings: index into the line as written, and length. */
  readonly column: number;
  readonly length: number;
  readonly deny: boolean;
  readonly target: Target;
  readonly ports: Ports;
  /** `any` only for denials that name no port. */
  readonly protocol: 'tcp' | 'udp' | 'any';
  readonly passthrough: boolean;
  readonly insecure: boolean;
  readonly scope: Scope;
  /** From a preset: opens no guardrail. */
  readonly preset: boolean;
}

export function isNetwork(host: HostPattern | Network): host is Network {
  return 'length' in host;
}

export function isWhole(host: HostPattern): boolean {
  return !host.subdomains && host.glob === undefined;
}

/** The host pattern by which a rule knows names, if it does. */
export function hostOf(rule: Rule): HostPattern | undefined {
  const { target } = rule;
  if (target.kind === 'address') return undefined;
  if (target.kind === 'url') return isNetwork(target.host) ? undefined : target.host;
  return target.host;
}

/** The addresses by which a rule knows its target, if it does. */
export function networkOf(rule: Rule): Network | undefined {
  const { target } = rule;
  if (target.kind === 'address') return target.network;
  return target.kind === 'url' && isNetwork(target.host) ? target.host : undefined;
}
