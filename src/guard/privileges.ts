import { readFileSync } from 'node:fs';
import { CAP } from '../kernel/capabilities.ts';
import { UserError } from './errors.ts';

/** What `run` needs of root, and what for. Root in a container often has less. */
const NEEDED: readonly [name: keyof typeof CAP, why: string][] = [
  ['SYS_ADMIN', 'mounts of the command, cgroups'],
  ['NET_ADMIN', 'iptables, NFQUEUE'],
  ['BPF', 'the kernel programs'],
  ['SETUID', 'the users of the proxy and the command'],
  ['SETGID', 'their groups'],
  ['SETPCAP', 'taking capabilities away'],
];

/** Names of the capabilities that are missing, with what they are needed for; empty when all are there (capabilities(7), CapEff). */
export function missingCapabilities(status = readFileSync('/proc/self/status', 'utf8')): string[] {
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  return NEEDED.filter(([name]) => ((effective >> BigInt(CAP[name])) & 1n) === 0n).map(([name, why]) => `CAP_${name} (${why})`);
}

/** Not of a user namespace, whose root has all capabilities and may load no kernel program (user_namespaces(7), uid_map). */
export function isRootOfMachine(uidMap = readFileSync('/proc/self/uid_map', 'utf8')): boolean {
  return process.getuid?.() === 0 && /^\s*0\s+0\s+4294967295\s*$/.test(uidMap);
}

export function requireCapabilities(): void {
  const missing = missingCapabilities();
  if (missing.length === 0) return;
  throw new UserError(`Root lacks ${missing.join(', ')}, as in a container: run it on the machine itself, or in a privileged container.`);
}
