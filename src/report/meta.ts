/** What a report says of the run beside its log; every field may be left out, and every text may be anything. */
export interface ReportMeta {
  /** Default `Egress Filter`. */
  readonly title?: string;
  readonly command?: readonly string[];
  /** Path or name of the policy. */
  readonly policy?: string;
  readonly log?: string;
  readonly exitCode?: number;
  /** ISO 8601. */
  readonly created?: string;
  readonly version?: string;
  readonly audit?: boolean;
}
