import { z } from 'zod';

/** Something that a person has to put right in a workflow. `input` is the key under `with:`. */
export interface Problem {
  readonly input?: string;
  readonly message: string;
}

const flag = (fallback: boolean) =>
  z
    .string()
    .trim()
    .transform((text, context) => {
      if (text === '') return fallback;
      if (/^(?:true|True|TRUE)$/.test(text)) return true;
      if (/^(?:false|False|FALSE)$/.test(text)) return false;
      context.addIssue(`takes true or false, not ${quoted(text)}`);
      return z.NEVER;
    });

const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .string()
    .trim()
    .transform((text, context): T[number] => {
      const chosen = text === '' ? values[0] : values.find((value) => value === text.toLowerCase());
      if (chosen !== undefined) return chosen;
      context.addIssue(`takes ${values.join(' or ')}, not ${quoted(text)}`);
      return z.NEVER;
    });

/** The first value of a choice is what holds where the input is empty. Keys are those of action.yml. */
const Inputs = z.object({
  policy: z.string(),
  'policy-file': z.string().trim(),
  audit: flag(false),
  default: choice(['deny', 'allow']),
  'on-deny': choice(['log', 'fail-job']),
  'allow-sudo': flag(false),
  'container-certs': flag(true),
  'upload-log': z
    .string()
    .trim()
    .pipe(
      z.union([z.literal('').transform(() => 'auto' as const), flag(false)], {
        error: ({ input }) => `takes true or false, not ${quoted(String(input))}`,
      }),
    ),
  'log-level': choice(['normal', 'full']),
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

/** Inputs from the environment, where the runner puts them as INPUT_<NAME> (blanks as _, upper case). */
export function readInputs(env: NodeJS.ProcessEnv): ReadInputs {
  const given = Object.fromEntries(INPUT_NAMES.map((name) => [name, input(env, name)]));
  const parsed = Inputs.safeParse(given);
  const warnings = Object.entries(NOT_HERE)
    .filter(([name]) => input(env, name).toLowerCase() === 'true')
    .map(([name, message]) => ({ input: name, message }));
  if (parsed.success) return { inputs: parsed.data, problems: [], warnings };
  const problems = parsed.error.issues.map(({ path, message }) => ({ input: String(path[0]), message }));
  const defaults = Object.fromEntries(problems.map((problem) => [problem.input, '']));
  return { inputs: Inputs.parse({ ...given, ...defaults }), problems, warnings };
}

function input(env: NodeJS.ProcessEnv, name: string): string {
  return env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '';
}

function quoted(text: string): string {
  return `\`${text.length > 60 ? `${text.slice(0, 57)}...` : text}\``;
}
