import type { Duplex } from 'node:stream';
import type { Connection } from './connection.ts';
import { possibleTls, type RawChannel, relayRaw, relayServerFirst } from './raw.ts';
import { breakOff } from './relay.ts';
import { type Inspectable, isInspectable, type SniffTimes, sniff, sniffPatiently, type Uninspectable } from './sniff.ts';

/** TLS or HTTP, for the caller to relay. `upstream`: a connection that was opened because the client hesitated, and carried nothing. */
export interface Opening {
  readonly first: Inspectable;
  readonly upstream?: Duplex;
}

/**
 * Looks at the first bytes of a channel. What is neither TLS nor HTTP is relayed or refused here, to its end.
 *
 * `mayBeInspectable`: is it worth waiting for a silent client that no raw rule covers?
 */
export const readOpening = async (channel: RawChannel, mayBeInspectable: boolean): Promise<Opening | undefined> => {
  const { connection, client, tls } = channel;
  const raw = connection.passes(channel.verdict);
  const times: SniffTimes = { settleMs: connection.context.sniffMs, patienceMs: connection.limits.handshakeMs };
  const first = await sniffPatiently(client, { tls, waitMs: connection.context.sniffMs, ...times });
  if (isInspectable(first)) return { first };

  if (first.head.length === 0 && (first.kind === 'ended' || first.kind === 'broken') && !(raw && tls)) return takeLeave(channel);
  if (first.kind === 'undecided' && raw && first.head.length === 0) return relayServerFirst(channel, times);
  if (first.kind === 'undecided' && !raw && (first.head.length > 0 || mayBeInspectable)) return waitLonger(channel, first, times);
  await relayRaw(channel, first);
  return undefined;
};

/** The client left without a word. What it was after is told where there is something to tell. */
const takeLeave = (channel: RawChannel): undefined => {
  const verdict = channel.silent();
  if (verdict) channel.log(verdict, undefined);
  breakOff(channel.client);
};

/** Only TLS or HTTP can help this client now; it gets the time of a handshake. */
const waitLonger = async (channel: RawChannel, _first: Uninspectable, { patienceMs }: SniffTimes): Promise<Opening | undefined> => {
  const { client, tls } = channel;
  const second = await sniff(client, { tls, waitMs: patienceMs, settleMs: patienceMs });
  if (isInspectable(second)) return { first: second };
  await relayRaw(channel, second);
  return undefined;
};

/** Ports on which a silent client is about to speak TLS or HTTP. */
const WEB_PORTS = new Set([80, 443, 8080, 8443]);

/** Could TLS or HTTP on this connection be allowed? A client on a busy machine may be slow to begin with it. */
export const mayBeInspectable = (connection: Connection): boolean =>
  WEB_PORTS.has(connection.flow.dst.port) || possibleTls(connection) !== undefined;
