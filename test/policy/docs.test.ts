import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compile, formatFinding, type Process, presets, type Question } from '../../src/policy/index.ts';

const page = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');

interface Example {
  readonly heading: string;
  readonly policy: string;
  readonly rows: readonly (readonly string[])[];
}

/** Every ```policy block, with the table of verdicts that follows it. */
function readExamples(): readonly Example[] {
  const blocks = page.matchAll(/```policy\n(.*?)```\n+((?:\|[^\n]*\n)*)/gs);
  return [...blocks].map(([, policy = '', table = ''], index) => {
    const rows = table
      .split('\n')
      .slice(2)
      .filter((row) => row !== '')
      .map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim().replace(/^`|`$/g, '')),
      );
    return { heading: `${index + 1}: ${policy.split('\n')[0]}`, policy, rows };
  });
}

const someAddress = '198.51.100.7';

/** `POST https://host:port/path`, `dns:name@server`, `host:port/udp`, as the page writes what is tried. */
function questionOf(text: string): Question {
  const lookup = /^dns:([^@]+)(?:@(.+))?$/.exec(text);
  if (lookup !== null) return { type: 'dns', name: lookup[1] ?? '', protocol: 'udp', dstIp: lookup[2] ?? '127.0.0.53', dstPort: 53 };
  const url = /^(?:([A-Z]+) )?(https?):\/\/([^/:]+)(?::(\d+))?(\/.*)$/.exec(text);
  if (url !== null) {
    const [, method = 'GET', scheme, host = '', port, target = '/'] = url;
    const number = Number(port ?? (scheme === 'https' ? 443 : 80));
    return {
      type: 'request',
      scheme: scheme === 'http' ? 'http' : 'https',
      method,
      host,
      port: number,
      target,
      dstIp: someAddress,
      dstPort: number,
    };
  }
  const [, host = '', port, udp] = /^([^:]+):(\d+)(\/udp)?$/.exec(text) ?? [];
  const isAddress = /^[\d.]+$/.test(host);
  return {
    type: udp === undefined ? 'tcp' : 'udp',
    dstIp: isAddress ? host : someAddress,
    dstPort: Number(port),
    names: isAddress ? [] : [host],
  };
}

function processOf(text: string): Process {
  const [, key, value] = /^(\w+)=(.*)$/.exec(text) ?? [];
  return key === undefined ? {} : { [key]: value };
}

describe('docs/policy.md', () => {
  const examples = readExamples();

  test('has its examples, with verdicts to check', () => {
    expect(examples.length).toBeGreaterThan(10);
    expect(examples.flatMap((example) => example.rows).length).toBeGreaterThan(60);
  });

  test.each(examples)('example $heading compiles and decides as the page says', ({ policy: text, rows }) => {
    const policy = compile(text, { repository: 'acorn/site' });
    expect(policy.findings.filter((finding) => finding.severity !== 'hint')).toEqual([]);
    for (const row of rows) {
      const [tried = '', who = ''] = row.length === 3 ? row : [row[0], ''];
      const question = questionOf(tried);
      expect(question.dstPort).toBeGreaterThan(0);
      expect({ tried, who, verdict: policy.decide(question, processOf(who)).allow ? 'allow' : 'deny' }).toEqual({
        tried,
        who,
        verdict: row.at(-1),
      });
    }
  });

  test('shows the newcomer nothing that takes long to read', () => {
    const start = /## In five minutes\n(.*?)\n## /s.exec(page)?.[1] ?? '';
    expect(start.split(/\s+/).length).toBeLessThan(600);
    expect(start).toContain('```policy');
  });

  test('lists every preset with its own words', () => {
    const listed = /<!-- presets -->\n(.*?)<!-- \/presets -->/s.exec(page)?.[1];
    expect(listed).toBe(presets.map(({ name, summary }) => `| \`@${name}\` | ${summary} |\n`).join(''));
  });

  test('shows a finding as it is told', () => {
    const shown = /```text\n(.*?)\n```/s.exec(page)?.[1];
    const text = '#\n#\nexample.com/udp';
    const [finding] = compile(text).findings;
    expect(finding && formatFinding(finding, text)).toBe(shown);
  });

  test('links to headings that are there', () => {
    const anchors = new Set([...page.matchAll(/^## (.*)$/gm)].map((match) => match[1]?.toLowerCase().replaceAll(' ', '-')));
    for (const [, anchor] of page.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(anchor);
  });
});
