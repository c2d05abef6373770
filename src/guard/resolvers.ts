import { readFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';

/** The machine's resolvers in resolv.conf(5) order; without any, the local host (as glibc does). */
export function machineResolvers(path = '/etc/resolv.conf'): string[] {
  const servers = namedServers(path);
  return servers.length > 0 ? servers : ['127.0.0.1'];
}

function namedServers(path: string): string[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // No file: resolv.conf(5) says the name server on the local machine.
    return [];
  }
  return text
    .split('\n')
    .map((line) => /^\s*nameserver\s+(\S+)/.exec(line)?.[1])
    .filter((server): server is string => server !== undefined && (isIPv4(server) || isIPv6(server)));
}

/** systemd-resolved(8) listens at both. */
const STUBS: readonly string[] = ['127.0.0.53', '127.0.0.54'];
const BEHIND_STUB = '/run/systemd/resolve/resolv.conf';

/** Whom the proxy of a job asks, and by which further addresses the job's processes may mean the same. */
export interface JobResolvers {
  readonly upstream: string[];
  readonly stubs: string[];
}

/**
 * systemd-resolved's stub would ask us in turn, as it obeys the policy like any other process: the servers behind it are asked, which
 * systemd-resolved(8) keeps in a file of its own. Where nobody is named there, the stub stays.
 */
export function jobResolvers(path = '/etc/resolv.conf', behindStub = BEHIND_STUB): JobResolvers {
  const named = machineResolvers(path);
  const stubs = named.filter((server) => STUBS.includes(server));
  if (stubs.length === 0) return { upstream: named, stubs };
  const upstream = [...new Set([...named, ...namedServers(behindStub)])].filter((server) => !STUBS.includes(server));
  return upstream.length > 0 ? { upstream, stubs } : { upstream: stubs, stubs: [] };
}

/** Stands for IPv6 resolvers: reachable on every machine, and what is sent to its port 53 goes to the proxy like everything else. */
export const RESOLVER_ALIAS = '127.0.0.1';

/**
 * resolv.conf(5) for the command where the machine's names IPv6 servers: IPv6 is refused, and port 53 of any IPv4 address is answered by the proxy.
 * Undefined where every server is IPv4 and the file can stay.
 */
export function ipv4ResolvConf(text: string): string | undefined {
  const isServer = (line: string): boolean => /^\s*nameserver\s/.test(line);
  const isIpv6Server = (line: string): boolean => isServer(line) && isIPv6(/^\s*nameserver\s+(\S+)/.exec(line)?.[1] ?? '');
  const lines = text.split('\n');
  if (!lines.some(isIpv6Server)) return undefined;
  const kept = lines.filter((line) => !isIpv6Server(line));
  return (kept.some(isServer) ? kept : [`nameserver ${RESOLVER_ALIAS}`, ...kept]).join('\n');
}
