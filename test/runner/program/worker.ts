/**
 * Runner.Worker: one job. Its message comes by standard input, as does its cancellation. Like the real one, it starts processes from another thread than the
 * main one, which matters to whoever watches forks in the kernel.
 */
import { createInterface } from 'node:readline';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import type { JobMessage } from '../job.ts';
import { runJob } from '../worker/job.ts';
import { nameAfterProgram } from './self.ts';

if (isMainThread) {
  nameAfterProgram();
  // Every child has it, until it takes it off (JobExtension.cs).
  process.env.RUNNER_TRACKING_ID = `github_${crypto.randomUUID()}`;
  const thread = new Worker(import.meta.filename, { env: process.env, trackUnmanagedFds: false });
  createInterface(process.stdin).on('line', (line) => thread.postMessage(JSON.parse(line)));
  thread.on('error', (error) => {
    console.error(error);
    process.exit(1);
  });
  thread.on('exit', (code) => process.exit(code));
} else {
  const cancel = new AbortController();
  parentPort?.on('message', (message: JobMessage | { type: 'cancel' }) => {
    if ('spec' in message) runJob(message, cancel.signal).then(() => process.exit(0));
    else cancel.abort();
  });
}
