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

export const shut = (name: string, detail: string): Road => road(name, 'shut', detail);
export const open = (name: string, detail: string): Road => road(name, 'open', detail);

/** File names and command lines are the user's to choose: no line of a log or an annotation begins within one. */
function road(name: string, state: Road['state'], detail: string): Road {
  return { name: name.replace(CONTROLS, '?'), state, detail: detail.replace(CONTROLS, '?') };
}

const CONTROLS = /\p{Cc}|\p{Zl}|\p{Zp}/gu;
