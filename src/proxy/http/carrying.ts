import type { Duplex } from 'node:stream';

/** Frames of HTTP/2 that may go by unseen: DATA that ends no stream. */
export interface FrameOrder {
  /** How much payload: what the receiver's window for the connection holds. */
  readonly octets: number;
  /** The highest stream that the receiver has opened. */
  readonly lastStream: number;
  /** Octets that are still to come of a frame that has begun. */
  readonly inside: number;
}

export interface CarriedFrames {
  /** Payload. */
  readonly octets: number;
  /** Octets that never came of the last frame. */
  readonly inside: number;
  /** Payload of each stream. */
  readonly streams: readonly (readonly [id: number, octets: number])[];
}

/** A stream whose octets can go to another of its kind without passing through JavaScript. */
export interface Carrier extends Duplex {
  /** Octets that have moved on the wire, either way: a measure of life, also while nothing is emitted. */
  readonly progress: number;
  /** Nothing more is read from the peer; `held` is called when all that was read before has been emitted, or is in the stream's buffer. */
  hold(held: () => void): void;
  /** Ends a hold, or a carry: of frames between two of them. */
  release(): void;
  /**
   * Ends a hold: the next `octets` of the peer go to `to`. `carried` tells how many have when that is over, all of them or fewer because either side has
   * ended or broken, of which they tell themselves; not called where this stream is destroyed. Whatever is written to `to` comes behind them. False where
   * that is impossible, or not now: something is still in the buffers between the two.
   */
  carry(to: Carrier, octets: number, carried: (octets: number) => void): boolean;
  /** Likewise, frames, until another one comes, or one that the order does not hold. What is written to `to` meanwhile comes between two of them. */
  carryFrames(to: Carrier, order: FrameOrder, carried: (frames: CarriedFrames) => void): boolean;
  /** So much more payload. */
  grant(octets: number): void;
}

export function isCarrier(stream: Duplex): stream is Carrier {
  return 'carry' in stream && 'hold' in stream;
}

/** A body as large as that is worth the way to the other thread and back. */
const LEAST = 262_144;
/** What is left of it when the way is free. */
const LEAST_LEFT = 65_536;

/** One direction of a connection, of which parts go past JavaScript: the sender is held first, so that nothing is on the way to JavaScript, then they begin. */
export abstract class Passage {
  #state: 'idle' | 'asked' | 'held' | 'carrying' = 'idle';
  protected readonly from: Carrier;
  protected readonly to: Carrier;

  constructor(from: Carrier, to: Carrier) {
    this.from = from;
    this.to = to;
  }

  /** What tells of octets that nobody sees. */
  get progress(): number {
    return this.from.progress;
  }

  protected get carrying(): boolean {
    return this.#state === 'carrying';
  }

  /** Call when what came out of `from` has been dealt with, and when `to` has drained. */
  consider(): void {
    if (this.#state === 'idle' && this.isWorthwhile()) {
      this.#state = 'asked';
      this.from.hold(() => {
        this.#state = 'held';
        this.consider();
      });
    } else if (this.#state === 'held') this.start();
  }

  /** Nobody wants it any more: what is held back goes to the stream's reader. */
  stop(): void {
    if (this.#state !== 'held') return;
    this.#state = 'idle';
    this.from.release();
  }

  protected abstract isWorthwhile(): boolean;
  /** The sender is held: calls `begun` or `stop`, or neither, to be asked again. */
  protected abstract start(): void;

  protected begun(): void {
    this.#state = 'carrying';
  }

  protected ended(): void {
    this.#state = 'idle';
  }
}

/** Sees to it that large bodies of one direction are carried. */
export class BodyCarrier extends Passage {
  readonly #left: () => number;
  readonly #carried: (octets: number) => void;

  /** `left`: octets of the body under way that have not come out of `from`, 0 where there is none; `carried`: so many of them are with `to`. */
  static between(from: Duplex, to: Duplex, left: () => number, carried: (octets: number) => void): BodyCarrier | undefined {
    return isCarrier(from) && isCarrier(to) ? new BodyCarrier(from, to, left, carried) : undefined;
  }

  private constructor(from: Carrier, to: Carrier, left: () => number, carried: (octets: number) => void) {
    super(from, to);
    this.#left = left;
    this.#carried = carried;
  }

  protected isWorthwhile(): boolean {
    return this.#left() >= LEAST;
  }

  protected start(): void {
    const left = this.#left();
    // What is held back already may still be in the stream's buffer, and comes to its reader from there.
    if (left < LEAST_LEFT) this.stop();
    else if (this.from.carry(this.to, left, (octets) => this.#end(octets))) this.begun();
  }

  #end(octets: number): void {
    this.ended();
    this.#carried(octets);
  }
}
