import type { Duplex } from 'node:stream';
import { type CarriedFrames, type Carrier, isCarrier, Passage } from '../carrying.ts';
import type { Connection } from './connection.ts';
import type { UpstreamSide } from './upstream-side.ts';

/** So much of nothing but DATA promises more of it. */
const LEAST = 131_072;

/** Sees to it that long runs of DATA go to the client unseen. */
export class FrameCarrier extends Passage {
  readonly #side: UpstreamSide;
  readonly #connection: Connection;
  /** Runs what may find a violation, and writes what came of it. */
  readonly #act: (action: () => void) => void;

  static between(from: Duplex, to: Duplex, side: UpstreamSide, connection: Connection, act: (action: () => void) => void) {
    return isCarrier(from) && isCarrier(to) ? new FrameCarrier(from, to, side, connection, act) : undefined;
  }

  private constructor(from: Carrier, to: Carrier, side: UpstreamSide, connection: Connection, act: (action: () => void) => void) {
    super(from, to);
    this.#side = side;
    this.#connection = connection;
    this.#act = act;
  }

  /** Call when frames of the client have been dealt with, before they go up: what the client takes is more now, or is wanted for an answer. */
  update(): void {
    if (!this.carrying) return;
    const { answers } = this.#connection;
    if (answers.size > 0) this.from.release();
    else {
      const more = answers.lend();
      if (more > 0) this.from.grant(more);
    }
  }

  protected isWorthwhile(): boolean {
    return this.#side.dataRun >= LEAST;
  }

  protected start(): void {
    this.#act(() => this.#begin());
  }

  #begin(): void {
    // What is in the buffers between the two goes first.
    if (this.from.readableLength > 0 || this.to.writableLength > 0) return;
    const order = this.#side.order();
    if (order !== undefined && this.from.carryFrames(this.to, order, (frames) => this.#act(() => this.#end(frames)))) {
      this.begun();
      this.#side.beginCarry();
      return;
    }
    this.#connection.answers.giveBack(0);
    this.#side.dataRun = 0;
    this.stop();
  }

  #end(frames: CarriedFrames): void {
    this.ended();
    this.#side.endCarry(frames);
  }
}
