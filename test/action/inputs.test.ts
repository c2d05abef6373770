import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { INPUT_NAMES, problemSentence, readInputs } from '../../src/action/inputs.ts';
import { Lab } from './lab.ts';

const repository = join(import.meta.dirname, '../..');
const metadata = parse(readFileSync(join(repository, 'action.yml'), 'utf8'));

function read(inputs: Record<string, string>) {
  using lab = new Lab(inputs);
  return readInputs(lab.env);
}

describe('inputs', () => {
  test('empty ones are what action.yml says', () => {
    const byDefault = Object.fromEntries(
      Object.entries(metadata.inputs as Record<string, { default: string }>).map(([name, { default: value }]) => [
        name,
        value.startsWith('$') ? '' : value,
      ]),
    );
    expect(read({}).inputs).toEqual(read(byDefault).inputs);
    expect(read({}).inputs).toEqual({
      policy: '',
      'policy-file': '',
      audit: false,
      default: 'deny',
      'on-deny': 'log',
      'allow-sudo': false,
      'container-certs': true,
      'upload-log': 'auto',
      'log-level': 'normal',
      'upstream-ca': '',
      'github-token': '',
    });
  });

  test('action.yml declares each of them', () => {
    expect(Object.keys(metadata.inputs).sort()).toEqual([...INPUT_NAMES].sort());
    for (const { description } of Object.values(metadata.inputs as Record<string, { description: string }>))
      expect(description).not.toBe('');
  });

  test('values as YAML and people write them', () => {
    const { inputs } = read({
      audit: 'True',
      'allow-sudo': ' true ',
      'upload-log': 'FALSE',
      default: 'Allow',
      'on-deny': 'fail-job',
      'container-certs': 'false',
    });
    expect(inputs).toMatchObject({
      audit: true,
      'allow-sudo': true,
      'upload-log': false,
      default: 'allow',
      'on-deny': 'fail-job',
      'container-certs': false,
    });
  });

  test('all that is wrong is told at once', () => {
    const { inputs, problems } = read({
      audit: 'yes',
      default: 'block',
      'on-deny': 'fail',
      'upload-log': 'always',
      'log-level': '::set-env name=x::y',
    });
    expect(inputs).toEqual(read({}).inputs);
    expect(problems).toEqual([
      { input: 'audit', kind: 'value', message: 'takes true or false, not `yes`', meant: 'true' },
      { input: 'default', kind: 'value', message: 'takes deny or allow, not `block`' },
      { input: 'on-deny', kind: 'value', message: 'takes log or fail-job, not `fail`', meant: 'fail-job' },
      { input: 'upload-log', kind: 'value', message: 'takes true or false, not `always`' },
      { input: 'log-level', kind: 'value', message: 'takes normal or full, not `::set-env name=x::y`' },
    ]);
  });

  test('one that does not exist', () => {
    const { inputs, problems, warnings } = read({ polcy: 'a.example', 'on deny': 'log', something: '' });
    expect(inputs).toEqual(read({}).inputs);
    // It may be a variable of the job.
    expect(warnings).toEqual([
      { input: 'something', kind: 'name', message: `is no input of this action, which takes ${INPUT_NAMES.join(', ')}` },
    ]);
    expect(problems).toEqual([
      { input: 'polcy', kind: 'name', message: 'does not exist: did you mean policy?', meant: 'policy' },
      { input: 'on_deny', kind: 'name', message: 'does not exist: did you mean on-deny?', meant: 'on-deny' },
    ]);
    expect(problems.map(problemSentence)).toEqual([
      'Input polcy does not exist: did you mean policy?',
      'Input on_deny does not exist: did you mean on-deny?',
    ]);
  });

  test('a protection of gregclermont/egress-filter that is not here is not asked for in silence', () => {
    expect(read({ 'socket-security': 'true' }).warnings).toMatchObject([{ input: 'socket-security' }]);
    expect(read({ 'socket-security': 'false' }).warnings).toEqual([]);
  });
});

describe('action.yml', () => {
  test('names files that the build makes', async () => {
    const { default: bundles } = await import('../../rolldown.config.mjs');
    const built = bundles.flatMap(({ output }: { output?: unknown }) => (output as { file: string }).file);
    const { pre, main, post, using, 'post-if': postIf } = metadata.runs;
    for (const file of [pre, main, post]) expect(built).toContain(join(repository, file));
    expect([using, postIf]).toEqual(['node24', 'always()']);
    for (const name of ['disable-sudo', 'enable-sudo']) {
      const { runs } = parse(readFileSync(join(repository, name, 'action.yml'), 'utf8'));
      expect(built).toContain(join(repository, name, runs.main));
    }
  });
});
