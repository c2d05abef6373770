import type { Process } from '../policy/types.ts';

/** A process as the log and the policy see it: captured by the kernel when it opened the connection. */
export interface Identity extends Process {
  readonly pid: number;
  /** A path that proves nothing, as the process could mount what it liked there. For the log only: no rule may match it. */
  readonly unprovenExe?: string | undefined;
  readonly ppid?: number | undefined;
  readonly uid?: number | undefined;
}
