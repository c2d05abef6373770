import type { Step } from '../job.ts';

/**
 * GITHUB_ACTION of each step, as the service names them (IdBuilder.cs, WorkflowTemplateConverter.cs of actions/runner): the `id`, else `__` and what the step
 * runs, with every other character `_`, cut at 100, with `_2`, `_3` where it was there already.
 */
export function stepNames(steps: readonly Step[]): (string | undefined)[] {
  const taken = new Set(steps.flatMap((step) => ('id' in step && step.id ? [step.id] : [])));
  return steps.map((step) => {
    if ('wait' in step) return undefined;
    if (step.id) return step.id;
    const base = `__${subject(step).replace(/[^A-Za-z0-9_-]/g, '_')}`.slice(0, 100);
    let name = base;
    for (let attempt = 2; taken.has(name); attempt++) {
      const suffix = `_${attempt}`;
      name = `${base.slice(0, 100 - suffix.length)}${suffix}`;
    }
    taken.add(name);
    return name;
  });
}

function subject(step: Exclude<Step, { wait: unknown }>): string {
  if ('run' in step) return 'run';
  if (step.uses.startsWith('./')) return 'self';
  // The path below the repository is dropped.
  return step.uses.replace(/@.*$/, '').split('/').slice(0, 2).join('/');
}
