import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type JobLab, openJobLab } from './job-lab.ts';
import { capable, eventually } from './scope-lab.ts';

const user = 65534;
let lab: JobLab;
beforeAll(async () => {
  lab = await openJobLab('privileged', {}, { ...capable, uid: user, gid: user, groups: [] });
  // Steps write there.
  chmodSync(lab.scratch, 0o777);
});
afterAll(() => lab.close());

/** A copy of a program with these rights. */
function program(name: string, mode: number, owner = 0, capability?: string): string {
  const file = join(lab.scratch, name);
  copyFileSync('/bin/true', file);
  chownSync(file, owner, 0);
  chmodSync(file, mode);
  const attribute = `import os, struct; os.setxattr('${file}', 'security.capability', struct.pack('<IIIII', 0x02000001, ${capability}, 0, 0, 0))`;
  if (capability) execFileSync('/usr/bin/python3', ['-c', attribute]);
  return file;
}

const eventOf = (exe: string) => eventually(() => lab.privileged.find((event) => event.exe === exe));

it('a program that makes root of somebody else is told, with its step and arguments', async () => {
  const file = program('become-root', 0o4755);
  const step = await lab.start(['/bin/sh', '-c', `${file} one 'two three'; true`]);
  const event = await eventOf(file);
  expect(event).toMatchObject({ uid: user, euid: 0, stepId: step.record.stepId, ppid: step.pid, argvTruncated: false });
  expect(event.argv.toString()).toBe(`${file}\0one\0two three\0`);
  expect(event.pid).not.toBe(step.pid);
});

it('so is one that makes another user of him, one with capabilities of its file, and a step itself', async () => {
  const other = program('become-other', 0o4755, 1);
  const capable = program('capable', 0o755, 0, '1 << 13');
  const step = await lab.start([other]);
  expect(await eventOf(other)).toMatchObject({ uid: user, euid: 1, pid: step.pid, stepId: step.record.stepId });
  await lab.start(['/bin/sh', '-c', `${capable}; true`]);
  expect(await eventOf(capable)).toMatchObject({ uid: user, euid: user });
});

it('each with the directory that it was started in, though it has ended by then', async () => {
  const name = 'n'.repeat(250);
  const deep = join(lab.scratch, name, name, name);
  const places = { 'at-root': '/', 'on-a-mount': '/proc/sys/net/core', 'in-scratch': lab.scratch, 'far-down': deep };
  const programs = Object.keys(places).map((place) => program(place, 0o4755));
  const steps = Object.values(places).map((place, index) => `cd ${place} && ${programs[index]}`);
  await (await lab.start(['/bin/sh', '-c', `mkdir -p ${deep}; ${steps.join('; ')}`])).ended();
  const told = await Promise.all(programs.map(async (file) => (await eventOf(file)).cwd));
  expect(told.slice(0, 3)).toEqual(['/', '/proc/sys/net/core', lab.scratch]);
  expect(told[3]).toBe(`.../${name}/${name}`);
});

it('programs that raise nothing are not told', async () => {
  const count = lab.privileged.length;
  const own = program('become-self', 0o4755, user);
  const plain = program('plain', 0o755);
  const group = program('become-group', 0o2755);
  const step = await lab.start(['/bin/sh', '-c', `${own}; ${plain}; ${group}; setpriv --no-new-privs ${program('no-new', 0o4755)}; true`]);
  expect((await step.ended()).code).toBe(0);
  await sleep(100);
  expect(lab.privileged.slice(count)).toEqual([]);
});

it('what is of no step but in the scope is told as well, a trusted process is not', async () => {
  const file = program('elsewhere', 0o4755);
  await lab.outside(['/bin/sh', '-c', `${file} outside; true`]);
  expect(await eventOf(file)).toMatchObject({ uid: user, euid: 0, stepId: 0 });
  const quiet = program('trusted', 0o4755);
  const gate = lab.gate();
  const step = await lab.start(['/bin/sh', '-c', `${gate.shell}; ${quiet}`]);
  lab.job.trust(step.pid, { mark: 'trust', inherit: true });
  gate.open();
  expect((await step.ended()).code).toBe(0);
  await sleep(100);
  expect(lab.privileged.filter(({ exe }) => exe === quiet)).toEqual([]);
});

it('a flood of them leaves room for steps', async () => {
  const file = program('flood', 0o4755);
  const privileged = lab.privileged.length;
  const flood = await lab.start(['/bin/sh', '-c', `i=0; while [ $i -lt 600 ]; do ${file}; i=$((i+1)); done`]);
  const steps = lab.steps.length;
  const id = lab.inWorker(`
import os, time
while os.path.exists('/proc/${flood.pid}'): time.sleep(0.02)
for i in range(100): os.waitpid(os.posix_spawn('/bin/true', ['true'], {}), 0)
tell(code=100)
`);
  // The guard is busy meanwhile: nobody reads the ring.
  await sleep(10);
  while (existsSync(`/proc/${flood.pid}`)) execFileSync('sleep', ['0.1']);
  await id;
  await eventually(() => (lab.steps.length >= steps + 100 ? true : undefined));
  const told = lab.privileged.length - privileged;
  expect(told).toBeLessThan(600);
  expect(told + lab.scope.lostEvents()).toBe(600);
});
