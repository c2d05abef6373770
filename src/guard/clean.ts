import { readdirSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Iptables, iptables } from '../kernel/iptables.ts';
import type { Native } from '../kernel/native.ts';
import { messageOf } from './errors.ts';
import { cleanJob, findNetns } from './job/clean.ts';
import { isJobAlive, readJob } from './job/state.ts';
import { CGROUP_PARENT, cgroupRoot, drainSockets, isPopulated, killAll, removeIfEmpty, removeTree } from './scope-cgroup.ts';
import { isAlive, knownRuns, removeRunDirectory } from './state.ts';

export interface CleanReport {
  /** Runs that go on and were left alone. */
  readonly alive: readonly string[];
  readonly removed: readonly string[];
  /** What could not be removed, one sentence each. */
  readonly problems: readonly string[];
}

/**
 * Removes what killed runs left: their processes (which have no network, since their proxy is gone), cgroups with the BPF programs,
 * chains in whichever network namespace they are, and state. The same of a job. Whatever has a guard that lives is not touched.
 */
export async function clean(native: Native): Promise<CleanReport> {
  const root = cgroupRoot(native);
  try {
    const here = iptables();
    // Traces first, states second: a run that begins at this moment has its state before it leaves a trace.
    const traces = [...cgroupIds(root.path), ...here.ids()];
    const job = readJob();
    const runs = new Map(knownRuns().map((run) => [run.id, run.state]));
    // The chains of a job are its own matter, as they shut a whole machine in.
    for (const id of traces) if (!runs.has(id) && id !== job?.state?.id) runs.set(id, undefined);

    const alive: string[] = [];
    const removed: string[] = [];
    const problems: string[] = [];
    await cleanDeadJob(job, { alive, removed, problems });
    for (const [id, state] of runs) {
      if ((state && isAlive(state)) || (await proxyStays(`${root.path}/${CGROUP_PARENT}/${id}/proxy`))) {
        alive.push(id);
        continue;
      }
      try {
        // First the processes: while one of them lives, its chains and programs stay.
        await killAll(`${root.path}/${CGROUP_PARENT}/${id}`);
        await silence(`${root.path}/${CGROUP_PARENT}/${id}/command`, state?.netns, native);
        removeChains(id, state?.netns, native, here);
        await removeTree(`${root.path}/${CGROUP_PARENT}/${id}`);
        removeRunDirectory(id);
        removed.push(id);
      } catch (error) {
        problems.push(`Run ${id}: ${messageOf(error)}`);
      }
    }
    // Not with what is in it: a run may have begun meanwhile.
    removeIfEmpty(`${root.path}/${CGROUP_PARENT}`);
    return { alive, removed, problems };
  } finally {
    root.close();
  }
}

/** A proxy dies with its guard. One that does not has a guard whose state or pid is not seen from here, in namespaces of a container. */
async function proxyStays(cgroup: string): Promise<boolean> {
  for (let attempt = 0; attempt < 40; attempt++) {
    if (!isPopulated(cgroup)) return false;
    await sleep(50);
  }
  return true;
}

async function cleanDeadJob(
  job: ReturnType<typeof readJob>,
  { alive, removed, problems }: Record<'alive' | 'removed' | 'problems', string[]>,
): Promise<void> {
  const name = job?.state ? `job ${job.state.id}` : 'job';
  if (job?.state && isJobAlive(job.state)) {
    alive.push(name);
    return;
  }
  const left = await cleanJob();
  if (left.length > 0) problems.push(...left.map((problem) => `The ${name}: ${problem}`));
  else if (job) removed.push(name);
}

function cgroupIds(root: string): string[] {
  try {
    return readdirSync(`${root}/${CGROUP_PARENT}`).filter((name) => /^[0-9a-f]{8}$/.test(name));
  } catch {
    // No cgroup of ours.
    return [];
  }
}

/**
 * Connections that the processes have left. In another network namespace they cannot be reached from here: there the chains send what they still
 * try to a port that is closed, which ends them.
 */
async function silence(cgroup: string, netns: string | undefined, native: Native): Promise<void> {
  const id = inodeOf(cgroup);
  if (id === undefined) return;
  if (netns === undefined || netns === native.netnsInode().toString()) await drainSockets(native, BigInt(id));
  else await sleep(RETRANSMISSION_MS);
}

/** The first retransmissions of a new connection fall into it (RFC 6298: 1 s, then doubled). */
const RETRANSMISSION_MS = 3000;

/** A namespace that no process and no mount holds any more has taken its chains with it. */
function removeChains(id: string, netns: string | undefined, native: Native, here: Iptables): void {
  if (netns === undefined || netns === native.netnsInode().toString()) {
    here.remove(id);
    return;
  }
  const path = findNetns(netns);
  if (path) iptables({ netns: path }).remove(id);
}

function inodeOf(path: string): string | undefined {
  try {
    return statSync(path, { bigint: true }).ino.toString();
  } catch {
    // The process ended meanwhile.
    return undefined;
  }
}
