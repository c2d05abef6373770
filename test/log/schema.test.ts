import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LogEvent } from '../../src/log/event.ts';
import { logJsonSchema } from '../../src/log/schema.ts';

const page = readFileSync('docs/log.md', 'utf8');

test('docs/log.schema.json is what the code exports (else run node scripts/schema.mjs)', () => {
  expect(JSON.parse(readFileSync('docs/log.schema.json', 'utf8'))).toEqual(JSON.parse(JSON.stringify(logJsonSchema())));
});

describe('docs/log.md', () => {
  test.each(Object.keys(LogEvent.shape))('explains `%s`', (field) => {
    expect(page).toContain(`| \`${field}\``);
  });

  test.each(LogEvent.shape.type.options)('shows a line of type %s', (type) => {
    expect(page).toContain(`"type":"${type}"`);
  });

  const examples = page.split('\n').filter((line) => line.startsWith('{"'));
  test.each(examples)('has a valid example: %s', (line) => {
    expect(LogEvent.strict().safeParse(JSON.parse(line))).toMatchObject({ success: true });
  });
});

test.each([
  ['close', 'conn', { ts: '2026-01-31T12:00:00.000Z', type: 'close' }],
  ['lost', 'lost', { ts: '2026-01-31T12:00:00.000Z', type: 'lost' }],
])('a %s line needs %s', (_type, field, line) => {
  expect(LogEvent.safeParse(line).success).toBe(false);
  expect(LogEvent.safeParse({ ...line, [field]: field === 'lost' ? 3 : 'c1' }).success).toBe(true);
});
