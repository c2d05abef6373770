import { createHash, X509Certificate } from 'node:crypto';

const MAGIC = 0xfeedfeed;
const TRUSTED_CERTIFICATE = 2;

/**
 * A Java key store in the JKS format holding every certificate of a PEM text as trusted. Every JVM reads it, whatever its default
 * format is (keystore.type.compat). Layout and digest as in OpenJDK's `sun.security.provider.JavaKeyStore`: SHA-1 over the password
 * in UTF-16BE, a fixed phrase, and the content.
 */
export function jks(pem: string, password: string): Buffer {
  const certificates = [...new Set(pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [])].flatMap(toDer);
  const parts: Buffer[] = [uint32(MAGIC), uint32(2), uint32(certificates.length)];
  certificates.forEach((der, index) => {
    parts.push(uint32(TRUSTED_CERTIFICATE), utf(`ca-${index}`), Buffer.alloc(8), utf('X.509'), uint32(der.length), der);
  });
  const content = Buffer.concat(parts);
  const secret = Buffer.from(password, 'utf16le').swap16();
  const digest = createHash('sha1').update(secret).update('Mighty Aphrodite').update(content).digest();
  return Buffer.concat([content, digest]);
}

/** Java refuses a whole store for one certificate that it cannot parse: leave such a one out. */
function toDer(pem: string): Buffer[] {
  try {
    return [new X509Certificate(pem).raw];
  } catch {
    // Not a certificate that OpenSSL can read; a client would not trust it either.
    return [];
  }
}

function uint32(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value);
  return out;
}

function utf(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
