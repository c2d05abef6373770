import { readdirSync, readFileSync } from 'node:fs';
import { parseArgv } from '../../identity/argv.ts';
import { redactArgs } from '../../log/redact.ts';
import { open, type Road } from './roads.ts';

interface Process {
  readonly pid: number;
  readonly ppid: number;
  readonly start: number;
  readonly root: boolean;
  readonly cgroup: string;
}

/**
 * Processes of root that an earlier step left behind: a shell kept in the background can open everything again. They descend from Runner.Worker, or share
 * its cgroup, are younger and have lost their parents (a daemon). Told, not killed: who had root before the lock may have left anything
 * anywhere, and a service that the job needs looks the same.
 */
export function reportRootProcesses(
  workerPid: number,
  { root = '/proc', ours }: { root?: string; ours?: number | undefined } = {},
): Road[] {
  const all = processes(root);
  const worker = all.get(workerPid);
  if (!worker) return [];
  const own = new Set([...chainOf(process.pid, all), ...(ours === undefined ? [] : chainOf(ours, all))]);
  const workers = chainOf(workerPid, all);
  return [...all.values()].flatMap(({ pid, ...it }) => {
    if (!it.root || own.has(pid) || workers.has(pid) || chainOf(pid, all).has(process.pid)) return [];
    const descends = chainOf(pid, all).has(workerPid);
    const beside = it.ppid === 1 && it.cgroup !== '' && it.cgroup !== '/' && it.cgroup === worker.cgroup && it.start > worker.start;
    if (!descends && !beside) return [];
    const command = redactArgs(parseArgv(readBytes(`${root}/${pid}/cmdline`)))
      .join(' ')
      .slice(0, 200);
    return [
      open(`process ${pid}`, `Process ${pid} (${command}) of an earlier step runs as root: it can lift the filter. Put this action first.`),
    ];
  });
}

function processes(root: string): Map<number, Process> {
  const found = new Map<number, Process>();
  for (const name of readdirSync(root).filter((entry) => /^\d+$/.test(entry))) {
    const stat = readBytes(`${root}/${name}/stat`).toString('latin1');
    // Fields count from the last bracket: the name before it may hold anything (proc_pid_stat(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readBytes(`${root}/${name}/status`).toString('latin1');
    // Real, effective or saved: any of them lets it become root.
    const uids = /^Uid:\s+(\d+)\s+(\d+)\s+(\d+)/m.exec(status)?.slice(1) ?? [];
    const cgroup = /^0::(\/.*)$/m.exec(readBytes(`${root}/${name}/cgroup`).toString('utf8'))?.[1] ?? '';
    if (stat !== '')
      found.set(Number(name), { pid: Number(name), ppid: Number(fields[1]), start: Number(fields[19]), root: uids.includes('0'), cgroup });
  }
  return found;
}

/** The process and all above it. */
function chainOf(pid: number, all: ReadonlyMap<number, Process>): Set<number> {
  const chain = new Set<number>();
  for (let at = all.get(pid); at && !chain.has(at.pid); at = all.get(at.ppid)) chain.add(at.pid);
  return chain;
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    // It has ended.
    return Buffer.alloc(0);
  }
}
