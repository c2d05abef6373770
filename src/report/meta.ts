import { plural } from './describe.ts';
import type { Summary } from './types.ts';

/** What a report says of the run beside its log; every field may be left out, and every text may be anything. */
export interface ReportMeta {
  /** Default `Egress Filter`. */
  readonly title?: string | undefined;
  readonly command?: readonly string[] | undefined;
  /** Exit status of the command. */
  readonly status?: number | undefined;
  readonly audit?: boolean | undefined;
  /** Path or name of the policy. */
  readonly policy?: string | undefined;
  readonly log?: string | undefined;
  /** How long the command ran; else the time between the first and the last event is told. */
  readonly durationMs?: number | undefined;
  /** Events that the writer lost, where it could not say so in the log. */
  readonly lostEvents?: number | undefined;
  /** ISO 8601. */
  readonly created?: string | undefined;
  readonly version?: string | undefined;
  /** What a person must know beside the numbers, a sentence each. */
  readonly notes?: readonly string[] | undefined;
}

/** `4.2 s`'s milliseconds: of the run, else between the first and the last event; undefined where that is nothing. */
export function durationOf({ from, to }: Summary, { durationMs }: ReportMeta): number | undefined {
  const took = durationMs ?? (from === undefined || to === undefined ? 0 : Date.parse(to) - Date.parse(from));
  return took >= 1 ? took : undefined;
}

/** Sentences that stand above the tables: notes, what the log does not hold, what the tables do not. */
export function warningsOf(summary: Summary, meta: ReportMeta): string[] {
  const { refusals, allowed, errors, sudo, incidents } = summary.omitted;
  const unlisted = refusals + allowed + errors + sudo + incidents;
  const loss = lossOf(summary, meta);
  return [
    ...(meta.notes ?? []),
    ...(loss === undefined ? [] : [loss]),
    ...(summary.totals.background > 0
      ? [
          `${summary.totals.background} of the denials are of services of the machine that call home by themselves, or ends of connections from before the start: no reason to fail.`,
        ]
      : []),
    ...(unlisted > 0 ? [`${plural(unlisted, 'event')} of further groups are counted above but not listed.`] : []),
  ];
}

/** One sentence on what the log does not hold; undefined where it is whole. */
export function lossOf({ totals }: Summary, { lostEvents = 0 }: ReportMeta): string | undefined {
  const lost = Math.max(totals.lost, lostEvents);
  if (lost === 0) return undefined;
  return lost === 1
    ? '1 event could not be written to the log and is missing here.'
    : `${lost} events could not be written to the log and are missing here.`;
}
