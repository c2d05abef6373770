import type { PolicyText } from '../../action/workflow/policy-text.ts';
import { plural } from '../../report/describe.ts';
import { visible, visibleAscii } from '../../report/escape.ts';
import type { Analysis, FailureGroup, Group, Who } from './analysis.ts';
import type { LogFacts } from './log-run.ts';
import type { Paint } from './screen.ts';

/** Most groups shown of each list; --json has all. */
const MOST_SHOWN = 200;

/** What a policy would do, for a person: what is blocked first. */
export function renderAnalysis(analysis: Analysis, paint: Paint, verbose: boolean): string {
  const { blocked, allowed, never, failed, omitted, text } = analysis;
  const blocks = [
    [`${paint.bold(visible(titleOf(text)))}: ${summaryOf(analysis, paint)}`, ...notes(text)],
    section(paint.red('Blocked'), blocked, (group) => blockedLines(group, paint)),
    section(paint.yellow('Failed'), failed, failedLines),
    section('Refused under every policy', never, (group) => [line(group), by(group.process)]),
    verbose ? section(paint.green('Allowed'), allowed, (group) => allowedLines(group, paint)) : [],
    additions(blocked, paint),
    omitted > 0 ? [`${plural(omitted, 'event')} of further groups ${omitted === 1 ? 'is' : 'are'} counted, not listed.`] : [],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

export function titleOf({ file, use }: PolicyText): string {
  if (use === undefined) return file;
  return `${file}:${use.line}${use.job === undefined ? '' : `, job ${use.job}`}`;
}

/** `12 allowed, 2 blocked (1 of them was let through), 1 failed`. */
export function summaryOf({ totals, blocked, allowed }: Analysis, paint: Paint): string {
  const groups = (list: readonly unknown[]): string => (list.length === 0 ? '' : ` (${plural(list.length, 'destination')} by process)`);
  const parts = [
    `${totals.allowed} allowed${groups(allowed)}`,
    totals.blocked > 0 ? paint.red(`${totals.blocked} blocked`) + groups(blocked) : paint.green('nothing blocked'),
    ...(totals.passed > 0 ? [`${totals.passed} of the blocked were let through when it was logged`] : []),
    ...(totals.failed > 0 ? [paint.yellow(`${totals.failed} failed`)] : []),
    ...(totals.never > 0 ? [`${totals.never} refused under every policy`] : []),
  ];
  return parts.join(', ');
}

function notes(text: PolicyText): string[] {
  if (text.unjudged === 0) return [];
  return [
    `${plural(text.unjudged, 'line')} of this policy ${text.unjudged === 1 ? 'holds' : 'hold'} expressions and ${text.unjudged === 1 ? 'is' : 'are'} left out: what they allow counts as blocked here.`,
  ];
}

function section<T>(title: string, list: readonly T[], lines: (item: T) => string[]): string[] {
  if (list.length === 0) return [];
  const more = list.length - MOST_SHOWN;
  return [title, ...list.slice(0, MOST_SHOWN).flatMap(lines), ...(more > 0 ? [`  and ${more} more; --json has them all`] : [])];
}

function line({ destination, types, count }: Pick<Group, 'destination' | 'types' | 'count'>): string {
  return `  ${visibleAscii(destination, 120)}  ${visibleAscii(types.join('+'), 40)}  ${count}x`;
}

function by(who: Who, indent = '      by   '): string {
  const from = [
    ...(who.step === undefined ? [] : [`step ${who.step}`]),
    ...(who.action === undefined ? [] : [who.action]),
    ...(who.image === undefined ? [] : [`image ${who.image}`]),
  ].join(', ');
  return `${indent}${visible(who.command, 200)}${from === '' ? '' : ` (${visible(from, 200)})`}`;
}

function blockedLines(group: Group, paint: Paint): string[] {
  const passed =
    group.passed === 0
      ? ''
      : group.passed === group.count
        ? ', let through when it was logged'
        : `, ${group.passed} of them let through when it was logged`;
  return [
    `${line(group)}${passed}`,
    by(group.process),
    `      why  ${visible(group.reason)}${group.nearest === undefined ? '' : ` ${visible(capital(group.nearest))}.`}`,
    ...group.requests.slice(0, 1).map((request) => `      for  ${visible(request, 200)}`),
    ...group.add.slice(0, 3).map((rule) => `      ${paint.cyan(`add: ${visible(rule)}`)}`),
  ];
}

function allowedLines(group: Group, paint: Paint): string[] {
  const unseen =
    group.unseen > 0 ? `; TLS was passed through, so what its URL rules say of ${plural(group.unseen, 'connection')} is not known` : '';
  return [`${line(group)}  ${paint.dim(visible(group.rule ?? group.reason))}${unseen}`, by(group.process)];
}

function failedLines({ destination, process, error, count }: FailureGroup): string[] {
  return [`  ${visibleAscii(destination, 120)}  ${count}x  ${visible(error, 200)}`, by(process)];
}

/** One block to copy, where it saves copying several lines. */
function additions(blocked: readonly Group[], paint: Paint): string[] {
  const all = new Set(blocked.flatMap(({ add }) => add));
  // A host rule lets the name be looked up, too.
  const lines = [...all].filter((rule) => /^[!-~ ]+$/.test(rule) && !(rule.startsWith('dns:') && all.has(rule.slice(4)))).sort();
  if (lines.length < 2) return [];
  const shown = lines.slice(0, MOST_SHOWN);
  return [
    'To allow all of it, if you trust it, add:',
    ...shown.map((rule) => `  ${paint.cyan(rule)}`),
    ...(lines.length > shown.length ? [`  and ${lines.length - shown.length} more`] : []),
  ];
}

/** What of the log could not be judged, if anything. */
export function renderFacts(facts: LogFacts): string[] {
  const { broken, firstBroken, lost, sudo, guard, ignored, otherJobs, withoutJob, runner } = facts;
  const examples = firstBroken.slice(0, 3).map(({ line: number, problem }) => `line ${number}: ${problem}`);
  return [
    ...(broken > 0
      ? [
          `${plural(broken, 'line')} of the log ${broken === 1 ? 'is' : 'are'} broken and left out (${examples.join('; ')}${broken > 3 ? '; ...' : ''}).`,
        ]
      : []),
    ...(lost > 0 ? [`The log says that ${plural(lost, 'event')} ${lost === 1 ? 'is' : 'are'} missing in it.`] : []),
    ...(sudo > 0 ? [`${plural(sudo, 'use')} of sudo left alone: the input allow-sudo decides them, not a policy.`] : []),
    ...(guard > 0 ? [`${plural(guard, 'line')} about the filter itself left alone: its guard wrote ${guard === 1 ? 'it' : 'them'}.`] : []),
    ...(runner > 0 ? [`${plural(runner, 'event')} of the runner's own processes left alone: no policy binds them.`] : []),
    ...(ignored > 0 ? [`${plural(ignored, 'line')} of other types left alone.`] : []),
    ...(otherJobs > 0 ? [`${plural(otherJobs, 'event')} of jobs without a policy here left alone.`] : []),
    ...(withoutJob > 0 ? [`${plural(withoutJob, 'event')} without a job judged under every job's policy.`] : []),
  ];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
