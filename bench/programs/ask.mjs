// DNS questions for one name, one after the other: milliseconds until the answer, as JSON. `ask.mjs SERVER NAME COUNT [PAUSE_MS]`
import dgram from 'node:dgram';

const [, , server, name = '', count = '1000', pause = '0'] = process.argv;
const labels = name.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]);
const socket = dgram.createSocket('udp4');
await new Promise((resolve) => socket.connect(53, server, resolve));

const ask = (id) =>
  new Promise((resolve) => {
    const header = Buffer.from([id >> 8, id & 255, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    const started = performance.now();
    // What is lost counts as long as the client would wait.
    const lost = setTimeout(() => resolve(2000), 2000);
    socket.once('message', () => {
      clearTimeout(lost);
      resolve(performance.now() - started);
    });
    socket.send(Buffer.concat([header, ...labels, Buffer.from([0, 0, 1, 0, 1])]));
  });

const times = [];
for (let i = 0; i < Number(count); i++) {
  times.push(await ask(i % 65536));
  if (pause !== '0') await new Promise((resolve) => setTimeout(resolve, Number(pause)));
}
socket.close();
console.log(JSON.stringify(times));
