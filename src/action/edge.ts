import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { codeOf } from '../guard/errors.ts';
import { Runner } from './runner.ts';
import { failUnexpectedly, type StartOptions } from './start.ts';

/** Runs one stage of the action as a process of the runner: whatever happens, it ends, and it ends with 1 where something failed. */
export async function atEdge(stage: (runner: Runner) => Promise<void>): Promise<never> {
  // The runner may close the pipe before we end; there is nobody left to tell.
  process.stdout.on('error', (error) => {
    if (codeOf(error) !== 'EPIPE') throw error;
  });
  // Without a listener Node opens its debugger on this signal, to whatever process of the job's user connects (nodejs.org, process, "Signal events"), and
  // does not end while one is connected. The kernel programs refuse it the port where a guard runs; pre is there before them.
  process.on('SIGUSR1', () => {});
  const runner = new Runner(process.env, (text) => void process.stdout.write(text));
  try {
    await stage(runner);
  } catch (error) {
    failUnexpectedly(runner, error);
  }
  // A client of the artifact service may leave sockets and timers; stdout to a pipe is synchronous on Linux.
  process.exit(runner.exitCode);
}

/** The start of the filter from this process. */
export function startOptions(stage: StartOptions['stage']): StartOptions {
  const directory = actionDirectory();
  return {
    stage,
    machine: { platform: process.platform, arch: process.arch, ppid: process.ppid, root: '/' },
    directory,
    launcher: { node: process.execPath, guard: join(directory, 'dist', 'guard.js'), uid: process.getuid?.() ?? -1 },
    elapsed: () => performance.now(),
  };
}

/** Two levels above dist/action/, or above src/action/ in tests. */
function actionDirectory(): string {
  const directory = resolve(import.meta.dirname, '..', '..');
  return existsSync(directory) ? realpathSync(directory) : directory;
}
