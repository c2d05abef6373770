import { isIPv4, type Socket } from 'node:net';
import { checkServerIdentity, connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { secureSocket } from './handshake.ts';
import type { UpstreamTrust } from './trust.ts';
import { codeOf, UpstreamError } from './upstream.ts';

export interface UpstreamTlsOptions {
  readonly socket: Socket;
  readonly ip: string;
  readonly port: number;
  /** Whom the certificate must speak for: the name the client asked for, or the address it dialled. A name is sent as SNI. */
  readonly identity: string;
  /** As the client offered, as far as we can relay it; empty: none is sent. */
  readonly alpn: readonly string[];
  /** Off for `insecure`; `authorized` of the socket then tells what the verification would have said. */
  readonly verify: boolean;
  readonly trust: UpstreamTrust;
  readonly timeoutMs: number;
}

export interface UpstreamTls {
  readonly socket: TLSSocket;
  readonly certificate: PeerCertificate;
  /** What broke the connection after the handshake, if anything did. */
  failure(): UpstreamError | undefined;
}

/**
 * TLS to the server, verified against the system's authorities.
 *
 * @throws UpstreamError with the code of the verification (`CERT_HAS_EXPIRED`, `ERR_TLS_CERT_ALTNAME_INVALID`) or of the handshake.
 */
export const connectTls = (options: UpstreamTlsOptions): Promise<UpstreamTls> =>
  new Promise((resolve, reject) => {
    const { socket, identity, alpn, verify, trust } = options;
    const named = !isIPv4(identity);
    // A resumed session is not compared with the name again, so only sessions verified for this very name are kept.
    const sessionKey = [identity, options.ip, options.port, ...alpn].join(' ');
    const resumable = verify ? trust.sessions.get(sessionKey) : undefined;
    let certificate: PeerCertificate | undefined;
    let broken: UpstreamError | undefined;
    const tls = secureSocket(
      connect({
        socket,
        host: identity,
        servername: named ? identity : '',
        secureContext: trust.context,
        rejectUnauthorized: verify,
        checkServerIdentity: (_host: string, certificate: PeerCertificate) => checkServerIdentity(identity, certificate),
        ...(alpn.length > 0 && { ALPNProtocols: [...alpn] }),
        ...(resumable && { session: resumable.session }),
      }),
      socket,
    );
    let done = false;
    const settle = (act: () => void): void => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      act();
    };
    const fail = (error: UpstreamError): void =>
      settle(() => {
        trust.sessions.delete(sessionKey);
        tls.destroy();
        reject(error);
      });
    const timer = setTimeout(
      () => fail(new UpstreamError('ETIMEDOUT', `${identity} did not finish the TLS handshake in time`)),
      options.timeoutMs,
    );
    tls.on('session', (session: Buffer) => {
      if (verify && certificate) trust.sessions.set(sessionKey, { session, certificate });
    });
    tls.on('error', (error) => {
      const explained = explain(error, identity);
      broken ??= explained;
      // The HTTP relay, which hears of it next, answers with this text.
      if (wantsClientCertificate(error)) error.message = explained.message;
      fail(explained);
    });
    tls.on('close', () => fail(new UpstreamError('ECONNRESET', `${identity} closed the connection during the TLS handshake`)));
    tls.on('secureConnect', () => {
      const shown = resumable && tls.isSessionReused() ? resumable.certificate : tls.getPeerCertificate();
      certificate = shown;
      settle(() => resolve({ socket: tls, certificate: shown, failure: () => broken }));
    });
  });

/** The server asked for a certificate and got none. With TLS 1.3 it says so after the handshake, in place of its first answer. */
export const CLIENT_CERTIFICATE_REQUIRED = 'upstream_requires_client_certificate';

const wantsClientCertificate = (error: unknown): boolean => /ALERT_CERTIFICATE_REQUIRED/.test(codeOf(error) ?? '');

const PASSTHROUGH_HINT = 'a server that authenticates its clients by certificate needs a passthrough rule';

const explain = (error: Error, identity: string): UpstreamError => {
  const code = codeOf(error) ?? 'tls_error';
  if (wantsClientCertificate(error)) {
    return new UpstreamError(CLIENT_CERTIFICATE_REQUIRED, `${identity} requires a client certificate; ${PASSTHROUGH_HINT}`, {
      cause: error,
    });
  }
  // Before TLS 1.3 the same refusal has no alert of its own.
  const hint = /ALERT_HANDSHAKE_FAILURE|ALERT_BAD_CERTIFICATE/.test(code) ? ` (${PASSTHROUGH_HINT})` : '';
  return new UpstreamError(code, `${identity}: ${describe(code, error)}${hint}`, { cause: error });
};

const VERIFICATION: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that this machine does not trust',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an authority that this machine does not trust',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that this machine does not trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate comes from an authority that this machine does not trust, or it sends no intermediate certificate',
  CERT_REVOKED: 'its certificate is revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for other names',
};

const describe = (code: string, error: Error): string => {
  const known = VERIFICATION[code];
  return known ? `${known} (${code})` : error.message;
};
