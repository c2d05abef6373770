import type { Account } from '../user.ts';

/** Whose rights are taken: the job's user. `groups` are those that its processes have, whatever /etc/group says by now. */
export type JobUser = Pick<Account, 'name' | 'uid' | 'gid' | 'groups'>;

/** A way by which the job's user could become root, or have root do something. */
export interface Road {
  /** `sudo`, `polkit`, `group docker`, ...: the same words for the same road. */
  readonly name: string;
  /** `shut`: closed by us, and proven to be where it can be asked. `open`: a person should know. `harmless`: it leads to root's ear, not to its hands. */
  readonly state: 'shut' | 'open' | 'harmless';
  /** A sentence for a person. */
  readonly detail: string;
}

export const shut = (name: string, detail: string): Road => ({ name, state: 'shut', detail });
export const open = (name: string, detail: string): Road => ({ name, state: 'open', detail });
