import { judge, type Verdict } from './goals.ts';
import { BUSY, isBusy, type Turn } from './machine.ts';
import { median, mediansOf, type Results, valuesOf } from './results.ts';
import type { Metric } from './types.ts';

/** Two tables: the work by contender, and how much of the machine others had meanwhile. */
export function toMarkdown(results: Results): string {
  const { contenders } = results;
  const shown = results.metrics.filter((metric) =>
    contenders.some(({ id }) => valuesOf(results, metric.id, id).length > 0 || results.gaps.get(metric.id)?.get(id) === 'failed'),
  );
  const head = ['work', ...contenders.map(({ title }) => title), 'ours to mitmproxy', 'goal'];
  return [
    ...results.about.map((text) => `- ${text}`),
    `- ${busyness(results.turns)}`,
    '- Median (lowest to highest) of the rounds; in bold the share of no filter, as the median of the shares within each round.',
    '',
    tally(results),
    '',
    line(head),
    line(head.map(() => '---')),
    ...shown.map((metric) => line(row(results, metric))),
    '',
    'What others had of the machine: before a turn, with the lab idle, and what the hypervisor took during it.',
    '',
    ...turnsTable(results.turns),
    '',
  ].join('\n');
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function row(results: Results, metric: Metric): string[] {
  const medians = mediansOf(results, metric.id);
  const mitm = metric.unit === '' ? undefined : medians.ratio('ours', 'mitmproxy');
  const factor = mitm === undefined ? undefined : metric.better === 'higher' ? mitm : 1 / mitm;
  return [
    metric.unit ? `${metric.row}, ${metric.unit}` : metric.row,
    ...results.contenders.map(({ id }) => cell(results, metric, id)),
    factor === undefined ? '' : `${factor.toFixed(factor < 10 ? 1 : 0)}x`,
    metric.goals.map((goal) => verdict(judge(goal, medians))).join('<br>'),
  ];
}

/** `12 345 (12 001 to 12 800) · 0.42`: median, spread, share of no filter. */
function cell(results: Results, metric: Metric, contender: string): string {
  const values = valuesOf(results, metric.id, contender);
  const middle = median(values);
  if (middle === undefined) return results.gaps.get(metric.id)?.get(contender) ?? '-';
  const spread = values.length > 1 ? ` (${format(Math.min(...values), metric)} to ${format(Math.max(...values), metric)})` : '';
  const share = contender === 'none' ? undefined : mediansOf(results, metric.id).ratio(contender, 'none');
  return `${format(middle, metric)}${spread}${share === undefined ? '' : ` · **${share.toFixed(2)}**`}`;
}

const format = (value: number, { digits }: Metric): string =>
  digits === undefined ? Math.round(value).toLocaleString('en').replaceAll(',', ' ') : value.toFixed(digits);

/** `0.4 of no filter: **missed**, 0.22 (45 % short)`. */
function verdict({ goal, met, reached, by }: Verdict): string {
  const whose = goal.of === 'ours-passthrough' && !goal.text.includes('passthrough') ? ', passthrough' : '';
  if (met === undefined || reached === undefined) return `${goal.text}${whose}: not measured`;
  const figure = `${reached >= 100 ? Math.round(reached) : reached.toFixed(2)}${goal.unit}`;
  if (met) return `${goal.text}${whose}: met, ${figure}`;
  const percent = Math.max(1, Math.round((by ?? 0) * 100));
  return `${goal.text}${whose}: **missed**, ${figure} (${percent} % ${goal.at === 'least' ? 'short' : 'over'})`;
}

function tally(results: Results): string {
  const all = results.metrics.flatMap((metric) => metric.goals.map((goal) => judge(goal, mediansOf(results, metric.id))));
  const count = (met: boolean | undefined): number => all.filter((each) => each.met === met).length;
  return `Goals: ${count(true)} met, ${count(false)} missed, ${count(undefined)} not measured.`;
}

function busyness(turns: readonly Turn[]): string {
  const busy = turns.filter(isBusy);
  if (busy.length === 0)
    return 'The machine was quiet: others took less than a twentieth of it before each turn, the hypervisor during none.';
  const most = Math.max(...turns.map(({ others, steal }) => Math.max(others, steal)));
  return `**The machine was busy** with other work in ${busy.length} of ${turns.length} turns (up to ${percent(most)} of its cores): ratios within a round are worth more than figures.`;
}

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;

function turnsTable(turns: readonly Turn[]): string[] {
  const rounds = [...new Set(turns.map(({ round }) => round))];
  const titles = [...new Set(turns.map(({ contender }) => contender))];
  const entry = (round: number, contender: string): string => {
    const turn = turns.find((each) => each.round === round && each.contender === contender);
    if (turn === undefined) return '-';
    const text = `${percent(turn.others)}, steal ${percent(turn.steal)}, load ${turn.load.toFixed(1)}`;
    return isBusy(turn) ? `**${text}**` : text;
  };
  const head = ['round', ...titles];
  return [
    line(head),
    line(head.map(() => '---')),
    ...rounds.map((round) => line([`${round}`, ...titles.map((title) => entry(round, title))])),
    '',
    `In bold: over ${percent(BUSY)}.`,
  ];
}
