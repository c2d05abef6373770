import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLI, jsonLines, useFolder } from './lab.ts';

const folder = useFolder();

interface Vector {
  readonly id: string;
  readonly policy: string;
  readonly repo?: string;
  readonly learned?: Record<string, string[]>;
  readonly event?: object;
  readonly expect: string;
}

const vectors = readFileSync(new URL('../policy/vectors.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line): Vector => JSON.parse(line))
  // Its event is another vector's, with the other verdict: see test/policy/vectors.test.ts.
  .filter(({ id, event }) => event !== undefined && id !== 'url-45');

test('the vectors get their verdicts', async () => {
  const groups = new Map<string, Vector[]>();
  for (const vector of vectors) {
    const key = JSON.stringify([vector.policy, vector.repo, vector.learned]);
    groups.set(key, [...(groups.get(key) ?? []), vector]);
  }
  // One process a policy: those with most events, and some of the rest. All of them are decided in test/policy/vectors.test.ts.
  const chosen = [...groups.values()].sort((a, b) => b.length - a.length).filter((_group, index) => index < 20 || index % 8 === 0);
  const got: Record<string, unknown> = {};
  const wanted: Record<string, unknown> = {};
  for (const [index, group] of chosen.entries()) {
    const [{ policy, repo, learned } = { policy: '', repo: undefined, learned: undefined }] = group;
    const { current } = folder;
    current.write(`policy${index}`, policy);
    current.write(`learned${index}`, JSON.stringify(learned ?? {}));
    const args = ['check', '--policy', `policy${index}`, '--learned', `learned${index}`, '--events', '-'];
    const input = group.map(({ event }) => `${JSON.stringify(event)}\n`).join('');
    const { stdout } = await current.start(repo === undefined ? args : [...args, '--repo', repo], { input });
    const answers = jsonLines(stdout);
    for (const [at, { id, expect: verdict }] of group.entries()) {
      got[id] = answers[at]?.policy;
      wanted[id] = verdict;
    }
  }
  expect(Object.keys(wanted).length).toBeGreaterThan(70);
  expect(got).toEqual(wanted);
}, 60_000);

test('one verdict a line for one event a line, in order, with rule and reason', () => {
  folder.current.write('policy', 'a.example\n!b.example\nc.example passthrough\n');
  const events = ['a', 'b', 'c', 'd'].map((name) => ({ type: 'https', host: `${name}.example`, dst_ip: '192.0.2.1', dst_port: 443 }));
  folder.current.write('events', events.map((event) => JSON.stringify(event)).join('\n'));
  const { status, stdout, stderr } = folder.current.run(['check', '--policy', 'policy', '--events', 'events']);
  expect([status, stderr]).toEqual([0, '']);
  expect(jsonLines(stdout)).toEqual([
    { policy: 'allow', rule: 'line 1: a.example', reason: 'Allowed by line 1: a.example.' },
    { policy: 'deny', rule: 'line 2: !b.example', reason: 'Denied by line 2: !b.example.', denial: 'rule' },
    { policy: 'allow', rule: 'line 3: c.example passthrough', reason: expect.any(String), passthrough: true },
    { policy: 'deny', rule: null, reason: 'No rule allows TLS to d.example:443.', denial: 'no-rule', suggestion: 'd.example' },
  ]);
});

test('a log can be fed back: lines that ask nothing keep their place', () => {
  folder.current.write('policy', '');
  const lines = [
    { type: 'close', conn: 'c1' },
    { type: 'lost', lost: 3 },
    { type: 'sudo', policy: 'deny', user: 'root', cwd: '/', exe: '/usr/bin/sudo', cmdline: ['sudo', 'id'] },
    { type: 'guard', reason: 'The proxy ended and was started again.' },
    { type: 'socket', protocol: 'packet/raw' },
    { type: 'ip', dst_ip: '192.0.2.1', protocol: 'sctp' },
    { type: 'dns', name: 'results-receiver.actions.githubusercontent.com', dst_ip: '127.0.0.53', dst_port: 53 },
  ];
  const { status, stdout } = folder.current.run(['check', '--policy', 'policy', '--events', '-'], {
    input: lines.map((line) => `${JSON.stringify(line)}\r\n\r\n`).join(''),
  });
  expect(status).toBe(0);
  expect(jsonLines(stdout).map(({ policy }) => policy)).toEqual([null, null, null, null, 'deny', 'deny', 'allow']);
});

test('a broken line is an error in its place, nothing is lost, and the exit status is 1', () => {
  folder.current.write('policy', 'a.example\n');
  const good = '{"type":"https","host":"a.example","dst_ip":"192.0.2.1","dst_port":443}';
  const input = [good, '{"type":', '[1]', '{}', '{"type":"tcp","dst_port":"443"}', '{"type":"tcp","cmdline":[1]}', 'null', good].join('\n');
  const { status, stdout } = folder.current.run(['check', '--policy', 'policy', '--events', '-'], { input });
  expect(status).toBe(1);
  expect(jsonLines(stdout)).toEqual([
    expect.objectContaining({ policy: 'allow' }),
    { error: 'not valid JSON', line: 2 },
    { error: 'not an event: not a JSON object', line: 3 },
    { error: 'not an event: it has no type', line: 4 },
    { error: 'not an event: dst_port is not a number', line: 5 },
    { error: 'not an event: cmdline is not a list of strings', line: 6 },
    { error: 'not an event: not a JSON object', line: 7 },
    expect.objectContaining({ policy: 'allow' }),
  ]);
});

test('an invalid policy: exit status 1, findings as JSON on stderr, nothing decided', () => {
  folder.current.write('policy', 'a.example\nb..example\n');
  const { status, stdout, stderr } = folder.current.run(['check', '--policy', 'policy', '--events', '-'], { input: '{"type":"tcp"}\n' });
  expect([status, stdout]).toEqual([1, '']);
  expect(JSON.parse(stderr)).toEqual({
    findings: [expect.objectContaining({ severity: 'error', code: 'empty-label', line: 2, column: 3 })],
  });
});

test('each event is answered before the next has come', async () => {
  folder.current.write('policy', 'a.example\n');
  const child = spawn(process.execPath, [CLI, 'check', '--policy', 'policy', '--events', '-'], { cwd: folder.current.path });
  const answers = child.stdout.setEncoding('utf8')[Symbol.asyncIterator]();
  for (const host of ['a.example', 'b.example']) {
    child.stdin.write(`${JSON.stringify({ type: 'https', host, dst_ip: '192.0.2.1', dst_port: 443 })}\n`);
    const { value } = await answers.next();
    expect(JSON.parse(value)).toMatchObject({ policy: host === 'a.example' ? 'allow' : 'deny' });
  }
  child.stdin.end();
  expect((await answers.next()).done).toBe(true);
});

test('a reader that goes away is no error', async () => {
  folder.current.write('policy', '');
  folder.current.write('events', '{"type":"tcp","dst_ip":"192.0.2.1","dst_port":1}\n'.repeat(50_000));
  const child = spawn(process.execPath, [CLI, 'check', '--policy', 'policy', '--events', 'events'], { cwd: folder.current.path });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const signal = await new Promise((resolve) => child.on('close', (_, name) => resolve(name)));
  expect([stderr, signal]).toEqual(['', null]);
});

test('the policy of one job of a workflow', () => {
  const job = (name: string, host: string): string =>
    `  ${name}:\n    steps:\n      - uses: x/egress-filter@v1\n        with:\n          policy: ${host}\n`;
  folder.current.write('ci.yml', `jobs:\n${job('one', 'a.example')}${job('two', 'b.example')}`);
  const input = '{"type":"https","host":"b.example","dst_ip":"192.0.2.1","dst_port":443}\n';
  const check = (...args: string[]) => folder.current.run(['check', '--policy', 'ci.yml', '--events', '-', ...args], { input });
  expect(JSON.parse(check('--job', 'two').stdout)).toMatchObject({ policy: 'allow' });
  expect(JSON.parse(check('--job', 'one').stdout)).toMatchObject({ policy: 'deny' });
  expect(check()).toMatchObject({ status: 2, stderr: 'egress-filter: ci.yml has several policies: choose one by --job (one, two).\n' });
  expect(check('--job', 'three').stderr).toContain('these jobs do: one, two');
});

test.each([
  [['--policy', 'p'], 'check needs --policy and --events'],
  [['--policy', '-', '--events', '-'], 'Standard input'],
  [['--policy', 'missing', '--events', '-'], 'The policy missing cannot be read: there is no such file'],
  [['--policy', 'p', '--events', 'missing'], 'The events missing cannot be read: there is no such file'],
  [['--policy', 'p', '--events', '.'], 'The events . cannot be read: it is a directory'],
  [['--policy', 'p', '--events', '-', '--learned', 'p'], 'p is not valid JSON'],
  [['--policy', 'p', '--events', '-', '--learned', 'l'], 'l is no list of learned names'],
  [['--policy', 'p', '--events', '-', '--default', 'maybe'], '--default takes deny or allow'],
])('%j is a usage or file error', (args, message) => {
  folder.current.write('p', 'a.example\n');
  folder.current.write('l', '{"a": "192.0.2.1"}');
  const { status, stderr } = folder.current.run(['check', ...args]);
  expect(status).toBe(2);
  expect(stderr).toContain(`egress-filter: ${message}`);
  expect(stderr.split('\n')).toHaveLength(2);
});
