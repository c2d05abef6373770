import { existsSync, readdirSync, statSync } from 'node:fs';
import { iptables } from '../../kernel/iptables.ts';
import { messageOf } from '../errors.ts';
import { restoreSudo } from '../sudo/lock.ts';
import { distrustInSystem } from './authority.ts';
import { undoChange } from './hardening.ts';
import { unmount } from './mounts.ts';
import { isJobAlive, type JobState, type MachineChange, readJob, removeJobFiles, sudoBackups } from './state.ts';

/**
 * Takes down what a job's guard left that is gone: chains in whichever network namespace they are, mounts, settings, sudo. Its proxy has ended with it, and
 * its kernel programs. A live one is left alone. Returns what could not be removed, one sentence each; then the state stays, for another try.
 */
export async function cleanJob({ evenIfAlive = false } = {}): Promise<string[]> {
  const job = readJob();
  if (!job?.state) {
    // One that ended with its machine left what /etc holds.
    const problems = sudoBackups().flatMap((path) => attempt(() => restoreSudo(path)));
    if (problems.length === 0) removeJobFiles();
    return problems;
  }
  const { state } = job;
  if (isJobAlive(state) && !evenIfAlive) return [];
  const problems = [
    ...attempt(() => removeChains(state)),
    ...[...state.changes].reverse().flatMap((change) => attempt(() => takeBack(change))),
  ];
  if (problems.length === 0) removeJobFiles(state.id);
  return problems;
}

/** Undoes one change of the machine. Throws where it cannot. */
export function takeBack(change: MachineChange): void {
  if (change.type === 'mount') unmount(change.path);
  else if (change.type === 'authority') distrustInSystem(change);
  else if (change.type === 'sudo') restoreSudo(change.path);
  else undoChange(change);
}

/** A namespace that no process and no mount holds any more has taken its chains with it. */
function removeChains({ id, netns }: JobState): void {
  if (netns === inodeOf('/proc/self/ns/net')) iptables().remove(id);
  else {
    const path = findNetns(netns);
    if (path) iptables({ netns: path }).remove(id);
  }
}

export function findNetns(inode: string): string | undefined {
  const named = list('/run/netns').map((name) => `/run/netns/${name}`);
  const ofProcesses = list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => `/proc/${pid}/ns/net`);
  return [...named, ...ofProcesses].find((path) => inodeOf(path) === inode);
}

function inodeOf(path: string): string | undefined {
  try {
    return statSync(path, { bigint: true }).ino.toString();
  } catch {
    // The process ended meanwhile.
    return undefined;
  }
}

const list = (path: string): string[] => (existsSync(path) ? readdirSync(path) : []);

function attempt(undo: () => void): string[] {
  try {
    undo();
    return [];
  } catch (error) {
    return [messageOf(error)];
  }
}
