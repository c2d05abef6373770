import { readdirSync, readFileSync } from 'node:fs';

/** Processes below this one, as they are now. */
export function descendants(root: number): { pid: number; cmdline: string }[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const cmdline = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), ppid: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]), cmdline }];
      } catch {
        // It ended while we looked.
        return [];
      }
    });
  const below = (parent: number): typeof all => all.filter(({ ppid }) => ppid === parent).flatMap((each) => [each, ...below(each.pid)]);
  return below(root);
}

/** Seconds of processor time of these processes so far: all their threads, and children that they have waited for (proc_pid_stat(5), fields 14 to 17). */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const stat = readOf(pid, 'stat');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return sum + fields.slice(11, 15).reduce((ticks, field) => ticks + (Number(field) || 0), 0) / 100;
  }, 0);
}

/** MB of these processes together: resident, or each page shared out among those that have it mapped (proc_pid_smaps(5)). */
export function memoryMb(pids: readonly number[], kind: 'Rss' | 'Pss'): number {
  return pids.reduce(
    (sum, pid) => sum + Number(new RegExp(`^${kind}:\\s+(\\d+)`, 'm').exec(readOf(pid, 'smaps_rollup'))?.[1] ?? 0) / 1024,
    0,
  );
}

function readOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // It has ended: what it took is its parent's by now.
    return '';
  }
}
