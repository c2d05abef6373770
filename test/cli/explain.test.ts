import { expect, test } from 'vitest';
import { useFolder } from './lab.ts';

const folder = useFolder();

const policy = `api.example.com
https://docs.example.com/v1/* # read only
*.cdn.example.com passthrough
!secret.cdn.example.com
10.0.0.0/8:5432
ntp.example.com:123/udp
tools.example.com exe=/usr/bin/curl arg[1]=-s step=build
dns:txt.example.com
`;

test.each([
  ['https://api.example.com/anything', [], 0, 'line 1'],
  ['https://docs.example.com/v1/x', [], 0, 'line 2'],
  ['https://docs.example.com/v2', [], 1, 'the path does not'],
  ['https://docs.example.com/v1/x', ['--method', 'post'], 1, 'method POST does not'],
  ['docs.example.com', [], 0, 'Each request inside is decided on its own'],
  ['docs.example.com:443', ['--tcp'], 1, 'docs.example.com'],
  ['https://x.cdn.example.com/a', [], 0, 'passed through uninspected'],
  ['secret.cdn.example.com', [], 1, '!secret.cdn.example.com'],
  ['api.example.com:8443', [], 1, 'port 8443 does not'],
  ['api.example.com:80', ['--tls'], 1, 'api.example.com:80'],
  ['10.1.2.3:5432', [], 0, 'line 5'],
  ['db.example.com:5432', ['--ip', '10.1.2.3'], 1, 'looking up db.example.com'],
  ['ntp.example.com:123/udp', [], 0, 'line 6'],
  ['ntp.example.com:123', [], 1, 'ntp.example.com:123'],
  ['dns:txt.example.com', [], 0, 'line 8'],
  ['txt.example.com', [], 1, 'allows the lookup only'],
  ['dns:other.example.com', [], 1, 'No rule allows looking up other.example.com'],
  ['dns:other.example.com', [], 1, 'A line that would allow it\n  dns:other.example.com'],
  ['tools.example.com', [], 1, 'exe, arg[1] and step do not'],
  ['tools.example.com', ['--exe', '/usr/bin/curl', '--arg', 'curl', '--arg', '-s', '--step', 'job.build'], 0, 'line 7'],
  ['169.254.169.254:80', [], 1, 'Guardrail'],
  ['169.254.169.254:80', ['--cgroup', '/azure.slice/walinuxagent.service'], 0, 'built-in: 169.254.169.254:80'],
  ['unknown.example.com:25', ['--default', 'allow'], 1, 'mail port 25'],
  ['unknown.example.com', ['--default', 'allow'], 0, 'the default is to allow'],
])('%s %j', (target, options, status, words) => {
  folder.current.write('policy', policy);
  const outcome = folder.current.run(['explain', '--policy', 'policy', ...options, target]);
  expect(outcome.stderr).toBe('');
  expect(outcome.stdout).toContain(words);
  expect(outcome.status).toBe(status);
});

test('the line with a caret, the nearest rules, the line to add', () => {
  folder.current.write('policy', policy);
  expect(folder.current.run(['explain', '--policy', 'policy', 'https://docs.example.com/v1/x']).stdout).toBe(
    `allowed  look up docs.example.com: Allowed by line 2: https://docs.example.com/v1/*
allowed  open TLS to docs.example.com:443: Allowed by line 2: https://docs.example.com/v1/*
allowed  GET https://docs.example.com/v1/x: Allowed by line 2: https://docs.example.com/v1/*

policy:2
2 | https://docs.example.com/v1/* # read only
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
  );
  const denied = folder.current.run(['explain', '--policy', 'policy', 'api.example.com:8443']).stdout;
  expect(denied).toContain(
    'Nearest rules\n  host matches line 1, port 8443 does not\n  policy:1\n  1 | api.example.com\n    | ^^^^^^^^^^^^^^^\n',
  );
  expect(denied).toContain('A line that would allow it\n  api.example.com:8443\n');
});

test('in a workflow, the line of the workflow', () => {
  folder.current.write(
    'ci.yml',
    'jobs:\n  a:\n    steps:\n      - uses: x/egress-filter@v1\n        with:\n          policy: |\n            # c\n            \ta.example\n',
  );
  const { stdout } = folder.current.run(['explain', '--policy', 'ci.yml', 'a.example']);
  expect(stdout).toContain('Allowed by line 8: a.example');
  expect(stdout).toContain('ci.yml:8\n8 |  a.example\n  |  ^^^^^^^^^\n');
});

test('--json', () => {
  folder.current.write('policy', policy);
  const { stdout } = folder.current.run(['explain', '--json', '--policy', 'policy', 'api.example.com:8443']);
  expect(JSON.parse(stdout)).toEqual({
    policy: 'deny',
    rule: null,
    reason: expect.any(String),
    denial: 'no-rule',
    nearest: [{ rule: { text: 'api.example.com', line: 1, file: 'policy' }, mismatch: 'host matches line 1, port 8443 does not' }],
    suggestion: 'api.example.com:8443',
    steps: [expect.objectContaining({ what: 'look up api.example.com', policy: 'allow' }), expect.objectContaining({ policy: 'deny' })],
  });
});

test('an invalid policy says what is wrong and nothing else', () => {
  folder.current.write('policy', 'a..example\n');
  const { status, stdout, stderr } = folder.current.run(['explain', '--policy', 'policy', 'a.example']);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('policy:1:3: error');
});

test.each([
  [['a.example'], 'explain needs --policy'],
  [['--policy', 'p'], 'explain needs --policy and one target'],
  [['--policy', 'p', 'ftp://a.example'], 'is no URL of http or https'],
  [['--policy', 'p', '--policy', 'q', 'a.example'], "Option '--policy' is given twice"],
  [['--policy', 'p', 'http://['], 'is no URL of http or https'],
  [['--policy', 'p', 'post https://a.example/x'], 'write --method POST https://a.example/x.'],
  [['--policy', 'p', 'a b'], 'is neither a URL'],
  [['--policy', 'p', 'a.example:70000'], '70000 is no port'],
  [['--policy', 'p', 'a.example', '--method', 'GET'], '--method goes with a URL'],
  [['--policy', 'p', 'a.example', '--ip', '::1'], '--ip takes an IPv4 address'],
  [['--policy', 'p', 'a.example', '--job', 'x'], 'has no jobs'],
])('%j is a usage error', (args, message) => {
  folder.current.write('p', 'a.example\n');
  const { status, stderr } = folder.current.run(['explain', ...args]);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});
