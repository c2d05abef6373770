import type { Duplex } from 'node:stream';
import type { Connection } from './connection.ts';
import { possibleTls, type RawChannel, relayRaw, relayServerFirst } from './raw.ts';
import { breakOff } from './relay.ts';
import { type Inspectable, isInspectable, type Sniffed, type SniffTimes, sniff, sniffPatiently } from './sniff.ts';

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
  const waitMs = raw && SERVER_FIRST[tls ? 'plain' : 'inside'].has(connection.flow.dst.port) ? 0 : connection.context.sniffMs;
  const first = await sniffPatiently(client, { tls, waitMs, ...times });
  if (first.kind !== 'undecided') return settle(channel, first);
  if (raw && first.head.length === 0) return relayServerFirst(channel, times);
  if (raw || (first.head.length === 0 && !mayBeInspectable)) return settle(channel, first);

  // Only TLS or HTTP can help this client now. A request line comes in one piece; who has said nothing yet may be busy.
  const patienceMs = first.head.length > 0 ? SLOW_LINE * times.settleMs : times.patienceMs;
  return settle(channel, await sniff(client, { tls, waitMs: patienceMs, settleMs: patienceMs }));
};

const SLOW_LINE = 4;

const settle = async (channel: RawChannel, first: Sniffed): Promise<Opening | undefined> => {
  if (isInspectable(first)) return { first };
  const silent = first.head.length === 0 && (first.kind === 'ended' || first.kind === 'broken');
  // A server behind a raw rule may have something to say even so.
  const mayHear = channel.tls && channel.connection.passes(channel.verdict);
  if (silent && !mayHear) takeLeave(channel);
  else await relayRaw(channel, first);
  return undefined;
};

/** The client left without a word. What it was after is told where there is something to tell. */
const takeLeave = (channel: RawChannel): void => {
  const verdict = channel.silent();
  if (verdict) channel.log(verdict, undefined);
  breakOff(channel.client);
};

/** Ports of protocols whose server speaks first (FTP, SSH, SMTP, POP3, IMAP, MySQL, VNC; the same inside TLS): no use in a pause. */
const SERVER_FIRST = {
  plain: new Set([21, 22, 25, 110, 143, 587, 3306, 5900]),
  inside: new Set([465, 990, 993, 995]),
};

/** Ports on which a silent client is about to speak TLS or HTTP. */
const WEB_PORTS = new Set([80, 443, 8080, 8443]);

/** Could TLS or HTTP on this connection be allowed? A client on a busy machine may be slow to begin with it. */
export const mayBeInspectable = (connection: Connection): boolean =>
  WEB_PORTS.has(connection.flow.dst.port) || possibleTls(connection) !== undefined;
