import { Answers } from './answers.ts';
import { ConnectionError, FLOW_CONTROL_ERROR, LARGEST_WINDOW, PROTOCOL_ERROR, STREAM_CLOSED } from './constants.ts';
import { resetStream, settingsFrame } from './frames.ts';
import { Outbox } from './outbox.ts';
import { PeerSettings } from './settings.ts';

/** A stream that was forwarded and is not closed on both sides. */
export interface Stream {
  clientDone: boolean;
  upstreamDone: boolean;
  /** Some of its response has been relayed. */
  responded: boolean;
  readonly toHead: boolean;
  /** `content-length` of the request, or -1, and what came of it. */
  readonly declared: number;
  received: number;
  /** What the client will take of the response, as far as we know: never less than it knows itself. */
  window: number;
}

const REMEMBERED = 10_000;
const REMEMBERED_GAPS = 100;

/** What both directions of one relayed HTTP/2 connection know. */
export class Connection {
  readonly toUpstream = new Outbox();
  readonly toClient = new Outbox();
  readonly streams = new Map<number, Stream>();
  readonly answers: Answers;
  readonly clientSettings = new PeerSettings();
  readonly upstreamSettings = new PeerSettings();
  /** The client has settings of ours. */
  isServer = false;
  /** There is an upstream; before, we are the server. */
  attached = false;
  /** Highest stream of the client, forwarded or not. */
  lastStream = 0;
  /** Acknowledgements of the client for settings of our own. */
  ownSettings = 0;
  /** SETTINGS and PINGs of the upstream that the client has not acknowledged. */
  upstreamSettingsDue = 0;
  upstreamPingsDue = 0;
  /** SETTINGS relayed to the upstream and not acknowledged: the smaller table each announces, if it does. */
  readonly unacknowledged: (number | undefined)[] = [];
  /** Acknowledgements of the upstream that the client does not wait for: it has ours. */
  acknowledgedByUs = 0;
  /** The client expects its next header block to begin with an update to this table size. */
  tableUpdateForClient: number | undefined;
  /** The next header block for the upstream says that the dynamic table is not used. */
  tableUpdateForUpstream = true;
  /** What the client has been sent ends between two frames, behind the first SETTINGS and in no header block: our frames may follow. */
  clientAtBoundary = false;
  /** Streams that were reset against the client's will: what it had sent by then still comes. */
  readonly #draining = new Set<number>();
  /** Streams that the client has skipped, as ranges; the latest. */
  readonly #skipped: (readonly [first: number, last: number])[] = [];
  #own: Buffer[] = [];
  /** Octets of frames of our own that wait for a place. */
  waiting = 0;
  #note: string | undefined;

  constructor(lingerMs: number, now: () => number) {
    this.answers = new Answers((bytes) => this.inject(bytes), lingerMs, now);
  }

  /** The first thing that went wrong on a stream, where the connection went on. */
  get note(): string | undefined {
    return this.#note;
  }

  remark(what: string): void {
    this.#note ??= what;
  }

  /** SETTINGS of ours, where the upstream's have not come and may never: they have to be the first thing that a client hears. */
  beServer(): void {
    this.isServer = true;
    this.ownSettings++;
    this.toClient.push(settingsFrame([]));
    this.clientAtBoundary = true;
    this.releaseInjected();
  }

  /** A frame of our own for the client, at the next place where one may be. */
  inject(bytes: Buffer): void {
    if (this.clientAtBoundary) this.toClient.push(bytes);
    else {
      this.#own.push(bytes);
      this.waiting += bytes.length;
    }
  }

  /** Call when the relayed octets have reached such a place, after they are in `toClient`. */
  releaseInjected(): void {
    if (!this.clientAtBoundary || this.#own.length === 0) return;
    for (const bytes of this.#own) this.toClient.push(bytes);
    this.#own = [];
    this.waiting = 0;
  }

  /** A new stream of the client; idle ones below it are closed by that (RFC 9113 section 5.1.1). */
  opened(id: number): void {
    if (id > this.lastStream + 2) this.#skipped.push([this.lastStream + 1, id - 2]);
    if (this.#skipped.length > REMEMBERED_GAPS) this.#skipped.shift();
    this.lastStream = id;
  }

  /** The client's windows of all open streams move (RFC 9113 section 6.9.2). */
  initialWindowChanged(difference: number): void {
    if (difference === 0) return;
    for (const stream of this.streams.values()) {
      stream.window += difference;
      if (stream.window - this.answers.lent > LARGEST_WINDOW) throw new ConnectionError(FLOW_CONTROL_ERROR, 'a stream window over 2^31-1');
    }
    this.answers.initialWindowChanged(difference);
  }

  /** The client has ended its side of a forwarded stream. */
  clientDone(id: number, stream: Stream): void {
    stream.clientDone = true;
    if (stream.upstreamDone) this.streams.delete(id);
  }

  /** The upstream has ended its side of a stream. */
  upstreamDone(id: number): void {
    const stream = this.streams.get(id);
    if (stream === undefined) return;
    stream.upstreamDone = true;
    if (stream.clientDone) this.streams.delete(id);
  }

  /** A frame of a stream that is not forwarded (any more): fine while the client could not know, or has something to wait for. */
  expectLate(id: number, endStream: boolean): void {
    if (id > this.lastStream || this.#skipped.some(([first, last]) => id >= first && id <= last)) {
      throw new ConnectionError(PROTOCOL_ERROR, 'a frame of a stream that was never opened');
    }
    if (!this.answers.has(id) && !this.#draining.has(id)) throw new ConnectionError(STREAM_CLOSED, 'a frame of a closed stream');
    if (!endStream) return;
    this.answers.clientDone(id, false);
    this.#draining.delete(id);
  }

  drain(id: number): void {
    this.#draining.add(id);
    if (this.#draining.size <= REMEMBERED) return;
    const [oldest] = this.#draining;
    if (oldest !== undefined) this.#draining.delete(oldest);
  }

  drained(id: number): void {
    this.#draining.delete(id);
  }

  /** Ends one stream towards both sides; the connection goes on. */
  resetBoth(id: number, reason: string, code: number = PROTOCOL_ERROR): void {
    this.remark(reason);
    const stream = this.streams.get(id);
    if (stream !== undefined) {
      this.toUpstream.push(resetStream(id, code));
      this.streams.delete(id);
    }
    this.inject(resetStream(id, code));
    if (stream?.clientDone !== true) this.drain(id);
  }

  /** The tables of the client's decoder and our blocks: what an answer begins with. */
  takeTableUpdate(): number | undefined {
    const update = this.tableUpdateForClient;
    this.tableUpdateForClient = undefined;
    return update;
  }
}
