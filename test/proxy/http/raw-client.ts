import { type Socket, connect as tcpConnect } from 'node:net';
import { type ConnectionOptions, connect as tlsConnect } from 'node:tls';
import { literalWire } from '../../../src/proxy/http/h2/field.ts';
import { HpackDecoder } from '../../../src/proxy/http/h2/hpack-decoder.ts';
import { frame } from './frames.ts';
import { until } from './lab.ts';

export const [DATA, HEADERS, PRIORITY, RST, SETTINGS, PUSH, PING, GOAWAY, WINDOW, CONTINUATION] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** One field as a literal that touches no table, or enters the dynamic one. */
export function field(name: string, value: string, indexed = false): Uint8Array {
  const wire = literalWire(0, 0, name, Buffer.from(value, 'latin1'), false);
  if (indexed) wire[0] = 0x40;
  return wire;
}

export type Fields = readonly (readonly [name: string, value: string])[];

export const block = (...fields: Fields): Buffer => Buffer.concat(fields.map(([name, value]) => field(name, value)));

export const usual = (path = '/', host = 'ok.test'): [string, string][] => [
  [':method', 'GET'],
  [':scheme', 'http'],
  [':authority', host],
  [':path', path],
];

/** HEADERS of a request. */
export const open = (stream: number, flags = 4, headers = block(...usual())): Buffer => frame(HEADERS, flags, stream, headers);

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

/** The whole frames in `bytes`; the last one may be cut. */
export function parse(bytes: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let i = 0; i + 9 <= bytes.length; ) {
    const length = bytes.readUIntBE(i, 3);
    frames.push({
      type: bytes[i + 3] ?? 0,
      flags: bytes[i + 4] ?? 0,
      stream: bytes.readUInt32BE(i + 5),
      payload: bytes.subarray(i + 9, i + 9 + length),
    });
    i += 9 + length;
  }
  return frames;
}

/** A client that sends raw frames and keeps what comes back. */
export class RawClient {
  received: Buffer = Buffer.alloc(0);
  closed = false;
  readonly socket: Socket;

  constructor(port: number, tls?: ConnectionOptions) {
    const to = { port, host: '127.0.0.1', noDelay: true };
    this.socket = tls === undefined ? tcpConnect(to) : tlsConnect({ ...to, ...tls });
    this.socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
    });
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.closed = true;
    });
  }

  send(...frames: Uint8Array[]): void {
    this.socket.write(Buffer.concat(frames));
  }

  frames(): Frame[] {
    return parse(this.received);
  }

  /** Frames of one type on one stream. */
  of(type: number, stream: number): Frame[] {
    return this.frames().filter((each) => each.type === type && each.stream === stream);
  }

  /** The error code of a GOAWAY; -1 when the connection ends without one. */
  async goaway(): Promise<number> {
    await until(() => this.closed || this.frames().some((each) => each.type === GOAWAY));
    return (
      this.frames()
        .find((each) => each.type === GOAWAY)
        ?.payload.readUInt32BE(4) ?? -1
    );
  }

  async find(type: number, stream: number): Promise<Frame> {
    await until(() => this.of(type, stream).length > 0);
    return this.of(type, stream)[0] as Frame;
  }

  /** `:status` of the response on each stream so far. */
  statuses(): Map<number, number> {
    const decoder = new HpackDecoder(65_536);
    const found = new Map<number, number>();
    for (const { type, stream, payload } of this.frames()) {
      if (type !== HEADERS) continue;
      const { fields } = decoder.decode(payload, 0, payload.length);
      const status = fields.find(({ name }) => name === ':status');
      if (status !== undefined && !found.has(stream)) found.set(stream, Number(status.value));
    }
    return found;
  }
}
