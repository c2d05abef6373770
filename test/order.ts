import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, by what they took alone: where two run at once, none of them may be the last. What is not named here is short. */
const longest: readonly string[] = [
  'vm/smoke',
  'vm/kernel',
  'vm/sudo-systemd',
  'vm/job',
  'vm/smoke-oldest',
  'vm/job-chains',
  'vm/privilege',
];

/** Without a cache of earlier results vitest goes by the size of files, which says nothing of tests that run others in a machine. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return index < 0 ? longest.length : index;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
