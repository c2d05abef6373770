import { readFileSync } from 'node:fs';

/**
 * What of its descriptors the proxy keeps back: for name servers (512 questions on their way, each asked up to seven times of three servers that are silent:
 * 3584 sockets), for 256 clients that ask over TCP, and for connections on their way from Node to a native thread, which have two more for a moment. Where
 * accept(2) itself fails, libuv drops the client, and nobody learns who that was.
 */
const RESERVE_SHARE = 1 / 4;
const RESERVE_MOST = 4096;
/** The client's and the server's. */
const DESCRIPTORS_EACH = 2;

/** How many connections the proxy may have at a time. */
export function connectionPlaces(limits: string = readFileSync('/proc/self/limits', 'latin1')): number {
  const soft = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
  return Math.floor((soft - Math.min(soft * RESERVE_SHARE, RESERVE_MOST)) / DESCRIPTORS_EACH);
}
