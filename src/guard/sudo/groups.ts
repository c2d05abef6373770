import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { groupNames } from './accounts.ts';
import { writableBy } from './as-user.ts';
import { type JobUser, open, type Road } from './roads.ts';

/** Engines that start anything as root for whoever may write to their socket. */
const ENGINES: ReadonlyMap<string, string> = new Map([
  ['/run/docker.sock', 'docker'],
  ['/run/containerd/containerd.sock', 'containerd'],
  ['/run/podman/podman.sock', 'podman'],
  ['/run/buildkit/buildkitd.sock', 'buildkit'],
  ['/run/crio/crio.sock', 'cri-o'],
  ['/var/lib/lxd/unix.socket', 'lxd'],
  ['/var/snap/lxd/common/lxd/unix.socket', 'lxd'],
  ['/var/lib/incus/unix.socket', 'incus'],
  ['/run/libvirt/libvirt-sock', 'libvirt'],
  ['/run/systemd/private', 'systemd'],
]);

/** What membership gives, for groups that mean root or the reading of what only root may. Engines are told by their sockets. */
const GROUPS: ReadonlyMap<string, string> = new Map([
  ['root', 'owns files of the system'],
  ['disk', 'reads and writes the disks below every file permission'],
  ['kmem', 'reads the memory of the kernel'],
  ['shadow', 'reads the password hashes of all users'],
  ['staff', 'writes to /usr/local, from where root runs programs'],
  ['lxd', 'starts containers that own the machine'],
  ['incus-admin', 'starts containers that own the machine'],
  ['libvirt', 'starts virtual machines with any disk of this one'],
  ['docker', 'starts containers that own the machine'],
  ['input', 'types on the keyboard of other users'],
  ['tty', 'writes to the terminals of other users'],
  ['netdev', 'may change the network settings'],
  ['wireshark', 'may capture packets of all users'],
]);

/** Reading, not acting: told in the list of roads, not worth a warning each. */
const READERS: ReadonlySet<string> = new Set(['adm', 'systemd-journal']);

/** Rights that come with groups and sockets cannot be taken from processes that run already: they are told. */
export function reportGroups(user: JobUser): Road[] {
  const asked = writableBy(user, [...[...ENGINES.keys()].filter((path) => existsSync(path)), ...devices()]);
  const sockets = asked.filter((path) => ENGINES.has(path));
  const nodes = asked
    .filter((path) => !ENGINES.has(path))
    .map((path) => open(`device ${path}`, `${user.name} may write to ${path}, below every file permission.`));
  const engines = new Set(sockets.map((path) => ENGINES.get(path) ?? path));
  const served = [...engines].map((engine) =>
    open(
      engine,
      `${user.name} may give orders to ${engine}, which acts as root: what it starts can reach the machine itself, unless its orders are filtered.`,
    ),
  );
  const names = groupNames([user.gid, ...user.groups]);
  const meaning = names.flatMap((name) => {
    const what = GROUPS.get(name);
    return what === undefined || engines.has(name) ? [] : [open(`group ${name}`, `${user.name} is in the group ${name}, which ${what}.`)];
  });
  const readers: Road[] = names
    .filter((name) => READERS.has(name))
    .map((name) => ({
      name: `group ${name}`,
      state: 'harmless',
      detail: `${user.name} is in the group ${name}, which reads the logs of the machine.`,
    }));
  if (listensOnTcp(2375))
    served.push(open('docker over TCP', 'Something listens on port 2375, where docker takes orders from everybody on this machine.'));
  return [...served, ...nodes, ...meaning, ...readers];
}

/** Disks and memory. */
function devices(): string[] {
  const disks = ['/dev', '/dev/mapper', '/dev/disk/by-id']
    .flatMap((directory) => (existsSync(directory) ? readdirSync(directory).map((name) => `${directory}/${name}`) : []))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isBlockDevice());
  return [
    ...new Set(disks.map((path) => realpathSync(path))),
    ...['/dev/mem', '/dev/kmem', '/dev/port'].filter((path) => existsSync(path)),
  ];
}

/** proc_pid_net(5), net/tcp: local address and port in hex, state 0A. */
function listensOnTcp(port: number): boolean {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return ['/proc/net/tcp', '/proc/net/tcp6'].some(
    (path) => existsSync(path) && new RegExp(`:${hex} [0-9A-F:]+ 0A `).test(readFileSync(path, 'latin1')),
  );
}
