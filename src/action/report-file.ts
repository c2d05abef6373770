import { lstatSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LOG = 'connections.jsonl';
const REPORT = 'report.html';

/** Where post puts the report. Told to later steps by main already. */
export function reportPath(env: NodeJS.ProcessEnv): string {
  return join(folderOf(env), REPORT);
}

const folderOf = (env: NodeJS.ProcessEnv): string => join(env.RUNNER_TEMP || tmpdir(), 'egress-filter-report');

export interface Staged {
  readonly folder: string;
  readonly files: readonly string[];
  /** Has anybody changed the folder, the report or the link since? */
  isUntouched(): boolean;
}

/**
 * Report and log beside each other, as the artifact has them; the log by a link to root's own file. The folder is in the reach of the job's user, who
 * may still have processes: whoever swaps a file, even for a moment, leaves another change time (inode(7), st_ctim), which nobody but root can set.
 */
export function stage(env: NodeJS.ProcessEnv, report: string, log: string): Staged {
  const folder = folderOf(env);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  const files = [join(folder, LOG), join(folder, REPORT)];
  symlinkSync(log, join(folder, LOG));
  writeFileSync(join(folder, REPORT), report, { flag: 'wx' });
  const before = fingerprint([folder, ...files], log);
  return { folder, files, isUntouched: () => fingerprint([folder, ...files], log) === before };
}

function fingerprint(paths: readonly string[], log: string): string {
  try {
    const own = paths.map((path) => {
      const { ino, ctimeNs, size } = lstatSync(path, { bigint: true });
      return [ino, ctimeNs, size].join(':');
    });
    // It may still grow, but it stays the same file.
    return [...own, statSync(log, { bigint: true }).ino].join(' ');
  } catch (error) {
    return String(error);
  }
}
