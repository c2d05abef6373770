import { randomInt } from 'node:crypto';

/**
 * Packet marks with which the UDP handler answers the gate (NFQUEUE verdict NF_REPEAT with NFQA_MARK): the packet goes through the
 * gate's chain once more and the chain acts on the mark. `0x4546` is `EF`.
 *
 * A mark is a statement of the handler, so nobody else may make it: SO_MARK needs CAP_NET_ADMIN (or CAP_NET_RAW since Linux 5.17),
 * and a scope whose processes may hold either must wipe the mark before the gate, in mangle OUTPUT (and mangle FORWARD), which
 * NF_REPEAT does not visit again: it repeats the hook that queued the packet and those after it.
 */
export const ALLOW_MARK = 0x45460001;

/** This packet may pass, and the next of its flow is asked about again: the rule is one process's, and somebody else may send from the same port next. */
export const ALLOW_ONCE_MARK = 0x45460003;

/** The chain rejects: TCP with a reset, the rest with ICMP admin-prohibited, so that no client waits for a timeout. */
export const DENY_MARK = 0x45460002;

/**
 * Not of the queue: a datagram for the DNS server whose source port conntrack has changed, as another flow of that port had the same way to us. What is recorded under its
 * port now is somebody else's.
 */
export const MOVED_MARK = 0x45460004;

/** Marks of the sockets that kernel programs give one to (`JobOptions` in native.ts). */
export interface JobMarks {
  readonly proxyMark: number;
  readonly trustMark: number;
}

/** Random, different, and never one of the handler's. */
export function jobMarks(): JobMarks {
  const mark = (): number => randomInt(1, 2 ** 32);
  for (;;) {
    const marks = { proxyMark: mark(), trustMark: mark() };
    const taken = Object.values(marks).some((value) => value >>> 16 === ALLOW_MARK >>> 16);
    if (!taken && marks.proxyMark !== marks.trustMark) return marks;
  }
}
