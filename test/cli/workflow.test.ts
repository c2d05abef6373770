import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partUsed } from '../../src/action/workflow/action-use.ts';
import { readWorkflow, type Workflow } from '../../src/action/workflow/read.ts';
import { compilePolicy } from '../../src/cli/policy/load.ts';
import { useFolder } from './lab.ts';

const folder = useFolder();
const read = (source: string, root = folder.current.path): Workflow => readWorkflow(source, { name: 'ci.yml', root });

/** Errors and warnings as `line:column+length code`. */
function places(workflow: Workflow): string[] {
  const findings = [...workflow.findings, ...workflow.policies.flatMap((text) => compilePolicy(text, { repository: 'o/r' }).findings)];
  return findings.map(({ line, column, length, code }) => `${line}:${column}+${length} ${code}`);
}

const step = (policy: string): string => `jobs:
  build:
    steps:
      - uses: someone/egress-filter@v1
        with:
          policy: ${policy}
`;

describe('findings stand where the workflow has them', () => {
  test.each([
    ['|', '|\n            ok.example\n            a..b.example\n', '8:15+1 empty-label'],
    ['|-', '|-\n            ok.example\n            a..b.example\n', '8:15+1 empty-label'],
    ['| with Windows line ends', '|\r\n            ok.example\r\n            a..b.example\r\n', '8:15+1 empty-label'],
    ['|2 with blanks of the policy', '|2\n              ok.example\n            a..b.example\n', '8:15+1 empty-label'],
    ['> with empty lines between', '>\n            ok.example\n\n            a..b.example\n', '9:15+1 empty-label'],
    ['double quotes', '"ok.example\\na..b.example"\n', '6:34+1 empty-label'],
    ['single quotes', "'a..b.example'\n", '6:22+1 empty-label'],
    ['plain', 'a..b.example\n', '6:21+1 empty-label'],
    ['an anchor', '&p |\n            a..b.example\n', '7:15+1 empty-label'],
    ['text that is a number', '443\n', '6:19+3 bad-address'],
  ])('%s', (_, policy, place) => {
    expect(places(read(step(policy)))).toContain(place);
  });

  test('all of them, job by job', () => {
    const source = `on: push
jobs:
  one:
    steps:
      - run: echo
      - uses: someone/egress-filter@v1
        with: { policy: "a..example" }
  two:
    steps:
      - parallel:
          - run: echo
          - uses: other/Egress-Filter@main
            with:
              POLICY: |
                ok.example
                b.example:0
                c.example:70000
`;
    const { policies } = read(source);
    expect(policies.map(({ use }) => use)).toEqual([
      { job: 'one', step: 2, uses: 'someone/egress-filter@v1', line: 6 },
      { job: 'two', step: 2, uses: 'other/Egress-Filter@main', line: 12 },
    ]);
    expect(places(read(source))).toEqual(['7:28+1 empty-label', '16:27+1 bad-port', '17:27+5 bad-port']);
  });

  test('lines that are joined into one are an error of their own', () => {
    expect(places(read(step('>\n            a.example\n            b.example\n')))).toEqual([
      '6:19+1 folded-policy',
      '8:13+9 unknown-word',
    ]);
    expect(places(read(step('a.example\n            c.example\n')))).toContain('6:19+1 folded-policy');
    expect(places(read(step('>\n            a.example\n')))).toEqual([]);
    expect(places(read(step(`>-\n            \${{ inputs.policy }}\n`)))).toEqual(['7:13+20 expression']);
  });

  test('what is no text, no YAML, no workflow', () => {
    expect(places(read(step('[a.example]\n')))).toEqual(['6:19+11 not-text']);
    expect(places(read('jobs:\n  a: [\n'))).toHaveLength(1);
    expect(places(read('a.example\n'))).toEqual(['1:1+1 no-workflow']);
    expect(places(read('version: 2\n'))).toEqual(['1:1+1 no-workflow']);
    expect(places(read(''))).toEqual(['1:1+1 no-workflow']);
    expect(places(read(`jobs: ${'['.repeat(20_000)}`)).length).toBeGreaterThan(0);
  });
});

describe('expressions are left alone', () => {
  test('a line with one is not judged, the others are', () => {
    const workflow = read(
      step(
        `|\n            \${{ matrix.host }}:443:443\n            a..b.example\n            \${{ format('}}') }}\n            c..d.example\n`,
      ),
    );
    expect(places(workflow)).toEqual(['7:13+18 expression', '8:15+1 empty-label', '9:13+19 expression', '10:15+1 empty-label']);
    expect(workflow.policies[0]?.unjudged).toBe(2);
  });

  test('one over several lines', () => {
    const workflow = read(step(`|\n            a.example \${{\n              x\n            }}\n            b..example\n`));
    expect(places(workflow).map((place) => place.replace(/.* /, ''))).toEqual(['expression', 'expression', 'expression', 'empty-label']);
  });

  test('below a header with one nothing is judged until the next header', () => {
    const workflow = read(step(`|\n            [\${{ vars.url }}]\n            /only/under/a/url\n            []\n            /again\n`));
    expect(places(workflow)).toEqual(['7:14+15 expression', expect.stringMatching(/^10:13/)]);
  });

  test('a policy that is one, an unclosed one, one in a policy file', () => {
    expect(places(read(step(`\${{ matrix.policy }}\n`)))).toEqual(['6:19+20 expression']);
    expect(places(read(step(`"a.example \${{ x"\n`)))).not.toEqual([]);
    folder.current.write('p', `\${{ x }}\n`);
    expect(
      places(read('jobs:\n  a:\n    steps:\n      - uses: x/egress-filter@v1\n        with:\n          policy-file: p\n')),
    ).not.toEqual([]);
  });
});

describe('policy-file', () => {
  const source = (file: string): string => `jobs:
  a:
    steps:
      - uses: x/egress-filter@v1
        with:
          policy: |
            [:80]
            a.example
          policy-file: ${file}
`;

  test('is read below the repository, and joined without its header reaching over', () => {
    folder.current.write('egress/policy', '\ufeffa.example\nb..example\n');
    const workflow = read(source('egress/policy'));
    const [text] = workflow.policies;
    if (text === undefined) throw new Error('no policy');
    const { policy, findings } = compilePolicy(text, {});
    expect(findings).toMatchObject([{ line: 2, column: 3, code: 'empty-label' }]);
    expect(findings[0]?.file).toMatch(/egress\/policy$/);
    expect(policy.ruleCount).toBe(3);
    expect(policy.decide({ type: 'tls', host: 'a.example', dstIp: '192.0.2.1', dstPort: 443, names: [] }, {}).allow).toBe(true);
    expect(text.lineOf(2)).toEqual({ file: 'ci.yml', line: 8, written: 'a.example' });
    expect(text.lineOf(5)).toMatchObject({ line: 1, written: 'a.example' });
  });

  test.each([
    ['that is not there', 'missing', 'is not there'],
    ['outside of the repository', '../outside', 'is outside of the repository'],
    ['by an absolute path', '/etc/passwd', 'is outside of the repository'],
    ['by a link that leads out', 'link', 'is outside of the repository'],
    ['that is a folder', 'folder', 'is not a file'],
    ['with an expression', `"\${{ x }}"`, 'holds an expression'],
  ])('%s is told and left alone', (_, file, message) => {
    const root = join(folder.current.path, 'repository');
    mkdirSync(join(root, 'folder'), { recursive: true });
    folder.current.write('outside', 'a.example\n');
    symlinkSync('/etc/passwd', join(root, 'link'));
    const [text] = read(source(file), root).policies;
    expect(text?.findings).toMatchObject([{ line: 9, column: 24, message: expect.stringContaining(message) }]);
    expect(text?.findings[0]?.severity).not.toBe('error');
  });
});

describe('the action is found', () => {
  test.each([
    ['gregclermont/egress-filter@v1', false, 'action'],
    ['someone/Egress-Filter@0123456789012345678901234567890123456789', false, 'action'],
    ['someone/egress-filter/disable-sudo@v1', false, 'disable-sudo'],
    ['someone/egress-filter/enable-sudo@v1', true, 'enable-sudo'],
    ['someone/egress-filter/action@v1', true, 'wrapper'],
    ['someone/egress-filter/action@v1', false, undefined],
    ['someone/egress-filter', true, undefined],
    ['someone/egress-filter-tools@v1', true, undefined],
    ['actions/checkout@v4', true, undefined],
    ['docker://someone/egress-filter@v1', true, undefined],
    ['./', true, 'wrapper'],
    ['./', false, undefined],
    ['./.github/actions/egress-filter', false, 'action'],
    ['./.github/actions/egress-filter/', true, 'action'],
    ['./actions/egress-filter/disable-sudo', false, 'disable-sudo'],
    ['./other', false, undefined],
    ['$/action', true, 'wrapper'],
    ['', true, undefined],
  ])('%s with a policy: %s is %s', (uses, hasPolicy, expected) => {
    expect(partUsed(uses, hasPolicy, folder.current.path)).toBe(expected);
  });

  test('a local one by its action.yml', () => {
    const { current } = folder;
    current.write('action.yml', "name: 'Egress Filter'\n");
    current.write('disable-sudo/action.yml', 'name: Disable Sudo\n');
    current.write('ours/disable-sudo/action.yml', "name: 'Egress Filter: disable sudo' # ours\n");
    current.write('ours/enable-sudo/action.yml', 'name: "Egress Filter: enable sudo"\n');
    current.write('wrapper/action.yaml', 'name: Wrapper\nruns:\n  steps:\n    - uses: x/egress-filter@v1\n');
    current.write('other/action.yml', 'name: Something else\n');
    const part = (path: string, hasPolicy: boolean): unknown => partUsed(path, hasPolicy, current.path);
    expect([part('./', false), part('$/', false), part('./disable-sudo', false), part('./wrapper', true), part('./other', true)]).toEqual([
      'action',
      'action',
      undefined,
      'wrapper',
      undefined,
    ]);
    expect([part('./ours/disable-sudo', false), part('./ours/enable-sudo', true)]).toEqual(['disable-sudo', 'enable-sudo']);
  });

  test('in a composite action, and under an alias', () => {
    const source = `runs:
  using: composite
  steps:
    - &filter
      uses: x/egress-filter@v1
      with: &inputs
        policy: |
          a..example
    - *filter
    - uses: y/egress-filter@v1
      with: *inputs
`;
    expect(read(source).policies.map(({ use }) => use?.step)).toEqual([1, 2, 3]);
    expect(places(read(source))).toEqual(['8:13+1 empty-label', '8:13+1 empty-label', '8:13+1 empty-label']);
  });
});

test('whatever a file holds, it is read without an error, and findings lie within it', () => {
  const piece = fc.constantFrom(
    'jobs:',
    '\n',
    '  ',
    '- ',
    'uses: a/egress-filter@v1',
    'with:',
    'policy: ',
    '|',
    '>',
    '"',
    "'",
    'a..b',
    `\${{`,
    '}}',
    '&a',
    '*a',
    '!!str ',
    '[',
    '{',
    ': ',
    '\t',
    '\r\n',
    '#',
    '\u2028',
    '---',
    '?',
  );
  const shuffled = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
  const inPolicy = fc
    .tuple(fc.constantFrom('|', '>', '|2', '"', ''), shuffled)
    .map(([style, text]) => step(`${style}\n            ${text}`));
  fc.assert(
    fc.property(fc.oneof(shuffled, inPolicy, fc.string({ unit: 'binary' })), (source) => {
      const lines = source.split(/\r\n|\n|\r/);
      const workflow = read(source, '/nonexistent');
      for (const { line, column, length } of [
        ...workflow.findings,
        ...workflow.policies.flatMap((text) => compilePolicy(text, {}).findings),
      ]) {
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column + length - 1).toBeLessThanOrEqual(Math.max(1, (lines[line - 1] ?? '').length + 1));
      }
    }),
    { numRuns: 1500 },
  );
});
