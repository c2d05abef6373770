import { describe, expect, test } from 'vitest';
import { useFolder } from './lab.ts';

const folder = useFolder();

const base = { ts: '2026-01-31T12:00:00.123Z', dst_ip: '198.51.100.7', dst_port: 443, exe: '/usr/bin/node', cmdline: ['node', 'index.js'] };
const https = (host: string, more: object = {}): object => ({ ...base, type: 'https', host, policy: 'allow', ...more });
const lines = (...events: (object | string)[]): string =>
  events.map((event) => `${typeof event === 'string' ? event : JSON.stringify(event)}\n`).join('');

interface Report {
  readonly log: Record<string, unknown>;
  readonly policies: readonly (Record<'blocked' | 'allowed' | 'never' | 'failed', readonly Record<string, unknown>[]> & {
    readonly job?: string;
    readonly totals: Record<string, number>;
  })[];
}

function analyze(log: string, policy: string, ...args: string[]): Report {
  folder.current.write('log', log);
  folder.current.write('policy', policy);
  const { stdout, stderr } = folder.current.run(['analyze', '--json', '--log', 'log', ...args, 'policy']);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const first = (report: Report) => {
  const [policy] = report.policies;
  if (policy === undefined) throw new Error('no policy');
  return policy;
};

test('blocked with process, step and the line to add; allowed with -v; failed; a summary', () => {
  const log = lines(
    https('a.example', { conn: 'c1', url: 'https://a.example/x?[redacted]', method: 'GET' }),
    { ts: base.ts, type: 'close', conn: 'c1', bytes_in: 1, bytes_out: 1, duration_ms: 1, error: 'ECONNRESET' },
    https('evil.example', { conn: 'c2', step: '__run_2', action: 'some/action', exe: '/usr/bin/curl', cmdline: ['curl', '-d', '@-'] }),
    https('evil.example', { conn: 'c3', step: '__run_2', action: 'some/action', exe: '/usr/bin/curl', cmdline: ['curl', 'other'] }),
    https('pinned.example', { error: 'tls_client_rejected_ca' }),
  );
  folder.current.write('log', log);
  folder.current.write('policy', 'a.example\npinned.example\n');
  const { status, stdout } = folder.current.run(['analyze', '--log', 'log', 'policy']);
  expect(status).toBe(1);
  expect(stdout).toContain('  evil.example:443  https  2x, let through when it was logged\n');
  expect(stdout).toContain('      by   /usr/bin/curl -d @- (step __run_2, some/action)\n');
  expect(stdout).toContain('      why  No rule allows TLS to evil.example:443.\n');
  expect(stdout).toContain('      add: evil.example\n');
  expect(stdout).toContain('  a.example:443  1x  ECONNRESET\n');
  expect(stdout).toContain('  pinned.example:443  1x  tls_client_rejected_ca\n');
  expect(stdout).toContain('\nSummary: 2 allowed, 2 blocked, 2 failed, of 4 events under 1 policy.\n');
  expect(stdout).not.toContain('line 1: a.example');
  const verbose = folder.current.run(['analyze', '-v', '--log', '-', 'policy'], { input: log }).stdout;
  expect(verbose).toContain('  a.example:443  https  1x  line 1: a.example\n');
});

test('nothing blocked: exit status 0', () => {
  folder.current.write('log', lines(https('a.example')));
  folder.current.write('policy', 'a.example\n');
  expect(folder.current.run(['analyze', '--log', 'log', 'policy'])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('nothing blocked'),
  });
});

test('grouped by destination and process, so that scopes count', () => {
  const { blocked, allowed } = first(
    analyze(
      lines(
        https('a.example', { exe: '/usr/bin/curl' }),
        https('a.example', { exe: '/usr/bin/wget' }),
        https('a.example', { exe: '/usr/bin/wget', step: 'build' }),
        https('a.example', { exe: '/usr/bin/wget' }),
      ),
      'a.example exe=/usr/bin/curl\n',
    ),
  );
  expect(allowed.map(({ count, process }) => [count, process])).toEqual([[1, expect.objectContaining({ exe: '/usr/bin/curl' })]]);
  expect(blocked.map(({ count, process }) => [count, process])).toEqual([
    [2, expect.not.objectContaining({ step: 'build' })],
    [1, expect.objectContaining({ step: 'build' })],
  ]);
  expect(blocked[0]).toMatchObject({ nearest: 'host matches line 1, exe does not', add: ['a.example'] });
});

test('names of addresses come from the log', () => {
  const { totals } = first(
    analyze(
      lines(
        { ...base, type: 'tcp', dst_port: 22, policy: 'deny', dst_names: ['git.example'] },
        { ...base, type: 'udp', dst_port: 123, policy: 'deny', dst_names: ['x.example', 'ntp.example'] },
        { ...base, type: 'tcp', dst_port: 22, policy: 'deny' },
      ),
      'git.example:22\nntp.example:123/udp\n',
    ),
  );
  expect(totals).toMatchObject({ allowed: 2, blocked: 1, passed: 0 });
});

test('lookups: the machine asks its own resolver, a public one needs a rule', () => {
  const dns = (dst_ip: string, more: object = {}): object => ({
    ...base,
    type: 'dns',
    name: 'a.example',
    dst_ip,
    dst_port: 53,
    policy: 'allow',
    ...more,
  });
  const { blocked, totals } = first(
    analyze(
      lines(
        dns('127.0.0.53'),
        dns('10.0.0.2'),
        dns('168.63.129.16'),
        dns('8.8.8.8'),
        // The machine's own, as the policy of then looked at the name.
        dns('9.9.9.9', { rule: 'line 1: a.example', reason: 'Allowed by line 1: a.example.' }),
        dns('9.9.9.9', { policy: 'deny', reason: 'No rule allows looking up a.example.' }),
        dns('10.0.0.9', {
          policy: 'deny',
          reason: "The DNS server 10.0.0.9:53/udp is neither the machine's resolver nor allowed by an address rule.",
        }),
      ),
      'a.example\n',
    ),
  );
  expect(totals).toMatchObject({ allowed: 5, blocked: 2 });
  expect(blocked.flatMap(({ add }) => add)).toEqual(['8.8.8.8:53/udp', '10.0.0.9:53/udp']);
});

test('the runner’s own traffic is no matter of a policy, and an error that a connection ends with is told once', () => {
  const report = analyze(
    lines(
      { ...base, type: 'dns', name: 'watchdog.example', dst_port: 53, policy: 'allow', rule: "built-in: the runner's own traffic" },
      { ...https('a.example'), conn: 'c1', error: 'tls_client_rejected_ca' },
      { ...base, type: 'close', conn: 'c1', error: 'tls_client_rejected_ca' },
    ),
    'a.example\n',
  );
  expect(report.log).toMatchObject({ events: 1, runner: 1 });
  expect(first(report)).toMatchObject({ totals: { allowed: 1, blocked: 0 }, failed: [{ error: 'tls_client_rejected_ca', count: 1 }] });
});

test('what no policy opens is told apart and does not count as blocked', () => {
  const { never, totals } = first(
    analyze(
      lines(
        { type: 'socket', policy: 'deny', protocol: 'packet/raw', exe: '/usr/bin/ping' },
        { type: 'ip', policy: 'deny', dst_ip: '192.0.2.1', protocol: 'sctp' },
        { type: 'tcp', policy: 'deny', dst_ip: '2001:db8::1', dst_port: 443, protocol: 'ipv6' },
        { type: 'tcp', policy: 'deny', dst_ip: '::ffff:192.0.2.1', dst_port: 443 },
      ),
      '192.0.2.1\n',
    ),
  );
  expect(totals).toMatchObject({ never: 3, blocked: 0, allowed: 1 });
  expect(never.map(({ destination }) => destination)).toEqual(['192.0.2.1 (sctp)', '[2001:db8::1]:443', 'packet/raw']);
});

test('a connection that was passed through hides what a URL rule would say', () => {
  const { allowed } = first(
    analyze(
      lines(https('a.example', { passthrough: true }), https('b.example', { passthrough: true })),
      'https://a.example/x/*\nb.example\n',
    ),
  );
  expect(allowed.map(({ destination, unseen }) => [destination, unseen])).toEqual([
    ['a.example:443', 1],
    ['b.example:443', 0],
  ]);
});

test('broken lines, lost events and other types are counted and told, and change no exit status', () => {
  folder.current.write(
    'log',
    lines(
      https('a.example'),
      '{"ts":',
      { type: 'sudo', cmdline: ['sudo', 'apt-get', 'update'], user: 'root', cwd: '/', policy: 'allow' },
      { type: 'guard', reason: 'The proxy ended and was started again.' },
      { type: 'of-another-tool', cmdline: ['x'] },
      { type: 'lost', lost: 7 },
      https('a.example'),
    ),
  );
  folder.current.write('policy', 'a.example\n');
  const { status, stdout, stderr } = folder.current.run(['analyze', '--log', 'log', 'policy']);
  expect(status).toBe(0);
  expect(stdout).toContain('2 allowed');
  expect(stderr).toBe(
    'egress-filter: 1 line of the log is broken and left out (line 2: not valid JSON).\n' +
      'egress-filter: The log says that 7 events are missing in it.\n' +
      'egress-filter: 1 use of sudo left alone: the input allow-sudo decides them, not a policy.\n' +
      'egress-filter: 1 line about the filter itself left alone: its guard wrote it.\n' +
      'egress-filter: 1 line of other types left alone.\n',
  );
});

describe('a workflow', () => {
  const job = (name: string, host: string): string =>
    `  ${name}:\n    steps:\n      - uses: x/egress-filter@v1\n        with:\n          policy: |\n            ${host}\n`;
  const workflow = `jobs:\n${job('build', 'a.example')}${job('test', 'b.example')}`;

  test('each job by its own policy', () => {
    folder.current.write('ci.yml', workflow);
    folder.current.write(
      'log',
      lines(
        https('a.example', { step: 'build.__run' }),
        https('a.example', { step: 'test.__run' }),
        https('a.example', { step: 'deploy.__run' }),
        https('a.example'),
        { ...https('a.example', { step: 'test.__run' }), policy: undefined, error: 'ECONNREFUSED' },
      ),
    );
    const { status, stdout } = folder.current.run(['analyze', '--json', '--log', 'log', 'ci.yml']);
    expect(status).toBe(1);
    const report: Report = JSON.parse(stdout);
    expect(report.log).toMatchObject({ events: 4, otherJobs: 1, withoutJob: 1 });
    expect(report.policies.map(({ job: id, totals }) => [id, totals.allowed, totals.blocked, totals.failed])).toEqual([
      ['build', 2, 0, 0],
      ['test', 0, 2, 1],
    ]);
    expect(folder.current.run(['analyze', '--log', 'log', '--job', 'build', 'ci.yml']).status).toBe(0);
  });

  test('rules are named by the line of the workflow', () => {
    folder.current.write('ci.yml', workflow);
    folder.current.write('log', lines(https('b.example', { step: 'test.x', dst_port: 8443 }), https('b.example', { step: 'test.x' })));
    const { stdout } = folder.current.run(['analyze', '-v', '--log', 'log', 'ci.yml']);
    expect(stdout).toContain('ci.yml:10, job test: 1 allowed');
    expect(stdout).toContain('Host matches line 13, port 8443 does not.');
    expect(stdout).toContain('b.example:443  https  1x  ci.yml:13: b.example');
  });

  test('lines with expressions are left out and said to be', () => {
    folder.current.write('ci.yml', `jobs:\n${job('build', `\${{ vars.POLICY }}`)}`);
    folder.current.write('log', lines(https('a.example')));
    expect(folder.current.run(['analyze', '--log', 'log', 'ci.yml']).stdout).toContain(
      '1 line of this policy holds expressions and is left out',
    );
  });
});

test('an invalid policy: exit status 1, findings on stderr, nothing analyzed', () => {
  folder.current.write('log', lines(https('a.example')));
  folder.current.write('policy', 'a..example\n');
  const { status, stdout, stderr } = folder.current.run(['analyze', '--log', 'log', 'policy']);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('policy:1:3: error');
  expect(JSON.parse(folder.current.run(['analyze', '--json', '--log', 'log', 'policy']).stderr).findings).toHaveLength(1);
});

test.each([
  [['policy'], 'analyze needs --log'],
  [['--log', 'log'], 'analyze needs --log and a policy'],
  [['--log', 'missing', 'policy'], 'The log missing cannot be read: there is no such file'],
  [['--log', 'log', 'ci.yml'], 'No step of ci.yml uses egress-filter'],
  [['--log', '-', '-'], 'Standard input'],
])('%j is a usage or file error', (args, message) => {
  folder.current.write('log', '');
  folder.current.write('policy', '');
  folder.current.write('ci.yml', 'jobs:\n  a:\n    steps:\n      - run: x\n');
  const { status, stderr } = folder.current.run(['analyze', ...args]);
  expect(status).toBe(2);
  expect(stderr).toContain(`egress-filter: ${message}`);
});

test('a log of any size is read in bounded memory: every line another connection, host and process', async () => {
  const count = 150_000;
  let input = '';
  for (let index = 0; index < count; index++)
    input += lines(https(`h${index}.example`, { conn: `c${index}`, exe: `/tmp/${index}`, cmdline: ['x'.repeat(200)] }));
  folder.current.write('policy', 'a.example\n');
  const { status, stdout } = await folder.current.start(['analyze', '--log', '-', 'policy'], { input, node: ['--max-old-space-size=100'] });
  expect(status).toBe(1);
  expect(stdout).toContain(`Summary: 0 allowed, ${count} blocked, 0 failed`);
  expect(stdout).toContain(`${count - 5000} events of further groups are counted, not listed.`);
}, 60_000);

test('what a log holds never reaches the terminal as an escape sequence or a workflow command', () => {
  folder.current.write('policy', '');
  folder.current.write(
    'log',
    lines(https('e.example', { exe: '/bin/\u001b]0;x\u0007', cmdline: ['\n::error::x'], error: '\n::set-output::\u202e' })),
  );
  const { stdout } = folder.current.run(['analyze', '--log', 'log', 'policy']);
  for (const char of ['\u001b', '\u0007', '\u202e']) expect(stdout).not.toContain(char);
  expect(stdout).not.toMatch(/^::/m);
});
