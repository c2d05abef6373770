import { closeSync, existsSync, openSync, readFileSync, readlinkSync, realpathSync, statSync, writeSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { environReader } from '../../identity/steps.ts';
import type { StepRecord } from '../../kernel/native.ts';
import { messageOf, UserError } from '../errors.ts';
import { reviewEnvironment } from './environment.ts';
import { bindOnThemselves, type Mounts } from './mounts.ts';
import type { Pins } from './pins.ts';

/** The scripts of this action that the guard does something for. */
export type Script = 'post' | 'disable-sudo' | 'enable-sudo';
const SCRIPTS: readonly Script[] = ['post', 'disable-sudo', 'enable-sudo'];

export interface GuardedOptions {
  /** The action's checkout, and how the runner writes its path. */
  readonly directory: string;
  readonly spelled: string;
  readonly workspace?: string | undefined;
  /** What steers the start of programs in the step that started us, and in the variables that we set. */
  readonly environment: Readonly<Record<string, string>>;
  readonly ours: () => Readonly<Record<string, string>>;
  readonly mounts: Mounts;
  readonly pins: Pins;
  /** Makes a process that has not run yet one into which no other of its user looks. Throws where that cannot be. */
  readonly seal: (pid: number) => void;
  /** Has anybody but the guard sent SIGCONT to a step that the kernel has stopped, or has it ended? */
  readonly isWoken: (pid: number) => boolean;
}

export type Verdict =
  /** Nothing that we do anything for; or one of ours, as it was shipped. */
  | { readonly run: true; readonly script?: Script; readonly release?: () => void; readonly removed: readonly string[] }
  /** It must not run: why. */
  | { readonly run: false; readonly reason: string };

const WOKEN = 'somebody woke it before it was looked at';

export interface GuardedAction {
  /** Of a step that the kernel has stopped before its first instruction. Never throws. */
  inspect(step: StepRecord): Verdict;
  undo(): void;
}

/**
 * Makes the action's files read-only for everybody by a mount over themselves, and remembers which files its scripts are, so that later steps of it
 * run what was shipped. Of an action that lies in the workspace, which the job has to write into, only what is run.
 */
export function guardAction(options: GuardedOptions): GuardedAction {
  const directory = realpathSync(options.directory);
  const scripts = new Map(SCRIPTS.flatMap((script) => found(join(directory, 'dist/action', `${script}.js`), script)));
  const node = inodeOf('/proc/self/exe');
  const undo = protect(directory, options);

  const inspect = (step: StepRecord): Verdict => {
    const proc = `/proc/${step.pid}`;
    const [, ...args] = readFileSync(`${proc}/cmdline`, 'utf8').split('\0').slice(0, -1);
    const [path = '', ...more] = args;
    // Anywhere: where a script lies in the place of Node, its interpreter and it come first.
    const named = SCRIPTS.find((script) =>
      args.some((argument) => resolve(argument) === join(resolve(options.spelled), 'dist/action', `${script}.js`)),
    );
    const refuse = (reason: string): Verdict => ({ run: false, reason: `${named ?? 'a step'} of the action was not run: ${reason}` });
    // What it was started with it may have written over since, or have ended, and then shows nothing.
    if (options.isWoken(step.pid)) return refuse(WOKEN);
    // Another program of ours, for which nothing is done here.
    if (named === undefined) return { run: true, removed: [] };

    if (inodeOf(`${proc}/exe`) !== node) return refuse(`${linkOf(`${proc}/exe`)} is not the Node that started the filter`);
    if (more.length > 0 || !path.startsWith('/')) return refuse('it was started with other arguments than the runner gives');
    if (linkOf(`${proc}/root`) !== '/' || inodeOf(`${proc}/ns/mnt`) !== inodeOf('/proc/self/ns/mnt'))
      return refuse('it runs in a file system of its own');
    // From here on it leads to the same file.
    const release = options.pins.hold(path);
    let verdict: Verdict | undefined;
    try {
      verdict = judge(step.pid, path, named, refuse);
      return verdict.run ? { ...verdict, release } : verdict;
    } finally {
      if (!verdict?.run) release();
    }
  };

  const judge = (pid: number, path: string, named: Script, refuse: (reason: string) => Verdict): Verdict => {
    const inode = inodeOf(path);
    const script = inode === undefined ? undefined : scripts.get(inode);
    if (script !== named) return refuse(`${path} is not the file that was there at the start of the job`);
    const review = reviewEnvironment(readFileSync(`/proc/${pid}/environ`), options.environment, options.ours());
    if (review.hostile !== undefined)
      return refuse(`${review.hostile} was set since the start of the job, and would run other code in its place`);
    blank(pid, review.unwanted);
    // By /proc/PID/fd everybody of its user opens its pipes, and Node takes what comes by one of them for addresses (uv__signal_event in libuv).
    options.seal(pid);
    // Any process of its user may have woken it: then what was looked at here is what it made of itself. So this comes last.
    if (options.isWoken(pid)) return refuse(WOKEN);
    return { run: true, script, removed: review.unwanted.flatMap(({ name, since }) => (since ? [name] : [])) };
  };

  return {
    undo,
    inspect(step) {
      try {
        return inspect(step);
      } catch (error) {
        return { run: false, reason: `a step of the action was not run, as it could not be looked at: ${messageOf(error)}` };
      }
    },
  };
}

/**
 * Is this the step that pre of the same `uses:` belongs to, or a sub-action that may do its work? What opens sudo has to stand in the workflow itself: the job
 * can rewrite every other action that comes later to one that has enable-sudo run. Then GITHUB_ACTION is that of the outer step; the runner makes it of the
 * repository where the step has no id, and takes no id that begins with two underscores (IdBuilder.cs).
 */
export function belongsTo(
  step: Pick<StepRecord, 'environ' | 'environTruncated'>,
  script: Script,
  { repository, step: started }: { readonly repository?: string | undefined; readonly step: string },
): boolean {
  const value = environReader(step.environ, step.environTruncated);
  const name = value('GITHUB_ACTION');
  if (value('GITHUB_ACTION_REPOSITORY') !== repository) return false;
  if (script === 'post') return name === started;
  return script === 'disable-sudo' || (repository !== undefined && name !== undefined && isGeneratedName(name, repository));
}

function isGeneratedName(name: string, repository: string): boolean {
  const base = `__${repository.replaceAll(/[^\w-]/g, '_')}`;
  const [, rest] = /^(.*?)(?:_\d{1,3})?$/.exec(name) ?? [];
  return name === base.slice(0, 100) || (rest !== undefined && rest === base.slice(0, 100 - (name.length - rest.length)));
}

function protect(directory: string, { spelled, workspace, mounts, pins }: GuardedOptions): () => void {
  try {
    const paths = pathsOf(directory, workspace);
    pins.keep([spelled, ...paths]);
    return bindOnThemselves(paths, mounts, { readOnly: true });
  } catch (error) {
    throw new UserError(`The action's files cannot be made read-only: ${messageOf(error)}`, { cause: error });
  }
}

/** What of the action is mounted over itself. */
function pathsOf(directory: string, workspace: string | undefined): string[] {
  const within = (inner: string, outer: string): boolean => inner === outer || !relative(outer, inner).startsWith('..');
  const isLocal = workspace !== undefined && existsSync(workspace) && within(directory, realpathSync(workspace));
  if (!isLocal) return [directory];
  return ['dist', 'action.yml', 'action.yaml', 'disable-sudo', 'enable-sudo']
    .map((name) => join(directory, name))
    .filter((path) => existsSync(path));
}

function found(path: string, script: Script): [string, Script][] {
  const inode = inodeOf(path);
  return inode === undefined ? [] : [[inode, script]];
}

/** Device and inode number. */
function inodeOf(path: string): string | undefined {
  const status = statSync(path, { bigint: true, throwIfNoEntry: false });
  return status && `${status.dev}:${status.ino}`;
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // It has ended.
    return 'a program that has ended';
  }
}

/** Takes variables out of the environment of a process that has not run yet: proc_pid_stat(5), field 50, is where its block begins. */
function blank(pid: number, variables: readonly { readonly offset: number }[]): void {
  if (variables.length === 0) return;
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[47];
  if (start === undefined || !/^[1-9]\d*$/.test(start)) throw new Error('its environment cannot be found');
  const fd = openSync(`/proc/${pid}/mem`, 'r+');
  try {
    for (const { offset } of variables) {
      // Another name, of the same length, that no program asks for. Addresses of x64 and arm64 are below 2^53.
      if (writeSync(fd, Buffer.from('-'), 0, 1, Number(start) + offset) !== 1) throw new Error('its environment cannot be written');
    }
  } finally {
    closeSync(fd);
  }
}
