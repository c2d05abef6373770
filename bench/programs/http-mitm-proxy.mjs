// http-mitm-proxy, and what makes it transparent: it speaks CONNECT only, so that redirected connections are given to it by one more hop.
// `http-mitm-proxy.mjs PORT ORIGIN_NAME DIRECTORY`

import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';

const [, , port = '', origin = '', directory = ''] = process.argv;
const { Proxy: MitmProxy } = createRequire(`${process.env.EGF_ROOT}/package.json`)('http-mitm-proxy');

const proxy = new MitmProxy();
proxy.onError(() => {});
const inner = Number(port) + 1;
proxy.listen({ host: '127.0.0.1', port: inner, sslCaDir: directory, keepAlive: true }, () => {
  const server = createServer((client) => {
    const upstream = connect(inner, '127.0.0.1', () => upstream.write(`CONNECT ${origin}:443 HTTP/1.1\r\nHost: ${origin}:443\r\n\r\n`));
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    upstream.once('data', (answer) => {
      const end = answer.indexOf('\r\n\r\n') + 4;
      if (end < answer.length) client.write(answer.subarray(end));
      client.pipe(upstream).pipe(client);
    });
  });
  server.listen(Number(port), '127.0.0.1', () => console.log('ready'));
});
