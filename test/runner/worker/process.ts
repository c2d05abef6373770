import { spawn } from 'node:child_process';
import { closeSync, constants, existsSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';

export interface Started {
  file: string;
  args: string[];
  env: Record<string, string>;
  cwd: string;
  /** Each line of standard output and standard error. */
  onLine: (line: string) => void;
  onStart: (pid: number) => void;
  cancel: AbortSignal;
  /** Milliseconds after SIGINT, and after SIGTERM. */
  patience: { sigint: number; sigterm: number };
}

/** How long the pipes of a process that has ended are waited for while somebody else holds them (ProcessInvoker.cs). */
const END_OF_OUTPUT_MS = 5000;

/**
 * Starts a step's process as ProcessInvoker.cs does and waits for its end. On cancellation it gets SIGINT, SIGTERM and SIGKILL, it alone: what it started
 * is not looked after.
 */
export function execute({
  file,
  args,
  env,
  cwd,
  onLine,
  onStart,
  cancel,
  patience,
}: Started): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((done, failed) => {
    const [out, err] = [pipe(onLine), pipe(onLine)];
    const child = spawn(file, args, { env, cwd, stdio: ['ignore', out.writer, err.writer] });
    closeSync(out.writer);
    closeSync(err.writer);
    child.once('error', failed);
    if (child.pid === undefined) return;
    onStart(child.pid);
    try {
      // The step goes first where memory ends, not the runner.
      writeFileSync(`/proc/${child.pid}/oom_score_adj`, '500');
    } catch {
      // It has ended already.
    }
    const ended = new Promise<void>((end) => child.once('exit', () => end()));
    const waits = (ms: number): Promise<boolean> =>
      Promise.race([ended.then(() => true), new Promise<boolean>((late) => setTimeout(late, ms, false).unref())]);
    const stop = async (): Promise<void> => {
      child.kill('SIGINT');
      if (await waits(patience.sigint)) return;
      child.kill('SIGTERM');
      if (await waits(patience.sigterm)) return;
      child.kill('SIGKILL');
    };
    cancel.addEventListener('abort', stop, { once: true });
    if (cancel.aborted) stop();
    child.once('exit', async (code, signal) => {
      cancel.removeEventListener('abort', stop);
      const silent = new Promise((late) => setTimeout(late, END_OF_OUTPUT_MS).unref());
      await Promise.race([Promise.all([out.ended, err.ended]), silent]);
      out.leave();
      err.leave();
      done({ code, signal });
    });
  });
}

let pipes = 0;
const PIPES = '/home/runner/actions-runner/cached/pipes';

/**
 * A pipe(2), which Node has no call for (its own children get sockets, which /dev/stdout of a shell cannot be opened as): a FIFO that the machine came
 * with, opened at both ends and unlinked.
 */
function pipe(onLine: (line: string) => void): { writer: number; ended: Promise<void>; leave: () => void } {
  // Those of a job before on this machine are gone.
  while (!existsSync(`${PIPES}/${pipes}`) && pipes < 1000) pipes++;
  const path = `${PIPES}/${pipes++}`;
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, constants.O_WRONLY);
  rmSync(path);
  const decoder = new StringDecoder('utf8');
  const stream = new Socket({ fd: reader, readable: true, writable: false });
  let pending = '';
  const cut = (): void => {
    const lines = pending.split(/\r\n|\n|\r(?!$)/);
    pending = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  };
  const ended = new Promise<void>((done) => {
    stream.on('data', (part) => {
      pending += decoder.write(part);
      cut();
    });
    stream.on('error', () => done());
    stream.on('close', () => {
      if (pending !== '') onLine(pending);
      pending = '';
      done();
    });
    stream.on('end', () => stream.destroy());
  });
  return { writer, ended, leave: () => stream.destroy() };
}
