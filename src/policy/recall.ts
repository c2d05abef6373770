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

/** The same policy, the same process (the object: it never changes), and a request that differs from the last in its path alone. */
export function hasSameAnswer(last: NonNullable<Recall['last']>, engine: Engine, question: Question, process: Process): boolean {
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
