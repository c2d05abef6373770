import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readWorkflow } from '../../src/action/workflow/read.ts';
import { compile } from '../../src/policy/index.ts';

const root = join(import.meta.dirname, '../..');
const pages = ['README.md', 'docs/action.md', 'docs/runner.md', 'docs/run.md'];
const read = (page: string): string => readFileSync(join(root, page), 'utf8');
const metadata = parse(read('action.yml'));

/** Blocks of one language, without the indentation of a list. */
function blocks(page: string, language: string): string[] {
  return [...read(page).matchAll(new RegExp(`^( *)\`\`\`${language}\n(.*?)^ *\`\`\``, 'gms'))].map(([, indent = '', text = '']) =>
    text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

describe('the pages', () => {
  test.each(pages.flatMap((page) => blocks(page, 'yaml').map((text) => ({ page, text }))))('$page: workflows are valid', ({ text }) => {
    // Some show the steps only.
    const steps = text.startsWith('jobs:') ? text : `jobs:\n  build:\n    steps:\n${text}`;
    const { policies, findings } = readWorkflow(steps, { name: 'ci.yml', root: '/nonexistent' });
    expect(findings).toEqual([]);
    for (const policy of policies) {
      expect(policy.findings).toEqual([]);
      expect(compile(policy.text, { repository: 'a/b' }).findings).toEqual([]);
    }
    const inputs = parse(steps).jobs.build.steps.filter(({ uses = '' }: { uses?: string }) => /egress-filter@/.test(uses));
    for (const step of inputs) expect(Object.keys(metadata.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
  });

  test.each(pages.flatMap((page) => blocks(page, 'policy').map((text) => ({ page, text }))))('$page: policies are valid', ({ text }) => {
    expect(compile(text, { repository: 'a/b' }).findings.filter(({ severity }) => severity !== 'hint')).toEqual([]);
  });

  test.each(pages)('%s: what it points at is there', (page) => {
    for (const [, target = '', anchor] of read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)) {
      const file = target === '' ? join(root, page) : join(root, dirname(page), target);
      expect([target, existsSync(file)]).toEqual([target, true]);
      if (anchor === undefined) continue;
      const anchors = [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replaceAll(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      );
      expect(anchors).toContain(anchor);
    }
  });

  test('docs/action.md explains each input with its default, and each output', () => {
    const rows = [...read('docs/action.md').matchAll(/^\| ((?:`[\w-]+`(?:, )?)+) \| (?:`([^`]*)` )?\|/gm)];
    const inputs = rows.slice(0, Object.keys(metadata.inputs).length).map(([, name = '', value = '']) => [name.replaceAll('`', ''), value]);
    expect(inputs).toEqual(
      Object.entries(metadata.inputs as Record<string, { default: string }>).map(([name, { default: value }]) => [name, value]),
    );
    for (const name of Object.keys(metadata.outputs)) expect(read('docs/action.md')).toMatch(new RegExp(`^\\| .*\`${name}\``, 'm'));
    for (const name of [...Object.keys(metadata.inputs), ...Object.keys(metadata.outputs)])
      expect(read('README.md')).toContain(`\`${name}\``);
  });
});
