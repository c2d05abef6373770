import type { Duplex } from 'node:stream';
import { looksLikeHttp1, looksLikeHttp2 } from '../http/index.ts';
import { type ClientHello, createClientHelloReader, looksLikeTls } from './clienthello.ts';

/** First bytes that rules other than those for raw connections apply to. `head`: all bytes so far, which are still to be read from the stream. */
export type Inspectable =
  | { readonly kind: 'tls'; readonly head: Buffer; readonly hello: ClientHello }
  | { readonly kind: 'malformed-tls'; readonly head: Buffer; readonly reason: string }
  | { readonly kind: 'http1' | 'h2'; readonly head: Buffer };

export type Uninspectable =
  | { readonly kind: 'other'; readonly head: Buffer }
  /** Time is up; the bytes so far decide nothing. Empty head: the client may wait for the server. */
  | { readonly kind: 'undecided'; readonly head: Buffer }
  /** The client closed its side; `head` is all it ever sent, and is no longer in the stream. */
  | { readonly kind: 'ended'; readonly head: Buffer }
  | { readonly kind: 'broken'; readonly head: Buffer };

/** What the first bytes of a client are. */
export type Sniffed = Inspectable | Uninspectable;

export const isInspectable = (first: Sniffed): first is Inspectable =>
  first.kind === 'tls' || first.kind === 'malformed-tls' || first.kind === 'http1' || first.kind === 'h2';

export interface SniffOptions {
  /** Milliseconds to wait for the first byte. */
  readonly waitMs: number;
  /** Milliseconds from the first byte on, for bytes that decide. */
  readonly settleMs: number;
  /** Off inside TLS, where another ClientHello is no more than bytes. */
  readonly tls: boolean;
}

type Recognised = { readonly kind: 'more' } | Inspectable | Extract<Uninspectable, { kind: 'other' }>;

/**
 * Reads until the bytes tell what they are, bounded by the ClientHello limit and the HTTP detector, and puts them back in the same
 * turn: an end that arrived while the stream is empty would be emitted, and nothing can be put back after it. Never rejects.
 */
export const sniff = (stream: Duplex, options: SniffOptions): Promise<Sniffed> =>
  new Promise((resolve) => {
    const bytes = createGrowingBuffer();
    const classify = createClassifier(options);
    let timer: NodeJS.Timeout | undefined;

    const finish = (result: Sniffed): void => {
      clearTimeout(timer);
      if (result.kind !== 'ended' && result.kind !== 'broken' && result.head.length > 0) stream.unshift(result.head);
      stream.removeListener('readable', onReadable).removeListener('end', onEnd).removeListener('close', onClose);
      resolve(result);
    };
    const wait = (milliseconds: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => finish({ kind: 'undecided', head: bytes.view() }), milliseconds);
    };
    /** Is it decided? */
    const take = (chunk: Buffer): boolean => {
      if (bytes.view().length === 0) wait(options.settleMs);
      bytes.append(chunk);
      const recognised = classify(bytes.view());
      if (recognised.kind === 'more') return false;
      finish(recognised);
      return true;
    };
    const onReadable = (): void => {
      for (let chunk = stream.read(); chunk !== null; chunk = stream.read()) if (take(chunk)) return;
    };
    const onEnd = (): void => finish({ kind: 'ended', head: bytes.view() });
    const onClose = (): void => finish({ kind: 'broken', head: bytes.view() });

    wait(options.waitMs);
    if (stream.destroyed) return onClose();
    if (stream.readableEnded) return onEnd();
    stream.on('readable', onReadable).on('end', onEnd).on('close', onClose);
  });

/** Milliseconds. */
export interface SniffTimes {
  /** For bytes to decide, before what they might be is weighed. */
  readonly settleMs: number;
  /** For a ClientHello that has begun. */
  readonly patienceMs: number;
}

/** A ClientHello that has begun gets the time of a handshake; bytes of that kind are not forwarded undecided. */
export const sniffPatiently = async (stream: Duplex, options: SniffOptions & SniffTimes): Promise<Sniffed> => {
  const first = await sniff(stream, options);
  if (first.kind !== 'undecided' || !options.tls || looksLikeTls(first.head) !== 'yes') return first;
  const second = await sniff(stream, { ...options, settleMs: options.patienceMs });
  if (isInspectable(second) || second.kind === 'broken') return second;
  return { kind: 'malformed-tls', head: second.head, reason: 'the ClientHello was not complete in time' };
};

/** To be called with all bytes so far. */
export const createClassifier = ({ tls }: Pick<SniffOptions, 'tls'>): ((head: Buffer) => Recognised) => {
  const readHello = createClientHelloReader();
  return (head) => {
    const looks = tls ? looksLikeTls(head) : 'no';
    if (looks === 'more') return { kind: 'more' };
    if (looks === 'no') {
      const kind = httpKind(head);
      return kind === 'more' ? { kind } : { kind, head };
    }
    const result = readHello(head);
    if (result.status === 'more') return { kind: 'more' };
    return result.status === 'hello' ? { kind: 'tls', head, hello: result.hello } : { kind: 'malformed-tls', head, reason: result.reason };
  };
};

const httpKind = (head: Buffer): 'http1' | 'h2' | 'other' | 'more' => {
  const h2 = looksLikeHttp2(head);
  if (h2 === 'yes') return 'h2';
  if (h2 === 'more') return 'more';
  const http1 = looksLikeHttp1(head);
  return http1 === 'no' ? nearHttp(head) : http1 === 'yes' ? 'http1' : 'more';
};

/** Empty lines that a server may skip before a request line (RFC 9112, section 2.2). */
const EMPTY_LINES = 8;
const LONGEST_TEXT_LINE = 8192;

/**
 * What is no request line to us may be one to a lenient server: two spaces, a tab, a missing version, empty lines before it. Such a
 * line counts as HTTP, whose relay then refuses it: passing for "not HTTP" would be a way around the rules for requests.
 */
const nearHttp = (head: Buffer): 'http1' | 'other' | 'more' => {
  let start = 0;
  while (head[start] === 0x0d || head[start] === 0x0a) start += 1;
  if (start > EMPTY_LINES) return 'http1';
  const end = head.indexOf(0x0a, start);
  const line = head.toString('latin1', start, Math.min(end === -1 ? head.length : end, start + LONGEST_TEXT_LINE));
  if (/HTTP\/\d/i.test(line) || (end !== -1 && /^\s*GET\s+(\/|https?:)/i.test(line))) return 'http1';
  const complete = end !== -1 || line.length === LONGEST_TEXT_LINE;
  const couldBecome = start === head.length || /^[\t ]*[A-Za-z]+[\t ]+[\t\x20-\x7e\x80-\xff]*\r?$/.test(line);
  return complete || !couldBecome ? 'other' : 'more';
};

/** Bytes in one piece, appended in amortised constant time. */
const createGrowingBuffer = () => {
  let storage = Buffer.alloc(0);
  let used = 0;
  return {
    append: (chunk: Buffer): void => {
      if (used + chunk.length > storage.length) {
        const grown = Buffer.alloc(Math.max(2 * storage.length, used + chunk.length));
        storage.copy(grown, 0, 0, used);
        storage = grown;
      }
      chunk.copy(storage, used);
      used += chunk.length;
    },
    view: (): Buffer => storage.subarray(0, used),
  };
};
