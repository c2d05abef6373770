import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isTooOld } from '../guard/kernel-release.ts';

export interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** Parent of this process. */
  readonly ppid: number;
  /** Where /proc, /sys and the rest are: `/`. */
  readonly root: string;
}

/** What `uses:` could be read as by somebody who asks where else it runs. */
const WHERE = 'It runs on Linux runners: ubuntu-22.04, ubuntu-24.04, ubuntu-26.04, and self-hosted ones with sudo';

/** Why the filter cannot work here, in one sentence with what to do; undefined where nothing is known against it. The launcher, as root, looks closer. */
export function whyNotHere(machine: Machine, env: NodeJS.ProcessEnv): string | undefined {
  const { platform, arch, root } = machine;
  if (platform !== 'linux') return `Egress Filter cannot filter on ${systemName(platform)}. ${WHERE}.`;
  if (arch !== 'x64' && arch !== 'arm64') return `Egress Filter has no build for ${arch} processors, only for x64 and arm64.`;
  if (!hasRunnerAbove(machine)) {
    if (isContainerJob(root, env))
      return 'Egress Filter cannot filter a job with `container:`, since its steps cannot reach the kernel of the machine: run the steps on the runner itself, and containers with `docker run` from there.';
    return 'Egress Filter was not started by a GitHub runner (none of the processes above it is Runner.Worker): for a single command use `egress-filter run`.';
  }
  const missing = missingRights(root);
  if (missing !== undefined)
    return `Egress Filter cannot filter here, since even root has no ${missing} on this machine, as on ubuntu-slim and in unprivileged containers. ${WHERE}.`;
  const release = (read(join(root, 'proc/sys/kernel/osrelease')) ?? '').trim();
  const kernel = `this kernel${release === '' ? '' : ` (${release})`}`;
  if (isTooOld(release)) return `Egress Filter cannot filter on ${kernel}, since it is too old: use Linux 5.15 or newer.`;
  if (!existsSync(join(root, 'sys/kernel/btf/vmlinux')))
    return `Egress Filter cannot filter on ${kernel}, since it has no BTF (/sys/kernel/btf/vmlinux): use one built with CONFIG_DEBUG_INFO_BTF, 5.15 or newer.`;
  return undefined;
}

function systemName(platform: string): string {
  return { darwin: 'macOS', win32: 'Windows' }[platform] ?? platform;
}

/** Is one of the processes above this one the runner's worker, by the name of its program? Whether it truly is, the launcher asks the kernel. */
function hasRunnerAbove({ ppid, root }: Machine): boolean {
  for (let pid = ppid, steps = 0; pid > 0 && steps < 64; steps++) {
    const directory = join(root, 'proc', String(pid));
    const stat = read(join(directory, 'stat'));
    if (stat === undefined) return false;
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    if (name === 'Runner.Worker' || programOf(directory) === 'Runner.Worker') return true;
    pid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
  }
  return false;
}

/** The runner mounts the workspace of a container job at /__w (ContainerInfo.cs); engines leave a file at the root of a container. */
function isContainerJob(root: string, env: NodeJS.ProcessEnv): boolean {
  return (
    env.GITHUB_WORKSPACE?.startsWith('/__w/') === true ||
    existsSync(join(root, '.dockerenv')) ||
    existsSync(join(root, 'run/.containerenv'))
  );
}

/** capabilities(7), by number: what no process here can ever have again (CapBnd), root included. */
const NEEDED = { CAP_NET_ADMIN: 12n, CAP_SYS_ADMIN: 21n } as const;

function missingRights(root: string): string | undefined {
  const bounding = /^CapBnd:\s*([0-9a-f]+)$/m.exec(read(join(root, 'proc/self/status')) ?? '')?.[1];
  if (bounding === undefined) return undefined;
  const missing = Object.entries(NEEDED).filter(([, bit]) => ((BigInt(`0x${bounding}`) >> bit) & 1n) === 0n);
  return missing.length === 0 ? undefined : missing.map(([name]) => name).join(' and ');
}

function programOf(directory: string): string | undefined {
  try {
    return basename(readlinkSync(join(directory, 'exe')));
  } catch {
    // Another user's process: its name has to do.
    return undefined;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Gone, or not ours to read: unknown either way.
    return undefined;
  }
}
