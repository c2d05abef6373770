import { adviceOf } from '../report/advice.ts';
import { shorten, visible } from '../report/escape.ts';
import type { Failure, Incident, Refusal, Summary } from '../report/index.ts';
import { ruleOf } from '../report/suggest.ts';
import type { Runner } from './runner.ts';

/** GitHub shows ten of each kind for a step (ExecutionContext.cs, _maxCountPerIssueType); one is kept for what else post has to say. */
const MOST = 9;

/** One annotation for each thing that was denied, told in full by the summary. `fatal`: they are why the job fails. */
export function annotate(runner: Runner, summary: Summary, { fatal }: { readonly fatal: boolean }): void {
  const denied = [...summary.denied, ...summary.names, ...summary.sockets].filter(({ background }) => !background);
  const tampering = summary.incidents.filter((incident) => incident.tampering).map(incidentOf);
  const failures = [...tampering, ...summary.errors.map(failureOf)];
  const problems = fatal ? denied.map(sentenceOf) : [...tampering, ...denied.map(sentenceOf), ...summary.errors.map(failureOf)];
  few(problems, (text) => (fatal ? runner.error(text, { title: 'Egress denied' }) : runner.warning(text, { title: 'Egress' })));
  if (fatal) few(failures, (text) => runner.warning(text, { title: 'Egress' }));
  few(summary.audited.filter(({ background }) => !background).map(sentenceOf), (text) =>
    runner.notice(text, { title: 'Egress that the policy would deny' }),
  );
}

function few(sentences: readonly string[], tell: (text: string) => void): void {
  const room = sentences.length > MOST ? MOST - 1 : MOST;
  for (const sentence of sentences.slice(0, room)) tell(sentence);
  if (sentences.length > room) tell(`${sentences.length - room} more: see the summary of the job.`);
}

function sentenceOf(refusal: Refusal): string {
  const { destination, type, count, process, reason } = refusal;
  const times = count > 1 ? `, ${count} times` : '';
  const add = ruleOf(refusal);
  return [
    `${visible(destination, 200)} (${type}${times})`,
    `by ${visible(process.command, 200)}${process.step === undefined ? '' : `, step ${visible(process.step, 100)}`}`,
    ...(reason === undefined ? [] : [visible(reason, 300)]),
    ...(add === undefined ? [] : [`To allow it: ${shorten(add, 400)}`]),
  ].join('\n');
}

function incidentOf({ reason, process }: Incident): string {
  return [`Tampering: ${visible(reason, 400)}`, ...(process === undefined ? [] : [`by ${visible(process.command, 200)}`])].join('\n');
}

function failureOf(failure: Failure): string {
  const { destination, error, process, count } = failure;
  const advice = adviceOf(failure);
  return [
    `${visible(destination, 200)}: ${visible(error, 200)}${count > 1 ? `, ${count} times` : ''}`,
    `by ${visible(process.command, 200)}`,
    ...(advice === undefined ? [] : [advice]),
  ].join('\n');
}
