import { judge } from './goals.ts';
import { isBusy } from './machine.ts';
import { median, mediansOf, type Results, ratiosOf } from './results.ts';
import type { Goal, Metric } from './types.ts';

const COLOURS: Readonly<Record<string, string>> = {
  ours: '#1a7f37',
  'ours-passthrough': '#4ac26b',
  mitmproxy: '#cf222e',
  'http-mitm-proxy': '#bc4c00',
  squid: '#8250df',
};
const [WIDTH, LEFT, SCALE] = [860, 190, 470];
/** The axis ends a little beyond no filter. */
const MOST = 1.2;
const [BAR, STEP, GAP] = [14, 20, 30];

interface Bar {
  readonly title: string;
  readonly colour: string;
  readonly share: number;
  readonly from: number;
  readonly to: number;
}

/** Bars: the share of no filter's speed that each contender reaches; whiskers: the lowest and highest round; ticks: goals. */
export function toSvg(results: Results): string {
  const parts: string[] = [];
  let y = 64;
  for (const metric of results.metrics.filter(({ chart }) => chart)) {
    const bars = barsOf(results, metric);
    if (bars.length === 0) continue;
    parts.push(`<text x="16" y="${y}" font-weight="600">${xml(metric.row)}</text>`);
    parts.push(aside(results, metric, y));
    const top = y + 8;
    parts.push(...bars.flatMap((bar, index) => drawBar(bar, y + (index + 1) * STEP)));
    y += bars.length * STEP;
    parts.push(...metric.goals.flatMap((goal) => goalTick(goal, top, y + 5)));
    y += GAP;
  }
  const bottom = y - GAP + 10;
  const height = bottom + 24;
  const axis = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<line x1="${at(share)}" y1="44" x2="${at(share)}" y2="${bottom}" stroke="${share === 1 ? '#57606a' : '#d8dee4'}"${share === 1 ? ' stroke-dasharray="4 3"' : ''}/>`,
    `<text x="${at(share)}" y="${bottom + 14}" text-anchor="middle" fill="#57606a">${share}</text>`,
  ]);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#24292f" role="img" aria-label="Share of the speed without a filter">
<title>Share of the speed without a filter</title>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
<text x="16" y="24" font-size="15" font-weight="600">Share of the speed without a filter</text>
<text x="${WIDTH - 16}" y="24" text-anchor="end" fill="#57606a">${results.turns.some(isBusy) ? 'measured on a busy machine · ' : ''}dashed: no filter · bar: median · whisker: lowest and highest round · blue tick: goal</text>
${axis.join('\n')}
${parts.join('\n')}
</svg>
`;
}

const at = (share: number): string => (LEFT + Math.min(MOST, share) * SCALE).toFixed(1);

function barsOf(results: Results, metric: Metric): Bar[] {
  return results.contenders.flatMap(({ id, title }) => {
    const ratios = ratiosOf(results, metric.id, id, 'none');
    const share = median(ratios);
    if (id === 'none' || share === undefined) return [];
    return [{ title, colour: COLOURS[id] ?? '#57606a', share, from: Math.min(...ratios), to: Math.max(...ratios) }];
  });
}

function drawBar({ title, colour, share, from, to }: Bar, y: number): string[] {
  const width = Math.max(1, Math.min(MOST, share) * SCALE);
  const middle = y - 11 + BAR / 2;
  const spread = from < to;
  const whisker = `M${at(from)} ${middle - 4}v8M${at(from)} ${middle}H${at(to)}M${at(to)} ${middle - 4}v8`;
  const end = Math.max(LEFT + width, spread ? Number(at(to)) : 0);
  return [
    `<text x="${LEFT - 8}" y="${y}" text-anchor="end">${xml(title)}</text>`,
    `<rect x="${LEFT}" y="${y - 11}" width="${width.toFixed(1)}" height="${BAR}" rx="2" fill="${colour}"/>`,
    ...(spread ? [`<path d="${whisker}" stroke="#24292f" fill="none"/>`] : []),
    `<text x="${(end + 6).toFixed(1)}" y="${y}">${share >= 0.1 ? share.toFixed(2) : share.toFixed(3)}</text>`,
  ];
}

/** Goals that are shares of no filter have a place on the axis. */
const isShare = (goal: Goal): boolean => goal.at === 'least' && goal.bound <= 1;

function goalTick(goal: Goal, top: number, bottom: number): string[] {
  return isShare(goal)
    ? [`<line x1="${at(goal.bound)}" y1="${top}" x2="${at(goal.bound)}" y2="${bottom}" stroke="#cf222e" stroke-width="2"/>`]
    : [];
}

/** What 1 stands for, and whether the goal is met. */
function aside(results: Results, metric: Metric, y: number): string {
  const medians = mediansOf(results, metric.id);
  const base = Math.round(medians.of('none') ?? 0);
  const goals = metric.goals.filter(isShare).map((goal) => {
    const { met } = judge(goal, medians);
    const said = met === undefined ? 'not measured' : met ? 'met' : 'missed';
    return `<tspan fill="${met === false ? '#cf222e' : '#57606a'}">goal ${goal.bound}: ${said}</tspan>`;
  });
  const one = `1 = ${base.toLocaleString('en').replaceAll(',', ' ')} ${xml(metric.unit)}`;
  return `<text x="${WIDTH - 16}" y="${y}" text-anchor="end" fill="#57606a">${[one, ...goals].join(' · ')}</text>`;
}

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
