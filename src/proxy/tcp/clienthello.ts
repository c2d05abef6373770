/** What the first flight of a TLS client says in the clear (RFC 8446, section 4.1.2). */
export interface ClientHello {
  /** The one host_name of the server_name extension (RFC 6066, section 3): lower case, no trailing dot. Absent when the client sent none. */
  readonly serverName?: string;
  /** Protocol names as offered (RFC 7301), one character a byte. Empty without the extension. */
  readonly alpn: readonly string[];
  /** supported_versions, or legacy_version where that is absent: 0x0303 is TLS 1.2. */
  readonly versions: readonly number[];
  /** The encrypted_client_hello extension (RFC 9849) is there, real or as grease: nobody but the server can tell. */
  readonly ech: boolean;
  /** The client means to send application data before the handshake is over. */
  readonly earlyData: boolean;
}

export type ClientHelloResult =
  | { readonly status: 'more' }
  | { readonly status: 'hello'; readonly hello: ClientHello }
  | { readonly status: 'malformed'; readonly reason: string };

/** A ClientHello with post-quantum key shares has 2 KB; nothing sane comes near this. Record headers included. */
export const MAX_CLIENT_HELLO = 64 * 1024;

const MAX_RECORD = 16_384;
const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const EXTENSION = { serverName: 0, alpn: 16, earlyData: 42, supportedVersions: 43, encryptedClientHello: 0xfe0d } as const;

class Malformed extends Error {}

/**
 * Could these bytes begin a TLS connection? Every record type counts, since a server may skip an alert before the ClientHello, and so
 * does the ClientHello in SSL 2.0 format (RFC 5246, appendix E.2), which many servers still take: the reader refuses all but a
 * handshake record, so that none of these passes for something that is not TLS.
 */
export const looksLikeTls = (bytes: Buffer): 'yes' | 'no' | 'more' => {
  const [type, second, third, fourth] = bytes;
  if (type === undefined) return 'more';
  if (type >= 20 && type <= 24) return second === undefined ? 'more' : second === 3 ? 'yes' : 'no';
  if (type < 0x80) return 'no';
  if (third !== undefined && third !== CLIENT_HELLO) return 'no';
  return fourth === undefined ? 'more' : fourth === 3 || fourth === 0 ? 'yes' : 'no';
};

/**
 * A reader to be called with all bytes so far, each time more of them are there. It remembers how far it got, so that a client
 * that sends byte by byte costs no more than one that does not. Never throws.
 */
export const createClientHelloReader = (): ((bytes: Buffer) => ClientHelloResult) => {
  const fragments: Buffer[] = [];
  let recordStart = 0;
  let collected = 0;
  let wanted = 4;

  const advance = (bytes: Buffer): ClientHelloResult => {
    for (;;) {
      if (bytes.length < recordStart + 5) return more(bytes);
      const record = bytes.subarray(recordStart);
      const length = record.readUInt16BE(3);
      if (record[0] !== HANDSHAKE) throw new Malformed('a record that is not a handshake record, before the end of the ClientHello');
      if (record[1] !== 3) throw new Malformed('record version is not TLS');
      if (length === 0) throw new Malformed('empty handshake record (RFC 8446, section 5.1)');
      if (length > MAX_RECORD) throw new Malformed('record longer than 16384 bytes');
      if (record.length < 5 + length) return more(bytes);
      fragments.push(record.subarray(5, 5 + length));
      recordStart += 5 + length;
      collected += length;
      if (wanted === 4 && collected >= 4) wanted = messageLength(fragments);
      if (collected > wanted) throw new Malformed('bytes after the ClientHello in its last record');
      if (collected === wanted && wanted > 4) return { status: 'hello', hello: parseClientHello(Buffer.concat(fragments).subarray(4)) };
    }
  };

  return (bytes) => {
    try {
      return advance(bytes);
    } catch (error) {
      if (error instanceof Malformed) return { status: 'malformed', reason: error.message };
      throw error;
    }
  };
};

const more = (bytes: Buffer): ClientHelloResult => {
  if (bytes.length >= MAX_CLIENT_HELLO) throw new Malformed(`ClientHello longer than ${MAX_CLIENT_HELLO} bytes`);
  return { status: 'more' };
};

const messageLength = (fragments: readonly Buffer[]): number => {
  const start = Buffer.concat(fragments);
  if (start[0] !== CLIENT_HELLO) throw new Malformed('the first handshake message is not a ClientHello');
  const length = 4 + start.readUIntBE(1, 3);
  if (length > MAX_CLIENT_HELLO) throw new Malformed(`ClientHello longer than ${MAX_CLIENT_HELLO} bytes`);
  if (length === 4) throw new Malformed('empty ClientHello');
  return length;
};

/** A cursor that refuses to read past its end. */
const createReader = (bytes: Buffer) => {
  let at = 0;
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new Malformed('a length points past the end of the ClientHello');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const number = (size: number): number => take(size).readUIntBE(0, size);
  const vector = (lengthSize: number): Buffer => take(number(lengthSize));
  return { take, number, vector, done: () => at === bytes.length };
};

const parseClientHello = (body: Buffer): ClientHello => {
  const reader = createReader(body);
  const legacyVersion = reader.number(2);
  reader.take(32);
  if (reader.vector(1).length > 32) throw new Malformed('session id longer than 32 bytes');
  const cipherSuites = reader.vector(2);
  if (cipherSuites.length === 0 || cipherSuites.length % 2 === 1) throw new Malformed('cipher suite list of a wrong length');
  if (reader.vector(1).length === 0) throw new Malformed('no compression method');
  const extensions = reader.done() ? new Map<number, Buffer>() : parseExtensions(reader.vector(2));
  if (!reader.done()) throw new Malformed('bytes after the extensions');

  const serverName = extensions.get(EXTENSION.serverName);
  const alpn = extensions.get(EXTENSION.alpn);
  const versions = extensions.get(EXTENSION.supportedVersions);
  return {
    ...(serverName && { serverName: parseServerName(serverName) }),
    alpn: alpn ? parseAlpn(alpn) : [],
    versions: versions ? parseVersions(versions) : [legacyVersion],
    ech: extensions.has(EXTENSION.encryptedClientHello),
    earlyData: extensions.has(EXTENSION.earlyData),
  };
};

const parseExtensions = (bytes: Buffer): Map<number, Buffer> => {
  const extensions = new Map<number, Buffer>();
  const reader = createReader(bytes);
  while (!reader.done()) {
    const type = reader.number(2);
    if (extensions.has(type)) throw new Malformed(`extension ${type} twice`);
    extensions.set(type, reader.vector(2));
  }
  return extensions;
};

const parseServerName = (extension: Buffer): string => {
  const outer = createReader(extension);
  const list = createReader(outer.vector(2));
  if (!outer.done()) throw new Malformed('bytes after the server name list');
  if (list.done()) throw new Malformed('empty server name list');
  if (list.number(1) !== 0) throw new Malformed('a server name that is not a host name');
  const name = list.vector(2);
  if (!list.done()) throw new Malformed('more than one server name');
  return normaliseServerName(name.toString('latin1'));
};

/** ASCII host names only: what differs between us and the server in how it is read could be a way out. */
const normaliseServerName = (raw: string): string => {
  const name = (raw.endsWith('.') ? raw.slice(0, -1) : raw).toLowerCase();
  if (name.length === 0 || name.length > 253) throw new Malformed('server name of a wrong length');
  const labels = name.split('.');
  if (!labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))) {
    throw new Malformed(`server name ${JSON.stringify(raw.slice(0, 80))} is not a host name`);
  }
  if (/^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '')) throw new Malformed('IP address as server name (RFC 6066, section 3)');
  return name;
};

const parseAlpn = (extension: Buffer): string[] => {
  const outer = createReader(extension);
  const list = createReader(outer.vector(2));
  if (!outer.done() || list.done()) throw new Malformed('protocol list (ALPN) of a wrong length');
  const protocols: string[] = [];
  while (!list.done()) {
    const protocol = list.vector(1);
    if (protocol.length === 0) throw new Malformed('empty protocol name (ALPN)');
    protocols.push(protocol.toString('latin1'));
  }
  return protocols;
};

const parseVersions = (extension: Buffer): number[] => {
  const outer = createReader(extension);
  const list = createReader(outer.vector(1));
  if (!outer.done() || list.done()) throw new Malformed('version list of a wrong length');
  const versions: number[] = [];
  while (!list.done()) versions.push(list.number(2));
  return versions;
};
