import { expect, test } from 'vitest';
import { nodeAction } from '../runner/fixtures/node-action.ts';
import { runJob } from '../runner/runner.ts';

test('a job without any filter: order, environments, files, services', async () => {
  const say = (stage: string): string =>
    `console.log('${stage} of', process.env.GITHUB_ACTION, process.env.GITHUB_ACTION_REPOSITORY, process.argv.length);`;
  const job = await runJob({
    action: false,
    env: { FROM_JOB: 'job' },
    actions: {
      'actions/first@v1': nodeAction({
        pre: `${say('pre')} require('fs').appendFileSync(process.env.GITHUB_STATE, 'kept=yes\\n')`,
        main: `${say('main')} console.log(process.env.STATE_kept, process.env.INPUT_ONE)`,
        post: `${say('post')} console.log(process.env.STATE_kept)`,
        inputs: ['one'],
      }),
      'actions/second@v1': nodeAction({ main: say('main'), post: say('post') }),
    },
    steps: [
      { uses: 'actions/first@v1', with: { one: '1' } },
      { uses: 'actions/second@v1' },
      {
        run: 'echo "A=b" >>$GITHUB_ENV; echo /extra >>$GITHUB_PATH; id; echo ::error file=a,line=3::broken; cat /proc/self/cgroup | grep ^0; cat /proc/$PPID/comm; readlink /proc/$PPID/exe',
      },
      { run: 'echo $A $FROM_JOB $GITHUB_ACTION ${ACTIONS_RUNTIME_TOKEN-none}; echo $PATH; sudo -n id -un; echo hi > /dev/stdout' },
    ],
  });
  console.log(job.steps.map(({ name, log, conclusion }) => `${name} ${conclusion}\n${log}`).join('\n'), job.beats);
  expect(job.conclusion).toBe('success');
});
