import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { CHAIN_PREFIX, hex, markMoved, type ProxyPorts, pastDns, straightToProxy, udpMarks } from './chains.ts';
import { type JobChainOptions, jobRestoreInput, jobRestoreInput6 } from './job-chains.ts';
import { ALLOW_MARK, ALLOW_ONCE_MARK, DENY_MARK } from './marks.ts';

/** What the chains of a run need to know; those of a job: job-chains.ts. */
export interface ChainOptions extends ProxyPorts {
  /** Eight hex digits; the chains are named after it. */
  readonly id: string;
  /** Path of the scope's cgroup below the cgroup2 root, without a leading slash. */
  readonly cgroupPath: string;
  readonly queue: number;
}

const natChain = (id: string): string => `${CHAIN_PREFIX}${id}-N`;
const gateChain = (id: string): string => `${CHAIN_PREFIX}${id}-G`;
const firstChain = (id: string): string => `${CHAIN_PREFIX}${id}-D`;
const leakChain = (id: string): string => `${CHAIN_PREFIX}${id}-L`;
const movedChain = (id: string): string => `${CHAIN_PREFIX}${id}-S`;

/**
 * iptables-restore(8) input for IPv4.
 *
 * nat: port 53 to anyone goes to the DNS server (first, since the machine's own stub resolver is a local address); other TCP
 * that is not local goes to the proxy.
 *
 * filter, the gate: what is not for this machine is UDP of a flow that was allowed (conntrack mark), or it
 * goes to the queue, where it is decided or, with nobody listening, dropped. The queue's verdict comes back as NF_REPEAT with a
 * packet mark. Port 53 never passes by a mark, nor as local. "For this machine" is told by the destination address: within one pass through OUTPUT the
 * outgoing interface stays the one from before REDIRECT. What comes to the proxy's ports has to come by REDIRECT: a query sent straight
 * to the DNS server would be answered as one of whoever sent the last real one from that source port. The same from outside the scope.
 *
 * mangle: a socket may be bound to an interface without any right (SO_BINDTODEVICE, IP_PKTINFO, IP_UNICAST_IF), and then even a packet
 * for 127.0.0.1 goes out there, a redirected one included. After routing the interface is the real one, so that is where it is told. The
 * queue is asked for the sake of the log; whatever it answers, the packet ends here. An allowed flow is none to a local address (chains.ts).
 *
 * Datagrams of allowed flows are asked for the mark of their flow before anything else, as each match costs them time: to look at the cgroup takes as long as to look
 * the flow up. So OUTPUT leads everybody into a chain that knows them first. POSTROUTING does with one match, which a packet that conntrack does not know would pass, too
 * (a rule of somebody else's with NOTRACK): the gate takes care of those, whose interface is the real one already.
 */
export function restoreInput({ id, cgroupPath, tcpPort, tcpPorts = 1, dnsUdpPort, dnsTcpPort, queue }: ChainOptions): string {
  const nat = natChain(id);
  const gate = gateChain(id);
  const first = firstChain(id);
  const leak = leakChain(id);
  const moved = movedChain(id);
  const { flow, known, allow } = udpMarks(id);
  const tcpLast = tcpPort + tcpPorts - 1;
  const scope = `-m cgroup --path ${cgroupPath}`;
  return [
    '*nat',
    `:${nat} - [0:0]`,
    `-A ${nat} -p udp -m udp --dport 53 -j REDIRECT --to-ports ${dnsUdpPort}`,
    `-A ${nat} -p tcp -m tcp --dport 53 -j REDIRECT --to-ports ${dnsTcpPort}`,
    `-A ${nat} -m addrtype --dst-type LOCAL -j RETURN`,
    `-A ${nat} -p tcp -j REDIRECT --to-ports ${tcpPort}-${tcpLast}`,
    `-I OUTPUT 1 ${scope} -j ${nat}`,
    'COMMIT',
    '*filter',
    `:${first} - [0:0]`,
    `:${gate} - [0:0]`,
    `-A ${first} ${known} -j RETURN`,
    `-A ${first} ${scope} -j ${gate}`,
    `-A ${first} -d 127.0.0.1/32 -p udp -m udp --dport ${dnsUdpPort} -j ${gate}`,
    `-A ${gate} -p tcp -m mark --mark ${hex(DENY_MARK)} -j REJECT --reject-with tcp-reset`,
    `-A ${gate} -m mark --mark ${hex(DENY_MARK)} -j REJECT --reject-with icmp-admin-prohibited`,
    ...straightToProxy({ tcpPort, tcpPorts, dnsUdpPort, dnsTcpPort }).map((match) => `-A ${gate} ${match} -j NFQUEUE --queue-num ${queue}`),
    ...pastDns({ dnsUdpPort }).map((match) => `-A ${gate} ${match} -j NFQUEUE --queue-num ${queue}`),
    `-A ${gate} ! -o lo -m addrtype --dst-type LOCAL -m conntrack --ctstate INVALID,UNTRACKED -j DROP`,
    `-A ${gate} -m addrtype --dst-type LOCAL -j RETURN`,
    ...allow.map((rule) => `-A ${gate} ${rule}`),
    `-A ${gate} -j NFQUEUE --queue-num ${queue}`,
    `-I OUTPUT 1 -j ${first}`,
    'COMMIT',
    '*mangle',
    `:${leak} - [0:0]`,
    `:${moved} - [0:0]`,
    `-A ${moved} ${markMoved({ dnsUdpPort })}`,
    `-I INPUT 1 -i lo -j ${moved}`,
    `-A ${leak} -m addrtype ! --dst-type LOCAL -j RETURN`,
    `-A ${leak} -m mark --mark ${hex(DENY_MARK)} -j DROP`,
    ...[ALLOW_MARK, ALLOW_ONCE_MARK].map((mark) => `-A ${leak} -m mark --mark ${hex(mark)} -j DROP`),
    `-A ${leak} -j NFQUEUE --queue-num ${queue}`,
    `-I POSTROUTING 1 ! -o lo -m connmark ! --mark ${flow} ${scope} -j ${leak}`,
    'COMMIT',
    '',
  ].join('\n');
}

/** IPv6 is off (BPF refuses it at connect); this is the second wall, and shuts a resolver that listens on ::1. */
export function restoreInput6({ id, cgroupPath }: Pick<ChainOptions, 'id' | 'cgroupPath'>): string {
  const gate = gateChain(id);
  return [
    '*filter',
    `:${gate} - [0:0]`,
    `-A ${gate} -p udp -m udp --dport 53 -j REJECT`,
    `-A ${gate} -p tcp -m tcp --dport 53 -j REJECT`,
    `-A ${gate} -o lo -j RETURN`,
    `-A ${gate} -j REJECT`,
    `-I OUTPUT 1 -m cgroup --path ${cgroupPath} -j ${gate}`,
    'COMMIT',
    '',
  ].join('\n');
}

/** Removes exactly our jumps and chains, read from what iptables-save(8) shows; undefined when there are none. */
export function removalInput(saved: string, id: string): string | undefined {
  const ours = `${CHAIN_PREFIX}${id}-`;
  const out: string[] = [];
  let table: string[] = [];
  let chains: string[] = [];
  for (const line of saved.split('\n')) {
    if (line.startsWith('*')) {
      table = [line];
      chains = [];
    } else if (line.startsWith(`:${ours}`)) {
      chains.push(line.slice(1).split(' ', 1)[0] ?? '');
    } else if (line.startsWith('-A ') && line.includes(` -j ${ours}`) && !line.startsWith(`-A ${ours}`)) {
      table.push(line.replace('-A', '-D'));
    } else if (line === 'COMMIT' && (chains.length > 0 || table.length > 1)) {
      out.push(...table, ...chains.map((chain) => `-F ${chain}`), ...chains.map((chain) => `-X ${chain}`), 'COMMIT');
    }
  }
  return out.length > 0 ? `${out.join('\n')}\n` : undefined;
}

/** Ids of all scopes that have chains in this namespace. */
export function installedIds(saved: string): string[] {
  const ids = new Set<string>();
  for (const match of saved.matchAll(/^:EGF-([0-9a-f]{8})-[A-Z] /gm)) if (match[1]) ids.add(match[1]);
  return [...ids];
}

/** Runs the iptables tools, in this network namespace or in the one a path (`/proc/PID/ns/net`, `/run/netns/NAME`) stands for. */
export interface Iptables {
  install(options: ChainOptions): void;
  /** Where this kernel has IPv6, its tables are required. Nothing stays where it throws. */
  installJob(options: JobChainOptions): void;
  /** Fills the chains of a job anew, for other bridges; at no moment is anything open that was not. */
  refreshJob(options: JobChainOptions): void;
  /** Removes the chains of one scope, IPv4 and IPv6; true if there were any. */
  remove(id: string): boolean;
  ids(): string[];
  /** `iptables v1.8.9 (nf_tables)`. */
  version(): string;
}

/** Thrown with what the tool said; `code` is `ENOENT` when it is not installed. */
export class IptablesError extends Error {
  override readonly name = 'IptablesError';
  readonly code: string | undefined;
  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

export function iptables({ netns }: { netns?: string } = {}): Iptables {
  const call = (tool: string, args: string[], input = ''): string => {
    const [file, argv] = netns ? ['nsenter', [`--net=${netns}`, '--', tool, ...args]] : [tool, args];
    const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` };
    const done = spawnSync(file, argv, { input, env, encoding: 'utf8', maxBuffer: 256 << 20 });
    if (done.error) {
      const code = 'code' in done.error ? String(done.error.code) : undefined;
      throw new IptablesError(`${tool} cannot be run: ${done.error.message}`, code);
    }
    if (done.status !== 0) throw new IptablesError(`${tool} failed: ${done.stderr.trim().split('\n').slice(0, 3).join('; ')}`);
    return done.stdout;
  };
  /** A table that somebody else changes at the same moment makes the nft flavour give up: try again. */
  const restore = (tool: string, input: string): void => {
    for (let attempt = 1; ; attempt++) {
      try {
        call(tool, ['--noflush', '-w', '5'], input);
        return;
      } catch (error) {
        if (attempt === 5 || (error instanceof IptablesError && error.code)) throw error;
      }
    }
  };
  const fillJob = (options: JobChainOptions, jumps: boolean): void => {
    if (hasIpv6(call)) restore('ip6tables-restore', jobRestoreInput6(options, { jumps }));
    else if (existsSync('/proc/net/if_inet6')) throw new IptablesError('ip6tables does not work here, and this kernel has IPv6');
    restore('iptables-restore', jobRestoreInput(options, { jumps }));
  };
  const remove = (save: string, restoreTool: string, id: string): boolean => {
    const input = removalInput(call(save, []), id);
    if (input) restore(restoreTool, input);
    return input !== undefined;
  };

  return {
    install(options) {
      restore('iptables-restore', restoreInput(options));
      if (hasIpv6(call)) restore('ip6tables-restore', restoreInput6(options));
    },
    installJob(options) {
      try {
        fillJob(options, true);
      } catch (error) {
        this.remove(options.id);
        throw error;
      }
    },
    refreshJob: (options) => fillJob(options, false),
    remove(id) {
      const had4 = remove('iptables-save', 'iptables-restore', id);
      const had6 = hasIpv6(call) && remove('ip6tables-save', 'ip6tables-restore', id);
      return had4 || had6;
    },
    ids: () => installedIds(call('iptables-save', [])),
    version: () => call('iptables', ['--version']).trim(),
  };
}

/** A kernel booted with ipv6.disable=1 has no IPv6 tables, and no IPv6 to shut. */
function hasIpv6(call: (tool: string, args: string[]) => string): boolean {
  try {
    call('ip6tables-save', ['-t', 'filter']);
    return true;
  } catch {
    // No table means no IPv6 in this kernel; BPF refuses IPv6 sockets in any case.
    return false;
  }
}
