import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toSvg } from './chart.ts';
import type { Contender } from './contenders.ts';
import { judge } from './goals.ts';
import type { Turn } from './machine.ts';
import { toMarkdown } from './markdown.ts';
import type { Medians, Metric, Workload } from './types.ts';

export interface Results {
  readonly metrics: readonly Metric[];
  readonly contenders: readonly Contender[];
  /** All measured values: metric -> contender -> round -> value. */
  readonly samples: Map<string, Map<string, Map<number, number>>>;
  /** Why there is no value: metric -> contender -> reason. */
  readonly gaps: Map<string, Map<string, string>>;
  /** The machine and the settings, line by line. */
  readonly about: readonly string[];
  readonly turns: Turn[];
}

export function addSample(results: Results, metric: string, contender: Contender, round: number, value: number): void {
  const of = results.samples.get(metric) ?? new Map<string, Map<number, number>>();
  results.samples.set(metric, of);
  of.set(contender.id, (of.get(contender.id) ?? new Map()).set(round, value));
}

export function addGap(results: Results, workload: Workload, contender: Contender, why: string): void {
  for (const { id } of workload.metrics) results.gaps.set(id, (results.gaps.get(id) ?? new Map()).set(contender.id, why));
}

export const median = (values: readonly number[]): number | undefined => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 || low === undefined || high === undefined ? high : (low + high) / 2;
};

export const valuesOf = (results: Results, metric: string, contender: string): number[] => [
  ...(results.samples.get(metric)?.get(contender)?.values() ?? []),
];

/** Of the rounds in which both were measured. */
export function ratiosOf(results: Results, metric: string, contender: string, base: string): number[] {
  const [own, other] = [results.samples.get(metric)?.get(contender), results.samples.get(metric)?.get(base)];
  return [...(own ?? [])].flatMap(([round, value]) => {
    const against = other?.get(round);
    return against === undefined || against === 0 ? [] : [value / against];
  });
}

export const mediansOf = (results: Results, metric: string): Medians => ({
  of: (contender) => median(valuesOf(results, metric, contender)),
  ratio: (contender, base) => median(ratiosOf(results, metric, contender, base)),
});

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

const toJson = (results: Results) => ({
  about: results.about,
  turns: results.turns,
  metrics: results.metrics.map((metric) => ({
    id: metric.id,
    row: metric.row,
    unit: metric.unit,
    better: metric.better,
    goals: metric.goals.map((goal) => {
      const { met, reached, by } = judge(goal, mediansOf(results, metric.id));
      return { text: goal.text, of: goal.of, bound: goal.bound, at: goal.at, reached, met, missedBy: by };
    }),
    contenders: Object.fromEntries(results.contenders.map(({ id }) => [id, columnOf(results, metric.id, id)])),
  })),
});

function columnOf(results: Results, metric: string, contender: string) {
  const values = valuesOf(results, metric, contender);
  if (values.length === 0) return { missing: results.gaps.get(metric)?.get(contender) ?? 'not measured' };
  return {
    median: median(values),
    lowest: Math.min(...values),
    highest: Math.max(...values),
    values,
    ofNoFilter: median(ratiosOf(results, metric, contender, 'none')),
  };
}
