import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { INPUT_NAMES, inputsIn, judgeInputs, problemSentence } from '../../src/action/inputs.ts';
import { readWorkflow, type Workflow } from '../../src/action/workflow/read.ts';
import { commandsIn } from '../action/lab.ts';
import { useFolder } from './lab.ts';

const folder = useFolder();
const read = (source: string): Workflow => readWorkflow(source, { name: 'ci.yml', root: '/nonexistent' });

/** Inputs begin in line 6, column 11. */
const step = (inputs: string, uses = 'someone/egress-filter@v1'): string => `jobs:
  build:
    steps:
      - uses: ${uses}
        with:
          ${inputs}
`;

function findings(source: string): string[] {
  const workflow = read(source);
  return [...workflow.findings, ...workflow.policies.flatMap((text) => text.findings)].map(
    ({ severity, line, column, length, message, suggestion }) =>
      `${line}:${column}+${length} ${severity}: ${message}${suggestion === undefined ? '' : ` = ${suggestion}`}`,
  );
}

describe('inputs of a step', () => {
  test.each([
    ['polcy: a.example', ['6:11+5 error: input polcy does not exist: did you mean policy? = policy: a.example']],
    ['Polcy: |\n            a.example', ['6:11+5 error: input Polcy does not exist: did you mean policy? = policy: |']],
    ['policy_file: x', ['6:11+11 error: input policy_file does not exist: did you mean policy-file? = policy-file: x']],
    ['"on deny": log', ['6:11+9 error: input on deny does not exist: did you mean on-deny? = on-deny: log']],
    ['something: x', [`6:11+9 error: input something does not exist: there are ${INPUT_NAMES.join(', ')}`]],
    ['audit: yes', ['6:18+3 error: input audit takes true or false, not `yes` = audit: true']],
    ['AUDIT: "off" # for now', ['6:18+5 error: input audit takes true or false, not `off` = AUDIT: false # for now']],
    ['audit: 1', ['6:18+1 error: input audit takes true or false, not `1` = audit: true']],
    [
      '{ audit: ture, default: block }',
      [
        '6:20+4 error: input audit takes true or false, not `ture` = { audit: true, default: block }',
        '6:35+5 error: input default takes deny or allow, not `block`',
      ],
    ],
    ['on-deny: fial', ['6:20+4 error: input on-deny takes log or fail-job, not `fial`']],
    ['on-deny: fail', ['6:20+4 error: input on-deny takes log or fail-job, not `fail` = on-deny: fail-job']],
    ['upload-log: always', ['6:23+6 error: input upload-log takes true or false, not `always`']],
    ['log-level: |\n            verbose', ['6:22+1 error: input log-level takes normal or full, not `verbose`']],
    ['audit: [true]', ['6:18+6 error: input audit takes text']],
    ['audit: true\n          Audit: false', ['7:11+5 error: input audit is given twice']],
    [
      'socket-security: true',
      [
        '6:11+15 warning: input socket-security packages are not checked against Socket.dev here; the policy decides where they may come from',
      ],
    ],
    ['"\\e[31mx": y', [expect.stringContaining('6:11+9 error: input \ufffd[31mx does not exist')]],
  ])('%s', (inputs, expected) => {
    expect(findings(step(inputs))).toEqual(expected);
  });

  test.each([
    'policy: a.example',
    'audit: true',
    'audit: TRUE',
    'audit:',
    'audit: ""',
    'audit: ~',
    'POLICY: a.example',
    'default: Allow',
    'socket-security: false',
    `audit: \${{ inputs.audit }}`,
    `on-deny: "\${{ inputs.a }}-job"`,
    `\${{ insert }}: x`,
    '',
  ])('%s is fine', (inputs) => {
    expect(findings(step(inputs)).filter((text) => !text.includes('expression'))).toEqual([]);
  });

  test('what is no mapping', () => {
    expect(findings(step('- policy'))).toEqual(['6:11+8 error: under with: stand inputs and their values, as in policy: |']);
  });

  test('one that is wrong has its value by default, and the policy is judged', () => {
    const [text] = read(step('default: Alow\n          policy: "!a.example"')).policies;
    expect(text?.default).toBeUndefined();
    expect(read(step('default: Allow\n          policy: "!a.example"')).policies[0]?.default).toBe('allow');
  });
});

describe('sub-actions', () => {
  test.each([
    [
      'someone/egress-filter/disable-sudo@v1',
      'policy: a..example',
      '6:11+6 error: input policy does not exist here: disable-sudo takes no inputs; it belongs to the step that starts the filter',
    ],
    ['someone/egress-filter/enable-sudo@v1', 'when: later', '6:11+4 error: input when does not exist here: enable-sudo takes no inputs'],
  ])('%s with %s', (uses, inputs, expected) => {
    expect(findings(step(inputs, uses))).toEqual([expected]);
    expect(read(step(inputs, uses)).policies).toEqual([]);
  });

  test('without inputs are fine, and inputs of a wrapper are its own', () => {
    expect(findings(step('', 'x/egress-filter/disable-sudo@v1'))).toEqual([]);
    expect(findings(step('polcy: x\n          policy: a.example', './wrapper'))).toEqual([]);
  });
});

/** What the runner gives the action (Handler.cs, AddInputsToEnvironment). */
const environment = (inputs: Readonly<Record<string, string>>): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(inputs).map(([name, text]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, text]));

test('the workflow is told what the action would say when it runs, at a place that holds it', () => {
  const typo = fc
    .tuple(fc.constantFrom(...INPUT_NAMES), fc.nat(20), fc.constantFrom('', 'x', '-', '_', ' '))
    .map(([name, at, by]) => name.slice(0, at) + by + name.slice(at + 1));
  const name = fc.oneof(fc.constantFrom(...INPUT_NAMES, 'socket-security'), typo, fc.string({ unit: 'grapheme-ascii', minLength: 1 }));
  const value = fc.oneof(
    fc.constantFrom('', 'true', 'FALSE', 'yes', 'deny', 'allow', 'log', 'fail-job', 'full', ' normal ', '1', '~', 'tru\ne'),
    fc.string(),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(name, value), { selector: ([text]) => text.toLowerCase().replaceAll(' ', '_'), maxLength: 6 }),
      (pairs) => {
        // Policies are judged elsewhere; an expression is not judged at all.
        fc.pre(!pairs.some(([key, text]) => `${key}${text}`.includes(`\${{`)));
        const inputs = Object.fromEntries(pairs);
        fc.pre(Object.keys(inputs).length === pairs.length);
        const source = stringify({ jobs: { build: { steps: [{ uses: 'a/egress-filter@v1', with: inputs }] } } });
        const found = read(source)
          .policies.flatMap((text) => text.findings)
          .filter(({ code }) => code.startsWith('input-'));
        const { problems, warnings } = judgeInputs(inputsIn(environment(inputs)));
        const comparable = (text: string): string => text.toLowerCase().replaceAll(' ', '_').replace(/\.$/, '');
        expect(found.map(({ message }) => comparable(message)).sort()).toEqual(
          [...problems, ...warnings].map((problem) => comparable(problemSentence(problem))).sort(),
        );
        for (const { line, column, length, suggestion } of found) {
          const written = source.split('\n')[line - 1] ?? '';
          expect(column + length - 1).toBeLessThanOrEqual(written.length);
          if (suggestion !== undefined) expect(written.trim()).not.toBe(suggestion);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test('the inputs that it knows are those of action.yml', () => {
  const { inputs } = parse(readFileSync(join(import.meta.dirname, '../../action.yml'), 'utf8'));
  for (const [name, { default: text }] of Object.entries<{ default: string }>(inputs))
    expect(findings(step(stringify({ [name]: text }).trim()))).toEqual([]);
});

describe('egress-filter validate', () => {
  const workflow = step('policy: a.example\n          audit: yes\n          on-dney: log');

  test('text, exit status', () => {
    folder.current.write('ci.yml', workflow);
    const { status, stdout, stderr } = folder.current.run(['validate', 'ci.yml']);
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toContain(
      'ci.yml:7:18: error: input audit takes true or false, not `yes`\n7 |           audit: yes\n  |                  ^^^\n  = write: audit: true\n',
    );
    expect(stdout).toContain('ci.yml:8:11: error: input on-dney does not exist: did you mean on-deny?\n');
    expect(stdout).toContain('1 file, 1 policy: 2 errors, 0 warnings, 0 hints\n');
  });

  test('--json', () => {
    folder.current.write('ci.yml', workflow);
    const { status, stdout } = folder.current.run(['validate', '--json', 'ci.yml']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      errors: 2,
      files: [
        {
          policies: [{ job: 'build', valid: false }],
          findings: [
            {
              severity: 'error',
              code: 'input-value',
              file: 'ci.yml',
              job: 'build',
              line: 7,
              column: 18,
              length: 3,
              suggestion: 'audit: true',
            },
            { severity: 'error', code: 'input-name', line: 8, column: 11, length: 7, suggestion: 'on-deny: log' },
          ],
        },
      ],
    });
  });

  test('--github: annotations of a run, in which nothing of a file is a command', () => {
    folder.current.write('ci.yml', workflow);
    folder.current.write('egress.policy', 'a..example\n::set-env name=x::y\n*.b.example\n');
    const { status, stdout } = folder.current.run(['validate', '--github', 'ci.yml', 'egress.policy']);
    expect(status).toBe(1);
    expect(commandsIn(stdout).map(({ name, properties: { file, line, col } }) => `${name} ${file}:${line}:${col}`)).toEqual([
      'error ci.yml:7:18',
      'error ci.yml:8:11',
      'error egress.policy:1:3',
      'error egress.policy:2:1',
      'error egress.policy:2:2',
      'error egress.policy:2:11',
      'notice egress.policy:3:1',
    ]);
    expect(commandsIn(stdout)[0]?.data).toBe('input audit takes true or false, not `yes` - write: audit: true');
    expect(folder.current.run(['validate', '--github', '--json', 'ci.yml']).status).toBe(2);
  });

  test('a policy beside an input of a sub-action can be explained', () => {
    folder.current.write(
      'ci.yml',
      `${step('policy: a.example')}      - uses: someone/egress-filter/disable-sudo@v1\n        with: { policy: x }\n`,
    );
    expect(folder.current.run(['validate', 'ci.yml']).status).toBe(1);
    expect(folder.current.run(['explain', '--policy', 'ci.yml', 'https://a.example/']).status).toBe(0);
  });
});
