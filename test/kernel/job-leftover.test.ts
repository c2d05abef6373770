import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bpfObjectPath } from '../../src/kernel/load.ts';
import { type Lab, native, openLab } from './native-lab.ts';

let lab: Lab;
beforeEach(() => {
  lab = openLab('leftover');
});
afterEach(() => lab.close());

const job = { workerPid: process.ppid, trustMark: 0x7a11c0de, proxyMark: 0x7a11beef, guarded: '/nonexistent' };
const open = () => native.openScope({ object: bpfObjectPath(), cgroupFd: lab.cgroupFd, job });

async function otherGuard() {
  const file = fileURLToPath(new URL('fixtures/job-hold.mjs', import.meta.url));
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit', lab.cgroupFd] });
  if (child.stdout) await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  return {
    pid: child.pid,
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** Whether the programs are at work: IPv6 is refused by EPERM, and not by the network. */
async function isShut(): Promise<boolean> {
  const { output } = await lab.run(`exec /usr/bin/python3 -c "
import socket
try: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).connect(('2001:db8::1', 9)); print(0)
except OSError as error: print(error.errno)"`);
  return Number(output) === constants.errno.EPERM;
}

it('what a killed guard left attached stays shut, and makes way for the next job', async () => {
  const other = await otherGuard();
  await other.kill();
  expect(await isShut()).toBe(true);
  const scope = open();
  expect(await isShut()).toBe(true);
  scope.close();
  expect(await isShut()).toBe(false);
});

it('a job is not opened beside another whose guard lives', async () => {
  const other = await otherGuard();
  expect(open).toThrow(expect.objectContaining({ code: 'EBUSY', message: expect.stringContaining(`process ${other.pid}`) }));
  expect(await isShut()).toBe(true);
  await other.kill();
  open().close();
  expect(await isShut()).toBe(false);
});

it('the programs of a command on the same cgroup are left alone', async () => {
  const run = native.openScope({ object: bpfObjectPath(), cgroupFd: lab.cgroupFd });
  open().close();
  expect(await isShut()).toBe(true);
  run.close();
  expect(await isShut()).toBe(false);
});
