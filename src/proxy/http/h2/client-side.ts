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
  END_STREAM,
  ENHANCE_YOUR_CALM,
  FLOW_CONTROL_ERROR,
  FRAME_HEADER,
  FRAME_SIZE_ERROR,
  GOAWAY,
  HEADER_TABLE_SIZE,
  HEADERS,
  LARGEST_WINDOW,
  PADDED,
  PING,
  PRIORITY,
  PROTOCOL_ERROR,
  PUSH_PROMISE,
  RST_STREAM,
  SETTINGS,
  STREAM_CLOSED,
} from './constants.ts';
import { FloodGuard } from './flood.ts';
import { FrameReader } from './frame-reader.ts';
import { frame, read31, settingsFrame, windowUpdate } from './frames.ts';
import { HeaderBlocks } from './header-blocks.ts';
import { Requests } from './requests.ts';
import { parseSettings, settingsForUpstream } from './settings.ts';

const MAX_UNACKNOWLEDGED = 100;
/** A SETTINGS or GOAWAY frame longer than this says nothing that a relay needs to hear. */
const LONGEST_CONTROL = 16_384;

/** The frames of the client: DATA and control frames go on as they came, header blocks go through `requests`. */
export class ClientSide {
  readonly requests: Requests;
  /** Frames and header blocks so far: whether the client makes progress. */
  count = 0;
  readonly #connection: Connection;
  readonly #frames: FrameReader;
  readonly #blocks: HeaderBlocks;
  readonly #resets: FloodGuard;
  readonly #control: FloodGuard;
  #begun = false;
  #settled = false;

  /** `now` in milliseconds, monotonic. */
  constructor(connection: Connection, input: Input, scheme: 'http' | 'https', port: number, limits: RelayLimits, now: () => number) {
    this.#connection = connection;
    this.#frames = new FrameReader(input, connection.toUpstream);
    const rules = { scheme, authorities: new AuthorityReader(port), upstream: connection.upstreamSettings };
    this.#blocks = new HeaderBlocks(rules, limits.headBytes);
    this.#resets = new FloodGuard('reset streams', 1_000, 100, now);
    this.#control = new FloodGuard('control frames', 5_000, 500, now);
    this.requests = new Requests(connection, this.#blocks, this.#resets, () => this.#frames.flush());
  }

  get input(): Input {
    return this.#frames.input;
  }

  /** Something has begun that its sender could leave unfinished at no cost: preface, frame or header block. */
  get incomplete(): boolean {
    return !this.#settled || this.#blocks.open || (!this.#frames.insidePayload && this.input.end > this.input.pos);
  }

  /** Works through the input until it ends, or a verdict is due. Throws ConnectionError. */
  run(): void {
    if (this.#begun || this.#preface()) while (this.requests.undecided === undefined && this.#frames.next() && this.#frame());
    this.#frames.flush();
  }

  #preface(): boolean {
    const { input } = this;
    const seen = Math.min(input.end - input.pos, H2_PREFACE.length);
    if (input.bytes.compare(H2_PREFACE, 0, seen, input.pos, input.pos + seen) !== 0) {
      throw new ConnectionError(PROTOCOL_ERROR, 'the client does not begin with the HTTP/2 preface');
    }
    if (seen < H2_PREFACE.length) return false;
    this.#begun = true;
    if (this.#connection.attached) input.pos += seen;
    else this.#frames.drop(seen);
    return true;
  }

  /** False when more of the frame is needed. */
  #frame(): boolean {
    const { type, flags, id, length } = this.#frames;
    if (length > Math.max(DEFAULT_FRAME_SIZE, this.#connection.upstreamSettings.maxFrameSize)) {
      throw new ConnectionError(FRAME_SIZE_ERROR, `a frame of ${length} octets`);
    }
    if (!this.#settled && (type !== SETTINGS || (flags & ACK) !== 0)) {
      throw new ConnectionError(PROTOCOL_ERROR, 'the first frame is not SETTINGS');
    }
    if (this.#blocks.open && (type !== CONTINUATION || id !== this.#blocks.id)) {
      throw new ConnectionError(PROTOCOL_ERROR, 'another frame inside a header block');
    }
    if (type === DATA) return this.#data();
    if (type > CONTINUATION) {
      // Unknown frames are hop by hop (RFC 9113 section 5.5).
      this.#control.spend();
      this.#frames.skip();
      return true;
    }
    const payload = this.#frames.payload();
    if (payload === undefined) return false;
    if (!this.#blocks.open) this.count++;
    if (this.#act(type, flags, id, payload)) this.#frames.pass();
    else this.#frames.drop(FRAME_HEADER + length);
    return true;
  }

  /** Acts on a whole frame; true: it goes to the upstream as it is. */
  #act(type: number, flags: number, id: number, payload: Buffer): boolean {
    const { attached } = this.#connection;
    switch (type) {
      case HEADERS:
        this.requests.headers(flags, id, payload);
        return false;
      case CONTINUATION:
        this.requests.continuation(flags, payload);
        return false;
      case PRIORITY:
        expectLength(payload, 5, 'PRIORITY');
        expectStream(id, 'PRIORITY');
        this.#control.spend();
        if (read31(payload, 0) === id) throw new ConnectionError(PROTOCOL_ERROR, 'a stream that depends on itself');
        return attached;
      case RST_STREAM:
        expectLength(payload, 4, 'RST_STREAM');
        expectStream(id, 'RST_STREAM');
        return this.#reset(id);
      case SETTINGS:
        expectConnection(id, 'SETTINGS');
        this.#control.spend();
        return (flags & ACK) === 0 ? this.#settings(payload) : this.#acknowledged(payload);
      case PUSH_PROMISE:
        throw new ConnectionError(PROTOCOL_ERROR, 'PUSH_PROMISE from a client');
      case PING:
        expectLength(payload, 8, 'PING');
        expectConnection(id, 'PING');
        this.#control.spend();
        return (flags & ACK) === 0 ? this.#ping(payload) : this.#ponged();
      case GOAWAY:
        expectConnection(id, 'GOAWAY');
        this.#control.spend();
        if (payload.length < 8 || payload.length > LONGEST_CONTROL) throw new ConnectionError(FRAME_SIZE_ERROR, 'GOAWAY of a wrong length');
        return attached;
      default:
        expectLength(payload, 4, 'WINDOW_UPDATE');
        return this.#windowUpdate(id, read31(payload, 0));
    }
  }

  #data(): boolean {
    const connection = this.#connection;
    const { id, flags, length, input } = this.#frames;
    expectStream(id, 'DATA');
    let octets = length;
    if ((flags & PADDED) !== 0) {
      if (length === 0) throw new ConnectionError(FRAME_SIZE_ERROR, 'padding without its length');
      if (this.#frames.arrived < 1) return false;
      octets -= 1 + at(input.bytes, input.pos + FRAME_HEADER);
      if (octets < 0) throw new ConnectionError(PROTOCOL_ERROR, 'more padding than frame');
    }
    this.count++;
    const endStream = (flags & END_STREAM) !== 0;
    if (octets === 0 && !endStream) this.#control.spend();
    const stream = connection.streams.get(id);
    if (stream !== undefined && this.#mayTake(id, stream, octets, endStream)) {
      this.#frames.pass();
      return true;
    }
    if (stream === undefined) connection.expectLate(id, endStream);
    // The upstream will not give these octets of the connection window back: we do.
    if (length > 0) connection.inject(windowUpdate(0, length));
    connection.answers.dropped(id, length);
    this.#frames.skip();
    return true;
  }

  /** Counts the body against its `content-length` (RFC 9113 section 8.1.1), before the upstream sees too much or too early an end. */
  #mayTake(id: number, stream: Stream, octets: number, endStream: boolean): boolean {
    if (stream.clientDone) throw new ConnectionError(STREAM_CLOSED, 'DATA after the end of its stream');
    stream.received += octets;
    if (stream.declared >= 0 && (endStream ? stream.received !== stream.declared : stream.received > stream.declared)) {
      stream.clientDone = endStream;
      this.#breakOff(id, 'a request body of another length than its content-length', PROTOCOL_ERROR);
      return false;
    }
    if (endStream) this.#connection.clientDone(id, stream);
    return true;
  }

  /** Ends a stream that the client has broken. It costs what a reset of the client's own does, or that bound would be none. */
  #breakOff(id: number, reason: string, code: number): void {
    this.#resets.spend();
    this.#frames.flush();
    this.#connection.resetBoth(id, reason, code);
  }

  #reset(id: number): boolean {
    const connection = this.#connection;
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

  #acknowledged(payload: Buffer): boolean {
    const connection = this.#connection;
    expectLength(payload, 0, 'SETTINGS with ACK');
    if (connection.ownSettings > 0) {
      connection.ownSettings--;
      return false;
    }
    // What nobody asked for means nothing, and some servers end the connection for it.
    if (connection.upstreamSettingsDue === 0) return false;
    connection.upstreamSettingsDue--;
    return true;
  }

  #settings(payload: Buffer): boolean {
    const connection = this.#connection;
    if (payload.length > LONGEST_CONTROL) throw new ConnectionError(FRAME_SIZE_ERROR, 'SETTINGS that are too long');
    this.#settled = true;
    const entries = parseSettings(payload);
    const { initialWindow, headerTable = DEFAULT_TABLE_SIZE } = connection.clientSettings;
    connection.clientSettings.apply(entries);
    connection.initialWindowChanged(connection.clientSettings.initialWindow - initialWindow);
    const smallest = Math.min(headerTable, ...entries.filter(([setting]) => setting === HEADER_TABLE_SIZE).map(([, value]) => value));
    const announced = smallest < headerTable ? smallest : undefined;
    if (connection.attached) {
      if (connection.unacknowledged.push(announced) > MAX_UNACKNOWLEDGED) throw new ConnectionError(ENHANCE_YOUR_CALM, 'too many SETTINGS');
      this.#frames.flush();
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
      this.#frames.flush();
      if (known > 0) connection.toUpstream.push(windowUpdate(0, known));
      return false;
    }
    if (id > connection.lastStream) throw new ConnectionError(PROTOCOL_ERROR, 'a WINDOW_UPDATE of a stream that was never opened');
    const stream = connection.streams.get(id);
    if (stream === undefined) {
      connection.answers.streamWindow(id, increment);
      return false;
    }
    stream.window += increment;
    // What is lent may have been used up.
    if (stream.window - connection.answers.lent <= LARGEST_WINDOW) return true;
    this.#breakOff(id, 'a stream window over 2^31-1', FLOW_CONTROL_ERROR);
    return false;
  }

  #ping(payload: Buffer): boolean {
    if (this.#connection.attached) return true;
    const pong = frame(PING, ACK, 0, 8);
    payload.copy(pong, FRAME_HEADER);
    this.#connection.inject(pong);
    return false;
  }

  /** An answer to the upstream; one that it has not asked for is dropped, as for SETTINGS. */
  #ponged(): boolean {
    const connection = this.#connection;
    if (connection.upstreamPingsDue === 0) return false;
    connection.upstreamPingsDue--;
    return true;
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
