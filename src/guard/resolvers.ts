import { readFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';

/** The machine's resolvers in resolv.conf(5) order; without any, the local host (as glibc does). */
export function machineResolvers(path = '/etc/resolv.conf'): string[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // No file: resolv.conf(5) says the name server on the local machine.
    return ['127.0.0.1'];
  }
  const servers = text
    .split('\n')
    .map((line) => /^\s*nameserver\s+(\S+)/.exec(line)?.[1])
    .filter((server): server is string => server !== undefined && (isIPv4(server) || isIPv6(server)));
  return servers.length > 0 ? servers : ['127.0.0.1'];
}
