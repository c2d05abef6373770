import type { ChildProcess } from 'node:child_process';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LogEvent } from '../../src/log/event.ts';
import { Lab, type Packet, ROOT, type Seen, wholeJsonLines } from '../e2e/lab.ts';
import type { ActionFiles, Annotation, JobMessage, JobSpec, Report, Step, StepResult, UsesStep } from './job.ts';
import { Machine } from './machine/machine.ts';

export { asked, reached, WORLD } from '../e2e/lab.ts';

/** GitHub's services in the world. */
export const GITHUB = {
  broker: 'broker.actions.githubusercontent.com',
  run: 'run-actions-1-azure-eastus.actions.githubusercontent.com',
  results: 'results-receiver.actions.githubusercontent.com',
  storage: 'productionresultssa7.blob.core.windows.net',
  watchdog: 'hosted-compute-watchdog-prod-eus-01.githubapp.com',
  api: 'api.github.com',
  /** Names that a runner might use but this one never does: whoever is seen here is an imitator. */
  unused: 'run-actions-3-azure-eastus.actions.githubusercontent.com',
} as const;

export const ADDRESS: Record<keyof typeof GITHUB, string> = {
  broker: '203.0.113.70',
  run: '203.0.113.71',
  results: '203.0.113.72',
  storage: '203.0.113.73',
  watchdog: '203.0.113.74',
  api: '203.0.113.76',
  unused: '203.0.113.75',
};

export interface JobOptions extends Omit<JobSpec, 'steps'> {
  steps: Step[];
  /** Done on the machine when it lives and before it gets the job. */
  before?: (machine: Machine) => unknown;
  /** Files of the repository at the commit of the job, as the API has them; what a checkout would bring is `workspace`. */
  repository?: Record<string, string>;
  /** The first step: Egress Filter. `false`: a job without it. */
  action?:
    | (Partial<Omit<UsesStep, 'uses'>> & {
        /** `uses: ./`: the checkout is the workspace. */
        local?: boolean;
        /** Another action in its place. */
        files?: ActionFiles;
      })
    | false;
}

/**
 * Longest silence of one of the runner's processes, milliseconds, before its traffic counts as interrupted. EGF_RUNNER_PACE is how many times slower
 * than usual they talk: under emulation of another architecture they would do nothing else.
 */
const LONGEST_SILENCE_MS = 15_000 * Number(process.env.EGF_RUNNER_PACE ?? 1);

export interface Artifact {
  name: string;
  /** Files of the zip by name. */
  files: Record<string, string>;
}

export interface JobResult {
  conclusion: Report['conclusion'];
  steps: StepResult[];
  annotations: Annotation[];
  /** Markdown, as the service received it. */
  summary: string;
  /** The same with its character references resolved, as the page of the run shows it. */
  page: string;
  artifacts: Artifact[];
  seen: Seen[];
  packets: Packet[];
  /** Of the runner's own traffic: how often each was heard. */
  beats: Record<string, number>;
  /** Log of the filter as it was on the machine. */
  log: LogEvent[];
  step(name: string | RegExp, stage?: StepResult['stage']): StepResult;
}

/** Runs a job to its end on a machine of its own, which is gone afterwards. Throws where the runner's own traffic was interrupted. */
export async function runJob(options: JobOptions, { lingerMs = 0 } = {}): Promise<JobResult> {
  const job = await startJob(options);
  try {
    const result = await job.completed();
    if (lingerMs === 0) return result;
    await new Promise((done) => setTimeout(done, lingerMs));
    return job.result();
  } finally {
    await job.stop();
  }
}

export async function startJob(options: JobOptions): Promise<Job> {
  const names = Object.fromEntries(Object.entries(GITHUB).map(([role, name]) => [name, ADDRESS[role as keyof typeof GITHUB]]));
  const lab = await Lab.start({ names });
  const machine = new Machine(lab);
  try {
    const job = new Job(lab, machine, options);
    await job.start();
    return job;
  } catch (error) {
    await machine.stop();
    await lab.stop();
    throw error;
  }
}

/** A job that runs, on its machine. */
export class Job {
  readonly lab: Lab;
  readonly machine: Machine;
  readonly #message: JobMessage;
  readonly #repository: Record<string, string>;
  readonly #before: (machine: Machine) => unknown;
  readonly #beats: { who: string; at: number }[] = [];
  readonly #summaries: string[] = [];
  readonly #artifacts: { name: string; path: string }[] = [];
  #service: ChildProcess | undefined;
  #errors: string[] = [];
  #jobs = 1;

  constructor(
    lab: Lab,
    machine: Machine,
    { action = {}, actions = {}, workspace = {}, repository = {}, before, steps, ...spec }: JobOptions,
  ) {
    this.#before = before ?? (() => {});
    this.#repository = repository;
    this.lab = lab;
    this.machine = machine;
    const own = action === false ? [] : [place(machine, action)];
    for (const [uses, files] of Object.entries(actions)) write(machine.home('work/_actions', ...actionPath(uses)), files);
    write(machine.home('work/repo/repo'), workspace);
    const runId = '15234567890';
    const scope = `Actions.ExampleScope Actions.Results:${randomUUID()}:${randomUUID()}`;
    const token = `e30.${Buffer.from(JSON.stringify({ scp: scope })).toString('base64url')}.x`;
    const urls = { broker: url('broker'), run: url('run'), results: url('results'), watchdog: url('watchdog') };
    this.#message = { spec: { ...spec, steps: [...own, ...steps] }, urls, token, runId };
  }

  async start(): Promise<void> {
    const { directory } = this.lab;
    const { unused, ...addresses } = ADDRESS;
    const settings = {
      log: join(directory, 'seen.jsonl'),
      key: join(directory, 'server.key'),
      cert: join(directory, 'server.pem'),
      artifacts: join(directory, 'artifacts'),
      token: this.#message.token,
      storage: url('storage'),
      repository: this.#repository,
      addresses: { ...addresses, unused },
    };
    writeFileSync(join(directory, 'service.json'), JSON.stringify(settings));
    const node = this.machine.home('actions-runner/cached/externals/node24/bin/node');
    this.#service = await this.lab.serve(node, [join(import.meta.dirname, 'service/main.ts'), join(directory, 'service.json')]);
    if (this.#service.stdout) createInterface(this.#service.stdout).on('line', (line) => this.#heard(line));
    this.machine.boot(url('broker'), url('watchdog'));
    // A machine gets a job when it is known to live.
    await this.machine.until('life of the machine', () => this.#beats.find(({ who }) => who === 'watchdog'));
    await this.machine.until('a listening runner', () => this.machine.event('listening'));
    await this.#before(this.machine);
    this.#tell({ type: 'job', job: this.#message });
  }

  /** The same job once more on the same machine, as the next one in the queue. */
  again(): void {
    this.#jobs++;
    this.#tell({ type: 'job', job: this.#message });
  }

  /** As a person who presses the button. */
  cancel(): void {
    this.#tell({ type: 'cancel' });
  }

  /** Waits for a file of the workspace, which a step makes. */
  async workspaceFile(path: string, timeoutMs?: number): Promise<void> {
    const file = this.machine.home('work/repo/repo', path);
    await this.machine.until(`${path} in the workspace`, () => (existsSync(file) ? true : undefined), timeoutMs);
  }

  /** Waits until a file of the workspace has something in it, which is written at once; resolves to that. */
  workspaceText(path: string, timeoutMs?: number): Promise<string> {
    const file = this.machine.home('work/repo/repo', path);
    const text = (): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : '') || undefined;
    return this.machine.until(`text in ${path} in the workspace`, text, timeoutMs);
  }

  /** Resolves when Runner.Worker has ended. */
  async completed(timeoutMs = 120_000): Promise<JobResult> {
    const ended = () => this.machine.events.filter(({ event }) => event === 'worker-ended');
    await this.machine.until('the end of Runner.Worker', () => ended()[this.#jobs - 1], timeoutMs);
    await this.lab.settle();
    return this.result();
  }

  result(): JobResult {
    const report = this.#report();
    const interrupted = [
      ...this.#errors,
      ...report.lost,
      ...this.#silences(),
      ...this.machine.events.filter(({ event }) => event === 'lost').map((event) => JSON.stringify(event)),
    ];
    if (interrupted.length > 0)
      throw new Error(`the runner's own traffic was interrupted:\n${interrupted.join('\n')}\n${transcript(report)}`);
    const beats: Record<string, number> = {};
    for (const { who } of this.#beats) beats[who] = (beats[who] ?? 0) + 1;
    return {
      conclusion: report.conclusion,
      steps: report.steps,
      annotations: report.steps.flatMap(({ annotations }) => annotations),
      summary: this.#summaries.join('\n'),
      page: resolved(this.#summaries.join('\n')),
      artifacts: this.#artifacts.map(({ name, path }) => ({ name, files: unzip(path) })),
      ...this.lab.since({ seen: 0, packets: 0 }),
      beats,
      log: this.log(),
      step: (name, stage) => {
        const found = report.steps.find(
          (step) => (stage ?? step.stage) === step.stage && (typeof name === 'string' ? step.name === name : name.test(step.name)),
        );
        if (!found) throw new Error(`no step ${name} in\n${transcript(report)}`);
        return found;
      },
    };
  }

  /** Where Runner.Worker was killed Runner.Listener tells GitHub that the job has failed (JobDispatcher.cs); the steps that had ended are known. */
  #report(): Report {
    const path = this.machine.home('actions-runner/cached/_diag/report.json');
    const killed = this.machine.event('worker-ended')?.signal === 'SIGKILL';
    if (killed && !existsSync(path)) return { conclusion: 'failure', steps: [], lost: [] };
    const report: Report = JSON.parse(readFileSync(path, 'utf8'));
    return killed ? { ...report, conclusion: 'failure' } : report;
  }

  /** The filter's log, as it is now. */
  log(): LogEvent[] {
    const directory = join(this.machine.directory, 'log', 'egress-filter');
    return existsSync(directory) ? readdirSync(directory).flatMap((id) => wholeJsonLines<LogEvent>(join(directory, id, 'log.jsonl'))) : [];
  }

  /** The machine and its world are gone afterwards. */
  async stop(): Promise<void> {
    await this.machine.stop();
    await this.lab.stop();
  }

  #tell(message: unknown): void {
    this.#service?.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  #heard(line: string): void {
    const event: { event: string; who?: string; at?: number; text?: string; name?: string; path?: string } = JSON.parse(line);
    if (event.event === 'beat') this.#beats.push({ who: event.who ?? '', at: event.at ?? 0 });
    if (event.event === 'summary') this.#summaries.push(event.text ?? '');
    if (event.event === 'artifact') this.#artifacts.push({ name: event.name ?? '', path: event.path ?? '' });
    if (event.event === 'error') this.#errors.push(line);
  }

  /** Whoever of the runner was not heard for long while the job ran. */
  #silences(): string[] {
    return ['watchdog', 'Runner.Listener', 'Runner.Worker'].flatMap((who) => {
      const times = this.#beats.filter((beat) => beat.who === who).map(({ at }) => at);
      const longest = Math.max(0, ...times.slice(1).map((at, index) => at - (times[index] ?? at)));
      return times.length < 2 || longest > LONGEST_SILENCE_MS ? [`${who}: heard ${times.length} times, longest silence ${longest} ms`] : [];
    });
  }
}

/** All logs, for a person who looks for what went wrong. */
export function transcript({ steps }: Pick<Report, 'steps'>): string {
  return steps.map(({ name, conclusion, exitCode, log }) => `== ${name}: ${conclusion} (${exitCode})\n${log}`).join('');
}

const url = (role: keyof typeof GITHUB): string => `https://${GITHUB[role]}`;

/** The action as the runner has it on disk, and the step that uses it. */
function place(machine: Machine, { local = false, files, ...step }: Exclude<JobOptions['action'], false | undefined>): UsesStep {
  const uses = local ? './' : 'owner/egress-filter@v1';
  const directory = local ? machine.home('work/repo/repo') : machine.home('work/_actions', ...actionPath(uses));
  if (files) write(directory, files);
  else
    for (const part of ['action.yml', 'dist', 'disable-sudo', 'enable-sudo'])
      if (existsSync(join(ROOT, part))) cpSync(join(ROOT, part), join(directory, part), { recursive: true });
  return { uses, ...step };
}

function actionPath(uses: string): string[] {
  const [, owner = '', name = '', path = '', ref = ''] = /^([^/@]+)\/([^/@]+)(\/[^@]*)?@(.+)$/.exec(uses) ?? [];
  return [owner, name, ref, path];
}

function write(directory: string, files: ActionFiles): void {
  mkdirSync(directory, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
    if (content.startsWith('#!')) chmodSync(join(directory, path), 0o755);
  }
}

/** Numeric character references and the named ones of HTML's own syntax. */
function resolved(markdown: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' };
  return markdown.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(lt|gt|quot|amp));/gi, (_whole, decimal, hex, name) =>
    name ? (named[name.toLowerCase()] ?? '') : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16)),
  );
}

function unzip(path: string): Record<string, string> {
  const program =
    'import json,sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nprint(json.dumps({n:z.read(n).decode("utf8","replace") for n in z.namelist()}))';
  const done = spawnSync('python3', ['-c', program, path], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`not a zip: ${path}\n${done.stderr}`);
  return JSON.parse(done.stdout);
}
