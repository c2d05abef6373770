import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endAll, eventually, PYTHON, SERVICE_MS, start } from './faults-lab.ts';
import { asked, Lab, reached, WORLD } from './lab.ts';
import { leftBehind, newlyLeft } from './left-behind.ts';

let lab: Lab;
let before: string[];
beforeAll(async () => {
  lab = await Lab.start();
  before = leftBehind(lab.job);
});
afterAll(async () => {
  await endAll();
  // Others may be at work on the same machine, but not in this namespace.
  const left = newlyLeft(lab.job, before).filter((object) => object.includes('EGF-'));
  await lab.stop();
  expect(left).toEqual([]);
});

test('a source port that client and filter use one after the other makes no question go astray: conntrack remembers both', async () => {
  // So few that each has all of them within a moment. Names that do not exist are asked upstream each time.
  const range = (ports: string): void =>
    void execFileSync('ip', ['netns', 'exec', lab.job, 'sysctl', '-qw', `net.ipv4.ip_local_port_range=${ports}`]);
  const script = `import collections, socket
def ask(i):
    try: return socket.getaddrinfo(f"n{i}.ok.test", 80)
    except socket.gaierror as error: return error.errno == socket.EAI_NONAME
print(collections.Counter(ask(i) for i in range(40)), flush=True)`;
  range('40000 40015');
  try {
    const result = await lab.run([PYTHON, '-c', script], { policy: '*.ok.test', timeoutMs: 110_000 });
    expect(result.stdout).toBe('Counter({True: 40})\n');
    expect(result.log.filter(({ policy }) => policy === 'deny')).toEqual([]);
    expect(asked(result)).toHaveLength(40);
  } finally {
    range('32768 60999');
  }
});

describe('a name server that', () => {
  const ADDRESS = WORLD.other;
  const script = `import socket, sys, time
sys.stdout.reconfigure(line_buffering=True)
print('started')
for line in sys.stdin:
    what, _, host = line.strip().partition(' ')
    began = time.monotonic()
    try:
        if what == 'look': got = socket.gethostbyname(host)
        else:
            s = socket.create_connection((host, 9999), 20); s.sendall(b'x'); got = s.recv(1)
    except OSError as error: got = type(error).__name__
    print('did', line.strip(), '=', got, '=', int((time.monotonic() - began) * 1000))`;

  /** What a line of the script gave, and the milliseconds that it took. */
  const ask = async (run: Awaited<ReturnType<typeof start>>, line: string): Promise<[got: string, ms: number]> => {
    run.say(line);
    await run.until(`did ${line} =`);
    const [, got = '', ms] = new RegExp(`^did ${line} = (.*) = (\\d+)$`, 'm').exec(run.output()) ?? [];
    return [got, Number(ms)];
  };

  /** Resolves when the server has heard it. */
  const tell = async (word: string): Promise<void> => {
    server.stdin?.write(`${word}\n`);
    await eventually(
      'what the server was told',
      () => told,
      (text) => text.includes(`told ${word}`),
      60_000,
    );
  };

  let told = '';
  let server: Awaited<ReturnType<Lab['serve']>>;
  let run: Awaited<ReturnType<typeof start>>;
  let mark: ReturnType<Lab['marks']>;
  beforeAll(async () => {
    const program = join(import.meta.dirname, 'fixtures/faults/dns.py');
    server = await lab.serve(PYTHON, [program, ADDRESS, WORLD.ok, WORLD.evil, join(lab.directory, 'seen.jsonl')]);
    server.stdout?.on('data', (chunk) => {
      told += String(chunk);
    });
    // glibc asks once, and waits longer than the filter does.
    writeFileSync(`/etc/netns/${lab.job}/resolv.conf`, `nameserver ${ADDRESS}\noptions timeout:25 attempts:1\n`);
    run = await start(lab, [PYTHON, '-c', script], { policy: '*.fault.test:9999' });
    mark = lab.marks();
  });

  test('answers late: the client has the answer', async () => {
    const [got, ms] = await ask(run, 'look slow-1.fault.test');
    expect(got).toBe(WORLD.ok);
    expect(ms).toBeGreaterThan(900);
  });

  test.each(['wrongid', 'wrongname', 'garbage'])('sends something else first (%s): the true one counts', async (way) => {
    expect((await ask(run, `look ${way}.fault.test`))[0]).toBe(WORLD.ok);
  });

  test.each(['loopback', 'metadata', 'loop', 'cut', 'servfail'])('answers with what is no use (%s): no such name', async (way) => {
    expect((await ask(run, `look ${way}.fault.test`))[0]).toBe('gaierror');
  });

  test('puts an address of another name into its answer: the name does not get it', async () => {
    expect((await ask(run, 'look poison.fault.test'))[0]).toBe(WORLD.ok);
    expect((await ask(run, `connect ${WORLD.evil}`))[0]).toMatch(/ConnectionResetError|TimeoutError/);
  });

  test('is silent: a name fails within seconds, what was resolved goes on, and with the first answer all is as before', async () => {
    const [early, usual] = await ask(run, 'connect early.fault.test');
    expect(early).toBe("b'x'");
    await tell('silent');
    const [silent, ms] = await ask(run, 'look silent-a.fault.test');
    expect(silent).toBe('gaierror');
    expect(ms).toBeLessThan(24_000);
    expect((await ask(run, 'connect early.fault.test'))[0]).toBe("b'x'");
    await tell('speak');
    const [again, againMs] = await ask(run, 'connect later.fault.test');
    expect(again).toBe("b'x'");
    expect(againMs, `${usual} ms before`).toBeLessThan(SERVICE_MS + 3 * usual);
  });

  test('fails in all these ways leads nobody to where no rule leads, and leaves a log that tells of it', async () => {
    const { status, log } = await run.end();
    expect(status).toBe(0);
    expect(reached(lab.since(mark), WORLD.evil)).toEqual([]);
    const told = (name: string) => log.find((line) => line.type === 'dns' && line.name === `${name}.fault.test`);
    for (const name of ['cut', 'servfail', 'silent-a']) expect(told(name)?.error, name).toBeDefined();
    expect(log.some(({ dst_ip, policy }) => dst_ip === WORLD.evil && policy === 'deny')).toBe(true);
  });
});
