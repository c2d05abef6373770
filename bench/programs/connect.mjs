// New TLS connections, one after the other, each with one request: milliseconds until the answer, as JSON.
// `connect.mjs ADDRESS NAME|*.NAME COUNT`; with a star each connection asks for a name of its own.
import { lookup } from 'node:dns/promises';
import tls from 'node:tls';

const [, , name = '', count = '100'] = process.argv;

const once = (host, address) =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const socket = tls.connect({ host: address, port: 443, servername: host, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
    socket.on('secureConnect', () => socket.write(`GET /small HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
    socket.once('data', () => {
      resolve(performance.now() - started);
      socket.destroy();
    });
    socket.on('error', reject);
  });

const times = [];
const tag = Math.random().toString(36).slice(2, 8);
for (let i = 0; i < Number(count); i++) {
  const host = name.replace('*', `n${tag}${i}`);
  const { address } = await lookup(host, { family: 4 });
  times.push(await once(host, address));
}
console.log(JSON.stringify(times));
