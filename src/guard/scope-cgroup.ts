import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Native } from '../kernel/native.ts';
import { codeOf, messageOf, UserError } from './errors.ts';

/** All our cgroups live below this one, at the root of the cgroup2 hierarchy. */
export const CGROUP_PARENT = 'egress-filter';

export interface ScopeCgroup {
  /** Below the cgroup2 root, without leading slash: what iptables' `-m cgroup --path` wants. */
  readonly commandPath: string;
  readonly commandFd: number;
  readonly proxyFd: number;
  /** Kernel id (inode) of the command's cgroup. */
  readonly commandId: bigint;
  /** Kills whatever is left in the command's cgroup and waits until it is empty. */
  killCommand(): Promise<void>;
  /** Removes both cgroups; they must be empty. */
  remove(): Promise<void>;
}

/** The cgroup2 root as a path of this process: `/proc/self/fd/N`, whether it is mounted or not. */
export function cgroupRoot(native: Native): { path: string; close(): void } {
  let fd: number;
  try {
    fd = native.openCgroup2();
  } catch (error) {
    throw new UserError(
      `This machine has no usable cgroup v2 hierarchy (${messageOf(error)}): a kernel with CONFIG_CGROUPS and cgroup2 is needed.`,
      {
        cause: error,
      },
    );
  }
  return { path: `/proc/self/fd/${fd}`, close: () => closeSync(fd) };
}

/** Makes `egress-filter/<id>/command` and `.../proxy`. */
export function createScopeCgroup(root: string, id: string): ScopeCgroup {
  const base = `${root}/${CGROUP_PARENT}/${id}`;
  try {
    mkdirSync(`${base}/command`, { recursive: true });
    mkdirSync(`${base}/proxy`);
    // Nobody but the command's processes could make more, to leave a tree behind that is too deep to remove.
    writeFileSync(`${base}/cgroup.max.descendants`, '2');
  } catch (error) {
    for (const path of [`${base}/command`, `${base}/proxy`, base, `${root}/${CGROUP_PARENT}`]) removeIfEmpty(path);
    // Node takes a read-only file system for a missing folder (mkdir, `recursive`).
    const isReadOnly = /^(?:EROFS|ENOENT)$/.test(codeOf(error) ?? '');
    const why = isReadOnly ? 'the cgroup2 hierarchy is read-only, as in a container: mount it read-write' : messageOf(error);
    throw new UserError(`Cannot make a cgroup for the command: ${why}.`, { cause: error });
  }
  const commandFd = openSync(`${base}/command`, 'r');
  const proxyFd = openSync(`${base}/proxy`, 'r');
  return {
    commandPath: `${CGROUP_PARENT}/${id}/command`,
    commandFd,
    proxyFd,
    commandId: statSync(`${base}/command`, { bigint: true }).ino,
    killCommand: () => killAll(`${base}/command`),
    async remove() {
      closeSync(commandFd);
      closeSync(proxyFd);
      await removeTree(base);
      removeIfEmpty(`${root}/${CGROUP_PARENT}`);
    },
  };
}

/** Kills every process of a cgroup and of those below it, and waits until they are gone (10 s at most, then throws). */
export async function killAll(path: string): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    if (!isPopulated(path)) return;
    try {
      writeFileSync(`${path}/cgroup.kill`, '1');
    } catch (error) {
      if (codeOf(error) === 'ENODEV') return;
      // Kernels before 5.14 have no cgroup.kill: one by one, again until no new ones were forked meanwhile.
      for (const pid of pidsBelow(path)) killIfThere(pid);
    }
    await sleep(attempt < 10 ? 2 : 20);
  }
  throw new Error(`Processes in ${path} do not end.`);
}

/**
 * Waits until no TCP socket of the cgroup can send any more, 5 s at most, then throws. A process that was killed leaves them behind, and what it
 * wrote would leave the machine once the chains are gone.
 */
export async function drainSockets(native: Native, cgroupId: bigint): Promise<void> {
  for (let attempt = 0; attempt < 250; attempt++) {
    const { found, destroyed } = native.destroySockets(cgroupId);
    // Some kernels only empty what the last look had destroyed.
    if (found === 0 || (attempt > 0 && destroyed === found)) return;
    await sleep(destroyed === found ? 2 : 20);
  }
  throw new Error('Connections of processes that have ended are still open.');
}

export async function removeTree(path: string): Promise<void> {
  let entries: string[];
  try {
    entries = readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  for (const entry of entries) await removeTree(`${path}/${entry}`);
  for (let attempt = 0; ; attempt++) {
    try {
      rmdirSync(path);
      return;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return;
      // EBUSY: the last process is a zombie that its parent has not yet reaped.
      if (codeOf(error) !== 'EBUSY' || attempt === 200) throw error;
      await sleep(10);
    }
  }
}

export function removeIfEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // Other runs have their cgroups there, or it has gone already, or was never made.
  }
}

export function isPopulated(path: string): boolean {
  try {
    return readFileSync(`${path}/cgroup.events`, 'utf8').includes('populated 1');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENODEV') return false;
    throw error;
  }
}

function pidsBelow(path: string): number[] {
  const own = readFileSync(`${path}/cgroup.procs`, 'utf8').split('\n').filter(Boolean).map(Number);
  const below = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...own, ...below.flatMap((entry) => pidsBelow(`${path}/${entry.name}`))];
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself between the listing and the signal.
  }
}
