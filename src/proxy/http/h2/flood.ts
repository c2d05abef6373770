import { ConnectionError, ENHANCE_YOUR_CALM } from './constants.ts';

/** A token bucket: so many at once, so many a second. More ends the connection. */
export class FloodGuard {
  readonly #what: string;
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #now: () => number;
  #tokens: number;
  #last: number;

  /** `now` in milliseconds, monotonic. */
  constructor(what: string, burst: number, perSecond: number, now: () => number) {
    this.#what = what;
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#now = now;
    this.#tokens = burst;
    this.#last = now();
  }

  spend(): void {
    if (--this.#tokens >= 0) return;
    const now = this.#now();
    this.#tokens = Math.min(this.#burst, Math.floor(((now - this.#last) / 1_000) * this.#perSecond)) - 1;
    this.#last = now;
    if (this.#tokens < 0) throw new ConnectionError(ENHANCE_YOUR_CALM, `too many ${this.#what}`);
  }
}
