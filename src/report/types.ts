import type { LogEvent } from '../log/event.ts';
import type { Timeline } from './timeline.ts';

/** Strings in a summary are as the log has them: whoever shows them escapes them. */
export interface Summary {
  /** Times of the first and the last event. */
  readonly from?: string;
  readonly to?: string;
  readonly totals: Totals;
  /** Denied connections, requests and packets, most frequent first. */
  readonly denied: readonly Refusal[];
  /** Questions to DNS that were answered without being asked. */
  readonly names: readonly Refusal[];
  /** Sockets and IPv6 refused in the kernel. */
  readonly sockets: readonly Refusal[];
  /** What the policy denies but audit mode let through, of every type. */
  readonly audited: readonly Refusal[];
  /** Most bytes first. */
  readonly allowed: readonly Allowance[];
  readonly errors: readonly Failure[];
  /** In a job: what each step, and each action within it, did. Most denials first. */
  readonly steps: readonly StepTotals[];
  /** Programs that raised their rights, most frequent first. */
  readonly sudo: readonly SudoUse[];
  /** What happened to the filter itself, in the order of the log. */
  readonly incidents: readonly Incident[];
  readonly timeline: Timeline;
  /** Events whose group is not listed, since there were too many different ones. Totals count them. */
  readonly omitted: {
    readonly refusals: number;
    readonly allowed: number;
    readonly errors: number;
    readonly sudo: number;
    readonly incidents: number;
  };
}

export interface Totals {
  readonly events: number;
  readonly denied: number;
  /** Of these, what services of the machine were denied that call home by themselves. */
  readonly background: number;
  readonly audited: number;
  readonly allowedConnections: number;
  readonly requests: number;
  readonly questions: number;
  readonly errors: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Events that the log itself says are missing. */
  readonly lost: number;
}

/** One process that was refused one destination for one reason. */
export interface Refusal {
  readonly type: LogEvent['type'];
  /** `host:port`, a name, or the kind of socket. */
  readonly destination: string;
  readonly ip?: string | undefined;
  readonly process: ProcessRef;
  /** A service of the machine that calls home by itself: nobody's attempt. */
  readonly background: boolean;
  readonly count: number;
  /** The `!` rule that denied, if one did. */
  readonly rule?: string | undefined;
  readonly reason?: string | undefined;
  /** The line to add; absent where no line would help. */
  readonly suggestion?: string | undefined;
  /** Up to three of the requests: `GET https://...`. */
  readonly requests: readonly string[];
  readonly first: string;
  readonly last: string;
}

export interface ProcessRef {
  readonly exe?: string | undefined;
  /** Executable and arguments as typed, shortened. */
  readonly command: string;
  readonly uid?: number | undefined;
  readonly step?: string | undefined;
  readonly action?: string | undefined;
}

/** One destination that one rule allowed. */
export interface Allowance {
  readonly destination: string;
  readonly rule?: string | undefined;
  /** `https`, `tcp`, ... */
  readonly type: LogEvent['type'];
  /** As recognised: `h2`, `ssh`, ... */
  readonly protocols: readonly string[];
  readonly passthrough: boolean;
  readonly insecure: boolean;
  readonly connections: number;
  readonly requests: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Up to five executables. */
  readonly exes: readonly string[];
}

export interface StepTotals {
  readonly step?: string | undefined;
  readonly action?: string | undefined;
  readonly denied: number;
  readonly audited: number;
  readonly connections: number;
  readonly requests: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export interface SudoUse {
  readonly process: ProcessRef;
  /** Whom it became. */
  readonly user?: string | undefined;
  readonly cwd?: string | undefined;
  readonly denied: boolean;
  readonly count: number;
}

export interface Incident {
  readonly reason: string;
  /** Somebody tried to change what the filter runs. */
  readonly tampering: boolean;
  readonly process?: ProcessRef | undefined;
  readonly count: number;
  readonly first: string;
}

export interface Failure {
  readonly error: string;
  readonly destination: string;
  readonly process: ProcessRef;
  readonly count: number;
}
