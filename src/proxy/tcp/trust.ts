import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PeerCertificate, rootCertificates } from 'node:tls';
import type { NativeSession } from '../../kernel/native.ts';
import { createLru, type Lru } from './lru.ts';

/** Whom we believe upstream, shared by all connections. */
export interface UpstreamTrust {
  /** Authorities, PEM, one each. */
  readonly pems: readonly string[];
  /** TLS sessions to resume, by what they were verified for. */
  readonly sessions: Lru<string, VerifiedSession>;
  /** Servers, as `IP:PORT NAME`, that chose none of the protocols they were offered. */
  readonly withoutAlpn: Lru<string, true>;
}

/** A session and the certificate it began with: a resumed connection shows none (RFC 8446, section 2.2). */
export interface VerifiedSession {
  readonly session: NativeSession;
  readonly certificate: PeerCertificate;
}

export interface Authorities {
  /** Certificates, one each. */
  readonly pems: readonly string[];
  /** Where they came from, for a person: paths, or `Node's own list`. */
  readonly sources: readonly string[];
}

export interface TrustOptions {
  /** `SSL_CERT_FILE` and `SSL_CERT_DIR` as OpenSSL knows them; each replaces the usual paths. */
  readonly certFile?: string | undefined;
  readonly certDir?: string | undefined;
  /** PEM files of further authorities (input `upstream-ca`). */
  readonly upstreamCa?: readonly string[];
  /** Where to look without the two variables; the first that exists counts. */
  readonly bundles?: readonly string[];
}

/** What the user asked us to trust cannot be read or holds no certificate. */
export class TrustError extends Error {
  override readonly name = 'TrustError';
}

/** Debian and Ubuntu; Fedora and RHEL; openSUSE; RHEL's extracted store; Alpine and macOS. */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

const SESSIONS = 1000;

export const createTrust = (pems: readonly string[]): UpstreamTrust => ({
  pems: [...new Set(pems)],
  sessions: createLru(SESSIONS),
  withoutAlpn: createLru(SESSIONS),
});

/**
 * The system's authorities and not Node's own list, which misses a company's or a mirror's CA (Node's list is the fallback of a
 * machine without any bundle), and those the user adds.
 *
 * @throws TrustError when a file given by name cannot be read or holds no certificate.
 */
export const readAuthorities = (options: TrustOptions = {}): Authorities => {
  const all = [systemAuthorities(options), ...(options.upstreamCa ?? []).map(readGivenFile)];
  return { pems: [...new Set(all.flatMap(({ pems }) => pems))], sources: all.flatMap(({ sources }) => sources) };
};

const systemAuthorities = ({ certFile, certDir, bundles = BUNDLES }: TrustOptions): Authorities => {
  const given = [...(certFile ? [readGivenFile(certFile)] : []), ...(certDir ? [readDirectory(certDir)] : [])];
  if (given.length > 0) return { pems: given.flatMap(({ pems }) => pems), sources: given.flatMap(({ sources }) => sources) };
  for (const path of bundles) {
    const pems = certificatesIn(tryRead(path) ?? '');
    if (pems.length > 0) return { pems, sources: [path] };
  }
  return { pems: rootCertificates, sources: ["Node's own list"] };
};

const readGivenFile = (path: string): Authorities => {
  let text: string;
  try {
    text = readFileSync(path, 'latin1');
  } catch (cause) {
    throw new TrustError(`cannot read the CA certificates in ${path}: ${(cause as Error).message}`, { cause });
  }
  const pems = certificatesIn(text);
  if (pems.length === 0) throw new TrustError(`${path} holds no CA certificate in PEM form`);
  return { pems, sources: [path] };
};

/** SSL_CERT_DIR may list several directories; what is not a certificate in them is passed over, as OpenSSL does. */
const readDirectory = (directories: string): Authorities => {
  const sources = directories.split(':').filter(Boolean);
  const files = sources.flatMap((directory) => {
    try {
      return readdirSync(directory).map((name) => join(directory, name));
    } catch (cause) {
      throw new TrustError(`cannot read the CA directory ${directory}: ${(cause as Error).message}`, { cause });
    }
  });
  return { pems: files.flatMap((file) => certificatesIn(tryRead(file) ?? '')), sources };
};

const tryRead = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // Not every system has every bundle, and a certificate directory may hold dangling links.
    return undefined;
  }
};

/** A block that does not parse would make OpenSSL drop or refuse the rest; it is left out. */
const certificatesIn = (text: string): string[] =>
  (text.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED )?CERTIFICATE-----/g) ?? []).filter((pem) => {
    try {
      return new X509Certificate(pem).subject !== undefined;
    } catch {
      return false;
    }
  });
