export interface TtlCache<T> {
  /** The value and how many whole seconds it has been here. */
  get(key: string): { readonly value: T; readonly age: number } | undefined;
  /** `bytes`: what the value costs, roughly. Values without lifetime and values that are too big are not kept. */
  set(key: string, value: T, ttlSeconds: number, bytes: number): void;
}

const MAX_TTL_SECONDS = 86_400;

/** Values by key until their TTL is over, bounded in bytes: full, it forgets what was stored longest ago. `clock`: milliseconds, monotonic. */
export function createTtlCache<T>(clock: () => number, maxBytes = 8 << 20): TtlCache<T> {
  const entries = new Map<string, { value: T; stored: number; expires: number; bytes: number }>();
  let total = 0;
  const drop = (key: string): void => {
    total -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  };

  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      if (entry.expires <= clock()) {
        drop(key);
        return undefined;
      }
      return { value: entry.value, age: Math.floor((clock() - entry.stored) / 1000) };
    },
    set(key, value, ttlSeconds, bytes) {
      drop(key);
      if (ttlSeconds <= 0 || bytes > maxBytes / 16) return;
      const stored = clock();
      entries.set(key, { value, stored, expires: stored + Math.min(ttlSeconds, MAX_TTL_SECONDS) * 1000, bytes });
      total += bytes;
      for (const oldest of entries.keys()) {
        if (total <= maxBytes) break;
        drop(oldest);
      }
    },
  };
}
