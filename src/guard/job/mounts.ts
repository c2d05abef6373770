import { spawnSync } from 'node:child_process';
import { PATH } from './daemonise.ts';

export interface Mounts {
  /** Told of each path before something is mounted there. */
  readonly add: (path: string) => void;
  /** And after it was unmounted. */
  readonly remove: (path: string) => void;
}

/** Mounts folders and files over themselves, with what is mounted below them. Returns what undoes it; throws with nothing done. */
export function bindOnThemselves(paths: readonly string[], mounts: Mounts, { readOnly = false } = {}): () => void {
  const mounted: string[] = [];
  const undo = (): void => {
    for (const path of mounted.splice(0).reverse()) {
      unmount(path);
      mounts.remove(path);
    }
  };
  try {
    for (const path of paths) {
      mounts.add(path);
      mount('--rbind', ...(readOnly ? ['-o', 'ro'] : []), path, path);
      mounted.push(path);
    }
    return undo;
  } catch (error) {
    undo();
    throw error;
  }
}

function mount(...args: string[]): void {
  const { status, stderr, error } = spawnSync('mount', args, { encoding: 'utf8', env: { PATH, LC_ALL: 'C' } });
  if (status !== 0) throw error ?? new Error(stderr.trim().split('\n', 1)[0]);
}

/** Lazily: somebody may have a file of it open. */
export function unmount(path: string): void {
  spawnSync('umount', ['-l', '--', path], { stdio: 'ignore', env: { PATH } });
}
