export type { CarriedFrames, Carrier, FrameOrder } from './carrying.ts';
export { endAlike, isOver } from './closing.ts';
export { type Denial, denialBody } from './denial-body.ts';
export { relayHttp1 } from './h1/relay.ts';
export { relayHttp2 } from './h2/relay.ts';
export { H2_PREFACE, looksLikeHttp1, looksLikeHttp2 } from './sniff.ts';
export {
  DEFAULT_LIMITS,
  type HttpSession,
  type RelayLimits,
  type RelayResult,
  type RequestDecision,
  type RequestHead,
} from './types.ts';
