import type { Report, StepResult, Urls } from '../job.ts';
import { call } from '../program/self.ts';

/** Milliseconds between two renewals of the job; a real runner takes a minute. */
const RENEW_MS = 250 * Number(process.env.EGF_RUNNER_PACE ?? 1);

/** What Runner.Worker says to GitHub while a job runs. Whatever fails of it is in `lost`. */
export class Server {
  readonly lost: string[] = [];
  readonly #urls: Urls;
  readonly #headers: Record<string, string>;
  #renewing = true;

  constructor(urls: Urls, token: string) {
    this.#urls = urls;
    this.#headers = { authorization: `Bearer ${token}` };
    this.#renew();
  }

  async #renew(): Promise<void> {
    while (this.#renewing) {
      await this.#say(`${this.#urls.run}/renewjob`, '{}');
      await new Promise((done) => setTimeout(done, RENEW_MS));
    }
  }

  /** A step has ended: its log and its summary are uploaded. */
  async step(step: StepResult): Promise<void> {
    await this.#say(
      `${this.#urls.results}/twirp/results.services.receiver.Receiver/WorkflowStepsUpdate`,
      JSON.stringify({ name: step.name }),
    );
    if (step.summary !== undefined)
      await this.#say(
        `${this.#urls.results}/twirp/results.services.receiver.Receiver/CreateStepSummaryMetadata`,
        JSON.stringify({ summary: step.summary }),
      );
  }

  async complete(report: Report): Promise<void> {
    this.#renewing = false;
    await this.#say(`${this.#urls.run}/completejob`, JSON.stringify({ conclusion: report.conclusion }));
  }

  async #say(url: string, body: string): Promise<void> {
    try {
      await call(url, { body, headers: this.#headers });
    } catch (error) {
      this.lost.push(`Runner.Worker: ${error}`);
    }
  }
}
