import { bytesText, durationText, plural } from './describe.ts';
import { html, shorten, visibleAscii } from './escape.ts';
import type { Timeline } from './timeline.ts';
import type { Allowance } from './types.ts';

/** Pictures of the page: plain SVG elements, colours by the page's classes `bar`, `allowed`, `denied`, `axis`. Empty where there is nothing to show. */

const WIDTH = 720;
const LABEL = 230;
const VALUE = 90;
const ROW = 24;
const BARS = 10;

/** The destinations with the most bytes, one bar each, to and from together. */
export function bytesPicture(allowed: readonly Allowance[]): string {
  const rows = allowed
    .map(({ destination, bytesIn, bytesOut }) => ({ destination, bytes: bytesIn + bytesOut }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, BARS);
  const most = rows[0]?.bytes;
  if (most === undefined) return '';
  const bars = rows.map(({ destination, bytes }, index) => {
    const y = index * ROW;
    const width = Math.max(2, ((WIDTH - LABEL - VALUE) * bytes) / most);
    const label = html(shorten(visibleAscii(destination), 34));
    return (
      `<g><title>${html(destination, 300)}: ${bytesText(bytes)}</title>` +
      `<text x="${LABEL - 8}" y="${y + 16}" text-anchor="end">${label}</text>` +
      `<rect class="bar" x="${LABEL}" y="${y + 5}" width="${width.toFixed(1)}" height="${ROW - 10}" rx="2"/>` +
      `<text x="${(LABEL + width + 6).toFixed(1)}" y="${y + 16}" class="value">${bytesText(bytes)}</text></g>`
    );
  });
  return svg(rows.length * ROW, 'Bytes by destination', bars.join(''));
}

const PLOT = 90;

/** Verdicts over time: allowed from the axis upwards, denied on top of them. */
export function timelinePicture({ buckets, bucketMs }: Timeline): string {
  const most = Math.max(0, ...buckets.map(({ allowed, denied }) => allowed + denied));
  if (most === 0) return '';
  const step = (WIDTH - 40) / Math.max(buckets.length, 12);
  const bars = buckets.map(({ allowed, denied }, index) => {
    if (allowed + denied === 0) return '';
    const x = 40 + index * step;
    const [low, high] = [(PLOT * allowed) / most, (PLOT * denied) / most];
    const title = `${durationText(index * bucketMs)}: ${allowed} allowed, ${denied} denied`;
    return `<g><title>${title}</title>${column('allowed', x, 8 + PLOT - low, step, low)}${column('denied', x, 8 + PLOT - low - high, step, high)}</g>`;
  });
  const end = 40 + buckets.length * step;
  const axis =
    `<line class="axis" x1="40" x2="${WIDTH}" y1="${8 + PLOT}" y2="${8 + PLOT}"/>` +
    `<text x="34" y="16" text-anchor="end" class="value">${most}</text><text x="34" y="${8 + PLOT}" text-anchor="end" class="value">0</text>` +
    `<text x="40" y="${PLOT + 26}" class="value">start</text>` +
    `<text x="${end.toFixed(1)}" y="${PLOT + 26}" text-anchor="end" class="value">${durationText(buckets.length * bucketMs)}</text>`;
  return svg(PLOT + 34, `Verdicts over time, ${plural(most, 'verdict')} at most in ${durationText(bucketMs)}`, bars.join('') + axis);
}

function column(kind: 'allowed' | 'denied', x: number, y: number, step: number, height: number): string {
  if (height === 0) return '';
  return `<rect class="${kind}" x="${(x + 0.5).toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(1, step - 1).toFixed(1)}" height="${Math.max(1, height).toFixed(1)}"/>`;
}

function svg(height: number, label: string, content: string): string {
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${html(label)}">${content}</svg>`;
}
