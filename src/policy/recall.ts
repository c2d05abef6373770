import type { Engine } from './decide.ts';
import type { AskedRequest } from './questions.ts';
import type { RuleIndex } from './rule-index.ts';
import type { Process, Question, Recall, Verdict } from './types.ts';

/** Was this allowed by a rule, and would any other path be, too, by the same one? Only what rules name paths of this host can tell. */
export function isAnyPath(engine: Engine, asked: AskedRequest, verdict: Verdict): boolean {
  if (!verdict.allow || verdict.rule === undefined) return false;
  return !namesPaths(engine.allow, asked) && !namesPaths(engine.deny, asked);
}

function namesPaths(index: RuleIndex, { host, address }: AskedRequest): boolean {
  if (index.size === 0) return false;
  if (address === 'ipv6') return true;
  if (host !== undefined && index.byHost(host).some(({ hasUrls }) => hasUrls)) return true;
  return index.byAddress(address).some(({ hasUrls }) => hasUrls);
}

type Remembered = NonNullable<Recall['last']>;

/** The last answer that any recall was given for a process: another connection of it mostly asks for the same host. */
const latest = new WeakMap<Process, Remembered>();

export function remember(recall: Recall, answer: Remembered): void {
  recall.last = answer;
  if (typeof answer.process === 'object' && answer.process !== null) latest.set(answer.process, answer);
}

/** Is `recall.last` the answer to this question? */
export function remembers(
  recall: Recall,
  engine: Engine,
  question: Question,
  process: Process,
): recall is Recall & { readonly last: Remembered } {
  if (recall.last !== undefined && hasSameAnswer(recall.last, engine, question, process)) return true;
  const other = latest.get(process);
  if (other === undefined || other === recall.last || !hasSameAnswer(other, engine, question, process)) return false;
  recall.last = other;
  return true;
}

/** The same policy, the same process (the object: it never changes), and a request that differs from the last in its path alone. */
function hasSameAnswer(last: Remembered, engine: Engine, question: Question, process: Process): boolean {
  const before = last.question;
  return (
    last.policy === engine &&
    last.process === process &&
    question.type === 'request' &&
    before.host === question.host &&
    before.method === question.method &&
    before.dstIp === question.dstIp &&
    before.dstPort === question.dstPort &&
    before.port === question.port &&
    before.scheme === question.scheme &&
    typeof question.target === 'string' &&
    question.target.startsWith('/')
  );
}
