import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { ENVIRONMENT } from './as-user.ts';

/**
 * Everybody reads `file` at `path` from now on, in each mount namespace that takes mounts from this one (mount_namespaces(7)). What lies below is not touched,
 * and with the machine the mount is gone: a power cut leaves nothing to be put back. Throws where it cannot be.
 */
export function cover(path: string, file: string): void {
  if (isCovered(path, file)) return;
  const { status, stderr, error } = run('mount', ['--bind', '-o', 'ro', '--', file, path]);
  if (!isCovered(path, file))
    throw new Error(`${path} could not be covered: ${error?.message ?? (stderr.trim().split('\n', 1)[0] || status)}`);
}

/** Lazily, as somebody may read it at this moment. Other mounts on the path stay. Throws where it stays covered. */
export function uncover(path: string, file: string): void {
  // A guard that was killed while it covered the path may have left two of them.
  for (let left = 4; isCovered(path, file); left--) {
    const { stderr, error } = run('umount', ['-l', '--', path]);
    if (left === 0) throw new Error(`it is still covered by ${file}: ${error?.message ?? stderr.trim().split('\n', 1)[0]}`);
  }
}

/** A file has the same numbers wherever it is mounted. */
export function isCovered(path: string, file: string): boolean {
  const [seen, ours] = [path, file].map((name) => statSync(name, { bigint: true, throwIfNoEntry: false }));
  return seen !== undefined && ours !== undefined && seen.ino === ours.ino && seen.dev === ours.dev;
}

const run = (command: string, args: readonly string[]) => spawnSync(command, args, { encoding: 'utf8', env: ENVIRONMENT });
