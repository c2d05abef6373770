import { existsSync, readFileSync } from 'node:fs';
import { CAP } from '../kernel/capabilities.ts';
import type { Child, Native } from '../kernel/native.ts';
import { codeOf, messageOf, UserError } from './errors.ts';
import type { Account } from './user.ts';

export interface CommandOptions {
  readonly native: Native;
  readonly argv: readonly string[];
  readonly account: Account;
  readonly env: NodeJS.ProcessEnv;
  /** Variables laid over `env`: the CA variables. */
  readonly caEnv: Readonly<Record<string, string>>;
  /** Files that the command sees in place of others: source and target by turns. */
  readonly coverFiles: readonly string[];
  readonly cgroupFd: number;
  /** The kernel refuses exotic sockets by itself; where it cannot, io_uring is off too, since its socket operation passes by seccomp. */
  readonly kernelRefusesSockets: boolean;
}

/**
 * Services that act for others over a local socket, and so reach the network as somebody outside the scope: asked to start a container,
 * a unit or a look-up, they would be a way out. The command sees empty files in their place.
 */
const SERVICES_OF_OTHERS = [
  '/run/docker.sock',
  '/run/containerd',
  '/run/podman',
  '/run/crio',
  '/run/dbus/system_bus_socket',
  '/run/systemd/private',
  '/run/systemd/resolve/io.systemd.Resolve',
  '/run/systemd/resolve/io.systemd.Resolve.Monitor',
  '/run/systemd/io.systemd.Manager',
  '/run/nscd',
  '/run/avahi-daemon',
  '/run/snapd.socket',
  '/run/snapd-snap.socket',
  '/run/user',
  '/run/screen',
  '/run/libvirt',
  '/run/lxd.socket',
  '/var/snap/lxd/common/lxd/unix.socket',
];

/**
 * What a command that runs as root keeps: ordinary file and account work. Without NET_ADMIN, NET_RAW, SYS_ADMIN, SYS_PTRACE, BPF,
 * SYS_MODULE and the rest it can neither change the rules nor leave its cgroup.
 */
const ROOT_CAPABILITIES = [
  CAP.CHOWN,
  CAP.DAC_OVERRIDE,
  CAP.FOWNER,
  CAP.FSETID,
  CAP.KILL,
  CAP.SETGID,
  CAP.SETUID,
  CAP.NET_BIND_SERVICE,
  CAP.SYS_CHROOT,
  CAP.AUDIT_WRITE,
  CAP.SETFCAP,
];

/** Starts the command inside the scope. UserError when there is no such program. */
export function startCommand({ native, argv, account, env, caEnv, coverFiles, cgroupFd, kernelRefusesSockets }: CommandOptions): Child {
  const [file = ''] = argv;
  const isRoot = account.uid === 0;
  try {
    return native.spawn({
      file,
      argv,
      env: environment(env, account, caEnv),
      cwd: process.cwd(),
      cgroupFd,
      uid: account.uid,
      gid: account.gid,
      groups: account.groups,
      fds: [0, 1, 2],
      noNewPrivs: true,
      boundingCaps: isRoot ? ROOT_CAPABILITIES : [],
      ambientCaps: [],
      coverFiles,
      maskPaths: SERVICES_OF_OTHERS.filter((path) => existsSync(path)),
      readOnlyPaths: isRoot ? kernelInterfaces() : [],
      restrictSocketFamilies: true,
      denyIoUring: !kernelRefusesSockets,
      landlockScope: true,
    });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new UserError(`Command not found: ${file}`, { cause: error });
    if (codeOf(error) === 'EACCES')
      throw new UserError(`Command cannot be executed by ${account.name}: ${file} (permission denied)`, { cause: error });
    throw new UserError(`The command could not be started: ${messageOf(error)}`, { cause: error });
  }
}

function environment(env: NodeJS.ProcessEnv, account: Account, caEnv: Readonly<Record<string, string>>): string[] {
  const asSudoUser = env.SUDO_UID !== undefined && env.SUDO_UID === String(account.uid);
  const person = asSudoUser ? { HOME: account.home, USER: account.name, LOGNAME: account.name, SHELL: account.shell } : {};
  return Object.entries({ ...env, ...person, ...caEnv, EGRESS_FILTER: '1' }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
}

/** Root without capabilities still owns the files below /proc/sys and of cgroupfs: writing those would move it out of the scope. */
function kernelInterfaces(): string[] {
  const types = new Set(['sysfs', 'cgroup', 'cgroup2', 'bpf', 'debugfs', 'tracefs', 'securityfs', 'configfs', 'efivarfs']);
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [before = '', after = ''] = line.split(' - ');
      const point = before.split(' ')[4];
      const type = after.split(' ')[0];
      return point && type && types.has(type) ? [point.replaceAll('\\040', ' ')] : [];
    });
  const proc = ['/proc/sys', '/proc/sysrq-trigger', '/proc/irq', '/proc/bus'].filter((path) => existsSync(path));
  return [...new Set([...mounts, ...proc])];
}
