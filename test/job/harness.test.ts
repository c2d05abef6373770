import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compositeAction, nodeAction } from '../runner/fixtures/node-action.ts';
import { ADDRESS, GITHUB, reached, runJob, startJob } from '../runner/runner.ts';

/** The runner itself, without the filter: what the tests of whole jobs rely on. */
describe('a job without the filter', () => {
  test('pre of every action, then the steps, then the posts in reverse; state is private, GITHUB_ENV and GITHUB_PATH are for all that follow', async () => {
    const say = (stage: string): string =>
      `console.log('${stage}', process.env.GITHUB_ACTION, process.env.GITHUB_ACTION_REPOSITORY, process.argv.length, process.env.STATE_kept);`;
    const job = await runJob({
      action: false,
      env: { FROM_JOB: 'job', GITHUB_SHA: 'mine' },
      actions: {
        'actions/first@v1': nodeAction({
          pre: `${say('pre')} require('fs').appendFileSync(process.env.GITHUB_STATE, 'kept=yes\\n')`,
          main: `${say('main')} console.log(process.env.INPUT_ONE, Object.keys(process.env).filter((name) => /^ACTIONS_/.test(name)).sort().join())`,
          post: say('post'),
          inputs: ['one'],
        }),
        'actions/second@v1': nodeAction({ main: say('main'), post: say('post') }),
      },
      steps: [
        { uses: 'actions/first@v1', with: { one: '1' } },
        { uses: 'actions/second@v1' },
        { name: 'write', run: 'printf "A=b\\nM<<E\\none\\ntwo\\nE\\nNODE_OPTIONS=x\\n" >>$GITHUB_ENV; echo /extra >>$GITHUB_PATH' },
        {
          name: 'read',
          run: `echo $A "$M" $FROM_JOB $GITHUB_SHA \${ACTIONS_RUNTIME_TOKEN-none} \${NODE_OPTIONS-none} $CI $GITHUB_ACTION; echo $PATH`,
        },
      ],
    });
    expect(job.conclusion).toBe('success');
    expect(job.steps.map(({ name }) => name)).toEqual([
      'Set up job',
      'Pre actions/first@v1',
      'Run actions/first@v1',
      'Run actions/second@v1',
      'write',
      'read',
      'Post actions/second@v1',
      'Post actions/first@v1',
      'Complete job',
    ]);
    expect(job.step('Pre actions/first@v1').log).toBe('pre __actions_first actions/first 2 undefined\n');
    expect(job.step('Run actions/first@v1').log).toMatch(
      /^main __actions_first actions\/first 2 yes\n1 ACTIONS_CACHE_SERVICE_V2,ACTIONS_CACHE_URL,ACTIONS_RESULTS_URL,ACTIONS_RUNTIME_TOKEN,ACTIONS_RUNTIME_URL\n$/,
    );
    expect(job.step('Post actions/second@v1').log).toBe('post __actions_second actions/second 2 undefined\n');
    expect(job.step('Post actions/first@v1').log).toBe('post __actions_first actions/first 2 yes\n');
    expect(job.step('read').log).toMatch(/^b one\ntwo job ffac\w+ none none true __run_2\n\/extra:\/usr\/local/);
    expect(job.step('write').annotations).toEqual([
      { level: 'error', message: "Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command." },
    ]);
  });

  test('processes have the names, the account and the surroundings of a hosted machine', async () => {
    const job = await runJob({
      action: false,
      steps: [
        {
          name: 'look',
          run: `cat /proc/self/cgroup | grep ^0; id -nG; sudo -n id -un
            pid=$PPID; while [ $pid -gt 1 ]; do echo "$(cat /proc/$pid/comm) $(readlink /proc/$pid/exe)"; pid=$(awk '/^PPid/ {print $2}' /proc/$pid/status); done
            cat /proc/$$/oom_score_adj; cat /sys/fs/cgroup/cgroup.procs | grep -cx $$; tr '\\0' ' ' </proc/$$/cmdline; echo hello >/dev/stdout; cat
            touch /usr/nobody-writes-here 2>&1 | grep -o 'Read-only.*'; sudo touch /usr/nobody-writes-here 2>&1 | grep -o 'Read-only.*'`,
        },
      ],
    });
    const bin = '/home/runner/actions-runner/cached/bin';
    expect(job.step('look').log.split('\n')).toEqual([
      '0::/',
      'runner adm docker',
      'root',
      `Runner.Worker ${bin}/Runner.Worker`,
      `Runner.Listener ${bin}/Runner.Listener`,
      `hosted-compute- ${bin}/hosted-compute-agent`,
      '500',
      '1',
      expect.stringMatching(/^\/usr\/bin\/bash -e \/home\/runner\/work\/_temp\/[0-9a-f-]{36}\.sh hello$/),
      'Read-only file system',
      'Read-only file system',
      '',
    ]);
  });

  test('a composite action: its steps keep the GITHUB_ACTION of the outer step, nested actions have their own repository', async () => {
    const say = `echo $GITHUB_ACTION [\${GITHUB_ACTION_REPOSITORY-none}] [\${GITHUB_ACTION_PATH-none}]`;
    const job = await runJob({
      action: false,
      actions: {
        'acme/build@v2': compositeAction([
          { run: say, shell: 'bash' },
          { uses: 'acme/inner@v1', env: { OUTER: 'x' } },
        ]),
        'acme/inner@v1': nodeAction({
          pre: "console.log('inner pre')",
          main: "console.log('inner', process.env.GITHUB_ACTION, process.env.GITHUB_ACTION_REPOSITORY, process.env.OUTER)",
          post: "console.log('inner post')",
        }),
      },
      steps: [{ uses: 'acme/build@v2', id: 'build' }],
    });
    expect(job.step('Pre acme/build@v2').log).toBe('inner pre\n');
    expect(job.step('Run acme/build@v2').log).toBe('build [none] [/home/runner/work/_actions/acme/build/v2]\ninner build acme/inner x\n');
    expect(job.step('Post acme/build@v2').log).toBe('inner post\n');
  });

  test('background steps go on at the same time and are waited for before the posts', async () => {
    const job = await runJob({
      action: false,
      actions: { 'acme/post@v1': nodeAction({ post: '' }) },
      steps: [
        { uses: 'acme/post@v1' },
        { name: 'one', id: 'one', background: true, run: 'touch lives; while [ ! -e three ]; do sleep 0.05; done' },
        { name: 'two', run: 'while [ ! -e lives ]; do sleep 0.05; done' },
        { name: 'three', run: 'touch three' },
      ],
    });
    expect(job.conclusion).toBe('success');
    const [one, two, post] = [job.step('one'), job.step('two'), job.step('Post acme/post@v1')];
    expect(one.startedAt).toBeLessThan(two.startedAt);
    expect(one.endedAt).toBeGreaterThan(two.endedAt);
    expect(post.startedAt).toBeGreaterThanOrEqual(one.endedAt);
  });

  test('a failing pre skips the steps, runs every post and fails the job; a failing post does, too', async () => {
    const job = await runJob({
      action: false,
      actions: { 'acme/bad@v1': nodeAction({ pre: 'process.exitCode = 3', post: "console.log('post')" }) },
      steps: [{ uses: 'acme/bad@v1' }, { name: 'step', run: 'true' }, { name: 'always', if: 'always', run: 'true' }],
    });
    expect(job.conclusion).toBe('failure');
    expect(job.steps.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['Set up job', 'success'],
      ['Pre acme/bad@v1', 'failure'],
      ['Run acme/bad@v1', 'skipped'],
      ['step', 'skipped'],
      ['always', 'success'],
      ['Post acme/bad@v1', 'success'],
      ['Complete job', 'success'],
    ]);
    const late = await runJob({
      action: false,
      actions: { 'acme/late@v1': nodeAction({ post: 'process.exitCode = 1' }) },
      steps: [{ uses: 'acme/late@v1' }],
    });
    expect(late.conclusion).toBe('failure');
  });

  test('annotations: ten a level and step, 4096 characters; masks; a summary over 1 MiB is refused', async () => {
    const job = await runJob({
      action: false,
      steps: [
        {
          name: 'many',
          run: 'for i in $(seq 12); do echo "::warning file=a.yml,line=$i,title=T%3A1::number $i"; done; echo "::error::$(printf %05000d 0)"',
        },
        { name: 'mask', run: 'echo ::add-mask::hush-hush; echo "say hush-hush"; echo "::set-env name=A::b"' },
        { name: 'small', if: 'always', run: 'echo "# hush-hush" >>$GITHUB_STEP_SUMMARY' },
        { name: 'large', if: 'always', run: 'head -c 1048577 /dev/zero | tr "\\0" x >>$GITHUB_STEP_SUMMARY' },
        { name: 'malformed', if: 'always', run: 'echo "A<<E" >>$GITHUB_ENV' },
      ],
    });
    const many = job.step('many').annotations;
    expect(many.filter(({ level }) => level === 'warning')).toHaveLength(10);
    expect(many[0]).toEqual({ level: 'warning', message: 'number 1', file: 'a.yml', line: 1, title: 'T:1' });
    expect(many.find(({ level }) => level === 'error')?.message).toHaveLength(4096);
    expect(job.step('mask').log).toContain('say ***\n');
    expect(job.step('mask').conclusion).toBe('failure');
    expect(job.step('malformed').conclusion).toBe('failure');
    expect(job.summary).toBe('# ***\n');
    expect(job.step('large').annotations[0]?.message).toMatch(/upload aborted, supports content up to a size of 1024k, got 1024k/);
  });

  test('the unmodified @actions/artifact uploads to the results service', async () => {
    const upload = `import('/run/harness/checkout/node_modules/@actions/artifact/lib/artifact.js').then(async ({ DefaultArtifactClient }) => {
      require('fs').writeFileSync('a.txt', 'content of a');
      console.log(JSON.stringify(await new DefaultArtifactClient().uploadArtifact('mine', ['a.txt'], '.')));
    }).catch((error) => { console.log(error); process.exitCode = 1; })`;
    const job = await runJob({
      action: false,
      actions: { 'acme/upload@v1': nodeAction({ main: upload }) },
      steps: [{ uses: 'acme/upload@v1' }],
    });
    expect(job.artifacts, job.step('Run acme/upload@v1').log).toEqual([{ name: 'mine', files: { 'a.txt': 'content of a' } }]);
    expect(job.seen).toContainEqual(expect.objectContaining({ kind: 'request', server: 'storage', host: GITHUB.storage, method: 'PUT' }));
    expect(reached(job, ADDRESS.storage).length).toBeGreaterThan(0);
    expect(reached(job, ADDRESS.unused)).toEqual([]);
  });

  test('a process that holds a step’s output is waited for 5 s; orphans with the tracking id are killed at the end, others stay', async () => {
    const job = await startJob({
      action: false,
      steps: [
        { name: 'hold', run: '(sleep 60) & echo started' },
        {
          name: 'leave',
          // Until each is what it is to be: before, it is a shell with the tracking id.
          run: `setsid sleep 61 >/dev/null 2>&1 & RUNNER_TRACKING_ID= setsid sleep 62 >/dev/null 2>&1 & sudo -n setsid sleep 63 >/dev/null 2>&1 &
            for time in 61 62 63; do until pgrep -f "^sleep $time" >/dev/null; do sleep 0.05; done; done`,
        },
      ],
    });
    try {
      const { step } = await job.completed();
      const { startedAt, endedAt, log } = step('hold');
      expect(log).toBe('started\n');
      expect(endedAt - startedAt).toBeGreaterThan(4900);
      expect(step('Complete job').log).toMatch(/^Cleaning up orphan processes\n(Terminate orphan process: pid \(\d+\) \(sleep\)\n){2}$/);
      const { stdout } = job.machine.inside([
        'sh',
        '-c',
        'for p in $(cat /sys/fs/cgroup/cgroup.procs); do tr "\\0" " " </proc/$p/cmdline; echo; done',
      ]);
      expect(stdout).not.toMatch(/sleep 6[01]/);
      expect(stdout).toMatch(/sleep 62/);
      expect(stdout).toMatch(/sleep 63/);
    } finally {
      await job.stop();
    }
    expect(existsSync(job.machine.cgroup)).toBe(false);
    expect(existsSync(job.machine.directory)).toBe(false);
  });

  test('cancel: SIGINT, SIGTERM, SIGKILL for the running step; the rest is skipped, posts run', async () => {
    const job = await startJob({
      action: false,
      // A shell hears a signal when the program that it waits for has ended.
      cancelMs: { sigint: 1500, sigterm: 1500 },
      actions: { 'acme/post@v1': nodeAction({ post: "console.log('post')" }) },
      steps: [
        { uses: 'acme/post@v1' },
        { name: 'deaf', run: 'trap "echo INT" INT; trap "echo TERM" TERM; touch running; while true; do sleep 0.1; done' },
        { name: 'never', run: 'true' },
        { name: 'always', if: 'always', run: 'echo still' },
      ],
    });
    try {
      await job.workspaceFile('running');
      job.cancel();
      const { conclusion, step } = await job.completed();
      expect(conclusion).toBe('cancelled');
      expect(step('deaf')).toMatchObject({ conclusion: 'cancelled', signal: 'SIGKILL', log: 'INT\nTERM\n' });
      expect(step('never').conclusion).toBe('skipped');
      expect(step('always').log).toBe('still\n');
      expect(step('Post acme/post@v1').log).toBe('post\n');
    } finally {
      await job.stop();
    }
  });
});
