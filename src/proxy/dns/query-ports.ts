import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Both included. */
type Range = readonly [low: number, high: number];

const LOWEST = 10_240;
const HIGHEST = 65_535;
/** With fewer, a forger had less to guess than where the kernel chooses. */
const ENOUGH = 8192;
const DEFAULT_EPHEMERAL: Range = [32_768, 60_999];

/**
 * Chooses source ports for our own queries: none that the kernel gives to clients (`ip_local_port_range` of ip(7)). Conntrack remembers a
 * UDP flow by its addresses and ports for up to two minutes. From a port that a client's query came from shortly before, ours to the same
 * server would be redirected as that one was, to ourselves; and a client's query from a port that was ours would not be redirected, and be
 * refused. 0, which lets the kernel choose, where too few are left.
 */
export function queryPorts(ephemeral: Range = ephemeralPorts()): () => number {
  const [low, high] = ephemeral;
  const below = Math.max(0, Math.min(low, HIGHEST + 1) - LOWEST);
  const firstAbove = Math.max(high + 1, LOWEST);
  const above = Math.max(0, HIGHEST + 1 - firstAbove);
  if (below + above < ENOUGH) return () => 0;
  return () => {
    const index = randomInt(below + above);
    return index < below ? LOWEST + index : firstAbove + index - below;
  };
}

function ephemeralPorts(): Range {
  try {
    const [low, high] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/).map(Number);
    if (low && high && low <= high) return [low, high];
  } catch {
    // A /proc that does not show it: few machines have another range than the kernel's own.
  }
  return DEFAULT_EPHEMERAL;
}
