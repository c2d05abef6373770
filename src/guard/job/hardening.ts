import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { messageOf } from '../errors.ts';
import { giveBack, makeRoots } from './owners.ts';
import type { MachineChange } from './state.ts';

export interface Hardening {
  readonly changes: readonly MachineChange[];
  /** Sentences for a person: what could not be shut. */
  readonly warnings: readonly string[];
}

const PTRACE_SCOPE = '/proc/sys/kernel/yama/ptrace_scope';

/**
 * Shuts ways by which a process of the job could act as one that is not bound by the policy, or as root: into the memory of the runner's processes
 * (ptrace(2), /proc/PID/mem), into .NET's debugging sockets of them, and into the program file that root runs.
 */
export function harden(runner: readonly number[]): Hardening {
  const changes: MachineChange[] = [];
  const warnings: string[] = [];
  restrictPtrace(changes, warnings);
  for (const pid of runner) removeDebuggers(pid);
  ownNode(changes, warnings);
  return { changes, warnings };
}

/** Documentation/admin-guide/LSM/Yama.rst: 1 lets a process trace its own descendants only. */
function restrictPtrace(changes: MachineChange[], warnings: string[]): void {
  let before: string;
  try {
    before = readFileSync(PTRACE_SCOPE, 'utf8').trim();
  } catch {
    warnings.push('This kernel has no Yama: a process of the job can write into the memory of the runner, which the policy does not bind.');
    return;
  }
  if (before !== '0') return;
  try {
    writeFileSync(PTRACE_SCOPE, '1');
    changes.push({ type: 'setting', path: PTRACE_SCOPE, before });
  } catch (error) {
    warnings.push(
      `kernel.yama.ptrace_scope is 0 and cannot be set to 1 (${messageOf(error)}): a process of the job can write into the memory of the runner.`,
    );
  }
}

/** dotnet/diagnostics, ipc-protocol: whoever may connect to the socket of a process can have it load a library. Gone as names, nobody new connects. */
function removeDebuggers(pid: number): void {
  for (const folder of new Set(['/tmp', temporaryFolderOf(pid)])) {
    try {
      for (const name of readdirSync(folder)) {
        if (new RegExp(`^(?:dotnet-diagnostic|clr-debug-pipe)-${pid}-`).test(name)) rmSync(`${folder}/${name}`, { force: true });
      }
    } catch {
      // No such folder, no such sockets.
    }
  }
}

function temporaryFolderOf(pid: number): string {
  try {
    return /(?:^|\0)TMPDIR=(\/[^\0]+)/.exec(readFileSync(`/proc/${pid}/environ`, 'utf8'))?.[1] ?? '/tmp';
  } catch {
    // It has ended.
    return '/tmp';
  }
}

/** The runner brings its own Node, a file of the job's user: root runs it from now on, so it becomes root's. */
function ownNode(changes: MachineChange[], warnings: string[]): void {
  const path = process.execPath;
  try {
    const { uid, mode } = statSync('/proc/self/exe');
    if (uid === 0 && (mode & 0o022) === 0) return;
    changes.push(makeRoots(path, '/proc/self/exe'));
  } catch (error) {
    warnings.push(`${path}, which root runs, belongs to the job's user and cannot be made root's (${messageOf(error)}).`);
  }
}

/** Puts back what a hardening or a mount changed. Throws where it cannot. */
export function undoChange(change: MachineChange): void {
  if (change.type === 'setting') writeFileSync(change.path, change.before);
  if (change.type === 'owners') giveBack(change);
}
