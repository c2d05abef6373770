import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { containerBridges, listeningPorts } from '../../src/guard/surroundings.ts';

const scratch = mkdtempSync(join(tmpdir(), 'egf-surroundings-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A /sys/class/net: bridges with their ports, each port with the entries that it has in sysfs. */
function sysfs(bridges: Record<string, Record<string, string[]>>): string {
  const root = mkdtempSync(join(scratch, 'net-'));
  for (const [bridge, ports] of Object.entries(bridges)) {
    mkdirSync(join(root, bridge, 'bridge'), { recursive: true });
    mkdirSync(join(root, bridge, 'brif'));
    for (const [port, entries] of Object.entries(ports)) {
      writeFileSync(join(root, bridge, 'brif', port), '');
      for (const entry of ['', ...entries]) mkdirSync(join(root, port, entry), { recursive: true });
      writeFileSync(join(root, port, 'uevent'), port.startsWith('vx') ? 'DEVTYPE=vxlan\nINTERFACE=vx0\n' : `INTERFACE=${port}\n`);
    }
  }
  return root;
}

test.each([
  ['no bridge', {}, ['docker+', 'br-+'], []],
  ["Docker's", { docker0: { veth1: [] }, 'br-0123456789ab': {} }, ['docker+', 'br-+'], []],
  ['one of its own name', { mybridge: { veth1: [], tap0: [] } }, ['mybridge'], []],
  ['one with a network card', { 'br-lan': { eth0: ['device'] }, docker0: {} }, ['docker+'], ['br-+', 'br-lan']],
  ['one with a network card and a usual name', { docker0: { eth0: ['device'] } }, ['br-+'], ['docker+', 'docker0']],
  ['one with a VLAN of a card', { uplink: { 'eth0.5': ['lower_eth0'] } }, [], ['uplink']],
  ['one with a tunnel', { overlay: { vx0: [] } }, [], ['overlay']],
  ['one whose name is no name', { 'a b': {} }, ['docker+'], ['a b']],
])('bridges of containers: %s', (_, bridges, inner, outer) => {
  const { interfaces } = containerBridges(sysfs(bridges as Record<string, Record<string, string[]>>));
  expect(interfaces).toEqual(expect.arrayContaining(inner));
  for (const name of outer) expect(interfaces).not.toContain(name);
});

test('ports that can be reached from outside are those that are listened on, but for loopback', async () => {
  const listen = (host: string) =>
    new Promise<{ port: number; close(): void }>((resolve) => {
      const server = createServer().listen(0, host, () => {
        const address = server.address();
        resolve({ port: typeof address === 'object' && address ? address.port : 0, close: () => server.close() });
      });
    });
  const [everywhere, loopback, loopback6] = [await listen('0.0.0.0'), await listen('127.0.0.1'), await listen('::ffff:127.0.0.1')];
  const found = listeningPorts();
  expect(found).toContainEqual({ protocol: 'tcp', port: everywhere.port });
  for (const { port } of [loopback, loopback6]) expect(found).not.toContainEqual({ protocol: 'tcp', port });
  for (const server of [everywhere, loopback, loopback6]) server.close();
});

test('any text in the tables of the kernel is read without an exception', () => {
  const word = fc.stringMatching(/^[0-9A-F: ]{0,40}$/);
  fc.assert(
    fc.property(fc.array(word), (lines) => {
      for (const name of ['tcp', 'tcp6', 'udp', 'udp6']) writeFileSync(join(scratch, name), `header\n${lines.join('\n')}`);
      for (const { port } of listeningPorts(scratch)) expect(port).toBeGreaterThan(0);
    }),
    { numRuns: 50 },
  );
});
