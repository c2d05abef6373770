import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { programThatWritesAtOnce } from './fixtures/elf.ts';
import { type JobLab, openJobLab } from './job-lab.ts';
import { eventually } from './scope-lab.ts';

let lab: JobLab;
beforeAll(async () => {
  lab = await openJobLab('steps');
});
afterAll(() => lab.close());

it('what the worker starts is a step, with its environment and arguments as at its exec', async () => {
  const step = await lab.start(['/bin/sh', '-c', 'exit 3', 'a'], { GITHUB_ACTION: '__run_2', LATIN: '\xff\xfe' });
  expect(step.record).toMatchObject({ pid: step.pid, stopped: false, environTruncated: false });
  expect(step.record.exe).toMatch(/sh$/);
  expect(step.record.argv.toString()).toBe('/bin/sh\0-c\0exit 3\0a\0');
  const environ = step.record.environ.toString('latin1').split('\0');
  expect(environ).toEqual(expect.arrayContaining(['GITHUB_ACTION=__run_2', 'LATIN=\xff\xfe', '']));
  expect((await step.ended()).code).toBe(3);
  expect(lab.reader.step(step.record.stepId)).toEqual(step.record);
  expect(lab.job.step(step.record.stepId)).toEqual(step.record);
  expect(lab.job.step(0)).toBeUndefined();
  expect(lab.job.step(step.record.stepId + 1)).toBeUndefined();
});

it('a long environment is cut, and says so; what is there is what was given', async () => {
  const long = { A: 'a'.repeat(40_000), B: 'b'.repeat(40_000), GITHUB_ACTION: '__run' };
  const { record } = await lab.start(['/bin/true'], long);
  expect(record.environTruncated).toBe(true);
  expect(record.environ.length).toBe(65_536);
  const given = `PATH=/usr/bin:/bin\0A=${long.A}\0B=${long.B}\0`;
  expect(record.environ.toString('latin1')).toBe(given.slice(0, 65_536));
});

it('an environment of each length around a page arrives whole', async () => {
  for (const length of [0, 1, 4075, 4076, 4077, 8171, 8172, 8173]) {
    const { record } = await lab.start(['/bin/true'], { X: 'x'.repeat(length) });
    expect(record.environTruncated).toBe(false);
    expect(record.environ.toString('latin1')).toBe(`PATH=/usr/bin:/bin\0X=${'x'.repeat(length)}\0`);
  }
});

it('a program without any environment and arguments is a step like any other', async () => {
  const id = await lab.inWorker(`
import ctypes, os
pid = os.fork()
if pid == 0:
    ctypes.CDLL(None).execve(b'/bin/sleep', None, None); os._exit(1)
os.waitpid(pid, 0); tell(code=pid)
`);
  const record = await eventually(() => lab.steps.find(({ pid }) => pid === id));
  expect(record).toMatchObject({ environTruncated: false, exe: expect.stringMatching(/\/sleep$|coreutils/) });
  expect(record.environ.length).toBe(0);
});

/** One whose first instruction is seen where it runs. */
function guardedProgram(name: string): string[] {
  const program = join(lab.scratch, 'at-once');
  writeFileSync(program, programThatWritesAtOnce(), { mode: 0o755 });
  mkdirSync(lab.guarded, { recursive: true });
  return [program, name];
}

it('a step that runs a guarded script is stopped before its first instruction', async () => {
  const step = await lab.start(guardedProgram(`${lab.guarded}/dist/post.js`));
  expect(step.record.stopped).toBe(true);
  await sleep(300);
  expect(step.output()).toBe('');
  expect(lab.job.lineage(step.pid)).toMatchObject({ isStep: true, stepId: step.record.stepId });
  process.kill(step.pid, 'SIGCONT');
  expect(await step.ended()).toMatchObject({ code: 0, output: 'ran\n' });
});

it('nor does a script with #! in the place of the program hide it: interpreters come first then', async () => {
  const [program = ''] = guardedProgram('');
  // Each interpreter but the last is a script itself, with an option of its own.
  const scripts = [1, 2, 3].map((level) => join(lab.scratch, `level-${level}`));
  for (const [index, script] of scripts.entries())
    writeFileSync(script, `#!${scripts[index - 1] ?? program} -option-of-level-${index + 1}\n`, { mode: 0o755 });
  const step = await lab.start([scripts.at(-1) ?? '', `${lab.guarded}/dist/post.js`]);
  expect(step.record.stopped).toBe(true);
  await sleep(300);
  expect(step.output()).toBe('');
  process.kill(step.pid, 'SIGKILL');
  expect(await step.ended()).toMatchObject({ code: -9, output: '' });
});

it('a guarded step can be killed instead, and then nothing of it ever ran', async () => {
  const step = await lab.start(guardedProgram(`${lab.guarded}/dist/post.js`));
  process.kill(step.pid, 'SIGKILL');
  expect(await step.ended()).toMatchObject({ code: -9, output: '' });
});

it.for(['', '/', 'dist/post.js', 'GUARDED', 'GUARDED-too/post.js', './GUARDED/post.js'])('%j is no guarded script', async (name) => {
  const step = await lab.start(guardedProgram(name.replace('GUARDED', lab.guarded)));
  expect(step.record.stopped).toBe(false);
  expect(await step.ended()).toMatchObject({ code: 0, output: 'ran\n' });
});

it('only the step itself is stopped, not what it runs', async () => {
  const [program, name] = guardedProgram(`${lab.guarded}/dist/post.js`);
  const step = await lab.start(['/bin/sh', '-c', `${program} ${name}; exec ${program} ${name}`]);
  expect(await step.ended()).toMatchObject({ code: 0, output: 'ran\nran\n' });
});

it('live processes of steps are listed, newest step first', async () => {
  const first = await lab.start(['/bin/sh', '-c', 'sleep 30 & wait']);
  const second = await lab.start(['/bin/sleep', '30']);
  const listed = await eventually(() => {
    const found = lab.job.stepProcesses();
    return found.length === 3 ? found : undefined;
  });
  expect(listed.map(({ stepId }) => stepId)).toEqual([second.record.stepId, first.record.stepId, first.record.stepId]);
  expect(listed[0]?.pid).toBe(second.pid);
  for (const { pid } of listed) process.kill(pid, 'SIGKILL');
  await eventually(() => (lab.job.stepProcesses().length === 0 ? true : undefined));
});

it('the latest 256 steps are kept, and told in the order of their start', async () => {
  const count = lab.steps.length;
  const last = await lab.inWorker(`
import os
for i in range(300): os.waitpid(os.posix_spawn('/bin/true', ['true', str(i)], {}), 0)
tell(code=300)
`);
  await eventually(() => (lab.steps.length === count + last ? true : undefined));
  const ids = lab.steps.map(({ stepId }) => stepId);
  expect(ids).toEqual(ids.map((_, index) => index + 1));
  expect(lab.reader.step(ids.length - 256)).toBeUndefined();
  for (const id of [ids.length - 255, ids.length]) expect(lab.reader.step(id)).toEqual(lab.steps[id - 1]);
});
