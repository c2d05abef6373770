import { adviceOf } from './advice.ts';
import { bytesText, durationText, quoteArgument } from './describe.ts';
import { html } from './escape.ts';
import { durationOf, type ReportMeta, warningsOf } from './meta.ts';
import { STYLE } from './style.ts';
import { ruleOf, suggestPolicy } from './suggest.ts';
import { bytesPicture, timelinePicture } from './svg.ts';
import type { Allowance, Failure, Incident, ProcessRef, Refusal, StepTotals, SudoUse, Summary } from './types.ts';

/** Most rows of one table: a page of more is slow to open. The log has all. */
const MOST_ROWS = 500;

/**
 * One page that needs nothing else: no script, no request (its content security policy forbids both), readable in light and dark, printable.
 * Every value from a process or the network is escaped.
 */
export function renderHtml(summary: Summary, meta: ReportMeta = {}): string {
  const title = html(meta.title ?? 'Egress Filter');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${[
  `<h1>${title}</h1>`,
  facts(summary, meta),
  tiles(summary),
  warnings(summary, meta),
  incidents(summary.incidents),
  refusals('Denied', 'denied', [...summary.denied, ...summary.names, ...summary.sockets]),
  refusals('Would be denied', 'audited', summary.audited, 'Audit mode let these through. Enforced, the policy denies them.'),
  additions(summary),
  failures(summary.errors),
  steps(summary.steps),
  sudo(summary.sudo),
  pictures(summary),
  allowances(summary.allowed),
]
  .filter((part) => part !== '')
  .join('\n')}
</main>
</body>
</html>
`;
}

function facts(summary: Summary, meta: ReportMeta): string {
  const { command, policy, log, status, created, version, audit } = meta;
  const took = durationOf(summary, meta);
  const rows: [string, string | undefined][] = [
    ['Command', command === undefined ? undefined : `<code>${html(command.map(quoteArgument).join(' '))}</code>`],
    ['Exit status', status === undefined ? undefined : String(status)],
    ['Policy', policy === undefined ? undefined : `<code>${html(policy)}</code>`],
    ['Mode', audit ? 'audit: denials are told, not enforced' : undefined],
    ['First event', summary.from === undefined ? undefined : html(summary.from)],
    ['Duration', took === undefined ? undefined : durationText(took)],
    ['Log', log === undefined ? undefined : `<code>${html(log)}</code>`],
    [
      'Made',
      created === undefined && version === undefined ? undefined : html([created, version].filter((part) => part !== undefined).join(', ')),
    ],
  ];
  const known = rows.filter(([, value]) => value !== undefined);
  return known.length === 0 ? '' : `<dl>${known.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>`;
}

function tiles({ totals }: Summary): string {
  const all: [string, string, string][] = [
    [String(totals.denied), 'denied', totals.denied > 0 ? 'denied' : ''],
    ...(totals.audited > 0 ? [[String(totals.audited), 'would be denied', 'audited'] as [string, string, string]] : []),
    [String(totals.allowedConnections), 'connections allowed', ''],
    [String(totals.requests), 'requests', ''],
    [bytesText(totals.bytesIn), 'received', ''],
    [bytesText(totals.bytesOut), 'sent', ''],
  ];
  return `<ul class="tiles">${all.map(([value, name, kind]) => `<li class="${kind}"><b>${value}</b> ${name}</li>`).join('')}</ul>`;
}

function warnings(summary: Summary, meta: ReportMeta): string {
  return warningsOf(summary, meta)
    .map((sentence) => `<p class="warning">${html(sentence)}</p>`)
    .join('');
}

function refusals(title: string, kind: string, list: readonly Refusal[], note = ''): string {
  if (list.length === 0) return kind === 'denied' ? '<section><h2>Denied</h2><p>Nothing was denied.</p></section>' : '';
  const rows = list.slice(0, MOST_ROWS).map((refusal) => {
    const { destination, ip, type, count, process, reason, rule, requests } = refusal;
    const add = ruleOf(refusal);
    const address = ip !== undefined && !destination.includes(ip) && type !== 'dns' ? `<small>${html(ip)}</small>` : '';
    const asked = requests.map((request) => `<small>${html(request)}</small>`).join('');
    return (
      `<tr><td><code class="${kind}">${html(destination, 300)}</code>${address}${asked}</td><td>${html(type)}</td><td class="n">${count}</td><td>${who(process)}</td>` +
      `<td>${html(reason ?? '')}${rule === undefined ? '' : `<small>${html(rule)}</small>`}</td><td>${add === undefined ? '' : `<code class="copy">${html(add)}</code>`}</td></tr>`
    );
  });
  return section(title, note, ['Destination', 'Type', 'Count', 'Process', 'Why', 'Line to add'], rows, list.length);
}

function additions(summary: Summary): string {
  const policy = suggestPolicy(summary);
  if (policy === '') return '';
  return `<section><h2>To allow all of it</h2><p>Add what you trust to the policy. One click selects the block.</p><pre class="copy">${policy
    .split('\n')
    .map((line) => html(line))
    .join('\n')}</pre></section>`;
}

function failures(list: readonly Failure[]): string {
  if (list.length === 0) return '';
  const rows = list
    .slice(0, MOST_ROWS)
    .map(
      ({ destination, error, count, process }) =>
        `<tr><td><code>${html(destination, 300)}</code></td><td>${html(error)}<small>${html(adviceOf({ error, destination }) ?? '')}</small></td><td class="n">${count}</td><td>${who(process)}</td></tr>`,
    );
  return section('Errors', '', ['Destination', 'Error', 'Count', 'Process'], rows, list.length);
}

function incidents(list: readonly Incident[]): string {
  if (list.length === 0) return '';
  const rows = list
    .slice(0, MOST_ROWS)
    .map(
      ({ reason, tampering, process, count, first }) =>
        `<tr><td>${html(first)}</td><td>${tampering ? '<b>tampering</b> ' : ''}${html(reason)}</td><td>${process === undefined ? '' : who(process)}</td><td class="n">${count}</td></tr>`,
    );
  return section('The filter itself', '', ['First', 'What', 'Process', 'Count'], rows, list.length);
}

function steps(list: readonly StepTotals[]): string {
  if (list.length === 0) return '';
  const rows = list
    .slice(0, MOST_ROWS)
    .map(
      ({ step, action, denied, audited, connections, requests, bytesIn, bytesOut }) =>
        `<tr><td><code>${html(step ?? '')}</code><small>${html(action ?? '')}</small></td><td class="n">${denied + audited}</td><td class="n">${connections}</td>` +
        `<td class="n">${requests}</td><td class="n">${bytesText(bytesIn)}</td><td class="n">${bytesText(bytesOut)}</td></tr>`,
    );
  return section('Steps', '', ['Step', 'Denied', 'Connections', 'Requests', 'Received', 'Sent'], rows, list.length);
}

function sudo(list: readonly SudoUse[]): string {
  if (list.length === 0) return '';
  const rows = list
    .slice(0, MOST_ROWS)
    .map(
      ({ process, user, cwd, denied, count }) =>
        `<tr><td>${who(process)}</td><td>${html(user ?? '')}</td><td>${html(cwd ?? '')}</td><td>${denied ? 'denied' : 'allowed'}</td><td class="n">${count}</td></tr>`,
    );
  return section('sudo', '', ['Command', 'As', 'In', 'Verdict', 'Count'], rows, list.length);
}

function pictures({ timeline, allowed, totals }: Summary): string {
  const time = timelinePicture(timeline);
  const bytes = bytesPicture(allowed);
  const refused = [...(totals.denied > 0 || totals.audited === 0 ? ['denied'] : []), ...(totals.audited > 0 ? ['would be denied'] : [])];
  return [
    time === ''
      ? ''
      : `<section><h2>Over time</h2><p class="legend"><span class="key allowed"></span>allowed <span class="key denied"></span>${refused.join(' or ')}</p>${time}</section>`,
    bytes === '' ? '' : `<section><h2>Bytes by destination</h2>${bytes}</section>`,
  ].join('\n');
}

function allowances(list: readonly Allowance[]): string {
  if (list.length === 0) return '';
  const rows = list.slice(0, MOST_ROWS).map((allowance) => {
    const flags = [...(allowance.passthrough ? ['passthrough'] : []), ...(allowance.insecure ? ['insecure'] : [])];
    const how = [allowance.type, ...allowance.protocols.filter((protocol) => protocol !== allowance.type), ...flags].join(', ');
    const exes = allowance.exes.map((exe) => `<code>${html(exe, 200)}</code>`).join(' ');
    return (
      `<tr><td><code>${html(allowance.destination, 300)}</code></td><td>${html(how)}</td><td class="n">${allowance.connections}</td><td class="n">${allowance.requests}</td>` +
      `<td class="n">${bytesText(allowance.bytesIn)}</td><td class="n">${bytesText(allowance.bytesOut)}</td><td>${html(allowance.rule ?? '')}</td><td>${exes}</td></tr>`
    );
  });
  return section(
    'Allowed',
    '',
    ['Destination', 'How', 'Connections', 'Requests', 'Received', 'Sent', 'Rule', 'Processes'],
    rows,
    list.length,
  );
}

function who({ command, step, action, uid }: ProcessRef): string {
  const from = [
    ...(step === undefined ? [] : [`step ${step}`]),
    ...(action === undefined ? [] : [action]),
    ...(uid === undefined ? [] : [`uid ${uid}`]),
  ];
  return `<code>${html(command)}</code>${from.length === 0 ? '' : `<small>${html(from.join(', '))}</small>`}`;
}

const NUMBERS = new Set(['Count', 'Denied', 'Connections', 'Requests', 'Received', 'Sent']);

function section(title: string, note: string, head: readonly string[], rows: readonly string[], total: number): string {
  const more = total > rows.length ? `<p>${total - rows.length} more are in the log.</p>` : '';
  const cells = head.map((name) => `<th scope="col"${NUMBERS.has(name) ? ' class="n"' : ''}>${name}</th>`).join('');
  return `<section><h2>${title}</h2>${note === '' ? '' : `<p>${note}</p>`}<div class="wide"><table><thead><tr>${cells}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>${more}</section>`;
}
