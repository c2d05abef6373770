import { closeSync, constants, lstatSync, openSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { JobScope, Scope } from '../../kernel/native.ts';
import { bindOnThemselves, type Mounts } from './mounts.ts';

/** Paths that lead to the same files from now on. */
export interface Pins {
  /** For the whole job. Throws where one of them is not there. */
  keep(paths: readonly string[]): void;
  /** Until what it returns is called: for a step that is about to open it. Throws where that cannot be. */
  hold(path: string): () => void;
  /** What cannot be kept on this kernel: a sentence for a person. */
  readonly warning?: string;
  undo(): void;
}

export interface PinsOptions {
  readonly scope: Pick<Scope, 'report'>;
  readonly job: Pick<JobScope, 'pin'>;
  readonly mounts: Mounts;
  readonly workspace?: string | undefined;
}

/**
 * By programs in the kernel: nobody renames or removes what a path goes through, or mounts anything over it. Where they are missing, by mounts of folders over
 * themselves, which keep them from being renamed (rename(2), EBUSY) in every mount namespace that is made afterwards.
 */
export function openPins({ scope, ...options }: PinsOptions): Pins {
  const missing = scope.report.filter(({ program, status }) => PROGRAMS.includes(program) && status === 'unavailable');
  return missing.length === 0 ? inKernel(options.job) : { ...byMounts(options), warning: warningOf(missing.map(({ hook }) => hook)) };
}

const PROGRAMS = ['egf_rename', 'egf_unlink', 'egf_mount', 'egf_move_mount'];

const warningOf = (hooks: readonly string[]): string =>
  `This kernel takes no programs at ${hooks.join(', ')}: a process of the job may put other folders in the place of those that lead to the runner's files and to this action's.`;

function inKernel(job: PinsOptions['job']): Pins {
  const known = new Set<string>();
  return {
    keep(paths) {
      for (const path of paths.flatMap(waysTo).filter((way) => !known.has(way))) {
        job.pin(numbersOf(path));
        known.add(path);
      }
    },
    hold: () => () => {},
    undo: () => {},
  };
}

/**
 * While a folder is mounted over itself files cannot be moved or linked from it to others (EXDEV), which jobs do all the time: so the folder of the workspace
 * and those above it are held for the start of a step alone.
 */
function byMounts({ mounts, workspace }: Pick<PinsOptions, 'mounts' | 'workspace'>): Pins {
  const undo: (() => void)[] = [];
  const kept = new Set(workspace === undefined ? [] : upFrom(resolve(workspace)));
  return {
    keep(paths) {
      const folders = paths.flatMap((path) => upFrom(realpathSync(dirname(path))));
      const fresh = [...new Set(folders)].filter((path) => isMovable(path) && !kept.has(path));
      // The outermost first: what is mounted on a path hides what was mounted below it.
      undo.push(bindOnThemselves(fresh.sort(), mounts));
      for (const path of fresh) kept.add(path);
    },
    hold(path) {
      const link = upFrom(resolve(path)).find((at) => lstatSync(at).isSymbolicLink() && isMovable(at));
      if (link !== undefined) throw new Error(`${link} is a symbolic link that the job can replace`);
      return bindOnThemselves(
        upFrom(realpathSync(dirname(path)))
          .filter(isMovable)
          .reverse(),
        mounts,
      );
    },
    undo: () => {
      for (const step of undo.splice(0).reverse()) step();
    },
  };
}

/** Itself and what the path goes through, as it is written and as its links lead, as far as it is not root's alone. */
const waysTo = (path: string): string[] =>
  [...new Set([...upFrom(resolve(path)), ...upFrom(realpathSync(path))])].filter((way) => lstatSync(way).uid !== 0 || isMovable(way));

/** From a path up to below the root. */
const upFrom = (path: string): string[] => (path === '/' ? [] : [path, ...upFrom(dirname(path))]);

/** Nobody but root can write it or put something else in its place, nor in that of what it lies in. A path without links. */
export const isRootsAlone = (path: string): boolean =>
  upFrom(path).every((way) => {
    const { uid, mode } = lstatSync(way);
    return uid === 0 && ((mode & 0o022) === 0 || (way !== path && (mode & 0o1000) !== 0)) && !isMovable(way);
  });

/** Others than root may write into its parent, and it is theirs where that is sticky (rename(2)). */
function isMovable(path: string): boolean {
  const { uid, mode } = statSync(dirname(path));
  if (uid !== 0) return true;
  if ((mode & 0o022) === 0) return false;
  return (mode & 0o1000) === 0 || lstatSync(path).uid !== 0;
}

/** open(2); Node has no name for it. */
const O_PATH = 0o10000000;

/** By its mount: what stat(2) tells is another number on some file systems (btrfs, overlayfs). */
function numbersOf(path: string): Parameters<JobScope['pin']>[0] {
  const fd = openSync(path, O_PATH | constants.O_NOFOLLOW);
  try {
    const info = readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
    const [inode, mount] = [/^ino:\s*(\d+)$/m.exec(info)?.[1], /^mnt_id:\s*(\d+)$/m.exec(info)?.[1]];
    const device = new RegExp(`^${mount} \\d+ (\\d+):(\\d+) `, 'm').exec(readFileSync('/proc/self/mountinfo', 'utf8'));
    if (inode === undefined || !device) throw new Error(`${path} cannot be found among the mounts`);
    return { major: Number(device[1]), minor: Number(device[2]), inode: Number(inode) };
  } finally {
    closeSync(fd);
  }
}
