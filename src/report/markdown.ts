import { bytesText, plural } from './describe.ts';
import { markdownCode as code, markdownPre } from './escape.ts';
import { lossOf, type ReportMeta } from './meta.ts';
import { ruleOf, suggestPolicy } from './suggest.ts';
import type { Refusal, Summary } from './types.ts';

/** GitHub takes 1 MiB for the summary of a step and drops what is longer; others may write to it too. */
const MOST_CHARACTERS = 200_000;
const MOST_ROWS = 100;

/**
 * The summary for a job's page on GitHub (GITHUB_STEP_SUMMARY). Values are inert: no markup, mention, link or workflow command of a process or a
 * server takes effect. At most 200 000 ASCII-mostly characters; tables are shortened first.
 */
export function renderMarkdown(summary: Summary, meta: ReportMeta = {}): string {
  for (let rows = MOST_ROWS; rows >= 1; rows = Math.floor(rows / 2)) {
    const text = render(summary, meta, rows);
    if (text.length <= MOST_CHARACTERS || rows === 1) return text.slice(0, MOST_CHARACTERS);
  }
  return '';
}

function render(summary: Summary, meta: ReportMeta, rows: number): string {
  const { totals } = summary;
  const loss = lossOf(summary, meta);
  const parts = [
    `### ${meta.title === undefined ? 'Egress Filter' : code(meta.title)}`,
    `${[
      totals.denied > 0 ? `**${totals.denied} denied**` : 'nothing denied',
      ...(totals.audited > 0 ? [`**${totals.audited} would be denied** (audit)`] : []),
      `${plural(totals.allowedConnections, 'connection')} allowed`,
      plural(totals.requests, 'request'),
      `${bytesText(totals.bytesIn)} received, ${bytesText(totals.bytesOut)} sent`,
    ].join(' · ')}`,
    ...(loss === undefined ? [] : [`> [!WARNING]\n> ${loss}`]),
    refusals('Denied', [...summary.denied, ...summary.names, ...summary.sockets], rows),
    refusals('Would be denied', summary.audited, rows),
    additions(summary, rows),
    table(
      'Errors',
      ['Destination', 'Error', 'Count', 'Process'],
      summary.errors.map(({ destination, error, count, process }) => [
        code(destination),
        code(error),
        String(count),
        code(process.command),
      ]),
      rows,
    ),
    folded(
      'Allowed',
      summary.allowed.length,
      table(
        '',
        ['Destination', 'Requests', 'Received', 'Sent', 'Rule'],
        summary.allowed.map(({ destination, requests, connections, bytesIn, bytesOut, rule }) => [
          code(destination),
          requests > 0 ? String(requests) : plural(connections, 'connection'),
          bytesText(bytesIn),
          bytesText(bytesOut),
          code(rule ?? ''),
        ]),
        rows,
      ),
    ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function refusals(title: string, list: readonly Refusal[], rows: number): string {
  const cells = list.map((refusal) => [
    code(refusal.destination),
    refusal.type,
    String(refusal.count),
    code(refusal.process.command) + (refusal.process.step === undefined ? '' : `<br>step ${code(refusal.process.step)}`),
    code(refusal.reason ?? ''),
    code(ruleOf(refusal) ?? ''),
  ]);
  return table(title, ['Destination', 'Type', 'Count', 'Process', 'Why', 'Line to add'], cells, rows);
}

function additions(summary: Summary, rows: number): string {
  const lines = suggestPolicy(summary).split('\n').slice(0, -1);
  if (lines.length === 0) return '';
  const block = lines.slice(0, rows * 2).map((line) => markdownPre(line));
  return `To allow all of it, if you trust it, add to the policy:\n\n<pre>${block.join('\n')}</pre>`;
}

/** A blank line inside of `<details>` lets Markdown begin again (CommonMark 0.31, section 4.6). */
function folded(title: string, count: number, content: string): string {
  return content === '' ? '' : `<details><summary>${title}: ${plural(count, 'destination')}</summary>\n\n${content}\n\n</details>`;
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[], most: number): string {
  if (rows.length === 0) return '';
  const lines = [head, head.map(() => '---'), ...rows.slice(0, most)].map((cells) => `| ${cells.join(' | ')} |`);
  const more = rows.length > most ? `\n\n${rows.length - most} more are in the log.` : '';
  return `${title === '' ? '' : `#### ${title}\n\n`}${lines.join('\n')}${more}`;
}
