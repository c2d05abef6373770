import { describe, expect, it } from 'vitest';
import { contenders } from '../../bench/contenders.ts';
import { atMost, judge, shareOfNone } from '../../bench/goals.ts';
import { toMarkdown } from '../../bench/markdown.ts';
import { addSample, mediansOf, type Results, ratiosOf } from '../../bench/results.ts';
import type { Metric } from '../../bench/types.ts';

const speed: Metric = { id: 'speed', row: 'speed', unit: 'MB/s', better: 'higher', goals: [shareOfNone(0.8)] };
const memory: Metric = { id: 'memory', row: 'memory', unit: 'MB', better: 'lower', goals: [atMost(120, '120 MB', 'ours', ' MB')] };

/** Values by round; undefined where the work failed. */
function resultsOf(samples: Readonly<Record<string, Readonly<Record<string, readonly (number | undefined)[]>>>>): Results {
  const chosen = contenders.filter(({ id }) => id === 'none' || id === 'ours');
  const results: Results = { metrics: [speed, memory], contenders: chosen, samples: new Map(), gaps: new Map(), about: [], turns: [] };
  for (const [metric, byContender] of Object.entries(samples)) {
    for (const contender of chosen) {
      byContender[contender.id]?.forEach((value, round) => {
        if (value !== undefined) addSample(results, metric, contender, round, value);
      });
    }
  }
  return results;
}

describe('shares of no filter', () => {
  it('are taken within a round, so that a slow round counts for nothing', () => {
    const results = resultsOf({ speed: { none: [100, 10, 100], ours: [70, 7, 70] } });
    expect(ratiosOf(results, 'speed', 'ours', 'none')).toEqual([0.7, 0.7, 0.7]);
    expect(mediansOf(results, 'speed').of('ours')).toBe(70);
  });

  it('leave out rounds in which one of the two failed', () => {
    const results = resultsOf({ speed: { none: [undefined, 100, 50], ours: [60, undefined, 40] } });
    expect(ratiosOf(results, 'speed', 'ours', 'none')).toEqual([0.8]);
  });
});

describe('goals', () => {
  it('say by how much they are missed', () => {
    const results = resultsOf({ speed: { none: [100], ours: [60] }, memory: { ours: [180] } });
    const [short] = speed.goals.map((goal) => judge(goal, mediansOf(results, 'speed')));
    const [over] = memory.goals.map((goal) => judge(goal, mediansOf(results, 'memory')));
    expect([short?.met, short?.by]).toEqual([false, expect.closeTo(0.25)]);
    expect([over?.met, over?.by]).toEqual([false, expect.closeTo(0.5)]);
    const table = toMarkdown(results);
    expect(table).toContain('0.8 of no filter: **missed**, 0.60 (25 % short)');
    expect(table).toContain('120 MB: **missed**, 180 MB (50 % over)');
  });

  it('are neither met nor missed where there is nothing to look at', () => {
    const results = resultsOf({ speed: { ours: [60] } });
    expect(judge(shareOfNone(0.8), mediansOf(results, 'speed')).met).toBeUndefined();
    expect(toMarkdown(results)).toContain('0.8 of no filter: not measured');
  });

  it('are met at their bound', () => {
    const results = resultsOf({ speed: { none: [100], ours: [80] } });
    expect(judge(shareOfNone(0.8), mediansOf(results, 'speed'))).toMatchObject({ met: true, reached: 0.8 });
  });
});
