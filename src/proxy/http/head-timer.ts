/** What the timer asks of the side it watches. */
export interface Watched {
  /** A head, or a frame, has begun and is not complete. */
  readonly incomplete: boolean;
  /** How many were completed so far: it is not the same one that is waited for when this has grown. */
  readonly count: number;
  /** We do not read: it is not the client's fault. */
  readonly excused: boolean;
}

/** Ends connections on which a head is begun and never completed. */
export class HeadTimer {
  readonly #ms: number;
  readonly #watched: () => Watched;
  readonly #expired: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number, watched: () => Watched, expired: () => void) {
    this.#ms = ms;
    this.#watched = watched;
    this.#expired = expired;
  }

  /** Call after each piece of input. Costs no timer where heads arrive whole. */
  check(): void {
    const { incomplete, count } = this.#watched();
    if (incomplete === (this.#timer !== undefined)) return;
    this.stop();
    if (!incomplete) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const now = this.#watched();
      if (now.excused || now.count !== count) this.check();
      else this.#expired();
    }, this.#ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
