// A client that holds many TLS connections: `hold.mjs SOCKET NAME [LOCAL_ADDRESS...]`. Told what to do by JSON lines over the unix socket SOCKET,
// one answer a line: {"open": N} opens up to N in all; {"ask": SECONDS} sends small requests, ten at a time, to each connection in turn;
// {"askAll": true} sends one to each and says how many answered. Ends with its controller. Where everything is slow, EGF_PACE times slower, it is as patient.
import { lookup } from 'node:dns/promises';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import tls from 'node:tls';

const [, , path = '', host = '', ...sources] = process.argv;
const { address } = await lookup(host, { family: 4 });
const request = `GET /small HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
const BODY = 512;
const AT_A_TIME = 10;
const PACE = Number(process.env.EGF_PACE ?? 1);
/** Fewer where everything is slow: a handshake may take 15 s. */
const OPENING_AT_A_TIME = Math.max(4, 16 / PACE);
const PATIENCE_MS = 20_000 * PACE;
const held = [];

/** Resolves to whether the answer came, whole. */
const ask = (socket) =>
  new Promise((resolve) => {
    let length = 0;
    let end = -1;
    const settle = (answered) => {
      clearTimeout(timer);
      socket.removeListener('data', take).removeListener('close', lose);
      resolve(answered);
    };
    const lose = () => settle(false);
    const take = (chunk) => {
      if (end < 0) {
        const head = chunk.indexOf('\r\n\r\n');
        if (head >= 0) end = length + head + 4 + BODY;
      }
      length += chunk.length;
      if (end >= 0 && length >= end) settle(true);
    };
    const timer = setTimeout(lose, PATIENCE_MS);
    socket.on('data', take).on('close', lose);
    if (socket.destroyed) lose();
    else socket.write(request);
  });

const open = (number) =>
  new Promise((resolve) => {
    const localAddress = sources[number % sources.length];
    const options = { host: address, port: 443, servername: host, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'], localAddress };
    const socket = tls.connect(options);
    const timer = setTimeout(() => socket.destroy(), PATIENCE_MS);
    socket.on('error', () => {});
    socket.once('close', () => resolve(false));
    socket.once('secureConnect', async () => {
      clearTimeout(timer);
      const answered = await ask(socket);
      if (answered) held.push(socket);
      resolve(answered);
    });
  });

/** Calls `work` with 0, 1, 2, ... as long as it says so, so many at a time. */
const inParallel = (width, work) => {
  let next = 0;
  const worker = async () => {
    while (await work(next++));
  };
  return Promise.all(Array.from({ length: width }, worker));
};

const commands = {
  open: async (wanted) => {
    const first = held.length;
    let failed = 0;
    await inParallel(OPENING_AT_A_TIME, async (index) => {
      if (first + index >= wanted || failed >= 200) return false;
      if (!(await open(index))) failed++;
      return true;
    });
    return { held: held.length, failed };
  },
  ask: async (seconds) => {
    const until = performance.now() + seconds * 1000;
    const before = process.cpuUsage();
    let [requests, lost] = [0, 0];
    let next = 0;
    const idle = [...held];
    await inParallel(Math.min(AT_A_TIME, held.length), async () => {
      // Its turn comes again when all others had theirs.
      const socket = idle[next];
      if (!socket || performance.now() > until) return false;
      next++;
      if (await ask(socket)) {
        requests++;
        idle.push(socket);
      } else lost++;
      return true;
    });
    const { user, system } = process.cpuUsage(before);
    return { requests, lost, cpu: (user + system) / 1e6 };
  },
  askAll: async () => {
    let answered = 0;
    await inParallel(64, async (index) => {
      const socket = held[index];
      if (socket && (await ask(socket))) answered++;
      return socket !== undefined;
    });
    return { answered };
  },
};

const server = createServer((controller) => {
  controller.on('close', () => process.exit(0)).on('error', () => {});
  createInterface({ input: controller }).on('line', async (line) => {
    const [[name, argument]] = Object.entries(JSON.parse(line));
    controller.write(`${JSON.stringify(await commands[name](argument))}\n`);
  });
});
server.listen(path);
