import type { Identity } from '../../identity/types.ts';
import { createLru } from './lru.ts';

/** Which programs turned our certificate down for which host, so that their next try may pass uninspected (`on-ca-reject: passthrough`). */
export interface CaRejections {
  add(who: Identity, host: string): void;
  has(who: Identity, host: string): boolean;
}

const REMEMBERED = 1000;

export const createCaRejections = (): CaRejections => {
  const rejections = createLru<string, true>(REMEMBERED);
  const keyOf = (who: Identity, host: string): string => JSON.stringify([who.exe, who.uid, host]);
  return {
    add: (who, host) => rejections.set(keyOf(who, host), true),
    has: (who, host) => rejections.get(keyOf(who, host)) === true,
  };
};
