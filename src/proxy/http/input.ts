const EMPTY = Buffer.alloc(0);

/**
 * Bytes that arrived and are not handed on yet. Usually the last chunk itself; grows by copying only when a unit (a head, a frame)
 * is split over chunks, and then by doubling, so that octet-sized chunks cost linear time.
 */
export class Input {
  bytes: Buffer = EMPTY;
  /** First byte not handed on. */
  keep = 0;
  /** Where parsing goes on; `keep <= pos <= end`. */
  pos = 0;
  end = 0;
  /** Where the current head begins, for parsers of messages: `keep <= headStart`. */
  headStart = 0;
  /** The buffer is our own copy: there may be room behind `end`. */
  #owned = false;

  append(chunk: Buffer): void {
    const held = this.end - this.keep;
    if (held === 0) {
      this.bytes = chunk;
      this.keep = 0;
      this.pos = 0;
      this.end = chunk.length;
      this.headStart = 0;
      this.#owned = false;
      return;
    }
    if (!this.#owned || this.end + chunk.length > this.bytes.length) this.#grow(held, chunk.length);
    chunk.copy(this.bytes, this.end);
    this.end += chunk.length;
  }

  /** Takes the bytes from `keep` up to `to`. The result stays valid: nothing is ever written before `end`. */
  take(to: number): Buffer {
    const taken = this.keep === 0 && to === this.bytes.length ? this.bytes : this.bytes.subarray(this.keep, to);
    this.keep = to;
    if (this.pos < to) this.pos = to;
    if (to === this.end) this.clear();
    return taken;
  }

  /** Drops the bytes from `keep` up to `to`. */
  drop(to: number): void {
    this.keep = to;
    if (this.pos < to) this.pos = to;
    if (to === this.end) this.clear();
  }

  clear(): void {
    this.bytes = EMPTY;
    this.keep = 0;
    this.pos = 0;
    this.end = 0;
    this.headStart = 0;
    this.#owned = false;
  }

  #grow(held: number, more: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(2 * held, held + more, 1_024));
    this.bytes.copy(grown, 0, this.keep, this.end);
    this.bytes = grown;
    this.pos -= this.keep;
    this.headStart = Math.max(0, this.headStart - this.keep);
    this.end = held;
    this.keep = 0;
    this.#owned = true;
  }
}
