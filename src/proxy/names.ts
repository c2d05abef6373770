import type { NameTable } from './context.ts';

export interface NameTableOptions {
  /** Bindings, not names: one name at eight addresses counts eight. Default 100 000. */
  readonly maxBindings?: number;
  /** An address that more names share than this forgets the name unused for longest, so that a verdict stays cheap. Default 256. */
  readonly maxNamesPerAddress?: number;
}

const MIN_LIFETIME_MS = 60_000;
const MAX_LIFETIME_MS = 86_400_000;
/** A full sweep costs time in proportion to the table, so it happens at most this often. */
const SWEEP_INTERVAL_MS = 1_000;

interface Binding {
  readonly name: string;
  readonly ip: string;
  expires: number;
  holds: number;
}

/** ASCII lower case without the trailing dot. Only ASCII: `toLowerCase` would turn the Kelvin sign into a `k`. */
export const normalizeName = (name: string): string => {
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  return /[A-Z]/.test(bare) ? bare.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : bare;
};

/**
 * The learned-names table. A binding lives for its TTL, at least a minute and at most a day, and as long as it is held. Full, it
 * forgets what has expired, then what was learned longest ago; what is held is never forgotten, and when all of it is held nothing
 * more is learned: a name that is not bound only ever means a denial.
 *
 * @param clock milliseconds, monotonic
 */
export function createNameTable(clock: () => number, options: NameTableOptions = {}): NameTable & { readonly size: number } {
  const { maxBindings = 100_000, maxNamesPerAddress = 256 } = options;
  /** By `name ip`, in the order of learning: the first is the oldest. */
  const bindings = new Map<string, Binding>();
  const byAddress = new Map<string, Map<string, Binding>>();
  let lastSweep = Number.NEGATIVE_INFINITY;

  const alive = (binding: Binding): boolean => binding.holds > 0 || binding.expires > clock();

  const forget = (binding: Binding): void => {
    bindings.delete(key(binding.name, binding.ip));
    const names = byAddress.get(binding.ip);
    names?.delete(binding.name);
    if (names?.size === 0) byAddress.delete(binding.ip);
  };

  const forgetOldest = (candidates: Iterable<Binding>): boolean => {
    for (const binding of candidates) {
      if (binding.holds > 0) continue;
      forget(binding);
      return true;
    }
    return false;
  };

  const makeRoom = (): boolean => {
    if (bindings.size < maxBindings) return true;
    if (clock() - lastSweep >= SWEEP_INTERVAL_MS) {
      lastSweep = clock();
      for (const binding of bindings.values()) if (!alive(binding)) forget(binding);
    }
    return bindings.size < maxBindings || forgetOldest(bindings.values());
  };

  const bind = (name: string, ip: string, expires: number): void => {
    const id = key(name, ip);
    const known = bindings.get(id);
    // Taken out and put back, so that both orders say when it was last learned.
    if (known) forget(known);
    else if (!makeRoom()) return;
    const names = byAddress.get(ip) ?? new Map<string, Binding>();
    if (names.size >= maxNamesPerAddress && !forgetOldest(names.values())) return;
    const binding = known ?? { name, ip, expires: 0, holds: 0 };
    binding.expires = Math.max(binding.expires, expires);
    names.set(name, binding);
    // Not before: forgetting the last of its names takes an address's map away.
    byAddress.set(ip, names);
    bindings.set(id, binding);
  };

  return {
    get size() {
      return bindings.size;
    },

    namesOf(ip) {
      const bound = byAddress.get(ip);
      if (bound === undefined) return [];
      const names: string[] = [];
      const now = clock();
      for (const binding of bound.values()) if (binding.holds > 0 || binding.expires > now) names.push(binding.name);
      return names.length > 1 ? names.reverse() : names;
    },

    isBound(name, ip) {
      const binding = bindings.get(key(normalizeName(name), ip));
      return binding !== undefined && alive(binding);
    },

    learn(name, ips, ttlSeconds) {
      const ttl = Number.isFinite(ttlSeconds) ? ttlSeconds * 1000 : 0;
      const expires = clock() + Math.min(Math.max(ttl, MIN_LIFETIME_MS), MAX_LIFETIME_MS);
      const normal = normalizeName(name);
      for (const ip of ips) bind(normal, ip, expires);
    },

    hold(name, ip) {
      const binding = bindings.get(key(normalizeName(name), ip));
      // Holding what is not bound must not bind it.
      if (!binding || !alive(binding)) return () => {};
      binding.holds++;
      let held = true;
      return () => {
        if (held) binding.holds--;
        held = false;
      };
    },
  };
}

const key = (name: string, ip: string): string => `${name} ${ip}`;
