import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderHtml, renderJson, renderMarkdown, summarise } from '../../src/report/index.ts';
import { anyEvents, hostile, hostileText, sample } from './sample.ts';

const meta = {
  title: hostileText,
  command: ['sh', hostileText],
  policy: hostileText,
  log: hostileText,
  created: hostileText,
  version: hostileText,
  status: 1,
};

/** Every tag that the page makes itself; attributes hold numbers, our own words or escaped text. */
const TAG =
  /^<(?:!doctype html|\/?(?:html|head|title|style|body|main|h1|h2|p|section|dl|dt|dd|ul|li|b|div|table|thead|tbody|tr|th|td|code|pre|small|span|svg|g|text)|meta|rect|line|html lang="en")(?: [a-z0-9-]+="[^"<>]*"|\/)*\/?>$/i;
const ATTRIBUTES = new Set(
  'charset http-equiv content name lang class scope viewBox role aria-label x y x1 x2 y1 y2 width height rx text-anchor'.split(' '),
);

function expectInert(page: string): void {
  const body = page.replace(/<style>[^<]*<\/style>/, '');
  const foreign = (tag: string) => !TAG.test(tag) || [...tag.matchAll(/ ([\w-]+)="/g)].some(([, name]) => !ATTRIBUTES.has(name ?? ''));
  expect((body.match(/<[^>]*>/g) ?? []).filter(foreign)).toEqual([]);
  // Nothing is left of markup once the tags are taken out.
  expect(body.replace(/<[^>]*>/g, '')).not.toMatch(/[<>]/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be there.
  expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
}

describe('the page', () => {
  test('is one file without scripts, links or requests', async () => {
    const page = renderHtml(await summarise(sample), { command: ['npm', 'install', 'lodash'], status: 0, durationMs: 61_000 });
    expectInert(page);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`);
    expect(page).not.toMatch(/<(?:script|link|img|iframe|a|form)\b|url\(|@import/i);
    expect(page).toContain('<dt>Command</dt><dd><code>npm install lodash</code></dd>');
    expect(page).toContain('<dt>Duration</dt><dd>1 min 1 s</dd>');
    expect(page).toContain('<code class="copy">203.0.113.9:4444</code>');
    expect(page).toContain('<pre class="copy">POST https://evil.example/collect  # /usr/bin/node\n');
    expect(page.match(/<svg /g)).toHaveLength(2);
  });

  test('of a run in which nothing happened says so', async () => {
    const page = renderHtml(await summarise([]));
    expectInert(page);
    expect(page).toContain('Nothing was denied.');
    expect(page).not.toContain('<svg');
  });

  test('escapes all that a process or a server says', async () => {
    expectInert(renderHtml(await summarise(hostile), meta));
  });

  test('whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvents, async (events) => expectInert(renderHtml(await summarise(events), meta))),
      { numRuns: 60 },
    );
  });

  test('of very many groups stays a page that opens', async () => {
    const events = Array.from({ length: 3000 }, (_, index) => ({
      ts: '2026-01-31T12:00:00.000Z',
      type: 'tcp' as const,
      policy: 'deny' as const,
      dst_ip: `203.0.113.${index % 250}`,
      dst_port: index,
    }));
    const page = renderHtml(await summarise(events));
    expect(page).toContain('500 more are in the log.');
    expect(page).toContain('2000 events of further groups are counted above but not listed.');
    expect(page.length).toBeLessThan(1_000_000);
  });
});

/** Punctuation that Markdown or GitHub could act on stands only in what the report writes itself. */
function expectInertMarkdown(text: string): void {
  const values = text.match(/<code>.*?<\/code>|<pre>[\s\S]*?<\/pre>/g) ?? [];
  const acting = (value: string) =>
    /[!-+.:-@[-`{-~]/.test(value.replace(/^<(?:code|pre)>|<\/(?:code|pre)>$|<span><\/span>/g, '').replace(/&#\d+;/g, ''));
  expect(values.filter(acting)).toEqual([]);
  const frame = text.replace(/<code>.*?<\/code>|<pre>[\s\S]*?<\/pre>/g, 'VALUE');
  expect(frame.replace(/<\/?(?:details|summary)>|<br>/g, '').replace(/^> /gm, '')).not.toMatch(/[<>`@~\\]|https?:|\]\(/);
  const lines = frame.split('\n').map((line) => (line.startsWith('|') ? line.split('|').length : 0));
  expect(lines.filter((cells, at) => cells > 0 && (lines[at - 1] ?? 0) > 0 && cells !== lines[at - 1])).toEqual([]);
  expect(text.split('\n').filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
}

describe('the summary of a job', () => {
  test('has the denials, the lines to add and, folded, what was allowed', async () => {
    const text = renderMarkdown(await summarise(sample));
    expectInertMarkdown(text);
    expect(text).toMatch(
      /^### Egress Filter\n\n\*\*9 denied\*\* · 31 connections allowed · 30 requests · 12.4 MB received, 31.1 kB sent\n/,
    );
    expect(text).toContain('| <code>evil&#46;example</code> | dns | 2 | <code>/usr/bin/node postinstall&#46;js</code> |');
    expect(text).toContain('<details><summary>Allowed: 2 destinations</summary>\n\n| Destination');
    expect(renderMarkdown(await summarise(sample), { audit: true })).toMatch(/^### Egress Filter\n\naudit mode · /);
  });

  test('has the steps, the uses of sudo and what happened to the filter', async () => {
    const text = renderMarkdown(
      await summarise([
        ...sample.map((event) => ({ ...event, step: 'build.__run', action: 'a/b' })),
        {
          ts: '2026-01-31T12:00:00.000Z',
          type: 'sudo',
          policy: 'allow',
          user: 'root',
          cwd: '/w',
          exe: '/usr/bin/sudo',
          cmdline: ['sudo', 'id'],
        },
        { ts: '2026-01-31T12:00:00.000Z', type: 'guard', error: 'tampering', reason: 'post was started with LD_PRELOAD' },
      ]),
    );
    expectInertMarkdown(text);
    expect(text).toContain('| Destination | Type | Count | Process | Step | Why | Line to add |');
    expect(text).toContain('| Destination | Error | Count | Process | Step |');
    expect(text).toContain('| <code>build&#46;&#95;&#95;run</code> | <code>a/b</code> | 9 | 31 | 30 | 12.4 MB | 31.1 kB |');
    expect(text).toContain('<details><summary>sudo: 1 command</summary>');
    expect(text).toMatch(/#### The filter itself\n\n.*\n.*\n\| \*\*tampering\*\* <code>post was started with LD&#95;PRELOAD<\/code>/);
    expect(text.indexOf('The filter itself')).toBeLessThan(text.indexOf('#### Denied'));
  });

  test('lets no mark-up of a process or a server take effect', async () => {
    expectInertMarkdown(renderMarkdown(await summarise(hostile), { title: hostileText }));
  });

  test('whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvents, async (events) => expectInertMarkdown(renderMarkdown(await summarise(events), { title: hostileText }))),
      { numRuns: 60 },
    );
  });

  test('stays below what GitHub takes', async () => {
    const long = '!'.repeat(5000);
    const events = Array.from({ length: 1000 }, (_, index) => ({
      ts: '2026-01-31T12:00:00.000Z',
      type: 'https' as const,
      policy: index % 2 ? ('deny' as const) : ('allow' as const),
      host: `${index}${long}`,
      exe: long,
      reason: long,
      rule: long,
      error: long,
    }));
    const text = renderMarkdown(await summarise(events));
    expect(Buffer.byteLength(text)).toBeLessThan(1 << 20);
    expectInertMarkdown(text);
  });
});

test('JSON is the summary with the lines to add', async () => {
  const summary = await summarise(sample);
  const parsed = JSON.parse(renderJson(summary, { status: 3 }));
  expect(parsed.meta).toEqual({ status: 3 });
  expect(parsed.summary).toEqual(JSON.parse(JSON.stringify(summary)));
  expect(parsed.suggestion.split('\n')).toHaveLength(5);
});
