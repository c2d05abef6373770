import type { Duplex } from 'node:stream';
import { type CarriedFrames, type Carrier, isCarrier } from '../carrying.ts';
import type { Connection } from './connection.ts';
import type { UpstreamSide } from './upstream-side.ts';

/** So much of nothing but DATA promises more of it. */
const LEAST = 131_072;

/** Sees to it that long runs of DATA go to the client unseen. */
export class FrameCarrier {
  #state: 'idle' | 'asked' | 'held' | 'carrying' = 'idle';
  readonly #from: Carrier;
  readonly #to: Carrier;
  readonly #side: UpstreamSide;
  readonly #connection: Connection;
  /** Runs what may find a violation, and writes what came of it. */
  readonly #act: (action: () => void) => void;

  static between(from: Duplex, to: Duplex, side: UpstreamSide, connection: Connection, act: (action: () => void) => void) {
    return isCarrier(from) && isCarrier(to) ? new FrameCarrier(from, to, side, connection, act) : undefined;
  }

  private constructor(from: Carrier, to: Carrier, side: UpstreamSide, connection: Connection, act: (action: () => void) => void) {
    this.#from = from;
    this.#to = to;
    this.#side = side;
    this.#connection = connection;
    this.#act = act;
  }

  /** What tells of octets that nobody sees. */
  get progress(): number {
    return this.#from.progress;
  }

  /** Call when frames of the upstream have been dealt with, and when the client has drained. */
  consider(): void {
    if (this.#state === 'idle' && this.#side.dataRun >= LEAST) {
      this.#state = 'asked';
      this.#from.hold(() => {
        this.#state = 'held';
        this.consider();
      });
    } else if (this.#state === 'held') this.#act(() => this.#start());
  }

  /** Call when frames of the client have been dealt with, before they go up: what the client takes is more now, or is wanted for an answer. */
  update(): void {
    if (this.#state !== 'carrying') return;
    const { answers } = this.#connection;
    if (answers.size > 0) this.#from.release();
    else {
      const more = answers.lend();
      if (more > 0) this.#from.grant(more);
    }
  }

  #start(): void {
    // What is in the buffers between the two goes first.
    if (this.#from.readableLength > 0 || this.#to.writableLength > 0) return;
    const order = this.#side.order();
    if (order !== undefined && this.#from.carryFrames(this.#to, order, (frames) => this.#act(() => this.#end(frames)))) {
      this.#state = 'carrying';
      this.#side.beginCarry();
      return;
    }
    this.#connection.answers.giveBack(0);
    this.#side.dataRun = 0;
    this.#state = 'idle';
    this.#from.release();
  }

  #end(frames: CarriedFrames): void {
    this.#state = 'idle';
    this.#side.endCarry(frames);
  }
}
