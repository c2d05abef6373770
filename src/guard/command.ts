import { existsSync } from 'node:fs';
import { CAP } from '../kernel/capabilities.ts';
import type { Child, Native } from '../kernel/native.ts';
import { codeOf, messageOf, UserError } from './errors.ts';
import { mounts, pathsToMask } from './services.ts';
import { STATE_ROOT } from './state.ts';
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
  /** Files that the command sees empty, and can neither write nor remove nor rename, wherever they lie. */
  readonly evidence: readonly string[];
  /** Sockets of services outside that the command may use. */
  readonly keepSockets: readonly string[];
  readonly cgroupFd: number;
  /** The kernel refuses exotic sockets by itself; where it cannot, io_uring is off too, since its socket operation passes by seccomp. */
  readonly kernelRefusesSockets: boolean;
}

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
export function startCommand(options: CommandOptions): Child {
  const { native, argv, account, env, caEnv, coverFiles, evidence, keepSockets, cgroupFd, kernelRefusesSockets } = options;
  const [file = ''] = argv;
  const isRoot = account.uid === 0;
  try {
    return native.spawn({
      file,
      argv,
      env: environment(env, account, caEnv),
      cwd: workingDirectory(),
      cgroupFd,
      uid: account.uid,
      gid: account.gid,
      groups: account.groups,
      fds: [0, 1, 2],
      noNewPrivs: true,
      boundingCaps: isRoot ? ROOT_CAPABILITIES : [],
      ambientCaps: [],
      coverFiles,
      maskPaths: [...pathsToMask({ env, keep: keepSockets, isRoot }), ...evidence],
      readOnlyPaths: isRoot ? [...kernelInterfaces(), STATE_ROOT] : [],
      restrictSocketFamilies: true,
      denyIoUring: !kernelRefusesSockets,
      denyAgents: true,
      denyUserNamespaces: isRoot,
      landlockScope: true,
      pidNamespace: true,
      refuseNetworkFds: true,
    });
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(whyNotStarted(error, file, account, env), { cause: error });
  }
}

function workingDirectory(): string {
  try {
    return process.cwd();
  } catch (error) {
    throw new UserError('The working directory is not there any more: cd to one that is.', { cause: error });
  }
}

function whyNotStarted(error: unknown, file: string, account: Account, env: NodeJS.ProcessEnv): string {
  const [code, message] = [codeOf(error), messageOf(error)];
  if (/\bchdir\b/.test(message))
    return `The command cannot start in ${process.cwd()}: ${account.name} may not enter it. cd to another directory.`;
  if (code === 'EPROTONOSUPPORT')
    return 'Standard input, output or error is a network socket, which the command could connect elsewhere: put a pipe between (cat | ... | cat)';
  // What fails before exec is about the machine, not about the program.
  if (!/\bexecve(?:at)?\b/.test(message)) return `The command could not be started: ${message}`;
  if (code === 'EACCES') return `Command cannot be executed by ${account.name}: ${file} (permission denied)`;
  if (code !== 'ENOENT') return `The command could not be started: ${message}`;
  if (file.includes('/') && existsSync(file))
    return `Command cannot be executed: the interpreter in the first line of ${file} is not there`;
  return `Command not found: ${file}${pathAdvice(file, env)}`;
}

/** sudo(8) replaces PATH (`secure_path`), and with it a Node or Python that was installed for the person alone. */
function pathAdvice(file: string, env: NodeJS.ProcessEnv): string {
  if (env.SUDO_USER === undefined || file.includes('/')) return '';
  return `. sudo gives commands a PATH of its own (${env.PATH ?? ''}); to keep yours: sudo env "PATH=$PATH" egress-filter run ...`;
}

function environment(env: NodeJS.ProcessEnv, account: Account, caEnv: Readonly<Record<string, string>>): string[] {
  const isOther = account.uid !== 0 || env.SUDO_UID !== undefined;
  const who = isOther ? { USER: account.name, LOGNAME: account.name, SHELL: account.shell } : {};
  // Accounts of services have none (/nonexistent): there the caller's is better than nothing.
  const person = isOther && existsSync(account.home) ? { ...who, HOME: account.home } : who;
  return Object.entries({ ...env, ...person, ...caEnv, EGRESS_FILTER: '1' }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
}

/** Root without capabilities still owns the files below /proc/sys and of cgroupfs: writing those would move it out of the scope. */
function kernelInterfaces(): string[] {
  const types = new Set(['sysfs', 'cgroup', 'cgroup2', 'bpf', 'debugfs', 'tracefs', 'securityfs', 'configfs', 'efivarfs']);
  const points = mounts().flatMap(({ point, type }) => (types.has(type) ? [point] : []));
  const proc = ['/proc/sys', '/proc/sysrq-trigger', '/proc/irq', '/proc/bus', '/proc/fs'];
  // What lies below another mount is not there: not for the command either, which may not unmount anything.
  return [...new Set([...points, ...proc])].filter((path) => existsSync(path));
}
