// @ts-check
import { appendFileSync } from 'node:fs';
import { explain } from './test-failure.mjs';

/**
 * A vitest reporter that appends one JSON line an event to the file named by EGRESS_FILTER_TEST_EVENTS, as it happens: counts
 * survive when the run is killed, the test that hung is known, and the reason of a skip is kept, which the JSON reporter drops.
 * @typedef {{event: 'queued' | 'start' | 'passed' | 'failed' | 'skipped' | 'done', test: string, why?: string[]}} TestEvent `why`: lines
 */
export default class EventReporter {
  #root = '/';

  /** @param {import('vitest/node').Vitest} vitest */
  onInit(vitest) {
    this.#root = vitest.config.root;
  }

  /** @param {TestEvent} event */
  #write(event) {
    appendFileSync(process.env.EGRESS_FILTER_TEST_EVENTS ?? '/dev/null', `${JSON.stringify(event)}\n`);
  }

  /** Known to vitest's own process, so a file that never lets its worker speak is named too. @param {import('vitest/node').TestModule} testModule */
  onTestModuleQueued(testModule) {
    this.#write({ event: 'queued', test: testModule.relativeModuleId });
  }

  /** @param {import('vitest/node').TestCase} testCase */
  onTestCaseReady(testCase) {
    this.#write({ event: 'start', test: nameOf(testCase) });
  }

  /** @param {import('vitest/node').TestCase} testCase */
  onTestCaseResult(testCase) {
    const result = testCase.result();
    if (result.state === 'pending') return;
    const why = result.state === 'skipped' ? [result.note ?? ''] : explain(result.errors ?? [], this.#root);
    this.#write({ event: result.state, test: nameOf(testCase), ...(why.join('') ? { why } : {}) });
  }

  /** A file that does not load, or a hook around its tests that throws, is no test case but a failure all the same. @param {import('vitest/node').TestModule} testModule */
  onTestModuleEnd(testModule) {
    const broken = [testModule, ...testModule.children.allSuites()].filter((part) => part.errors().length > 0);
    for (const part of broken) {
      const test = part.type === 'suite' ? nameOf(part) : part.relativeModuleId;
      this.#write({ event: 'failed', test, why: explain(part.errors(), this.#root) });
    }
    this.#write({ event: 'done', test: testModule.relativeModuleId });
  }

  /** @param {readonly unknown[]} _modules @param {readonly import('vitest').SerializedError[]} unhandledErrors */
  onTestRunEnd(_modules, unhandledErrors) {
    for (const error of unhandledErrors)
      this.#write({ event: 'failed', test: `outside of any test: ${error.message}`, why: explain([error], this.#root) });
  }
}

/** @param {import('vitest/node').TestCase | import('vitest/node').TestSuite} part */
const nameOf = (part) => `${part.module.relativeModuleId} > ${part.fullName}`;
