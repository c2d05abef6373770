export interface TimelineBucket {
  readonly allowed: number;
  readonly denied: number;
}

export interface Timeline {
  /** Milliseconds since the epoch; undefined where no event had a time. */
  readonly start: number | undefined;
  readonly bucketMs: number;
  readonly buckets: readonly TimelineBucket[];
}

const MOST_BUCKETS = 96;
const FIRST_BUCKET_MS = 100;
/** Longer than any job (GitHub ends one after 5 days): a time beyond it is a broken clock or a forged line. */
const LONGEST_MS = 40 * 24 * 3600 * 1000;

/** Verdicts over time in at most 96 buckets, whose width doubles as the log grows. */
export class TimelineBuilder {
  #start: number | undefined;
  #bucketMs = FIRST_BUCKET_MS;
  #buckets: { allowed: number; denied: number }[] = [];

  /** A time before the first one counts as the first. */
  add(time: number, verdict: 'allowed' | 'denied'): void {
    if (!Number.isFinite(time)) return;
    this.#start ??= time;
    const offset = Math.max(0, time - this.#start);
    if (offset > LONGEST_MS) return;
    while (offset / this.#bucketMs >= MOST_BUCKETS) this.#double();
    const index = Math.floor(offset / this.#bucketMs);
    while (this.#buckets.length <= index) this.#buckets.push({ allowed: 0, denied: 0 });
    const bucket = this.#buckets[index];
    if (bucket) bucket[verdict]++;
  }

  #double(): void {
    const merged: { allowed: number; denied: number }[] = [];
    this.#buckets.forEach((bucket, index) => {
      const into = merged[index >> 1] ?? { allowed: 0, denied: 0 };
      into.allowed += bucket.allowed;
      into.denied += bucket.denied;
      merged[index >> 1] = into;
    });
    this.#buckets = merged;
    this.#bucketMs *= 2;
  }

  build(): Timeline {
    return { start: this.#start, bucketMs: this.#bucketMs, buckets: this.#buckets };
  }
}
