import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { loadNative } from '../../src/kernel/load.ts';
import { type Listener, listenForRedirected } from '../../src/proxy/listen.ts';

const open: (Listener | { close(): unknown })[] = [];
afterEach(() => {
  for (const each of open.splice(0).reverse()) each.close();
});

const listenForOne = async () => {
  const accepted: Socket[] = [];
  const listener = await listenForRedirected(loadNative(), (socket) => {
    accepted.push(socket);
    open.push({ close: () => socket.destroy() });
  });
  open.push(listener);
  return { listener, accepted };
};

/** What the kernel says of the accepted side of a connection. */
const detailsOf = (port: number, client: Socket): string =>
  execFileSync('ss', ['-tinOH', 'src', `127.0.0.1:${port}`, 'dst', `127.0.0.1:${client.localPort}`], { encoding: 'utf8' });

test('what is sent to clients is not paced by timers, whatever the choice of the system is: they are on this machine', async () => {
  const { listener } = await listenForOne();
  for (let port = listener.port; port < listener.port + listener.count; port++) {
    const client = connect({ port, host: '127.0.0.1' });
    open.push({ close: () => client.destroy() });
    await once(client, 'connect');
    expect(detailsOf(port, client)).toMatch(/ reno /);
  }
});

test('two of them find ports of their own', async () => {
  const [one, other] = await Promise.all([listenForOne(), listenForOne()]);
  expect(one.listener.count).toBe(16);
  expect(Math.abs(one.listener.port - other.listener.port)).toBeGreaterThanOrEqual(16);
});
