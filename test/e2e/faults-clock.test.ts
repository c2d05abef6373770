import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { endAll, PYTHON, start } from './faults-lab.ts';
import { Lab, reached, WORLD } from './lab.ts';

/** Nobody else's clock is set: only that of the virtual machine of test/vm. */
const inGuest = readFileSync('/proc/cmdline', 'utf8').includes('lab.modules=');

let lab: Lab;
beforeAll(async () => {
  if (inGuest) lab = await Lab.start();
});
afterEach(endAll);
afterAll(() => lab?.stop());

/** CLOCK_REALTIME, by what monotonic time tells of the true one. */
const truth = Date.now() - performance.now();
const jumpTo = (hours: number): void => {
  const at = truth + performance.now() + hours * 3_600_000;
  execFileSync('date', ['-u', '-s', `@${(at / 1000).toFixed(3)}`], { stdio: 'pipe' });
};

const TRY = `import socket, subprocess, sys
def tcp(host):
    with socket.create_connection((host, 9999), 10) as s: s.sendall(b"\\0"); return s.recv(9) == b"\\0"
def again(): keep.sendall(b"\\0"); return keep.recv(9) == b"\\0"
def page(): return subprocess.run(["curl", "-s", "-m", "20", "-o", "/dev/null", "-w", "%{http_code} %{exitcode}", "https://ok.test/"], capture_output=True, text=True).stdout
keep = socket.create_connection(("${WORLD.ok}", 9999), 10); again()
print("started", flush=True)
for line in sys.stdin:
    got = {"page": page()}
    for name, call in {"keep": again, "tcp": lambda: tcp("ok.test"), "address": lambda: tcp("${WORLD.ok}"), "evil": lambda: tcp("${WORLD.evil}")}.items():
        try: got[name] = call()
        except OSError: got[name] = False
    print("tried", line.strip(), *got.values(), flush=True)`;
const SERVED = 'True True True False';

test.skipIf(!inGuest)(
  'the clock jumps: what is allowed stays so, and nothing else becomes so (skipped outside of the virtual machine)',
  async () => {
    try {
      // The servers of the world have certificates for two days from now on.
      jumpTo(30);
      const run = await start(lab, [PYTHON, '-c', TRY], { policy: 'ok.test\nok.test:9999\n203.0.113.10:9999' });
      const mark = lab.marks();
      const attempt = async (name: string, hours: number): Promise<string> => {
        jumpTo(hours);
        run.say(name);
        await run.until(`tried ${name}`, 120_000);
        return new RegExp(`^tried ${name} (.*)$`, 'm').exec(run.output())?.[1] ?? '';
      };
      expect(await attempt('at the start', 30)).toBe(`200 0 ${SERVED}`);
      expect(await attempt('back by 29 hours', 1)).toBe(`200 0 ${SERVED}`);
      expect(await attempt('on by 45 hours', 46)).toBe(`200 0 ${SERVED}`);
      // A server whose certificate is over is told of by one of ours that is not.
      expect(await attempt('on by a month', 720)).toBe(`502 0 ${SERVED}`);
      expect(await attempt('back by a month', 30)).toBe(`200 0 ${SERVED}`);
      const { status, log } = await run.end();
      expect(status).toBe(0);
      expect(reached(lab.since(mark), WORLD.evil)).toEqual([]);
      expect(log.filter(({ dst_ip, dst_port, policy }) => dst_ip === WORLD.evil && dst_port === 9999 && policy === 'deny')).toHaveLength(5);
    } finally {
      jumpTo(0);
    }
  },
);
