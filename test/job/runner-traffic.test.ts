import { beforeAll, describe, expect, test } from 'vitest';
import { ADDRESS, asked, GITHUB, type JobResult, reached, runJob, transcript } from '../runner/runner.ts';

const CONNECT = `import { connect } from 'node:net';
const socket = connect(443, '${ADDRESS.unused}', () => socket.write('x'));
socket.on('data', () => { console.log('ANSWERED'); process.exit(); });
socket.on('error', (error) => { console.log(error.code); process.exit(); });
setTimeout(() => { console.log('silence'); process.exit(); }, 2000);
`;

const MARKS = `python3 - <<'E'
import socket, struct
for mark in (1, 2, 3, 0x10, 0x100, 0x10000, 0x1000000, 0x80000000):
    s = socket.socket()
    try:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, struct.pack('I', mark))
        print('MARKED')
    except PermissionError: pass
    s.settimeout(1)
    try:
        s.connect(('${ADDRESS.unused}', 443))
        s.send(b'x')
    except OSError as e: print(e)
E`;

/** Each way to look like the runner, towards an address that the runner itself never speaks to. */
const BIN = '/home/runner/actions-runner/cached/bin';
const IMITATIONS: Record<string, string> = {
  'the name of Runner.Worker': 'cp "$NODE" ./Runner.Worker && ./Runner.Worker connect.mjs',
  'the name of the watchdog, in /tmp': 'cp "$NODE" /tmp/provjobd4711 && /tmp/provjobd4711 connect.mjs',
  'the very program of Runner.Worker': `${BIN}/Runner.Worker connect.mjs`,
  'the very program of Runner.Listener, under its name': `(exec -a Runner.Listener ${BIN}/Runner.Listener connect.mjs)`,
  'the program of the agent, as a daemon': `setsid -f ${BIN}/hosted-compute-agent connect.mjs >daemon.log; sleep 3; cat daemon.log`,
  'the environment of the runner': 'env -i $(tr "\\0" "\\n" </proc/$PPID/environ | grep -E "^[A-Z_]+=[^ ]*$") "$NODE" connect.mjs',
  'the marks of its sockets': MARKS,
  'its questions to the resolver': `dig +time=1 +tries=1 ${GITHUB.unused} @203.0.113.53 || true; getent ahosts ${GITHUB.unused} || true`,
  'its broker, by name': `curl -sS --max-time 5 https://${GITHUB.broker}/imitated || true`,
  'the storage of its artifacts, by name': `curl -sS --max-time 5 https://${GITHUB.storage}/imitated || true`,
  'its broker, at another address': `curl -sS --max-time 5 -k --resolve ${GITHUB.broker}:443:${ADDRESS.unused} https://${GITHUB.broker}/imitated || true`,
  // Open to all by a built-in rule, for actions that upload artifacts: but only where its name leads.
  'its results service, at another address': `curl -sS --max-time 5 -k --resolve ${GITHUB.results}:443:${ADDRESS.unused} https://${GITHUB.results}/led-astray || true`,
};

describe('block mode with an empty policy', () => {
  let job: JobResult;
  beforeAll(async () => {
    job = await runJob({
      action: {},
      env: { NODE: '/home/runner/actions-runner/cached/externals/node24/bin/node' },
      workspace: { 'connect.mjs': CONNECT },
      steps: [
        ...Object.entries(IMITATIONS).map(([name, run]) => ({ name, run, continueOnError: true })),
        { name: 'a few polls more', run: 'sleep 4' },
      ],
    });
  });

  test('Runner.Worker, Runner.Listener and the watchdog go on talking, and post uploads', () => {
    expect(job.conclusion, transcript(job)).toBe('success');
    for (const who of ['Runner.Worker', 'Runner.Listener', 'watchdog']) expect(job.beats[who]).toBeGreaterThan(5);
    expect(job.artifacts.map(({ name }) => name)).toEqual(['egress-connections']);
    expect(job.summary.length).toBeGreaterThan(0);
  });

  test.each(Object.keys(IMITATIONS))('%s opens nothing', (name) => {
    const step = job.step(name);
    expect(step.outcome, step.log).toBe('success');
    expect(step.log).not.toMatch(/ANSWERED|MARKED/);
  });

  test('no packet of an imitator reached the world, no name was asked for it', () => {
    expect(reached(job, ADDRESS.unused)).toEqual([]);
    expect(asked(job)).not.toContain(GITHUB.unused);
    expect(job.seen.filter(({ url }) => url === '/imitated')).toEqual([]);
  });
});
