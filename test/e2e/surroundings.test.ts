import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exit, Lab, WORLD } from './lab.ts';

/** Machines that are set up in ways which must not matter to the command. */
let lab: Lab;
let forwarder: ChildProcess | undefined;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(async () => {
  forwarder?.kill('SIGKILL');
  await lab?.stop();
});

test('a machine whose name servers have IPv6 addresses only: names are resolved, allowed and denied ones', async () => {
  const forward = `import socket
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.bind(("::1", 53)); print("ready", flush=True)
while True:
    question, client = s.recvfrom(4096)
    up = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); up.settimeout(20); up.sendto(question, ("${WORLD.dns}", 53)); s.sendto(up.recv(4096), client)`;
  const child = spawn('ip', ['netns', 'exec', lab.job, 'python3', '-c', forward], { stdio: ['ignore', 'pipe', 'inherit'] });
  forwarder = child;
  await new Promise((ready) => child.stdout.once('data', ready));
  const file = `/etc/netns/${lab.job}/resolv.conf`;
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, 'search example.test\nnameserver ::1\noptions timeout:20 attempts:1\n');
  try {
    const script = 'cat /etc/resolv.conf; getent ahostsv4 ok.test; getent ahostsv4 evil.test; curl -sS -m 60 https://ok.test/';
    const result = await lab.run(['sh', '-c', script], { policy: 'ok.test' });
    expect(result.stdout).toContain('nameserver 127.0.0.1\nsearch example.test\n');
    expect(result.stdout).toContain(WORLD.ok);
    expect(result.stdout).toContain('hello from ok.test');
    expect(result.stdout).not.toContain(WORLD.evil);
    expect(result.log.find(({ name, policy }) => name === 'evil.test' && policy === 'deny')).toMatchObject({ exe: '/usr/bin/getent' });
    expect(readFileSync(file, 'utf8')).toContain('nameserver ::1');
  } finally {
    writeFileSync(file, before);
  }
});

test('a caller with a strict umask: the command trusts our CA all the same', async () => {
  const before = process.umask(0o077);
  const child = lab.spawn(['sh', '-c', 'umask; curl -sS -m 60 https://ok.test/'], { policy: 'ok.test' });
  process.umask(before);
  // The policy's file was written under it as well, and is root's to read.
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stdin?.end();
  expect(await exit(child, 20_000)).toBe(0);
  expect(output).toContain('0077\n');
  expect(output).toContain('hello from ok.test');
});
