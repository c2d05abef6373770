import type { Duplex } from 'node:stream';
import { codeOf, messageOf } from '../../kernel/errors.ts';
import type { Verdict } from '../../policy/types.ts';
import { type HttpSession, type RequestDecision, type RequestHead, relayHttp1, relayHttp2 } from '../http/index.ts';
import type { Connection } from './connection.ts';
import { createDeferredDuplex } from './deferred.ts';
import { decideRaw } from './raw.ts';
import { decideRequest, denyRequest, logRequest, malformed, requestQuestion, unreachable } from './requests.ts';
import { connectUpstream, findUpstream } from './upstream.ts';

/**
 * HTTP in the clear. The first request decides where the connection goes, by the same rule as everywhere: to the client's own
 * address if that is bound to the name of the authority, else to ours. Later requests may only go there, too.
 */
export const relayPlainHttp = async (connection: Connection, kind: 'http1' | 'h2'): Promise<void> => {
  const { client, flow } = connection;
  const link = createLink(connection);
  const session: HttpSession = {
    scheme: 'http',
    port: flow.dst.port,
    client,
    authorize: link.authorize,
    openUpstream: () => link.upstream(),
    limits: { headTimeoutMs: connection.limits.handshakeMs },
  };
  const { error } = kind === 'h2' ? await relayHttp2({ ...session, upstream: await openH2(connection, link) }) : await relayHttp1(session);
  if (error !== undefined) connection.fail(error);
  // What cannot be read as a request is asked about nowhere.
  if (connection.logged === 0) {
    connection.log(malformed(error ?? 'no request could be read'), { type: 'http', protocol: kind === 'h2' ? 'h2' : 'h1' });
  }
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
  /** A request was refused while no address was chosen. */
  onRefused(callback: () => void): void;
  upstream(): Promise<Duplex>;
}

/** The one upstream connection of a client connection, and who may use it. */
const createLink = (connection: Connection): Link => {
  const { flow, context } = connection;
  let chosen: Chosen | undefined;
  let chosenFor: string | undefined;
  let onChosen = (_socket: Duplex): void => {};
  let onRefused: (() => void) | undefined;
  let refused = false;
  /** Streams of HTTP/2 ask at once; only one of them may choose. */
  let choosing: Promise<unknown> = Promise.resolve();

  const deny = (head: RequestHead, verdict: Verdict, status: 403 | 421 = 403): RequestDecision => {
    logRequest(connection, head, verdict);
    refuse();
    return denyRequest(connection, head, verdict, status);
  };
  const refuse = (): void => {
    if (chosen || !onRefused) return;
    refused = true;
    onRefused();
  };

  const chooseFor = async (head: RequestHead, verdict: Verdict): Promise<RequestDecision> => {
    const found = await findUpstream(connection, requestQuestion(connection, head, flow.dst.ip), verdict);
    if (found.status === 'denied') return deny(head, found.verdict);
    try {
      if (found.status === 'unresolved') throw Object.assign(new Error(found.message), { code: found.error });
      chosen = await connectUpstream(connection, found.ips);
    } catch (error) {
      logRequest(connection, head, verdict, { error: codeOf(error) ?? messageOf(error) });
      refuse();
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
    if (refused) return deny(head, malformed('the first request of this HTTP/2 connection was refused, so that it leads nowhere'), 421);
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
    onRefused: (callback) => {
      onRefused = callback;
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
  // No server is there to end what is idle.
  const { handshakeMs, refusalMs } = connection.limits;
  let idle = setTimeout(() => deferred.stream.destroy(), handshakeMs);
  deferred.stream.once('close', () => clearTimeout(idle));
  link.onChosen((socket) => {
    clearTimeout(idle);
    deferred.attach(socket);
  });
  link.onRefused(() => {
    clearTimeout(idle);
    idle = setTimeout(() => deferred.stream.destroy(), refusalMs);
    deferred.answerAlone(SERVER_PREFACE);
  });
  return deferred.stream;
};

/** An empty SETTINGS frame and the acknowledgement of the client's (RFC 9113, section 6.5): what a client waits for before any answer. */
const SERVER_PREFACE = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0]);
