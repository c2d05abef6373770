import type { Answer } from '../answer.ts';
import { fieldText } from '../answer.ts';
import {
  ConnectionError,
  DATA,
  DEFAULT_FRAME_SIZE,
  DEFAULT_WINDOW,
  END_STREAM,
  FLOW_CONTROL_ERROR,
  FRAME_HEADER,
  LARGEST_WINDOW,
  NO_ERROR,
} from './constants.ts';
import { ownField, writeInteger } from './field.ts';
import { frame, headersFrames, resetStream, windowUpdate } from './frames.ts';

/** A stream that we answer ourselves, until its body is sent. */
interface Answered {
  readonly id: number;
  readonly body: Buffer;
  sent: number;
  window: number;
  /** The client has ended its side. */
  clientDone: boolean;
}

/** An answered stream whose client still sends: what it may send, and until when, before it is told to stop. */
interface Lingering {
  bytes: number;
  readonly until: number;
}

/** Told to stop at once (RFC 9113 section 8.1), some clients (curl) show the reset instead of the answer; small uploads may finish. */
const LINGER_BYTES = 1_048_576;
const MOST_LINGERING = 100;

/**
 * The filter's own answers inside a relayed connection, and the connection window they share with the upstream.
 *
 * The upstream counts only its own bytes. For it not to overrun the client's window, bytes of ours are a debt: they are kept back
 * from the client's next updates of the connection window, and until these come the upstream's DATA may have to wait.
 */
export class Answers {
  /** What the client will take on the connection, exactly. */
  connectionWindow = DEFAULT_WINDOW;
  /** Bytes of ours that the upstream does not know of. */
  debt = 0;
  /** Of `connectionWindow`, which is without it, what DATA that nobody sees may use up. */
  lent = 0;
  readonly #emit: (bytes: Buffer) => void;
  readonly #lingerMs: number;
  readonly #now: () => number;
  readonly #streams = new Map<number, Answered>();
  readonly #lingering = new Map<number, Lingering>();

  /** `now` in milliseconds, monotonic. */
  constructor(emit: (bytes: Buffer) => void, lingerMs: number, now: () => number) {
    this.#emit = emit;
    this.#lingerMs = lingerMs;
    this.#now = now;
  }

  has(id: number): boolean {
    return this.#streams.has(id);
  }

  get size(): number {
    return this.#streams.size;
  }

  /** Lends all there is of the connection window, and gives how much that is. */
  lend(): number {
    const all = Math.max(0, this.connectionWindow);
    this.connectionWindow -= all;
    this.lent += all;
    return all;
  }

  /** So much of it has been used; nothing is lent any more. */
  giveBack(used: number): void {
    this.connectionWindow += this.lent - used;
    this.lent = 0;
    this.#pumpAll();
  }

  /** `tableSize`: begin with this table size update, which the client expects after it has announced a smaller table. */
  begin(
    id: number,
    answer: Answer,
    options: { toHead: boolean; clientDone: boolean; window: number; tableSize: number | undefined },
  ): void {
    const body = options.toHead ? Buffer.alloc(0) : Buffer.from(answer.body);
    const block = answerBlock(answer, Buffer.byteLength(answer.body), options.tableSize);
    this.#emit(headersFrames(id, body.length === 0, block, undefined));
    const answered: Answered = { id, body, sent: 0, window: options.window, clientDone: options.clientDone };
    if (body.length === 0) {
      this.#complete(answered);
      return;
    }
    this.#streams.set(id, answered);
    this.#pump(answered);
  }

  /** The client's stream has ended (`END_STREAM`), or is gone altogether (`RST_STREAM`). */
  clientDone(id: number, gone: boolean): void {
    this.#lingering.delete(id);
    const answered = this.#streams.get(id);
    if (answered === undefined) return;
    answered.clientDone = true;
    if (gone) this.#streams.delete(id);
  }

  /** Octets of an answered stream have been dropped: its sender may send as many again, up to a bound. */
  dropped(id: number, octets: number): void {
    const lingering = this.#lingering.get(id);
    if (lingering === undefined || octets === 0) return;
    lingering.bytes -= octets;
    if (lingering.bytes > 0) this.#emit(windowUpdate(id, octets));
    else this.#stop(id);
  }

  /** When the next lingering stream is due, or undefined. */
  get nextExpiry(): number | undefined {
    const [oldest] = this.#lingering.values();
    return oldest?.until;
  }

  expire(): void {
    const now = this.#now();
    for (const [id, { until }] of this.#lingering) {
      if (until > now) return;
      this.#stop(id);
    }
  }

  #stop(id: number): void {
    this.#lingering.delete(id);
    this.#emit(resetStream(id, NO_ERROR));
  }

  /** An update of a stream's window; gives whether the stream is ours. */
  streamWindow(id: number, increment: number): boolean {
    const answered = this.#streams.get(id);
    if (answered === undefined) return false;
    answered.window += increment;
    if (answered.window > LARGEST_WINDOW) {
      this.#streams.delete(id);
      this.#emit(resetStream(id, FLOW_CONTROL_ERROR));
    } else this.#pump(answered);
    return true;
  }

  /** A change of SETTINGS_INITIAL_WINDOW_SIZE moves the windows of open streams (RFC 9113 section 6.9.2). */
  initialWindowChanged(difference: number): void {
    for (const answered of this.#streams.values()) {
      answered.window += difference;
      if (answered.window > LARGEST_WINDOW) throw new ConnectionError(FLOW_CONTROL_ERROR, 'a stream window over 2^31-1');
    }
    this.#pumpAll();
  }

  /** The client's update of the connection window; gives the part of it that the upstream may know. */
  connectionUpdate(increment: number): number {
    this.connectionWindow += increment;
    if (this.connectionWindow > LARGEST_WINDOW) throw new ConnectionError(FLOW_CONTROL_ERROR, 'a connection window over 2^31-1');
    const kept = Math.min(this.debt, increment);
    this.debt -= kept;
    this.#pumpAll();
    return increment - kept;
  }

  #pumpAll(): void {
    for (const answered of this.#streams.values()) {
      if (this.connectionWindow <= 0) return;
      this.#pump(answered);
    }
  }

  #pump(answered: Answered): void {
    while (answered.sent < answered.body.length) {
      const room = Math.min(answered.window, this.connectionWindow, DEFAULT_FRAME_SIZE, answered.body.length - answered.sent);
      if (room <= 0) return;
      const last = answered.sent + room === answered.body.length;
      const bytes = frame(DATA, last ? END_STREAM : 0, answered.id, room);
      answered.body.copy(bytes, FRAME_HEADER, answered.sent, answered.sent + room);
      answered.sent += room;
      answered.window -= room;
      this.connectionWindow -= room;
      this.debt += room;
      this.#emit(bytes);
    }
    this.#complete(answered);
  }

  #complete(answered: Answered): void {
    this.#streams.delete(answered.id);
    if (answered.clientDone) return;
    this.#lingering.set(answered.id, { bytes: LINGER_BYTES, until: this.#now() + this.#lingerMs });
    const [oldest] = this.#lingering.keys();
    if (this.#lingering.size > MOST_LINGERING && oldest !== undefined) this.#stop(oldest);
  }
}

function answerBlock(answer: Answer, length: number, tableSize: number | undefined): Buffer {
  const parts: Uint8Array[] = [];
  if (tableSize !== undefined) {
    const update = new Uint8Array(6);
    parts.push(update.subarray(0, writeInteger(update, 0, 0x20, tableSize, 5)));
  }
  parts.push(ownField(':status', String(answer.status)), ownField('content-type', fieldText(answer.contentType)));
  parts.push(ownField('content-length', String(length)), ownField('cache-control', 'no-store'));
  return Buffer.concat(parts);
}
