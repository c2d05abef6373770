/** The world's authoritative and only DNS server: answers from a table, logs every query. UDP and TCP, port 53. */
import dgram from 'node:dgram';
import net from 'node:net';
import packet from 'dns-packet';

/** The attacker's end of a DNS tunnel answers whatever it is asked. */
const TUNNEL = [
  { type: 'TXT', data: 'received' },
  { type: 'A', data: '203.0.113.66' },
];

function read(bytes) {
  try {
    return packet.decode(bytes);
  } catch {
    // What a test of malformed queries sends: seen, not answered.
    return undefined;
  }
}

export function startDns({ address, zone, log }) {
  const answer = (bytes, via) => {
    const query = read(bytes);
    const [question] = query?.questions ?? [];
    if (!question) {
      log({ kind: 'dns', address, via, name: '(not a query)', bytes: bytes.length });
      return Buffer.alloc(12);
    }
    log({ kind: 'dns', address, via, name: question.name, type: question.type });
    const records = zone[question.name.toLowerCase()] ?? (question.name.endsWith('.evil.test') ? TUNNEL : []);
    const answers = records
      .filter(({ type }) => type === question.type || type === 'CNAME')
      .map((record) => ({ ttl: 60, name: question.name, ...record }));
    const chain = answers.flatMap(({ type, data }) =>
      type === 'CNAME' ? (zone[data] ?? []).map((record) => ({ ttl: 60, name: data, ...record })) : [],
    );
    return packet.encode({
      type: 'response',
      id: query.id,
      flags: packet.AUTHORITATIVE_ANSWER | packet.RECURSION_DESIRED | packet.RECURSION_AVAILABLE | (records.length > 0 ? 0 : 3),
      questions: query.questions,
      answers: [...answers, ...chain],
    });
  };
  const udp = dgram.createSocket('udp4');
  udp.on('message', (bytes, from) => udp.send(answer(bytes, 'udp'), from.port, from.address));
  udp.bind(53, address);
  const tcp = net.createServer((socket) => {
    let pending = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        const end = 2 + pending.readUInt16BE(0);
        const reply = answer(pending.subarray(2, end), 'tcp');
        const length = Buffer.alloc(2);
        length.writeUInt16BE(reply.length);
        socket.write(Buffer.concat([length, reply]));
        pending = pending.subarray(end);
      }
    });
  });
  tcp.listen(53, address);
  return Promise.all([new Promise((resolve) => udp.once('listening', resolve)), new Promise((resolve) => tcp.once('listening', resolve))]);
}
