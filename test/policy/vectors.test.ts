import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { compile, decideEvent } from '../../src/policy/index.ts';

const Vector = z.object({
  id: z.string(),
  policy: z.string(),
  repo: z.string().optional(),
  learned: z.record(z.string(), z.array(z.string())).optional(),
  event: z
    .object({
      type: z.string(),
      dst_ip: z.string().optional(),
      dst_port: z.number().optional(),
      host: z.string().optional(),
      url: z.string().optional(),
      method: z.string().optional(),
      name: z.string().optional(),
      exe: z.string().optional(),
      cmdline: z.array(z.string()).optional(),
      cgroup: z.string().optional(),
      step: z.string().optional(),
      action: z.string().optional(),
      image: z.string().optional(),
    })
    .optional(),
  expect: z.enum(['allow', 'deny', 'valid', 'invalid']),
  note: z.string().optional(),
});
type Vector = z.infer<typeof Vector>;

const vectors = readFileSync(new URL('./vectors.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => Vector.parse(JSON.parse(line)));

/**
 * Vectors whose input is another vector's input with the opposite verdict. No decision over these inputs can give both, so the note says what tells them
 * apart, and the option that carries it is given here.
 */
const toldApartByOption: Record<string, { contradicts: string; options: { canIntercept: boolean }; reason: string }> = {
  'url-45': { contradicts: 'url-44', options: { canIntercept: false }, reason: 'its note speaks of a machine that cannot intercept TLS' },
};

function outcome(vector: Vector): string {
  const { event, policy: text, repo, learned } = vector;
  const policy = compile(text, { repository: repo });
  if (event === undefined) return policy.valid ? 'valid' : 'invalid';
  return decideEvent(policy, event, learned, toldApartByOption[vector.id]?.options).allow ? 'allow' : 'deny';
}

describe('the vectors of the policy language', () => {
  test('are all here, each with an id of its own', () => {
    expect(vectors.length).toBe(321);
    expect(new Set(vectors.map((vector) => vector.id)).size).toBe(321);
  });

  test.each(vectors.map((vector) => ({ ...vector, title: `${vector.id} ${vector.note ?? ''}` })))('$title', (vector) => {
    expect(outcome(vector)).toBe(vector.expect);
  });

  test.each(Object.entries(toldApartByOption))('%s still contradicts another vector', (id, { contradicts }) => {
    const find = (wanted: string) => vectors.find((vector) => vector.id === wanted);
    const [one, other] = [find(id), find(contradicts)];
    expect({ policy: one?.policy, event: one?.event, learned: one?.learned }).toEqual({
      policy: other?.policy,
      event: other?.event,
      learned: other?.learned,
    });
    expect(one?.expect).not.toBe(other?.expect);
  });

  test('line errors are reported on exactly their lines', () => {
    const lines = (id: string) => {
      const text = vectors.find((vector) => vector.id === id)?.policy ?? '';
      return [
        ...new Set(
          compile(text)
            .findings.filter((finding) => finding.severity === 'error')
            .map((finding) => finding.line),
        ),
      ];
    };
    expect(lines('ln-01')).toEqual([2]);
    expect(lines('ln-06')).toEqual([1, 3, 5]);
    expect(lines('path-17')).toEqual([1]);
  });
});
