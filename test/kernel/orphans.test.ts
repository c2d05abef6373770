import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lab, native, openLab } from './native-lab.ts';

let lab: Lab;
beforeAll(() => {
  lab = openLab('orphans');
});
afterAll(() => lab.close());

const open = (port: number): string => execFileSync('ss', ['-Htn', 'state', 'connected', `dport = :${port}`], { encoding: 'utf8' });

it('closes what a process has left, and what one holds, of this cgroup only', async () => {
  const peers: Socket[] = [];
  // Nobody reads: what is written waits in the kernel.
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', () => {});
    peers.push(socket);
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const leave = `import socket, os
for family, address in ((2, "127.0.0.1"), (10, "::ffff:127.0.0.1")):
    s = socket.socket(family); s.connect((address, ${port})); s.setblocking(False)
    try:
        while True: s.send(b"x" * 65536)
    except OSError: pass
os._exit(0)`;
  const hold = `import socket, time
s = socket.create_connection(("127.0.0.1", ${port})); print("connected", flush=True); time.sleep(100)`;
  const id = statSync(lab.cgroup, { bigint: true }).ino;
  await lab.run('', { file: '/usr/bin/python3', argv: ['python3', '-c', leave] });
  const holder = native.spawn({ ...lab.plain, file: '/usr/bin/python3', argv: ['python3', '-c', hold] });
  const outsider = execFileSync(
    'python3',
    ['-c', `import socket; s = socket.create_connection(("127.0.0.1", ${port})); print(s.getsockname()[1]); s.close()`],
    {
      encoding: 'utf8',
    },
  );
  for (let look = 0; look < 1000 && peers.length < 4; look++) await new Promise((done) => setTimeout(done, 20));
  expect(peers.length).toBe(4);

  expect(native.destroySockets(id)).toEqual({ found: 3, destroyed: 3 });
  expect(native.destroySockets(id).found).toBe(0);
  expect(native.destroySockets(id + 1_000_000n)).toEqual({ found: 0, destroyed: 0 });
  // The one of another cgroup has closed by itself, in its own time.
  expect(open(port)).not.toContain('FIN-WAIT-1');
  expect(Number(outsider)).toBeGreaterThan(0);

  holder.kill(9);
  await holder.exited;
  for (const peer of peers) peer.destroy();
  server.close();
});
