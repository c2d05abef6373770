import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Document, isMap, isScalar, parseDocument, Scalar } from 'yaml';
import { scalarOffsets } from '../../src/action/workflow/scalar-offsets.ts';
import { cpuTime } from '../cpu-time.ts';

/** The scalar at `policy:` of a file, and where each unit of it stands. */
function read(source: string): { value: string; offsets: number[] } {
  const document = parseDocument(source, { prettyErrors: false });
  expect(document.errors).toEqual([]);
  const node = isMap(document.contents) ? document.contents.get('policy', true) : undefined;
  if (!isScalar(node) || typeof node.value !== 'string') throw new Error(`no policy in ${source}`);
  return { value: node.value, offsets: scalarOffsets(node, node.value, source) };
}

const word = fc.stringMatching(/^[a-z0-9.*:/'"\\@!-]{1,12}$/);
const line = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '));
const policy = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => lines.join('\n'));
const styles = [Scalar.BLOCK_LITERAL, Scalar.BLOCK_FOLDED, Scalar.QUOTE_DOUBLE, Scalar.QUOTE_SINGLE, Scalar.PLAIN] as const;

describe('where a character of a policy stands in its workflow', () => {
  test.each(styles)('%s: at the same character', (style) => {
    fc.assert(
      fc.property(policy, fc.integer({ min: 20, max: 120 }), fc.boolean(), (text, lineWidth, crlf) => {
        const document = new Document({ before: 1 });
        const scalar = new Scalar(text);
        scalar.type = style;
        document.set('policy', scalar);
        document.set('after', 2);
        const written = document.toString({ lineWidth });
        const source = crlf ? written.replaceAll('\n', '\r\n') : written;
        // The library writes some plain texts in a way that it does not read.
        fc.pre(parseDocument(source, { prettyErrors: false }).errors.length === 0);
        const { value, offsets } = read(source);
        expect(offsets.length).toBe(value.length + 1);
        let last = 0;
        for (let index = 0; index < value.length; index++) {
          const [char = '', there = '', at = 0] = [value[index], source[offsets[index] ?? -1], offsets[index]];
          // A blank may be a folded line break, a quote or backslash an escape.
          if (/[^\s"'\\]/.test(char)) expect(there).toBe(char);
          expect(at).toBeGreaterThanOrEqual(last);
          last = at;
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['|', 'policy: |\n  a\n\n  b c\nx: 1\n', 'b', '3:2'],
    ['|-', 'policy: |-\n    a\n    b\n', 'b', '2:4'],
    ['|+', 'policy: |+\n  a\n  b\n\n\nx: 1\n', 'b', '2:2'],
    ['|2 with a deeper first line', 'policy: |2\n    a\n  b\n', 'b', '2:2'],
    ['| with a comment behind it', 'policy: | # why\n  a\n  b\n', 'b', '2:2'],
    ['| without a last line break', 'policy: |\n  a\n  b', 'b', '2:2'],
    ['>', 'policy: >\n  a\n  b\n', 'b', '2:2'],
    ['>-', 'policy: >-\n  a\n\n  b\n', 'b', '3:2'],
    ['>2 with a deeper first line', 'policy: >2\n    a\n  b\n', 'b', '2:2'],
    ['> with deeper lines', 'policy: >\n  a\n    c\n  b\n', 'b', '3:2'],
    ['double quotes', 'policy: "a\\n\\tb"\n', 'b', '0:14'],
    ['double quotes over lines', 'policy: "a\\n\\\n    b"\n', 'b', '1:4'],
    ['double quotes with \\u', 'policy: "\\u0061\\nb"\n', 'b', '0:17'],
    ['single quotes', "policy: 'it''s b'\n", 'b', '0:15'],
    ['single quotes over lines', "policy: 'a\n\n  b'\n", 'b', '2:2'],
    ['plain', 'policy: a\n  b\n', 'b', '1:2'],
    ['a tag', 'policy: !!str |\n  a\n  b\n', 'b', '2:2'],
    ['an anchor', 'policy: &p |\n  a\n  b\n', 'b', '2:2'],
  ])('%s', (_, source, char, place) => {
    const { value, offsets } = read(source);
    const at = offsets[value.lastIndexOf(char)] ?? -1;
    const before = source.slice(0, at).split('\n');
    expect(`${before.length - 1}:${before[before.length - 1]?.length}`).toBe(place);
  });

  test('a megabyte of blanks takes little time', () => {
    const start = cpuTime();
    read(`policy: "a${' '.repeat(1_000_000)}b"\n`);
    read(`policy: a${' '.repeat(1_000_000)}b\n`);
    read(`policy: |\n  ${'a\n  '.repeat(200_000)}\n`);
    expect(cpuTime() - start).toBeLessThan(5000);
  });
});
