import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createSecureServer, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, type SecureContext, type TLSSocket, type TlsOptions } from 'node:tls';
import { worldCa } from './lab.ts';

export interface Origin {
  readonly port: number;
  /** TCP connections so far. */
  readonly connections: () => number;
  /** `GET ok.test/path`, in order. */
  readonly requests: string[];
  /** TLS handshakes that resumed a session. */
  readonly resumed: () => number;
  close(): void;
}

/** HTTP/1.1 and HTTP/2 over TLS, with a certificate of the world's CA for whatever name is asked for and its `alt.` sibling. */
export const createOrigin = async (options: TlsOptions & { allowHTTP1?: boolean } = {}): Promise<Origin> => {
  let connections = 0;
  let resumed = 0;
  const requests: string[] = [];
  const sessions = new Set<ServerHttp2Session>();
  const sockets = new Set<TLSSocket>();
  const server = createSecureServer({
    allowHTTP1: true,
    ...(options.cert
      ? {}
      : {
          SNICallback: (name: string, done: (error: Error | null, context?: SecureContext) => void) =>
            done(null, createSecureContext(worldCa.leafFor([name, `alt.${name}`]))),
        }),
    ...options,
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.on('session', (session) => sessions.add(session));
  server.on('secureConnection', (socket: TLSSocket) => {
    if (socket.isSessionReused()) resumed += 1;
    sockets.add(socket);
    socket.on('error', () => {});
  });
  server.on('request', (request, response) => {
    requests.push(`${request.method} ${request.headers[':authority'] ?? request.headers.host}${request.url}`);
    if (request.url.startsWith('/bytes/')) {
      response.end(Buffer.alloc(Number(request.url.slice('/bytes/'.length)), 'x'));
    } else if (request.method === 'POST') {
      let length = 0;
      request.on('data', (chunk: Buffer) => {
        length += chunk.length;
      });
      request.on('end', () => response.end(String(length)));
    } else {
      response.end(`hello over ${request.httpVersion}`);
    }
  });
  server.on('upgrade', (_request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    requests,
    resumed: () => resumed,
    close: () => {
      for (const session of sessions) session.destroy();
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};

/** A certificate that openssl made: independent of our own writer. */
export const opensslCertificate = (...args: readonly string[]): { key: string; cert: string } => {
  const directory = mkdtempSync(join(tmpdir(), 'cert-'));
  const key = join(directory, 'key.pem');
  const cert = join(directory, 'cert.pem');
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, ...args],
    { stdio: 'pipe' },
  );
  const made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(directory, { recursive: true });
  return made;
};
