import type { JobOptions, Native, Scope } from '../kernel/native.ts';
import { codeOf, messageOf, UserError } from './errors.ts';

export interface OpenScopeOptions {
  readonly native: Native;
  /** Path of the BPF object. */
  readonly bpfObject: string;
  readonly cgroupFd: number;
  readonly noKprobes?: boolean | undefined;
  readonly flowMark?: number | undefined;
  readonly job?: JobOptions | undefined;
}

/** Loads and attaches the kernel programs. UserError when this kernel cannot run all that are required. */
export function openScope({ native, bpfObject, cgroupFd, noKprobes = false, flowMark = 0, job }: OpenScopeOptions): Scope {
  let scope: Scope;
  try {
    scope = native.openScope({ object: bpfObject, cgroupFd, noKprobes, flowMark, ...(job && { job }) });
  } catch (error) {
    if (codeOf(error) === 'ENOBTF') {
      throw new UserError(
        'This kernel has no type information (/sys/kernel/btf/vmlinux): one built with CONFIG_DEBUG_INFO_BTF is needed.',
        { cause: error },
      );
    }
    throw new UserError(`The kernel programs could not be loaded: ${messageOf(error)} "egress-filter doctor" says more.`, { cause: error });
  }
  const missing = scope.report.filter(({ required, status }) => required && status === 'unavailable');
  if (missing.length > 0) {
    scope.close();
    throw new UserError(
      `This kernel lacks ${missing.map(({ hook, detail }) => `${hook} (${detail ?? 'unavailable'})`).join(', ')}: see "egress-filter doctor".`,
    );
  }
  return scope;
}

export const isAttached = (scope: Scope, hook: string): boolean =>
  scope.report.some((entry) => entry.status !== 'unavailable' && entry.hook.includes(hook));
