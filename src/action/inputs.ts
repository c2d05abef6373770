import { z } from 'zod';
import { closest, quote } from '../policy/findings.ts';

/** Something that a person has to put right in a workflow. */
export interface Problem {
  /** The key under `with:`, in lower case: the runner does not mind it. */
  readonly input: string;
  /** `name`: there is no such input; `value`: it takes others. */
  readonly kind: 'name' | 'value';
  /** What stands behind the input's name in a sentence. */
  readonly message: string;
  /** The name, or the value, that was probably meant. */
  readonly meant?: string;
}

const BOOLEAN = ['true', 'false'] as const;

/** The first value is what holds where the input is empty. */
const CHOICES = { default: ['deny', 'allow'], 'on-deny': ['log', 'fail-job'], 'log-level': ['normal', 'full'] } as const;

const flag = <const T extends boolean | 'auto'>(fallback: T) =>
  z
    .string()
    .trim()
    .transform((text, context): T | boolean => {
      if (text === '') return fallback;
      if (/^(?:true|True|TRUE)$/.test(text)) return true;
      if (/^(?:false|False|FALSE)$/.test(text)) return false;
      context.addIssue(`takes ${BOOLEAN.join(' or ')}, not ${quote(text)}`);
      return z.NEVER;
    });

const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .string()
    .trim()
    .transform((text, context): T[number] => {
      const chosen = text === '' ? values[0] : values.find((value) => value === text.toLowerCase());
      if (chosen !== undefined) return chosen;
      context.addIssue(`takes ${values.join(' or ')}, not ${quote(text)}`);
      return z.NEVER;
    });

/** Keys are those of action.yml. */
const Inputs = z.object({
  policy: z.string(),
  'policy-file': z.string().trim(),
  audit: flag(false),
  default: choice(CHOICES.default),
  'on-deny': choice(CHOICES['on-deny']),
  'allow-sudo': flag(false),
  'container-certs': flag(true),
  'upload-log': flag('auto'),
  'log-level': choice(CHOICES['log-level']),
  'upstream-ca': z.string().trim(),
  'github-token': z.string().trim(),
});

export type Inputs = z.infer<typeof Inputs>;

/** Keys under `with:`, as action.yml declares them. */
export const INPUT_NAMES = Object.keys(Inputs.shape) as readonly (keyof Inputs)[];

/** Inputs of gregclermont/egress-filter that mean a protection which is not here: whoever asks for it must hear that. */
const NOT_HERE: Readonly<Record<string, string>> = {
  'socket-security': 'packages are not checked against Socket.dev here; the policy decides where they may come from',
};

export interface ReadInputs {
  /** Where an input has a problem its default stands, so that what else is wrong can be looked for. Nothing may be started by it. */
  readonly inputs: Inputs;
  /** All of them at once. */
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Inputs from the environment, where the runner puts each key under `with:`, declared or not, as INPUT_<NAME> (Handler.cs, AddInputsToEnvironment). */
export function readInputs(env: NodeJS.ProcessEnv): ReadInputs {
  const { inputs, problems, warnings } = judgeInputs(inputsIn(env));
  const isForeign = ({ kind, meant }: Problem): boolean => kind === 'name' && meant === undefined;
  const foreign = problems.filter(isForeign).map((problem) => ({ ...problem, message: MAYBE_FOREIGN }));
  return { inputs, problems: problems.filter((problem) => !isForeign(problem)), warnings: [...warnings, ...foreign] };
}

/** A variable `INPUT_...` in an `env:` of the workflow, of the job, or of an action around this one, looks the same: no reason to fail a job. */
const MAYBE_FOREIGN = `is no input of this action, which takes ${INPUT_NAMES.join(', ')}`;

/** By names in lower case. What an input is not given is empty. */
export function judgeInputs(given: ReadonlyMap<string, string>): ReadInputs {
  const texts = Object.fromEntries(INPUT_NAMES.map((name) => [name, given.get(name) ?? '']));
  const unknown = [...given.keys()].filter((name) => !Object.hasOwn(texts, name) && !Object.hasOwn(NOT_HERE, name)).map(unknownInput);
  const warnings = Object.entries(NOT_HERE)
    .filter(([name]) => given.get(name)?.trim().toLowerCase() === 'true')
    .map(([input, message]): Problem => ({ input, kind: 'name', message }));
  const parsed = Inputs.safeParse(texts);
  if (parsed.success) return { inputs: parsed.data, problems: unknown, warnings };
  const wrong = parsed.error.issues.map(({ path, message }): Problem => {
    const input = String(path[0]);
    const meant = meantBy(texts[input] ?? '', Object.hasOwn(CHOICES, input) ? CHOICES[input as keyof typeof CHOICES] : BOOLEAN);
    return { input, kind: 'value', message, ...(meant === undefined ? {} : { meant }) };
  });
  const defaults = Object.fromEntries(wrong.map(({ input }) => [input, '']));
  return { inputs: Inputs.parse({ ...texts, ...defaults }), problems: [...unknown, ...wrong], warnings };
}

function unknownInput(input: string): Problem {
  const meant = closest(input, INPUT_NAMES);
  const hint = meant === undefined ? `there are ${INPUT_NAMES.join(', ')}` : `did you mean ${meant}?`;
  return { input, kind: 'name', message: `does not exist: ${hint}`, ...(meant === undefined ? {} : { meant }) };
}

/** Steps of the action that take no inputs at all. */
export type SubAction = 'disable-sudo' | 'enable-sudo';

/** What is wrong with inputs of a sub-action: that there are any. */
export function judgeSubActionInputs(action: SubAction, given: Iterable<string>): readonly Problem[] {
  return [...given].map((input): Problem => {
    const place = Object.hasOwn(Inputs.shape, input) ? '; it belongs to the step that starts the filter' : '';
    return { input, kind: 'name', message: `does not exist here: ${action} takes no inputs${place}` };
  });
}

/** Names in lower case. */
export function inputsIn(env: NodeJS.ProcessEnv): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(env).flatMap(([name, value]) => (name.startsWith('INPUT_') ? [[name.slice(6).toLowerCase(), value ?? '']] : [])),
  );
}

/** `Input audit takes true or false, not `yes`.` */
export function problemSentence({ input, message }: Problem): string {
  return `Input ${shownName(input)} ${message}${message.endsWith('?') ? '' : '.'}`;
}

/** A name that anybody may have written, inside of a message. */
export function shownName(name: string): string {
  return quote(name).slice(1, -1);
}

const SAME: Readonly<Record<string, string>> = {
  yes: 'true',
  on: 'true',
  y: 'true',
  '1': 'true',
  no: 'false',
  off: 'false',
  n: 'false',
  '0': 'false',
};

/** Other words for the same, and the beginning of a word, are as good as a word that is nearly right. */
function meantBy(text: string, values: readonly string[]): string | undefined {
  const word = text.trim().toLowerCase();
  return values.find((value) => value === SAME[word] || value.startsWith(word)) ?? closest(word, values);
}
