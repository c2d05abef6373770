import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { bitString, boolean, explicit, implicit, integer, objectIdentifier, octetString, sequence, set, time, utf8String } from './der.ts';

/** What goes into a certificate (RFC 5280). Both keys are P-256. */
export interface CertificateRequest {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly issuerKey: KeyObject;
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** A certificate authority, or the names (dotted quads or host names) of a server. */
  readonly use: 'authority' | { readonly names: readonly string[] };
}

const OID = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;

/** ub-common-name (RFC 5280, appendix A.1). */
const MAX_COMMON_NAME = 64;

/** Signs a certificate and returns it as PEM. */
export const writeCertificate = (request: CertificateRequest): string => {
  const algorithm = sequence(objectIdentifier(OID.ecdsaWithSha256));
  const body = sequence(
    explicit(0, integer(2n)),
    integer(randomSerial()),
    algorithm,
    distinguishedName(request.issuer),
    sequence(time(request.notBefore), time(request.notAfter)),
    distinguishedName(request.subject),
    publicKeyInfo(request.publicKey),
    explicit(3, sequence(...extensions(request))),
  );
  const signature = sign('sha256', body, { key: request.issuerKey, dsaEncoding: 'der' });
  return toPem(sequence(body, algorithm, bitString(signature)));
};

const extensions = (request: CertificateRequest): Buffer[] => {
  const authority = request.use === 'authority';
  return [
    extension(OID.basicConstraints, true, authority ? sequence(boolean(true), integer(0n)) : sequence()),
    // keyCertSign and cRLSign are bits 5 and 6, digitalSignature is bit 0 (RFC 5280, 4.2.1.3).
    extension(OID.keyUsage, true, authority ? bitString(Buffer.from([0b0000_0110]), 1) : bitString(Buffer.from([0b1000_0000]), 7)),
    ...(request.use === 'authority'
      ? []
      : [
          extension(OID.extendedKeyUsage, false, sequence(objectIdentifier(OID.serverAuth))),
          extension(OID.subjectAltName, false, sequence(...request.use.names.map(generalName))),
        ]),
    extension(OID.subjectKeyIdentifier, false, octetString(keyIdentifier(request.publicKey))),
    extension(OID.authorityKeyIdentifier, false, sequence(implicit(0, keyIdentifier(request.issuerKey)))),
  ];
};

/** DER leaves out what equals its default: `critical` is written only when it is true. */
const extension = (oid: string, critical: boolean, value: Buffer): Buffer =>
  sequence(objectIdentifier(oid), ...(critical ? [boolean(true)] : []), octetString(value));

const generalName = (name: string): Buffer =>
  isIPv4(name) ? implicit(7, Buffer.from(name.split('.').map(Number))) : implicit(2, Buffer.from(name, 'latin1'));

const distinguishedName = (commonName: string): Buffer =>
  sequence(
    set(sequence(objectIdentifier(OID.organization), utf8String('egress-filter'))),
    ...(commonName.length <= MAX_COMMON_NAME ? [set(sequence(objectIdentifier(OID.commonName), utf8String(commonName)))] : []),
  );

const publicKeyInfo = (key: KeyObject): Buffer => describe(key).info;

/** Method 1 of RFC 5280, 4.2.1.2, over the whole key info instead of the bit string: it needs to be unique, not reproducible. */
const keyIdentifier = (key: KeyObject): Buffer => describe(key).identifier;

/** Two keys serve all certificates; to export one takes longer than to sign. */
const described = new WeakMap<KeyObject, { readonly info: Buffer; readonly identifier: Buffer }>();

const describe = (key: KeyObject): { readonly info: Buffer; readonly identifier: Buffer } => {
  const known = described.get(key);
  if (known) return known;
  const info = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'der', type: 'spki' });
  const made = { info, identifier: createHash('sha1').update(info).digest() };
  described.set(key, made);
  return made;
};

/** 127 random bits: positive, within 20 octets (RFC 5280, 4.1.2.2), never zero. */
const randomSerial = (): bigint => {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return BigInt(`0x${bytes.toString('hex')}`);
};

const toPem = (der: Buffer): string => {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
};
