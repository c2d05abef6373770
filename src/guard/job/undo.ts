import { messageOf } from '../errors.ts';

/** What takes back, newest first, what was done. */
export class Undo {
  readonly #steps: (() => unknown)[] = [];

  later(step: () => unknown): void {
    this.#steps.push(step);
  }

  /** Goes on where one of them fails; what failed, one sentence each. Once. */
  async run(): Promise<string[]> {
    const problems: string[] = [];
    while (this.#steps.length > 0) {
      try {
        await this.#steps.pop()?.();
      } catch (error) {
        problems.push(`Clean-up was not complete: ${messageOf(error)}`);
      }
    }
    return problems;
  }
}
