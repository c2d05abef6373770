import type { CarriedFrames, FrameOrder } from '../carrying.ts';
import type { Input } from '../input.ts';
import type { Connection } from './connection.ts';
import {
  ACK,
  CONTINUATION,
  ConnectionError,
  DATA,
  END_HEADERS,
  END_STREAM,
  FLOW_CONTROL_ERROR,
  FRAME_HEADER,
  FRAME_SIZE_ERROR,
  HEADER_TABLE_SIZE,
  HEADERS,
  PING,
  PROTOCOL_ERROR,
  PUSH_PROMISE,
  RST_STREAM,
  SETTINGS,
} from './constants.ts';
import { FrameReader } from './frame-reader.ts';
import { settingsFrame } from './frames.ts';
import { parseSettings, settingsForClient } from './settings.ts';

const LONGEST_SETTINGS = 16_384;

/**
 * The frames of the upstream go to the client as they came, header blocks too: the client's decoder sees all of them in order, and
 * our own answers leave its table alone. Only SETTINGS are changed.
 */
export class UpstreamSide {
  /** DATA waits for the client's connection window, which answers of ours have used. */
  waitsForWindow = false;
  /** The upstream has sent its first SETTINGS: it does speak HTTP/2. */
  settled = false;
  /** Octets of DATA since the last frame of another kind, or the last end of a stream. */
  dataRun = 0;
  readonly #connection: Connection;
  readonly #frames: FrameReader;
  #inBlock = false;

  constructor(connection: Connection, input: Input) {
    this.#connection = connection;
    this.#frames = new FrameReader(input, connection.toClient);
  }

  get input(): Input {
    return this.#frames.input;
  }

  /** What may go on unseen from here; undefined where something has to be looked at first. */
  order(): FrameOrder | undefined {
    const { answers, lastStream } = this.#connection;
    const inside = this.#frames.bare;
    if (inside === undefined || this.#inBlock || !this.settled || this.waitsForWindow || answers.size > 0) return undefined;
    return { octets: answers.lend(), lastStream, inside };
  }

  /** It does: what is ours comes between the frames wherever it is written. */
  beginCarry(): void {
    this.#frames.resume(0);
    this.#connection.clientAtBoundary = true;
    this.#connection.releaseInjected();
  }

  endCarry({ octets, inside, streams }: CarriedFrames): void {
    const connection = this.#connection;
    for (const [id, length] of streams) {
      const stream = connection.streams.get(id);
      if (stream !== undefined) stream.window -= length;
    }
    this.dataRun = 0;
    this.#frames.resume(inside);
    this.run();
    connection.answers.giveBack(octets);
  }

  /** Works through the input until it ends, or the client's window is too small. Throws ConnectionError. */
  run(): void {
    this.waitsForWindow = false;
    while (this.#frames.next() && this.#frame());
    this.#frames.flush();
    if (!this.settled) return;
    this.#connection.clientAtBoundary = !this.#frames.insidePassing && !this.#inBlock;
    this.#connection.releaseInjected();
  }

  /** False when more of the frame, or of the window, is needed. */
  #frame(): boolean {
    const { type, flags, id } = this.#frames;
    if (!this.settled && (type !== SETTINGS || (flags & ACK) !== 0 || id !== 0)) {
      throw new ConnectionError(PROTOCOL_ERROR, 'the server does not speak HTTP/2');
    }
    if (this.#inBlock && type !== CONTINUATION)
      throw new ConnectionError(PROTOCOL_ERROR, 'another frame inside a header block of the server');
    if (type !== DATA) this.dataRun = 0;
    switch (type) {
      case DATA:
        return this.#data();
      case HEADERS:
        this.#headers();
        break;
      case CONTINUATION:
        if (!this.#inBlock) throw new ConnectionError(PROTOCOL_ERROR, 'CONTINUATION without HEADERS from the server');
        this.#inBlock = (flags & END_HEADERS) === 0;
        break;
      case RST_STREAM:
        this.#reset();
        break;
      case PING:
        if ((flags & ACK) === 0) this.#connection.upstreamPingsDue++;
        break;
      case SETTINGS:
        return this.#settings();
      case PUSH_PROMISE:
        throw new ConnectionError(PROTOCOL_ERROR, 'the server pushes, although push is off');
      default:
        if (type > CONTINUATION) {
          this.#frames.skip();
          return true;
        }
    }
    this.#frames.pass();
    return true;
  }

  #data(): boolean {
    const { answers } = this.#connection;
    const { length, id, flags } = this.#frames;
    if (length > answers.connectionWindow && answers.debt > 0) {
      // Both together are at least what the upstream has been granted: for more than that no update would ever come.
      if (length > answers.connectionWindow + answers.debt) {
        throw new ConnectionError(FLOW_CONTROL_ERROR, "the server sends more than the client's window");
      }
      this.waitsForWindow = true;
      return false;
    }
    this.#expectForwarded(id);
    answers.connectionWindow -= length;
    const stream = this.#connection.streams.get(id);
    if (stream !== undefined) stream.window -= length;
    this.dataRun += length;
    if ((flags & END_STREAM) !== 0) {
      this.dataRun = 0;
      this.#connection.upstreamDone(id);
    }
    this.#frames.pass();
    return true;
  }

  #headers(): void {
    const { id, flags } = this.#frames;
    this.#expectForwarded(id);
    this.#inBlock = (flags & END_HEADERS) === 0;
    // If the client waits for a table size update, this block begins with it.
    this.#connection.tableUpdateForClient = undefined;
    const stream = this.#connection.streams.get(id);
    if (stream !== undefined) stream.responded = true;
    if ((flags & END_STREAM) !== 0) this.#connection.upstreamDone(id);
  }

  #reset(): void {
    const { id } = this.#frames;
    this.#expectForwarded(id);
    const stream = this.#connection.streams.get(id);
    if (stream === undefined) return;
    this.#connection.streams.delete(id);
    if (!stream.clientDone) this.#connection.drain(id);
  }

  #expectForwarded(id: number): void {
    if (id % 2 === 0 || id > this.#connection.lastStream) {
      throw new ConnectionError(PROTOCOL_ERROR, 'the server sends on a stream that the client has not opened');
    }
  }

  #settings(): boolean {
    const connection = this.#connection;
    const { length, flags } = this.#frames;
    if (length > LONGEST_SETTINGS) throw new ConnectionError(FRAME_SIZE_ERROR, 'SETTINGS of the server that are too long');
    const payload = this.#frames.payload();
    if (payload === undefined) return false;
    if ((flags & ACK) !== 0) {
      if (connection.acknowledgedByUs > 0) {
        connection.acknowledgedByUs--;
        this.#frames.drop(FRAME_HEADER + length);
        return true;
      }
      connection.tableUpdateForClient = connection.unacknowledged.shift() ?? connection.tableUpdateForClient;
      this.#frames.pass();
      return true;
    }
    const entries = parseSettings(payload);
    connection.upstreamSettings.apply(entries);
    if (entries.some(([id]) => id === HEADER_TABLE_SIZE)) connection.tableUpdateForUpstream = true;
    this.#frames.drop(FRAME_HEADER + length);
    connection.toClient.push(settingsFrame(settingsForClient(entries)));
    connection.upstreamSettingsDue++;
    this.settled = true;
    return true;
  }
}
