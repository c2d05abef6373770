/**
 * hosted-compute-agent: starts the watchdog's client as root and Runner.Listener as the runner's user, and stays for as long as the machine does.
 * usage: hosted-compute-agent agent.ts WATCHDOG_PROGRAM BROKER_URL WATCHDOG_URL. Its output is the harness': one JSON line an event.
 */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { nameAfterProgram } from './self.ts';

nameAfterProgram();
const [watchdog = '', broker = '', watchdogUrl = ''] = process.argv.slice(2);
const here = import.meta.dirname;
const say = (event: Record<string, unknown>): void => void process.stdout.write(`${JSON.stringify(event)}\n`);

const guardian = spawn('sudo', ['-n', watchdog, '-I', join(here, 'watchdog.py'), watchdogUrl, process.env.EGF_RUNNER_PACE ?? '1'], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
guardian.on('exit', (code, signal) => say({ event: 'watchdog-ended', code, signal }));

const listener = spawn(join(dirname(process.execPath), 'Runner.Listener'), [join(here, 'listener.ts'), broker], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
say({ event: 'listening', pid: process.pid });
listener.on('exit', (code, signal) => say({ event: 'listener-ended', code, signal }));
