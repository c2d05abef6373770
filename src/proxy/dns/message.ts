import type { Answer, RecordClass } from 'dns-packet';

export interface DnsQuestion {
  /** No trailing dot; the root is empty. */
  readonly name: string;
  readonly type: number;
}

export interface ClientQuery {
  readonly id: number;
  readonly recursionDesired: boolean;
  readonly checkingDisabled: boolean;
  /** The name in the case in which it was asked, to be repeated so. */
  readonly question: DnsQuestion;
  /** Largest datagram the client takes, when it speaks EDNS (RFC 6891); at least 512. */
  readonly udpSize?: number;
}

/** What was sent is no query that is answered. Without `reply` it gets no answer at all, else this one. */
export interface BadQuery {
  readonly why: string;
  readonly question?: DnsQuestion;
  readonly reply?: ReplyTo & { readonly rcode: number };
}

export interface ReplyTo {
  readonly id: number;
  /** Repeated in the reply; 0 if absent. */
  readonly opcode?: number;
  /** Of the question; IN if absent. */
  readonly class?: RecordClass;
  readonly recursionDesired: boolean;
  readonly checkingDisabled: boolean;
  readonly question?: DnsQuestion;
  readonly udpSize?: number;
}

/** One record of an answer: `name` is normalised, `answer` is what dns-packet read and can write. */
export interface DnsRecord {
  readonly name: string;
  readonly type: number;
  /** Seconds. */
  readonly ttl: number;
  readonly answer: Answer;
}

export interface UpstreamMessage {
  readonly rcode: number;
  readonly truncated: boolean;
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
}

export interface ExtendedError {
  readonly code: number;
  readonly text: string;
}

export interface Reply {
  readonly rcode: number;
  readonly answers?: readonly DnsRecord[];
  readonly authorities?: readonly DnsRecord[];
  readonly extendedError?: ExtendedError | undefined;
  /** The rest is to be had over TCP. */
  readonly truncated?: boolean;
}

/** What our own queries and answers announce: no fragmentation on any path (DNS flag day 2020). */
export const UDP_SIZE = 1232;
