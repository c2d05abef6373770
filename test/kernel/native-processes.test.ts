import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { closeSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { native } from './native-lab.ts';
import { eventually } from './scope-lab.ts';

const loopback = 0x7f000001;

describe('bindSocket', () => {
  it('tcp: bound, not listening yet, for a server that closes and another that takes its place', async () => {
    const { fd, port } = native.bindSocket('tcp', loopback, 0);
    expect(port).toBeGreaterThan(0);
    const refused = new Socket().connect(port, '127.0.0.1');
    expect((await once(refused, 'error'))[0]).toMatchObject({ code: 'ECONNREFUSED' });
    const server = new Server().listen({ fd });
    await once(server, 'listening');
    const client = new Socket().connect(port, '127.0.0.1');
    await once(server, 'connection');
    client.destroy();
    server.close();
    const again = native.bindSocket('tcp', loopback, port);
    expect(again.port).toBe(port);
    closeSync(again.fd);
  });

  it('udp: datagrams that come before there is a reader wait for it', async () => {
    const { fd, port } = native.bindSocket('udp', loopback, 0);
    const sender = createSocket('udp4');
    sender.send('early', port, '127.0.0.1');
    const reader = createSocket('udp4');
    reader.bind({ fd });
    const [message] = await once(reader, 'message');
    expect(String(message)).toBe('early');
    sender.close();
    reader.close();
  });

  it('is close-on-exec', () => {
    const { fd } = native.bindSocket('tcp', loopback, 0);
    expect(Number.parseInt(/flags:\s+(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1] ?? '', 8) & 0o2000000).not.toBe(0);
    closeSync(fd);
  });

  it('says what is wrong', () => {
    const { fd, port } = native.bindSocket('udp', loopback, 0);
    expect(() => native.bindSocket('udp', loopback, port)).toThrow(expect.objectContaining({ code: 'EADDRINUSE', syscall: 'bind' }));
    expect(() => native.bindSocket('tcp', 0xcb007101, 0)).toThrow(expect.objectContaining({ code: 'EADDRNOTAVAIL' }));
    closeSync(fd);
    const bind = native.bindSocket as (...args: unknown[]) => unknown;
    for (const args of [
      ['raw', loopback, 0],
      ['tcp', -1, 0],
      ['tcp', 2 ** 32, 0],
      ['tcp', loopback, 65_536],
      ['tcp', loopback],
      [],
      [6, 0, 0],
    ])
      expect(() => bind(...args)).toThrow(TypeError);
  });
});

describe('peerCredentials', () => {
  /** A connection to a Unix socket from Python, by its descriptor here. */
  async function connection(script: string) {
    const folder = mkdtempSync(join(tmpdir(), 'egf-kernel-peer-'));
    const server = createServer();
    server.listen(join(folder, 'socket'));
    await once(server, 'listening');
    const client = spawn('/usr/bin/python3', [
      '-c',
      `import os, socket, sys, time; s = socket.socket(socket.AF_UNIX); s.connect('${folder}/socket')\n${script}`,
    ]);
    const [socket] = (await once(server, 'connection')) as [Socket & { _handle: { fd: number } }];
    const end = () => {
      client.kill('SIGKILL');
      socket.destroy();
      server.close();
      rmSync(folder, { recursive: true });
    };
    return { client, fd: socket._handle.fd, end };
  }

  it('tells who connected', async () => {
    const { client, fd, end } = await connection('time.sleep(60)');
    expect(native.peerCredentials(fd)).toEqual({ pid: client.pid, uid: process.getuid?.(), gid: process.getgid?.() });
    end();
  });

  it('a process that has ended is not named where the kernel can tell, though its connection lives on', async (context) => {
    const { client, fd, end } = await connection(`
if os.fork() == 0: time.sleep(60)
`);
    await once(client, 'exit');
    let told: unknown;
    try {
      told = native.peerCredentials(fd);
    } catch (error) {
      told = error;
    }
    end();
    if (told instanceof Error) expect(told).toMatchObject({ code: 'ESRCH' });
    else context.skip('this kernel has no SO_PEERPIDFD');
  });

  it('no Unix socket, no peer', () => {
    const { fd } = native.bindSocket('tcp', loopback, 0);
    expect(() => native.peerCredentials(fd)).toThrow(expect.objectContaining({ code: 'ENOTCONN' }));
    closeSync(fd);
    expect(() => native.peerCredentials(fd)).toThrow(expect.objectContaining({ code: expect.stringMatching(/EBADF|ENOTSOCK/) }));
    expect(() => native.peerCredentials(-1)).toThrow(TypeError);
  });
});

describe('processEnd', () => {
  it('resolves when the process ends, also one that is no child', async () => {
    const parent = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; wait']);
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(line);
    let ended = false;
    const end = native.processEnd(pid).then(() => {
      ended = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(ended).toBe(false);
    process.kill(pid, 'SIGKILL');
    await end;
    parent.kill('SIGKILL');
  });

  it('resolves at once where there is none, and for each that asks', async () => {
    const child = spawn('/bin/true');
    const pid = child.pid ?? 0;
    await Promise.all([native.processEnd(pid), native.processEnd(pid), once(child, 'exit')]);
    await native.processEnd(pid);
  });

  it('keeps a program alive until then, and not longer', async () => {
    const addon = new URL('./fixtures/addon.mjs', import.meta.url).href;
    const sleeper = spawn('/bin/sleep', ['60']);
    const program = `import { native } from '${addon}'; console.log('waiting'); await native.processEnd(${sleeper.pid}); console.log('ended')`;
    const waiter = spawn(process.execPath, ['--input-type=module', '-e', program]);
    let output = '';
    waiter.stdout.on('data', (data) => {
      output += data;
    });
    await eventually(() => (output.includes('waiting') ? true : undefined), 30_000);
    expect(waiter.exitCode).toBeNull();
    sleeper.kill('SIGKILL');
    expect((await once(waiter, 'exit'))[0]).toBe(0);
    expect(output).toBe('waiting\nended\n');
  });

  it('takes nothing but a number of a process', () => {
    const end = native.processEnd as (pid: unknown) => unknown;
    for (const bad of [0, -1, 2 ** 31, 1.5, Number.NaN, '1', undefined, null, {}]) expect(() => end(bad)).toThrow(TypeError);
  });
});
