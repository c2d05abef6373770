import {
  ConnectionError,
  DEFAULT_FRAME_SIZE,
  DEFAULT_WINDOW,
  ENABLE_CONNECT_PROTOCOL,
  ENABLE_PUSH,
  FLOW_CONTROL_ERROR,
  FRAME_SIZE_ERROR,
  HEADER_TABLE_SIZE,
  INITIAL_WINDOW_SIZE,
  LARGEST_WINDOW,
  MAX_CONCURRENT_STREAMS,
  MAX_FRAME_SIZE,
  PROTOCOL_ERROR,
} from './constants.ts';

export type Setting = readonly [id: number, value: number];

/** What one side has announced, as far as the relay depends on it. */
export class PeerSettings {
  initialWindow = DEFAULT_WINDOW;
  maxFrameSize = DEFAULT_FRAME_SIZE;
  /** Undefined while it has not been mentioned: 4 096. */
  headerTable: number | undefined;
  extendedConnect = false;
  maxConcurrent = Number.POSITIVE_INFINITY;
  /** The latest value of each, to tell an upstream that is connected later. */
  readonly all = new Map<number, number>();

  /** Checks and takes over one frame's entries (RFC 9113 section 6.5.2). */
  apply(entries: readonly Setting[]): void {
    for (const [id, value] of entries) {
      if (id === ENABLE_PUSH && value > 1) throw new ConnectionError(PROTOCOL_ERROR, 'ENABLE_PUSH is neither 0 nor 1');
      if (id === INITIAL_WINDOW_SIZE) {
        if (value > LARGEST_WINDOW) throw new ConnectionError(FLOW_CONTROL_ERROR, 'an initial window over 2^31-1');
        this.initialWindow = value;
      } else if (id === MAX_FRAME_SIZE) {
        if (value < DEFAULT_FRAME_SIZE || value > 0xff_ffff) throw new ConnectionError(PROTOCOL_ERROR, 'a frame size out of range');
        this.maxFrameSize = value;
      } else if (id === MAX_CONCURRENT_STREAMS) this.maxConcurrent = value;
      else if (id === HEADER_TABLE_SIZE) this.headerTable = value;
      else if (id === ENABLE_CONNECT_PROTOCOL) this.extendedConnect = value === 1;
      // Known settings only: unknown ones mean nothing to a relay, and would grow without bound.
      if (id <= ENABLE_CONNECT_PROTOCOL + 1) this.all.set(id, value);
    }
  }
}

export function parseSettings(payload: Buffer): Setting[] {
  if (payload.length % 6 !== 0) throw new ConnectionError(FRAME_SIZE_ERROR, 'a SETTINGS frame of a length that is no multiple of 6');
  const entries: Setting[] = [];
  for (let i = 0; i < payload.length; i += 6) entries.push([payload.readUInt16BE(i), payload.readUInt32BE(i + 2)]);
  return entries;
}

/** As the upstream may see them: no push, as a pushed request was never decided. */
export function settingsForUpstream(entries: readonly Setting[]): Setting[] {
  return [...entries.filter(([id]) => id !== ENABLE_PUSH), [ENABLE_PUSH, 0]];
}

/**
 * As the client may see them. The client's header blocks are decoded here, with a table of the default size, whatever the upstream
 * would take; and the client's push setting is none of the upstream's.
 */
export function settingsForClient(entries: readonly Setting[]): Setting[] {
  return entries.filter(([id]) => id !== ENABLE_PUSH && id !== HEADER_TABLE_SIZE);
}
