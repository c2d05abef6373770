import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, UserError } from '../errors.ts';
import { requireCapabilities } from '../privileges.ts';
import { giveOthersBack } from '../sudo/lock.ts';
import { cleanJob } from './clean.ts';
import { type Daemon, startDaemon } from './daemonise.ts';
import { loaderVariables } from './environment.ts';
import { LineReader } from './lines.ts';
import { lineOf, type ProcessInfo, readProcess } from './processes.ts';
import { JOB_DIRECTORY, JobConfig, type LaunchResult } from './protocol.ts';
import { claimJob, codeDirectory, isJobAlive, openStore, readJob, removeJobFiles, sudoBackup } from './state.ts';

/** From the launcher to the guard, one JSON line over a socket that only root can connect to. */
export interface Handover {
  readonly id: string;
  readonly config: JobConfig;
  /** Where root keeps what outlives a reboot. */
  readonly store: string;
  readonly worker: { readonly pid: number; readonly start: number; readonly uid: number };
  /** What steers the start of a program in the environment of the step that started us: what post may have as well. */
  readonly environment: Readonly<Record<string, string>>;
  /** GITHUB_WORKSPACE of that step. */
  readonly workspace?: string | undefined;
  /** The action's directory as the runner writes it: through symbolic links, or with dots. */
  readonly spelled: string;
  readonly systemd: boolean;
  /** The launcher itself, which is root's and waits for the answer. */
  readonly launcherPid: number;
}

export const HANDOVER_SOCKET = `${JOB_DIRECTORY}/launch.sock`;

export interface LaunchOptions {
  /** `JobConfig` as JSON. */
  readonly input: Promise<string>;
  /** The running bundle, in the folder that holds the proxy's and `native/`. */
  readonly script: string;
  /** Hands the result to who asked; false where nobody takes it. Called once. */
  readonly deliver: (result: LaunchResult) => Promise<boolean>;
  readonly timeoutMs?: number;
}

/**
 * Starts the guard and waits until it enforces; resolves with whether it does. Whatever fails is undone, and told. What nobody hears of is undone as well: a
 * step that was cancelled, which ends alone and leaves us behind.
 */
export async function launch({ input, script, deliver, timeoutMs = 55_000 }: LaunchOptions): Promise<boolean> {
  const begun = performance.now();
  const timings: Record<string, number> = { launcherStart: Math.round(begun) };
  let claimed: string | undefined;
  let daemon: Daemon | undefined;
  let server: Server | undefined;
  try {
    requireRoot();
    const line = lineOf(process.ppid, readProcess);
    const { worker, step } = runnerOf(line);
    const config = parseConfig(await input);
    await clearDeadJob();
    const id = randomBytes(4).toString('hex');
    claimJob(id, config.hosted);
    claimed = id;
    const store = openStore();
    const code = codeDirectory(store, id);
    copyCode(script, code);
    server = await listen();
    daemon = await startDaemon(join(code, GUARD), config.hosted ? undefined : writeOrphanScript(code, store));
    timings.prepare = Math.round(performance.now() - begun);
    const environment = environmentOf(step?.pid);
    const isAwaited = (): boolean => step === undefined || readProcess(step.pid)?.start === step.start;
    const { result, confirm } = await handOver(
      { server, daemon, timeoutMs, isAwaited },
      {
        id,
        config,
        store,
        launcherPid: process.pid,
        worker: { pid: worker.pid, start: worker.start, uid: worker.uid },
        environment: loaderVariables(environment),
        workspace: environment.GITHUB_WORKSPACE,
        spelled: spelledDirectory(step?.pid, config.action.directory),
        systemd: daemon.systemd,
      },
    );
    if (result.status === 'failed') throw new UserError(result.message);
    timings.total = Math.round(performance.now());
    const whole = { ...result, timings: { ...timings, ...result.timings }, warnings: [...daemon.warnings, ...result.warnings] };
    if (!isAwaited() || !(await deliver(whole))) throw new UserError(UNAWAITED);
    confirm();
    return true;
  } catch (error) {
    const left = claimed === undefined ? undefined : await undo(claimed, daemon);
    await deliver({ status: 'failed', message: [messageOf(error), left].filter(Boolean).join(' ') });
    return false;
  } finally {
    server?.close();
  }
}

/** What the bundle is called where it is root's: a module by its name, as no package.json says so there. */
const GUARD = 'guard.mjs';

function requireRoot(): void {
  if (process.getuid?.() !== 0)
    throw new UserError("The filter needs root: the runner's user must be allowed to use sudo without a password.");
  requireCapabilities();
}

/** Runner.Worker, and the step of it that we descend from. UserError where there is none. */
export function runnerOf(line: readonly ProcessInfo[]): { worker: ProcessInfo; step: ProcessInfo | undefined } {
  const at = line.findIndex(({ exe, comm }) => (exe === undefined ? comm : basename(exe)) === 'Runner.Worker');
  const worker = line[at];
  if (worker) return { worker, step: line[at - 1] };
  const where = inContainer()
    ? 'This step runs in a container (a job with "container:", or a runner in one): the filter has to be on the machine itself, so remove "container:" from the job.'
    : 'This is no step of a GitHub Actions job on this machine: no Runner.Worker among the processes that started it.';
  throw new UserError(where);
}

function inContainer(): boolean {
  return ['/.dockerenv', '/run/.containerenv'].some((path) => {
    try {
      readFileSync(path);
      return true;
    } catch {
      // Engines leave one of these in their containers.
      return false;
    }
  });
}

function parseConfig(text: string): JobConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UserError('The configuration of the job is no JSON: pre and guard are not of one version.', { cause: error });
  }
  const parsed = JobConfig.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError(`The configuration of the job is not valid: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

/**
 * A guard that was killed left chains that shut everybody out: this job would have no network, and no filter of its own. Where the machine goes on after a
 * job, the guard of the one before may be at its end just now: it kills what does not die at once.
 */
async function clearDeadJob(): Promise<void> {
  const isEnding = (): boolean => {
    const state = readJob()?.state;
    return state !== undefined && !state.hosted && isJobAlive(state);
  };
  for (let waited = 0; waited < ENDING_MS && isEnding(); waited += 50) await sleep(50);
  const job = readJob();
  if (!job || (job.state && isJobAlive(job.state))) return;
  const problems = await cleanJob();
  if (problems.length > 0) throw new UserError(`What an earlier job left behind could not be removed: ${problems.join(' ')}`);
}

const ENDING_MS = 20_000;

/** What runs as root from now on is root's: the action's own files belong to the job's user, who may write into them while they are mapped. */
function copyCode(script: string, target: string): void {
  const dist = dirname(script);
  const native = join('native', `${process.platform}-${process.arch}`);
  try {
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true, mode: 0o755 });
    cpSync(script, join(target, GUARD));
    cpSync(join(dist, 'proxy.js'), join(target, 'proxy.js'));
    cpSync(join(dist, native), join(target, native), { recursive: true });
  } catch (error) {
    throw new UserError(`The action is not complete, or ${target} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}

/** Goes with the code when the guard has put everything back. */
function writeOrphanScript(code: string, store: string): string {
  const path = join(code, 'orphaned.sh');
  writeFileSync(path, giveOthersBack(sudoBackup(store)));
  return path;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const umask = process.umask(0o177);
    const server = createServer();
    server.once('error', reject);
    server.listen(HANDOVER_SOCKET, () => resolve(server));
    process.umask(umask);
  });
}

/** The step's environment as it began (proc_pid_environ(5)). */
function environmentOf(pid: number | undefined): Record<string, string> {
  if (pid === undefined) return {};
  try {
    const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return Object.fromEntries(entries.flatMap((entry) => (entry.indexOf('=') > 0 ? [split(entry)] : [])));
  } catch {
    // It has ended: nobody waits for us any more.
    return {};
  }
}

/** Cut from the script that the step was started with. */
function spelledDirectory(pid: number | undefined, directory: string): string {
  try {
    const [, script = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const spelled = script.replace(/\/+dist\/action\/[\w-]+\.js$/, '');
    return spelled !== script && realpathSync(spelled) === realpathSync(directory) ? spelled : directory;
  } catch {
    // It has ended, or is something else.
    return directory;
  }
}

const split = (entry: string): [string, string] => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)];

const UNAWAITED = 'The step that started the filter has ended meanwhile.';

interface Waiting {
  readonly server: Server;
  readonly daemon: Daemon;
  readonly timeoutMs: number;
  readonly isAwaited: () => boolean;
}

/** Gives the guard its configuration, and waits for what it says. `confirm`: it stays; without this word it undoes everything. */
function handOver(
  { server, daemon, timeoutMs, isAwaited }: Waiting,
  handover: Handover,
): Promise<{ result: LaunchResult; confirm: () => void }> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(`The guard did not answer within ${timeoutMs / 1000} s.`), timeoutMs);
    const watch = setInterval(() => isAwaited() || fail(UNAWAITED), 250);
    const settle = (): void => {
      clearTimeout(timer);
      clearInterval(watch);
    };
    const fail = (message: string): void => {
      settle();
      reject(new UserError(message));
    };
    daemon.failed.then((how) => fail(`The guard did not start: ${how}.`));
    server.once('connection', (socket: Socket) => {
      const reader = new LineReader(socket, 16 << 20);
      socket.write(`${JSON.stringify(handover)}\n`);
      reader.next().then((line) => {
        if (line === undefined) return fail('The guard ended before it enforced anything.');
        settle();
        resolve({ result: JSON.parse(line), confirm: () => void socket.end('go on\n') });
      }, reject);
    });
  });
}

/** The guard has undone what it did, unless it was killed. What could not be undone, in words. */
async function undo(id: string, daemon: Daemon | undefined): Promise<string | undefined> {
  await daemon?.stop();
  try {
    const problems = await cleanJob({ evenIfAlive: true });
    removeJobFiles(id);
    return problems.length > 0 ? `Clean-up was not complete: ${problems.join(' ')}` : undefined;
  } catch (error) {
    return `Clean-up was not complete: ${messageOf(error)}`;
  }
}
