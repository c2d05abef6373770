import { readFileSync } from 'node:fs';

/**
 * Share of its descriptors up to which the proxy takes connections. What is left is for the servers of those that it has taken, for name servers and for the
 * pipes of what is spliced. Where accept(2) itself fails, libuv drops the client, and nobody learns who that was.
 */
const SHARE = 0.75;

/** The first descriptor number that no connection may have. The kernel gives the lowest that is free, so the number tells how many are taken. */
export function descriptorCeiling(limits: string = readFileSync('/proc/self/limits', 'latin1')): number {
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? Number.POSITIVE_INFINITY : Math.floor(Number(soft) * SHARE);
}
