import { messageOf, UserError } from '../guard/errors.ts';
import { type Problem, shownName } from './inputs.ts';
import { type FileSource, fetchFromRepository } from './repository-file.ts';
import type { Place } from './runner.ts';
import type { Workflow } from './workflow/read.ts';
import { readInside } from './workflow/repository-folder.ts';

/** For the place of a finding nobody waits long. */
const WORKFLOW_WAIT_MS = 3000;

/** What is looked for in the workflow of the job, if that file can be had and holds it. */
export async function inWorkflow<T>({ env, token }: FileSource, find: (workflow: Workflow) => T | undefined): Promise<T | undefined> {
  const [reference = ''] = (env.GITHUB_WORKFLOW_REF ?? '').split('@');
  const prefix = `${env.GITHUB_REPOSITORY}/`;
  if (!reference.startsWith(prefix) || !/\.ya?ml$/.test(reference)) return undefined;
  const name = reference.slice(prefix.length);
  const root = env.GITHUB_WORKSPACE || process.cwd();
  // The YAML parser is loaded only where there is something to point at.
  const { readWorkflow } = await import('./workflow/read.ts');
  const local = readInside(root, name);
  const own = 'text' in local ? find(readWorkflow(local.text, { name, root })) : undefined;
  if (own !== undefined) return own;
  try {
    const text = await fetchFromRepository(name, { env, token }, (why) => new UserError(why), WORKFLOW_WAIT_MS);
    return find(readWorkflow(text, { name, root }));
  } catch (error) {
    // It is only about where a finding is shown.
    if (error instanceof UserError) return undefined;
    throw new Error(`${name} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** Where the workflow gives these inputs. */
export async function placesOfInputs(problems: readonly Problem[], source: FileSource): Promise<ReadonlyMap<Problem, Place>> {
  if (problems.length === 0) return new Map();
  const found = await inWorkflow(source, ({ policies }) => {
    const all = policies.flatMap(({ findings }) => findings).filter(({ code }) => code.startsWith('input-'));
    const ofJob = all.filter(({ job }) => job === source.env.GITHUB_JOB);
    const places = problems.flatMap((problem): [Problem, Place][] => {
      const wanted = `input ${shownName(problem.input)} ${problem.message}`.toLowerCase();
      const place = [...ofJob, ...all].find(({ message }) => message.toLowerCase() === wanted);
      return place === undefined ? [] : [[problem, { file: place.file, line: place.line, column: place.column }]];
    });
    return places.length === 0 ? undefined : new Map(places);
  });
  return found ?? new Map();
}
