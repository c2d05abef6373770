import type { Annotation, StepResult } from '../job.ts';
import { type Command, parseCommand } from './workflow-commands.ts';

/** ExecutionContext.cs: what is beyond is counted by nobody. */
const ANNOTATIONS_A_LEVEL = 10;
const MESSAGE_CHARACTERS = 4096;

/** What all steps of a job hide from their logs. */
export class Masks {
  readonly #values = new Set<string>();

  add(value: string): void {
    for (const line of value.split(/\r?\n/)) if (line.trim() !== '') this.#values.add(line);
  }

  hide(text: string): string {
    return [...this.#values].sort((a, b) => b.length - a.length).reduce((out, value) => out.replaceAll(value, '***'), text);
  }
}

/** Output of one step: its log, and what it said to the runner in workflow commands. */
export class StepOutput {
  readonly lines: string[] = [];
  readonly annotations: Annotation[] = [];
  readonly outputs: Record<string, string> = {};
  readonly state: Record<string, string> = {};
  /** A command could not be processed: the step fails whatever its process says. */
  commandFailed = false;
  readonly #masks: Masks;
  #stopToken: string | undefined;

  constructor(masks: Masks) {
    this.#masks = masks;
  }

  get log(): string {
    return this.lines.map((line) => `${line}\n`).join('');
  }

  /** A line that the runner itself writes. */
  write(line: string): void {
    this.lines.push(this.#masks.hide(line));
  }

  /** A line of the step's process. */
  receive(line: string): void {
    const command = parseCommand(line, this.#stopToken);
    const resumes = command && this.#stopToken !== undefined && command.name.toLowerCase() === this.#stopToken.toLowerCase();
    if (command && this.#stopToken === undefined) this.#obey(command, line);
    else this.write(line);
    if (resumes) this.#stopToken = undefined;
  }

  annotate(annotation: Annotation): void {
    const message = this.#masks.hide(annotation.message).slice(0, MESSAGE_CHARACTERS);
    if (this.annotations.filter(({ level }) => level === annotation.level).length < ANNOTATIONS_A_LEVEL)
      this.annotations.push({ ...annotation, message });
    this.lines.push(`##[${annotation.level}]${message}`);
  }

  #obey({ name, properties, data }: Command, line: string): void {
    switch (name.toLowerCase()) {
      case 'error':
      case 'warning':
      case 'notice':
        this.annotate(annotation(name, properties, data));
        break;
      case 'debug':
        break;
      case 'group':
      case 'endgroup':
        this.write(`##[${name}]${data}`);
        break;
      case 'add-mask':
        this.#masks.add(data);
        break;
      case 'set-output':
        if (properties.name) this.outputs[properties.name] = data;
        break;
      case 'save-state':
        if (properties.name) this.state[properties.name] = data;
        break;
      case 'stop-commands':
        this.#stopToken = data;
        this.write(line);
        break;
      case 'set-env':
      case 'add-path':
        this.annotate({ level: 'error', message: `Unable to process command '${line}' successfully.` });
        this.annotate({ level: 'error', message: `The \`${name}\` command is disabled. Please upgrade to using Environment Files.` });
        this.commandFailed = true;
        break;
      default:
        break;
    }
  }
}

function annotation(level: string, { title, file, line, endline, col, endcolumn }: Record<string, string>, message: string): Annotation {
  const number = (name: string, text: string | undefined) => (text && /^\d+$/.test(text) ? { [name]: Number(text) } : {});
  return {
    level: level === 'error' || level === 'warning' ? level : 'notice',
    message,
    ...(title ? { title } : {}),
    ...(file ? { file } : {}),
    ...number('line', line),
    ...number('endLine', endline),
    ...number('column', col),
    ...number('endColumn', endcolumn),
  };
}

/** A step that the runner does itself. */
export function runnerStep(name: string, output: StepOutput, startedAt: number): StepResult {
  return {
    name,
    stage: 'runner',
    outcome: 'success',
    conclusion: 'success',
    startedAt,
    endedAt: Date.now(),
    log: output.log,
    annotations: output.annotations,
    outputs: {},
  };
}
