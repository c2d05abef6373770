// Opens TLS connections, asks each for one small answer, and holds them: `hold.mjs NAME COUNT`. Says `held N of COUNT` and stays until its input ends.
import { lookup } from 'node:dns/promises';
import tls from 'node:tls';

const [, , host = '', count = '1000'] = process.argv;
const { address } = await lookup(host, { family: 4 });
const wanted = Number(count);
const held = [];
let failed = 0;

const open = () =>
  new Promise((resolve) => {
    const socket = tls.connect({ host: address, port: 443, servername: host, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
    const fail = () => {
      failed++;
      resolve();
    };
    socket.setTimeout(20_000, () => socket.destroy(new Error('timeout')));
    socket.once('error', fail);
    socket.once('secureConnect', () => socket.write(`GET /small HTTP/1.1\r\nHost: ${host}\r\n\r\n`));
    socket.once('data', () => {
      socket.setTimeout(0);
      socket.removeListener('error', fail);
      socket.on('error', () => {});
      held.push(socket);
      resolve();
    });
  });

let next = 0;
const worker = async () => {
  while (next < wanted && failed < 100) {
    next++;
    await open();
  }
};
await Promise.all(Array.from({ length: 16 }, worker));
console.log(`held ${held.filter((socket) => !socket.destroyed).length} of ${wanted}`);
setTimeout(() => process.exit(0), 3000);
