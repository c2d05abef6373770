import type { Duplex } from 'node:stream';

/** What a request asks for, read from its head alone. Text is latin1: one code unit an octet. */
export interface RequestHead {
  readonly protocol: 'h1' | 'h2';
  readonly method: string;
  readonly scheme: 'http' | 'https';
  /** Lower case, one trailing dot removed, IPv6 literals without brackets. */
  readonly host: string;
  readonly port: number;
  /** The path as sent, with its query; `*` for `OPTIONS *`. */
  readonly target: string;
  /** The `Upgrade` field of HTTP/1, or `:protocol` of an extended CONNECT (RFC 8441). */
  readonly upgrade?: string;
  /** The whole URL, for logs and messages. */
  readonly url: string;
}

export type RequestDecision =
  | { readonly forward: true }
  | { readonly forward: false; readonly status: number; readonly body: string; readonly contentType: string };

/** One client connection whose bytes are HTTP. The relay owns both streams until its promise resolves, and closes them. */
export interface HttpSession {
  readonly scheme: 'http' | 'https';
  /** Port the client dialled: the port of authorities that name none. */
  readonly port: number;
  /** Must be `allowHalfOpen` for half-closed clients to be served. */
  readonly client: Duplex;
  /** The upstream connection. Asked for before the first forwarded request only; a rejection becomes a 502 with its message. */
  openUpstream(head: RequestHead): Promise<Duplex>;
  /** Decided once a request, before any byte of it is forwarded. A throw or rejection denies the request. */
  authorize(head: RequestHead): RequestDecision | Promise<RequestDecision>;
  readonly limits?: Partial<RelayLimits>;
}

/** How a relay ended; it never rejects. */
export interface RelayResult {
  /** What went wrong, as a sentence; absent after a clean end. A denial is no error. */
  readonly error?: string;
  /** The protocol that took the connection over after a 101. */
  readonly upgraded?: string;
}

export interface RelayLimits {
  /** Octets of a request head (HTTP/1), and of a decoded header list as RFC 7541 section 4.1 counts it (HTTP/2). */
  readonly headBytes: number;
  /** Time for a head to be complete after its first octet. */
  readonly headTimeoutMs: number;
  /** The same for the head of a response (HTTP/1). How long its first octet takes is the server's to say: polls wait for hours. */
  readonly responseHeadTimeoutMs: number;
  /** How long nothing at all may move, between requests or inside of one, upgraded or not; at most twice that. */
  readonly idleMs: number;
  /** How long the body of an `Expect: 100-continue` request is held back for the 100. */
  readonly continueTimeoutMs: number;
  /** How long a client may go on sending after the final answer, so that a reset does not destroy that answer. */
  readonly lingerMs: number;
  /** Requests of one connection that may be waiting for their response. */
  readonly pipelined: number;
}

export const DEFAULT_LIMITS: RelayLimits = {
  headBytes: 65_536,
  headTimeoutMs: 60_000,
  responseHeadTimeoutMs: 300_000,
  idleMs: 24 * 3_600_000,
  continueTimeoutMs: 1_000,
  lingerMs: 2_000,
  pipelined: 64,
};
