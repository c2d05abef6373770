import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Runner } from '../../src/action/runner.ts';
import type { ControlAnswer } from '../../src/guard/job/protocol.ts';
import type { LogEvent } from '../../src/log/event.ts';

/** What a runner gives a step, in a folder of its own. */
export class Lab {
  readonly folder = mkdtempSync(join(tmpdir(), 'egf-action-'));
  readonly env: NodeJS.ProcessEnv;
  /** All that the step wrote to its stdout. */
  output = '';
  readonly runner: Runner;

  constructor(inputs: Readonly<Record<string, string>> = {}, env: NodeJS.ProcessEnv = {}) {
    for (const name of ['workspace', 'temp']) mkdirSync(join(this.folder, name));
    const files = Object.fromEntries(
      ['ENV', 'STATE', 'OUTPUT', 'STEP_SUMMARY'].map((name) => {
        writeFileSync(this.path(name), '');
        return [`GITHUB_${name}`, this.path(name)];
      }),
    );
    this.env = {
      PATH: process.env.PATH,
      ...files,
      GITHUB_WORKSPACE: this.path('workspace'),
      RUNNER_TEMP: this.path('temp'),
      GITHUB_REPOSITORY: 'acme/app',
      GITHUB_JOB: 'build',
      GITHUB_ACTION: '__acme_egress-filter',
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value])),
      ...env,
    };
    this.runner = new Runner(this.env, (text) => {
      this.output += text;
    });
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  file(...names: string[]): string {
    return readFileSync(this.path(...names), 'utf8');
  }

  get summary(): string {
    return this.file('STEP_SUMMARY');
  }

  get commands(): Command[] {
    return commandsIn(this.output);
  }

  /** Annotations as `error: message`, without their place. */
  get annotations(): string[] {
    return this.commands.filter(({ name }) => /^(?:error|warning|notice)$/.test(name)).map(({ name, data }) => `${name}: ${data}`);
  }

  variables(name: 'ENV' | 'STATE' | 'OUTPUT'): Record<string, string> {
    return fileCommandsIn(this.file(name));
  }

  writeLog(events: Iterable<LogEvent>): string {
    const path = this.path('log.jsonl');
    writeFileSync(path, [...events].map((event) => `${JSON.stringify(event)}\n`).join(''));
    return path;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** As the runner finds them (ActionCommand.cs, TryParseV2 and TryParse): at the start of a line once it is trimmed, and anywhere as `##[`. */
export function commandsIn(output: string): Command[] {
  return output.split(/\r\n|\r|\n/).flatMap((line) => {
    if (line.includes('##[') && !/^\s*::/u.test(line)) return [{ name: 'an old command', properties: {}, data: line }];
    const match = /^::([^\s:]+)(?: ([^:]*?))?::(.*)$/su.exec(trimmed(line));
    if (!match) return [];
    const [, name = '', properties = '', data = ''] = match;
    const pairs = properties === '' ? [] : properties.split(',').map((pair) => pair.split('=', 2).map(unescaped));
    return [{ name, properties: Object.fromEntries(pairs), data: unescaped(data) }];
  });
}

/** String.Trim of .NET: what Char.IsWhiteSpace is true for, and here control characters too, to be on the safe side. */
const trimmed = (line: string): string => line.replace(/^[\s\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/u, '');

function unescaped(text: string): string {
  const meaning: Readonly<Record<string, string>> = { '25': '%', '0D': '\r', '0A': '\n', '3A': ':', '2C': ',' };
  return text.replaceAll(/%(25|0D|0A|3A|2C)/g, (_whole, code: string) => meaning[code] ?? '');
}

/** FileCommandManager.cs: `name<<delimiter`, lines, delimiter. Throws where something else stands there. */
export function fileCommandsIn(text: string): Record<string, string> {
  const lines = text.split('\n');
  const found: Record<string, string> = {};
  while (lines.length > 0) {
    const line = lines.shift() ?? '';
    if (line === '') continue;
    const [name = '', delimiter] = line.split('<<');
    if (delimiter === undefined) throw new Error(`not a file command: ${line}`);
    const end = lines.indexOf(delimiter);
    if (end < 0) throw new Error(`no end of ${name}`);
    found[name] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join('\n');
  }
  return found;
}

/** A guard's control socket that says what it is told to say. */
export async function answering(
  lab: Lab,
  answer: (request: string) => ControlAnswer | string | undefined,
): Promise<{ socket: string; server: Server }> {
  mkdirSync(lab.path('run'), { mode: 0o755 });
  const socket = lab.path('run', 'control.sock');
  const server = createServer((client) => {
    client.on('error', () => {});
    client.once('data', (data) => {
      const said = answer(data.toString());
      if (said === undefined) return;
      client.end(typeof said === 'string' ? said : `${JSON.stringify(said)}\n`);
    });
  });
  await new Promise<void>((ready) => server.listen(socket, ready));
  return { socket, server };
}

export const owner = process.getuid?.() ?? 0;
