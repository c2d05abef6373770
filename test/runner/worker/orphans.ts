import { readdirSync, readFileSync } from 'node:fs';

/** Processes that there are, as `pid_name`. */
export function snapshot(): Set<string> {
  return new Set(processes().map(({ pid, name }) => `${pid}_${name}`));
}

/**
 * What "Complete job" does: kills what is new and has this job's RUNNER_TRACKING_ID in its environment, as far as this user may read and kill it
 * (JobExtension.FinalizeJob). Returns a line for each.
 */
export function killOrphans(before: ReadonlySet<string>, trackingId: string): string[] {
  const lines: string[] = [];
  for (const { pid, name } of processes()) {
    if (pid === process.pid || before.has(`${pid}_${name}`)) continue;
    const value = trackingIdOf(pid);
    if (value?.toLowerCase() !== trackingId.toLowerCase()) continue;
    lines.push(`Terminate orphan process: pid (${pid}) (${name})`);
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It belongs to somebody else by now, or has ended: the runner goes on, too.
    }
  }
  return lines;
}

function trackingIdOf(pid: number): string | undefined {
  try {
    const environ = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
    return environ.find((entry) => entry.startsWith('RUNNER_TRACKING_ID='))?.slice('RUNNER_TRACKING_ID='.length);
  } catch {
    // Another user's: the runner cannot read it either.
    return undefined;
  }
}

function processes(): { pid: number; name: string }[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      return [{ pid: Number(entry), name: readFileSync(`/proc/${entry}/comm`, 'utf8').trim() }];
    } catch {
      // Ended meanwhile.
      return [];
    }
  });
}
