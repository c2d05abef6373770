import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JobLab, tcp, udp } from './job-lab.ts';
import { type Packet, WORLD } from './lab.ts';

/** What is left when parts of the chains are gone, as by somebody's hand: each case takes away more, and none puts anything back. */
let job: JobLab;
/** At an address of the machine; it says what it hears, and says it back. */
let resolver: ChildProcess;
let heard = '';
beforeAll(async () => {
  job = await JobLab.start({ policy: `ok.test\n${WORLD.ok}:9999/udp\n${WORLD.ok}:7\n`, restartAfterMs: 3_600_000 });
  const echo = `import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.53', 53)); print('ready', flush=True)
while True: data, client = s.recvfrom(99); print(data, flush=True); s.sendto(data, client)`;
  resolver = spawn('ip', ['netns', 'exec', job.lab.job, 'python3', '-c', echo], { stdio: ['ignore', 'pipe', 'inherit'] });
  resolver.stdout?.on('data', (text) => {
    heard += text;
  });
  await once(resolver.stdout ?? resolver, 'data');
});
afterAll(async () => {
  resolver?.kill();
  await job?.stop();
});

/** Allowed and denied destinations: without what is gone there is no telling them apart. */
const attempts = [
  tcp(WORLD.ok, 7),
  tcp(WORLD.evil, 7),
  udp(WORLD.evil, 9999),
  udp(WORLD.ok, 9999),
  udp(WORLD.evil, 53),
  tcp(WORLD.evil, 53),
  udp(WORLD.dns, 53),
]
  .map((script) => `(${script}) &`)
  .join('\n')
  .concat('\nwait');
/** Not that of the policy's own datagram, where it may still pass. */
const sent = (packets: Packet[], allowed: boolean) => packets.filter(({ dst, dport }) => !(allowed && dst === WORLD.ok && dport === 9999));

const everybody = async (allowed: boolean): Promise<void> => {
  for (const where of [{}, { in: 'a' as const }]) {
    const { packets, output } = await job.run(attempts, where);
    expect(sent(packets, allowed), JSON.stringify(where)).toEqual([]);
    expect(output).not.toBe('');
  }
  // The way is there, and who may take it still does.
  const trusted = await job.run(tcp(WORLD.evil, 7), { trusted: true });
  expect(trusted.output).toMatch(/^secret/);
};

describe('nothing leaves', () => {
  it('where somebody else accepts everything before our rules', async () => {
    for (const chain of ['FORWARD', 'OUTPUT']) job.host('iptables', '-I', chain, '1', '-j', 'ACCEPT');
    for (const chain of ['PREROUTING', 'OUTPUT']) job.host('iptables', '-t', 'nat', '-I', chain, '1', '-j', 'ACCEPT');
    await everybody(true);
    for (const chain of ['FORWARD', 'OUTPUT']) job.host('iptables', '-D', chain, '-j', 'ACCEPT');
    for (const chain of ['PREROUTING', 'OUTPUT']) job.host('iptables', '-t', 'nat', '-D', chain, '-j', 'ACCEPT');
  });

  it('without redirection', async () => {
    for (const chain of ['PREROUTING', 'OUTPUT']) job.host('iptables', '-t', 'nat', '-F', chain);
    await everybody(true);
    expect(await job.output(udp('127.0.0.53', 53))).toContain('EHOSTUNREACH at once');
    expect(heard).toBe('ready\n');
    // Whom the runner asks is its own affair.
    expect(await job.output(udp('127.0.0.53', 53), { trusted: true })).toContain('secret');
  });

  it('without the proxy', async () => {
    await job.order({ order: 'kill-proxy' });
    const before = job.lab.marks();
    for (const where of [{}, { netns: job.netns('a') }]) {
      const { pid = 0 } = await job.spawn(attempts, where);
      await job.order({ order: 'wait', pid });
    }
    expect(job.lab.since(before).packets).toEqual([]);
  });

  it('without the gate', async () => {
    for (const chain of ['FORWARD', 'OUTPUT', 'INPUT']) job.host('iptables', '-F', chain);
    job.host('iptables', '-t', 'mangle', '-F', 'FORWARD');
    const before = job.lab.marks();
    for (const where of [{}, { netns: job.netns('a') }]) {
      const { pid = 0 } = await job.spawn(attempts, where);
      await job.order({ order: 'wait', pid });
    }
    expect(job.lab.since(before).packets).toEqual([]);
  });

  it('and with the wall gone as well it does: the attempts are real', async () => {
    job.host('iptables', '-t', 'mangle', '-F', 'POSTROUTING');
    const before = job.lab.marks();
    const { pid = 0 } = await job.spawn(attempts);
    await job.order({ order: 'wait', pid });
    expect(job.lab.since(before).packets.length).toBeGreaterThan(5);
  });
});
