import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Step, UsesStep } from '../job.ts';
import { GITHUB_TOKEN } from '../service/settings.ts';

export const WORK = '/home/runner/work';
export const WORKSPACE = `${WORK}/repo/repo`;

const condition = z.enum(['always()', 'success()', 'failure()']).default('always()');
const inputs = z.record(z.string(), z.looseObject({ default: z.union([z.string(), z.boolean(), z.number()]).optional() })).nullish();
const nested = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  run: z.string().optional(),
  shell: z.enum(['bash', 'sh', 'python']).optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.string()).optional(),
  env: z.record(z.string(), z.string()).optional(),
});
const Manifest = z.looseObject({
  inputs,
  outputs: z.record(z.string(), z.looseObject({ value: z.string().optional() })).nullish(),
  runs: z.discriminatedUnion('using', [
    z.looseObject({
      using: z.literal('node24'),
      main: z.string(),
      pre: z.string().optional(),
      post: z.string().optional(),
      'pre-if': condition,
      'post-if': condition,
    }),
    z.looseObject({ using: z.literal('composite'), steps: z.array(nested) }),
  ]),
});

/** An action as its manifest describes it. */
export interface Action {
  directory: string;
  /** Both absent for an action of the workspace. */
  repository?: string;
  ref?: string;
  /** Default of each input, by its name as written. */
  inputs: Record<string, string>;
  runs:
    | { using: 'node24'; main: string; pre?: string | undefined; post?: string | undefined; preIf: string; postIf: string }
    | { using: 'composite'; steps: Step[] };
}

export function loadAction({ uses }: Pick<UsesStep, 'uses'>): Action {
  const local = uses.startsWith('./');
  const [, owner, name, path = '', ref = ''] = /^([^/@]+)\/([^/@]+)(\/[^@]*)?@(.+)$/.exec(uses) ?? [];
  if (!local && !(owner && name)) throw new Error(`uses: ${uses}: neither owner/repo[/path]@ref nor ./path`);
  // Path.Combine of .NET leaves `./` as it is: /home/runner/work/repo/repo/./dist/main.js.
  const directory = local ? `${WORKSPACE}/${uses}` : join(WORK, '_actions', `${owner}`, `${name}`, ref, path);
  const file = ['action.yml', 'action.yaml'].map((base) => join(directory, base)).find((candidate) => existsSync(candidate));
  if (!file) throw new Error(`Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '${directory}'.`);
  const manifest = Manifest.parse(parse(readFileSync(file, 'utf8')));
  const defaults = Object.entries(manifest.inputs ?? {}).map(([input, { default: value }]) => [
    input,
    evaluate(value === undefined ? '' : String(value)),
  ]);
  const { runs } = manifest;
  return {
    directory,
    ...(local ? {} : { repository: `${owner}/${name}`, ref }),
    inputs: Object.fromEntries(defaults),
    runs:
      runs.using === 'composite'
        ? { using: 'composite', steps: runs.steps.map(nestedStep) }
        : { using: 'node24', main: runs.main, pre: runs.pre, post: runs.post, preIf: runs['pre-if'], postIf: runs['post-if'] },
  };
}

/** The one expression that stands in defaults of inputs here. */
const evaluate = (text: string): string => text.replace(/\$\{\{\s*github\.token\s*\}\}/g, GITHUB_TOKEN);

function nestedStep({ id, name, run, shell, uses, with: given, env }: z.infer<typeof nested>): Step {
  const common = { ...(id ? { id } : {}), ...(name ? { name } : {}), ...(env ? { env } : {}) };
  if (uses !== undefined) return { ...common, uses, ...(given ? { with: given } : {}) };
  return { ...common, run: run ?? '', shell: shell ?? 'bash' };
}
