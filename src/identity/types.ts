import type { Process } from '../policy/types.ts';

/** A process as the log and the policy see it: captured by the kernel when it opened the connection. */
export interface Identity extends Process {
  readonly pid: number;
  readonly ppid?: number | undefined;
  readonly uid?: number | undefined;
}
