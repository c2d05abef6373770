import type { Socket } from 'node:net';

/** Lines of a socket, one at a time. */
export class LineReader {
  #buffer = Buffer.alloc(0);
  #ended = false;
  #wake: (() => void) | undefined;
  readonly #maxBytes: number;
  readonly #socket: Socket;

  /** A line that is longer ends everything, as if the other side had. */
  constructor(socket: Socket, maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      // What is beyond one line has to wait in the kernel, as long as nobody asks for it.
      if (this.#buffer.length <= this.#maxBytes) this.#buffer = Buffer.concat([this.#buffer, chunk]);
      if (this.#buffer.length > this.#maxBytes) socket.pause();
      this.#wake?.();
    });
    const end = (): void => {
      this.#ended = true;
      this.#wake?.();
    };
    socket.on('end', end).on('close', end).on('error', end);
  }

  /** More came than a line may have. */
  get tooLong(): boolean {
    return this.#buffer.length > this.#maxBytes;
  }

  /** Without its end; undefined where no whole line will come. */
  async next(): Promise<string | undefined> {
    for (;;) {
      const at = this.#buffer.indexOf(0x0a);
      if (at >= 0 && at <= this.#maxBytes) {
        const line = this.#buffer.toString('utf8', 0, at);
        this.#buffer = this.#buffer.subarray(at + 1);
        return line;
      }
      if (this.#ended || this.#buffer.length > this.#maxBytes) return undefined;
      this.#socket.resume();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
