import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Step } from './job.ts';
import { parsePairs, parsePaths } from './worker/file-commands.ts';
import { stepNames } from './worker/names.ts';
import { Masks, StepOutput } from './worker/output.ts';
import { parseCommand } from './worker/workflow-commands.ts';

describe('files of a step', () => {
  test.each<[text: string, pairs: [string, string][], error?: string]>([
    ['A=b\n', [['A', 'b']]],
    ['A=b=c', [['A', 'b=c']]],
    [
      'A=\r\n\r\nB=2',
      [
        ['A', ''],
        ['B', '2'],
      ],
    ],
    [
      'A<<E\none\ntwo\nE\nB=1\n',
      [
        ['A', 'one\ntwo'],
        ['B', '1'],
      ],
    ],
    ['A<<E\nE\n', [['A', '']]],
    ['A<<E\r\none\r\ntwo\r\nE', [['A', 'one\r\ntwo']]],
    ['A=x<<E\n', [['A', 'x<<E']]],
    ['A<<E=\nv\nE=\n', [['A', 'v']]],
    ['A=1\nnonsense\nB=2', [['A', '1']], "Invalid format 'nonsense'"],
    ['A<<E\nv\n', [], "Invalid value. Matching delimiter not found 'E'"],
    ['<<E\nv\nE\n', [], "Invalid format '<<E'. Name must not be empty and delimiter must not be empty"],
  ])('%j', (text, pairs, error) => {
    expect(parsePairs(text)).toEqual({ pairs, ...(error === undefined ? {} : { error }) });
  });

  test('whatever a value holds, a delimiter that it does not hold brings it through', () => {
    fc.assert(
      fc.property(fc.array(fc.string().filter((line) => !/[\r\n]/.test(line))), (lines) => {
        const value = lines.join('\n');
        fc.pre(!lines.includes('ghadelimiter_1'));
        expect(parsePairs(`NAME<<ghadelimiter_1\n${value}\nghadelimiter_1\n`).pairs).toEqual([['NAME', value]]);
      }),
    );
  });

  test('paths: a line each, empty ones are none', () => expect(parsePaths('/a\n\n/b c\r\n')).toEqual(['/a', '/b c']));
});

describe('workflow commands', () => {
  test.each([
    ['::error::message', { name: 'error', properties: {}, data: 'message' }],
    ['  ::error file=a%2Cb,line=3::50%25%0Aoff', { name: 'error', properties: { file: 'a,b', line: '3' }, data: '50%\noff' }],
    ['::add-mask::x::y', { name: 'add-mask', properties: {}, data: 'x::y' }],
    ['text ##[warning file=a%3Bb;line=1]old%5D', { name: 'warning', properties: { file: 'a;b', line: '1' }, data: 'old]' }],
    ['text ::error::message', undefined],
    ['::unknown::x', undefined],
    ['::error', undefined],
  ])('%j', (line, expected) => expect(parseCommand(line)).toEqual(expected));

  test('nothing is a command between stop-commands and its token', () => {
    const output = new StepOutput(new Masks());
    for (const line of ['::stop-commands::T0K', '::error::no', '::T0K::', '::error::yes']) output.receive(line);
    expect(output.annotations).toEqual([{ level: 'error', message: 'yes' }]);
  });

  test('any line is taken without a throw', () => {
    fc.assert(fc.property(fc.string(), (line) => void new StepOutput(new Masks()).receive(`::${line}`)));
  });
});

test('GITHUB_ACTION as the service makes it', () => {
  const steps: Step[] = [
    { uses: 'actions/checkout@v4' },
    { run: 'a' },
    { run: 'b' },
    { uses: 'actions/checkout/sub/path@v4' },
    { uses: './' },
    { uses: './x' },
    { run: 'c', id: '__run_3' },
    { run: 'd' },
    { uses: 'a.b/c-d@v1' },
    { wait: 'all' },
  ];
  expect(stepNames(steps)).toEqual([
    '__actions_checkout',
    '__run',
    '__run_2',
    '__actions_checkout_2',
    '__self',
    '__self_2',
    '__run_3',
    '__run_4',
    '__a_b_c-d',
    undefined,
  ]);
});
