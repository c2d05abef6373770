import { isMap, isScalar, type Node, type Scalar } from 'yaml';
import { judgeInputs, judgeSubActionInputs, type Problem, shownName } from '../inputs.ts';
import type { ActionPart } from './action-use.ts';
import { expressionsOf } from './expressions.ts';

/** A key under `with:`, by the name that the runner makes of it: in lower case here, blanks as _ (Handler.cs, AddInputsToEnvironment). */
export interface StepInput {
  readonly name: string;
  readonly key: Scalar;
  readonly value: Node | undefined;
}

/** At a node of the workflow. */
export interface InputFinding {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly node: Node;
  readonly message: string;
  /** In place of the node. */
  readonly meant?: string;
}

/** What is wrong with the inputs of a step, as the action itself would say it. What an expression gives is known when the job runs. */
export function judgeStepInputs(inputs: readonly StepInput[], part: ActionPart): InputFinding[] {
  if (part === 'wrapper') return [];
  const named = inputs.filter(({ name }) => expressionsOf(name).length === 0);
  const given = new Map(named.toReversed().map((input) => [input.name, input]));
  const repeated = named
    .filter((input) => given.get(input.name) !== input)
    .map(({ name, key }) => finding('duplicate-input', key, `input ${shownName(name)} is given twice`));
  if (part !== 'action') {
    const problems = judgeSubActionInputs(part, given.keys());
    return [...repeated, ...problems.flatMap((problem) => findingsOf(problem, given))];
  }
  const noText = [...given.values()].flatMap(({ name, value }) =>
    // Of a policy more is said where it is read.
    value === undefined || isScalar(value) || name === 'policy' ? [] : [finding('not-text', value, `input ${shownName(name)} takes text`)],
  );
  const { problems, warnings } = judgeInputs(new Map([...given].map(([name, { value }]) => [name, plainText(value)])));
  return [
    ...repeated,
    ...noText,
    ...problems.flatMap((problem) => findingsOf(problem, given)),
    ...warnings.flatMap((problem) => findingsOf(problem, given).map((found) => ({ ...found, severity: 'warning' as const }))),
  ];
}

/** Of a `with:` that is no mapping, which the runner refuses. */
export function judgeWith(node: Node | undefined): InputFinding[] {
  if (node === undefined || isMap(node) || (isScalar(node) && node.value === null)) return [];
  return [finding('not-inputs', node, 'under with: stand inputs and their values, as in policy: |')];
}

/** The value of the input `default`; undefined where it is not given or not known. */
export function defaultIn(value: Node | undefined): 'deny' | 'allow' | undefined {
  const text = plainText(value);
  if (text.trim() === '') return undefined;
  const { inputs, problems } = judgeInputs(new Map([['default', text]]));
  return problems.length > 0 ? undefined : inputs.default;
}

function findingsOf({ input, kind, message, meant }: Problem, given: ReadonlyMap<string, StepInput>): InputFinding[] {
  const found = given.get(input);
  if (found === undefined) return [];
  const node = kind === 'value' ? found.value : found.key;
  const sentence = `input ${shownName(kind === 'value' ? input : (textOf(found.key) ?? input))} ${message}`;
  return node === undefined ? [] : [{ ...finding(`input-${kind}`, node, sentence), ...(meant === undefined ? {} : { meant }) }];
}

function finding(code: string, node: Node, message: string): InputFinding {
  return { severity: 'error', code, node, message };
}

function plainText(value: Node | undefined): string {
  const text = textOf(value) ?? '';
  return expressionsOf(text).length > 0 ? '' : text;
}

/** The text of a scalar, as the runner would take it. */
export function textOf(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null || node.value === undefined) return undefined;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}
