import type { Contender, Session } from './contenders.ts';
import type { Lab } from './lab.ts';

export interface Scale {
  readonly quick: boolean;
  /** Seconds of load. */
  readonly seconds: number;
  readonly downloadMiB: number;
  readonly connections: number;
  readonly packages: number;
  readonly repositoryMiB: number;
  /** Of a download and of npm ci, in each turn. */
  readonly repeats: number;
  /** Open connections at which the cost of a request is taken; the largest two are those of the table of goals. */
  readonly open: readonly number[];
  readonly logLines: number;
  readonly summaryLines: number;
}

export interface Work {
  readonly session: Session;
  readonly lab: Lab;
  readonly scale: Scale;
  readonly contender: Contender;
  /** Another session of the same contender, for what needs other settings. */
  reopen(options: { rules?: number }): Promise<Session>;
  /** For what is worth a line but no row. */
  say(line: string): void;
}

/** Figures by the id of the metric; undefined: not measured this time. */
export type Figures = Readonly<Record<string, number | undefined>>;

/** What a goal may look at. */
export interface Medians {
  /** Of a contender; undefined where there is none. */
  of(contender: string): number | undefined;
  /** Median of the rounds' own ratios, so that what slows a whole round does not count. */
  ratio(contender: string, base: string): number | undefined;
}

/** `text`: what is to be reached, in words; `reached` is held against `bound`. */
export interface Goal {
  readonly text: string;
  readonly of: string;
  readonly bound: number;
  readonly at: 'least' | 'most';
  readonly unit: string;
  reached(medians: Medians): number | undefined;
}

export interface Metric {
  readonly id: string;
  /** The row of the table. */
  readonly row: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  readonly goals: readonly Goal[];
  readonly digits?: number;
  /** A row of the chart. */
  readonly chart?: boolean;
}

export interface Workload {
  readonly id: string;
  readonly metrics: readonly Metric[];
  /** In the first round only: what takes long and differs little. */
  readonly once?: boolean;
  /** Done once by nobody before the first round. */
  readonly warm?: boolean;
  /** In a session of its own: what other work left in the proxy's memory is not to count. */
  readonly fresh?: boolean;
  /** Left out of a smoke run, unless asked for; slow contenders do it in the first round only. */
  readonly heavy?: boolean;
  /** Does this contender take part? The reason, where it does not and the table should say so. */
  skip(contender: Contender, lab: Lab): string | undefined | false;
  run(work: Work): Promise<Figures>;
}
