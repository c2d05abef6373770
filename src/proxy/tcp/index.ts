import type { Socket } from 'node:net';
import { messageOf } from '../../kernel/errors.ts';
import type { Flow } from '../context.ts';
import { Connection } from './connection.ts';
import type { TcpContext } from './context.ts';
import { relayPlainHttp } from './http.ts';
import { mayBeInspectable, readOpening } from './opening.ts';
import { rawChannel, relayRaw } from './raw.ts';
import { malformed } from './requests.ts';
import { relayTls } from './tls.ts';

export { type AuthorityOptions, type CertificateAuthority, createCertificateAuthority } from './ca.ts';
export { type CaRejections, createCaRejections } from './ca-rejections.ts';
export type { TcpContext, TcpLimits } from './context.ts';
export { CLIENT_REJECTED_CA } from './handshake.ts';
export { createTlsEngine, type TlsEngine } from './tls-engine.ts';
export { createTrust, readAuthorities, TrustError, type TrustOptions, type UpstreamTrust } from './trust.ts';
export { CLIENT_CERTIFICATE_REQUIRED } from './upstream-tls.ts';

/**
 * One redirected TCP connection, from its first bytes to its close. `socket` is accepted and paused, and belongs to this function from
 * here on. Resolves when everything that the connection opened is closed and its closing line is written; never rejects.
 */
export const handleConnection = (socket: Socket, flow: Flow, context: TcpContext): Promise<void> =>
  handle(new Connection(socket, flow, context));

const handle = async (connection: Connection): Promise<void> => {
  try {
    await relay(connection);
  } catch (error) {
    // Whatever is in doubt carries nothing.
    connection.fail(`internal: ${messageOf(error)}`);
    connection.reset();
  } finally {
    connection.close();
  }
};

const relay = async (connection: Connection): Promise<void> => {
  const { context } = connection;
  const channel = rawChannel(connection);
  const opening = await readOpening(channel, mayBeInspectable(connection));
  if (!opening) return;
  // The rules for what is inside may send it elsewhere.
  opening.upstream?.destroy();
  const { first } = opening;
  if (first.kind === 'tls') return relayTls(connection, first.hello);
  if (first.kind !== 'malformed-tls') return relayPlainHttp(connection, first.kind);
  const verdict = malformed(`malformed TLS: ${first.reason}`);
  if (context.audit && connection.passes(channel.verdict)) return relayRaw({ ...channel, verdict }, { kind: 'other', head: first.head });
  connection.log(verdict, { type: 'https', protocol: 'tls' });
  connection.reset();
};
