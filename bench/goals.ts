import type { Goal } from './types.ts';

/** Goals of the table in issue 5. `of`: the contender that the goal speaks of. */

export const shareOfNone = (share: number, of = 'ours'): Goal => ({
  text: `${share} of no filter`,
  of,
  bound: share,
  at: 'least',
  unit: '',
  reached: ({ ratio }) => ratio(of, 'none'),
});

export const timesMitmproxy = (factor: number): Goal => ({
  text: `${factor}x mitmproxy`,
  of: 'ours',
  bound: factor,
  at: 'least',
  unit: 'x',
  reached: ({ ratio }) => ratio('ours', 'mitmproxy'),
});

/** Wall time. */
export const timesNone = (factor: number, of = 'ours'): Goal => ({
  text: `at most ${factor} of no filter`,
  of,
  bound: factor,
  at: 'most',
  unit: '',
  reached: ({ ratio }) => ratio(of, 'none'),
});

export const moreThanNone = (bound: number, unit: string, of = 'ours'): Goal => ({
  text: `${bound} ${unit} more than no filter`,
  of,
  bound,
  at: 'most',
  unit: ` ${unit}`,
  reached: (medians) => {
    const [own, none] = [medians.of(of), medians.of('none')];
    return own === undefined || none === undefined ? undefined : own - none;
  },
});

export const atLeast = (bound: number, text: string, of = 'ours'): Goal => ({
  text,
  of,
  bound,
  at: 'least',
  unit: '',
  reached: (medians) => medians.of(of),
});

export const atMost = (bound: number, text: string, of = 'ours', unit = ''): Goal => ({
  text,
  of,
  bound,
  at: 'most',
  unit,
  reached: (medians) => medians.of(of),
});

const OTHERS = ['mitmproxy', 'http-mitm-proxy', 'squid'];

/** Below 1 of the best of the others. */
export const lowerThanOthers = (): Goal => ({
  text: 'lower than every other proxy',
  of: 'ours',
  bound: 1,
  at: 'most',
  unit: ' of the best of them',
  reached: (medians) => {
    const own = medians.of('ours');
    const others = OTHERS.map((id) => medians.of(id)).filter((value) => value !== undefined);
    return own === undefined || others.length === 0 ? undefined : own / Math.min(...others);
  },
});

export interface Verdict {
  readonly goal: Goal;
  /** Undefined: not measured. */
  readonly met: boolean | undefined;
  readonly reached?: number;
  /** Where missed: the share of the bound that is lacking or too much. */
  readonly by?: number;
}

export function judge(goal: Goal, medians: Parameters<Goal['reached']>[0]): Verdict {
  const reached = goal.reached(medians);
  if (reached === undefined) return { goal, met: undefined };
  const met = goal.at === 'least' ? reached >= goal.bound : reached <= goal.bound;
  return met ? { goal, met, reached } : { goal, met, reached, by: Math.abs(reached / goal.bound - 1) };
}
