import type { Duplex } from 'node:stream';
import type { Verdict } from '../../policy/types.ts';
import { type HttpSession, type RequestDecision, type RequestHead, relayHttp1, relayHttp2 } from '../http/index.ts';
import type { Connection } from './connection.ts';
import { createDeferredDuplex } from './deferred.ts';
import { decideRaw } from './raw.ts';
import { decideRequest, denyRequest, logRequest, malformed, requestQuestion, unreachable } from './requests.ts';
import { giveBack } from './sniff.ts';
import { codeOf, connectUpstream, findUpstream, messageOf } from './upstream.ts';

/**
 * HTTP in the clear. The first request decides where the connection goes, by the same rule as everywhere: to the client's own
 * address if that is bound to the name of the authority, else to ours. Later requests may only go there, too.
 */
export const relayPlainHttp = async (
  connection: Connection,
  first: { readonly kind: 'http1' | 'h2'; readonly head: Buffer },
): Promise<void> => {
  const { client, flow } = connection;
  const link = createLink(connection);
  const session: HttpSession = {
    scheme: 'http',
    port: flow.dst.port,
    client,
    authorize: link.authorize,
    openUpstream: () => link.upstream(),
  };
  giveBack(client, first.head);
  const { error } =
    first.kind === 'h2' ? await relayHttp2({ ...session, upstream: await openH2(connection, link) }) : await relayHttp1(session);
  if (error !== undefined) connection.fail(error);
};

interface Chosen {
  readonly ip: string;
  readonly socket: Duplex;
}

interface Link {
  authorize(head: RequestHead): RequestDecision | Promise<RequestDecision>;
  /** Fixes the address before any request is known. */
  choose(chosen: Chosen): void;
  onChosen(callback: (socket: Duplex) => void): void;
  upstream(): Promise<Duplex>;
}

/** The one upstream connection of a client connection, and who may use it. */
const createLink = (connection: Connection): Link => {
  const { flow, context } = connection;
  let chosen: Chosen | undefined;
  let chosenFor: string | undefined;
  let onChosen = (_socket: Duplex): void => {};
  /** Streams of HTTP/2 ask at once; only one of them may choose. */
  let choosing: Promise<unknown> = Promise.resolve();

  const deny = (head: RequestHead, verdict: Verdict, status: 403 | 421 = 403): RequestDecision => {
    logRequest(connection, head, verdict);
    return denyRequest(connection, head, verdict, status);
  };

  const chooseFor = async (head: RequestHead, verdict: Verdict): Promise<RequestDecision> => {
    const found = await findUpstream(connection, requestQuestion(connection, head, flow.dst.ip), verdict);
    if (found.status === 'denied') return deny(head, found.verdict);
    try {
      if (found.status === 'unresolved') throw Object.assign(new Error(found.message), { code: found.error });
      chosen = await connectUpstream(connection, found.ips);
    } catch (error) {
      logRequest(connection, head, verdict, { error: codeOf(error) ?? messageOf(error) });
      return unreachable(head, messageOf(error));
    }
    chosenFor = head.host;
    logRequest(connection, head, found.verdict, chosen.ip === flow.dst.ip ? {} : { dst_ip: chosen.ip });
    onChosen(chosen.socket);
    return { forward: true };
  };

  /** A name that shares the address may share the connection; any other would be fronting. */
  const joins = async (head: RequestHead, verdict: Verdict, { ip }: Chosen): Promise<RequestDecision> => {
    const name = verdict.name ?? head.host;
    if (!context.names.isBound(name, ip)) {
      // A failed resolution binds nothing, which is all that is asked here.
      await context.resolver.resolve(name).catch(() => []);
      if (!context.names.isBound(name, ip))
        return deny(head, malformed(`this connection goes to ${ip}, which is not an address of ${name}`), 421);
    }
    logRequest(connection, head, verdict, { dst_ip: ip });
    return { forward: true };
  };

  const authorize = (head: RequestHead): RequestDecision | Promise<RequestDecision> => {
    const verdict = decideRequest(connection, head, chosen?.ip ?? flow.dst.ip);
    if (!connection.passes(verdict)) return deny(head, verdict);
    if (context.audit && chosen) {
      logRequest(connection, head, verdict);
      return { forward: true };
    }
    if (!chosen) return chooseInTurn(head, verdict);
    if (verdict.by === 'name' && head.host !== chosenFor) return joins(head, verdict, chosen);
    logRequest(connection, head, verdict, chosen.ip === flow.dst.ip ? {} : { dst_ip: chosen.ip });
    return { forward: true };
  };

  const chooseInTurn = (head: RequestHead, verdict: Verdict): Promise<RequestDecision> => {
    const turn = choosing.then(() => (chosen ? authorize(head) : chooseFor(head, verdict)));
    choosing = turn.catch(() => {});
    return turn;
  };

  return {
    authorize,
    choose: (fixed) => {
      chosen = fixed;
    },
    onChosen: (callback) => {
      onChosen = callback;
    },
    upstream: async () => {
      if (!chosen) throw new Error('no request has been allowed');
      return chosen.socket;
    },
  };
};

/**
 * HTTP/2 without TLS. Some clients (gRPC) send no request before the server's SETTINGS: where a rule lets any bytes through, the
 * server is connected to at once. Elsewhere the first request must come first.
 */
const openH2 = async (connection: Connection, link: Link): Promise<Duplex> => {
  const { flow } = connection;
  if (connection.passes(decideRaw(connection))) {
    try {
      const socket = await connection.dial(flow.dst);
      link.choose({ ip: flow.dst.ip, socket });
      return socket;
    } catch {
      // The first request connects again and is told what is wrong.
    }
  }
  const deferred = createDeferredDuplex();
  link.onChosen(deferred.attach);
  return deferred.stream;
};
