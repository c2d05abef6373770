import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACE } from '../test/pace.ts';
import type { Lab } from './lab.ts';

/** A shell in the job that runs one command after the other. */
export interface Shell {
  readonly pid: number;
  /** Standard output of a command; rejects with its standard error when it fails or takes too long. */
  exec(command: string, timeoutMs?: number): Promise<string>;
  close(): Promise<void>;
}

export async function openShell(lab: Lab, argv: readonly string[]): Promise<Shell> {
  const { PATH = '', LANG = 'C.UTF-8' } = process.env;
  const child = spawn(argv[0] ?? '', argv.slice(1), {
    cwd: lab.directory,
    env: { PATH, LANG, HOME: join(lab.directory, 'home') },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said = listen(child);
  let count = 0;
  const exec = async (command: string, timeoutMs = 60_000): Promise<string> => {
    const id = ++count;
    const base = join(lab.directory, 'out', `${child.pid}-${id}`);
    child.stdin?.write(`{ ${command}\n} >${base}.out 2>${base}.err </dev/null; echo "END ${id} $?"\n`);
    const status = await said(new RegExp(`END ${id} (\\d+)\n`), timeoutMs, command);
    if (status !== '0') {
      throw new Error(`${command.slice(0, 120)} ended with ${status}: ${readFileSync(`${base}.err`, 'utf8').slice(-600)}`);
    }
    return readFileSync(`${base}.out`, 'utf8');
  };
  await exec('true', 60_000);
  return {
    pid: child.pid ?? 0,
    exec,
    close: async () => {
      child.stdin?.end('exit\n');
      const hard = setTimeout(() => child.kill('SIGKILL'), 20_000);
      if (child.exitCode === null && child.signalCode === null) await new Promise((done) => child.once('exit', done));
      clearTimeout(hard);
    },
  };
}

/** Waits for what the shell prints. */
function listen(child: ChildProcess) {
  let [text, errors] = ['', ''];
  let check = (): void => {};
  child.stdout?.on('data', (chunk) => {
    text = `${text}${chunk}`.slice(-4000);
    check();
  });
  child.stderr?.on('data', (chunk) => {
    errors = `${errors}${chunk}`.slice(-2000);
  });
  child.on('exit', () => check());
  return (pattern: RegExp, timeoutMs: number, what: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        check = () => {};
        act();
      };
      const late = (): void => settle(() => reject(new Error(`no end within ${timeoutMs / 1000} s: ${what}`)));
      const timer = setTimeout(late, timeoutMs * PACE);
      check = () => {
        const found = pattern.exec(text)?.[1];
        if (found !== undefined) settle(() => resolve(found));
        else if (child.exitCode !== null) settle(() => reject(new Error(`the shell ended with ${child.exitCode}: ${errors}`)));
      };
      check();
    });
}
