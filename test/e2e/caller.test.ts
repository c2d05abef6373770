import { execFileSync } from 'node:child_process';
import { constants, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLI, Lab } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab?.stop());

test('--user gives the command that account, its home folder included', async () => {
  const { stdout } = await lab.run(['sh', '-c', 'echo $(id -un) $USER $LOGNAME $HOME'], { user: 'daemon' });
  expect(stdout).toBe('daemon daemon daemon /usr/sbin\n');
});

test('an account without a home folder keeps the one of the caller', async () => {
  const { stdout } = await lab.run(['sh', '-c', 'echo $HOME'], { user: 'nobody' });
  expect(stdout).toBe(`${lab.home}\n`);
});

test('NODE_OPTIONS is for the command, not for the filter', async () => {
  const { stdout, status } = await lab.run(['sh', '-c', 'echo "$NODE_OPTIONS"; env | grep -c EGRESS_FILTER_CALLER'], {
    env: { NODE_OPTIONS: '--require /nowhere/hook.cjs' },
  });
  expect(stdout).toBe('--require /nowhere/hook.cjs\n0\n');
  expect(status).toBe(1);
});

test('a proxy of the caller is warned of before the command starts', async () => {
  const { stderr } = await lab.run(['true'], { env: { https_proxy: 'http://192.0.2.7:3128' } });
  expect(stderr).toMatch(/^egress-filter: A proxy is set \(https_proxy\)/);
});

test('without a policy the summary says where the lines go, with one it does not', async () => {
  const argv = ['curl', '-sS', 'https://evil.test/'];
  expect((await lab.run(argv)).stderr).toContain('No policy was given.');
  expect((await lab.run(argv, { policy: 'ok.test' })).stderr).not.toContain('No policy was given.');
});

test('--fail-on-deny says why the status is not the command’s', async () => {
  const { stderr, status } = await lab.run(['sh', '-c', 'curl -s https://evil.test/; true'], { args: ['--fail-on-deny'] });
  expect(stderr).toMatch(/Exit status 3, as something was denied/);
  expect(status).toBe(3);
});

test('pipes stay blocking for the command that shares them with us: a slow reader costs it no output', () => {
  const line = 'true | "$0" run -q -- sh -c "grep -h flags /proc/self/fdinfo/[012]" 2>&1 | cat';
  const flags = execFileSync('ip', ['netns', 'exec', lab.job, 'sh', '-c', line, CLI], { encoding: 'utf8' });
  const [input, output, error, ...more] = flags
    .trim()
    .split('\n')
    .map((text) => Number.parseInt(text.replace(/^flags:\s*/, ''), 8) & constants.O_NONBLOCK);
  expect([input, output, error, more]).toEqual([0, 0, 0, []]);
});

test('--audit goes on with a policy that is not valid, and says so', async () => {
  const policy = join(lab.directory, 'half-right.policy');
  writeFileSync(policy, 'ok.test\nbroken line here\n');
  const { stdout, stderr, status } = await lab.run(['echo', 'ran'], { args: ['--audit', '--policy', policy] });
  expect(stderr).toMatch(/half-right\.policy:2:1: error[\s\S]*half-right\.policy is not valid\. This is audit mode/);
  expect([stdout, status]).toEqual(['ran\n', 0]);
});
