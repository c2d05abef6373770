import { X509Certificate } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { codeOf } from '../../kernel/errors.ts';
import type { NativeSession } from '../../kernel/native.ts';
import type { Connection } from './connection.ts';
import { createLru } from './lru.ts';
import type { Secured, TlsListener, TlsStream } from './tls-stream.ts';
import type { VerifiedSession } from './trust.ts';
import { UpstreamError } from './upstream.ts';

export interface UpstreamTlsOptions {
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
 * A connection to the server, and TLS on it that is verified against the system's authorities.
 *
 * @throws Error with the code of connect(2) when there is no connection; UpstreamError with the code of the verification (`CERT_HAS_EXPIRED`, `ERR_TLS_CERT_ALTNAME_INVALID`) or of the handshake.
 */
export const connectTls = (connection: Connection, options: UpstreamTlsOptions): Promise<UpstreamTls> =>
  new Promise((resolve, reject) => {
    connection.requireClient();
    new Handshake(connection, options, resolve, reject).begin();
  });

/** What a handshake under way needs, and nobody after it. */
interface Waiting {
  readonly options: UpstreamTlsOptions;
  readonly resumable: VerifiedSession | undefined;
  readonly resolve: (server: UpstreamTls) => void;
  readonly reject: (error: Error) => void;
  /** Ends the watch over the stream. */
  readonly stop: () => void;
}

/** One object for the handshake and for what it leads to, since it lives as long as the connection. */
class Handshake implements TlsListener {
  readonly #connection: Connection;
  readonly #identity: string;
  /** A resumed session is not compared with the name again, so only sessions verified for this very name are kept; undefined: none are. */
  readonly #sessionKey: string | undefined;
  #waiting: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stream: TlsStream | undefined;
  #certificate: PeerCertificate | undefined;
  #early: NativeSession | undefined;
  #broken: UpstreamError | undefined;

  constructor(connection: Connection, options: UpstreamTlsOptions, resolve: Waiting['resolve'], reject: Waiting['reject']) {
    const { ip, port, identity, alpn, verify } = options;
    this.#connection = connection;
    this.#identity = identity;
    this.#sessionKey = verify ? [identity, ip, port, ...alpn].join(' ') : undefined;
    const onEnd = (): void => this.#fail(new UpstreamError('ECONNRESET', `${identity} closed the connection during the TLS handshake`));
    const resumable = this.#sessionKey === undefined ? undefined : connection.context.trust.sessions.get(this.#sessionKey);
    const stop = (): void => void this.#stream?.removeListener('end', onEnd).removeListener('close', onEnd);
    this.#waiting = { options, resumable, resolve, reject, stop };
    const servername = isIPv4(identity) ? undefined : identity;
    const { trust, tls } = connection.context;
    this.#stream = tls.connect({ ip, port }, connection.lane, { trust, servername, alpn, session: resumable?.session }, this);
    connection.secured('upstream', this.#stream);
    this.#stream
      .on('error', (error) => this.#onError(error))
      .on('end', onEnd)
      .on('close', onEnd);
  }

  begin(): void {
    const { connectMs, handshakeMs } = this.#connection.limits;
    this.#timer = setTimeout(() => this.#onTime(), Math.min(connectMs, handshakeMs));
  }

  onSecure(secured: Secured): void {
    const { resumable, options, resolve } = this.#waiting ?? {};
    if (!this.#stream || !options) return;
    const resumed = resumable !== undefined && secured.resumed;
    const certificate = resumed ? resumable.certificate : readCertificate(secured.certificate);
    const mistrust = resumed ? undefined : mistrustOf(secured, options.identity, certificate);
    if (options.verify && mistrust) {
      this.#fail(new UpstreamError(mistrust.code, describeFor(options.identity, mistrust.code, mistrust), { cause: mistrust }));
      return;
    }
    this.#certificate = certificate;
    if (this.#early) this.#keep(this.#early, certificate);
    this.#early = undefined;
    // What outlives the handshake does not hold `secured`, whose octets are part of what many connections were told together.
    const { protocol } = secured;
    this.#settle();
    resolve?.({ stream: this.#stream, protocol, certificate, mistrust: mistrust?.code, failure: () => this.#broken });
  }

  /** Before TLS 1.3 it comes with the handshake, whose certificate is still to be judged. */
  onSession(session: NativeSession): void {
    if (this.#certificate) this.#keep(session, this.#certificate);
    else this.#early = session;
  }

  #keep(session: NativeSession, certificate: PeerCertificate): void {
    if (this.#sessionKey !== undefined) this.#connection.context.trust.sessions.set(this.#sessionKey, { session, certificate });
  }

  /** Our ClientHello goes with the first byte that the kernel takes. */
  #isConnected(): boolean {
    return this.#stream !== undefined && this.#stream.traffic.sent > 0;
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting?.stop();
    this.#waiting = undefined;
  }

  #fail(error: Error): void {
    if (!this.#waiting) return;
    const { reject } = this.#waiting;
    this.#settle();
    if (this.#sessionKey !== undefined) this.#connection.context.trust.sessions.delete(this.#sessionKey);
    this.#stream?.destroy();
    reject(error);
  }

  /** The time for a handshake is that for the connection, too, where it comes about in it. */
  #onTime(): void {
    const { connectMs, handshakeMs } = this.#connection.limits;
    const left = this.#isConnected() ? handshakeMs - connectMs : connectMs - handshakeMs;
    if (left > 0) this.#timer = setTimeout(() => this.#failLate(), left);
    else this.#failLate();
  }

  #failLate(): void {
    this.#fail(
      this.#isConnected()
        ? new UpstreamError('ETIMEDOUT', `${this.#identity} did not finish the TLS handshake in time`)
        : Object.assign(new Error(`no answer within ${this.#connection.limits.connectMs / 1000} s`), { code: 'ETIMEDOUT' }),
    );
  }

  #onError(error: Error): void {
    const code = codeOf(error);
    if (this.#waiting && !this.#isConnected()) {
      const { ip, port } = this.#waiting.options;
      this.#fail(Object.assign(new Error(`connect ${code} ${ip}:${port}`, { cause: error }), { code }));
      return;
    }
    const explained = explain(error, this.#identity);
    this.#broken ??= explained;
    if (this.#certificate) this.#connection.fail(explained.code);
    // The HTTP relay, which hears of it next, answers with this text.
    if (wantsClientCertificate(error)) error.message = explained.message;
    this.#fail(explained);
  }
}

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
