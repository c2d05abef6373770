import type { Input } from '../input.ts';
import { at } from '../octets.ts';
import { FRAME_HEADER } from './constants.ts';
import { read31, readLength } from './frames.ts';
import type { Outbox } from './outbox.ts';

/**
 * Cuts the octets of one side into frames. Frames that pass go to `out` as the octets they came in, runs of them in one piece, and
 * need not have arrived whole.
 */
export class FrameReader {
  readonly input: Input;
  /** Of the frame that `next` has found. */
  length = 0;
  type = 0;
  flags = 0;
  id = 0;
  readonly #out: Outbox;
  #passing = 0;
  #skipping = 0;

  constructor(input: Input, out: Outbox) {
    this.input = input;
    this.#out = out;
  }

  /** Part of a payload that passes, or is skipped, is still to come. */
  get insidePayload(): boolean {
    return this.#passing > 0 || this.#skipping > 0;
  }

  /** Part of a frame that passes has been handed on. */
  get insidePassing(): boolean {
    return this.#passing > 0;
  }

  /** Octets of the frame's payload that have arrived, and of what follows it. */
  get arrived(): number {
    return this.input.end - this.input.pos - FRAME_HEADER;
  }

  /** Nothing of it waits here but the payload of a frame that passes: so much is still to come. Undefined where there is anything else. */
  get bare(): number | undefined {
    return this.#skipping > 0 || this.input.end > this.input.keep ? undefined : this.#passing;
  }

  /** Frames went by unseen; so much is still to come of the last one. */
  resume(octets: number): void {
    this.#passing = octets;
  }

  /** Reads the header of the next frame; false when more input is needed. */
  next(): boolean {
    const { input } = this;
    for (;;) {
      const available = input.end - input.pos;
      if (available === 0) return false;
      if (this.#passing > 0) {
        const octets = Math.min(available, this.#passing);
        input.pos += octets;
        this.#passing -= octets;
      } else if (this.#skipping > 0) {
        const octets = Math.min(available, this.#skipping);
        this.#skipping -= octets;
        this.drop(octets);
      } else {
        if (available < FRAME_HEADER) return false;
        const { bytes, pos } = input;
        this.length = readLength(bytes, pos);
        this.type = at(bytes, pos + 3);
        this.flags = at(bytes, pos + 4);
        this.id = read31(bytes, pos + 5);
        return true;
      }
    }
  }

  /** The payload, once it has arrived whole. */
  payload(): Buffer | undefined {
    if (this.arrived < this.length) return undefined;
    const from = this.input.pos + FRAME_HEADER;
    return this.input.bytes.subarray(from, from + this.length);
  }

  /** The frame goes to the other side as it is. */
  pass(): void {
    this.input.pos += FRAME_HEADER;
    this.#passing = this.length;
  }

  /** The frame goes nowhere. */
  skip(): void {
    this.drop(FRAME_HEADER);
    this.#skipping = this.length;
  }

  /** Octets that go nowhere. */
  drop(octets: number): void {
    this.flush();
    this.input.drop(this.input.pos + octets);
  }

  /** Hands over what passes: always before anything else is put into the same outbox. */
  flush(): void {
    const { input } = this;
    if (input.pos > input.keep) this.#out.push(input.take(input.pos));
  }
}
