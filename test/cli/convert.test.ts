import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBullfrog } from '../../src/cli/policy/convert/bullfrog.ts';
import { fromCargowall } from '../../src/cli/policy/convert/cargowall.ts';
import { fromCijail } from '../../src/cli/policy/convert/cijail.ts';
import { Draft } from '../../src/cli/policy/convert/draft.ts';
import { fromGhAw } from '../../src/cli/policy/convert/gh-aw.ts';
import { fromHardenRunner } from '../../src/cli/policy/convert/harden-runner.ts';
import { Source } from '../../src/cli/policy/convert/source.ts';
import { compile, type Question } from '../../src/policy/index.ts';
import { useFolder } from './lab.ts';

const TOOLS = {
  'harden-runner': fromHardenRunner,
  bullfrog: fromBullfrog,
  cijail: fromCijail,
  'gh-aw': fromGhAw,
  cargowall: fromCargowall,
};
type Tool = keyof typeof TOOLS;

function convert(tool: Tool, text: string): { rules: string[]; warnings: string[]; draft: Draft } {
  const draft = new Draft();
  TOOLS[tool](new Source(text), draft);
  const policy = compile(draft.policy);
  expect(policy.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(policy.ruleCount).toBe(draft.ruleCount);
  return {
    draft,
    rules: draft.policy.split('\n').filter((line) => line !== '' && !line.startsWith('#')),
    warnings: draft.remarks.filter(({ severity }) => severity === 'warning').map(({ entry, message }) => `${entry ?? ''}: ${message}`),
  };
}

const tls = (host: string, dstPort = 443): Question => ({ type: 'tls', host, dstIp: '192.0.2.1', dstPort, names: [] });

describe('entries become rules', () => {
  test.each<[Tool, string, string[], number]>([
    ['harden-runner', 'api.github.com:443 proxy.golang.org', ['api.github.com', 'proxy.golang.org'], 0],
    ['harden-runner', 'a.example:80\n a.example:8080', ['a.example:80', 'a.example:8080'], 0],
    ['harden-runner', '*.example.com:443', ['*.example.com'], 0],
    ['harden-runner', '*example.com:443', ['*example.com', '*.*example.com'], 0],
    ['harden-runner', 'store*.blob.example.com:443', ['store*.blob.example.com'], 1],
    ['harden-runner', 'a.*.example.com:443', [], 1],
    ['harden-runner', '1.2.3.4:8443', ['1.2.3.4:8443'], 0],
    ['harden-runner', '[2001:db8::1]:443', [], 1],
    ['harden-runner', '2001:db8::1', [], 1],
    ['harden-runner', 'a.example:http', [], 1],
    ['harden-runner', `\${{ vars.HOST }}:443 a.example`, ['a.example'], 1],
    ['bullfrog', '*.docker.com\ndocker.io', ['*.docker.com:*', '*.docker.com:*/udp', 'docker.io:*', 'docker.io:*/udp'], 0],
    ['bullfrog', '1.2.3.4\n10.0.0.0/8', ['1.2.3.4:*', '1.2.3.4:*/udp', '10.0.0.0/8:*', '10.0.0.0/8:*/udp'], 0],
    ['bullfrog', '10.1.0.0/8', ['10.1.0.0/8:*', '10.1.0.0/8:*/udp'], 1],
    ['bullfrog', '*', [], 1],
    ['bullfrog', 'a*.b.example', ['a*.b.example:*', 'a*.b.example:*/udp'], 1],
    ['cijail', 'https://a.example/', ['* https://a.example/*'], 0],
    ['cijail', 'https://a.example', ['* https://a.example/*'], 0],
    ['cijail', 'https://a.example:8443/x/y', ['* https://a.example:8443/x/y*/*'], 0],
    ['cijail', 'https://u:p@a.example/x/?q=1', ['* https://a.example/x/*'], 2],
    [
      'cijail',
      '1.1.1.1:53 one.example two.example:22',
      ['1.1.1.1:53', '1.1.1.1:53/udp', 'dns:one.example', 'two.example:22', 'two.example:22/udp'],
      0,
    ],
    ['cijail', '*.a.example *a.example a*.b.example', ['dns:*.a.example', 'dns:*a.example', 'dns:*.*a.example', 'dns:a*.b.example'], 1],
    ['cijail', '@/tmp/x /tmp/y [netlink] 127.0.0.1:80', [], 0],
    ['cijail', "export CIJAIL_ENDPOINTS='a.example b.example'\necho c.example", ['dns:a.example', 'dns:b.example'], 0],
    [
      'gh-aw',
      'github.com # why\nnpmjs.org, x.example',
      ['github.com:80|443', '*.github.com:80|443', 'npmjs.org:80|443', '*.npmjs.org:80|443', 'x.example:80|443', '*.x.example:80|443'],
      0,
    ],
    ['gh-aw', 'https://a.example\nhttp://b.example', ['a.example', '*.a.example', 'b.example:80', '*.b.example:80'], 0],
    ['gh-aw', '*.a.example api-*.b.example', ['*.a.example:80|443', 'api-*.b.example:80|443'], 1],
    ['gh-aw', 'network: defaults', [], 1],
    [
      'gh-aw',
      '---\nnetwork:\n  allowed: [node, localhost]\n  blocked: [a.example, python]\n---\ntext',
      ['@npm', '!a.example', '!*.a.example'],
      2,
    ],
    [
      'gh-aw',
      '{"network":{"allowDomains":["a.example"],"blockDomains":["*.b.example"]}}',
      ['a.example:80|443', '*.a.example:80|443', '!*.b.example'],
      0,
    ],
    [
      'gh-aw',
      "sudo awf --allow-domains 'a.example,*.b.example' -- curl",
      ['a.example:80|443', '*.a.example:80|443', '*.b.example:80|443'],
      0,
    ],
    [
      'gh-aw',
      'network:\n  allowed: [a.example]\n  firewall:\n    allow-urls: ["https://a.example/x/*", "https://a.example/y*", "https://a.example/*/z", "https://a.example/w/"]',
      ['* https://a.example/x/*', '* https://a.example/y*/*', '* https://a.example/*/z', '* https://a.example/w'],
      1,
    ],
    [
      'cargowall',
      'a.example:443;80, b.example:22',
      [
        'a.example:443|80',
        '*.a.example:443|80',
        'a.example:443|80/udp',
        '*.a.example:443|80/udp',
        'b.example:22',
        '*.b.example:22',
        'b.example:22/udp',
        '*.b.example:22/udp',
      ].sort(),
      0,
    ],
    ['cargowall', '**.a.example:443', ['*.a.example', '*.a.example:443/udp'], 0],
    ['cargowall', '*.a.example:443', ['*.a.example', '*.a.example:443/udp'], 1],
    ['cargowall', 'a.*.b.example bastion', [], 1],
    ['cargowall', '2001:db8::/32', [], 1],
  ])('%s: %j', (tool, text, rules, warnings) => {
    const got = convert(tool, text);
    expect(tool === 'cargowall' ? got.rules.sort() : got.rules).toEqual(rules);
    expect(got.warnings).toHaveLength(warnings);
  });
});

describe('files', () => {
  test('a workflow of harden-runner, job by job, with the line of each entry', () => {
    const { draft, rules } = convert(
      'harden-runner',
      `jobs:
  one:
    steps:
      - uses: step-security/harden-runner@v2
        with:
          egress-policy: audit
          allowed-endpoints: >
            a.example:443

            x*.b.example:443
  two:
    steps:
      - uses: step-security/harden-runner@v2
        with:
          allowed-endpoints: c.example:443 x.*.c
`,
    );
    expect(rules).toEqual(['a.example', 'x*.b.example', 'c.example']);
    expect(draft.policy).toContain('# From allowed-endpoints of harden-runner, job two\nc.example\n# left out: x.*.c\n');
    expect(draft.remarks.filter(({ severity }) => severity === 'warning').map(({ line }) => line)).toEqual([10, 15]);
    expect(draft.remarks.map(({ message }) => message).join()).toContain('audit: true');
  });

  test('inputs of bullfrog, with what it cannot keep', () => {
    const { rules, warnings } = convert(
      'bullfrog',
      'with:\n  egress-policy: block\n  dns-policy: any\n  allowed-ips: |\n    1.2.3.4\n  allowed-domains: a.example\n',
    );
    expect(rules).toEqual(['a.example:*', 'a.example:*/udp', '1.2.3.4:*', '1.2.3.4:*/udp']);
    expect(warnings).toEqual([expect.stringContaining('dns-policy: any')]);
  });

  test('the configuration of cargowall: ports, protocols, denials, suffixes', () => {
    const { rules, warnings } = convert(
      'cargowall',
      JSON.stringify(
        {
          defaultAction: 'allow',
          rules: [
            {
              type: 'hostname',
              value: 'a.example',
              ports: [
                { port: 443, protocol: 'tcp' },
                { port: 53, protocol: 'udp' },
              ],
              action: 'allow',
            },
            { type: 'cidr', value: '10.0.0.0/8', ports: [443, 80], action: 'allow' },
            { type: 'cidr', value: '192.0.2.0/24', ports: [{ port: 0, protocol: 'icmp' }], action: 'allow' },
            { type: 'hostname', value: 'example', action: 'deny' },
            { type: 'hostname', value: 'bad.a.example', ports: [{ port: 80, protocol: 'all' }], action: 'deny' },
          ],
          searchDomains: ['.compute.internal'],
        },
        null,
        1,
      ),
    );
    expect(rules).toEqual([
      'a.example',
      'a.example:53/udp',
      '*.a.example',
      '*.a.example:53/udp',
      '10.0.0.0/8:443|80',
      '10.0.0.0/8:443|80/udp',
      '!bad.a.example:80/tcp',
      '!bad.a.example:80/udp',
      '!*.bad.a.example:80/tcp',
      '!*.bad.a.example:80/udp',
      'dns:*.compute.internal',
    ]);
    expect(warnings.join('\n')).toMatch(
      /defaultAction: allow[\s\S]*ICMP[\s\S]*a more specific rule, such as that for a\.example[\s\S]*without this suffix/,
    );
  });

  test('what was allowed there is allowed here, where nothing is warned of', () => {
    const policy = compile(convert('gh-aw', 'github.com\nhttps://*.a.example\n').draft.policy);
    for (const [host, port, allow] of [
      ['github.com', 443, true],
      ['x.y.github.com', 80, true],
      ['notgithub.com', 443, false],
      ['x.a.example', 443, true],
      ['a.example', 443, false],
      ['x.a.example', 80, false],
    ] as const)
      expect([host, port, policy.decide(tls(host, port), {}).allow]).toEqual([host, port, allow]);
  });
});

const word = fc.stringMatching(/^[a-z0-9.*:/\-[\]@$"'#{},;|!]{1,14}$/);
const host = fc.stringMatching(/^(\*{1,2}\.)?[a-z*]{1,4}(\.[a-z*]{1,4}){0,3}(:[0-9*;]{1,7})?$/);
const entry = fc.oneof(word, host, fc.constantFrom('https://a.example/x*', `\${{ a }}`, '::1', '10.0.0.0/8:443', '*', '"', 'a: &b', '*b'));
const key = fc.constantFrom(
  'allowed-endpoints',
  'allowed-domains',
  'allowed-ips',
  'CIJAIL_ENDPOINTS',
  'allowed',
  'network',
  'allow-urls',
  'allowed-hosts',
  'search-domains',
  'rules',
  'value',
);
const lists = fc
  .tuple(key, fc.constantFrom(' |', ' >', '', ' -', ' ['), fc.array(entry, { maxLength: 6 }))
  .map(([name, style, entries]) => `${name}:${style}\n  ${entries.join('\n  ')}\n`);
const files = fc.oneof(
  fc.array(entry, { maxLength: 12 }).map((entries) => entries.join('\n')),
  fc.array(lists, { maxLength: 3 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);

test('a word that every object knows is no ecosystem', () => {
  expect(convert('gh-aw', 'constructor\ntoString\n').rules).toEqual([]);
});

test('whatever the file holds, what is printed is a valid policy, and each rule stands once', () => {
  fc.assert(
    fc.property(fc.constantFrom(...(Object.keys(TOOLS) as Tool[])), files, (tool, text) => {
      const { rules, draft } = convert(tool, text);
      expect(new Set(rules).size).toBe(rules.length);
      expect(draft.policy).not.toMatch(/^(?!#).*\$\{\{/m);
    }),
    { numRuns: 2000 },
  );
});

describe('the command', () => {
  const folder = useFolder();

  test('policy on stdout, warnings on stderr with the line, exit status 1', () => {
    folder.current.write('list', 'a.example:443\nx*.b.example:443\n');
    const { status, stdout, stderr } = folder.current.run(['convert', '--from', 'harden-runner', 'list']);
    expect(status).toBe(1);
    expect(stdout).toBe('# From allowed-endpoints of harden-runner\na.example\nx*.b.example\n');
    expect(stderr).toContain('list:2: warning: x*.b.example:443: ');
    expect(stderr).toContain('note: ');
  });

  test('nothing lost: exit status 0; --json', () => {
    const outcome = folder.current.run(['convert', '--json', '--from', 'cijail', '-'], { input: 'a.example:443\n' });
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(outcome.stdout)).toEqual({
      from: 'cijail',
      file: '<stdin>',
      rules: 2,
      policy: '# From CIJAIL_ENDPOINTS\na.example:443\na.example:443/udp\n',
      warnings: [],
      notes: [],
    });
  });

  test.each([
    [['list'], 'convert needs --from and one file'],
    [['--from', 'other', 'list'], '--from takes one of harden-runner, bullfrog, cijail, gh-aw, cargowall, not "other"'],
    [['--from', 'bullfrog', 'missing'], 'there is no such file'],
    [['--from', 'bullfrog', 'ci.yml'], 'ci.yml holds no list of bullfrog'],
  ])('%j is a usage or file error', (args, message) => {
    folder.current.write('list', 'a.example\n');
    folder.current.write('ci.yml', 'jobs:\n  a:\n    steps: []\n');
    const { status, stderr } = folder.current.run(['convert', ...args]);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
