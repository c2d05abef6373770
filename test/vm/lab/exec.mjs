// @ts-check
import { spawnSync } from 'node:child_process';

/**
 * Runs a tool and returns its standard output as a Buffer.
 * @param {string} command @param {string[]} args
 * @param {{input?: Uint8Array, cwd?: string, env?: NodeJS.ProcessEnv, allowFailure?: boolean, timeoutMs?: number}} [options]
 * @throws when the tool is missing or exits non-zero, with the end of its standard error
 */
export function tool(command, args, options = {}) {
  const { input, cwd, env, allowFailure = false, timeoutMs = 600_000 } = options;
  const done = spawnSync(command, args, { input, cwd, env: env ?? process.env, timeout: timeoutMs, maxBuffer: 1 << 30 });
  if (done.error) throw new Error(`${command} could not run: ${done.error.message}`, { cause: done.error });
  if (done.status !== 0 && !allowFailure) {
    throw new Error(`${[command, ...args].join(' ')}: ${done.signal ?? `exit ${done.status}`}\n${done.stderr.toString().slice(-2000)}`);
  }
  return done.stdout;
}

/** One line of progress, on standard error so that it never mixes with a result. @param {string} line */
export const say = (line) => process.stderr.write(`vm lab: ${line}\n`);
