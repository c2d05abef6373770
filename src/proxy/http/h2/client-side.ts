import { type Answer, ownAnswer } from '../answer.ts';
import { AuthorityReader } from '../authority.ts';
import type { Input } from '../input.ts';
import { at } from '../octets.ts';
import { H2_PREFACE } from '../sniff.ts';
import type { RelayLimits } from '../types.ts';
import type { Connection, Stream } from './connection.ts';
import {
  ACK,
  CONTINUATION,
  ConnectionError,
  DATA,
  DEFAULT_FRAME_SIZE,
  DEFAULT_TABLE_SIZE,
  END_HEADERS,
  END_STREAM,
  ENHANCE_YOUR_CALM,
  FRAME_HEADER,
  FRAME_SIZE_ERROR,
  GOAWAY,
  HAS_PRIORITY,
  HEADER_TABLE_SIZE,
  HEADERS,
  PADDED,
  PING,
  PRIORITY,
  PROTOCOL_ERROR,
  PUSH_PROMISE,
  REFUSED_STREAM,
  RST_STREAM,
  SETTINGS,
  STREAM_CLOSED,
} from './constants.ts';
import { FloodGuard } from './flood.ts';
import { frame, headersFrames, read31, readLength, resetStream, settingsFrame, windowUpdate } from './frames.ts';
import { HeaderBlocks } from './header-blocks.ts';
import { type H2Request, trailersAreProper } from './request-fields.ts';
import { parseSettings, settingsForUpstream } from './settings.ts';

const MAX_STREAMS = 4_096;
const MAX_UNANSWERED = 1_024;
const MAX_UNACKNOWLEDGED = 100;
/** A SETTINGS or GOAWAY frame longer than this says nothing that a relay needs to hear. */
const LONGEST_CONTROL = 16_384;

/** A request whose head is read and waits for its verdict. */
export interface Undecided {
  readonly id: number;
  readonly request: H2Request;
  readonly endStream: boolean;
  readonly block: Uint8Array;
  readonly priority: Uint8Array | undefined;
}

/** The frames of the client: DATA and control frames go on as they came, header blocks are read, and re-encoded once decided. */
export class ClientSide {
  readonly input: Input;
  /** Set by a complete request head: nothing is read until `forward` or `answer` is called. */
  undecided: Undecided | undefined;
  /** Frames and header blocks so far: whether the client makes progress. */
  units = 0;
  readonly #connection: Connection;
  readonly #blocks: HeaderBlocks;
  readonly #resets: FloodGuard;
  readonly #control: FloodGuard;
  #begun = false;
  #settled = false;
  /** Octets of a DATA payload still to be forwarded, or to be dropped. */
  #passing = 0;
  #skipping = 0;

  constructor(connection: Connection, input: Input, scheme: 'http' | 'https', port: number, limits: RelayLimits, now: () => number) {
    this.#connection = connection;
    this.input = input;
    this.#blocks = new HeaderBlocks(
      { scheme, authorities: new AuthorityReader(port), upstream: connection.upstreamSettings },
      limits.headBytes,
    );
    this.#resets = new FloodGuard('reset streams', 1_000, 100, now);
    this.#control = new FloodGuard('control frames', 5_000, 500, now);
  }

  /** Something has begun that its sender could leave unfinished at no cost: preface, frame or header block. */
  get incomplete(): boolean {
    return !this.#settled || this.#blocks.open || (this.#passing === 0 && this.#skipping === 0 && this.input.end > this.input.pos);
  }

  /** Works through the input until it ends, or a verdict is due. Throws ConnectionError. */
  run(): void {
    const { input } = this;
    while (this.undecided === undefined && this.#step(input));
    this.#flushRun();
  }

  /** False when more input is needed. */
  #step(input: Input): boolean {
    const available = input.end - input.pos;
    if (this.#passing > 0) {
      if (available === 0) return false;
      const octets = Math.min(available, this.#passing);
      input.pos += octets;
      this.#passing -= octets;
      return true;
    }
    if (this.#skipping > 0) {
      if (available === 0) return false;
      const octets = Math.min(available, this.#skipping);
      this.#skipping -= octets;
      this.#drop(octets);
      return true;
    }
    if (!this.#begun) return this.#preface(available);
    return available >= FRAME_HEADER && this.#frame(input, available);
  }

  #preface(available: number): boolean {
    const { input } = this;
    const seen = Math.min(available, H2_PREFACE.length);
    if (input.bytes.compare(H2_PREFACE, 0, seen, input.pos, input.pos + seen) !== 0) {
      throw new ConnectionError(PROTOCOL_ERROR, 'the client does not begin with the HTTP/2 preface');
    }
    if (seen < H2_PREFACE.length) return false;
    this.#begun = true;
    if (this.#connection.attached) input.pos += seen;
    else this.#drop(seen);
    return true;
  }

  #frame(input: Input, available: number): boolean {
    const { bytes, pos } = input;
    const length = readLength(bytes, pos);
    const type = at(bytes, pos + 3);
    const flags = at(bytes, pos + 4);
    const id = read31(bytes, pos + 5);
    if (length > Math.max(DEFAULT_FRAME_SIZE, this.#connection.upstreamSettings.maxFrameSize)) {
      throw new ConnectionError(FRAME_SIZE_ERROR, `a frame of ${length} octets`);
    }
    if (!this.#settled && (type !== SETTINGS || (flags & ACK) !== 0))
      throw new ConnectionError(PROTOCOL_ERROR, 'the first frame is not SETTINGS');
    if (this.#blocks.open && (type !== CONTINUATION || id !== this.#blocks.id)) {
      throw new ConnectionError(PROTOCOL_ERROR, 'another frame inside a header block');
    }
    if (type === DATA) return this.#data(length, flags, id, available);
    if (type > CONTINUATION) {
      // Unknown frames are hop by hop (RFC 9113 section 5.5).
      this.#control.spend();
      this.#drop(FRAME_HEADER);
      this.#skipping = length;
      return true;
    }
    if (available < FRAME_HEADER + length) return false;
    if (!this.#blocks.open) this.units++;
    const payload = bytes.subarray(pos + FRAME_HEADER, pos + FRAME_HEADER + length);
    if (this.#act(type, flags, id, payload)) input.pos += FRAME_HEADER + length;
    else this.#drop(FRAME_HEADER + length);
    return true;
  }

  /** Acts on a whole frame; true: it goes to the upstream as it is. */
  #act(type: number, flags: number, id: number, payload: Buffer): boolean {
    const { attached } = this.#connection;
    switch (type) {
      case HEADERS:
        this.#headers(flags, id, payload);
        return false;
      case CONTINUATION:
        if (!this.#blocks.open) throw new ConnectionError(PROTOCOL_ERROR, 'CONTINUATION without HEADERS');
        this.#blocks.add(payload);
        if ((flags & END_HEADERS) !== 0) this.#blockComplete();
        return false;
      case PRIORITY:
        expectLength(payload, 5, 'PRIORITY');
        this.#control.spend();
        expectStream(id, 'PRIORITY');
        if (read31(payload, 0) === id) throw new ConnectionError(PROTOCOL_ERROR, 'a stream that depends on itself');
        return attached;
      case RST_STREAM:
        expectLength(payload, 4, 'RST_STREAM');
        return this.#reset(id);
      case SETTINGS:
        return this.#settings(flags, id, payload);
      case PUSH_PROMISE:
        throw new ConnectionError(PROTOCOL_ERROR, 'PUSH_PROMISE from a client');
      case PING:
        expectLength(payload, 8, 'PING');
        expectConnection(id, 'PING');
        this.#control.spend();
        if (!attached && (flags & ACK) === 0) this.#answerPing(payload);
        return attached;
      case GOAWAY:
        expectConnection(id, 'GOAWAY');
        if (payload.length < 8 || payload.length > LONGEST_CONTROL) throw new ConnectionError(FRAME_SIZE_ERROR, 'GOAWAY of a wrong length');
        this.#control.spend();
        return attached;
      default:
        expectLength(payload, 4, 'WINDOW_UPDATE');
        return this.#windowUpdate(id, read31(payload, 0));
    }
  }

  #data(length: number, flags: number, id: number, available: number): boolean {
    expectStream(id, 'DATA');
    const { input } = this;
    let octets = length;
    if ((flags & PADDED) !== 0) {
      if (length === 0) throw new ConnectionError(FRAME_SIZE_ERROR, 'padding without its length');
      if (available < FRAME_HEADER + 1) return false;
      octets -= 1 + at(input.bytes, input.pos + FRAME_HEADER);
      if (octets < 0) throw new ConnectionError(PROTOCOL_ERROR, 'more padding than frame');
    }
    const endStream = (flags & END_STREAM) !== 0;
    if (octets === 0 && !endStream) this.#control.spend();
    const stream = this.#connection.streams.get(id);
    if (stream === undefined || !this.#mayTake(id, stream, octets, endStream)) {
      if (stream === undefined) this.#expectLate(id, endStream);
      // The upstream will not give these octets of the connection window back: we do.
      if (length > 0) this.#connection.inject(windowUpdate(0, length));
      this.#connection.answers.dropped(id, length);
      this.#drop(FRAME_HEADER);
      this.#skipping = length;
      return true;
    }
    this.units++;
    input.pos += FRAME_HEADER;
    this.#passing = length;
    return true;
  }

  /** Counts the body against its `content-length` (RFC 9113 section 8.1.1), before the upstream sees too much or too early an end. */
  #mayTake(id: number, stream: Stream, octets: number, endStream: boolean): boolean {
    if (stream.clientDone) throw new ConnectionError(STREAM_CLOSED, 'DATA after the end of its stream');
    stream.received += octets;
    if (stream.declared >= 0 && (endStream ? stream.received !== stream.declared : stream.received > stream.declared)) {
      stream.clientDone = endStream;
      this.#flushRun();
      this.#connection.resetBoth(id, 'a request body of another length than its content-length');
      return false;
    }
    if (endStream) this.#clientDone(id, stream);
    return true;
  }

  #clientDone(id: number, stream: Stream): void {
    stream.clientDone = true;
    this.#connection.closeIfDone(id, stream);
  }

  /** A frame of a stream that is not forwarded (any more): fine while the client could not know, or has something to wait for. */
  #expectLate(id: number, endStream: boolean): void {
    const connection = this.#connection;
    if (id > connection.lastStream) throw new ConnectionError(PROTOCOL_ERROR, 'a frame of a stream that was never opened');
    if (connection.answers.has(id)) {
      if (endStream) connection.answers.clientDone(id, false);
    } else if (!connection.isDraining(id)) throw new ConnectionError(STREAM_CLOSED, 'a frame of a closed stream');
    if (endStream) connection.drained(id);
  }

  #headers(flags: number, id: number, payload: Buffer): void {
    expectStream(id, 'HEADERS');
    if (id % 2 === 0) throw new ConnectionError(PROTOCOL_ERROR, 'an even stream of a client');
    let from = 0;
    let to = payload.length;
    if ((flags & PADDED) !== 0) {
      from = 1;
      to -= payload.length === 0 ? 1 : at(payload, 0);
    }
    const prioritised = (flags & HAS_PRIORITY) !== 0;
    if (prioritised) from += 5;
    if (from > to)
      throw new ConnectionError(payload.length < from ? FRAME_SIZE_ERROR : PROTOCOL_ERROR, 'HEADERS shorter than their padding');
    const priority = prioritised ? Buffer.from(payload.subarray(from - 5, from)) : undefined;
    if (priority !== undefined && read31(priority, 0) === id) throw new ConnectionError(PROTOCOL_ERROR, 'a stream that depends on itself');
    this.#blocks.begin(id, (flags & END_STREAM) !== 0, priority, payload.subarray(from, to));
    if ((flags & END_HEADERS) !== 0) this.#blockComplete();
  }

  /** The block of a new request, of trailers, or of a stream that is gone: in every case it has to pass through the decoder. */
  #blockComplete(): void {
    const connection = this.#connection;
    const { id, endStream, priority } = this.#blocks;
    const stream = connection.streams.get(id);
    if (stream !== undefined) {
      this.#trailers(id, stream, endStream);
      return;
    }
    if (id <= connection.lastStream) {
      this.#blocks.decode();
      this.#expectLate(id, endStream);
      return;
    }
    connection.lastStream = id;
    const read = this.#blocks.readRequest();
    if ('reason' in read) {
      if (read.status === 0) this.#refuseStream(id, endStream, PROTOCOL_ERROR);
      else this.answer(id, ownAnswer(read.status, `${read.reason}; the request was not forwarded`), endStream, false);
      return;
    }
    if (connection.streams.size >= MAX_STREAMS || connection.answers.size >= MAX_UNANSWERED) {
      this.#refuseStream(id, endStream, REFUSED_STREAM);
      return;
    }
    if (endStream && read.request.length > 0) {
      this.#refuseStream(id, endStream, PROTOCOL_ERROR);
      return;
    }
    this.undecided = { id, request: read.request, endStream, block: read.block, priority };
  }

  #refuseStream(id: number, endStream: boolean, code: number): void {
    this.#resets.spend();
    this.#connection.inject(resetStream(id, code));
    if (!endStream) this.#connection.drain(id);
  }

  #trailers(id: number, stream: Stream, endStream: boolean): void {
    const { fields, tooLarge } = this.#blocks.decode();
    if (stream.clientDone) throw new ConnectionError(STREAM_CLOSED, 'HEADERS after the end of their stream');
    const complete = stream.declared < 0 || stream.received === stream.declared;
    if (!endStream || tooLarge || !complete || !trailersAreProper(fields)) {
      stream.clientDone = endStream;
      this.#flushRun();
      this.#connection.resetBoth(id, 'malformed trailers');
      return;
    }
    this.#flushRun();
    this.#connection.toUpstream.push(headersFrames(id, true, this.#encoded(Buffer.concat(fields.map((field) => field.wire))), undefined));
    this.#clientDone(id, stream);
  }

  /** The undecided request goes up. */
  forward(): void {
    const undecided = this.undecided;
    if (undecided === undefined) return;
    this.undecided = undefined;
    const { id, request, endStream, block, priority } = undecided;
    this.#flushRun();
    this.#connection.toUpstream.push(headersFrames(id, endStream, this.#encoded(block), priority));
    this.#connection.streams.set(id, {
      clientDone: endStream,
      upstreamDone: false,
      responded: false,
      toHead: request.head.method === 'HEAD',
      declared: request.length,
      received: 0,
    });
  }

  /** The undecided request is answered here; the upstream never hears of its stream. */
  deny(answer: Answer): void {
    const undecided = this.undecided;
    if (undecided === undefined) return;
    this.undecided = undefined;
    this.answer(undecided.id, answer, undecided.endStream, undecided.request.head.method === 'HEAD');
  }

  answer(id: number, answer: Answer, clientDone: boolean, toHead: boolean): void {
    const connection = this.#connection;
    // Frames of this stream that are under way by now are expected, until its end.
    if (!clientDone) connection.drain(id);
    const window = connection.clientSettings.initialWindow;
    connection.answers.begin(id, answer, { toHead, clientDone, window, tableSize: connection.takeTableUpdate() });
  }

  /** Blocks for the upstream touch no dynamic table; where it may expect to be told so, they begin with that. */
  #encoded(block: Uint8Array): Uint8Array {
    if (!this.#connection.tableUpdateForUpstream) return block;
    this.#connection.tableUpdateForUpstream = false;
    return Buffer.concat([Uint8Array.of(0x20), block]);
  }

  #reset(id: number): boolean {
    const connection = this.#connection;
    expectStream(id, 'RST_STREAM');
    if (id > connection.lastStream) throw new ConnectionError(PROTOCOL_ERROR, 'RST_STREAM of a stream that was never opened');
    connection.answers.clientDone(id, true);
    connection.drained(id);
    const stream = connection.streams.get(id);
    if (stream === undefined) {
      this.#control.spend();
      return false;
    }
    if (!stream.responded) this.#resets.spend();
    connection.streams.delete(id);
    return true;
  }

  #settings(flags: number, id: number, payload: Buffer): boolean {
    const connection = this.#connection;
    expectConnection(id, 'SETTINGS');
    this.#control.spend();
    if ((flags & ACK) !== 0) {
      expectLength(payload, 0, 'SETTINGS with ACK');
      if (connection.ownSettings === 0) return connection.attached;
      connection.ownSettings--;
      return false;
    }
    if (payload.length > LONGEST_CONTROL) throw new ConnectionError(FRAME_SIZE_ERROR, 'SETTINGS that are too long');
    this.#settled = true;
    const entries = parseSettings(payload);
    const { initialWindow, headerTable = DEFAULT_TABLE_SIZE } = connection.clientSettings;
    connection.clientSettings.apply(entries);
    connection.answers.initialWindowChanged(connection.clientSettings.initialWindow - initialWindow);
    const smaller = Math.min(headerTable, ...entries.filter(([setting]) => setting === HEADER_TABLE_SIZE).map(([, value]) => value));
    const announced = smaller < headerTable ? smaller : undefined;
    if (connection.attached) {
      if (connection.unacknowledged.push(announced) > MAX_UNACKNOWLEDGED) throw new ConnectionError(ENHANCE_YOUR_CALM, 'too many SETTINGS');
      this.#flushRun();
      connection.toUpstream.push(settingsFrame(settingsForUpstream(entries)));
    } else {
      connection.inject(settingsFrame([], ACK));
      connection.tableUpdateForClient = announced ?? connection.tableUpdateForClient;
    }
    return false;
  }

  #windowUpdate(id: number, increment: number): boolean {
    const connection = this.#connection;
    if (increment === 0) throw new ConnectionError(PROTOCOL_ERROR, 'a WINDOW_UPDATE of 0');
    if (id === 0) {
      const known = connection.answers.connectionUpdate(increment);
      if (!connection.attached) return false;
      if (known === increment) return true;
      this.#flushRun();
      if (known > 0) connection.toUpstream.push(windowUpdate(0, known));
      return false;
    }
    if (id > connection.lastStream) throw new ConnectionError(PROTOCOL_ERROR, 'a WINDOW_UPDATE of a stream that was never opened');
    if (connection.streams.has(id)) return true;
    connection.answers.streamWindow(id, increment);
    return false;
  }

  #answerPing(payload: Buffer): void {
    const pong = frame(PING, ACK, 0, 8);
    payload.copy(pong, FRAME_HEADER);
    this.#connection.inject(pong);
  }

  /** Hands over what is to be forwarded as it came: always before anything else is put into `toUpstream`. */
  #flushRun(): void {
    const { input } = this;
    if (input.pos > input.keep) this.#connection.toUpstream.push(input.take(input.pos));
  }

  #drop(octets: number): void {
    this.#flushRun();
    this.input.drop(this.input.pos + octets);
  }
}

function expectLength(payload: Buffer, length: number, what: string): void {
  if (payload.length !== length) throw new ConnectionError(FRAME_SIZE_ERROR, `${what} of a wrong length`);
}

function expectStream(id: number, what: string): void {
  if (id === 0) throw new ConnectionError(PROTOCOL_ERROR, `${what} without a stream`);
}

function expectConnection(id: number, what: string): void {
  if (id !== 0) throw new ConnectionError(PROTOCOL_ERROR, `${what} on a stream`);
}
