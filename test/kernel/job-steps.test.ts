import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type JobLab, openJobLab } from './job-lab.ts';

let lab: JobLab;
beforeAll(async () => {
  lab = await openJobLab('steps');
});
afterAll(() => lab.close());

const connect = `
server = listener(); client = socket.create_connection(server.getsockname())
say(port=port(client), to=port(server))
`;

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
});

it('a connection tells the step that its process descends from', async () => {
  const [one, two] = await Promise.all([lab.python(connect), lab.python(connect)]);
  const [first, second] = [(await one.ended()).said, (await two.ended()).said];
  expect(one.record.stepId).not.toBe(two.record.stepId);
  expect(lab.tcp(first.port, first.to)).toMatchObject({ stepId: one.record.stepId, pid: one.pid });
  expect(lab.tcp(second.port, second.to)).toMatchObject({ stepId: two.record.stepId, pid: two.pid });
});

it('a step that runs a guarded script is stopped before its first instruction', async () => {
  mkdirSync(lab.guarded, { recursive: true });
  const made = join(lab.scratch, 'made');
  writeFileSync(join(lab.guarded, 'post.sh'), `echo > ${made}`);
  const step = await lab.start(['/bin/sh', join(lab.guarded, 'post.sh')]);
  expect(step.record.stopped).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(existsSync(made)).toBe(false);
  process.kill(step.pid, 'SIGCONT');
  expect((await step.ended()).code).toBe(0);
  expect(existsSync(made)).toBe(true);
});
