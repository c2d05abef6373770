export interface InTurnOptions {
  /** How long one is silent before the next is asked, in milliseconds, one entry a round over all. */
  readonly rounds: readonly number[];
  /** When it is given up, whoever may still answer. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

/** The first answer, or why there is none: the last failure (undefined where all were silent), after so many milliseconds. */
export type Said<T> = { readonly answer: T } | { readonly failure: unknown; readonly ms: number };

/**
 * Asks one after the other, the next one when the one before has failed or is silent. Who was asked is listened to until the end: an answer that
 * is late is an answer, and on a slow line each of them is late. A round in which everybody has failed is the last one: who says that he cannot
 * will not be able to a moment later. Never rejects. What `ask` has begun ends by its signal.
 */
export function inTurn<Whom, T>(
  whom: readonly Whom[],
  ask: (one: Whom, signal: AbortSignal) => Promise<T>,
  { rounds, patienceMs, signal }: InTurnOptions,
): Promise<Said<T>> {
  const turns = rounds.flatMap((ms) => whom.map((one) => ({ one, ms })));
  const began = performance.now();
  return new Promise<Said<T>>((resolve) => {
    const over = new AbortController();
    let failure: unknown;
    let asked = 0;
    let waiting = 0;
    let next: NodeJS.Timeout | undefined;

    const settle = (said: Said<T>): void => {
      clearTimeout(next);
      clearTimeout(last);
      signal.removeEventListener('abort', giveUp);
      resolve(said);
      over.abort();
    };
    const giveUp = (): void => settle({ failure, ms: Math.round(performance.now() - began) });
    const last = setTimeout(giveUp, patienceMs);

    const turn = (): void => {
      clearTimeout(next);
      const to = turns[asked];
      if (signal.aborted || !to || (waiting === 0 && asked > 0 && asked % whom.length === 0)) return void giveUp();
      const index = ++asked;
      waiting++;
      next = setTimeout(turn, to.ms);
      ask(to.one, over.signal).then(
        (answer) => settle({ answer }),
        (error: unknown) => {
          waiting--;
          // What was ended by us is no failure of anybody.
          if (over.signal.aborted) return;
          failure = error;
          if (index < asked) return;
          if (asked < turns.length) turn();
          else if (waiting === 0) giveUp();
        },
      );
    };
    signal.addEventListener('abort', giveUp, { once: true });
    turn();
  });
}
