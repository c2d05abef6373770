import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The guard's process, on its way up. */
export interface Daemon {
  readonly systemd: boolean;
  readonly warnings: readonly string[];
  /** Resolves, with how, when it is known that it will not come up; never otherwise. */
  readonly failed: Promise<string>;
  /** Ends it if it has not come up. */
  stop(): Promise<void>;
}

export const UNIT = 'egress-filter-job.service';
const SLICE = 'egress-filter.slice';

/** Tools of root, never of a directory that the job may have put first. */
export const PATH = '/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Starts `SCRIPT daemon` with this Node: as a unit of systemd where there is one, else as a daemon. Either way it has no terminal, no standard streams of
 * ours (the runner waits for their end) and nothing of our environment (by RUNNER_TRACKING_ID the runner finds what to kill at the end of the job).
 * `orphaned`: a script of root's for the shell, that systemd runs if the guard ends and has left it.
 */
export async function startDaemon(script: string, orphaned?: string): Promise<Daemon> {
  if (!hasSystemd()) return plainDaemon(script, []);
  const problem = await runInUnit(script, orphaned);
  if (problem === undefined) return { systemd: true, warnings: [], failed: new Promise(() => {}), stop: stopUnit };
  return plainDaemon(script, [`systemd did not start the guard (${problem}): it runs as a daemon, and ends with the runner's own unit.`]);
}

/** sd_booted(3) */
export const hasSystemd = (): boolean => existsSync('/run/systemd/system') && readOr('/proc/1/comm').trim() === 'systemd';

const PROPERTIES = {
  Type: 'exec',
  // As unlikely a victim as can be: without it the job has no network any more.
  OOMScoreAdjust: '-900',
  // The proxy ends with its guard.
  KillMode: 'control-group',
  Restart: 'no',
  // A machine that is shut down: on one that ends with the job the guard does not end by itself.
  TimeoutStopSec: '10',
  LimitNOFILE: '1048576',
  TasksMax: 'infinity',
};

async function runInUnit(script: string, orphaned: string | undefined): Promise<string | undefined> {
  // A shell, since the runner's Node is the job user's again by the time that it might run.
  const all = orphaned === undefined ? PROPERTIES : { ...PROPERTIES, ExecStopPost: `-/bin/sh ${orphaned}` };
  const properties = Object.entries(all).map(([name, value]) => `--property=${name}=${value}`);
  return run('systemd-run', [
    `--unit=${UNIT}`,
    `--slice=${SLICE}`,
    '--description=Egress Filter of a GitHub Actions job',
    '--collect',
    '--quiet',
    `--setenv=PATH=${PATH}`,
    ...properties,
    '--',
    process.execPath,
    script,
    'daemon',
  ]);
}

async function stopUnit(): Promise<void> {
  // It has ended by itself in most cases: then there is no such unit any more.
  await run('systemctl', ['stop', UNIT]);
}

const PATIENCE_MS = 10_000;

/** What was wrong, or undefined. */
function run(file: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH }, timeout: PATIENCE_MS });
    let text = '';
    child.stderr.on('data', (chunk) => {
      text = `${text}${chunk}`.slice(0, 500);
    });
    child.once('error', (error) => resolve(error.message));
    // What it has started may keep its pipe.
    child.once('exit', (_code, signal) => signal && resolve(`${file} did not end within ${PATIENCE_MS / 1000} s`));
    child.once('close', (code) => resolve(code === 0 ? undefined : text.trim().split('\n', 1)[0] || `${file} ended with ${code}`));
  });
}

function plainDaemon(script: string, warnings: readonly string[]): Daemon {
  // setsid(2) by `detached`; when the launcher ends, it is a child of PID 1.
  const child = spawn(process.execPath, [script, 'daemon'], { detached: true, stdio: 'ignore', cwd: '/', env: { PATH } });
  child.unref();
  return {
    systemd: false,
    warnings,
    failed: new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ?? `exit status ${code}`));
    }),
    stop: () => endOf(child),
  };
}

/** It sees the launcher's end of the socket close, and undoes what it did; 10 s, then it is killed. */
async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // /proc hides it: then it is no systemd that would answer us.
    return '';
  }
}
