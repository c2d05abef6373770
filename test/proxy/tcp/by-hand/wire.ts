import { once } from 'node:events';
import type { Socket } from 'node:net';
import { vector } from '../hello.ts';
import type { Cipher } from './keys.ts';

/** Content types of records (RFC 8446, section 5.1). */
export const [CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION_DATA] = [20, 21, 22, 23] as const;

/** Types of handshake messages (RFC 8446, section 4; RFC 5246, section 7.4; RFC 8879, section 4). */
export const MESSAGE = {
  helloRequest: 0,
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
  keyUpdate: 24,
  compressedCertificate: 25,
} as const;

export const message = (type: number, body: Uint8Array = Buffer.alloc(0)): Buffer =>
  Buffer.concat([Buffer.of(type), vector(3, Buffer.from(body))]);

export const u16 = (value: number): Buffer => Buffer.of(value >> 8, value & 255);

export interface Record {
  readonly type: number;
  readonly payload: Buffer;
}

/** One side of a TLS connection whose every record is made by the test: what no library would send, too. */
export class Wire {
  readonly socket: Socket;
  /** Handshake messages of both sides, for the hashes over them. */
  readonly transcript: Buffer[] = [];
  /** How what is sent, and what comes, is protected; undefined: not at all. */
  sealing: Cipher | undefined;
  opening: Cipher | undefined;
  /** TLS 1.2: takes the place of `opening` behind the peer's ChangeCipherSpec. */
  next: Cipher | undefined;
  /** Octets of payload in a record, at most. */
  piece = 16_384;
  /** TLS 1.3: what `sealing` was made of, once the handshake is over. */
  secret: Buffer | undefined;
  /** Of the peer: its level is the first octet, what it is about the second. */
  readonly alerts: Buffer[] = [];
  #bytes: Buffer = Buffer.alloc(0);
  #messages: Buffer = Buffer.alloc(0);
  #over = false;
  #wake = (): void => {};

  constructor(socket: Socket) {
    this.socket = socket;
    const end = (): void => {
      this.#over = true;
      this.#wake();
    };
    socket.on('data', (chunk: Buffer) => {
      this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
      this.#wake();
    });
    socket.on('error', () => {});
    socket.on('end', end).on('close', end);
  }

  /** As many records as it takes. */
  sealed(type: number, payload: Buffer): Buffer {
    const records: Buffer[] = [];
    for (let at = 0; at < payload.length || at === 0; at += this.piece) {
      const part = payload.subarray(at, at + this.piece);
      records.push(this.sealing ? this.sealing.seal(type, part) : Buffer.concat([Buffer.of(type, 3, 3), vector(2, part)]));
    }
    return Buffer.concat(records);
  }

  send(type: number, payload: Buffer): void {
    if (!this.socket.destroyed) this.socket.write(this.sealed(type, payload));
  }

  /** The same, as far as the peer takes it: resolves when there is room for more, or nobody any more. */
  async pour(bytes: Buffer): Promise<void> {
    if (this.socket.destroyed || this.socket.write(bytes)) return;
    await Promise.race([once(this.socket, 'drain'), once(this.socket, 'close')]).catch(() => {});
  }

  /** A handshake message of ours. */
  say(bytes: Buffer): void {
    this.transcript.push(bytes);
    this.send(HANDSHAKE, bytes);
  }

  async #take(length: number): Promise<Buffer | undefined> {
    while (this.#bytes.length < length) {
      if (this.#over) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const taken = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    return taken;
  }

  /** The next record, in the clear; undefined at the end of the connection. */
  async record(): Promise<Record | undefined> {
    for (;;) {
      const head = await this.#take(5);
      const body = head && (await this.#take(head.readUInt16BE(3)));
      if (!head || !body) return undefined;
      const type = head[0] ?? 0;
      if (type === CHANGE_CIPHER_SPEC) {
        this.opening = this.next ?? this.opening;
        this.next = undefined;
        continue;
      }
      const record = this.opening ? this.opening.open(type, body) : { type, payload: body };
      if (record.type === ALERT) this.alerts.push(record.payload);
      return record;
    }
  }

  /** The next handshake message. @throws where the connection ends first, or the peer gives up. */
  async hear(): Promise<Buffer> {
    for (;;) {
      if (this.#messages.length >= 4) {
        const length = 4 + this.#messages.readUIntBE(1, 3);
        if (this.#messages.length >= length) {
          const heard = this.#messages.subarray(0, length);
          this.#messages = this.#messages.subarray(length);
          this.transcript.push(heard);
          return heard;
        }
      }
      const record = await this.record();
      if (!record) throw new Error('the peer has ended the connection in the handshake');
      if (record.type === ALERT) throw new Error(`alert ${record.payload[1]}`);
      if (record.type !== HANDSHAKE) throw new Error(`a record of type ${record.type} in the handshake`);
      this.#messages = Buffer.concat([this.#messages, record.payload]);
    }
  }

  /** Application data until it ends in a way, or the connection does. Handshake messages and alerts in between are passed over. */
  async text(ends: (text: string) => boolean = () => false): Promise<string> {
    let text = '';
    while (!ends(text)) {
      const record = await this.record();
      if (!record) return text;
      if (record.type === APPLICATION_DATA) text += record.payload.toString('latin1');
    }
    return text;
  }
}
