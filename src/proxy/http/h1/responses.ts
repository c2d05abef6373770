import { Input } from '../input.ts';
import { ResponseFramer } from './response-framer.ts';

/** A forwarded request whose response is not complete. */
export interface Pending {
  readonly toHead: boolean;
  readonly upgrade: string | undefined;
  /** A 100 has come, or is not waited for. */
  continued: boolean;
}

/** What the relay does as responses arrive. */
export interface ResponseHandler {
  write(bytes: Buffer): void;
  /** 100 (Continue). */
  onContinue(pending: Pending): void;
  /** The head of the final response. */
  onFinal(pending: Pending): void;
  /** `flush` has been called where the order of octets matters to the handler. */
  onComplete(pending: Pending): void;
  /** 101; false where nobody asked for it, or not now. */
  onSwitch(pending: Pending): boolean;
  /** Not HTTP, or not unambiguously; `midway`: part of the response is with the client already. */
  onBad(reason: string, midway: boolean): void;
}

/** The upstream's octets: handed on as they came, and followed to know which request they answer. */
export class Responses {
  readonly pending: Pending[] = [];
  /** Octets are handed on without a look: after a 101, or a response that nobody asked for. */
  mode: 'framed' | 'switched' | 'unasked' = 'framed';
  /** Heads read so far, of interim responses too. */
  heads = 0;
  readonly #handler: ResponseHandler;
  readonly #framer = new ResponseFramer();
  readonly #input = new Input();
  #over = false;

  constructor(handler: ResponseHandler) {
    this.#handler = handler;
  }

  /** The first pending response has begun. */
  get begun(): boolean {
    return this.#framer.inHead || this.#framer.body !== 'none';
  }

  /** Where the upstream has ended: inside of a head, of a counted body, or of a body that its end ends. */
  get place(): 'between' | 'head' | 'counted' | 'closes' {
    if (this.mode !== 'framed') return 'between';
    if (this.#framer.inHead) return 'head';
    return this.#framer.body === 'none' ? 'between' : this.#framer.body;
  }

  /** Octets of a body of known length that are still to come. */
  get left(): number {
    return this.mode === 'framed' && !this.#over ? this.#framer.left : 0;
  }

  /** So many of them have gone to the client by another way. */
  carried(octets: number): void {
    if (this.#over) return;
    this.#framer.skip(octets);
    while (this.mode === 'framed' && !this.#over && this.#step());
    this.flush();
  }

  push(chunk: Buffer): void {
    if (this.mode !== 'framed') {
      this.#handler.write(chunk);
      return;
    }
    this.#input.append(chunk);
    while (this.mode === 'framed' && !this.#over && this.#step());
    this.flush();
  }

  /** Nothing more is followed or handed on. */
  stop(): void {
    this.#over = true;
  }

  /** All octets that are followed so far go down; a head waits until it is complete. */
  flush(): void {
    const input = this.#input;
    const to = this.mode !== 'framed' ? input.end : this.#framer.inHead ? input.headStart : input.pos;
    if (to > input.keep && !this.#over) this.#handler.write(input.take(to));
  }

  /** False when more input is needed. */
  #step(): boolean {
    const input = this.#input;
    const pending = this.pending[0];
    if (pending === undefined) {
      // A 408 before the server closes an idle connection: delivered, and the last thing on this connection.
      if (input.pos < input.end) this.mode = 'unasked';
      return false;
    }
    const event = this.#framer.next(input);
    if (event === 'head') this.#head(pending, this.#framer.status);
    else if (event === 'end') this.#complete(pending);
    else if (event === 'bad') this.#bad(this.#framer.error ?? 'no HTTP response');
    return event !== 'more';
  }

  #head(pending: Pending, status: number): void {
    this.heads++;
    if (status === 101) {
      if (this.#handler.onSwitch(pending)) this.mode = 'switched';
      else this.#bad('101 to a request that asked for no upgrade');
    } else if (status >= 200) {
      this.#handler.onFinal(pending);
      const hasBody = !pending.toHead && status !== 204 && status !== 304;
      if (this.#framer.expectBody(hasBody)) this.#complete(pending);
    } else if (status === 100) this.#handler.onContinue(pending);
  }

  #complete(pending: Pending): void {
    this.pending.shift();
    this.#handler.onComplete(pending);
  }

  #bad(reason: string): void {
    const midway = this.#framer.body !== 'none';
    const input = this.#input;
    if (!midway && input.headStart > input.keep) this.#handler.write(input.take(input.headStart));
    input.clear();
    this.#over = true;
    this.#handler.onBad(reason, midway);
  }
}
