/**
 * Ends connections on which nothing has moved for `ms`, up to twice that. Polls and streams may be silent for hours, and dead peers
 * are found by TCP keepalive; this is for a peer that is alive and holds a connection for ever.
 */
export class IdleTimer {
  #moved = false;
  #progress = 0;
  readonly #timer: NodeJS.Timeout;

  /** `progress`: a number that grows when something moves that nobody calls `touch` for. */
  constructor(ms: number, progress: () => number, expired: () => void) {
    this.#timer = setInterval(() => {
      const before = this.#progress;
      this.#progress = progress();
      if (this.#moved || this.#progress !== before) {
        this.#moved = false;
        return;
      }
      this.stop();
      expired();
    }, ms);
    this.#timer.unref();
  }

  /** Something has moved. Called for every chunk, so it sets no timer. */
  touch(): void {
    this.#moved = true;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
