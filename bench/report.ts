import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender } from './contenders.ts';
import type { Metric } from './workloads.ts';

/** All measured values: metric -> contender -> one value a round. */
export type Samples = Map<string, Map<string, number[]>>;

export interface Results {
  readonly metrics: readonly Metric[];
  readonly contenders: readonly Contender[];
  readonly samples: Samples;
  /** Why there is no value: metric -> contender -> reason. */
  readonly gaps: Map<string, Map<string, string>>;
  /** The machine and the settings, line by line. */
  readonly about: readonly string[];
  readonly unmeasured: readonly string[];
}

export const median = (values: readonly number[]): number | undefined => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 || low === undefined || high === undefined ? high : (low + high) / 2;
};

/** Writes latest.json, latest.md and latest.svg; gives the Markdown. */
export function writeResults(directory: string, results: Results): string {
  mkdirSync(directory, { recursive: true });
  const markdown = toMarkdown(results);
  writeFileSync(join(directory, 'latest.json'), `${tidyJson(toJson(results))}\n`);
  writeFileSync(join(directory, 'latest.md'), markdown);
  writeFileSync(join(directory, 'latest.svg'), toSvg(results));
  return markdown;
}

/** As the formatter of this repository has it: a short list is on one line. */
const tidyJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(/\[\n\s+([^[\]{}]+?)\n\s+\]/g, (list: string, items: string) => {
    const line = `[${items.replace(/\n\s+/g, ' ')}]`;
    return line.length < 100 ? line : list;
  });

const medianOf = ({ samples }: Results, metric: string, contender: string): number | undefined =>
  median(samples.get(metric)?.get(contender) ?? []);

const toJson = (results: Results) => ({
  about: results.about,
  unmeasured: results.unmeasured,
  metrics: results.metrics.map((metric) => ({
    id: metric.id,
    row: metric.row,
    unit: metric.unit,
    better: metric.better,
    goal: metric.goal,
    met: verdict(results, metric),
    contenders: Object.fromEntries(
      results.contenders.map(({ id }) => {
        const values = results.samples.get(metric.id)?.get(id) ?? [];
        const gap = results.gaps.get(metric.id)?.get(id);
        return [
          id,
          values.length === 0
            ? { missing: gap ?? 'not measured' }
            : {
                median: median(values),
                lowest: Math.min(...values),
                highest: Math.max(...values),
                values,
                ofNoFilter: ratio(results, metric.id, id, 'none'),
              },
        ];
      }),
    ),
  })),
});

const ratio = (results: Results, metric: string, contender: string, to: string): number | undefined => {
  const [value, base] = [medianOf(results, metric, contender), medianOf(results, metric, to)];
  return value === undefined || !base ? undefined : value / base;
};

const verdict = (results: Results, metric: Metric): boolean | undefined => {
  const ours = medianOf(results, metric.id, metric.of ?? 'ours');
  if (ours === undefined) return undefined;
  if (metric.met) return metric.met(ours, medianOf(results, metric.id, 'none'), medianOf(results, metric.id, 'mitmproxy'));
  const others = results.contenders.filter(({ id, ours }) => id !== 'none' && !ours).map(({ id }) => medianOf(results, metric.id, id));
  const known = others.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.every((value) => ours < value);
};

/** `12 345 (12 001 to 12 800) · 0.42`: median, spread, share of no filter. */
function cell(results: Results, metric: Metric, contender: string): string {
  const values = results.samples.get(metric.id)?.get(contender) ?? [];
  const middle = median(values);
  if (middle === undefined) return results.gaps.get(metric.id)?.get(contender) ?? '-';
  const spread = values.length > 1 ? ` (${format(Math.min(...values), metric)} to ${format(Math.max(...values), metric)})` : '';
  const share = contender === 'none' ? undefined : ratio(results, metric.id, contender, 'none');
  return `${format(middle, metric)}${spread}${share === undefined ? '' : ` · **${share.toFixed(2)}**`}`;
}

const format = (value: number, { digits }: Metric): string =>
  digits === undefined ? Math.round(value).toLocaleString('en').replaceAll(',', ' ') : value.toFixed(digits);

function toMarkdown(results: Results): string {
  const { metrics, contenders } = results;
  const rows = metrics.map((metric) => {
    const met = verdict(results, metric);
    const mitm = ratio(results, metric.id, metric.of ?? 'ours', 'mitmproxy');
    const factor = mitm === undefined ? '' : metric.better === 'higher' ? mitm : 1 / mitm;
    return [
      metric.unit ? `${metric.row}, ${metric.unit}` : metric.row,
      ...contenders.map(({ id }) => cell(results, metric, id)),
      typeof factor === 'number' ? `${factor.toFixed(factor < 10 ? 1 : 0)}x` : '',
      `${metric.goal}: ${met === undefined ? 'not measured' : met ? 'met' : '**missed**'}`,
    ];
  });
  const head = ['work', ...contenders.map(({ title }) => title), 'ours to mitmproxy', 'goal'];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    ...results.about.map((text) => `- ${text}`),
    '- Median (lowest to highest) of the rounds; in bold the share of no filter.',
    '',
    line(head),
    line(head.map(() => '---')),
    ...rows.map(line),
    '',
    ...(results.unmeasured.length > 0 ? ['Not measured:', '', ...results.unmeasured.map((text) => `- ${text}`), ''] : []),
  ].join('\n');
}

const COLOURS: Readonly<Record<string, string>> = {
  ours: '#1a7f37',
  'ours-passthrough': '#2da44e',
  mitmproxy: '#cf222e',
  'http-mitm-proxy': '#bc4c00',
  squid: '#8250df',
};

/** Bars: the share of no filter that each contender reaches, for what is better when higher. */
function toSvg(results: Results): string {
  const shown = results.metrics.filter(({ id, better }) => better === 'higher' && medianOf(results, id, 'none') !== undefined);
  const bars: string[] = [];
  let y = 56;
  for (const metric of shown) {
    const values = results.contenders.flatMap((contender) => {
      const share = ratio(results, metric.id, contender.id, 'none');
      return contender.id === 'none' || share === undefined ? [] : [{ contender, share }];
    });
    if (values.length === 0) continue;
    bars.push(`<text x="16" y="${y}" font-weight="600">${xml(metric.row)}</text>`);
    for (const { contender, share } of values) {
      y += 20;
      const width = Math.max(1, Math.min(1.05, share) * 420);
      bars.push(
        `<text x="176" y="${y}" text-anchor="end">${xml(contender.title)}</text>`,
        `<rect x="184" y="${y - 11}" width="${width.toFixed(1)}" height="14" rx="2" fill="${COLOURS[contender.id] ?? '#57606a'}"/>`,
        `<text x="${(190 + width).toFixed(1)}" y="${y}">${share >= 0.1 ? share.toFixed(2) : share.toFixed(3)}</text>`,
      );
    }
    y += 32;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="720" height="${y}" font-family="system-ui, sans-serif" font-size="12" fill="#24292f" role="img" aria-label="Share of the speed without a filter">
<title>Share of the speed without a filter</title>
<rect width="720" height="${y}" fill="#ffffff"/>
<text x="16" y="24" font-size="15" font-weight="600">Share of the speed without a filter (1 = no cost)</text>
<line x1="604" y1="36" x2="604" y2="${y - 24}" stroke="#d0d7de" stroke-dasharray="3 3"/>
${bars.join('\n')}
</svg>
`;
}

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
