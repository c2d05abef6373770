import { spawnSync } from 'node:child_process';
import type { JobUser } from './roads.ts';

/** Of commands that root runs here: nothing of the caller's environment, and no directory that belongs to the machine's users. */
export const ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };

export interface Answer {
  /** Exit status; undefined where it could not be started or took too long. */
  readonly status: number | undefined;
  readonly stdout: Buffer;
}

/**
 * Runs a command with exactly the user's rights, so that the kernel answers with all it knows (access lists, mounts, capabilities). setpriv(1), since
 * Node drops the supplementary groups. `keepSetuid` lets setuid programs raise their rights as they would for the user.
 */
export function askAsUser(
  user: JobUser,
  command: readonly string[],
  options: { keepSetuid?: boolean; input?: string; timeoutMs: number },
): Answer {
  const groups = user.groups.length > 0 ? [`--groups=${user.groups.join(',')}`] : ['--clear-groups'];
  const rights = options.keepSetuid ? [] : ['--no-new-privs', '--bounding-set=-all'];
  const args = [`--reuid=${user.uid}`, `--regid=${user.gid}`, ...groups, '--inh-caps=-all', ...rights, '--', ...command];
  const { status, stdout } = spawnSync('setpriv', args, {
    env: ENVIRONMENT,
    cwd: '/',
    input: options.input ?? '',
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: options.timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: 16 << 20,
  });
  return { status: status ?? undefined, stdout: stdout ?? Buffer.alloc(0) };
}

/** Those of these paths that the user may write to (access(2) by the kernel, not by the mode bits), in order. Throws where it cannot be asked. */
export function writableBy(user: JobUser, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  // As arguments: a shell reads a pipe byte by byte.
  const script = 'for path; do [ -w "$path" ] && printf "%s\\0" "$path"; done; true';
  const { status, stdout } = askAsUser(user, ['xargs', '-0', '/bin/sh', '-c', script, 'sh'], {
    input: `${paths.join('\0')}\0`,
    timeoutMs: 10_000,
  });
  if (status !== 0) throw new Error(`what ${user.name} may write to could not be asked (setpriv, xargs: ${status ?? 'no answer'})`);
  return stdout
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '');
}
