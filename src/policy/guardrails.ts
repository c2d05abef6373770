import { contains, mask, type Network } from './address.ts';
import { hasPort } from './ports.ts';
import { hostOf, isWhole, networkOf, type Rule } from './rules.ts';

const linkLocal: Network = { base: mask(0xa9fe0000, 16), length: 16 };
/** Azure's wireserver, also the upstream DNS of its machines. */
const wireserver = 0xa83f8110;
const mailPorts = [25, 465, 587];

/** What must be named exactly before it opens, under every policy. */
export interface Guard {
  readonly address: boolean;
  readonly port: boolean;
  /** For a person: what is protected. */
  readonly what: string;
}

export function guardOf(address: number, port: number): Guard | undefined {
  const isMetadata = address === wireserver || contains(linkLocal, address);
  const isMail = mailPorts.includes(port);
  if (!isMetadata && !isMail) return undefined;
  const what = isMetadata
    ? 'link-local, metadata and wireserver addresses open only to a rule for exactly that address'
    : `mail port ${port} opens only to a rule for exactly that host and port`;
  return { address: isMetadata, port: isMail, what };
}

/** No range, wildcard, any-port or preset opens a guardrail. */
export function opensGuard(guard: Guard, rule: Rule, port: number): boolean {
  if (rule.preset) return false;
  const network = networkOf(rule);
  if (guard.address && network?.length !== 32) return false;
  if (!guard.port) return true;
  const host = hostOf(rule);
  const isExact = network === undefined ? host !== undefined && isWhole(host) : network.length === 32;
  return isExact && rule.ports !== 'any' && hasPort(rule.ports, port);
}
