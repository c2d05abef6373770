// The world's DNS server: every name has one address. `world-dns.mjs LISTEN ADDRESS`
import dgram from 'node:dgram';

const [, , listen, address = ''] = process.argv;
const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0x0e, 0x10, 0, 4, ...address.split('.').map(Number)]);
const server = dgram.createSocket('udp4');
server.on('message', (query, from) => {
  const end = query.indexOf(0, 12) + 5;
  if (query.length < 17 || end > query.length) return;
  const isA = query.readUInt16BE(end - 4) === 1;
  const reply = Buffer.concat([query.subarray(0, end), ...(isA ? [record] : [])]);
  reply.writeUInt16BE(0x8580, 2);
  reply.writeUInt16BE(1, 4);
  reply.writeUInt16BE(isA ? 1 : 0, 6);
  reply.writeUInt32BE(0, 8);
  server.send(reply, from.port, from.address);
});
server.bind(53, listen, () => console.log('ready'));
