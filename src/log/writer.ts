import { closeSync, fstatSync, fsync, ftruncateSync, writeSync } from 'node:fs';
import { encodeEvent, encodeOwn } from './encode.ts';
import type { LogEvent } from './event.ts';
import { type Opened, openLog, readBack } from './open.ts';
import { createRedactor } from './redact.ts';
import { redactUrl } from './secrets.ts';
import type { EventSink, OwnFields, SharedFields, SharedWords } from './types.ts';

export interface LogWriterOptions {
  /** Appended to; created with mode 0644. Give this or `fd`. */
  readonly path?: string;
  /** An open descriptor, for appending (O_APPEND); closed by `close()`. Pipes and sockets should be non-blocking. */
  readonly fd?: number;
  /** Bytes of lines kept in memory while they cannot be written; what does not fit is lost and counted. Default 8 MiB. */
  readonly maxBytes?: number;
  /** Keep query strings and what looks like a secret (`--log-full`). */
  readonly full?: boolean;
  /** Called when writing begins to fail and when the first event is lost, not for every event. Must not throw. */
  readonly onError: (error: Error) => void;
  readonly now?: () => Date;
}

export interface LogWriter extends EventSink {
  /** Events that were not written and never will be. */
  readonly lost: number;
  /** Why lines wait in memory at this moment, in one sentence. */
  readonly problem: string | undefined;
  /** Resolves when all that was written before is in the file, or writing it has failed. */
  flush(): Promise<void>;
  /** Writes what it can, leaves the file ending in a whole line, and closes it. Idempotent; later events are lost. */
  close(): Promise<void>;
  /** `close()` for the end of a process: no waiting, no fsync. */
  closeSync(): void;
}

const RETRY_FIRST_MS = 10;
const RETRY_LONGEST_MS = 1000;
/** How long a full pipe may keep `flush()` waiting. */
const FLUSH_LONGEST_MS = 2000;
/** One write(2) takes at most this; the rest follows at once. */
const BATCH_BYTES = 1 << 20;
const MARKER_ROOM = 256;
/** Lines of one turn that are put together without a buffer for each; more of them go the longer way. */
const TURN_BYTES = 256 * 1024;
const LF = 0x0a;

/**
 * The log, one JSON line an event. Lines of one turn of the event loop go out in one write(2), before the next turn: what was
 * decided is in the page cache before the bytes that it allowed come back, and outlives a crash of this process. Writing never throws:
 * while the disk is full (or the pipe, with EAGAIN) lines wait in memory, then are counted, and a `lost` line stands where they are missing.
 * Throws Error with one sentence when the file cannot be opened.
 */
export function openLogWriter(options: LogWriterOptions): LogWriter {
  return new FileLogWriter(options, openLog(options));
}

class FileLogWriter implements LogWriter {
  readonly #fd: number;
  readonly #regular: boolean;
  readonly #maxBytes: number;
  readonly #redact: ReturnType<typeof createRedactor>;
  readonly #redactUrl: (url: string) => string;
  /** What is written of fields that lines share: a line without its first byte. */
  readonly #shared = new WeakMap<SharedFields, Uint8Array>();
  readonly #onError: (error: Error) => void;
  readonly #now: () => Date;
  /** The lines of this turn, while none wait: `#turnEnd` bytes. */
  readonly #turn = Buffer.allocUnsafeSlow(TURN_BYTES);
  #turnEnd = 0;
  /** What could not be written: whole lines, but for the first, of which `#written` bytes are in the file already. */
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #written = 0;
  #lost = 0;
  /** Of those, not yet told in the file. */
  #untold = 0;
  /** What the last write(2) failed with, since the last that did not. */
  #failure: Error | undefined;
  #retryMs = RETRY_FIRST_MS;
  #scheduled: NodeJS.Immediate | undefined;
  readonly #onTurnEnd = (): void => this.#drain();
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: LogWriterOptions, opened: Opened) {
    this.#fd = opened.fd;
    this.#regular = opened.regular;
    this.#maxBytes = options.maxBytes ?? 8 << 20;
    this.#redact = options.full ? (event) => event : createRedactor();
    this.#redactUrl = options.full ? (url) => url : redactUrl;
    this.#onError = options.onError;
    this.#now = options.now ?? (() => new Date());
    if (opened.unfinished) this.#push('\n');
  }

  get lost(): number {
    return this.#lost;
  }

  get problem(): string | undefined {
    return this.#failure && `The log cannot be written (${this.#failure.message}): ${this.#waiting.length} lines wait in memory.`;
  }

  write(event: LogEvent): void {
    try {
      this.#add(encodeEvent(this.#redact(event)));
    } catch (error) {
      this.#lose(asError(error));
    }
  }

  writeShared(own: OwnFields, shared: SharedFields, words?: SharedWords): void {
    try {
      const { url } = own;
      const shown = url === undefined ? url : this.#redactUrl(url);
      this.#add(encodeOwn(shown === url ? own : { ...own, url: shown }), words?.bytes ?? this.#remember(shared, words));
    } catch (error) {
      this.#lose(asError(error));
    }
  }

  #remember(shared: SharedFields, words: SharedWords | undefined): Uint8Array {
    const known = words === undefined ? this.#shared.get(shared) : undefined;
    if (known !== undefined) return known;
    const rest = Buffer.from(encodeEvent(this.#redact(shared)).slice(1));
    if (words === undefined) this.#shared.set(shared, rest);
    else words.bytes = rest;
    return rest;
  }

  #add(text: string, rest?: Uint8Array): void {
    const bytes = this.#turnEnd + this.#waitingBytes + Buffer.byteLength(text) + (rest?.length ?? 0);
    if (this.#closed || bytes + MARKER_ROOM > this.#maxBytes) {
      this.#lose(new Error(this.#closed ? 'The log is closed' : 'The log cannot keep up and its memory is full'));
      return;
    }
    this.#tellLosses();
    this.#push(text, rest);
    this.#schedule();
  }

  async flush(): Promise<void> {
    this.#drain();
    for (let waited = 0; this.#retry && !this.#failure && waited < FLUSH_LONGEST_MS; waited += RETRY_FIRST_MS) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_FIRST_MS));
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await this.flush();
    if (this.#regular) await new Promise((resolve) => fsync(this.#fd, resolve));
    this.closeSync();
  }

  closeSync(): void {
    if (this.#closed) return;
    this.#drain();
    this.#closed = true;
    clearImmediate(this.#scheduled);
    clearTimeout(this.#retry);
    if (this.#waiting.length > 0) {
      this.#takeBackPartialLine();
      this.#lost += this.#waiting.length;
      this.#onError(new Error(`The log lost ${this.#lost} events: they could not be written before the end`));
    }
    this.#waiting = [];
    this.#waitingBytes = 0;
    closeSync(this.#fd);
  }

  /** One line, as a text or as a text and bytes that go on. */
  #push(text: string, rest?: Uint8Array): void {
    const most = 3 * text.length + (rest?.length ?? 0);
    if (this.#waiting.length > 0 || this.#turnEnd + most > TURN_BYTES) {
      this.#endTurn();
      this.#wait(rest === undefined ? Buffer.from(text) : Buffer.concat([Buffer.from(text), rest]));
      return;
    }
    this.#turnEnd += this.#turn.write(text, this.#turnEnd);
    if (rest === undefined) return;
    this.#turn.set(rest, this.#turnEnd);
    this.#turnEnd += rest.length;
  }

  #wait(line: Buffer): void {
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
  }

  /** The lines of this turn wait with the others. There is no LF inside a line. */
  #endTurn(): void {
    for (let from = 0; from < this.#turnEnd; ) {
      const end = this.#turn.indexOf(LF, from) + 1;
      this.#wait(Buffer.from(this.#turn.subarray(from, end)));
      from = end;
    }
    this.#turnEnd = 0;
  }

  #lose(error: Error): void {
    this.#lost++;
    this.#untold++;
    if (this.#untold === 1) this.#onError(error);
    this.#schedule();
  }

  #schedule(): void {
    if (!this.#retry && !this.#closed) this.#scheduled ??= setImmediate(this.#onTurnEnd);
  }

  #tellLosses(): void {
    if (this.#untold === 0) return;
    const marker = {
      ts: this.#now().toISOString(),
      type: 'lost',
      lost: this.#untold,
      reason: 'these events could not be written',
    } as const;
    this.#untold = 0;
    this.#push(encodeEvent(marker));
  }

  /** write(2) until all is written or it fails; then tries again later, and again. */
  #drain(): void {
    clearImmediate(this.#scheduled);
    clearTimeout(this.#retry);
    this.#scheduled = undefined;
    this.#retry = undefined;
    if (this.#closed) return;
    try {
      do {
        if (this.#turnEnd > 0) this.#writeTurn();
        while (this.#waiting.length > 0) this.#writeBatch();
        this.#tellLosses();
      } while (this.#turnEnd > 0);
      this.#failure = undefined;
      this.#retryMs = RETRY_FIRST_MS;
    } catch (error) {
      this.#failed(asError(error));
    }
  }

  #writeTurn(): void {
    let written = 0;
    try {
      written = writeSync(this.#fd, this.#turn, 0, this.#turnEnd);
    } finally {
      if (written === this.#turnEnd) this.#turnEnd = 0;
      else this.#endTurn();
    }
    if (this.#waiting.length > 0) this.#tookPart(written);
  }

  #writeBatch(): void {
    let batch: Buffer | undefined = this.#waiting[0];
    if (!batch) return;
    if (this.#waiting.length > 1 && batch.length < BATCH_BYTES) {
      let lines = 0;
      let bytes = 0;
      while (lines < this.#waiting.length && bytes < BATCH_BYTES) bytes += this.#waiting[lines++]?.length ?? 0;
      batch = Buffer.concat(this.#waiting.slice(0, lines));
    }
    this.#tookPart(writeSync(this.#fd, batch, this.#written, batch.length - this.#written));
  }

  #tookPart(written: number): void {
    this.#forget(this.#written + written);
    // A file takes less than it is given when the disk is full. What others append must not stand in the middle of a line.
    if (this.#takeBackPartialLine()) throw new Error('the disk has no room for a whole line');
  }

  /** Drops the lines of which all bytes are written; remembers how much of the next one is. */
  #forget(written: number): void {
    let lines = 0;
    let rest = written;
    for (const line of this.#waiting) {
      if (rest < line.length) break;
      rest -= line.length;
      this.#waitingBytes -= line.length;
      lines++;
    }
    this.#waiting.splice(0, lines);
    this.#written = rest;
  }

  #failed(error: Error): void {
    const passing = 'code' in error && (error.code === 'EAGAIN' || error.code === 'EINTR');
    if (!passing && !this.#failure) {
      this.#onError(new Error(`Cannot write the log: ${error.message}; trying again`, { cause: error }));
    }
    if (!passing) this.#failure = error;
    this.#retry = setTimeout(() => this.#drain(), this.#retryMs);
    // A log that cannot be written must not keep the process alive.
    if (this.#failure) this.#retry.unref();
    this.#retryMs = passing ? RETRY_FIRST_MS : Math.min(this.#retryMs * 2, RETRY_LONGEST_MS);
  }

  /** Half a line at the end of a full disk: cut off again, if nobody else has appended since. True where that was done. */
  #takeBackPartialLine(): boolean {
    const line = this.#waiting[0];
    if (!line || this.#written === 0 || !this.#regular) return false;
    const half = line.subarray(0, this.#written);
    try {
      const start = fstatSync(this.#fd).size - half.length;
      if (!readBack(this.#fd, start, half.length)?.equals(half)) return false;
      ftruncateSync(this.#fd, start);
      this.#written = 0;
      return true;
    } catch {
      // Not ours to truncate: it is completed when there is room again, else the next writer ends it and readers report it as broken.
      return false;
    }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
