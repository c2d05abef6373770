import { isIPv4 } from 'node:net';
import { codeOf, messageOf } from '../../kernel/errors.ts';
import type { Question, Verdict } from '../../policy/types.ts';
import { type HttpSession, isOver, type RequestDecision, type RequestHead, relayHttp1, relayHttp2 } from '../http/index.ts';
import type { Leaf } from './ca.ts';
import type { ClientHello } from './clienthello.ts';
import type { Connection } from './connection.ts';
import { watchDeparture } from './departure.ts';
import { type Begun, beginHandshake, prepareLeaf } from './early.ts';
import { CLIENT_CLOSED, CLIENT_REJECTED_CA, finishHandshake, REJECTION_MS } from './handshake.ts';
import { readOpening } from './opening.ts';
import { carryBlindly, type RawChannel } from './raw.ts';
import { answer, leafNames, refuseTls } from './refusal.ts';
import { covers, decideRequest, denyRequest, logRequest, malformed } from './requests.ts';
import type { TlsStream } from './tls-stream.ts';
import { connectUpstream, findUpstream, reachFirst } from './upstream.ts';
import { connectTls, type UpstreamTls } from './upstream-tls.ts';

/** Protocols (ALPN) whose requests we can decide. */
const HTTP_PROTOCOLS = ['h2', 'http/1.1'];

/** TLS whose ClientHello is still to be read from the client: decided by SNI, then passed through, intercepted, or refused. */
export const relayTls = async (connection: Connection, hello: ClientHello): Promise<void> => {
  const { flow, context } = connection;
  const question: Extract<Question, { type: 'tls' }> = {
    type: 'tls',
    host: hello.serverName,
    dstIp: flow.dst.ip,
    dstPort: flow.dst.port,
    names: context.names.namesOf(flow.dst.ip),
  };
  const verdict = connection.decide(question);
  if (!connection.passes(verdict)) return refuseTls(connection, hello, { verdict });
  const uninspected = verdict.passthrough || wasRejected(connection, hello);
  if (uninspected && hello.ech && !context.audit) return refuseTls(connection, hello, { verdict: malformed(ECH_REASON) });

  const found = await findUpstream(connection, question, verdict);
  if (found.status === 'denied') return refuseTls(connection, hello, { verdict: found.verdict });
  if (found.status === 'unresolved')
    return refuseTls(connection, hello, { verdict, failure: { code: found.error, message: found.message } });
  if (found.verdict.passthrough || uninspected) return passThrough(connection, hello, found.verdict, found.ips);

  const identity = hello.serverName ?? found.name ?? flow.dst.ip;
  await meet({ connection, hello, verdict: found.verdict, identity }, found.ips);
};

/** A connection that is to be intercepted. */
interface Target {
  readonly connection: Connection;
  readonly hello: ClientHello;
  readonly verdict: Verdict;
  /** Whom the upstream certificate is verified for. */
  readonly identity: string;
}

/**
 * Both handshakes: the server's first, as the client is to get what the server chooses, or both at once where that does not matter. A client that leaves
 * meanwhile takes the upstream connection with it.
 */
const meet = async (target: Target, ips: readonly string[]): Promise<void> => {
  const { connection, hello, verdict } = target;
  const { context } = connection;
  let gone: string | undefined;
  const onGone = (code: string): void => {
    gone ??= code;
    connection.abandon();
  };
  const leaf = (): Leaf => context.ca.leafFor(leafNames(connection, hello, verdict.name));
  const reaching = reach(target, ips);
  const begun = mayBegin(target) ? beginHandshake(connection, leaf, offerable(hello.alpn)[0], onGone) : undefined;
  const stop = begun?.stop ?? watchDeparture(connection.client, () => onGone(CLIENT_CLOSED));
  if (!begun) prepareLeaf(connection, leaf());
  const reached = await reaching.catch((error: unknown) => ({ code: codeOf(error) ?? 'error', message: messageOf(error) }));
  stop();
  if (gone !== undefined) return tellGone(target, gone);
  if ('server' in reached) return intercept({ ...target, ...reached }, leaf, begun);
  // In audit a server that we would not trust is the client's to judge, by its own handshake.
  if (context.audit) return passThrough(connection, hello, verdict, ips, reached.code);
  return refuseTls(connection, hello, { verdict, failure: reached }, begun);
};

/**
 * One that offers nothing, or HTTP/1.1 alone, gets that from every server but those that choose nothing, which speak HTTP/1.1 to it all the same. In audit
 * the client may be in for the server's own handshake.
 */
const mayBegin = ({ connection: { context, flow }, hello, identity }: Target): boolean => {
  const [first, ...others] = offerable(hello.alpn);
  if (context.audit || others.length > 0) return false;
  return first === undefined || (first === 'http/1.1' && !context.trust.withoutAlpn.get(`${identity}:${flow.dst.port}`));
};

/** The client left, or turned our certificate down. */
const tellGone = (target: Target, code: string): void => {
  const { connection, hello, verdict } = target;
  if (code === CLIENT_REJECTED_CA) noteRejection(target);
  connection.log(verdict, { type: 'https', host: hello.serverName, protocol: 'tls', error: code });
  connection.fail(code);
};

/**
 * What is inside an encrypted ClientHello reaches a server that the outer name does not name. Interception never lets it through;
 * without interception nobody can tell it from its imitation (grease), so that a passthrough rule must not carry either.
 */
const ECH_REASON =
  'the ClientHello holds Encrypted Client Hello, behind which a passthrough connection could reach another host; turn it off in the client';

/** Did this program turn our certificate down before, for a host that may pass uninspected? */
const wasRejected = ({ flow, context }: Connection, { serverName }: ClientHello): boolean =>
  serverName !== undefined &&
  context.caRejections?.has(flow.who, serverName) === true &&
  (context.audit || context.policy.allowsUninspected(serverName, flow.dst.port, flow.who));

const passThrough = async (
  connection: Connection,
  hello: ClientHello,
  verdict: Verdict,
  ips: readonly string[],
  error?: string,
): Promise<void> => {
  connection.log(verdict, { type: 'https', host: hello.serverName, protocol: 'tls', passthrough: true, error });
  if (error !== undefined) connection.fail(error);
  try {
    const { socket } = await connectUpstream(connection, ips);
    await carryBlindly(connection, connection.client, socket);
  } catch (cause) {
    connection.fail(codeOf(cause) ?? messageOf(cause));
    connection.reset();
  }
};

const reach = ({ connection, hello, verdict, identity }: Target, ips: readonly string[]): Promise<Reached> =>
  reachFirst(connection, ips, async (endpoint) => {
    const alpn = offerable(hello.alpn);
    const server = await connectTls(connection, { ...endpoint, identity, alpn, verify: !verdict.insecure });
    if (server.protocol === undefined && alpn.length > 0) connection.context.trust.withoutAlpn.set(`${identity}:${endpoint.port}`, true);
    return { server, ip: endpoint.ip };
  });

interface Reached {
  readonly server: UpstreamTls;
  readonly ip: string;
}

/** Of a list with HTTP in it only HTTP is offered, lest the server choose what we cannot decide; other protocols go on as they are. */
const offerable = (alpn: readonly string[]): readonly string[] => {
  const http = alpn.filter((protocol) => HTTP_PROTOCOLS.includes(protocol));
  return http.length > 0 ? http : alpn;
};

type Interception = Target & Reached;

const intercept = async (interception: Interception, leaf: () => Leaf, begun?: Begun): Promise<void> => {
  const { connection, server } = interception;
  const alpn = begun ? begun.protocol : server.protocol;
  let client: TlsStream;
  try {
    client = await (begun?.client ?? finishHandshake(connection, leaf(), alpn));
  } catch (error) {
    return tellGone(interception, codeOf(error) ?? messageOf(error));
  }
  return serve(interception, client, alpn);
};

/** What is inside. Nothing of the handshakes is held any more. */
const serve = async (interception: Interception, client: TlsStream, alpn: string | undefined): Promise<void> => {
  const { connection, hello, verdict } = interception;
  const secured = performance.now();
  const protocol = alpn === 'h2' || alpn === 'http/1.1' ? alpn : await readInside(interception, client, alpn);
  if (protocol && !isOver(client)) await relayHttp(interception, client, protocol);
  if (connection.logged > 0) return;
  // Some clients (Node) look at the certificate only after the handshake, and then leave without a word.
  const rejected = client.bytesRead === 0 && performance.now() - secured < REJECTION_MS;
  if (rejected) {
    noteRejection(interception);
    connection.fail(CLIENT_REJECTED_CA);
  }
  connection.log(verdict, { type: 'https', host: hello.serverName, protocol: 'tls', error: connection.failure });
};

const noteRejection = ({ connection: { context, flow }, hello: { serverName } }: Target): void => {
  if (serverName !== undefined) context.caRejections?.add(flow.who, serverName);
};

/** Without a protocol that says so, what is inside is looked at again: HTTP, or bytes that a rule must allow uninspected. */
const readInside = async ({ connection, hello, identity, server, ip }: Interception, client: TlsStream, alpn: string | undefined) => {
  const question = { type: 'tcp', dstIp: ip, dstPort: connection.flow.dst.port, names: isIPv4(identity) ? [] : [identity] } as const;
  const channel: RawChannel = {
    connection,
    client,
    verdict: connection.decide(question),
    tls: false,
    connect: async () => server.stream,
    // The caller tells of a handshake that nothing followed.
    silent: () => undefined,
    log: (logged, protocol) => connection.log(logged, { type: 'https', host: hello.serverName, protocol: protocol ?? alpn ?? 'tls' }),
  };
  const onIdleEnd = (): void => void client.destroy();
  if (!connection.passes(channel.verdict)) server.stream.once('end', onIdleEnd);
  const opening = await readOpening(channel, true);
  server.stream.removeListener('end', onIdleEnd);
  if (!opening) return undefined;
  return opening.first.kind === 'h2' ? 'h2' : 'http/1.1';
};

const relayHttp = async (interception: Interception, client: TlsStream, protocol: 'h2' | 'http/1.1'): Promise<void> => {
  const { connection, server } = interception;
  // Closed before a request could be sent: an alert after the handshake, as TLS 1.3 has it, or a server that wants nobody.
  if (isOver(server.stream)) return answer(connection, client, protocol, { verdict: interception.verdict, failure: lossOf(interception) });
  // A server that ends before the first request ends an idle connection: the client has to see that, not an error.
  const onIdleEnd = (): void => void client.destroy();
  server.stream.once('end', onIdleEnd);
  const startUse = (): TlsStream => {
    if (isOver(server.stream)) throw new Error(lossOf(interception).message);
    return server.stream.removeListener('end', onIdleEnd);
  };
  const session: HttpSession = {
    scheme: 'https',
    port: connection.flow.dst.port,
    client,
    limits: { headTimeoutMs: connection.limits.handshakeMs },
    openUpstream: async () => startUse(),
    authorize: createAuthorize(interception),
  };
  const { error } = protocol === 'h2' ? await relayHttp2({ ...session, upstream: startUse() }) : await relayHttp1(session);
  if (error !== undefined) connection.fail(error);
};

const lossOf = ({ server }: Interception): { readonly code: string; readonly message: string } =>
  server.failure() ?? { code: 'ECONNRESET', message: 'the server closed the connection after the TLS handshake' };

const createAuthorize = (interception: Interception): ((head: RequestHead) => RequestDecision) => {
  const { connection, ip } = interception;
  const moved = ip === connection.flow.dst.ip ? {} : { dst_ip: ip };
  return (head) => {
    const asked = decideRequest(connection, head, ip);
    const problem = asked.allow ? misdirection(interception, head, asked) : undefined;
    const verdict = problem === undefined ? asked : malformed(problem);
    logRequest(connection, head, verdict, moved);
    if (!connection.passes(verdict)) return denyRequest(connection, head, verdict, problem === undefined ? 403 : 421);
    return { forward: true };
  };
};

/**
 * Why an allowed request may not use this connection. Its authority must be the one that the connection was made for, or one that
 * the verified certificate speaks for (RFC 9113, section 9.1.1); a rule for the address itself covers whatever is asked there.
 */
const misdirection = ({ identity, server: { mistrust, certificate } }: Interception, head: RequestHead, asked: Verdict) => {
  if (mistrust !== undefined && !asked.insecure) {
    return `the certificate of ${identity} is not to be trusted (${mistrust}), and only another rule is marked insecure`;
  }
  if (asked.by !== 'name' || head.host === identity) return undefined;
  if (mistrust === undefined && covers(certificate, head.host)) return undefined;
  return `this connection was made for ${identity}, whose certificate does not speak for ${head.host}`;
};
