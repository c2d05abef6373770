import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** The committed bundle; another one while it is being worked on. */
export const CLI = process.env.EGRESS_FILTER_CLI ?? join(import.meta.dirname, '../../dist/cli.js');

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Without the environment of a job that the tests may run in. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:GITHUB_|NO_COLOR|FORCE_COLOR)/.test(name)));

/** A folder of files, in which the command runs. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'egf cli-'));

  write(name: string, text: string): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  run(args: readonly string[], { input = '', variables = {} }: { input?: string; variables?: Record<string, string> } = {}): Outcome {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
      cwd: this.path,
      input,
      encoding: 'utf8',
      env: { ...env, ...variables },
      maxBuffer: 1 << 28,
    });
    return { status, stdout, stderr };
  }

  /** As `run`, for many at a time. */
  start(args: readonly string[], { input = '', node = [] }: { input?: string; node?: readonly string[] } = {}): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [...node, CLI, ...args], { cwd: this.path, env });
      let [stdout, stderr] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      child.on('error', reject);
      child.on('close', (status) => resolve({ status, stdout, stderr }));
      child.stdin.on('error', reject);
      child.stdin.end(input);
    });
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** A new folder for each test of a file. */
export function useFolder(): { readonly current: Folder } {
  const holder = { current: undefined as unknown as Folder };
  beforeEach(() => {
    holder.current = new Folder();
  });
  afterEach(() => holder.current.remove());
  return holder;
}

export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
