import type { Duplex } from 'node:stream';

/** Small pieces are joined: one write is one record and one system call. */
const JOINED = 65_536;

/** Collects what is to be written to one side while a chunk is worked on, and writes it at once. */
export class Outbox {
  readonly #pieces: Buffer[] = [];
  #length = 0;

  get isEmpty(): boolean {
    return this.#pieces.length === 0;
  }

  push(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** False when `stream` asks to wait for its `drain`. */
  flush(stream: Duplex): boolean {
    const pieces = this.#pieces;
    if (pieces.length === 0) return true;
    let ready = true;
    if (stream.destroyed || stream.writableEnded) {
      // Nobody reads it any more; the end of the stream is reported elsewhere.
    } else if (pieces.length === 1) {
      ready = pieces[0] === undefined || stream.write(pieces[0]);
    } else if (this.#length <= JOINED) {
      ready = stream.write(Buffer.concat(pieces, this.#length));
    } else {
      stream.cork();
      for (const piece of pieces) ready = stream.write(piece);
      stream.uncork();
    }
    pieces.length = 0;
    this.#length = 0;
    return ready;
  }
}
