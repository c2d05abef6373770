import { randomUUID } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, writeFileSync } from 'node:fs';
import { messageOf, UserError } from '../guard/errors.ts';
import { shorten } from '../report/escape.ts';

/** Where an annotation points. The file is relative to the repository. */
export interface Place {
  readonly title?: string | undefined;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** The runner cuts a message there (ExecutionContext.cs, _maxIssueMessageLength). */
const MOST_MESSAGE = 4096;

/**
 * The runner that started this process: what it reads from our stdout (docs.github.com, "Workflow commands") and from the files that it
 * names in the environment. Written here as @actions/core loads an HTTP client on its way, which costs pre more time than all the rest.
 */
export class Runner {
  readonly env: NodeJS.ProcessEnv;
  readonly #write: (text: string) => void;
  #exitCode = 0;

  constructor(env: NodeJS.ProcessEnv, write: (text: string) => void) {
    this.env = env;
    this.#write = write;
  }

  /** 1 once something failed. */
  get exitCode(): number {
    return this.#exitCode;
  }

  /** Lines of the step's log. No line of them is a command, whatever it holds. */
  say(text: string): void {
    this.#write(
      `${text
        .split(/\r\n|[\r\n]/)
        .map(inert)
        .join('\n')}\n`,
    );
  }

  /** Lines that a click unfolds. */
  group(title: string, lines: readonly string[]): void {
    this.#command('group', {}, title.replaceAll(/\s+/g, ' '));
    for (const line of lines) this.say(line);
    this.#command('endgroup', {}, '');
  }

  notice(message: string, place: Place = {}): void {
    this.#annotate('notice', message, place);
  }

  warning(message: string, place: Place = {}): void {
    this.#annotate('warning', message, place);
  }

  error(message: string, place: Place = {}): void {
    this.#annotate('error', message, place);
  }

  /** An error that makes the step, and so the job, fail. */
  fail(message: string, place: Place = {}): void {
    this.#exitCode = 1;
    this.error(message, place);
  }

  /** For later steps as `steps.<id>.outputs.<name>`. */
  setOutput(name: string, value: string): void {
    this.#setIn('GITHUB_OUTPUT', name, value);
  }

  /** For the later stages of this same action. Not for secrets. */
  saveState(name: string, value: string): void {
    this.#setIn('GITHUB_STATE', name, value);
  }

  state(name: string): string | undefined {
    return this.env[`STATE_${name}`] || undefined;
  }

  /** Why state and variables cannot be left behind, in sentences. */
  unwritable(): string[] {
    return ['GITHUB_STATE', 'GITHUB_ENV'].flatMap((variable) => {
      try {
        append(this.#file(variable), '');
        return [];
      } catch (error) {
        return [
          error instanceof UserError ? error.message : `The file of the runner for ${variable} cannot be written: ${messageOf(error)}.`,
        ];
      }
    });
  }

  /** For every later step of the job. */
  exportVariable(name: string, value: string): void {
    this.#setIn('GITHUB_ENV', name, value);
  }

  /** Adds to the page of the job. False where the runner takes none. */
  addSummary(markdown: string): boolean {
    const path = this.env.GITHUB_STEP_SUMMARY;
    if (!path) return false;
    append(path, markdown);
    return true;
  }

  /** `name<<delimiter`, with a delimiter that the value cannot know. */
  #setIn(variable: string, name: string, value: string): void {
    const delimiter = `egress-filter-${randomUUID()}`;
    append(this.#file(variable), `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
  }

  #file(variable: string): string {
    const path = this.env[variable];
    if (!path) throw new UserError(`The runner gave no ${variable}: this runs as a step of GitHub Actions only.`);
    return path;
  }

  #annotate(kind: 'notice' | 'warning' | 'error', message: string, { title, file, line, column }: Place): void {
    const properties = { title, file, line: line?.toString(), col: column?.toString() };
    this.#command(kind, properties, shorten(message, MOST_MESSAGE));
  }

  #command(name: string, properties: Readonly<Record<string, string | undefined>>, data: string): void {
    const listed = Object.entries(properties).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${escapeProperty(value)}`]));
    this.#write(`::${name}${listed.length === 0 ? '' : ` ${listed.join(',')}`}::${escapeData(data)}\n`);
  }
}

/** Never waits: any process of the job's user can put a FIFO that nobody reads in the place of the runner's file. */
function append(path: string, text: string): void {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
  const fd = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o644);
  try {
    if (!fstatSync(fd).isFile()) throw new Error(`${path} is no file any more`);
    writeFileSync(fd, text);
  } finally {
    closeSync(fd);
  }
}

/** ActionCommand.cs: a command starts a line with `::`, blanks before it left aside (String.Trim of .NET), or stands anywhere in it as `##[`. */
export function inert(line: string): string {
  return line.replaceAll('##[', '#\\x23[').replace(/^([\s\p{Cc}\u180e]*):(?=:)/u, '$1\\x3a');
}

/** `##[` would be read also inside of a message. */
function escapeData(text: string): string {
  return text.replaceAll('##[', '#\\x23[').replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
