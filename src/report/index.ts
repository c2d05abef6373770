export { renderHtml } from './html.ts';
export { renderJson } from './json.ts';
export { renderMarkdown } from './markdown.ts';
export type { ReportMeta } from './meta.ts';
export { suggestPolicy } from './suggest.ts';
export { SummaryBuilder, type SummaryOptions, summarise } from './summary.ts';
export { renderText, type TextOptions } from './text.ts';
export type { Allowance, Failure, Incident, ProcessRef, Refusal, StepTotals, SudoUse, Summary, Totals } from './types.ts';
