import { type Answer, ownAnswer } from '../answer.ts';
import { at } from '../octets.ts';
import type { Connection, Stream } from './connection.ts';
import {
  ConnectionError,
  END_HEADERS,
  END_STREAM,
  FRAME_SIZE_ERROR,
  HAS_PRIORITY,
  PADDED,
  PROTOCOL_ERROR,
  REFUSED_STREAM,
  STREAM_CLOSED,
} from './constants.ts';
import { joinWires } from './field.ts';
import type { FloodGuard } from './flood.ts';
import { headersFrames, read31, resetStream } from './frames.ts';
import type { HeaderBlocks } from './header-blocks.ts';
import { type H2Request, trailersAreProper } from './request-fields.ts';

const MAX_STREAMS = 4_096;
const MAX_UNANSWERED = 1_024;

/** A request whose head is read and waits for its verdict. */
export interface Undecided {
  readonly id: number;
  readonly request: H2Request;
  readonly endStream: boolean;
  readonly block: Uint8Array;
  readonly priority: Uint8Array | undefined;
}

/** The header blocks of the client: each is read, and goes up re-encoded once it is decided, or is answered here. */
export class Requests {
  /** Nothing more may be read from the client until `forward` or `deny` is called. */
  undecided: Undecided | undefined;
  readonly #connection: Connection;
  readonly #blocks: HeaderBlocks;
  readonly #resets: FloodGuard;
  /** Hands over the frames before the one at hand. */
  readonly #flush: () => void;

  constructor(connection: Connection, blocks: HeaderBlocks, resets: FloodGuard, flush: () => void) {
    this.#connection = connection;
    this.#blocks = blocks;
    this.#resets = resets;
    this.#flush = flush;
  }

  /** A HEADERS frame (RFC 9113 section 6.2). */
  headers(flags: number, id: number, payload: Buffer): void {
    if (id % 2 === 0) throw new ConnectionError(PROTOCOL_ERROR, 'HEADERS on an even stream, or none');
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
    const fragment = to - from === payload.length ? payload : payload.subarray(from, to);
    this.#blocks.begin(id, (flags & END_STREAM) !== 0, priority, fragment);
    if ((flags & END_HEADERS) !== 0) this.#complete();
  }

  continuation(flags: number, payload: Buffer): void {
    if (!this.#blocks.open) throw new ConnectionError(PROTOCOL_ERROR, 'CONTINUATION without HEADERS');
    this.#blocks.add(payload);
    if ((flags & END_HEADERS) !== 0) this.#complete();
  }

  /** The block of a new request, of trailers, or of a stream that is gone: in every case it has to pass through the decoder. */
  #complete(): void {
    const connection = this.#connection;
    const { id, endStream, priority } = this.#blocks;
    const stream = connection.streams.get(id);
    if (stream !== undefined) {
      this.#trailers(id, stream, endStream);
      return;
    }
    if (id <= connection.lastStream) {
      this.#blocks.decode();
      connection.expectLate(id, endStream);
      return;
    }
    connection.opened(id);
    const read = this.#blocks.readRequest();
    if ('reason' in read) {
      connection.remark(`refused the client's request: ${read.reason}`);
      if (read.status === 0) this.#refuse(id, endStream, PROTOCOL_ERROR);
      else this.answer(id, ownAnswer(read.status, `${read.reason}; the request was not forwarded`), endStream, false);
    } else if (connection.streams.size >= this.#mostStreams || connection.answers.size >= MAX_UNANSWERED) {
      this.#refuse(id, endStream, REFUSED_STREAM);
    } else if (endStream && read.request.length > 0) {
      connection.remark("refused the client's request: a content-length and no body");
      this.#refuse(id, endStream, PROTOCOL_ERROR);
    } else {
      this.undecided = { id, request: read.request, endStream, block: read.block, priority };
    }
  }

  /** The server's limit (RFC 9113 section 5.1.2) once the client knows it; before, the server judges. */
  get #mostStreams(): number {
    const { upstreamSettingsDue, upstreamSettings } = this.#connection;
    return upstreamSettingsDue > 0 ? MAX_STREAMS : Math.min(MAX_STREAMS, upstreamSettings.maxConcurrent);
  }

  #refuse(id: number, endStream: boolean, code: number): void {
    this.#resets.spend();
    this.#connection.inject(resetStream(id, code));
    if (!endStream) this.#connection.drain(id);
  }

  #trailers(id: number, stream: Stream, endStream: boolean): void {
    const { fields, tooLarge } = this.#blocks.decode();
    if (stream.clientDone) throw new ConnectionError(STREAM_CLOSED, 'HEADERS after the end of their stream');
    const complete = stream.declared < 0 || stream.received === stream.declared;
    this.#flush();
    if (!endStream || tooLarge || !complete || !trailersAreProper(fields)) {
      stream.clientDone = endStream;
      this.#resets.spend();
      this.#connection.resetBoth(id, 'malformed trailers');
      return;
    }
    const block = this.#encoded(joinWires(fields));
    this.#connection.toUpstream.push(headersFrames(id, true, block, undefined));
    this.#connection.clientDone(id, stream);
  }

  /** The undecided request goes up. */
  forward(): void {
    const { undecided } = this;
    if (undecided === undefined) return;
    this.undecided = undefined;
    const { id, request, endStream, block, priority } = undecided;
    this.#flush();
    this.#connection.toUpstream.push(headersFrames(id, endStream, this.#encoded(block), priority));
    this.#connection.streams.set(id, {
      clientDone: endStream,
      upstreamDone: false,
      responded: false,
      toHead: request.head.method === 'HEAD',
      declared: request.length,
      received: 0,
      window: this.#connection.clientSettings.initialWindow,
    });
  }

  /** The undecided request is answered here; the upstream never hears of its stream. */
  deny(answer: Answer): void {
    const { undecided } = this;
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
}
