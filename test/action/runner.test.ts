import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inert } from '../../src/action/runner.ts';
import { commandsIn, Lab } from './lab.ts';

/** Text that tries to be a command of the runner. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '::',
        ':',
        '##[',
        'set-env name=X::',
        '::add-path::/x',
        '\n',
        '\r',
        '\r\n',
        ' ',
        '\t',
        '\u00a0',
        '\u2028',
        '\u0085',
        '\ufeff',
        '\0',
        '%0A',
        ']',
        ',',
        '=',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('what the runner reads', () => {
  test('no line of the log is a command, whatever it holds', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        using lab = new Lab();
        lab.runner.say(text);
        expect(commandsIn(lab.output)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test.each(['::set-env name=A::b', '  ::warning::x', '\t\u0085::stop-commands::x', '##[error]x', 'a ##[add-path]/x', ':::x::y'])(
    'not even %j',
    (line) => expect(commandsIn(inert(line))).toEqual([]),
  );

  test('ordinary text stays as it is', () => {
    for (const text of ['a::b', 'std::vec', ':8080', '# [x]', '  indented']) expect(inert(text)).toBe(text);
  });

  test('an annotation is one command with its text in it', () => {
    fc.assert(
      fc.property(hostile, hostile, (message, title) => {
        using lab = new Lab();
        lab.runner.warning(message, { title, file: 'a,b:c.yml', line: 3, column: 7 });
        const [command, ...more] = lab.commands;
        expect(more).toEqual([]);
        expect(command?.name).toBe('warning');
        expect(command?.properties).toMatchObject({ file: 'a,b:c.yml', line: '3', col: '7' });
        expect(command?.data).toBe(message.replaceAll('##[', '#\\x23['));
      }),
      { numRuns: 300 },
    );
  });

  test('a value in a file of the runner cannot begin another variable', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('A<<B', 'B', 'A=b', '\n', 'x<<', 'egress-filter-'), { maxLength: 10 }), (parts) => {
        using lab = new Lab();
        lab.runner.exportVariable('SSL_CERT_FILE', parts.join('\n'));
        lab.runner.saveState('job', parts.join(''));
        lab.runner.setOutput('log', parts.join('\n\n'));
        expect(lab.variables('ENV')).toEqual({ SSL_CERT_FILE: parts.join('\n') });
        expect(lab.variables('STATE')).toEqual({ job: parts.join('') });
        expect(lab.variables('OUTPUT')).toEqual({ log: parts.join('\n\n') });
      }),
      { numRuns: 50 },
    );
  });

  test('outside of a runner it says so', () => {
    using lab = new Lab({}, { GITHUB_STATE: undefined });
    expect(() => lab.runner.saveState('a', 'b')).toThrow('The runner gave no GITHUB_STATE');
  });
});
