import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { descriptorsOf, endAll, eventually, PYTHON, SERVICE_MS, start } from './faults-lab.ts';
import { asked, Lab, reached, WORLD } from './lab.ts';
import { leftBehind, newlyLeft } from './left-behind.ts';

/** Servers that fail. The name server is in faults-dns.test.ts, what fails in the filter itself in faults-load.test.ts and test/job/faults.test.ts. */
let lab: Lab;
let before: string[];
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab?.stop());
beforeEach(() => {
  before = leftBehind(lab.job);
});
afterEach(async () => {
  await endAll();
  // Others may be at work on the same machine, but not in this namespace.
  expect(newlyLeft(lab.job, before).filter((object) => object.includes('EGF-'))).toEqual([]);
});

/** Told by a 502, or as the server told it: a client that hesitates for a moment is connected by the rule for any bytes, as the server may speak first. */
const BROKEN = /^(502 0|000 (1|7|35|52|55|56))$/;

/** By scheme and server (fixtures/faults/upstream.mjs): what curl gets, `STATUS EXIT`. 28 is its own time limit, where the server stalls. */
const UPSTREAMS: [scheme: 'http' | 'https', fault: string, gets: RegExp][] = [
  ['https', 'reset at once', BROKEN],
  ['https', 'reset after the first bytes', BROKEN],
  ['https', 'close at once', BROKEN],
  ['https', 'garbage at once', BROKEN],
  ['https', 'garbage as an answer', BROKEN],
  ['https', 'say nothing', /^000 28$/],
  ['https', 'tls reset after the first bytes', BROKEN],
  ['https', 'tls garbage as an answer', BROKEN],
  ['https', 'tls garbage on the wire', BROKEN],
  ['https', 'tls close in a head', BROKEN],
  ['https', 'tls reset in a body', /^200 (18|56)$/],
  ['https', 'tls close in a body', /^200 (18|56)$/],
  ['https', 'tls say nothing', /^000 28$/],
  ['https', 'tls stall in a body', /^200 28$/],
  ['http', 'reset at once', BROKEN],
  ['http', 'reset after the first bytes', BROKEN],
  ['http', 'close at once', BROKEN],
  ['http', 'garbage at once', BROKEN],
  ['http', 'garbage as an answer', BROKEN],
  ['http', 'close in a head', BROKEN],
  ['http', 'say nothing', /^000 28$/],
  ['http', 'stall in a body', /^200 28$/],
];

test('servers that reset, stall, send garbage and close in a head: each client is told, nobody else waits for it, and nothing else leaves', async () => {
  const faults = [...new Set(UPSTREAMS.map(([, fault]) => fault))];
  const ports = Object.fromEntries(faults.map((fault, at) => [fault, 7000 + at]));
  const settings = join(lab.directory, 'faults.json');
  const path = (name: string): string => join(lab.directory, name);
  const server = { log: path('seen.jsonl'), key: path('server.key'), cert: path('server.pem'), address: WORLD.other, ports };
  writeFileSync(settings, JSON.stringify(server));
  await lab.serve(process.execPath, [join(import.meta.dirname, 'fixtures/faults/upstream.mjs'), settings]);

  // Looking a name up is not what is tried here: on a busy machine it may take longer than the two seconds of resolv.conf.
  const script = `import json, os, subprocess, sys, time
cases = json.loads(sys.argv[1])
os.environ['RES_OPTIONS'] = 'timeout:20 attempts:1'
def curl(url, seconds):
    form = '%{http_code} %{exitcode} %{time_total}'
    return subprocess.Popen(['curl', '-s', '--http1.1', '-m', str(seconds), '-o', '/dev/null', '-w', form, url], stdout=subprocess.PIPE, text=True)
def good(when):
    print('good', when, curl('https://ok.test/', 60).communicate()[0], flush=True)
good('before')
print('started', flush=True)
sys.stdin.readline()
running = [(name, curl(url, 3 if 'say nothing' in name else 10 if 'stall' in name else 60)) for name, url in cases]
time.sleep(1)
good('beside')
# What no rule names, meanwhile.
for url in ('https://evil.test/', 'https://${WORLD.evil}/', 'http://${WORLD.evil}:9999/', 'http://${WORLD.evil}/'):
    print('denied', curl(url, 60).communicate()[0], flush=True)
for name, process in running: print('case', name, '=', process.communicate()[0], flush=True)
good('after')
print('over', flush=True)
sys.stdin.read()`;
  const cases = UPSTREAMS.map(([scheme, fault]) => [`${scheme} ${fault}`, `${scheme}://other.test:${ports[fault]}/`]);
  const run = await start(lab, [PYTHON, '-c', script, JSON.stringify(cases)], { policy: 'other.test:*\nok.test' });
  const idle = descriptorsOf(run.proxy);
  const mark = lab.marks();
  run.say('go');
  await run.until('over');

  const results = [...run.output().matchAll(/^case (.+) = (\d+ \d+) /gm)];
  expect(results).toHaveLength(UPSTREAMS.length);
  for (const [, name, got] of results) {
    const expected = UPSTREAMS.find(([scheme, fault]) => `${scheme} ${fault}` === name)?.[2];
    expect(got, name).toMatch(expected ?? /never/);
  }
  const good = [...run.output().matchAll(/^good \w+ (\d+) \d+ ([\d.]+)/gm)];
  expect(good.map(([, status]) => status)).toEqual(['200', '200', '200']);
  const [usual = 0, ...times] = good.map(([, , seconds]) => Number(seconds) * 1000);
  for (const time of times) expect(time, `${usual} ms before`).toBeLessThan(SERVICE_MS + 3 * usual);

  const denied = [...run.output().matchAll(/^denied (\d+) /gm)].map(([, status]) => status);
  expect(denied).toHaveLength(4);
  expect(denied).not.toContain('200');
  expect(reached(lab.since(mark), WORLD.evil)).toEqual([]);
  expect(asked(lab.since(mark)).filter((name) => name.includes('evil'))).toEqual([]);

  // A client that gave up takes its upstream with it; but a handshake with a server that says nothing goes on for 15 s in all.
  const open = (): string[] => {
    const { seen } = lab.since(mark);
    const of = (kind: string, fault: string): number => seen.filter((one) => one.kind === kind && one.server === fault).length;
    return faults.filter((fault) => fault !== 'say nothing' && of('connection', fault) > of('closed', fault));
  };
  await eventually('servers that still have a connection', open, (kept) => kept.length === 0);
  await eventually(
    'descriptors of the proxy',
    () => descriptorsOf(run.proxy),
    (count) => count <= idle + 2,
  );
  const { status, log } = await run.end();
  expect(status).toBe(0);
  expect(log.some(({ dst_ip, policy }) => dst_ip === WORLD.evil && policy === 'deny')).toBe(true);
  // All but the one whose handshake is not over.
  const told = log.filter(({ dst_ip, dst_port }) => dst_ip === WORLD.other && dst_port !== ports['say nothing']);
  const expected = UPSTREAMS.filter(([, fault]) => fault !== 'say nothing').length;
  expect(new Set(told.filter(({ policy }) => policy === 'allow').map(({ conn }) => conn)).size).toBe(expected);
  expect(told.filter(({ type }) => type === 'close')).toHaveLength(expected);
}, 240_000);
