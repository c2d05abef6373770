import type { JobMessage } from '../job.ts';
import { WORK, WORKSPACE } from './actions.ts';

const RUNNER = '/home/runner/actions-runner/cached';
export const TEMP = `${WORK}/_temp`;
export const NODE = `${RUNNER}/externals/node24/bin/node`;
export const DIAGNOSTICS = `${RUNNER}/_diag`;

/** What changes from step to step of the `github` context. */
export interface StepContext {
  action: string;
  action_repository?: string | undefined;
  action_ref?: string | undefined;
  /** Only inside of a composite action. */
  action_path?: string | undefined;
  /** The files of the step's commands. */
  files: Readonly<Record<string, string>>;
}

export interface EnvironmentOptions {
  message: JobMessage;
  step: StepContext;
  /** Job's, GITHUB_ENV's and step's variables, in this order. */
  env: Readonly<Record<string, string>>;
  /** Directories of GITHUB_PATH, the last one first. */
  path: readonly string[];
  /** Inputs and state make it an action's process. */
  action?: { inputs: Readonly<Record<string, string>>; state: Readonly<Record<string, string>> } | undefined;
}

/**
 * The environment of a step's process: the worker's own, then what the runner lays over it, in its order (ActionRunner, NodeScriptActionHandler and
 * ScriptHandler of actions/runner): nobody's `env:` takes the place of a GITHUB_ or RUNNER_ variable.
 */
export function environment({ message, step, env, path, action }: EnvironmentOptions): Record<string, string> {
  const out: Record<string, string> = { ...worker(), ...env };
  for (const [name, value] of Object.entries(action?.state ?? {})) out[`STATE_${name}`] = value;
  for (const [name, value] of Object.entries(action?.inputs ?? {})) out[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] = value;
  if (path.length > 0) out.PATH = [...path].reverse().join(':') + (out.PATH ? `:${out.PATH}` : '');
  Object.assign(out, githubContext(message, step), runnerContext(message));
  if (action) {
    out.ACTIONS_RUNTIME_URL = `${message.urls.run}/`;
    out.ACTIONS_RUNTIME_TOKEN = message.token;
    out.ACTIONS_RESULTS_URL = `${message.urls.results}/`;
    out.ACTIONS_CACHE_URL = `${message.urls.results}/`;
    out.ACTIONS_CACHE_SERVICE_V2 = 'True';
    out.NODE_ICU_DATA = '';
    delete out.NODE_ICU_DATA;
  }
  out.GITHUB_ACTIONS = 'true';
  out.CI ??= 'true';
  return out;
}

function worker(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function githubContext({ spec, runId }: JobMessage, { files, ...step }: StepContext): Record<string, string> {
  const context: Record<string, string | undefined> = {
    actor: 'octocat',
    actor_id: '583231',
    api_url: 'https://api.github.com',
    base_ref: '',
    event_name: 'push',
    event_path: `${TEMP}/_github_workflow/event.json`,
    graphql_url: 'https://api.github.com/graphql',
    head_ref: '',
    job: spec.name ?? 'build',
    ref: 'refs/heads/main',
    ref_name: 'main',
    ref_protected: 'false',
    ref_type: 'branch',
    repository: 'octo-org/repo',
    repository_id: '1296269',
    repository_owner: 'octo-org',
    repository_owner_id: '6811672',
    retention_days: '90',
    run_attempt: '1',
    run_id: runId,
    run_number: '7',
    server_url: 'https://github.com',
    sha: 'ffac537e6cbbf934b08745a378932722df287a53',
    triggering_actor: 'octocat',
    workflow: 'CI',
    workflow_ref: 'octo-org/repo/.github/workflows/ci.yml@refs/heads/main',
    workflow_sha: 'ffac537e6cbbf934b08745a378932722df287a53',
    workspace: WORKSPACE,
    ...files,
    ...step,
  };
  return Object.fromEntries(
    Object.entries(context).flatMap(([name, value]) => (value === undefined ? [] : [[`GITHUB_${name.toUpperCase()}`, value]])),
  );
}

function runnerContext({ spec }: JobMessage): Record<string, string> {
  return {
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: process.arch === 'arm64' ? 'ARM64' : 'X64',
    RUNNER_NAME: spec.hosted === false ? 'own-machine-1' : 'GitHub Actions 7',
    RUNNER_ENVIRONMENT: spec.hosted === false ? 'self-hosted' : 'github-hosted',
    RUNNER_TOOL_CACHE: '/home/runner/_tool',
    RUNNER_TEMP: TEMP,
    RUNNER_WORKSPACE: `${WORK}/repo`,
  };
}
