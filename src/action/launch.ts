import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../guard/errors.ts';
import { JOB_DIRECTORY, type JobConfig, LaunchResult } from '../guard/job/protocol.ts';

export interface LaunchOptions {
  /** The Node that runs this action, and dist/guard.js. */
  readonly node: string;
  readonly guard: string;
  /** Of this process. Root needs no sudo. */
  readonly uid: number;
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

export type Enforcing = Extract<LaunchResult, { status: 'enforcing' }>;

const ENDING_MS = 20_000;
/** sudo(8), of a user whom no rule allows it. */
const LOCKED = /is not allowed to execute|not in the sudoers file|password is required/;
const MOST_OUTPUT = 4 << 20;
const MOST_COMPLAINTS = 8192;
/** For root without sudo, which would have taken the caller's variables away. */
const ROOT_ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };

/** Starts the guard as root and waits until it enforces. Throws UserError with the reason; then the launcher has undone all that it did. */
export async function launch(config: JobConfig, options: LaunchOptions): Promise<Enforcing> {
  const deadline = performance.now() + ENDING_MS;
  let launched = await runLauncher(JSON.stringify(config), options);
  // Where the machine goes on, the guard of the job before may be at its end just now, and has not opened sudo yet.
  for (let isEnding = true; isEnding && !config.hosted && LOCKED.test(launched.complaints) && performance.now() < deadline; ) {
    // One more try when it has gone: that may just have been.
    isEnding = existsSync(JOB_DIRECTORY);
    await sleep(200);
    launched = await runLauncher(JSON.stringify(config), options);
  }
  const { output, complaints, status } = launched;
  const result = resultOf(output);
  if (result?.status === 'enforcing') return result;
  if (result?.status === 'failed') throw new UserError(result.message);
  throw new UserError(whyNothing(complaints.trim(), status));
}

/** The launcher said nothing. sudo(8) tells its own errors as `sudo: ...`, with exit status 1. */
function whyNothing(complaints: string, status: string): string {
  if (/^sudo: /m.test(complaints))
    return `Egress Filter needs sudo without a password, which this runner's user does not have (${lastLine(complaints)}): give it to the user for the start of the job; it is locked from then on.`;
  return `The guard did not start (${status})${complaints === '' ? '' : `: ${complaints}`}.`;
}

const lastLine = (text: string): string => text.split('\n').at(-1) ?? text;

interface Launched {
  readonly output: string;
  readonly complaints: string;
  /** `exit status 1`, `signal SIGKILL`, ... */
  readonly status: string;
}

function runLauncher(input: string, { node, guard, uid, env, timeoutMs = 60_000 }: LaunchOptions): Promise<Launched> {
  const [command, ...args] = [...(uid === 0 ? [] : ['sudo', '-n', '--']), node, guard, 'launch'];
  return new Promise((resolve, reject) => {
    const child = spawn(command ?? node, args, { stdio: 'pipe', env: uid === 0 ? ROOT_ENVIRONMENT : env });
    const output: Buffer[] = [];
    let length = 0;
    let complaints = '';
    const timer = setTimeout(() => {
      reject(
        new UserError(`The guard did not get ready within ${timeoutMs / 1000} s${complaints === '' ? '' : `: ${complaints.trim()}`}.`),
      );
      // sudo belongs to root and takes no signal from us (that emits an error); without its pipes the launcher ends by itself.
      child.kill();
      for (const stream of child.stdio) stream?.destroy();
    }, timeoutMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      const isMissing = 'code' in error && error.code === 'ENOENT' && command === 'sudo';
      reject(isMissing ? new UserError(`Egress Filter needs sudo, and this machine has none.`) : error);
    });
    child.stdout.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length <= MOST_OUTPUT) output.push(piece);
    });
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      complaints = (complaints + piece).slice(-MOST_COMPLAINTS);
    });
    // A launcher that ended before it read everything says why on its way out.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ output: Buffer.concat(output).toString('utf8'), complaints, status: signal ? `signal ${signal}` : `exit status ${code}` });
    });
  });
}

function resultOf(output: string): LaunchResult | undefined {
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  try {
    return LaunchResult.safeParse(JSON.parse(line)).data;
  } catch {
    // No JSON: then it is no result.
    return undefined;
  }
}
