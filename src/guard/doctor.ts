import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmdirSync } from 'node:fs';
import { release } from 'node:os';
import { IptablesError, iptables } from '../kernel/iptables.ts';
import type { AttachReport, Native } from '../kernel/native.ts';
import { systemBundlePath } from './ca-files.ts';
import { codeOf, messageOf } from './errors.ts';
import { hasSystemd } from './job/daemonise.ts';
import { isJobAlive, readJob } from './job/state.ts';
import { isTooOld } from './kernel-release.ts';
import { isRootOfMachine, missingCapabilities } from './privileges.ts';
import { descriptorProblem } from './requirements.ts';
import { machineResolvers } from './resolvers.ts';
import type { Assets } from './run.ts';
import { CGROUP_PARENT, cgroupRoot } from './scope-cgroup.ts';
import { stateProblem } from './state.ts';

export interface Check {
  readonly name: string;
  /** `warn`: it works, with less. `fail`: `run` would refuse to start. */
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  /** What to do about it. */
  readonly advice?: string;
}

export interface Diagnosis {
  readonly checks: readonly Check[];
  readonly hooks: readonly AttachReport[];
  /** No check failed. */
  readonly works: boolean;
}

/** Looks at everything that `run` needs, and tries the kernel programs on a cgroup of its own, which it removes again. */
export function diagnose(native: Native, assets: Assets): Diagnosis {
  const checks: Check[] = [kernel(), btf(), root(), ...descriptors()];
  // Without root, the rest would fail for that reason alone.
  const isRoot = isRootOfMachine();
  const { check, hooks } = isRoot && descriptorProblem() === undefined ? programs(native, assets) : { check: [], hooks: [] };
  checks.push(...check, ...(isRoot ? [...firewall(), ...stateFolder(), job()] : []), loopback(), resolver(), store(), ...lockdown());
  return { checks, hooks, works: checks.every(({ status }) => status !== 'fail') };
}

function kernel(): Check {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  const recent = major > 5 || (major === 5 && minor >= 15);
  if (isTooOld(release()))
    return { name: 'kernel', status: 'fail', detail: `${release()} is too old to filter on`, advice: 'Use Linux 5.15 or newer.' };
  return recent
    ? { name: 'kernel', status: 'ok', detail: release() }
    : { name: 'kernel', status: 'warn', detail: `${release()}: older than any this is tested on`, advice: 'Use a kernel from 5.15 on.' };
}

function btf(): Check {
  const path = '/sys/kernel/btf/vmlinux';
  return existsSync(path)
    ? { name: 'BTF', status: 'ok', detail: path }
    : {
        name: 'BTF',
        status: 'fail',
        detail: `${path} is not there`,
        advice: 'Use a kernel with CONFIG_DEBUG_INFO_BTF, as all distributions ship; in a container, mount /sys.',
      };
}

function root(): Check {
  const missing = missingCapabilities();
  if (process.getuid?.() === 0 && missing.length > 0) {
    return {
      name: 'root',
      status: 'fail',
      detail: `root lacks ${missing.join(', ')}`,
      advice: 'Run it on the machine itself, or in a privileged container.',
    };
  }
  if (process.getuid?.() === 0 && !isRootOfMachine()) {
    return {
      name: 'root',
      status: 'fail',
      detail: 'root of a user namespace only (unshare -r, a rootless container)',
      advice: 'Run it as root of the machine.',
    };
  }
  return process.getuid?.() === 0
    ? {
        name: 'root',
        status: 'ok',
        detail: process.env.SUDO_USER
          ? `sudo by ${process.env.SUDO_USER}: commands run as that user`
          : 'commands run as root, with ordinary capabilities only',
      }
    : {
        name: 'root',
        status: 'fail',
        detail: 'not root',
        advice: 'Run it with sudo: cgroups, kernel programs and iptables cannot be looked at otherwise.',
      };
}

function programs(native: Native, assets: Assets): { check: Check[]; hooks: readonly AttachReport[] } {
  let hierarchy: ReturnType<typeof cgroupRoot>;
  try {
    hierarchy = cgroupRoot(native);
  } catch (error) {
    const advice = 'Boot with cgroup v2 (systemd.unified_cgroup_hierarchy=1), or run outside the container.';
    return { check: [{ name: 'cgroup v2', status: 'fail', detail: messageOf(error), advice }], hooks: [] };
  }
  const scratch = `${hierarchy.path}/${CGROUP_PARENT}-doctor-${process.pid}`;
  const usable: Check = { name: 'cgroup v2', status: 'ok', detail: mountedAt() ?? 'not mounted here; a mount of our own is used' };
  try {
    mkdirSync(scratch);
  } catch (error) {
    hierarchy.close();
    const advice = process.getuid?.() === 0 ? 'Mount the cgroup2 hierarchy read-write, or run outside the container.' : 'Run it with sudo.';
    return { check: [{ name: 'cgroup v2', status: 'fail', detail: `no cgroup can be made: ${messageOf(error)}`, advice }], hooks: [] };
  }
  const fd = openSync(scratch, 'r');
  try {
    const scope = native.openScope({ object: assets.bpfObject, cgroupFd: fd, probeOnly: true });
    const hooks = scope.report;
    scope.close();
    const lacking = hooks.filter(({ required, status }) => required && status === 'unavailable');
    const check: Check =
      lacking.length === 0
        ? { name: 'BPF programs', status: 'ok', detail: `${hooks.filter(({ status }) => status === 'attached').length} attach` }
        : {
            name: 'BPF programs',
            status: 'fail',
            detail: lacking.map(({ hook, detail }) => `${hook}: ${detail ?? 'unavailable'}`).join('; '),
            advice: 'Use a newer kernel.',
          };
    return { check: [usable, check], hooks };
  } catch (error) {
    const advice =
      codeOf(error) === 'EPERM'
        ? 'Root with CAP_BPF and CAP_NET_ADMIN is needed, and kernel lockdown must allow BPF.'
        : 'Please report this with the text above.';
    return { check: [usable, { name: 'BPF programs', status: 'fail', detail: messageOf(error), advice }], hooks: [] };
  } finally {
    closeSync(fd);
    rmdirSync(scratch);
    hierarchy.close();
  }
}

function mountedAt(): string | undefined {
  const line = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .find((entry) => entry.includes(' - cgroup2 '));
  return line?.split(' ')[4];
}

function firewall(): Check[] {
  const tool = iptables();
  try {
    const version = tool.version();
    const left = tool.ids();
    return [
      { name: 'iptables', status: 'ok', detail: version },
      ...(left.length > 0
        ? [
            {
              name: 'chains',
              status: 'ok' as const,
              detail: `of ${left.length} run(s): ${left.join(', ')}`,
              advice: 'If no run goes on: egress-filter clean.',
            },
          ]
        : []),
    ];
  } catch (error) {
    const missing = error instanceof IptablesError && error.code === 'ENOENT';
    return [
      {
        name: 'iptables',
        status: 'fail',
        detail: messageOf(error),
        advice: missing ? 'Install the package iptables.' : 'The nat and filter tables must be usable in this network namespace (as root).',
      },
    ];
  }
}

function descriptors(): Check[] {
  const detail = descriptorProblem();
  return detail === undefined ? [] : [{ name: 'descriptors', status: 'fail', detail, advice: 'Raise the limit, as in ulimit -n 1024.' }];
}

function stateFolder(): Check[] {
  const problem = stateProblem();
  return problem === undefined
    ? []
    : [{ name: 'state', status: 'fail', detail: problem, advice: 'Mount /run read-write, as in docker run --tmpfs /run.' }];
}

/** What is true of a job of GitHub Actions alone. */
function job(): Check {
  const found = readJob();
  const guard = hasSystemd() ? 'in a unit of systemd' : 'as a daemon, as there is no systemd';
  if (!found) return { name: 'job', status: 'ok', detail: `the guard of a job would run ${guard}` };
  return found.state && isJobAlive(found.state)
    ? { name: 'job', status: 'ok', detail: `${found.state.id} is filtered since ${found.state.startedAt}` }
    : { name: 'job', status: 'warn', detail: 'a job whose guard was killed: nothing leaves the machine', advice: 'egress-filter clean' };
}

function loopback(): Check {
  const up = existsSync('/proc/net/route') && /\s*lo:/.test(readFileSync('/proc/net/dev', 'utf8'));
  return up
    ? { name: 'loopback', status: 'ok', detail: 'lo' }
    : { name: 'loopback', status: 'fail', detail: 'there is no lo', advice: 'ip link set lo up' };
}

function resolver(): Check {
  const servers = machineResolvers();
  const ipv4 = servers.filter((server) => !server.includes(':'));
  return ipv4.length > 0
    ? { name: 'resolver', status: 'ok', detail: servers.join(', ') }
    : {
        name: 'resolver',
        status: 'warn',
        detail: `${servers.join(', ')}: IPv6 only`,
        advice: 'Commands reach names over IPv4: add an IPv4 name server to /etc/resolv.conf.',
      };
}

function store(): Check {
  const path = systemBundlePath();
  return path
    ? { name: 'CA store', status: 'ok', detail: path }
    : {
        name: 'CA store',
        status: 'warn',
        detail: 'no bundle of CA certificates',
        advice: 'Install the package ca-certificates, or give --upstream-ca.',
      };
}

/** Kernel lockdown forbids the reads of kernel memory that identity needs. */
function lockdown(): Check[] {
  const mode = readOr('/sys/kernel/security/lockdown');
  return mode.includes('[confidentiality]')
    ? [
        {
          name: 'lockdown',
          status: 'fail',
          detail: 'the kernel is locked down (confidentiality)',
          advice: 'Kernel memory reads by BPF are refused in this mode: use integrity or none.',
        },
      ]
    : [];
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not mounted, or a kernel without it: then it cannot be in force.
    return '';
  }
}
