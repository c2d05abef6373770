import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { descriptorsOf, endAll, eventually, forgottenOf, PYTHON, residentOf, start } from './faults-lab.ts';
import { asked, Lab, reached, WORLD } from './lab.ts';

/** Longer by hand: EGRESS_FILTER_SOAK_SECONDS=600. */
const SECONDS = Number(process.env.EGRESS_FILTER_SOAK_SECONDS ?? 6);

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
  // Longer than a busy machine makes a program wait.
  writeFileSync(`/etc/netns/${lab.job}/resolv.conf`, `nameserver ${WORLD.dns}\noptions timeout:20 attempts:2\n`);
  cpSync(join(import.meta.dirname, 'fixtures/faults'), join(lab.directory, 'faults'), { recursive: true });
});
afterEach(endAll);
afterAll(() => lab?.stop());

/** What each kind of fixtures/faults/short.py gives, and nothing else; `tcp` where it is a connection to the proxy. */
const KINDS: [result: string, tcp: boolean][] = [
  ["echo: b'\\x00'", true],
  ['denied: ConnectionResetError', true],
  ["silent: b''", true],
  ["reset: b''", true],
  ["page: '200'", true],
  ["denied page: '403'", true],
  ["secure page: b'200'", true],
  ['secure download: True', true],
  ["datagram: b'x'", false],
  ['denied datagram: OSError', false],
  ["question: '203.0.113.10'", false],
  ['denied question: gaierror', false],
];

test(
  `a mixed load of ${SECONDS} s on a whole run: memory stays flat, and no descriptor and no connection without its lines is left`,
  async () => {
    const argv = [PYTHON, join(lab.directory, 'faults/short.py'), `${SECONDS}s`, WORLD.ok, WORLD.evil];
    const policy = 'ok.test\nok.test:80\n203.0.113.10:9999\n203.0.113.10:9999/udp';
    const run = await start(lab, argv, { policy });
    const mark = lab.marks();
    const descriptors = descriptorsOf(run.proxy);
    const memory: number[] = [];
    run.say('go');
    while (!run.output().includes('seconds ')) {
      memory.push(residentOf(run.proxy) / 1024);
      await sleep(500);
    }
    const results = new Map([...run.output().matchAll(/^result (\d+) (.*)$/gm)].map(([, times, what = '']) => [what, Number(times)]));
    await eventually(
      'descriptors of the proxy',
      () => descriptorsOf(run.proxy),
      (open) => open <= descriptors + 2,
    );
    const left = descriptorsOf(run.proxy) - descriptors;
    // The first half is the time that V8 and the allocator take to know how much they want.
    const highest = (from: number, to: number): number => Math.max(...memory.slice(memory.length * from, memory.length * to));
    const [third, last] = [highest(0.5, 0.75), highest(0.75, 1)];
    const quarters = [highest(0, 0.25), highest(0.25, 0.5), third, last].map(Math.round);
    if (SECONDS >= 60)
      process.stderr.write(
        `${quarters} MB by quarters, ${left} descriptors more, ${[...results.values()].reduce((sum, times) => sum + times, 0)} connections, datagrams and questions\n`,
      );
    expect([...results.keys()].sort(), run.output()).toEqual(KINDS.map(([result]) => result).sort());
    const { status, log } = await run.end();
    expect(status).toBe(0);
    const since = lab.since(mark);
    expect(reached(since, WORLD.evil)).toEqual([]);
    expect(asked(since).filter((name) => name.includes('evil'))).toEqual([]);
    // And the pages that it asks for before and afterwards.
    const connections = KINDS.reduce((sum, [result, tcp]) => sum + (tcp ? (results.get(result) ?? 0) : 0), 2);
    const closed = new Set(log.flatMap(({ type, conn }) => (type === 'close' && conn ? [conn] : []))).size;
    const forgotten = forgottenOf(log);
    expect(closed + forgotten.length).toBe(connections);
    // The length that CI runs is too short for a machine to stand still meanwhile.
    expect(forgotten.length).toBeLessThanOrEqual(SECONDS < 60 ? 0 : connections / 100);

    expect(last - third, `MB by quarters: ${quarters}`).toBeLessThan(SECONDS >= 60 ? 16 : 64);
  },
  SECONDS * 1000 + 240_000,
);
