import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Conclusion, JobMessage, Report, RunStep, Step, StepResult, UsesStep } from '../job.ts';
import { type Action, loadAction } from './actions.ts';
import { DIAGNOSTICS, TEMP } from './environment.ts';
import { stepNames } from './names.ts';
import { killOrphans, snapshot } from './orphans.ts';
import { Masks, runnerStep, StepOutput } from './output.ts';
import { Server } from './server.ts';
import { invoke, type Outcome, type Shared } from './step.ts';

type Stage = 'pre' | 'main' | 'post';

/** A step that runs something, at the top or inside of a composite action. */
interface Unit {
  step: RunStep | UsesStep;
  /** GITHUB_ACTION; nested steps keep that of the outer one. */
  name: string;
  action: Action | undefined;
  nested: Unit[];
  /** Directory of the composite action that it is a step of. */
  inside: string | undefined;
  state: Record<string, string>;
  postRegistered: boolean;
}

/** All of a job, in the order of JobExtension.InitializeJob and StepsRunner: pre of each action, steps, posts in reverse, completion. */
export async function runJob(message: JobMessage, cancel: AbortSignal): Promise<void> {
  const server = new Server(message.urls, message.token);
  const job = new Job(message, cancel, server);
  const report = await job.run();
  await sleep(message.spec.completionMs ?? 0);
  await server.complete(report);
  keep({ ...report, lost: server.lost });
}

/** What the service has been told, also for where this process is killed. */
function keep(report: Report): void {
  writeFileSync(`${DIAGNOSTICS}/report.new`, JSON.stringify(report));
  renameSync(`${DIAGNOSTICS}/report.new`, `${DIAGNOSTICS}/report.json`);
}

class Job {
  readonly #message: JobMessage;
  readonly #cancel: AbortSignal;
  readonly #server: Server;
  readonly #shared: Shared;
  readonly #masks = new Masks();
  readonly #steps: StepResult[] = [];
  readonly #posts: Unit[] = [];
  readonly #background = new Map<string, Promise<void>>();
  #status: Conclusion = 'success';

  constructor(message: JobMessage, cancel: AbortSignal, server: Server) {
    this.#message = message;
    this.#cancel = cancel;
    this.#server = server;
    this.#shared = { message, env: { ...message.spec.env }, path: [] };
    this.#masks.add(message.token);
    cancel.addEventListener('abort', () => {
      this.#status = 'cancelled';
    });
  }

  async run(): Promise<Report> {
    const startedAt = Date.now();
    const setUp = new StepOutput(this.#masks);
    const before = snapshot();
    mkdirSync(`${TEMP}/_github_workflow`, { recursive: true });
    writeFileSync(`${TEMP}/_github_workflow/event.json`, '{"ref":"refs/heads/main"}\n');
    const units = this.#units(this.#message.spec.steps);
    this.#steps.push(runnerStep('Set up job', setUp, startedAt));

    for (const unit of units) if (unit !== undefined && 'step' in unit && hasStage(unit, 'pre')) await this.#step(unit, 'pre');
    for (const unit of units) {
      if ('wait' in unit) await this.#wait(unit.wait);
      else if (unit.step.background) this.#background.set(unit.name, this.#step(unit, 'main'));
      else await this.#step(unit, 'main');
    }
    await this.#wait('all');
    for (let unit = this.#posts.pop(); unit; unit = this.#posts.pop()) await this.#step(unit, 'post');
    this.#complete(before);
    return { conclusion: this.#status, steps: this.#steps, lost: this.#server.lost };
  }

  #units(steps: readonly Step[]): (Unit | { wait: string[] | 'all' })[] {
    const names = stepNames(steps);
    return steps.map((step, at) => ('wait' in step ? step : this.#unit(step, names[at] ?? '', undefined)));
  }

  #unit(step: RunStep | UsesStep, name: string, inside: string | undefined): Unit {
    // An action of the workspace may be there only when its step comes.
    const action = 'uses' in step && !step.uses.startsWith('./') ? loadAction(step) : undefined;
    const unit: Unit = { step, name, action, nested: [], inside, state: {}, postRegistered: false };
    if (action) unit.nested = this.#nested(action, name);
    return unit;
  }

  #nested({ runs, directory }: Action, name: string): Unit[] {
    return runs.using === 'composite' ? runs.steps.flatMap((step) => ('wait' in step ? [] : [this.#unit(step, name, directory)])) : [];
  }

  async #wait(names: string[] | 'all'): Promise<void> {
    const chosen = names === 'all' ? [...this.#background.keys()] : names;
    await Promise.all(chosen.map((name) => this.#background.get(name)));
  }

  async #step(unit: Unit, stage: Stage): Promise<void> {
    const output = new StepOutput(this.#masks);
    const startedAt = Date.now();
    const summaries: string[] = [];
    const started: { pid?: number } = {};
    const last: { outcome?: Outcome } = {};
    let outcome: Conclusion = 'skipped';
    const condition = conditionOf(unit, stage);
    if (this.#holds(condition)) {
      try {
        outcome = await this.#run(unit, stage, output, condition === 'always' ? new AbortController().signal : this.#cancel, {
          onStart: (pid) => {
            started.pid ??= pid;
          },
          onOutcome: (done) => {
            last.outcome = done;
            if (done.summary !== undefined) summaries.push(done.summary);
          },
        });
      } catch (error) {
        output.annotate({ level: 'error', message: error instanceof Error ? error.message : String(error) });
        outcome = 'failure';
      }
    }
    const conclusion = outcome === 'failure' && unit.step.continueOnError ? 'success' : outcome;
    const result: StepResult = {
      name: `${{ pre: 'Pre ', main: '', post: 'Post ' }[stage]}${displayName(unit, stage)}`,
      stage,
      action: unit.name,
      outcome,
      conclusion,
      startedAt,
      endedAt: Date.now(),
      log: output.log,
      annotations: output.annotations,
      outputs: output.outputs,
      ...started,
      ...(last.outcome ? { exitCode: last.outcome.code } : {}),
      ...(last.outcome?.signal ? { signal: last.outcome.signal } : {}),
      ...(summaries.length > 0 ? { summary: this.#masks.hide(summaries.join('')) } : {}),
    };
    this.#steps.push(result);
    if (conclusion === 'failure' && this.#status === 'success') this.#status = 'failure';
    keep({ conclusion: this.#status, steps: this.#steps, lost: this.#server.lost });
    await this.#server.step(result);
  }

  /** A stage of a step, in a composite action that of its steps. */
  async #run(unit: Unit, stage: Stage, output: StepOutput, cancel: AbortSignal, hooks: Hooks): Promise<Conclusion> {
    const { step } = unit;
    if ('run' in step) {
      const program = { script: step.run, shell: step.shell, workingDirectory: step.workingDirectory };
      const context = { action: unit.name, action_path: unit.inside };
      return conclude(await this.#invoke({ context, env: step.env ?? {}, program, output, cancel, hooks }), cancel);
    }
    if (!unit.action) {
      unit.action = loadAction(step);
      unit.nested = this.#nested(unit.action, unit.name);
      if (hasStage(unit, 'pre'))
        output.annotate({ level: 'warning', message: `\`pre\` execution is not supported for local action from '${step.uses}'` });
    }
    const { action } = unit;
    if (
      stage !== 'post' &&
      !unit.postRegistered &&
      unit.inside === undefined &&
      (hasStage(unit, 'post') || action.runs.using === 'composite')
    ) {
      unit.postRegistered = true;
      if (hasStage(unit, 'post')) this.#posts.push(unit);
    }
    if (action.runs.using === 'composite') return this.#composite(unit, stage, output, cancel, hooks);
    const script = { pre: action.runs.pre, main: action.runs.main, post: action.runs.post }[stage];
    if (script === undefined) return 'success';
    const inputs = { ...action.inputs, ...step.with };
    if (stage === 'main')
      for (const unexpected of Object.keys(step.with ?? {}).filter((name) => !(name in action.inputs)))
        output.annotate({
          level: 'warning',
          message: `Unexpected input(s) '${unexpected}', valid inputs are ['${Object.keys(action.inputs).join("', '")}']`,
        });
    const context = { action: unit.name, action_repository: action.repository, action_ref: action.ref, action_path: unit.inside };
    const program = { node: `${action.directory.replace(/\/$/, '')}/${script}`, inputs, state: unit.state };
    return conclude(await this.#invoke({ context, env: step.env ?? {}, program, output, cancel, hooks }), cancel);
  }

  async #composite(unit: Unit, stage: Stage, output: StepOutput, cancel: AbortSignal, hooks: Hooks): Promise<Conclusion> {
    let result: Conclusion = 'success';
    const nested = unit.nested.filter((inner) => stage === 'main' || hasStage(inner, stage));
    for (const inner of stage === 'post' ? nested.reverse() : nested) {
      const condition = stage === 'main' ? (inner.step.if ?? 'success') : 'always';
      if (condition !== 'always' && (condition === 'success') !== (result === 'success')) continue;
      const env = { ...unit.step.env, ...inner.step.env };
      const outcome = await this.#run({ ...inner, step: { ...inner.step, env } }, stage, output, cancel, hooks);
      if (outcome !== 'success' && !inner.step.continueOnError) result = outcome;
    }
    return result;
  }

  async #invoke({ hooks, ...invocation }: Omit<Parameters<typeof invoke>[0], 'shared' | 'onStart'> & { hooks: Hooks }): Promise<Outcome> {
    const outcome = await invoke({ ...invocation, shared: this.#shared, onStart: hooks.onStart });
    hooks.onOutcome(outcome);
    return outcome;
  }

  #holds(condition: string): boolean {
    return condition === 'always' || condition === this.#status;
  }

  #complete(before: ReadonlySet<string>): void {
    const startedAt = Date.now();
    const output = new StepOutput(this.#masks);
    output.write('Cleaning up orphan processes');
    for (const line of killOrphans(before, process.env.RUNNER_TRACKING_ID ?? '')) output.write(line);
    this.#steps.push(runnerStep('Complete job', output, startedAt));
  }
}

interface Hooks {
  onStart: (pid: number) => void;
  onOutcome: (outcome: Outcome) => void;
}

function conclude({ failed }: Outcome, cancel: AbortSignal): Conclusion {
  if (cancel.aborted) return 'cancelled';
  return failed ? 'failure' : 'success';
}

function hasStage({ action, nested }: Unit, stage: 'pre' | 'post'): boolean {
  if (!action) return false;
  return action.runs.using === 'composite' ? nested.some((inner) => hasStage(inner, stage)) : action.runs[stage] !== undefined;
}

/** `success`, `failure` or `always`: the status function that the stage waits for. */
function conditionOf({ step, action }: Unit, stage: Stage): string {
  if (stage === 'main') return step.if ?? 'success';
  if (!action || action.runs.using === 'composite') return 'always';
  return (stage === 'pre' ? action.runs.preIf : action.runs.postIf).replace('()', '');
}

function displayName({ step }: Unit, stage: Stage): string {
  if (step.name !== undefined) return step.name;
  const subject = 'run' in step ? (step.run.trim().split('\n')[0] ?? '') : step.uses;
  return stage === 'main' ? `Run ${subject}` : subject;
}
