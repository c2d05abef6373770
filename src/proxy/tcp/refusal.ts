import type { Duplex } from 'node:stream';
import { codeOf, messageOf } from '../../kernel/errors.ts';
import type { Verdict } from '../../policy/types.ts';
import { type HttpSession, isOver, relayHttp1, relayHttp2 } from '../http/index.ts';
import type { Leaf } from './ca.ts';
import type { ClientHello } from './clienthello.ts';
import type { Connection } from './connection.ts';
import type { Begun } from './early.ts';
import { finishHandshake } from './handshake.ts';
import { denyRequest, logRequest, unreachable } from './requests.ts';
import { sniff } from './sniff.ts';

export interface Refusal {
  readonly verdict: Verdict;
  /** The verdict allows, but the server could not be reached or trusted. */
  readonly failure?: { readonly code: string; readonly message: string };
}

/**
 * Finishes the handshake as the host that was asked for, so that a client that speaks HTTP can be told 403, or 502, and why. Nothing
 * is sent upstream, not even a DNS query. Clients that speak anything else are reset.
 */
export const refuseTls = async (connection: Connection, hello: ClientHello, refusal: Refusal, begun?: Begun): Promise<void> => {
  const { context, limits } = connection;
  if (refusal.failure) connection.fail(refusal.failure.code);
  const alpn = begun ? begun.protocol : ['h2', 'http/1.1', 'http/1.0'].find((protocol) => hello.alpn.includes(protocol));
  if (alpn === undefined && hello.alpn.length > 0) {
    logOnce(connection, hello.serverName, refusal);
    return connection.reset();
  }

  const giveUp = setTimeout(() => connection.reset(), limits.refusalMs);
  try {
    const leaf = (): Leaf => context.ca.leafFor(leafNames(connection, hello, refusal.verdict.name));
    const client = await (begun?.client ?? finishHandshake(connection, leaf(), alpn));
    await answer(connection, client, alpn, refusal);
    logOnce(connection, hello.serverName, refusal);
  } catch (error) {
    connection.fail(codeOf(error) ?? messageOf(error));
    logOnce(connection, hello.serverName, refusal, codeOf(error) ?? messageOf(error));
  } finally {
    clearTimeout(giveUp);
    connection.reset();
  }
};

/** Tells a client inside its finished TLS why there is nothing behind it. */
export const answer = async (
  connection: Connection,
  client: Duplex,
  alpn: string | undefined,
  { verdict, failure }: Refusal,
): Promise<void> => {
  const session: HttpSession = {
    scheme: 'https',
    port: connection.flow.dst.port,
    client,
    openUpstream: () => Promise.reject(new Error('this connection has no upstream')),
    authorize: (request) => {
      logRequest(connection, request, verdict, failure && { error: failure.code });
      return failure ? unreachable(request, failure.message) : denyRequest(connection, request, verdict);
    },
  };
  if (isOver(client)) return;
  let protocol = alpn;
  if (protocol === undefined) {
    const first = await sniff(client, { tls: false, waitMs: connection.limits.refusalMs, settleMs: connection.limits.refusalMs });
    if (first.kind !== 'http1' && first.kind !== 'h2') return;
    protocol = first.kind === 'h2' ? 'h2' : 'http/1.1';
  }
  await (protocol === 'h2' ? relayHttp2(session) : relayHttp1(session));
};

/** Whom our leaf speaks for: the SNI; for a client that sends none, all that it may have meant. */
export const leafNames = ({ flow, context }: Connection, hello: ClientHello, name: string | undefined): string[] => {
  if (hello.serverName !== undefined) return [hello.serverName];
  const others = context.names.namesOf(flow.dst.ip).slice(0, LEAF_NAMES);
  return [...new Set([...(name === undefined ? [] : [name]), flow.dst.ip, ...others])];
};

const LEAF_NAMES = 8;

/** A refusal that no request made visible. */
const logOnce = (connection: Connection, host: string | undefined, { verdict, failure }: Refusal, error = failure?.code): void => {
  if (connection.logged === 0) connection.log(verdict, { type: 'https', host, protocol: 'tls', error });
};
