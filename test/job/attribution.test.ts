import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/log/event.ts';
import { compositeAction, nodeAction } from '../runner/fixtures/node-action.ts';
import { asked, type JobResult, reached, runJob, transcript, WORLD } from '../runner/runner.ts';

/** A lookup that is denied and logged, by a name that no other probe uses. */
const probe = (name: string): string => `getent ahosts ${name}.evil.test || true`;
const nodeProbe = (name: string): string =>
  `require('node:child_process').spawnSync('getent', ['ahosts', '${name}.evil.test']); require('node:dns').lookup('${name}-itself.evil.test', () => {});`;

/** Python, as it forks without another exec between. */
const DAEMON = `
import os, socket, time
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
null = os.open('/dev/null', os.O_RDWR)
for fd in (0, 1, 2): os.dup2(null, fd)
os.environ.pop('GITHUB_ACTION', None)
open('daemon-lives', 'w').close()
while not os.path.exists('go'): time.sleep(0.05)
try: socket.getaddrinfo('daemon.evil.test', 443)
except OSError: pass
open('daemon-done', 'w').close()
time.sleep(30)
`;

const FORGED = `set +e
export GITHUB_ACTION=trusted GITHUB_ACTION_REPOSITORY=actions/checkout GITHUB_JOB=build
env getent ahosts forged.evil.test
(exec -a Runner.Worker getent ahosts forged-name.evil.test)
setsid bash -c 'GITHUB_ACTION=trusted exec getent ahosts forged-session.evil.test'
python3 -c "
import ctypes, os, socket
ctypes.CDLL(None).prctl(15, b'Runner.Worker', 0, 0, 0)
os.execvpe('bash', ['bash', '-c', 'getent ahosts forged-exec.evil.test; true'], {**os.environ, 'GITHUB_ACTION': 'trusted'})
"
curl -sS --max-time 5 https://other.test/forged
true`;

describe('step and action of each process', () => {
  let job: JobResult;
  beforeAll(async () => {
    job = await runJob({
      name: 'build',
      action: { with: { policy: 'ok.test step=trusted\nwww.ok.test action=actions/checkout\nother.test step=build.trusted' } },
      actions: {
        'acme/node@v1': nodeAction({ pre: nodeProbe('node-pre'), main: nodeProbe('node-main'), post: nodeProbe('node-post') }),
        'actions/checkout@v4': nodeAction({
          main: "console.log(require('node:child_process').execFileSync('curl', ['-sS', '--max-time', '60', 'https://www.ok.test/'], { encoding: 'utf8' }))",
        }),
        'acme/composite@v1': compositeAction([{ run: probe('composite-run'), shell: 'bash' }, { uses: 'acme/inner@v1' }]),
        'acme/inner@v1': nodeAction({ main: nodeProbe('composite-inner') }),
      },
      steps: [
        { uses: 'acme/node@v1' },
        { uses: 'actions/checkout@v4' },
        { uses: 'acme/composite@v1', id: 'outer' },
        { run: probe('first') },
        { run: probe('second') },
        { id: 'trusted', run: 'curl -sS --max-time 60 https://ok.test/; curl -sS --max-time 60 https://other.test/' },
        { id: 'python', shell: 'python', run: "import subprocess\nsubprocess.run(['getent', 'ahosts', 'python.evil.test'])" },
        { id: 'slow', background: true, run: `touch slow-lives; while [ ! -e fast-done ]; do sleep 0.05; done; ${probe('slow')}` },
        { id: 'fast', run: `while [ ! -e slow-lives ]; do sleep 0.05; done; ${probe('fast')}; touch fast-done` },
        { id: 'daemon', run: `python3 - <<'E'\n${DAEMON}\nE\nwhile [ ! -e daemon-lives ]; do sleep 0.05; done` },
        { id: 'child', run: `(while [ ! -e go ]; do sleep 0.05; done; ${probe('child')}; touch child-done) >/dev/null 2>&1 &` },
        { id: 'forger', run: FORGED },
        {
          id: 'after',
          run: 'touch go; while [ ! -e daemon-done ] || [ ! -e child-done ]; do sleep 0.05; done',
        },
      ],
    });
  });

  const lines = (name: string): LogEvent[] => job.log.filter((event) => event.name === `${name}.evil.test`);

  test.each([
    ['node-pre', '__acme_node', 'acme/node'],
    ['node-main', '__acme_node', 'acme/node'],
    ['node-main-itself', '__acme_node', 'acme/node'],
    ['node-post', '__acme_node', 'acme/node'],
    ['composite-run', 'outer', undefined],
    ['composite-inner', 'outer', 'acme/inner'],
    ['first', '__run', undefined],
    ['second', '__run_2', undefined],
    ['python', 'python', undefined],
    ['slow', 'slow', undefined],
    ['fast', 'fast', undefined],
    ['daemon', 'daemon', undefined],
    ['child', 'child', undefined],
    ['forged', 'forger', undefined],
    ['forged-name', 'forger', undefined],
    ['forged-session', 'forger', undefined],
    ['forged-exec', 'forger', undefined],
  ])('%s is of step %s', (name, step, action) => {
    expect(lines(name).length, JSON.stringify(job.log.map((event) => event.name))).toBeGreaterThan(0);
    for (const event of lines(name)) {
      expect(event.step?.replace(/^build\./, '')).toBe(step);
      expect(event.action).toBe(action);
    }
  });

  test('rules for a step and for an action hold for them alone', () => {
    expect(job.step(/^Run curl/).log).toMatch(/^hello from ok\.test.*\nhello from other\.test/);
    expect(job.step('Run actions/checkout@v4').log).toMatch(/^hello from www\.ok\.test/);
    expect(job.seen.filter(({ url }) => url === '/forged')).toEqual([]);
  });

  test('no name of an attempt reached the world, and the summary tells them by step', () => {
    expect(asked(job).filter((name) => name.endsWith('evil.test'))).toEqual([]);
    expect(reached(job, WORLD.evil)).toEqual([]);
    for (const step of ['forger', 'daemon', '__run_2', 'outer']) expect(job.page).toContain(step);
  });
});

describe('many short processes', () => {
  test('fork-and-exit in hundreds: each lookup has its step', async () => {
    const forks = `python3 - <<'E'
import os, socket
# Each of them has it open until its end, which nobody else waits for.
over, lives = os.pipe()
for n in range(200):
    pid = os.fork()
    if pid == 0:
        if os.fork(): os._exit(0)
        try: socket.getaddrinfo('n%d.evil.test' % n, 443)
        except OSError: pass
        os._exit(0)
    os.waitpid(pid, 0)
os.close(lives)
os.read(over, 1)
E`;
    const job = await runJob({ action: { with: { policy: 'ok.test' } }, steps: [{ id: 'forks', run: forks }] });
    const names = job.log.filter(({ name, type }) => type === 'dns' && /^n\d+\.evil\.test$/.test(name ?? ''));
    expect(new Set(names.map(({ name }) => name)).size).toBe(200);
    expect(names.filter(({ step }) => step?.replace(/^build\./, '') !== 'forks')).toEqual([]);
  });
});

describe('connections that change hands', () => {
  test('belong to the process and step that opened them, whoever writes to them', async () => {
    const open = (step: string) => `${WORLD.ok}:${step}`;
    const job = await runJob({
      action: { with: { policy: `${open('9999')} step=taker\n${open('25')} step=owner\n${open('7')} exe=/usr/bin/cat` } },
      workspace: { 'descriptors.py': readFileSync(join(import.meta.dirname, 'fixtures/descriptors.py'), 'utf8') },
      steps: [
        { id: 'taker', background: true, run: `python3 descriptors.py take ${WORLD.ok} 9999` },
        { id: 'giver', run: `while [ ! -e taker-lives ]; do sleep 0.05; done; python3 descriptors.py give ${WORLD.ok} 9999` },
        { wait: ['taker'] },
        { id: 'exec', continueOnError: true, run: `python3 descriptors.py exec ${WORLD.ok} 7` },
        { id: 'owner', name: 'owner', run: `python3 descriptors.py own ${WORLD.ok} 25` },
      ],
    });
    // That the way is open at all, for who may.
    expect(job.step('owner').log, transcript(job)).toBe("b'OWN'\n");
    expect(job.packets.filter(({ dst, dport }) => dst === WORLD.ok && dport !== 25)).toEqual([]);
    expect(job.log).toContainEqual(expect.objectContaining({ policy: 'deny', dst_port: 9999, step: 'build.giver' }));
    expect(job.log).toContainEqual(
      expect.objectContaining({ policy: 'deny', dst_port: 7, step: 'build.exec', exe: expect.stringContaining('python') }),
    );
  });
});
