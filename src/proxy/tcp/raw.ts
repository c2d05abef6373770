import type { Duplex } from 'node:stream';
import { codeOf, messageOf } from '../../kernel/errors.ts';
import type { Verdict } from '../../policy/types.ts';
import type { Flow, ProxyContext } from '../context.ts';
import { isOver } from '../http/index.ts';
import type { Connection } from './connection.ts';
import { canPassThrough, passBothWays } from './passage.ts';
import { breakOff, type Relay, startRelay } from './relay.ts';
import { malformed } from './requests.ts';
import {
  createClassifier,
  type Inspectable,
  isInspectable,
  type Sniffed,
  type SniffTimes,
  sniffPatiently,
  type Uninspectable,
} from './sniff.ts';
import { connectUpstream, findUpstream } from './upstream.ts';

/** Bytes that nobody looks at, between these two, by this verdict: a TCP connection, or the inside of an intercepted TLS connection. */
export interface RawChannel {
  readonly connection: Connection;
  readonly client: Duplex;
  readonly verdict: Verdict;
  /** Off inside TLS. */
  readonly tls: boolean;
  /** The server's side; undefined when it could not be reached, which is then the failure of the connection. */
  connect(): Promise<Duplex | undefined>;
  /** What to log when the client leaves without a word, if anything. */
  silent(): Verdict | undefined;
  /** Writes the verdict's line. */
  log(verdict: Verdict, protocol: string | undefined): void;
}

/**
 * Forwards bytes that are neither TLS nor HTTP, or resets the client. Bytes that might still become a request (`undecided`) are
 * forwarded, but watched: a request that a pause should have hidden from its rules breaks the connection at the byte that shows it.
 */
export const relayRaw = async (channel: RawChannel, first: Uninspectable): Promise<void> => {
  const { connection, client, verdict } = channel;
  channel.log(verdict, nameProtocol(first.head));
  if (!connection.passes(verdict)) return breakOff(client);
  if (first.kind === 'broken') return;
  const upstream = await channel.connect();
  if (upstream) await carry(channel, upstream, first);
};

/**
 * The client is silent, and the verdict lets any bytes through: the server may be the one that speaks first (SSH, SMTP, MySQL), so it
 * is connected to. The first bytes of the client are still looked at. If they are TLS or HTTP and the server has said nothing, they
 * are returned, and the connection is to be decided as if nothing had happened; `upstream` may then be used or closed. After a
 * greeting of the server they are a trick: their rules could not be applied any more.
 */
export const relayServerFirst = async (
  channel: RawChannel,
  times: SniffTimes,
): Promise<{ readonly first: Inspectable; readonly upstream: Duplex } | undefined> => {
  const { connection, client, verdict } = channel;
  const upstream = await channel.connect();
  if (!upstream) {
    channel.log(verdict, undefined);
    return undefined;
  }

  let started: Relay | undefined;
  const onServerSpeaks = (): void => {
    upstream.once('data', (chunk: Buffer) => channel.log(verdict, nameProtocol(chunk)));
    started = startRelay(client, upstream);
  };
  const onServerGone = (): void => breakOff(client);
  // Fires at the end of the stream, too.
  if (isOver(upstream)) onServerSpeaks();
  else upstream.once('readable', onServerSpeaks).once('close', onServerGone);
  const first = await sniffPatiently(client, { tls: channel.tls, waitMs: FOREVER, settleMs: times.settleMs, patienceMs: times.patienceMs });
  upstream.removeListener('readable', onServerSpeaks).removeListener('close', onServerGone);

  if (isInspectable(first) && !started) return { first, upstream };
  if (isInspectable(first) && !connection.context.audit) {
    // A server that ended without a word was connected to all the same.
    if (connection.logged === 0) channel.log(verdict, undefined);
    refuseTrick(channel, upstream);
    await started?.done;
    return undefined;
  }
  if (connection.logged === 0) channel.log(verdict, nameProtocol(first.head));
  await carry(channel, upstream, first, started);
  return undefined;
};

/** setTimeout takes no more than 31 bits. */
const FOREVER = 2 ** 31 - 1;

const carry = async (channel: RawChannel, upstream: Duplex, first: Sniffed, started?: Relay): Promise<void> => {
  const { connection, client } = channel;
  const watched = first.kind === 'undecided' && !connection.context.audit;
  if (first.kind !== 'ended' && first.kind !== 'broken' && !watched) return carryBlindly(connection, client, upstream, started);
  const relay = started ?? startRelay(client, upstream);
  if (first.kind === 'ended') upstream.end(first.head);
  else if (first.kind !== 'broken') {
    watch(channel, upstream);
    relay.forward();
  }
  await outcome(connection, relay);
};

/** Carries bytes that nobody has to look at any more until both sides are closed; `started` is what carries them already. */
export const carryBlindly = async (connection: Connection, client: Duplex, upstream: Duplex, started?: Relay): Promise<void> => {
  const { passages } = connection.context;
  if (passages && canPassThrough(client, upstream)) {
    started?.release();
    const end = await passBothWays(passages, client, upstream);
    if ('failure' in end) return connection.fail(codeOf(end.failure) ?? messageOf(end.failure));
    connection.carried(end);
    // The end of the proxy, or of the client's socket by it: no failure of the connection.
    if (end.error && end.error !== 'ECANCELED') connection.fail(end.error);
    return;
  }
  const relay = started ?? startRelay(client, upstream);
  relay.forward();
  await outcome(connection, relay);
};

const outcome = async (connection: Connection, { done }: Relay): Promise<void> => {
  const failure = await done;
  if (failure) connection.fail(codeOf(failure) ?? messageOf(failure));
};

/** A listener that stands before the pipe's own sees each chunk before it is written. */
const watch = (channel: RawChannel, upstream: Duplex): void => {
  const { client } = channel;
  const classify = createClassifier({ tls: channel.tls });
  let seen: Buffer = Buffer.alloc(0);
  const onData = (chunk: Buffer): void => {
    seen = Buffer.concat([seen, chunk]);
    const { kind } = classify(seen);
    if (kind === 'more') return;
    client.removeListener('data', onData);
    if (kind !== 'other') refuseTrick(channel, upstream);
  };
  client.on('data', onData);
};

const refuseTrick = (channel: RawChannel, upstream: Duplex): void => {
  channel.client.unpipe(upstream);
  channel.log(
    malformed('TLS or HTTP began when the connection was already forwarded without inspection, so that its rules could not be applied'),
    undefined,
  );
  breakOff(upstream);
  breakOff(channel.client);
};

/** May this connection carry bytes that nobody looks at? In audit every one may that no guardrail stops. */
export const decideRaw = ({ flow, context }: Connection): Verdict => context.policy.decide(rawQuestion(flow, context), flow.who);

const rawQuestion = ({ dst }: Flow, context: ProxyContext) =>
  ({ type: 'tcp', dstIp: dst.ip, dstPort: dst.port, names: context.names.namesOf(dst.ip) }) as const;

/** The verdict that would let TLS begin on this connection, were it for a name that is bound to its address. */
export const possibleTls = ({ flow, context }: Connection): Verdict | undefined => {
  const { ip: dstIp, port: dstPort } = flow.dst;
  const names = context.names.namesOf(dstIp);
  return names.map((host) => context.policy.decide({ type: 'tls', host, dstIp, dstPort, names }, flow.who)).find(({ allow }) => allow);
};

/** A redirected connection as a raw channel. */
export const rawChannel = (connection: Connection): RawChannel => {
  const { flow, context, client } = connection;
  const verdict = decideRaw(connection);
  return {
    connection,
    client,
    verdict,
    tls: true,
    connect: async () => {
      const found = await findUpstream(connection, rawQuestion(flow, context), verdict);
      try {
        if (found.status !== 'found') throw new Error(found.status === 'denied' ? found.verdict.reason : found.message);
        return (await connectUpstream(connection, found.ips)).socket;
      } catch (error) {
        connection.fail(codeOf(error) ?? messageOf(error));
        connection.reset();
        return undefined;
      }
    },
    silent: () => possibleTls(connection) ?? verdict,
    log: (logged, protocol) => connection.log(logged, { type: 'tcp', ...(protocol && { protocol }) }),
  };
};

/** Protocols that say who they are, for the log. */
const nameProtocol = (bytes: Buffer): string | undefined => {
  const start = bytes.toString('latin1', 0, 64);
  if (start.startsWith('SSH-')) return 'ssh';
  if (/^220[ -].*SMTP/i.test(start)) return 'smtp';
  if (/^220[ -].*FTP/i.test(start)) return 'ftp';
  if (/^\* OK/.test(start)) return 'imap';
  if (/^\+OK/.test(start)) return 'pop3';
  return undefined;
};
