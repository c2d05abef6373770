import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LogEvent } from '../../src/log/event.ts';
import { PACE } from '../pace.ts';
import { SERVICE_MS } from './faults-lab.ts';
import { JobLab, udp } from './job-lab.ts';
import { asked, Lab, WORLD } from './lab.ts';

/** The proxy of a job ends, again and again: connections wait for the next one, and nothing else leaves. */
let job: JobLab;
beforeAll(async () => {
  const lab = await Lab.start();
  // Clients wait for the next proxy, however long a busy machine takes to start it.
  writeFileSync(`/etc/netns/${lab.job}/resolv.conf`, `nameserver ${WORLD.dns}\noptions timeout:20 attempts:2\n`);
  job = await JobLab.start({ policy: `ok.test\n${WORLD.ok}:9999|7\n${WORLD.ok}:9999/udp\n` }, lab);
});
afterAll(() => job?.stop());

const curl = (more = ''): string =>
  `curl -sS -m 60 --cacert ${job.directory}/ca.crt -o /dev/null -w '%{http_code} %{time_total}\\n' ${more} https://ok.test/ 2>&1`;
const restartAfter = (ms: number | 'order') => job.order({ order: 'restart-after', ms });
const kill = () => job.order({ order: 'kill-proxy' });

it('a transfer ends with the proxy; the next connection is served within 2 s, under the same authority', async () => {
  await restartAfter(0);
  const timed = async (): Promise<number> => {
    const started = Date.now();
    expect(await job.output(curl())).toMatch(/^200 /);
    return Date.now() - started;
  };
  const mark = job.lab.marks();
  // It answers what it hears with a datagram, which the world tells of.
  const { pid = 0 } = await job.spawn(`exec python3 -c "
import socket
s = socket.create_connection(('${WORLD.ok}', 9999)); s.settimeout(60)
s.sendall(b'begun'); print(s.recv(9).decode(), flush=True)
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'heard', ('${WORLD.ok}', 9999))
try: print('ended', s.recv(9))
except OSError as error: print('ended', error)
"`);
  await expect.poll(() => job.lab.since(mark).seen, { timeout: 60_000 }).toContainEqual(expect.objectContaining({ text: 'heard' }));
  await kill();
  expect(await timed()).toBeLessThan(SERVICE_MS);
  expect((await job.order({ order: 'wait', pid })).output).toMatch(/^begun\nended/);
});

it('what begins while no proxy runs waits: connections, and questions over UDP', async () => {
  await restartAfter('order');
  await job.lab.quiet();
  await kill();
  await job.lab.settle();
  const before = job.lab.marks();
  const { pid = 0 } = await job.spawn(`for n in $(seq 60); do ${curl()} & done; wait`);
  await sleep(500);
  await job.lab.settle();
  // Nothing was decided yet, so nothing was sent.
  expect(job.lab.since(before).packets).toEqual([]);
  await job.order({ order: 'restart' });
  const { output = '' } = await job.order({ order: 'wait', pid });
  expect(output.match(/^200 /gm)).toHaveLength(60);
  await job.newLines();
});

it("a question is nobody else's who sends from its port before it is looked at, at whatever address", async (context) => {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  if (major < 5 || (major === 5 && minor < 19)) context.skip('before Linux 5.19 the mark of a datagram is not told');
  await restartAfter('order');
  await job.lab.quiet();
  await kill();
  const turns = join(job.directory, 'turns');
  mkdirSync(turns);
  chmodSync(turns, 0o777);
  const before = job.lab.marks();
  const question = `
import os, socket, struct, time
def question(name, id=7): return struct.pack('>6H', id, 0x100, 1, 0, 0, 0) + b''.join(bytes([len(l)]) + l.encode() for l in name.split('.')) + struct.pack('>BHH', 0, 1, 1)
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(${30 * PACE})
to = ('${WORLD.dns}', 53)
`;
  const runner = await job.spawn(
    `exec python3 -c "${question}
s.bind(('10.77.0.2', 4747)); os.mkdir('${turns}/bound')
while not os.path.exists('${turns}/his'): time.sleep(0.01)
s.sendto(question('runner.test', 9), to); os.mkdir('${turns}/sent')
reply = s.recv(512)
while reply[1] != 9: reply = s.recv(512)
print('code', reply[3] & 15)
"`,
    { trusted: true },
  );
  await expect.poll(() => existsSync(join(turns, 'bound')), { timeout: 30_000 * PACE }).toBe(true);
  const other = await job.spawn(`exec python3 -c "${question}
s.bind(('127.0.0.1', 4747))
s.sendto(question('beside.evil.test'), to)
s.sendmsg([question('alike.evil.test')], [(socket.IPPROTO_IP, 8, struct.pack('=I4s4s', 0, socket.inet_aton('10.77.0.2'), bytes(4)))], 0, to)
os.mkdir('${turns}/his')
print('code', s.recv(512)[3] & 15)
"`);
  await expect.poll(() => existsSync(join(turns, 'sent')), { timeout: 30_000 * PACE }).toBe(true);
  await job.order({ order: 'restart' });
  const outputs = [runner, other].map(async ({ pid = 0 }) => (await job.order({ order: 'wait', pid })).output);
  expect(await Promise.all(outputs)).toEqual(['code 3\n', 'code 3\n']);
  const lines = await job.newLines();
  await job.lab.settle();
  // It has none of them, and the runner may ask for what it likes.
  expect(asked(job.lab.since(before))).toEqual(['runner.test']);
  for (const name of ['beside.evil.test', 'alike.evil.test'])
    expect(lines).toContainEqual(expect.objectContaining({ type: 'dns', policy: 'deny', name }));
});

it('an allowed datagram is dropped meanwhile, not let through', async () => {
  await restartAfter('order');
  await job.lab.quiet();
  await kill();
  await job.lab.settle();
  const before = job.lab.marks();
  // Until it has given up.
  await job.output(udp(WORLD.ok, 9999));
  await job.lab.settle();
  expect(job.lab.since(before).packets).toEqual([]);
  await job.order({ order: 'restart' });
  expect(await job.output(udp(WORLD.ok, 9999))).toContain('secret');
});

it('half a line at the end of the log costs nobody another line', async () => {
  await restartAfter(300);
  await job.newLines();
  const from = readFileSync(job.log).length;
  appendFileSync(job.log, '{"ts":"half of what the killed one wro');
  await kill();
  appendFileSync(job.log, '{"and half of what somebody else');
  expect(await job.output(curl())).toMatch(/^200 /);
  await job.order({ order: 'flush' });
  const lines = readFileSync(job.log, 'utf8').slice(from).split('\n').filter(Boolean);
  // Cut off and told where the guard finds it; what is written meanwhile stands on a line of its own.
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ type: 'lost', lost: 1, reason: 'the proxy ended while it wrote this line' });
  expect(lines[1]).toBe('{"and half of what somebody else');
  const events = lines.slice(2).map((line) => JSON.parse(line) as LogEvent);
  expect(events).toContainEqual(expect.objectContaining({ type: 'https', policy: 'allow', url: 'https://ok.test/' }));
});

it('connections of several proxies are told apart in the log', async () => {
  await restartAfter(0);
  for (let count = 0; count < 5; count++) {
    await kill();
    expect(await job.output(curl())).toMatch(/^200 /);
  }
  const events = readFileSync(job.log, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as LogEvent);
  const opened = events.filter(({ type }) => type === 'https').map(({ conn }) => conn);
  expect(new Set(opened).size).toBe(opened.length);
});

it('nobody takes over a port of the proxy, running or not', async () => {
  await restartAfter(1500);
  const [, tcpPort, dnsPort] = ['', /--to-ports (\d+)-/, /-p udp -m udp --dport 53 -j REDIRECT --to-ports (\d+)/].map((pattern) =>
    Number(pattern && new RegExp(pattern).exec(job.host('iptables-save'))?.[1]),
  );
  const script = `python3 -c "
import errno, socket
for kind, port in ((socket.SOCK_STREAM, ${tcpPort}), (socket.SOCK_DGRAM, ${dnsPort})):
    for address in ('127.0.0.1', '0.0.0.0'):
        s = socket.socket(socket.AF_INET, kind)
        for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT): s.setsockopt(socket.SOL_SOCKET, option, 1)
        try: s.bind((address, port)); print('taken')
        except OSError as error: print(errno.errorcode[error.errno])
"`;
  const all = `${Array(4).fill('EADDRINUSE').join('\n')}\n`;
  for (const root of [false, true]) expect(await job.output(script, { root })).toBe(all);
  await kill();
  expect(await job.output(script)).toBe(all);
});

it('the proxy may open as many files as its hard limit says', async () => {
  await restartAfter(0);
  await job.order({ order: 'flush' });
  const pid = Number(job.host('pgrep', '-f', `^egress-filter-proxy .*${job.directory}`).trim());
  const [, soft, hard] = /Max open files\s+(\d+)\s+(\d+)/.exec(readFileSync(`/proc/${pid}/limits`, 'utf8')) ?? [];
  expect(soft).toBe(hard);
});
