import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { watchSteps } from '../../src/guard/job/steps.ts';
import { type JobLab, openJobLab, type Step } from './job-lab.ts';
import { eventually, native, prelude } from './scope-lab.ts';

const { EACCES, EPERM } = constants.errno;

let lab: JobLab;
beforeAll(async () => {
  // Its processes are of one user and have no capabilities: what one may do to another is what the job's user may do to post.
  lab = await openJobLab('seal', {}, { uid: 0, gid: 0 });
});
afterAll(() => lab.close());

/** Stopped before its first instruction. */
const script = (code: string, env: Record<string, string> = {}): Promise<Step> =>
  lab.start(['/usr/bin/python3', '-c', `${prelude}${code}`, `${lab.guarded}/dist/action/post.js`], env);

/** What another process of the same user may do: 0, or the errno. */
async function looks(pid: number): Promise<Record<string, number>> {
  const other = await lab.python(`
libc = ctypes.CDLL(None, use_errno=True)
def errno_of(call):
    try: call(); return 0
    except OSError as error: return error.errno
say(pipe=errno_of(lambda: os.open('/proc/${pid}/fd/1', os.O_WRONLY)), environ=errno_of(lambda: open('/proc/${pid}/environ', 'rb').read()),
    memory=errno_of(lambda: open('/proc/${pid}/mem', 'r+b').close()), folder=errno_of(lambda: os.listdir('/proc/${pid}/cwd')))
say(getfd=0 if libc.syscall(438, os.pidfd_open(${pid}), 0, 0) >= 0 else ctypes.get_errno())
`);
  return (await other.ended()).said;
}

const stateOf = (pid: number): string | undefined => /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];

it('a process that is sealed before its first instruction is looked into by nobody of its user, and runs as it would have', async () => {
  const step = await script(`say(args=len(sys.argv), ran=1, sum=sum(range(1000)), env=int(os.environ['GIVEN']))`, { GIVEN: '7' });
  expect(step.record.stopped).toBe(true);
  native.sealProcess(step.pid);
  await eventually(() => (stateOf(step.pid) === 'T' ? true : undefined));
  expect(step.output()).toBe('');
  expect(await looks(step.pid)).toMatchObject({ pipe: EACCES, environ: EACCES, memory: EACCES, folder: EACCES, getfd: EPERM });
  expect(readFileSync(`/proc/${step.pid}/environ`, 'utf8')).toContain('GIVEN=7');
  process.kill(step.pid, 'SIGCONT');
  expect(await step.ended()).toMatchObject({ code: 0, said: { args: 2, ran: 1, sum: 499_500, env: 7 } });
});

it('one that is not sealed is open to its user, unless a program in the kernel refuses that', async () => {
  const isRefused = lab.scope.report.some(({ program, status }) => program.startsWith('egf_ptrace') && status !== 'unavailable');
  const step = await script('say(ran=1)');
  const errno = isRefused ? EACCES : 0;
  expect(await looks(step.pid)).toMatchObject({ pipe: errno, environ: errno, folder: errno });
  process.kill(step.pid, 'SIGKILL');
});

it('whoever else wakes a script that is stopped is kept from it by a program in the kernel, or noticed before it runs', async () => {
  const isRefused = lab.scope.report.some(({ program, status }) => program.startsWith('egf_signal') && status !== 'unavailable');
  const step = await script('time.sleep(60)');
  const isWoken = () => lab.job.lineage(step.pid)?.isWoken;
  process.kill(step.pid, 'SIGURG');
  native.sealProcess(step.pid);
  process.kill(step.pid, 'SIGCONT');
  expect(isWoken()).toBe(false);
  await (await lab.start(['/bin/sh', '-c', `kill -URG ${step.pid}`])).ended();
  expect(isWoken()).toBe(false);
  const waker = await (await lab.start(['/bin/sh', '-c', `kill -CONT ${step.pid}`])).ended();
  expect([waker.code, isWoken()]).toEqual(isRefused ? [1, false] : [0, true]);
  process.kill(step.pid, 'SIGKILL');
});

it('signals that come meanwhile are neither lost nor waited for', async () => {
  const step = await script('say(ran=1)');
  for (const signal of ['SIGURG', 'SIGWINCH', 'SIGTERM'] as const) process.kill(step.pid, signal);
  native.sealProcess(step.pid);
  process.kill(step.pid, 'SIGCONT');
  expect(await step.ended()).toMatchObject({ code: -15, output: '' });
});

it('twenty, one after the other, come out alike', async () => {
  for (let count = 0; count < 20; count++) {
    const step = await script(`say(count=${count})`);
    native.sealProcess(step.pid);
    process.kill(step.pid, 'SIGCONT');
    expect(await step.ended()).toMatchObject({ code: 0, said: { count } });
  }
});

it('one that has ended, or that asks it of itself, is an error', async () => {
  const gone = await lab.start(['/bin/true']);
  await gone.ended();
  expect(() => native.sealProcess(gone.pid)).toThrow(expect.objectContaining({ code: 'ESRCH', syscall: 'ptrace' }));
  for (const bad of [undefined, 0, -1, 1.5, '1', 2 ** 31])
    expect(() => Reflect.apply(native.sealProcess, native, [bad])).toThrow(TypeError);
  expect(() => native.sealProcess(process.pid)).toThrow(expect.objectContaining({ code: 'EPERM' }));
});

it('a script of ours that does not come to its end is ended, and that is told; nobody else is', async () => {
  const told: string[] = [];
  /** As the guard does with a step that the kernel has stopped. */
  const watch = ({ record }: Step, script: 'post' | undefined, patienceMs: number) =>
    watchSteps({
      native,
      job: { onStep: (look) => look(record), lineage: (pid) => lab.job.lineage(pid) },
      guarded: { inspect: () => ({ run: true, ...(script ? { script } : {}), removed: [] }) },
      action: { step: '' },
      lines: { tampering: ({ stepId }, reason) => void told.push(`${stepId} ${reason}`), note() {} },
      endJob: () => void told.push('the job is ended'),
      patienceMs,
    });

  const stopped = await script('while True: os.kill(os.getpid(), 19)');
  watch(stopped, 'post', 300);
  expect((await stopped.ended()).code).toBe(-9);
  const another = await script('time.sleep(1); say(ran=1)');
  watch(another, undefined, 10);
  expect(await another.ended()).toMatchObject({ code: 0, said: { ran: 1 } });
  const brief = await script('say(ran=1)');
  watch(brief, 'post', 600_000);
  expect(await brief.ended()).toMatchObject({ code: 0, said: { ran: 1 } });
  expect(told).toEqual([
    expect.stringMatching(`^${stopped.record.stepId} post of the action was ended: it had not come to its end within`),
  ]);
});
