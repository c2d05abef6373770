import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { writeCertificate } from './certificate.ts';
import { createLru } from './lru.ts';

/** The authority that clients are given to trust. It lives as long as the proxy; its key exists nowhere but in this process. */
export interface CertificateAuthority {
  /** The CA's certificate, for the clients' trust stores. */
  readonly caPem: string;
  /** A server's side of TLS for these names (host names as in an SNI, dotted quads); the first is the subject. Cached. */
  contextFor(names: readonly string[]): SecureContext;
}

export interface AuthorityOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Names whose leaves are kept. */
  readonly cacheSize?: number;
}

const DAY = 24 * 60 * 60 * 1000;
/** Clients with a slow clock accept what was made a moment ago. */
const SKEW = DAY;
const LEAF_LIFE = 7 * DAY;
/** A cached leaf is made anew when less than this is left of it. */
const LEAF_RENEWAL = 2 * DAY;
const AUTHORITY_LIFE = 2 * 365 * DAY;

/** P-256 throughout: a key in under a millisecond, and every client since TLS 1.2 takes it. One key serves all leaves. */
export const createCertificateAuthority = ({ now = Date.now, cacheSize = 500 }: AuthorityOptions = {}): CertificateAuthority => {
  const authorityKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const leafKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const leafKeyPem = leafKeys.privateKey.export({ format: 'pem', type: 'sec1' });
  // Two runs on one machine have different keys; with the same name, a client that holds both would try the wrong one.
  const issuer = `Egress Filter CA ${randomBytes(4).toString('hex')}`;
  const started = now();
  const caPem = writeCertificate({
    subject: issuer,
    issuer,
    publicKey: authorityKeys.publicKey,
    issuerKey: authorityKeys.privateKey,
    notBefore: started - SKEW,
    notAfter: started + AUTHORITY_LIFE,
    use: 'authority',
  });

  const makeLeaf = (names: readonly string[]) => {
    const at = now();
    const notAfter = Math.min(at + LEAF_LIFE, started + AUTHORITY_LIFE);
    const cert = writeCertificate({
      subject: names[0] ?? '',
      issuer,
      publicKey: leafKeys.publicKey,
      issuerKey: authorityKeys.privateKey,
      notBefore: at - SKEW,
      notAfter,
      use: { names },
    });
    return { context: createSecureContext({ cert, key: leafKeyPem }), renewAt: notAfter - LEAF_RENEWAL };
  };

  const leaves = createLru<string, ReturnType<typeof makeLeaf>>(cacheSize);
  return {
    caPem,
    contextFor: (names) => {
      const key = names.join(' ');
      const cached = leaves.get(key);
      if (cached && now() < cached.renewAt) return cached.context;
      const leaf = makeLeaf(names);
      leaves.set(key, leaf);
      return leaf.context;
    },
  };
};
