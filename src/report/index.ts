export { renderHtml } from './html.ts';
export { renderJson } from './json.ts';
export { renderMarkdown } from './markdown.ts';
export type { ReportMeta } from './meta.ts';
export { suggestPolicy } from './suggest.ts';
export { type Allowance, type Failure, type Refusal, type Summary, SummaryBuilder, summarise } from './summary.ts';
export { renderText, type TextOptions } from './text.ts';
