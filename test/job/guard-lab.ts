import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../runner/machine/machine.ts';
import type { Job } from '../runner/runner.ts';

/** Pids of processes of this machine whose command line matches. Never of anybody else's: other machines may run beside. */
export function pidsOf(machine: Machine, pattern: RegExp): number[] {
  const pids = readFileSync(join(machine.cgroup, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  return pids.filter((pid) => pattern.test(commandOf(pid)));
}

export const proxyOf = (machine: Machine): number[] => pidsOf(machine, /^egress-filter-proxy /);
export const guardOf = (machine: Machine): number[] => pidsOf(machine, /guard\.mjs daemon/);

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // It has ended.
    return '';
  }
}

/** What the filter leaves on a machine while it is up: chains, mounts, state, code, locked sudo, changed settings. Empty where there is nothing. */
export function traces(machine: Machine): string[] {
  const script = `
    for tool in iptables-save ip6tables-save; do $tool | grep -o 'EGF-[0-9a-f]*-[A-Z]' | sort -u; done
    grep -E ' /home/runner/(work|actions-runner/cached/externals|actions-runner(/cached(/bin)?)? )' /proc/self/mountinfo | cut -d' ' -f5
    awk '$5 ~ /\\/(runc|crun)$/ { print $5 }' /proc/self/mountinfo
    ls -d /run/egress-filter /run/egress-filter/job /run/egress-filter/store/* /var/lib/egress-filter 2>/dev/null
    ls /usr/local/share/ca-certificates/egress-filter.crt 2>/dev/null
    cmp -s /etc/ssl/certs/ca-certificates.crt /run/harness/bundle-before 2>/dev/null || [ ! -e /run/harness/bundle-before ] || echo bundle
    grep -l 'egress\\|EGRESS' /etc/sudoers /etc/sudoers.d/* 2>/dev/null
    [ "$(cat /proc/sys/net/ipv4/conf/all/route_localnet)" = 0 ] || echo route_localnet
    [ "$(stat -c %U /home/runner/actions-runner/cached/externals/node24/bin/node)" = runner ] || echo node
    su runner -s /bin/sh -c 'sudo -n true' >/dev/null 2>&1 || echo sudo
    true`;
  return machine.inside(['bash', '-c', script]).stdout.split('\n').filter(Boolean);
}

/** Asks the guard for its status, as an operator. */
export function statusOf(machine: Machine): { status: string; restarts: number; problems: string[]; sudo: string } {
  const asked = machine.inside(['python3', '-c', ASK, JSON.stringify({ type: 'status' })]);
  if (asked.status !== 0) throw new Error(asked.stderr);
  return JSON.parse(asked.stdout);
}

/** Resolves when no connection to `address` is open any more: its end is not counted as what comes from now on. */
export async function allEnded({ lab, machine }: Job, address: string): Promise<void> {
  const count = (kind: string): number =>
    lab.since({ seen: 0, packets: 0 }).seen.filter((seen) => seen.kind === kind && seen.address === address).length;
  await machine.until(`the end of all connections to ${address}`, () => (count('closed') >= count('connection') ? true : undefined));
}

/** Sends each argument as a line to the control socket and prints the answers. */
export const ASK = `
import socket, sys
s = socket.socket(socket.AF_UNIX)
s.settimeout(20)
s.connect('/run/egress-filter/job/control.sock')
for line in sys.argv[1:]: s.sendall(line.encode() + b'\\n')
s.shutdown(socket.SHUT_WR)
while True:
    part = s.recv(65536)
    if not part: break
    sys.stdout.write(part.decode())
`;
