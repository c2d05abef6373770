import { openSync } from 'node:fs';
import { parseArgv } from '../../identity/argv.ts';
import { stepIdentity, stepName } from '../../identity/steps.ts';
import type { PrivilegedExec, StepRecord } from '../../kernel/native.ts';
import type { LogEvent } from '../../log/event.ts';
import { openLogWriter } from '../../log/writer.ts';
import { useEvent } from '../sudo/use.ts';
import { accountOfUid } from '../user.ts';

/** The guard's own lines, among those of the proxy: each is written at once and as a whole (O_APPEND). */
export interface GuardLog {
  /** A program that raised its rights, at the moment when the kernel told of it. */
  privileged(event: PrivilegedExec, about: { readonly step: StepRecord | undefined; readonly locked: boolean }): void;
  /** A step of the action that was not run, or not as it was started. In the file when this returns: what follows may end the machine. */
  tampering(step: StepRecord, reason: string): void;
  /** Something of the filter itself. */
  note(reason: string): void;
  close(): Promise<void>;
}

export interface GuardLogOptions {
  readonly path: string;
  /** `log-level: full` */
  readonly full: boolean;
}

export function openGuardLog({ path, full }: GuardLogOptions): GuardLog {
  const writer = openLogWriter({ fd: openSync(path, 'a'), full, onError: () => {} });
  const names = new Map<number, string | undefined>();
  /** Once: it starts a program, and the job decides how often it is asked for. */
  const nameOf = (uid: number): string | undefined => {
    if (!names.has(uid)) names.set(uid, accountNameOf(uid));
    return names.get(uid);
  };
  const stepFields = (step: StepRecord | undefined): Partial<LogEvent> => {
    const identity = step && stepIdentity(step);
    const name = identity && stepName(identity);
    return { ...(name && { step: name }), ...(identity?.action && { action: identity.action }) };
  };
  return {
    privileged(event, { step, locked }) {
      const { step: name, action } = stepFields(step);
      writer.write(useEvent(event, { at: Date.now(), step: name, action, locked, full, nameOf }));
    },
    tampering(step, reason) {
      const { pid, exe, argv } = step;
      writer.write({ ts: now(), type: 'guard', error: 'tampering', reason, pid, exe, cmdline: parseArgv(argv), ...stepFields(step) });
      void writer.flush();
    },
    note: (reason) => writer.write({ ts: now(), type: 'guard', reason }),
    close: () => writer.close(),
  };
}

const now = (): string => new Date().toISOString();

function accountNameOf(uid: number): string | undefined {
  try {
    return accountOfUid(uid).name;
  } catch {
    // No id(1) on this machine, or no such user.
    return undefined;
  }
}
