/** What a workflow file says of one job, and what is known of it afterwards. */

interface Common {
  /** `id:` of the step: becomes GITHUB_ACTION. */
  id?: string;
  name?: string;
  env?: Record<string, string>;
  /** Status function of `if:`; `success` unless told. */
  if?: 'success' | 'always' | 'failure';
  continueOnError?: boolean;
  /** Goes on beside the steps that follow; waited for by `wait`, or before the first post. */
  background?: boolean;
}

export interface RunStep extends Common {
  run: string;
  shell?: 'bash' | 'sh' | 'python';
  workingDirectory?: string;
}

/** An action: of a repository (`owner/repo[/path]@ref`), or of the workspace (`./path`). */
export interface UsesStep extends Common {
  uses: string;
  with?: Record<string, string>;
}

/** Waits for these background steps, or for all of them. */
export interface WaitStep {
  wait: string[] | 'all';
}

export type Step = RunStep | UsesStep | WaitStep;

/** Files of an action by path; `action.yml` among them. */
export type ActionFiles = Record<string, string>;

export interface JobSpec {
  /** `jobs.<id>`: GITHUB_JOB. */
  name?: string;
  env?: Record<string, string>;
  steps: Step[];
  /** Actions by what `uses:` says, for those that are not on this machine: `actions/checkout@v4`. */
  actions?: Record<string, ActionFiles>;
  /** Files in the workspace before the first step. */
  workspace?: Record<string, string>;
  hosted?: boolean;
  /** How long the calls take by which the real Runner.Worker completes a job. */
  completionMs?: number;
  /** How long SIGINT and SIGTERM of a cancelled step are waited for. */
  cancelMs?: { sigint: number; sigterm: number };
}

/** What the worker is told at its start, beside the spec. */
export interface JobMessage {
  spec: JobSpec;
  urls: Urls;
  token: string;
  runId: string;
}

/** Where the runner and its actions find their services. */
export interface Urls {
  broker: string;
  run: string;
  results: string;
  watchdog: string;
}

export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped';

export interface Annotation {
  level: 'error' | 'warning' | 'notice';
  message: string;
  title?: string;
  file?: string;
  line?: number;
  endLine?: number;
  column?: number;
  endColumn?: number;
}

export interface StepResult {
  /** As the page of the run shows it: `Pre owner/repo@v1`, `Run npm ci`, `Post ...`, `Complete job`. */
  name: string;
  stage: 'pre' | 'main' | 'post' | 'runner';
  /** GITHUB_ACTION. */
  action?: string;
  /** Before continue-on-error. */
  outcome: Conclusion;
  conclusion: Conclusion;
  exitCode?: number | null;
  signal?: string;
  startedAt: number;
  endedAt: number;
  /** Pid of the process, and of the step's first one. */
  pid?: number;
  log: string;
  /** As the server shows them: ten a level. */
  annotations: Annotation[];
  outputs: Record<string, string>;
  /** What the page of the run shows of it. */
  summary?: string;
}

/** What the worker reports, by the network and in a file. */
export interface Report {
  conclusion: Conclusion;
  steps: StepResult[];
  /** Requests of the worker itself that failed: never to happen. */
  lost: string[];
}
