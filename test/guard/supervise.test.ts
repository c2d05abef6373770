import { expect, test } from 'vitest';
import { supervise } from '../../src/guard/job/supervise.ts';
import type { ProxyProcess } from '../../src/guard/proxy-process.ts';

type Flushed = Awaited<ReturnType<ProxyProcess['flush']>>;
const PROBLEM = 'The log cannot be written (ENOSPC): 12 lines wait in memory.';

/** What a proxy says to each look at it, one after the other, until it is ended. */
function proxy(says: Flushed[]): ProxyProcess & { end(how: string): void } {
  let end = (_how: string): void => {};
  const exited = new Promise<string>((resolve) => {
    end = resolve;
  });
  const ready: ProxyProcess['ready'] = { type: 'ready', tcpPort: 1, tcpPorts: 1, dnsUdpPort: 2, dnsTcpPort: 3, queue: 4, caPem: '' };
  return {
    ...{ pid: 0, ready, exited, end },
    flush: async () => says.shift(),
    stop: async () => {
      end('exit status 0');
      return undefined;
    },
  };
}

test.each<[what: string, says: Flushed[], told: string]>([
  [
    'it said that lines wait',
    [{ lostEvents: 0, problem: PROBLEM }],
    'the proxy ended (signal 9, with lines that it could not write to the log)',
  ],
  // Its end of the control socket is closed before its parent is told that it has ended.
  [
    'and its last look was answered by its end',
    [{ lostEvents: 0, problem: PROBLEM }, undefined],
    'the proxy ended (signal 9, with lines that it could not write to the log)',
  ],
  ['and they were written since', [{ lostEvents: 0, problem: PROBLEM }, { lostEvents: 0 }], 'the proxy ended (signal 9)'],
])('a proxy that is killed, %s', async (_what, says, told) => {
  const [first, second] = [proxy(says), proxy([])];
  const proxies = [first, second];
  const ends: string[] = [];
  const supervisor = await supervise({
    start: async () => proxies.shift() ?? proxy([]),
    unheard: () => 0,
    onEnd: (how) => ends.push(how),
  });
  while (says.length > 0) await supervisor.flush();
  first.end('signal 9');
  await expect.poll(() => supervisor.restarts, { timeout: 20_000 }).toBe(1);
  expect(ends).toEqual([told]);
  // The next one has not said anything of its log.
  expect(supervisor.problem).toBeUndefined();
  await supervisor.stop();
});
