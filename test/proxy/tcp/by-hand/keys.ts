import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { vector } from '../hello.ts';
import { APPLICATION_DATA, message, type Record, u16 } from './wire.ts';

/** Protects the records of one direction, with a number for each. */
export interface Cipher {
  /** A whole record. */
  seal(type: number, payload: Buffer): Buffer;
  /** @throws where the record was not made with these keys. */
  open(type: number, body: Buffer): Record;
}

const TAG = 16;
const hmac = (key: Uint8Array, ...data: Uint8Array[]): Buffer => {
  const made = createHmac('sha256', key);
  for (const each of data) made.update(each);
  return made.digest();
};
export const hash = (parts: readonly Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

const gcm = (key: Buffer, nonce: Buffer, aad: Buffer, plain: Buffer): Buffer => {
  const cipher = createCipheriv('aes-128-gcm', key, nonce).setAAD(aad);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};
const ungcm = (key: Buffer, nonce: Buffer, aad: Buffer, sealed: Buffer): Buffer => {
  const cipher = createDecipheriv('aes-128-gcm', key, nonce).setAAD(aad).setAuthTag(sealed.subarray(-TAG));
  return Buffer.concat([cipher.update(sealed.subarray(0, -TAG)), cipher.final()]);
};
const eight = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
};

/** X25519 (RFC 7748). */
export const createShare = () => {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const prefix = Buffer.from('302a300506032b656e032100', 'hex');
  return {
    share: publicKey.export({ format: 'der', type: 'spki' }).subarray(prefix.length),
    agree: (peer: Buffer): Buffer => {
      const theirs: KeyObject = createPublicKey({ key: Buffer.concat([prefix, peer]), format: 'der', type: 'spki' });
      return diffieHellman({ privateKey, publicKey: theirs });
    },
  };
};

// TLS 1.3, TLS_AES_128_GCM_SHA256 (RFC 8446, sections 5.2 and 7.1).

/** Of no more octets than the hash has. */
const expandLabel = (secret: Buffer, label: string, context: Buffer, length: number): Buffer => {
  const info = Buffer.concat([u16(length), vector(1, Buffer.from(`tls13 ${label}`)), vector(1, context)]);
  return hmac(secret, info, Buffer.of(1)).subarray(0, length);
};
const NOTHING = Buffer.alloc(32);
const derive = (secret: Buffer, label: string, transcript: readonly Buffer[]): Buffer => expandLabel(secret, label, hash(transcript), 32);

export const cipher13 = (secret: Buffer): Cipher => {
  const key = expandLabel(secret, 'key', Buffer.alloc(0), 16);
  const iv = expandLabel(secret, 'iv', Buffer.alloc(0), 12);
  let [sent, opened] = [0n, 0n];
  const nonce = (number: bigint): Buffer => {
    const made = Buffer.from(iv);
    for (const [at, octet] of eight(number).entries()) made[4 + at] = (made[4 + at] ?? 0) ^ octet;
    return made;
  };
  const aad = (length: number): Buffer => Buffer.concat([Buffer.of(APPLICATION_DATA, 3, 3), u16(length)]);
  return {
    seal: (type, payload) => {
      const head = aad(payload.length + 1 + TAG);
      return Buffer.concat([head, gcm(key, nonce(sent++), head, Buffer.concat([payload, Buffer.of(type)]))]);
    },
    open: (_type, body) => {
      const inner = ungcm(key, nonce(opened++), aad(body.length), body);
      let end = inner.length - 1;
      while (end > 0 && inner[end] === 0) end--;
      return { type: inner[end] ?? 0, payload: inner.subarray(0, end) };
    },
  };
};

/** Of the keys that follow a KeyUpdate (section 7.2). */
export const nextSecret = (secret: Buffer): Buffer => expandLabel(secret, 'traffic upd', Buffer.alloc(0), 32);

/** Secrets of one connection from its shared one on. */
export const schedule13 = (shared: Buffer) => {
  const early = hmac(NOTHING, NOTHING);
  const handshake = hmac(derive(early, 'derived', []), shared);
  const master = hmac(derive(handshake, 'derived', []), NOTHING);
  const both = (secret: Buffer, what: string) => (transcript: readonly Buffer[]) => ({
    client: derive(secret, `c ${what} traffic`, transcript),
    server: derive(secret, `s ${what} traffic`, transcript),
  });
  return { handshake: both(handshake, 'hs'), application: both(master, 'ap') };
};

export const finished13 = (secret: Buffer, transcript: readonly Buffer[]): Buffer =>
  hmac(expandLabel(secret, 'finished', Buffer.alloc(0), 32), hash(transcript));

/** What stands for the first ClientHello behind a HelloRetryRequest (section 4.4.1). */
export const hashMessage = (hello: Buffer): Buffer => message(254, hash([hello]));

// TLS 1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 (RFC 5246, section 5; RFC 5288, section 3).

export const prf12 = (secret: Buffer, label: string, seed: Buffer, length: number): Buffer => {
  const whole = Buffer.concat([Buffer.from(label), seed]);
  const parts: Buffer[] = [];
  for (let a = hmac(secret, whole), got = 0; got < length; a = hmac(secret, a), got += 32) parts.push(hmac(secret, a, whole));
  return Buffer.concat(parts).subarray(0, length);
};

export const cipher12 = (key: Buffer, salt: Buffer): Cipher => {
  let [sent, opened] = [0n, 0n];
  const aad = (number: bigint, type: number, length: number): Buffer => Buffer.concat([eight(number), Buffer.of(type, 3, 3), u16(length)]);
  return {
    seal: (type, payload) => {
      const number = eight(sent);
      const body = gcm(key, Buffer.concat([salt, number]), aad(sent++, type, payload.length), payload);
      return Buffer.concat([Buffer.of(type, 3, 3), u16(8 + body.length), number, body]);
    },
    open: (type, body) => {
      const length = body.length - 8 - TAG;
      const nonce = Buffer.concat([salt, body.subarray(0, 8)]);
      return { type, payload: ungcm(key, nonce, aad(opened++, type, length), body.subarray(8)) };
    },
  };
};

/** Both directions of a connection, and its master secret. */
export const schedule12 = (shared: Buffer, clientRandom: Buffer, serverRandom: Buffer) => {
  const master = prf12(shared, 'master secret', Buffer.concat([clientRandom, serverRandom]), 48);
  const block = prf12(master, 'key expansion', Buffer.concat([serverRandom, clientRandom]), 40);
  return {
    master,
    client: cipher12(block.subarray(0, 16), block.subarray(32, 36)),
    server: cipher12(block.subarray(16, 32), block.subarray(36, 40)),
  };
};
