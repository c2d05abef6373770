import { lstatSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { messageOf, UserError } from '../guard/errors.ts';
import { readLog } from '../log/reader.ts';
import { plural } from '../report/describe.ts';
import { type ReportMeta, renderHtml, renderMarkdown, type Summary, summarise } from '../report/index.ts';
import { annotate } from './annotations.ts';
import { uploadStaged } from './artifact.ts';
import { type Answer, ask, type ControlOptions } from './control.ts';
import { restoreNetworkSettings } from './network.ts';
import { stage } from './report-file.ts';
import type { Runner } from './runner.ts';
import { choicesOf, type JobState, jobState } from './state.ts';

export interface FinishOptions {
  readonly control?: ControlOptions;
  readonly uploadTimeoutMs?: number;
}

const TITLE = { title: 'Egress Filter' };

/** The end of the job as far as it is told: flush, summary, annotations, outputs, artifact, verdict on the job. The filter stays up. */
export async function finish(runner: Runner, options: FinishOptions = {}): Promise<void> {
  const left = jobState(runner);
  const notes: string[] = [];
  const answer = await flush(runner, options.control, left === undefined, notes);
  const state = answer === undefined ? left : believed(runner, left, answer);
  if (state === undefined) {
    runner.fail('Egress Filter was not started by this step, so it filtered nothing: see what the step said at its start.', TITLE);
    return;
  }
  const { log } = state;
  const blocked = restoreNetworkSettings(runner.env, state.network);
  const summary = await read(runner, log, answer !== undefined, notes);
  if (summary === undefined) return;

  const meta = metaOf(summary, state, answer, notes);
  // First of all that is told: what comes after talks to a network.
  writeSummary(runner, summary, meta);
  const attempts = summary.totals.denied - summary.totals.background;
  const fatal = state.onDeny === 'fail-job' && attempts > 0;
  annotate(runner, summary, { fatal });
  runner.setOutput('log', log);
  runner.setOutput('denied', String(summary.totals.denied));
  runner.setOutput('allowed', String(summary.totals.allowedConnections));
  await publish(runner, {
    summary,
    meta,
    log,
    state,
    wanted: isWanted(state, summary, runner),
    blocked,
    timeoutMs: options.uploadTimeoutMs,
  });
  if (fatal)
    runner.fail(
      `${plural(attempts, 'attempt')} to leave the machine ${attempts === 1 ? 'was' : 'were'} denied, and on-deny is fail-job.`,
      TITLE,
    );
}

/** By the word of the guard: what the runner kept for us may be another's, or lost with a pre that was cancelled when it had started all. */
function believed(runner: Runner, left: JobState | undefined, { kept, since, log }: Answer): JobState | undefined {
  const choices = choicesOf(kept);
  if (choices === undefined) runner.fail('The guard does not say what was asked for at the start of the job.', TITLE);
  const known = choices ?? left;
  return known && { ...known, id: left?.id ?? basename(dirname(log)), since, log };
}

/** Where nothing may have been started, a guard that is not there is no error of its own. */
async function flush(
  runner: Runner,
  control: ControlOptions | undefined,
  mayBeNone: boolean,
  notes: string[],
): Promise<Answer | undefined> {
  try {
    const answer = await ask({ type: 'finish' }, control);
    if (answer.restarts > 0)
      notes.push(`The proxy ended and was started again, ${plural(answer.restarts, 'time')}. Connections waited meanwhile.`);
    notes.push(...answer.problems);
    return answer;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (mayBeNone) return undefined;
    runner.fail(`${error.message} What stands below may not be all that happened.`, TITLE);
    notes.push(error.message);
    return undefined;
  }
}

/** Connections at a time whose bytes are told by destination and step: a log of any length is read in little memory. */
const MOST_OPEN = 20_000;

/** Where the guard does not say where its log is, only a file of root is believed: the job's user cannot have written it. */
async function read(runner: Runner, log: string, told: boolean, notes: string[]): Promise<Summary | undefined> {
  let broken = 0;
  try {
    const { uid, mode } = lstatSync(log);
    if (!told && (uid !== 0 || (mode & 0o022) !== 0)) throw new UserError('it does not belong to root alone');
    const summary = await summarise(readLog(log, { onBroken: () => void broken++ }), { maxOpen: MOST_OPEN });
    if (broken > 0) notes.push(`${plural(broken, 'line')} of the log cannot be read and ${broken === 1 ? 'is' : 'are'} missing here.`);
    return summary;
  } catch (error) {
    runner.fail(`The log ${log} cannot be read: ${messageOf(error)}.`, TITLE);
    return undefined;
  }
}

function metaOf({ from, to }: Summary, state: JobState, answer: Answer | undefined, notes: readonly string[]): ReportMeta {
  const took = from === undefined || to === undefined ? undefined : Date.parse(to) - Date.parse(state.since);
  return {
    audit: answer === undefined ? state.audit : answer.mode === 'audit',
    created: new Date().toISOString(),
    ...(took === undefined || !Number.isFinite(took) ? {} : { durationMs: took }),
    ...(answer === undefined ? {} : { lostEvents: answer.lostEvents }),
    notes,
  };
}

function writeSummary(runner: Runner, summary: Summary, meta: ReportMeta): void {
  try {
    runner.addSummary(renderMarkdown(summary, meta));
  } catch (error) {
    runner.fail(`The summary of the job could not be written: ${messageOf(error)}.`, TITLE);
  }
  const { denied, audited, allowedConnections } = summary.totals;
  const told = audited > 0 ? `, ${audited} would be denied` : '';
  runner.say(
    `Egress Filter: ${denied} denied${told}, ${plural(allowedConnections, 'connection')} allowed. The summary of the job has them all.`,
  );
}

/** As users of gregclermont/egress-filter know it: `true`, `false`, or where there is something to look at. */
function isWanted({ uploadLog, audit }: JobState, { totals }: Summary, { exitCode }: Runner): boolean {
  return uploadLog === 'auto' ? audit || totals.denied - totals.background + totals.errors + totals.lost > 0 || exitCode !== 0 : uploadLog;
}

interface Publication {
  readonly summary: Summary;
  readonly meta: ReportMeta;
  readonly log: string;
  readonly state: JobState;
  readonly wanted: boolean;
  /** Why nothing may be sent. */
  readonly blocked: string | undefined;
  readonly timeoutMs: number | undefined;
}

async function publish(runner: Runner, { summary, meta, log, state, wanted, blocked, timeoutMs }: Publication): Promise<void> {
  try {
    const staged = stage(runner.env, renderHtml(summary, meta), log);
    runner.setOutput('report', staged.files[1] ?? '');
    if (!wanted) return runner.say('No artifact is uploaded: upload-log is false, or nothing was denied and nothing failed.');
    if (blocked !== undefined) throw new UserError(`The artifact was not uploaded: ${blocked}.`);
    const suffix = `${runner.env.GITHUB_JOB ?? 'job'}-${state.id}`;
    await uploadStaged(staged, runner, { suffix, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
  } catch (error) {
    runner.warning(messageOf(error), TITLE);
  }
}
