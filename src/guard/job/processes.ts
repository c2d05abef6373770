import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process as /proc shows it (proc(5)). */
export interface ProcessInfo {
  readonly pid: number;
  readonly ppid: number;
  /** The highest of real, effective and saved user id: 0 is a process that is nobody's but root's. */
  readonly uid: number;
  /** Clock ticks since boot: with the pid it names one process for the life of the machine. */
  readonly start: number;
  readonly comm: string;
  /** Absent for kernel threads. */
  readonly exe?: string | undefined;
  /** Path in the hierarchy that systemd keeps its units in. */
  readonly cgroup: string;
}

export interface Processes {
  readonly all: readonly ProcessInfo[];
  get(pid: number): ProcessInfo | undefined;
  /** Has it a TCP socket that listens? */
  listens(pid: number): boolean;
}

/** All processes that live, but for the kernel's own threads, as they are now. */
export function readProcesses(root = '/proc'): Processes {
  const all = readdirSync(root).flatMap((name) => (/^\d+$/.test(name) ? (readProcess(Number(name), root) ?? []) : []));
  const byPid = new Map(all.map((info) => [info.pid, info]));
  let listeners: ReadonlySet<string> | undefined;
  return {
    all,
    get: (pid) => byPid.get(pid),
    listens(pid) {
      listeners ??= new Set(['tcp', 'tcp6'].flatMap((table) => listeningInodes(readOr(`${root}/net/${table}`))));
      return socketInodes(pid, root).some((inode) => listeners?.has(inode));
    },
  };
}

/** Undefined where it has ended (though nobody has waited for it yet), or is a kernel thread (a child of kthreadd). */
export function readProcess(pid: number, root = '/proc'): ProcessInfo | undefined {
  try {
    const stat = readFileSync(`${root}/${pid}/stat`, 'latin1');
    // The name may hold blanks and brackets: what follows it is counted from the last bracket.
    const nameEnd = stat.lastIndexOf(')');
    const fields = stat.slice(nameEnd + 2).split(' ');
    const [ppid, start] = [Number(fields[1]), Number(fields[19])];
    if (pid === KTHREADD || ppid === KTHREADD || fields[0] === 'Z') return undefined;
    const uids = /^Uid:\s+(\d+)\s+(\d+)\s+(\d+)/m
      .exec(readFileSync(`${root}/${pid}/status`, 'latin1'))
      ?.slice(1)
      .map(Number);
    if (!uids || !Number.isInteger(start)) return undefined;
    return {
      pid,
      ppid,
      uid: Math.max(...uids),
      start,
      comm: stat.slice(stat.indexOf('(') + 1, nameEnd),
      exe: exeOf(pid, root),
      cgroup: /^(?:0:|\d+:name=systemd):(\/.+)$/m.exec(readOr(`${root}/${pid}/cgroup`))?.[1] ?? '/',
    };
  } catch {
    // It has ended while we looked.
    return undefined;
  }
}

/** The way from a process up to PID 1, itself first. */
export function lineOf(pid: number, get: (pid: number) => ProcessInfo | undefined): ProcessInfo[] {
  const line: ProcessInfo[] = [];
  for (let at = get(pid); at && !line.includes(at); at = get(at.ppid)) line.push(at);
  return line;
}

const KTHREADD = 2;

function exeOf(pid: number, root: string): string | undefined {
  try {
    return readlinkSync(`${root}/${pid}/exe`).replace(/ \(deleted\)$/, '');
  } catch {
    // A zombie has none.
    return undefined;
  }
}

/** /proc/net/tcp: state `0A` is TCP_LISTEN, the tenth field the inode. */
function listeningInodes(table: string): string[] {
  return table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    return fields[3] === '0A' && fields[9] ? [fields[9]] : [];
  });
}

function socketInodes(pid: number, root: string): string[] {
  try {
    return readdirSync(`${root}/${pid}/fd`).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(linkOr(`${root}/${pid}/fd/${fd}`))?.[1] ?? []);
  } catch {
    // It has ended.
    return [];
  }
}

function linkOr(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // Closed meanwhile.
    return '';
  }
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // Not there: no IPv6, or the process has ended.
    return '';
  }
}
