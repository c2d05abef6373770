import { X509Certificate } from 'node:crypto';
import { isIPv4, type Socket } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import type { NativeSession } from '../../kernel/native.ts';
import type { Connection } from './connection.ts';
import { createLru } from './lru.ts';
import type { Secured, TlsStream } from './tls-stream.ts';
import { codeOf, UpstreamError } from './upstream.ts';

export interface UpstreamTlsOptions {
  readonly socket: Socket;
  readonly ip: string;
  readonly port: number;
  /** Whom the certificate must speak for: the name the client asked for, or the address it dialled. A name is sent as SNI. */
  readonly identity: string;
  /** As the client offered, as far as we can relay it; empty: none is sent. */
  readonly alpn: readonly string[];
  /** Off for `insecure`; `mistrust` then tells what the verification would have said. */
  readonly verify: boolean;
}

export interface UpstreamTls {
  readonly stream: TlsStream;
  /** ALPN. */
  readonly protocol: string | undefined;
  readonly certificate: PeerCertificate;
  /** Why it is not to be trusted, where nobody insisted that it is: the code of the verification. */
  readonly mistrust: string | undefined;
  /** What broke the connection after the handshake, if anything did. */
  failure(): UpstreamError | undefined;
}

/**
 * TLS to the server, verified against the system's authorities. Takes the socket over, which may still be connecting.
 *
 * @throws Error with the code of connect(2) when there is no connection; UpstreamError with the code of the verification (`CERT_HAS_EXPIRED`, `ERR_TLS_CERT_ALTNAME_INVALID`) or of the handshake.
 */
export const connectTls = (connection: Connection, options: UpstreamTlsOptions): Promise<UpstreamTls> =>
  new Promise((resolve, reject) => {
    const { socket, ip, port, identity, alpn, verify } = options;
    const { connectMs, handshakeMs } = connection.limits;
    const { trust, tls: engine } = connection.context;
    // A resumed session is not compared with the name again, so only sessions verified for this very name are kept.
    const sessionKey = [identity, ip, port, ...alpn].join(' ');
    const resumable = verify ? trust.sessions.get(sessionKey) : undefined;
    let certificate: PeerCertificate | undefined;
    let early: NativeSession | undefined;
    let broken: UpstreamError | undefined;
    let done = false;
    const settle = (act: () => void): void => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      tls.removeListener('end', onEnd).removeListener('close', onEnd);
      act();
    };
    const fail = (error: Error): void =>
      settle(() => {
        trust.sessions.delete(sessionKey);
        tls.destroy();
        reject(error);
      });
    /** Our ClientHello goes with the first byte that the kernel takes. */
    const isConnected = (): boolean => tls.traffic.sent > 0;
    const failLate = (): void =>
      fail(
        isConnected()
          ? new UpstreamError('ETIMEDOUT', `${identity} did not finish the TLS handshake in time`)
          : Object.assign(new Error(`no answer within ${connectMs / 1000} s`), { code: 'ETIMEDOUT' }),
      );
    /** The time for a handshake is that for the connection, too, where it comes about in it. */
    const onTime = (): void => {
      const left = isConnected() ? handshakeMs - connectMs : connectMs - handshakeMs;
      if (left > 0) timer = setTimeout(failLate, left);
      else failLate();
    };
    const onEnd = (): void => fail(new UpstreamError('ECONNRESET', `${identity} closed the connection during the TLS handshake`));
    const onSecure = (secured: Secured): void => {
      const resumed = resumable !== undefined && secured.resumed;
      const shown = resumed ? resumable.certificate : readCertificate(secured.certificate);
      const mistrust = resumed ? undefined : mistrustOf(secured, identity, shown);
      if (verify && mistrust) {
        fail(new UpstreamError(mistrust.code, describeFor(identity, mistrust.code, mistrust), { cause: mistrust }));
        return;
      }
      certificate = shown;
      if (early) keep(early, shown);
      early = undefined;
      const { protocol } = secured;
      // What outlives the handshake does not hold `secured`, whose octets are part of what many connections were told together.
      settle(() => resolve({ stream: tls, protocol, certificate: shown, mistrust: mistrust?.code, failure: () => broken }));
    };
    const keep = (session: NativeSession, of: PeerCertificate): void => {
      if (verify) trust.sessions.set(sessionKey, { session, certificate: of });
    };
    // Before TLS 1.3 it comes with the handshake, whose certificate is still to be judged.
    const onSession = (session: NativeSession): void => {
      if (certificate) keep(session, certificate);
      else early = session;
    };
    const tls = engine.connect(
      socket,
      connection.lane,
      { trust, servername: isIPv4(identity) ? undefined : identity, alpn, session: resumable?.session },
      { onSecure, onSession },
    );
    connection.secured('upstream', tls);
    let timer = setTimeout(onTime, Math.min(connectMs, handshakeMs));
    tls.on('error', (error) => {
      const code = codeOf(error);
      if (!certificate && !isConnected())
        return fail(Object.assign(new Error(`connect ${code} ${ip}:${port}`, { cause: error }), { code }));
      const explained = explain(error, identity);
      broken ??= explained;
      if (certificate) connection.fail(explained.code);
      // The HTTP relay, which hears of it next, answers with this text.
      if (wantsClientCertificate(error)) error.message = explained.message;
      fail(explained);
    });
    tls.on('end', onEnd).on('close', onEnd);
  });

/** Parsed certificates by their octets: a build asks the same few servers again and again. */
const parsed = createLru<string, PeerCertificate>(200);

const readCertificate = (der: Buffer): PeerCertificate => {
  const octets = der.toString('latin1');
  const known = parsed.get(octets);
  if (known) return known;
  const certificate = new X509Certificate(der).toLegacyObject();
  parsed.set(octets, certificate);
  return certificate;
};

/** Why a chain or a name is not to be trusted, by the codes that Node has for it. */
const mistrustOf = (
  { verified }: Secured,
  identity: string,
  certificate: PeerCertificate,
): (Error & { readonly code: string }) | undefined => {
  if (verified !== 0) {
    const code = X509_ERRORS[verified] ?? 'UNSPECIFIED';
    return Object.assign(new Error(`its certificate cannot be verified (${code})`), { code });
  }
  const wrongName = checkServerIdentity(identity, certificate);
  return wrongName && Object.assign(wrongName, { code: codeOf(wrongName) ?? 'ERR_TLS_CERT_ALTNAME_INVALID' });
};

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
  return new UpstreamError(code, `${describeFor(identity, code, error)}${hint}`, { cause: error });
};

/** X509_V_ERR_* of openssl/x509_vfy.h (X509_STORE_CTX_get_error(3)), by the names that Node gives them. */
const X509_ERRORS: Readonly<Record<number, string>> = {
  2: 'UNABLE_TO_GET_ISSUER_CERT',
  4: 'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  6: 'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  7: 'CERT_SIGNATURE_FAILURE',
  9: 'CERT_NOT_YET_VALID',
  10: 'CERT_HAS_EXPIRED',
  13: 'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  14: 'ERROR_IN_CERT_NOT_AFTER_FIELD',
  17: 'OUT_OF_MEM',
  18: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  19: 'SELF_SIGNED_CERT_IN_CHAIN',
  20: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  21: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  22: 'CERT_CHAIN_TOO_LONG',
  23: 'CERT_REVOKED',
  24: 'INVALID_CA',
  25: 'PATH_LENGTH_EXCEEDED',
  26: 'INVALID_PURPOSE',
  27: 'CERT_UNTRUSTED',
  28: 'CERT_REJECTED',
  62: 'HOSTNAME_MISMATCH',
  79: 'INVALID_CA',
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

const describeFor = (identity: string, code: string, error: Error): string => {
  const known = VERIFICATION[code];
  return `${identity}: ${known ? `${known} (${code})` : error.message}`;
};
