import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, lstatSync, openSync, readFileSync, readlinkSync, realpathSync, statSync, writeSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { environReader } from '../../identity/steps.ts';
import type { StepRecord } from '../../kernel/native.ts';
import { messageOf, UserError } from '../errors.ts';
import { PATH } from './daemonise.ts';
import { reviewEnvironment } from './environment.ts';

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
  /** Told of each path before something is mounted there, and after it was unmounted. */
  readonly mounts: Mounts;
}

export interface Mounts {
  readonly add: (path: string) => void;
  readonly remove: (path: string) => void;
}

export type Verdict =
  /** Nothing that we do anything for; or one of ours, as it was shipped. */
  | { readonly run: true; readonly script?: Script; readonly release?: () => void; readonly removed: readonly string[] }
  /** It must not run: why. */
  | { readonly run: false; readonly reason: string };

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
  const mounted: string[] = [];
  const node = inodeOf('/proc/self/exe');
  const undo = (): void => {
    for (const path of mounted.splice(0).reverse()) {
      unmount(path);
      options.mounts.remove(path);
    }
  };
  try {
    for (const path of pathsOf(directory, options.workspace)) {
      options.mounts.add(path);
      mount('--bind', path, path);
      mounted.push(path);
      mount('-o', 'remount,bind,ro', path);
    }
  } catch (error) {
    undo();
    throw new UserError(`The action's files cannot be made read-only: ${messageOf(error)}`, { cause: error });
  }

  const inspect = (step: StepRecord): Verdict => {
    const proc = `/proc/${step.pid}`;
    const [, ...args] = readFileSync(`${proc}/cmdline`, 'utf8').split('\0').slice(0, -1);
    const [path = '', ...more] = args;
    // Anywhere: where a script lies in the place of Node, its interpreter and it come first.
    const named = SCRIPTS.find((script) =>
      args.some((argument) => resolve(argument) === join(resolve(options.spelled), 'dist/action', `${script}.js`)),
    );
    // Another program of ours, for which nothing is done here.
    if (named === undefined) return { run: true, removed: [] };
    const refuse = (reason: string): Verdict => ({ run: false, reason: `${named} of the action was not run: ${reason}` });

    if (inodeOf(`${proc}/exe`) !== node) return refuse(`${linkOf(`${proc}/exe`)} is not the Node that started the filter`);
    if (more.length > 0 || !path.startsWith('/')) return refuse('it was started with other arguments than the runner gives');
    if (linkOf(`${proc}/root`) !== '/' || inodeOf(`${proc}/ns/mnt`) !== inodeOf('/proc/self/ns/mnt'))
      return refuse('it runs in a file system of its own');
    const link = movableLink(path);
    if (link !== undefined) return refuse(`${link} is a symbolic link that the job can replace`);
    // As nobody can rename what something is mounted on, the path leads to the same file from the look on.
    const release = pin(dirname(path), options.mounts);
    const inode = inodeOf(path);
    const script = inode === undefined ? undefined : scripts.get(inode);
    if (script !== named) {
      release();
      return refuse(`${path} is not the file that was there at the start of the job`);
    }
    const review = reviewEnvironment(readFileSync(`${proc}/environ`), options.environment, options.ours());
    if (review.hostile !== undefined) {
      release();
      return refuse(`${review.hostile} was set since the start of the job, and would run other code in its place`);
    }
    blank(step.pid, review.unwanted);
    // Any process of its user may have woken it (SIGCONT): then what was looked at here may be what it made of it.
    if (hasRun(step.pid)) {
      release();
      return refuse('somebody woke it before it was looked at');
    }
    return { run: true, script, release, removed: review.unwanted.map(({ name }) => name) };
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

/**
 * Binds a directory and those above it on themselves, up to one where only root may rename: a mount point cannot be renamed (rename(2), EBUSY). For as
 * long as it lasts, files cannot be moved from one of them to another (EXDEV), so it is undone when the step has ended.
 */
function pin(directory: string, mounts: Mounts): () => void {
  const pinned: string[] = [];
  const release = (): void => {
    for (const path of pinned.splice(0).reverse()) {
      unmount(path);
      mounts.remove(path);
    }
  };
  try {
    // The outermost first: what is mounted on a path hides what was mounted below it.
    for (const path of renamable(directory).reverse()) {
      mounts.add(path);
      mount('--rbind', path, path);
      pinned.push(path);
    }
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

/** Directories from this one up that somebody else than root could rename. */
const renamable = (directory: string): string[] => upFrom(realpathSync(directory)).filter(isMovable);

/** A symbolic link on the way that somebody else than root could replace. */
const movableLink = (path: string): string | undefined =>
  upFrom(resolve(path)).find((at) => lstatSync(at).isSymbolicLink() && isMovable(at));

const upFrom = (path: string): string[] => (path === '/' ? [] : [path, ...upFrom(dirname(path))]);

/** Others than root may write into its parent, and it is theirs where that is sticky (rename(2)). */
function isMovable(path: string): boolean {
  const { uid, mode } = statSync(dirname(path));
  if (uid !== 0) return true;
  if ((mode & 0o022) === 0) return false;
  return (mode & 0o1000) === 0 || lstatSync(path).uid !== 0;
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

/**
 * A program that has run an instruction of anybody's has mapped more than the kernel does for it: itself, its dynamic linker, its stack (proc_pid_maps(5)).
 */
function hasRun(pid: number): boolean {
  const exe = linkOf(`/proc/${pid}/exe`);
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .some((line) => {
      const [, permissions = '', path = ''] = /^\S+ (\S+) \S+ \S+ \d+\s*(.*)$/.exec(line) ?? [];
      const isKernels = path === '' || path === exe || /^\[(?:stack|heap|vdso|vvar|vvar_vclock|vsyscall|vectors|sigpage)\]$/.test(path);
      return (permissions.includes('w') && permissions.includes('x')) || !(isKernels || /\/ld-(?:linux|musl)[^/]*$/.test(path));
    });
}

function mount(...args: string[]): void {
  const { status, stderr, error } = spawnSync('mount', args, { encoding: 'utf8', env: { PATH, LC_ALL: 'C' } });
  if (status !== 0) throw error ?? new Error(stderr.trim().split('\n', 1)[0]);
}

/** Lazily: somebody may have a file of it open. */
export function unmount(path: string): void {
  spawnSync('umount', ['-l', '--', path], { stdio: 'ignore', env: { PATH } });
}
