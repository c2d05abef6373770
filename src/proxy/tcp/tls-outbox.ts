/** In numbers of four bytes. */
const SIZE = 16_384;
/** What is longer is copied once less by a call. */
const LONGEST = 16_384;
const HEADER = 2;

/** What is written while the threads' events are heard, for all connections together: a call into native code for each costs more than the bytes. */
export class TlsOutbox {
  /** As `openTls` of src/kernel/native.ts has it. */
  readonly numbers = new Int32Array(SIZE);
  readonly #bytes = new Uint8Array(this.numbers.buffer);
  /** Events are being heard. */
  open = false;

  /** False where it has to go by a call, which comes behind what is in here already. */
  put(id: number, chunk: Uint8Array): boolean {
    const { numbers } = this;
    const { length } = chunk;
    const at = 1 + (numbers[0] ?? 0);
    const behind = at + HEADER + ((length + 3) >> 2);
    if (!this.open || length > LONGEST || behind > SIZE) return false;
    numbers[at] = id;
    numbers[at + 1] = length;
    this.#bytes.set(chunk, 4 * (at + HEADER));
    numbers[0] = behind - 1;
    return true;
  }
}
