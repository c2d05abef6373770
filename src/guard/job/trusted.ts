import { basename } from 'node:path';
import { lineOf, type Processes, type ProcessInfo } from './processes.ts';

/** One of the runner's or the machine's own processes, whose traffic is no business of the job's policy. */
export interface Trusted {
  readonly pid: number;
  readonly start: number;
  /** What it starts is trusted as well. */
  readonly inherit: boolean;
  readonly why: string;
}

/**
 * Whom the job's policy does not bind: Runner.Worker and what it descends from, the agent and the watchdog of a hosted machine, Azure's agent, and
 * services of the system that were there before the job. Each by pid and start time: what comes later under the same name, path or cgroup is nobody.
 *
 * Not trusted is whatever acts for others, as the job could have it act for itself: container engines, resolvers, mail and print servers, proxies,
 * schedulers, interpreters (Node opens its debugger on a signal) and every service that listens on a TCP port.
 */
export function trustedProcesses(processes: Processes, workerPid: number): Trusted[] {
  const line = lineOf(workerPid, processes.get);
  const [worker, ...above] = line;
  if (!worker) return [];
  const found = new Map<number, Trusted>();
  const trust = ({ pid, start }: ProcessInfo, inherit: boolean, why: string): void => {
    if (!found.has(pid)) found.set(pid, { pid, start, inherit, why });
  };

  trust(worker, false, 'Runner.Worker');
  for (const ancestor of above) {
    if (ancestor.pid === 1) break;
    if (isNamed(ancestor, 'Runner.Listener')) trust(ancestor, false, 'Runner.Listener');
    else if (isNamed(ancestor, 'hosted-compute-agent')) {
      trust(ancestor, true, 'agent of the hosted machine');
      for (const child of ownHelpers(processes, ancestor, line)) trust(child, true, 'started by the agent of the hosted machine');
    } else if (isSystemUser(ancestor.uid) && !actsForOthers(ancestor, processes)) trust(ancestor, false, 'ancestor of Runner.Worker');
  }

  for (const info of processes.all) {
    // What came after Runner.Worker, or lives in its unit, may be of an earlier step.
    if (info.start >= worker.start || (info.cgroup === worker.cgroup && unitOf(info) !== undefined)) continue;
    const unit = unitOf(info);
    if (unit === undefined) continue;
    if (/^(?:walinuxagent|waagent)\.service$/.test(unit)) {
      if (info.uid === 0) trust(info, true, 'agent of Azure');
    } else if (
      info.ppid === 1 &&
      isSystemUser(info.uid) &&
      !isOther(unit.replace(/(?:@.*)?\.service$/, '')) &&
      !actsForOthers(info, processes)
    ) {
      trust(info, false, `service ${unit}`);
    }
  }
  return [...found.values()];
}

/** The watchdog (root's, started through sudo) and other copies of the agent itself. Not what leads to Runner.Worker. */
function ownHelpers(processes: Processes, agent: ProcessInfo, line: readonly ProcessInfo[]): ProcessInfo[] {
  const worker = line[0];
  return processes.all.filter((info) => {
    if (line.includes(info) || isIntermediary(info)) return false;
    const ways = lineOf(info.pid, processes.get);
    const below = ways.slice(1, ways.indexOf(agent));
    if (!ways.includes(agent) || below.some((between) => line.includes(between) && between !== agent)) return false;
    const sameProgram = info.exe !== undefined && info.exe === agent.exe && worker !== undefined && info.start < worker.start;
    return info.uid === 0 || sameProgram;
  });
}

function actsForOthers(info: ProcessInfo, processes: Processes): boolean {
  const names = [info.comm, info.exe === undefined ? '' : basename(info.exe)];
  return info.exe === undefined || names.some(isOther) || names.some((name) => INTERPRETERS.test(name)) || processes.listens(info.pid);
}

const isIntermediary = (info: ProcessInfo): boolean => [info.comm, basename(info.exe ?? '')].some((name) => SHELLS.test(name));

/** By the program's own path: the name (comm) is the process's to choose, and cut after 15 bytes. */
function isNamed({ exe, comm }: ProcessInfo, name: string): boolean {
  return exe === undefined ? comm === name : basename(exe) === name;
}

/** login.defs(5) SYS_UID_MAX; systemd.exec(5) DynamicUser. */
const isSystemUser = (uid: number): boolean => uid < 1000 || (uid >= 61184 && uid <= 65519);

/** systemd.special(7): services of the system, not of a person's session (user.slice). */
function unitOf({ cgroup }: ProcessInfo): string | undefined {
  return /^\/(?:system|azure)\.slice\/(?:[^/]+\/)*?([^/]+\.service)(?:\/|$)/.exec(cgroup)?.[1];
}

const SHELLS = /^(?:sudo|sudo-rs|su|doas|runuser|setpriv|env|(?:ba|da|z|k|fi|c|tc)?sh|busybox)$/;

const INTERPRETERS =
  /^(?:node|nodejs|bun|deno|python[\d.]*|perl[\d.]*|ruby[\d.]*|php[\d.]*|lua[\d.]*|java|dotnet|mono|(?:ba|da|z|k|fi|c|tc)?sh|busybox|sudo|sudo-rs|su|doas|runuser|setpriv|env|nohup|script|expect)$/i;

/** Names of programs and units. */
const OTHERS = [
  // Container engines and virtual machines.
  /^(?:docker|containerd|podman|conmon|buildkit|crio|cri-|rootlesskit|runc|crun|kubelet|k3s|lxc|lxd|incus|libvirt|virt|qemu|multipass|slirp4netns|pasta)/,
  // Resolvers and directories, which ask for others.
  /^(?:systemd-resolve|nscd|sssd|nslcd|dnsmasq|unbound|named|bind9|pdns|coredns|dnscrypt|stubby|kresd|knot|avahi|rpcbind|rpc\.|automount|autofs)/,
  // What starts or fetches something when asked: schedulers, buses, package services, log-ins, terminals.
  /^(?:systemd$|init$|\(sd-pam\)|systemd-(?:importd|machined|homed|sysupdate)|cron|anacron|fcron|atd$|at$|dbus|snapd|packagekit|polkit|fwupd|udisks|flatpak|unattended-upgr|apt|sshd|ssh$|dropbear|login|getty|agetty|tmux|screen|zellij|code|cockpit|webmin|supervisor|gitlab-runner|buildkite|jenkins|teamcity|Runner\.|actions\.runner)/,
  // Mail, print, web, data bases, VPN ends that listen.
  /^(?:master$|postfix|exim|sendmail|opensmtpd|cups|nginx|apache|httpd|caddy|lighttpd|envoy|traefik|varnish|squid|tinyproxy|privoxy|cntlm|polipo|dante|sockd|redsocks|tor$|tor@|v2ray|xray|clash|sing-box|mitm|stunnel|socat|gost|mysqld|mariadb|postgres|mongod|redis|memcached)/,
  /proxy/i,
];

const isOther = (name: string): boolean => OTHERS.some((pattern) => pattern.test(name));
