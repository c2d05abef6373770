import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { codeOf } from './upstream.ts';

/** The client did not finish its handshake with us. `code`: for the log. */
export class HandshakeError extends Error {
  override readonly name = 'HandshakeError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The client does not trust our CA: the log's word for it, that reports and `on-ca-reject` look for. */
export const CLIENT_REJECTED_CA = 'tls_client_rejected_ca';

/** Alerts by which a client refuses a certificate (RFC 8446, section 6.2), as OpenSSL's error codes name them. */
const REFUSALS =
  /ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|UNSUPPORTED_CERTIFICATE|CERTIFICATE_EXPIRED|CERTIFICATE_REVOKED|ACCESS_DENIED)/;

/**
 * Answers the ClientHello that waits in `client` with a leaf of ours. `alpn`: the protocol to choose, one of those the client
 * offered. Takes the socket over: it is gone when this rejects.
 *
 * @throws HandshakeError
 */
export const finishHandshake = (client: Socket, context: SecureContext, alpn: string | undefined, timeoutMs: number): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    if (client.destroyed) throw new HandshakeError('tls_client_closed', 'the client closed the connection before the TLS handshake');
    const tls = secureSocket(
      new TLSSocket(client, { isServer: true, secureContext: context, ...(alpn && { ALPNProtocols: [alpn] }) }),
      client,
    );
    let done = false;
    const settle = (act: () => void): void => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      act();
    };
    const fail = (code: string, message: string, cause?: unknown): void =>
      settle(() => {
        tls.destroy();
        reject(new HandshakeError(code, message, { cause }));
      });
    const timer = setTimeout(() => fail('tls_timeout', 'the client did not finish the TLS handshake in time'), timeoutMs);
    tls.on('error', (error) => {
      const code = codeOf(error) ?? 'tls_error';
      if (REFUSALS.test(code) || code === 'ECONNRESET')
        fail(CLIENT_REJECTED_CA, `the client refused our certificate (${error.message})`, error);
      else fail(code, `TLS handshake with the client failed: ${error.message}`, error);
    });
    tls.on('end', () => fail(CLIENT_REJECTED_CA, 'the client closed the connection when it saw our certificate'));
    tls.on('close', () => fail(CLIENT_REJECTED_CA, 'the client closed the connection when it saw our certificate'));
    // An end that arrived before the TLS layer was there is one of the TCP stream, emitted when its last bytes are taken.
    client.once('end', () => fail('tls_client_closed', 'the client closed the connection before the TLS handshake'));
    tls.on('secure', () => settle(() => resolve(tls)));
  });

/** Makes a reset of the TLS stream one of the TCP connection below it; Node's own throws, as there is no TCP handle in a TLSSocket. */
export const secureSocket = (tls: TLSSocket, tcp: Socket): TLSSocket => {
  tls.resetAndDestroy = () => {
    if (!tcp.destroyed) tcp.resetAndDestroy();
    tls.destroy();
    return tls;
  };
  return tls;
};
