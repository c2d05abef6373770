import { codeOf } from '../../kernel/errors.ts';
import type { Leaf } from './ca.ts';
import type { Connection } from './connection.ts';
import type { TlsStream } from './tls-stream.ts';

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
/** It left before there was a handshake to speak of. */
export const CLIENT_CLOSED = 'tls_client_closed';
/** Milliseconds. Some clients (Node) look at the certificate only after the handshake; who leaves without a word so soon has turned it down. */
export const REJECTION_MS = 2_000;

/** Alerts by which a client refuses a certificate (RFC 8446, section 6.2), as OpenSSL's error codes name them. */
const REFUSALS =
  /ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|UNSUPPORTED_CERTIFICATE|CERTIFICATE_EXPIRED|CERTIFICATE_REVOKED|ACCESS_DENIED)/;

/**
 * Answers the ClientHello that waits in the client's socket with a leaf of ours. `alpn`: the protocol to choose, one of those the client
 * offered. Takes the socket over: the connection is gone when this rejects.
 *
 * @throws HandshakeError
 */
export const finishHandshake = (connection: Connection, leaf: Leaf, alpn: string | undefined): Promise<TlsStream> =>
  new Promise((resolve, reject) => {
    const { client, context, limits } = connection;
    if (client.destroyed) throw new HandshakeError(CLIENT_CLOSED, 'the client closed the connection before the TLS handshake');
    let done = false;
    const settle = (act: () => void): void => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      tls.removeListener('end', onEnd).removeListener('close', onEnd).removeListener('error', onError);
      act();
    };
    const fail = (code: string, message: string, cause?: unknown): void =>
      settle(() => {
        tls.destroy();
        reject(new HandshakeError(code, message, { cause }));
      });
    const onEnd = (): void => fail(CLIENT_REJECTED_CA, 'the client closed the connection when it saw our certificate');
    const onError = (error: Error): void => {
      const code = codeOf(error) ?? 'tls_error';
      if (REFUSALS.test(code) || code === 'ECONNRESET')
        fail(CLIENT_REJECTED_CA, `the client refused our certificate (${error.message})`, error);
      else fail(code, `TLS handshake with the client failed: ${error.message}`, error);
    };
    const tls = context.tls.accept(client, connection.lane, leaf, alpn, { onSecure: () => settle(() => resolve(tls)) });
    connection.secured('client', tls);
    const timer = setTimeout(() => fail('tls_timeout', 'the client did not finish the TLS handshake in time'), limits.handshakeMs);
    tls.on('error', onError).on('end', onEnd).on('close', onEnd);
  });
