import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LogEvent } from '../../src/log/event.ts';
import { Lab, type RunArguments, type RunResult } from '../e2e/lab.ts';

/** What a program of `fixtures/` prints of one attempt: one JSON line. */
export interface Attempt {
  readonly way: string;
  readonly pid: number;
  /** What came of it: an answer, a count, or the error as `ERRNO: text`. */
  readonly got: string;
  /** Source ports of its connections, where the program tells of them. */
  readonly ports: readonly number[];
}

export const PYTHON = '/usr/bin/python3';
/** As the kernel records it: the file behind the link. */
export const PYTHON_EXE = execFileSync('readlink', ['-f', PYTHON], { encoding: 'utf8' }).trim();

export type Free = ReturnType<Lab['unfiltered']>;

/** A lab with the attack programs where the job's user can read them, the C ones compiled. */
export async function startAttackLab(programs: readonly string[] = []): Promise<Lab> {
  const lab = await Lab.start();
  const directory = join(lab.directory, 'attack');
  cpSync(join(import.meta.dirname, 'fixtures'), directory, { recursive: true });
  execFileSync('chmod', ['-R', 'a+rX', directory]);
  for (const name of programs) {
    execFileSync('cc', ['-O1', '-Wall', '-o', join(directory, name), join(directory, `${name}.c`)], { stdio: 'pipe' });
    chmodSync(join(directory, name), 0o755);
  }
  return lab;
}

export const program = (lab: Lab, name: string): string => join(lab.directory, 'attack', name);

/** Without the filter, as the same user: what works there is no merit of the filter where it fails. */
export function unfiltered(lab: Lab, argv: readonly string[], user = 'nobody', timeoutMs = 30_000): Free {
  const as = user === 'root' ? [] : ['setpriv', '--reuid', user, '--regid', 'nogroup', '--clear-groups'];
  return lab.unfiltered([...as, ...argv], { timeoutMs });
}

export interface Both {
  readonly free: Free;
  readonly caught: RunResult;
}

/** The same program without the filter and with it, with 30 s and 110 s to end, or `timeoutMs` each. */
export async function attack(lab: Lab, argv: readonly string[], options: RunArguments): Promise<Both> {
  const free = unfiltered(lab, argv, options.user, options.timeoutMs);
  // The last packets of this run must not count as the first of the next.
  await lab.quiet();
  return { free, caught: await lab.run([...argv], options) };
}

/** By the name of the way. */
export function attempts(stdout: string): Map<string, Attempt> {
  const found = new Map<string, Attempt>();
  for (const line of stdout.split('\n')) {
    if (!line.startsWith('{')) continue;
    const attempt: Attempt = JSON.parse(line);
    found.set(attempt.way, attempt);
  }
  return found;
}

export const denials = ({ log }: Pick<RunResult, 'log'>): LogEvent[] => log.filter(({ policy }) => policy === 'deny');

/** Is this program installed? For tests that are skipped with a reason. */
export const has = (name: string): boolean =>
  ['/usr/bin', '/bin', '/usr/sbin', '/sbin'].some((directory) => existsSync(join(directory, name)));

/**
 * The pid of a program that does not fork, as this machine counts it: inside of its own pid namespace it has another. Told by the command
 * line, which is the kernel's record; throws when lines of one program speak of several processes.
 */
export function pidOf({ log }: Pick<RunResult, 'log'>, name: string): number {
  const pids = new Set(log.flatMap(({ pid, cmdline }) => (pid && cmdline?.[1]?.endsWith(`/${name}`) ? [pid] : [])));
  const [pid, ...others] = pids;
  if (pid === undefined || others.length > 0) throw new Error(`${name} has ${pids.size} pids in the log: ${[...pids].join(', ')}`);
  return pid;
}
