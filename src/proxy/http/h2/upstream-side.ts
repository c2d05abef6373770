import type { Input } from '../input.ts';
import { at } from '../octets.ts';
import type { Connection } from './connection.ts';
import {
  ACK,
  CONTINUATION,
  ConnectionError,
  DATA,
  END_HEADERS,
  END_STREAM,
  FRAME_HEADER,
  FRAME_SIZE_ERROR,
  HEADER_TABLE_SIZE,
  HEADERS,
  PROTOCOL_ERROR,
  PUSH_PROMISE,
  RST_STREAM,
  SETTINGS,
} from './constants.ts';
import { read31, readLength, settingsFrame } from './frames.ts';
import { parseSettings, settingsForClient } from './settings.ts';

const LONGEST_SETTINGS = 16_384;

/**
 * The frames of the upstream go to the client as they came, header blocks too: the client's decoder sees all of them in order, and
 * our own answers leave its table alone. Only SETTINGS are changed.
 */
export class UpstreamSide {
  readonly input: Input;
  /** DATA waits for the client's connection window, which answers of ours have used. */
  waitsForWindow = false;
  /** The upstream has sent its first SETTINGS: it does speak HTTP/2. */
  settled = false;
  readonly #connection: Connection;
  #passing = 0;
  #skipping = 0;
  #inBlock = false;

  constructor(connection: Connection, input: Input) {
    this.#connection = connection;
    this.input = input;
  }

  /** Works through the input until it ends, or the client's window is too small. Throws ConnectionError. */
  run(): void {
    this.waitsForWindow = false;
    while (!this.waitsForWindow && this.#step());
    this.#flushRun();
    this.#connection.releaseInjected();
  }

  #step(): boolean {
    const { input } = this;
    const available = input.end - input.pos;
    if (this.#passing > 0) {
      if (available === 0) return false;
      const octets = Math.min(available, this.#passing);
      input.pos += octets;
      this.#passing -= octets;
      this.#connection.clientAtBoundary = this.#passing === 0 && !this.#inBlock;
      return true;
    }
    if (this.#skipping > 0) {
      if (available === 0) return false;
      const octets = Math.min(available, this.#skipping);
      this.#skipping -= octets;
      this.#drop(octets);
      return true;
    }
    return available >= FRAME_HEADER && this.#frame(available);
  }

  #frame(available: number): boolean {
    const { bytes, pos } = this.input;
    const length = readLength(bytes, pos);
    const type = at(bytes, pos + 3);
    const flags = at(bytes, pos + 4);
    const id = read31(bytes, pos + 5);
    if (!this.settled && (type !== SETTINGS || (flags & ACK) !== 0 || id !== 0)) {
      throw new ConnectionError(PROTOCOL_ERROR, 'the server does not speak HTTP/2');
    }
    if (this.#inBlock && type !== CONTINUATION)
      throw new ConnectionError(PROTOCOL_ERROR, 'another frame inside a header block of the server');
    switch (type) {
      case DATA:
        return this.#data(length, flags, id);
      case HEADERS:
        this.#headers(flags, id);
        break;
      case CONTINUATION:
        if (!this.#inBlock) throw new ConnectionError(PROTOCOL_ERROR, 'CONTINUATION without HEADERS from the server');
        this.#inBlock = (flags & END_HEADERS) === 0;
        break;
      case RST_STREAM:
        this.#reset(id);
        break;
      case SETTINGS:
        return this.#settings(length, flags, available);
      case PUSH_PROMISE:
        throw new ConnectionError(PROTOCOL_ERROR, 'the server pushes, although push is off');
      default:
        if (type > CONTINUATION) {
          this.#drop(FRAME_HEADER);
          this.#skipping = length;
          return true;
        }
    }
    this.#pass(length);
    return true;
  }

  #pass(length: number): void {
    this.input.pos += FRAME_HEADER;
    this.#passing = length;
    this.#connection.clientAtBoundary = length === 0 && !this.#inBlock;
  }

  #data(length: number, flags: number, id: number): boolean {
    const { answers, streams } = this.#connection;
    if (length > answers.connectionWindow && answers.debt > 0) {
      this.waitsForWindow = true;
      return false;
    }
    this.#expectForwarded(id);
    answers.connectionWindow -= length;
    const stream = streams.get(id);
    if (stream !== undefined && (flags & END_STREAM) !== 0) {
      stream.upstreamDone = true;
      this.#connection.closeIfDone(id, stream);
    }
    this.#pass(length);
    return true;
  }

  #headers(flags: number, id: number): void {
    this.#expectForwarded(id);
    this.#inBlock = (flags & END_HEADERS) === 0;
    // If the client waits for a table size update, this block begins with it.
    this.#connection.tableUpdateForClient = undefined;
    const stream = this.#connection.streams.get(id);
    if (stream === undefined) return;
    stream.responded = true;
    if ((flags & END_STREAM) === 0) return;
    stream.upstreamDone = true;
    this.#connection.closeIfDone(id, stream);
  }

  #reset(id: number): void {
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

  #settings(length: number, flags: number, available: number): boolean {
    const connection = this.#connection;
    const { input } = this;
    if (length > LONGEST_SETTINGS) throw new ConnectionError(FRAME_SIZE_ERROR, 'SETTINGS of the server that are too long');
    if (available < FRAME_HEADER + length) return false;
    if ((flags & ACK) !== 0) {
      if (connection.acknowledgedByUs > 0) {
        connection.acknowledgedByUs--;
        this.#drop(FRAME_HEADER + length);
        return true;
      }
      connection.tableUpdateForClient = connection.unacknowledged.shift() ?? connection.tableUpdateForClient;
      this.#pass(length);
      return true;
    }
    const entries = parseSettings(input.bytes.subarray(input.pos + FRAME_HEADER, input.pos + FRAME_HEADER + length));
    this.settled = true;
    connection.upstreamSettings.apply(entries);
    if (entries.some(([id]) => id === HEADER_TABLE_SIZE)) connection.tableUpdateForUpstream = true;
    this.#drop(FRAME_HEADER + length);
    connection.toClient.push(settingsFrame(settingsForClient(entries)));
    connection.clientAtBoundary = true;
    return true;
  }

  #flushRun(): void {
    const { input } = this;
    if (input.pos > input.keep) this.#connection.toClient.push(input.take(input.pos));
  }

  #drop(octets: number): void {
    this.#flushRun();
    this.input.drop(this.input.pos + octets);
  }
}
