import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { parseArgv } from './argv.ts';

/** What /proc says of a process now; used only where the kernel programs did not see it start. */
export interface ProcReader {
  /** Clock ticks since boot at which the process started (proc_pid_stat(5), field 22); undefined where there is no such process. */
  startTime(pid: number): number | undefined;
  exe(pid: number): string | undefined;
  cmdline(pid: number): string[] | undefined;
  /** Path in the cgroup v2 hierarchy (proc_pid_cgroup(5), the line `0::`). */
  cgroup(pid: number): string | undefined;
}

/** Every function returns undefined where the process has gone or may not be looked at. */
export function procReader(root = '/proc'): ProcReader {
  return {
    startTime: (pid) => whileAlive(() => startTimeOf(readFileSync(`${root}/${pid}/stat`, 'latin1'))),
    exe: (pid) => whileAlive(() => readlinkSync(`${root}/${pid}/exe`)),
    cmdline: (pid) => whileAlive(() => parseArgv(readFileSync(`${root}/${pid}/cmdline`))),
    cgroup: (pid) => whileAlive(() => /^0::(\/.*)$/m.exec(readFileSync(`${root}/${pid}/cgroup`, 'utf8'))?.[1]),
  };
}

/** Fields count from the last `)`: the name before it is the process's to choose, brackets and blanks included. */
function startTimeOf(stat: string): number | undefined {
  const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return ticks !== undefined && /^\d+$/.test(ticks) ? Number(ticks) : undefined;
}

/** Is the directory of this cgroup the one with this id? The id of a cgroup is its inode number (kernfs). */
export function cgroupHasId(root: string, path: string, id: bigint): boolean {
  return whileAlive(() => statSync(`${root}${path}`, { bigint: true }).ino === id) ?? false;
}

/** Mount points of cgroup2 hierarchies in this mount namespace (proc_pid_mountinfo(5)), but for those with blanks in their paths. */
export function cgroupMounts(mountinfo = '/proc/self/mountinfo'): readonly string[] {
  const text = whileAlive(() => readFileSync(mountinfo, 'utf8')) ?? '';
  return [...text.matchAll(/^\S+ \S+ \S+ \S+ ([^\s\\]+) .* - cgroup2 /gm)].map(([, mount = '']) => mount);
}

function whileAlive<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    // ENOENT, ESRCH: it has ended. EACCES: not ours to see. Unknown either way, and an unknown field never matches a rule.
    return undefined;
  }
}
