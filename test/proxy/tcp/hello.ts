import { createServer } from 'node:net';
import { connect } from 'node:tls';
import { listen } from './lab.ts';

export interface HelloParts {
  readonly extensions?: readonly { readonly type: number; readonly body: Buffer }[];
  readonly sessionId?: Buffer;
  readonly cipherSuites?: Buffer;
  readonly compression?: Buffer;
  readonly noExtensions?: boolean;
}

export const vector = (lengthSize: number, body: Buffer): Buffer => {
  const length = Buffer.alloc(lengthSize);
  length.writeUIntBE(body.length, 0, lengthSize);
  return Buffer.concat([length, body]);
};

/** server_name with these entries, raw bytes. */
export const sni = (...names: readonly (string | Buffer)[]) => ({
  type: 0,
  body: vector(2, Buffer.concat(names.map((name) => Buffer.concat([Buffer.from([0]), vector(2, Buffer.from(name as string))])))),
});

export const alpn = (...protocols: readonly string[]) => ({
  type: 16,
  body: vector(2, Buffer.concat(protocols.map((protocol) => vector(1, Buffer.from(protocol))))),
});

/** The handshake message of a ClientHello. */
export const helloMessage = (parts: HelloParts = {}): Buffer => {
  const extensions = (parts.extensions ?? []).map(({ type, body }) =>
    Buffer.concat([Buffer.from([type >> 8, type & 255]), vector(2, body)]),
  );
  const body = Buffer.concat([
    Buffer.from([3, 3]),
    Buffer.alloc(32, 7),
    vector(1, parts.sessionId ?? Buffer.alloc(0)),
    vector(2, parts.cipherSuites ?? Buffer.from([0x13, 0x01, 0xc0, 0x2b])),
    vector(1, parts.compression ?? Buffer.from([0])),
    ...(parts.noExtensions ? [] : [vector(2, Buffer.concat(extensions))]),
  ]);
  return Buffer.concat([Buffer.from([1]), vector(3, body)]);
};

/** A message cut into handshake records of these payload lengths; the last takes the rest. */
export const records = (message: Buffer, ...lengths: readonly number[]): Buffer => {
  const parts: Buffer[] = [];
  let at = 0;
  for (const length of [...lengths, message.length]) {
    const payload = message.subarray(at, at + length);
    at += payload.length;
    if (payload.length > 0) parts.push(Buffer.concat([Buffer.from([22, 3, 1]), vector(2, payload)]));
  }
  return Buffer.concat(parts);
};

export const hello = (...extensions: readonly { readonly type: number; readonly body: Buffer }[]): Buffer =>
  records(helloMessage({ extensions }));

/** The ClientHello that this Node's OpenSSL really sends. */
export const realHello = async (options: { servername?: string; ALPNProtocols?: string[] }): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      socket.destroy();
    });
  });
  const port = await listen(server);
  await new Promise<void>((resolve) => {
    const client = connect({ port, host: '127.0.0.1', ...options });
    client.on('error', () => {});
    client.on('close', () => resolve());
  });
  server.close();
  return Buffer.concat(chunks);
};
