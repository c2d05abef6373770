import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { UserError } from './errors.ts';

/**
 * Services that act for others over a local socket, and so reach the network as somebody outside the scope: asked to start a container,
 * a unit or a look-up, they would be a way out. Directories, where a service that restarts makes a new socket.
 */
const SERVICES_OF_OTHERS = [
  'docker.sock',
  'docker',
  'containerd',
  'buildkit',
  'podman',
  'crio',
  'cri-dockerd.sock',
  'dbus',
  'systemd/private',
  'systemd/resolve/io.systemd.Resolve',
  'systemd/resolve/io.systemd.Resolve.Monitor',
  'systemd/io.systemd.Manager',
  'nscd',
  'avahi-daemon',
  'snapd.socket',
  'snapd-snap.socket',
  'user',
  'screen',
  'libvirt',
  'lxd.socket',
  'incus',
].flatMap((name) => [`/run/${name}`, `/var/run/${name}`]);

/**
 * Devices by which packets leave without a socket. A tunnel or tap that root has made for the user, or for nobody in particular, can be attached to without any
 * right (tun_not_capable() of the kernel): what is written there comes in as if from a neighbour, and is sent on; on a bridge no rule ever sees it. RDMA has network
 * cards of its own, open to everybody.
 */
const WAYS_OF_DEVICES = ['/dev/net/tun', '/dev/infiniband'];

/**
 * Listening sockets that stay: data bases, agents that only sign, the journal and the user data base. What they do for the command they do not do on
 * the network at its wish. Everything else that listens may: terminal multiplexers and editors start programs, a build daemon downloads.
 */
const HARMLESS = [
  /^\/(?:var\/)?run\/(?:postgresql|mysqld|mariadb|redis|memcached|mongodb)(?:\/|$)/,
  /^\/tmp\/(?:\.s\.PGSQL\.\d+|mysqlx?\.sock|mongodb-\d+\.sock)$/,
  /^\/var\/lib\/(?:sss|mysql)\//,
  /^\/(?:var\/)?run\/nslcd\//,
  /^\/(?:var\/)?run\/systemd\/(?:journal|userdb)\//,
  /^\/(?:var\/)?run\/udev\//,
  /\/S\.gpg-agent(?:\.\w+)?$/,
];

export interface MaskOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Sockets that the person wants to keep. */
  readonly keep: readonly string[];
  /** Root may open devices by their nodes. */
  readonly isRoot: boolean;
}

/** Paths that the command sees empty. UserError where there is no socket at a path to keep. */
export function pathsToMask({ env, keep, isRoot }: MaskOptions): string[] {
  const wanted = keep.map(socketAt);
  const sockets = [...listeningSockets(), ...socketsOf(env)].filter((path) => !HARMLESS.some((pattern) => pattern.test(path)));
  const here = [...SERVICES_OF_OTHERS, ...WAYS_OF_DEVICES].filter((path) => existsSync(path));
  const paths = [...here, ...sockets, ...mountsToMask(), ...(isRoot ? devices() : [])];
  return spare(
    [...new Set(paths)].filter((path) => path !== env.SSH_AUTH_SOCK),
    wanted,
  );
}

/** By whatever path a person knows it: `/var/run` leads to `/run`. */
function socketAt(path: string): string {
  const real = realOf(path);
  if (!isSocket(real)) throw new UserError(`There is no Unix socket at ${path}: --keep-socket takes the path of one.`);
  return real;
}

/** Where a whole directory is to be masked and one of the sockets lies in it, what stands beside the socket is masked, piece by piece. */
export function spare(paths: readonly string[], sockets: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const real = realOf(path);
    if (sockets.includes(real)) return [];
    if (!sockets.some((socket) => socket.startsWith(`${real}/`))) return [path];
    // What a link leads to is dealt with where it lies.
    const within = list(real).map((name) => `${real}/${name}`);
    return spare(
      within.filter((entry) => lstatSync(entry, { throwIfNoEntry: false })?.isSymbolicLink() === false),
      sockets,
    );
  });
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Nothing is there; or in a mount namespace that is not ours.
    return path;
  }
}

/** Of every network namespace that a process is in: a path is seen from all of them (proc_pid_net(5), net/unix). */
function listeningSockets(): string[] {
  const tables = new Map<string, string>();
  for (const pid of list('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const namespace = readlinkSync(`/proc/${pid}/ns/net`);
      if (!tables.has(namespace)) tables.set(namespace, readFileSync(`/proc/${pid}/net/unix`, 'utf8'));
    } catch {
      // It ended while we looked.
    }
  }
  return [...tables.values()].flatMap(listeningPaths).filter(isSocket);
}

/** Lines of /proc/net/unix: address, references, protocol, flags (hex; 10000 is __SO_ACCEPTCON), type, state, inode, path. */
export function listeningPaths(table: string): string[] {
  return table.split('\n').flatMap((line) => {
    const [, flags = '', path = ''] = /^\S+: \S+ \S+ (\S+) \S+ \S+ +\d+ (\/.*)$/s.exec(line) ?? [];
    return Number.parseInt(flags, 16) & 0x10000 ? [path] : [];
  });
}

/** Container engines at other places, as their clients find them. */
function socketsOf(env: NodeJS.ProcessEnv): string[] {
  const addresses = [env.DOCKER_HOST, env.CONTAINER_HOST, env.BUILDKIT_HOST, env.DBUS_SYSTEM_BUS_ADDRESS, env.DBUS_SESSION_BUS_ADDRESS];
  return addresses.flatMap((address) => /^unix:(?:\/\/|path=)(\/[^,;]+)/.exec(address ?? '')?.[1] ?? []).filter(isSocket);
}

/**
 * Sockets bound into a container, whose server is elsewhere; /proc of other pid namespaces (the command has one of its own); and autofs
 * maps of hosts, where looking up a name makes the automounter call it.
 */
function mountsToMask(): string[] {
  return mounts().flatMap(({ point, type, source }) => {
    const isOtherProc = type === 'proc' && point !== '/proc' && !point.startsWith('/proc/');
    return isOtherProc || (type === 'autofs' && source === '-hosts') || isSocket(point) ? [point] : [];
  });
}

/** Disks, taps of virtual machines (macvtap), and devices that reach into memory or type on the keyboard. */
function devices(): string[] {
  const disks = ['/dev', '/dev/mapper'].flatMap((directory) =>
    list(directory)
      .map((name) => `${directory}/${name}`)
      .filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isBlockDevice()),
  );
  const taps = list('/dev').flatMap((name) => (/^tap\d+$/.test(name) ? [`/dev/${name}`] : []));
  const others = ['/dev/mem', '/dev/kmem', '/dev/port', '/dev/uinput', '/dev/input', '/dev/kmsg'].filter((path) => existsSync(path));
  return [...disks, ...taps, ...others];
}

export interface Mount {
  readonly point: string;
  readonly type: string;
  readonly source: string;
}

/** proc_pid_mountinfo(5) of this process. */
export function mounts(): Mount[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [before = '', after = ''] = line.split(' - ');
      const point = before.split(' ')[4];
      const [type, source = ''] = after.split(' ');
      return point && type ? [{ point: unescapeOctal(point), type, source }] : [];
    });
}

const unescapeOctal = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

function isSocket(path: string): boolean {
  try {
    return statSync(path).isSocket();
  } catch {
    // Gone, or in a mount namespace that is not ours.
    return false;
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    // Not there.
    return [];
  }
}
