// @ts-check
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** @typedef {import('./test-summary.mjs').Outcome} Outcome */

/**
 * Runs one vitest project in a process group of its own and stops the whole group when its time is up.
 * @param {{root: string, name: string, minutes: number, filters: string[], output?: 'inherit' | 'ignore'}} options `output`: of vitest itself
 * @returns {Promise<{passed: number, failures: Outcome[], skips: Outcome[], seconds: number}>}
 */
export async function runProject({ root, name, minutes, filters, output = 'inherit' }) {
  const folder = mkdtempSync(join(tmpdir(), 'egf-test-'));
  const eventsFile = join(folder, 'events');
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  try {
    const { ended, timedOut } = await runVitest({ root, name, minutes, filters, output, eventsFile, seconds });
    const { passed, failures, skips, running } = tally(eventsFile);
    const failure = (/** @type {string} */ test) => failures.push({ test, why: [] });
    if (timedOut) failure(`${name}: stopped after ${minutes} minutes, in ${running.join('; ') || 'no test'}`);
    else if (ended !== '0' && failures.length === 0) failure(`${name}: vitest ended with ${ended}, though no test failed`);
    return { passed, failures, skips, seconds: seconds() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {{root: string, name: string, minutes: number, filters: string[], output: 'inherit' | 'ignore', eventsFile: string, seconds: () => number}} options
 * @returns {Promise<{ended: string, timedOut: boolean}>} `ended` is an exit status or the name of a signal
 */
function runVitest({ root, name, minutes, filters, output, eventsFile, seconds }) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', `--reporter=${join(import.meta.dirname, 'test-reporter.mjs')}`];
  const args = [vitest, 'run', '--project', name, '--passWithNoTests', '--allowOnly=false', ...reporters, ...filters];
  // The node that runs this is the one the tests find on their PATH.
  const env = { ...process.env, EGRESS_FILTER_TEST_EVENTS: eventsFile, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', output, output], detached: true });

  return new Promise((resolve, reject) => {
    let timedOut = false;
    const heartbeat = setInterval(
      () => console.log(`npm test: project ${name} is at work, ${seconds()} s: ${tally(eventsFile).running.slice(0, 2).join('; ')}`),
      60_000,
    );
    const limit = setTimeout(() => {
      timedOut = true;
      signalGroup(child.pid, 'SIGTERM');
      setTimeout(() => signalGroup(child.pid, 'SIGKILL'), 10_000).unref();
    }, minutes * 60_000);
    const interrupted = (/** @type {NodeJS.Signals} */ signal) => signalGroup(child.pid, signal);
    process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearInterval(heartbeat);
      clearTimeout(limit);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      // Workers that outlive vitest would hold ports and namespaces of the next project.
      signalGroup(child.pid, 'SIGKILL');
      resolve({ ended: signal ?? String(code), timedOut });
    });
  });
}

/** @param {number | undefined} pid leader of the group @param {NodeJS.Signals} signal */
function signalGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/** What the events of test-reporter.mjs add up to so far. @param {string} file */
export function tally(file) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  /** @type {import('./test-reporter.mjs').TestEvent[]} */
  const events = lines.map((line) => JSON.parse(line));
  const named = (/** @type {string[]} */ ...kinds) => events.flatMap(({ event, test }) => (kinds.includes(event) ? [test] : []));
  const outcomes = (/** @type {string} */ kind) => events.flatMap(({ event, test, why = [] }) => (kind === event ? [{ test, why }] : []));
  const ended = new Set(named('passed', 'failed', 'skipped', 'done'));
  const startedTests = named('start').filter((test) => !ended.has(test));
  const openFiles = named('queued').filter((file) => !ended.has(file));
  return {
    passed: named('passed').length,
    failures: outcomes('failed'),
    skips: outcomes('skipped'),
    running: startedTests.length > 0 ? startedTests : openFiles,
  };
}
