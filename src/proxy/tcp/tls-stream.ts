import { Duplex } from 'node:stream';
import type { NativeSession, NativeTls, TlsEvent } from '../../kernel/native.ts';
import type { CarriedFrames, Carrier, FrameOrder } from '../http/index.ts';
import type { TlsOutbox } from './tls-outbox.ts';

/** What a finished handshake agreed on. */
export interface Secured {
  /** ALPN; undefined where none was chosen. */
  readonly protocol: string | undefined;
  /** OpenSSL's verdict about the chain (X509_V_OK is 0); of no meaning on a server's side. */
  readonly verified: number;
  readonly resumed: boolean;
  /** DER; empty where none was shown. */
  readonly certificate: Buffer;
}

/** Bytes on the wire. */
export interface Traffic {
  readonly received: number;
  readonly sent: number;
}

/** What the engine's threads say of one connection. */
export interface TlsListener {
  onSecure(secured: Secured): void;
  onSession?(session: NativeSession): void;
}

/** Bytes in flight to the threads, from which on we ask to be told when they are gone, and from which on the writer has to wait. */
const ASK_AT = 128 * 1024;
const HOLD_AT = 512 * 1024;
/** Bytes of plaintext that are acknowledged together; well below the window of the threads (EGF_TLS_WINDOW). */
const ACKNOWLEDGE_AT = 32 * 1024;

/**
 * The plaintext of a TLS connection whose records and socket belong to a native thread. Emits what a socket emits. `destroy()` closes without a
 * close_notify, `end()` sends one and FIN; bytes that were written before are sent in either case as far as the peer takes them.
 */
export class TlsStream extends Duplex implements Carrier {
  readonly #tls: NativeTls;
  readonly #outbox: TlsOutbox;
  readonly #id: number;
  readonly #listener: TlsListener;
  readonly #forget: () => void;
  #inFlight = 0;
  #asked = false;
  #held: (() => void) | undefined;
  #finished: (() => void) | undefined;
  #consumed = 0;
  /** Pushed while the reader had enough. */
  #waiting = 0;
  #reset = false;
  #onHeld: (() => void) | undefined;
  #carried: ((report: Buffer) => void) | undefined;
  #last: Traffic | undefined;
  /** Bytes of plaintext that the peer has sent. */
  bytesRead = 0;
  /** The end came without a close_notify: somebody on the way may have made it (RFC 8446, section 6.1). */
  isCut = false;
  /** `end()` sends no close_notify either: whether that is an end is the peer's to judge. */
  endsBare = false;

  constructor(tls: NativeTls, outbox: TlsOutbox, id: number, listener: TlsListener, forget: () => void) {
    super({ allowHalfOpen: true, highWaterMark: 64 * 1024 });
    this.#tls = tls;
    this.#outbox = outbox;
    this.#id = id;
    this.#listener = listener;
    this.#forget = forget;
  }

  /** Bytes on the wire so far. */
  get traffic(): Traffic {
    return this.#last ?? this.#tls.traffic(this.#id);
  }

  /** The peer sees a reset (RFC 9293, section 3.10.7.4). */
  resetAndDestroy(): this {
    this.#reset = true;
    return this.destroy();
  }

  get progress(): number {
    const { received, sent } = this.traffic;
    return received + sent;
  }

  hold(held: () => void): void {
    this.#onHeld = held;
    if (!this.destroyed) this.#tls.hold(this.#id);
  }

  release(): void {
    if (!this.destroyed) this.#tls.release(this.#id);
  }

  carry(to: Carrier, octets: number, carried: (octets: number) => void): boolean {
    if (!this.#leadsTo(to)) return false;
    this.#tls.carry(this.#id, to.#id, octets);
    this.#carried = (report) => carried(Number(report.readBigUInt64LE(0)));
    return true;
  }

  carryFrames(to: Carrier, { octets, lastStream, inside }: FrameOrder, carried: (frames: CarriedFrames) => void): boolean {
    if (!this.#leadsTo(to)) return false;
    this.#tls.carryFrames(this.#id, to.#id, octets, lastStream, inside);
    this.#carried = (report) => carried(readCarried(report));
    return true;
  }

  grant(octets: number): void {
    if (!this.destroyed) this.#tls.grant(this.#id, octets);
  }

  /** The way there is open, and empty. */
  #leadsTo(to: Carrier): to is TlsStream {
    if (!(to instanceof TlsStream) || to.#tls !== this.#tls || this.destroyed || to.destroyed || to.writableEnded) return false;
    return this.readableLength === 0 && to.writableLength === 0;
  }

  /** An event of this connection, and what belongs to it. */
  hear(event: TlsEvent, bytes: Buffer): void {
    if (this.destroyed) return;
    switch (event) {
      case TLS_EVENT.data:
        this.bytesRead += bytes.length;
        if (this.readableFlowing === true && this.readableLength === 0) {
          // What push() does then, but for asking for more, for which it takes a turn of the tick queue each time.
          this.emit('data', bytes);
          this.#consume(bytes.length);
        } else if (this.push(bytes)) this.#consume(bytes.length);
        else this.#waiting += bytes.length;
        return;
      case TLS_EVENT.secure:
        this.#listener.onSecure(readSecured(bytes));
        return;
      case TLS_EVENT.end:
        this.isCut = bytes.length > 0;
        this.push(null);
        // As a socket does: an end with nothing before it is told without a reader.
        this.read(0);
        return;
      case TLS_EVENT.error:
        this.destroy(readError(bytes));
        return;
      case TLS_EVENT.drained: {
        const held = this.#held;
        this.#held = undefined;
        this.#asked = false;
        this.#inFlight = 0;
        held?.();
        return;
      }
      case TLS_EVENT.finished:
        this.#finished?.();
        return;
      case TLS_EVENT.session:
        this.#tellSession();
        return;
      case TLS_EVENT.held: {
        const held = this.#onHeld;
        this.#onHeld = undefined;
        held?.();
        return;
      }
      case TLS_EVENT.carried: {
        const carried = this.#carried;
        this.#carried = undefined;
        this.bytesRead += Number(bytes.readBigUInt64LE(8));
        carried?.(bytes);
      }
    }
  }

  override _read(): void {
    if (this.#waiting === 0) return;
    const length = this.#waiting;
    this.#waiting = 0;
    this.#consume(length);
  }

  /** Bytes that the threads take at once need not go through the states of a Writable, which cost more than handing them over. */
  override write(chunk: unknown, encoding?: unknown, done?: unknown): boolean {
    const takenAtOnce =
      encoding === undefined &&
      Buffer.isBuffer(chunk) &&
      chunk.length > 0 &&
      this.#inFlight + chunk.length < HOLD_AT &&
      this.writableLength === 0 &&
      this.writableCorked === 0 &&
      this.writable;
    if (!takenAtOnce) return super.write(chunk, encoding as BufferEncoding, done as () => void);
    this.#send(chunk);
    return true;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#send(chunk);
    if (this.#inFlight >= HOLD_AT) this.#held = done;
    else done();
  }

  #send(chunk: Buffer): void {
    if (!this.#outbox.put(this.#id, chunk)) this.#tls.write(this.#id, chunk);
    this.#inFlight += chunk.length;
    if (this.#inFlight < ASK_AT || this.#asked) return;
    this.#asked = true;
    this.#tls.notify(this.#id);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#finished = done;
    this.#tls.shut(this.#id, this.endsBare ? 1 : 0);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#last = this.#tls.traffic(this.#id);
    this.#forget();
    if (this.#reset) this.#tls.reset(this.#id);
    else this.#tls.destroy(this.#id);
    done(error);
  }

  #tellSession(): void {
    const session = this.#listener.onSession && this.#tls.session(this.#id);
    if (session) this.#listener.onSession?.(session);
  }

  #consume(length: number): void {
    this.#consumed += length;
    if (this.#consumed < ACKNOWLEDGE_AT || this.destroyed) return;
    this.#tls.acknowledge(this.#id, this.#consumed);
    this.#consumed = 0;
  }
}

/** `enum egf_tls_event_type` of native/src/tls.h. */
export const TLS_EVENT = { data: 0, secure: 1, end: 2, error: 3, drained: 4, finished: 5, session: 6, held: 7, carried: 8 } as const;

/** `struct egf_tls_carried`. */
const readCarried = (bytes: Buffer): CarriedFrames => ({
  octets: Number(bytes.readBigUInt64LE(0)),
  inside: bytes.readUInt32LE(16),
  streams: Array.from({ length: bytes.readUInt32LE(20) }, (_, i) => [
    bytes.readUInt32LE(32 + 16 * i),
    Number(bytes.readBigUInt64LE(24 + 16 * i)),
  ]),
});

/** `struct egf_tls_secure`, then ALPN, then the certificate. */
const readSecured = (bytes: Buffer): Secured => {
  const alpnLength = bytes[5] ?? 0;
  return {
    verified: bytes.readInt32LE(0),
    resumed: bytes[4] === 1,
    protocol: alpnLength > 0 ? bytes.toString('latin1', 8, 8 + alpnLength) : undefined,
    certificate: bytes.subarray(8 + alpnLength),
  };
};

const readError = (bytes: Buffer): Error => {
  const text = bytes.toString('latin1');
  const at = text.indexOf('\n');
  return Object.assign(new Error(text.slice(at + 1)), { code: text.slice(0, at) });
};
