import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import type { Native, NativeLeaf } from '../../kernel/native.ts';
import { writeCertificate } from './certificate.ts';
import { createLru } from './lru.ts';

/** The authority that clients are given to trust. Its key is in the memory of the proxy; in a job in that of the guard, too, for the next proxy. */
export interface CertificateAuthority {
  /** The CA's certificate, for the clients' trust stores. */
  readonly caPem: string;
  /** Its key, PEM (PKCS #8), for a successor. */
  readonly keyPem: () => string;
  /** What a server of these names (host names as in an SNI, dotted quads) shows; the first is the subject. Cached: the same object for the same names. */
  leafFor(names: readonly string[]): Leaf;
}

export interface Leaf {
  /** For the TLS engine, whose thread makes it. */
  readonly native: NativeLeaf;
  /** Certificate and key, PEM, for who shows them by other means. */
  readonly cert: string;
  readonly key: string;
}

/** What makes leaves. */
export type LeafMaker = Pick<Native, 'leafIssuer' | 'leaf' | 'leafPem'>;

export interface AuthorityOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Names whose leaves are kept. */
  readonly cacheSize?: number;
  /** One that clients trust already, PEM; without it, a new one is made. */
  readonly existing?: { readonly keyPem: string; readonly certPem: string } | undefined;
}

const DAY = 24 * 60 * 60 * 1000;
/** Clients with a slow clock accept what was made a moment ago. */
const SKEW = DAY;
const LEAF_LIFE = 7 * DAY;
/** A cached leaf is made anew when less than this is left of it. */
const LEAF_RENEWAL = 2 * DAY;
const AUTHORITY_LIFE = 2 * 365 * DAY;
/** The authority cannot be made anew: it is to be valid for clients whatever the clock is set back to (NTP after a start without a clock). */
const AUTHORITY_SKEW = 365 * DAY;

/** P-256 throughout: a key in under a millisecond, and every client since TLS 1.2 takes it. One key serves all leaves. */
export const createCertificateAuthority = (
  native: LeafMaker,
  { now = Date.now, cacheSize = 500, existing }: AuthorityOptions = {},
): CertificateAuthority => {
  const authority = existing ? readAuthority(existing) : makeAuthority(now());
  const { issuer, key, notAfter: lastDay } = authority;
  const leafKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const leafKeyPem = leafKeys.privateKey.export({ format: 'pem', type: 'sec1' }).toString();

  const pattern = writeCertificate({
    subject: issuer,
    issuer,
    publicKey: leafKeys.publicKey,
    issuerKey: key,
    notBefore: 0,
    notAfter: lastDay,
    use: { names: [] },
  });
  const keyPem = (): string => key.export({ format: 'pem', type: 'pkcs8' }).toString();
  const maker = native.leafIssuer(pattern, keyPem(), leafKeyPem);

  const makeLeaf = (names: string) => {
    const at = now();
    const notAfter = Math.min(at + LEAF_LIFE, lastDay);
    const made = native.leaf(maker, names, Math.floor((at - SKEW) / 1000), Math.floor(notAfter / 1000));
    const leaf: Leaf = {
      native: made,
      get cert() {
        return native.leafPem(made);
      },
      key: leafKeyPem,
    };
    // Made while the clock was ahead, it would be one of the future when the clock is set back.
    return { leaf, from: at - SKEW / 2, to: notAfter - LEAF_RENEWAL };
  };

  const leaves = createLru<string, ReturnType<typeof makeLeaf>>(cacheSize);
  return {
    caPem: authority.caPem,
    keyPem,
    leafFor: (names) => {
      const joined = names.join(' ');
      const cached = leaves.get(joined);
      const at = now();
      if (cached && cached.from <= at && at < cached.to) return cached.leaf;
      const made = makeLeaf(joined);
      leaves.set(joined, made);
      return made.leaf;
    },
  };
};

interface Authority {
  readonly caPem: string;
  readonly key: KeyObject;
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly notAfter: number;
}

const makeAuthority = (now: number): Authority => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // Two runs on one machine have different keys; with the same name, a client that holds both would try the wrong one.
  const issuer = `Egress Filter CA ${randomBytes(4).toString('hex')}`;
  const notAfter = now + AUTHORITY_LIFE;
  const caPem = writeCertificate({
    subject: issuer,
    issuer,
    publicKey,
    issuerKey: privateKey,
    notBefore: now - AUTHORITY_SKEW,
    notAfter,
    use: 'authority',
  });
  return { caPem, key: privateKey, issuer, notAfter };
};

/** Throws where key and certificate are not a pair. */
const readAuthority = ({ keyPem, certPem }: { readonly keyPem: string; readonly certPem: string }): Authority => {
  const key = createPrivateKey(keyPem);
  const certificate = new X509Certificate(certPem);
  if (!certificate.checkPrivateKey(key)) throw new Error('The key of the certificate authority does not belong to its certificate');
  const issuer = /^CN=(.+)$/m.exec(certificate.subject)?.[1];
  if (issuer === undefined) throw new Error('The certificate of the authority has no name');
  return { caPem: certPem, key, issuer, notAfter: Date.parse(certificate.validTo) };
};
