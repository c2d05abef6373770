import type { ReportMeta } from './meta.ts';
import { suggestPolicy } from './suggest.ts';
import type { Summary } from './types.ts';

/** The summary for programs: `{ meta, summary, suggestion }`, indented, ended by LF. Values are as in the log. */
export function renderJson(summary: Summary, meta: ReportMeta = {}): string {
  return `${JSON.stringify({ meta, summary, suggestion: suggestPolicy(summary) }, null, 2)}\n`;
}
