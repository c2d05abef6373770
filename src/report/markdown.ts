import { adviceOf } from './advice.ts';
import { bytesText, plural } from './describe.ts';
import { markdownCode as code, markdownPre } from './escape.ts';
import { type ReportMeta, warningsOf } from './meta.ts';
import { ruleOf, suggestPolicy } from './suggest.ts';
import type { Allowance, Failure, Incident, Refusal, StepTotals, SudoUse, Summary } from './types.ts';

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
  const parts = [
    `### ${meta.title === undefined ? 'Egress Filter' : code(meta.title)}`,
    `${[
      ...(meta.audit ? ['audit mode'] : []),
      totals.denied > 0 ? `**${totals.denied} denied**` : 'nothing denied',
      ...(totals.audited > 0 ? [`**${totals.audited} would be denied** (audit)`] : []),
      `${plural(totals.allowedConnections, 'connection')} allowed`,
      plural(totals.requests, 'request'),
      `${bytesText(totals.bytesIn)} received, ${bytesText(totals.bytesOut)} sent`,
    ].join(' · ')}`,
    ...warningsOf(summary, meta).map((sentence) => `> [!WARNING]\n> ${code(sentence)}`),
    incidents(summary.incidents, rows),
    refusals('Denied', [...summary.denied, ...summary.sockets], rows),
    refusals('Names refused', summary.names, rows),
    refusals('Would be denied', summary.audited, rows),
    additions(summary, rows),
    failures(summary.errors, rows),
    steps(summary.steps, rows),
    sudo(summary.sudo, rows),
    allowances(summary.allowed, rows),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function incidents(list: readonly Incident[], rows: number): string {
  const cells = list.map(({ reason, tampering, process, count }) => [
    `${tampering ? '**tampering** ' : ''}${code(reason)}`,
    process === undefined ? '' : code(process.command),
    process === undefined ? '' : stepCell(process),
    String(count),
  ]);
  return table('The filter itself', ['What', 'Process', 'Step', 'Count'], cells, rows);
}

/** Where nobody has a step, as outside of a job, the table has no room for it. */
function refusals(title: string, list: readonly Refusal[], rows: number): string {
  const hasSteps = someHaveSteps(list);
  const cells = list.map((refusal) => [
    code(refusal.destination),
    refusal.type,
    String(refusal.count),
    code(refusal.process.command),
    ...(hasSteps ? [stepCell(refusal.process)] : []),
    lines(code(refusal.reason ?? ''), refusal.rule !== undefined && code(refusal.rule)),
    code(ruleOf(refusal) ?? ''),
  ]);
  const head = ['Destination', 'Type', 'Count', 'Process', ...(hasSteps ? ['Step'] : []), 'Why', 'Line to add'];
  return table(title, head, cells, rows);
}

const someHaveSteps = (list: readonly (Refusal | Failure)[]): boolean =>
  list.some(({ process }) => process.step !== undefined || process.action !== undefined);

function stepCell({ step, action }: { readonly step?: string | undefined; readonly action?: string | undefined }): string {
  return lines(step !== undefined && code(step), action !== undefined && code(action));
}

const lines = (...parts: readonly (string | false)[]): string => parts.filter((part) => part !== '' && part !== false).join('<br>');

function additions(summary: Summary, rows: number): string {
  const wanted = suggestPolicy(summary).split('\n').slice(0, -1);
  if (wanted.length === 0) return '';
  const block = wanted.slice(0, rows * 2).map((line) => markdownPre(line));
  const more = wanted.length > rows * 2 ? `\n\n${wanted.length - rows * 2} more are in the log.` : '';
  return `To allow all of it, if you trust it, add to the policy:\n\n<pre>${block.join('\n')}</pre>${more}`;
}

function failures(list: readonly Failure[], rows: number): string {
  const hasSteps = someHaveSteps(list);
  const cells = list.map((failure) => [
    code(failure.destination),
    lines(code(failure.error), code(adviceOf(failure) ?? '')),
    String(failure.count),
    code(failure.process.command),
    ...(hasSteps ? [stepCell(failure.process)] : []),
  ]);
  return table('Errors', ['Destination', 'Error', 'Count', 'Process', ...(hasSteps ? ['Step'] : [])], cells, rows);
}

function steps(list: readonly StepTotals[], rows: number): string {
  const cells = list.map(({ step, action, denied, audited, connections, requests, bytesIn, bytesOut }) => [
    step === undefined ? '' : code(step),
    action === undefined ? '' : code(action),
    String(denied + audited),
    String(connections),
    String(requests),
    bytesText(bytesIn),
    bytesText(bytesOut),
  ]);
  return table('Steps', ['Step', 'Action', 'Denied', 'Connections', 'Requests', 'Received', 'Sent'], cells, rows);
}

function sudo(list: readonly SudoUse[], rows: number): string {
  const cells = list.map(({ process, user, cwd, denied, count }) => [
    code(process.command),
    stepCell(process),
    code(user ?? ''),
    code(cwd ?? ''),
    denied ? 'denied' : 'allowed',
    String(count),
  ]);
  return folded('sudo', plural(list.length, 'command'), table('', ['Command', 'Step', 'As', 'In', 'Verdict', 'Count'], cells, rows));
}

function allowances(list: readonly Allowance[], rows: number): string {
  const cells = list.map(({ destination, requests, connections, bytesIn, bytesOut, rule }) => [
    code(destination),
    requests > 0 ? String(requests) : plural(connections, 'connection'),
    bytesText(bytesIn),
    bytesText(bytesOut),
    code(rule ?? ''),
  ]);
  return folded(
    'Allowed',
    plural(list.length, 'destination'),
    table('', ['Destination', 'Requests', 'Received', 'Sent', 'Rule'], cells, rows),
  );
}

/** A blank line inside of `<details>` lets Markdown begin again (CommonMark 0.31, section 4.6). */
function folded(title: string, count: string, content: string): string {
  return content === '' ? '' : `<details><summary>${title}: ${count}</summary>\n\n${content}\n\n</details>`;
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[], most: number): string {
  if (rows.length === 0) return '';
  const written = [head, head.map(() => '---'), ...rows.slice(0, most)].map((cells) => `| ${cells.join(' | ')} |`);
  const more = rows.length > most ? `\n\n${rows.length - most} more are in the log.` : '';
  return `${title === '' ? '' : `#### ${title}\n\n`}${written.join('\n')}${more}`;
}
