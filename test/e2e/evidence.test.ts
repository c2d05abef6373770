import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Lab, ROOT } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab?.stop());

/** A directory of the command's own user, as a checkout is. */
function ownDirectory(name: string): string {
  const folder = join(lab.directory, name);
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  return folder;
}

test('a command can neither remove nor empty nor replace its log, although the directory is its own', async () => {
  const folder = ownDirectory('forged');
  const log = join(folder, 'log.jsonl');
  const script = `curl -sS https://evil.test/; rm -f ${log}; true > ${log}; mv ${log} ${log}.old; touch ${folder}/own && mv ${folder}/own ${log}; cat ${log}; true`;
  const { status, stdout, stderr } = await lab.run(['sh', '-c', script], { policy: 'ok.test', args: ['--log', log, '--fail-on-deny'] });
  expect(stdout).toBe('');
  expect(stderr).toMatch(/evil\.test\s+DNS/);
  expect(status).toBe(3);
  expect(readFileSync(log, 'utf8')).toContain('"name":"evil.test"');
  expect(lstatSync(log).uid).toBe(0);
});

test('a command that moves the directory of its log away and forges another is told of, and the summary is of the true one', async () => {
  const folder = ownDirectory('moved');
  chmodSync(lab.directory, 0o777);
  const script = `curl -sS https://evil.test/; mv ${folder} ${folder}-away && mkdir ${folder} && echo forged > ${folder}/log.jsonl`;
  const { status, stderr } = await lab.run(['sh', '-c', script], { args: ['--log', join(folder, 'log.jsonl'), '--fail-on-deny'] });
  chmodSync(lab.directory, 0o755);
  expect(stderr).toContain(`the log is in ${folder}-away now`);
  expect(stderr).toMatch(/evil\.test\s+DNS/);
  expect(status).toBe(3);
  expect(readFileSync(join(`${folder}-away`, 'log.jsonl'), 'utf8')).toContain('"name":"evil.test"');
});

test('a report is not written through a symbolic link that the command has put there', async () => {
  const folder = ownDirectory('linked');
  const report = join(folder, 'report.html');
  const victim = join(lab.directory, 'victim');
  const { status } = await lab.run(['ln', '-s', victim, report], { policy: 'ok.test', args: ['--report', report] });
  expect(status).toBe(0);
  expect(existsSync(victim)).toBe(false);
  expect(lstatSync(report).isFile()).toBe(true);
  expect(readFileSync(report, 'utf8')).toContain('<!doctype html>');
});

test('a clone made under a strict umask, in a directory that nobody else may enter', () => {
  const folder = join(lab.directory, 'private');
  mkdirSync(folder, { mode: 0o700 });
  for (const part of ['egress-filter', 'dist']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  spawnSync('chmod', ['-R', 'go=', folder]);
  symlinkSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  const cli = join(folder, 'egress-filter');
  const { stdout, stderr, status } = spawnSync('ip', ['netns', 'exec', lab.job, cli, 'run', '-q', '--user', 'nobody', '--', 'id', '-un'], {
    encoding: 'utf8',
    cwd: '/',
    env: { PATH: process.env.PATH },
  });
  expect({ stdout, stderr, status }).toEqual({ stdout: 'nobody\n', stderr: '', status: 0 });
});
