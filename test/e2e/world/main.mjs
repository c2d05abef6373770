/**
 * The world: real servers in a network namespace of their own. Everything that reaches them is logged, one JSON line an event, to the
 * file given in the settings. Run as `node main.mjs SETTINGS.json`; prints `ready` when all of them listen. For each line on standard input, all that had
 * arrived by then is logged when the line is in the file `heard` of the settings.
 */
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import dgram from 'node:dgram';
import fs from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';
import { startDns } from './dns.mjs';

const settings = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const log = (event) => fs.appendFileSync(settings.log, `${JSON.stringify(event)}\n`);
const credentials = { key: fs.readFileSync(settings.key), cert: fs.readFileSync(settings.cert) };
const listening = [];
const listen = (server, port, address) => listening.push(new Promise((resolve) => server.listen(port, address, resolve)));

/** Logs who connects and how many bytes came, whatever the server on top makes of them. */
const witness = (server, kind, address, port) => {
  server.on('connection', (socket) => {
    log({ kind: 'connection', server: kind, address, port, from: socket.remotePort });
    socket.on('error', () => {});
    socket.on('close', () => log({ kind: 'closed', server: kind, address, port, bytes: socket.bytesRead }));
  });
  return server;
};

function handle(request, response) {
  const url = new URL(request.url, 'http://world');
  const scheme = request.socket.encrypted ? 'https' : 'http';
  const host = request.headers[':authority'] ?? request.headers.host;
  log({ kind: 'request', scheme, method: request.method, url: request.url, host, version: request.httpVersion });
  if (url.pathname.startsWith('/git/')) return gitBackend(request, response, url);
  if (url.pathname.startsWith('/npm/')) return registry(response, `${scheme}://${host}`, url.pathname.slice('/npm/'.length));
  if (url.pathname === '/big') {
    const size = Number(url.searchParams.get('size') ?? 1 << 20);
    response.writeHead(200, { 'content-length': size });
    let left = size;
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const more = () => {
      while (left > 0) {
        const part = left < chunk.length ? chunk.subarray(0, left) : chunk;
        left -= part.length;
        if (!response.write(part)) return response.once('drain', more);
      }
      response.end();
    };
    return more();
  }
  if (url.pathname === '/upload') {
    let bytes = 0;
    request.on('data', (part) => {
      bytes += part.length;
    });
    return request.on('end', () => response.end(`got ${bytes}\n`));
  }
  response.setHeader('content-type', 'text/plain');
  response.end(`hello from ${host}${request.url} by ${request.method} HTTP/${request.httpVersion}\n`);
}

/** As much of a package registry as npm asks for: packuments and tarballs. */
function registry(response, origin, path) {
  const [name, dash, file] = decodeURIComponent(path).split(/\/(-)\//);
  const source = `${settings.npmRoot}/${dash ? `${name}/${file}` : `${name}/packument.json`}`;
  if (name.includes('..') || !fs.existsSync(source)) {
    response.statusCode = 404;
    return response.end('{"error":"not found"}');
  }
  if (dash) return fs.createReadStream(source).pipe(response);
  const packument = JSON.parse(fs.readFileSync(source, 'utf8'));
  for (const [version, manifest] of Object.entries(packument.versions)) manifest.dist.tarball = `${origin}/npm/${name}/-/${version}.tgz`;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(packument));
}

/** git-http-backend(1) as CGI: what a forge runs. */
function gitBackend(request, response, url) {
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: settings.gitRoot,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname.slice('/git'.length),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: request.headers['git-protocol'] ?? '',
      REMOTE_USER: 'tester',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  request.pipe(backend.stdin);
  backend.stdin.on('error', () => {});
  let head = Buffer.alloc(0);
  const onHead = (chunk) => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    backend.stdout.off('data', onHead);
    for (const line of head.subarray(0, end).toString().split('\r\n')) {
      const [name, value = ''] = line.split(': ');
      if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.write(head.subarray(end + 4));
    backend.stdout.pipe(response);
  };
  backend.stdout.on('data', onHead);
}

/** RFC 6455: accepts, then echoes unfragmented frames. */
function webSocket(request, socket) {
  log({ kind: 'request', scheme: 'ws', method: request.method, url: request.url, host: request.headers.host });
  const accept = crypto
    .createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  let pending = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 6) {
      const length = pending[1] & 127;
      if (length > 125 || pending.length < 6 + length) return;
      const mask = pending.subarray(2, 6);
      const payload = Buffer.from(pending.subarray(6, 6 + length).map((byte, at) => byte ^ mask[at & 3]));
      const opcode = pending[0] & 15;
      socket.write(Buffer.concat([Buffer.from([0x80 | opcode, length]), payload]));
      if (opcode === 8) socket.end();
      pending = pending.subarray(6 + length);
    }
  });
}

/** gRPC by hand over HTTP/2: every method echoes its messages as they come, with trailers. */
function grpc(request, response) {
  log({ kind: 'request', scheme: 'https', method: request.method, url: request.url, host: request.authority, version: '2.0', grpc: true });
  response.writeHead(200, { 'content-type': 'application/grpc' });
  request.on('data', (part) => response.write(part));
  request.on('end', () => {
    response.addTrailers({ 'grpc-status': '0', 'grpc-message': 'done' });
    response.end();
  });
}

for (const address of settings.web) {
  listen(witness(http.createServer(handle).on('upgrade', webSocket), 'http', address, 80), 80, address);
  for (const port of [443, 8443]) {
    const secure = http2.createSecureServer({ ...credentials, allowHTTP1: true });
    secure.on('request', (request, response) => {
      request.stream?.on('error', () => {});
      if (request.headers['content-type']?.startsWith('application/grpc')) grpc(request, response);
      else handle(request, response);
    });
    secure.on('upgrade', webSocket);
    secure.on('secureConnection', (socket) =>
      log({ kind: 'tls', address, port, servername: socket.servername, alpn: socket.alpnProtocol }),
    );
    listen(witness(secure, 'https', address, port), port, address);
  }
}
for (const { address, port } of settings.selfSigned) {
  const server = tls.createServer(
    { key: fs.readFileSync(settings.selfSignedKey), cert: fs.readFileSync(settings.selfSignedCert) },
    (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 12\r\nConnection: close\r\n\r\nself-signed\n'));
    },
  );
  listen(witness(server, 'self-signed', address, port), port, address);
}
for (const { address, port } of settings.echo) {
  listen(
    witness(
      net.createServer((socket) => socket.pipe(socket)),
      'echo',
      address,
      port,
    ),
    port,
    address,
  );
  const udp = dgram.createSocket('udp4');
  udp.on('message', (bytes, from) => {
    log({ kind: 'udp', address, port, bytes: bytes.length, text: bytes.toString('latin1').slice(0, 80) });
    udp.send(bytes, from.port, from.address);
  });
  listening.push(new Promise((resolve) => udp.bind(port, address, resolve)));
}
for (const { address, port } of settings.serverFirst) {
  const server = net.createServer((socket) => {
    socket.write('SSH-2.0-World_1.0\r\n');
    socket.pipe(socket);
  });
  listen(witness(server, 'server-first', address, port), port, address);
}
for (const address of settings.dns) listening.push(startDns({ address, zone: settings.zone, log }));
await Promise.all(listening);
// What is ready to be read is read in the next turns of the loop, whatever came first.
process.stdin.on('data', (line) =>
  setTimeout(() => setImmediate(() => settings.heard && fs.writeFileSync(settings.heard, String(line).trim().split('\n').at(-1))), 1),
);
process.stdout.write('ready\n');
