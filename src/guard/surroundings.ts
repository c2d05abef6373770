import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { Bridges, InboundPort } from '../kernel/job-chains.ts';

/** Names that container engines and virtual machines give bridges they make: new ones work from their first packet on. */
const USUAL = ['docker', 'br-', 'podman', 'cni', 'virbr', 'lxcbr', 'lxdbr', 'incusbr'];

/**
 * Bridges of this network namespace behind which there is nobody but containers and virtual machines. A bridge with a port that is a device of this machine
 * (a network card) leads out, and no name that would include it is given.
 */
export function containerBridges(sysfs = '/sys/class/net'): Bridges {
  const bridges = readdirSync(sysfs).filter((name) => existsSync(`${sysfs}/${name}/bridge`));
  const leadsOut = (bridge: string): boolean =>
    ports(sysfs, bridge).some((port) => existsSync(`${sysfs}/${port}/device`) || isUplink(sysfs, port));
  const outer = bridges.filter(leadsOut);
  const inner = bridges.filter((name) => !outer.includes(name));
  const prefixes = USUAL.filter((prefix) => !outer.some((name) => name.startsWith(prefix)));
  const named = inner.filter((name) => isPlain(name) && !prefixes.some((prefix) => name.startsWith(prefix)));
  return { interfaces: [...prefixes.map((prefix) => `${prefix}+`), ...named.sort()], subnets: subnetsOf(inner) };
}

/** What iptables-restore(8) takes as it stands. */
const isPlain = (name: string): boolean => /^[A-Za-z0-9._-]+$/.test(name);

function ports(sysfs: string, bridge: string): string[] {
  try {
    return readdirSync(`${sysfs}/${bridge}/brif`);
  } catch {
    // Gone meanwhile.
    return [];
  }
}

/** VLANs, bonds and tunnels: devices that stand on another one, or whose other end is elsewhere. */
function isUplink(sysfs: string, port: string): boolean {
  if (existsSync(`${sysfs}/${port}/bonding`)) return true;
  try {
    if (readdirSync(`${sysfs}/${port}`).some((entry) => entry.startsWith('lower_'))) return true;
    return /^DEVTYPE=(?:vlan|bond|vxlan|geneve|gretap|wlan|wwan)$/m.test(readFileSync(`${sysfs}/${port}/uevent`, 'utf8'));
  } catch {
    // Gone meanwhile.
    return false;
  }
}

function subnetsOf(names: readonly string[]): string[] {
  const all = networkInterfaces();
  const subnets = names.flatMap((name) => all[name] ?? []).flatMap(({ family, cidr }) => (family === 'IPv4' && cidr ? [cidr] : []));
  return [...new Set(subnets)].sort();
}

/** TCP_LISTEN of net/tcp_states.h; an unconnected UDP socket shows as TCP_CLOSE. */
const LISTENS = { tcp: '0A', udp: '07' } as const;

/** Ports that can be reached from outside, from the tables of proc_net(5), for IPv4 and IPv6 alike. */
export function listeningPorts(proc = '/proc/net'): InboundPort[] {
  const found = new Map<string, InboundPort>();
  for (const protocol of ['tcp', 'udp'] as const) {
    for (const table of [protocol, `${protocol}6`]) {
      for (const line of linesOf(`${proc}/${table}`)) {
        const [, local = '', remote = '', state] = line.trim().split(/\s+/);
        const [address = '', hexPort = ''] = local.split(':');
        if (state !== LISTENS[protocol] || !/^0+:0000$/.test(remote) || isLoopback(address)) continue;
        const port = Number.parseInt(hexPort, 16);
        if (port > 0 && port < 65536) found.set(`${protocol} ${port}`, { protocol, port });
      }
    }
  }
  return [...found.values()];
}

/** Addresses stand there in words of the machine's byte order, little endian on all that we run on. */
const isLoopback = (address: string): boolean =>
  /^[0-9A-F]{6}7F$/.test(address) || /^0{24}0{0,6}01000000$|^0{16}FFFF0000[0-9A-F]{6}7F$/.test(address);

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(1);
  } catch {
    // A kernel without IPv6 has no such table.
    return [];
  }
}
