import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobMessage } from '../job.ts';
import { WORKSPACE } from './actions.ts';
import { environment, NODE, type StepContext, TEMP } from './environment.ts';
import { parsePairs, parsePaths } from './file-commands.ts';
import type { StepOutput } from './output.ts';
import { execute } from './process.ts';

const COMMANDS = `${TEMP}/_runner_file_commands`;
const SUMMARY_BYTES = 1024 * 1024;

/** What all steps of a job share and change. */
export interface Shared {
  readonly message: JobMessage;
  /** `env:` of the job and what GITHUB_ENV added. */
  readonly env: Record<string, string>;
  /** What GITHUB_PATH added, latest last. */
  readonly path: string[];
}

export interface Invocation {
  shared: Shared;
  output: StepOutput;
  context: Omit<StepContext, 'files'>;
  /** Variables of the step itself. */
  env: Readonly<Record<string, string>>;
  program:
    | { node: string; inputs: Readonly<Record<string, string>>; state: Record<string, string> }
    | { script: string; shell?: string | undefined; workingDirectory?: string | undefined };
  cancel: AbortSignal;
  onStart: (pid: number) => void;
}

export interface Outcome {
  code: number | null;
  signal: string | null;
  failed: boolean;
  summary?: string;
}

/** One process of a step, with the files by which it speaks to the runner. */
export async function invoke(invocation: Invocation): Promise<Outcome> {
  const { shared, output, context, env, program, cancel, onStart } = invocation;
  const files = commandFiles();
  const { file, args, cwd } = 'node' in program ? { file: NODE, args: [program.node], cwd: WORKSPACE } : script(program);
  const action = 'node' in program ? { inputs: program.inputs, state: program.state } : undefined;
  const { code, signal } = await execute({
    file,
    args,
    cwd,
    env: environment({ message: shared.message, step: { ...context, files }, env: { ...shared.env, ...env }, path: shared.path, action }),
    onLine: (line) => output.receive(line),
    onStart,
    cancel,
    patience: shared.message.spec.cancelMs ?? { sigint: 7500, sigterm: 2500 },
  });
  // What .NET calls the exit code of a process that a signal ended.
  const status = code ?? 128 + signalNumber(signal);
  if (status !== 0 && !('node' in program) && !cancel.aborted)
    output.annotate({ level: 'error', message: `Process completed with exit code ${status}.` });
  const read = processFiles(files, shared, output, 'node' in program ? program.state : {});
  return {
    code,
    signal,
    failed: status !== 0 || read.failed || output.commandFailed,
    ...(read.summary === undefined ? {} : { summary: read.summary }),
  };
}

/** ScriptHandler.cs and ScriptHandlerHelpers.cs: without `shell:` it is bash -e, with `shell: bash` stricter. */
function script({ script: text, shell, workingDirectory = '' }: Extract<Invocation['program'], { script: string }>): {
  file: string;
  args: string[];
  cwd: string;
} {
  const path = join(TEMP, `${randomUUID()}${shell === 'python' ? '.py' : '.sh'}`);
  writeFileSync(path, text.replaceAll('\r\n', '\n'));
  const cwd = join(WORKSPACE, workingDirectory);
  if (shell === 'python') return { file: '/usr/bin/python3', args: [path], cwd };
  if (shell === 'sh') return { file: '/usr/bin/sh', args: ['-e', path], cwd };
  const options = shell === 'bash' ? ['--noprofile', '--norc', '-e', '-o', 'pipefail'] : ['-e'];
  return { file: '/usr/bin/bash', args: [...options, path], cwd };
}

function commandFiles(): Record<string, string> {
  mkdirSync(COMMANDS, { recursive: true });
  const id = randomUUID();
  const files: Record<string, string> = {
    path: join(COMMANDS, `add_path_${id}`),
    env: join(COMMANDS, `set_env_${id}`),
    step_summary: join(COMMANDS, `step_summary_${id}`),
    state: join(COMMANDS, `save_state_${id}`),
    output: join(COMMANDS, `set_output_${id}`),
  };
  for (const path of Object.values(files)) writeFileSync(path, '');
  return files;
}

/** FileCommandManager.ProcessFiles: each file for itself; one that cannot be read fails the step. */
function processFiles(
  files: Readonly<Record<string, string>>,
  shared: Shared,
  output: StepOutput,
  state: Record<string, string>,
): { failed: boolean; summary?: string } {
  let failed = false;
  const pairs = (name: string, take: (name: string, value: string) => void): void => {
    const { pairs: found, error } = parsePairs(text(files[name]));
    for (const [key, value] of found) take(key, value);
    if (error === undefined) return;
    output.annotate({ level: 'error', message: `Unable to process file command '${name}' successfully.` });
    output.annotate({ level: 'error', message: error });
    failed = true;
  };
  pairs('env', (name, value) => {
    if (name.toUpperCase() === 'NODE_OPTIONS')
      return output.annotate({ level: 'error', message: "Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command." });
    shared.env[name] = value;
  });
  for (const directory of parsePaths(text(files.path))) {
    const known = shared.path.indexOf(directory);
    if (known >= 0) shared.path.splice(known, 1);
    shared.path.push(directory);
  }
  Object.assign(state, output.state);
  pairs('state', (name, value) => {
    state[name] = value;
  });
  pairs('output', (name, value) => {
    output.outputs[name] = value;
  });
  const summary = readSummary(files.step_summary, output);
  for (const path of Object.values(files)) rmSync(path, { force: true, recursive: true });
  return { failed, ...(summary === undefined ? {} : { summary }) };
}

function readSummary(path: string | undefined, output: StepOutput): string | undefined {
  const size = path === undefined ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  if (path === undefined || size === 0) return undefined;
  if (size > SUMMARY_BYTES) {
    const message = `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ${SUMMARY_BYTES / 1024}k, got ${Math.floor(size / 1024)}k.`;
    output.annotate({ level: 'error', message });
    return undefined;
  }
  return readFileSync(path, 'utf8');
}

function text(path: string | undefined): string {
  try {
    return path === undefined ? '' : readFileSync(path, 'utf8');
  } catch {
    // A step may delete its files: then it said nothing.
    return '';
  }
}

function signalNumber(signal: string | null): number {
  return { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal ?? ''] ?? 1;
}
