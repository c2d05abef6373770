import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { asked, reached, WORLD } from '../e2e/lab.ts';
import type { GuestRun } from './guest/run.ts';
import { arm64Kernels, whyNotMore } from './opt-in.ts';
import { runInVm, runTestsInVm } from './vm.ts';

/**
 * The committed arm64 build in an arm64 system: Debian's kernel and userland, every instruction emulated. What the world saw is judged from its side.
 */
describe.skipIf(whyNotMore)(`egress-filter run on arm64${whyNotMore}`, () => {
  describe.each(arm64Kernels)('kernel %s', (kernel) => {
    let run: GuestRun;
    const denied = (): GuestRun['log'] => run.log.filter(({ policy }) => policy === 'deny');

    beforeAll(async () => {
      const out = mkdtempSync(join(tmpdir(), 'egf-vm-arm64-'));
      try {
        const command = 'exec node --disable-warning=ExperimentalWarning test/vm/guest/run.ts';
        const { status, output } = await runInVm({ kernel, command, out, timeoutMs: 570_000 });
        expect(status, output).toBe(0);
        run = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
      } finally {
        rmSync(out, { recursive: true, force: true });
      }
      // The machine may have to be made first.
    }, 2_400_000);

    test('every program that must attach does, by kprobes', () => {
      expect(run.arch).toBe('arm64');
      expect(run.kernel).toMatch(/arm64$/);
      expect(run.doctor.works).toBe(true);
      const lacking = run.doctor.hooks.filter(({ status }) => status === 'unavailable').map(({ purpose }) => purpose);
      // Before Linux 6.4, an arm64 kernel cannot call programs from its functions.
      expect(lacking).toEqual(kernel === 'arm64-6.1' ? ['no packet, vsock or other exotic sockets'] : []);
      expect(run.doctor.hooks).toContainEqual(expect.objectContaining({ hook: 'kprobe/tcp_connect', status: 'attached' }));
    });

    test('what the policy names passes: inspected, passed through, plain, server first, UDP, DNS', () => {
      expect(run.said).toMatchObject({
        h2: 'hello from ok.test/h2?secret=1 by GET HTTP/2.0\n',
        h1: 'hello from ok.test/h1 by GET HTTP/1.1\n',
        plain: 'hello from ok.test/plain/x by GET HTTP/1.1\n',
        passthrough: expect.stringContaining('hello from other.test/'),
        'big, inspected': `${4 << 20}\n`,
        'big, passed through': `${4 << 20}\n`,
        'server first': 'SSH-2.0-World_1.0\n',
        udp: 'data\n',
        'dns over tcp': `${WORLD.ok}\n`,
      });
    });

    test('of what it does not name the world sees not one packet', () => {
      expect(reached(run, WORLD.evil)).toEqual([]);
      expect(asked(run).filter((name) => name.includes('evil'))).toEqual([]);
      expect(run.packets.filter(({ v6 }) => v6)).toEqual([]);
      expect(run.seen.filter(({ url }) => url?.includes('steal'))).toEqual([]);
      expect(run.said.astray).toBe('hello from ok.test/led-astray by GET HTTP/2.0\n');
      for (const kind of ['udp, denied', 'ipv6', 'raw', 'icmp', 'packet', 'vsock']) expect.soft(run.said[kind], kind).toMatch(/Error/);
    });

    test('each attempt is in the log with its program, and URLs without their secrets', () => {
      for (const attempt of [
        { type: 'dns', name: 'evil.test', exe: '/usr/bin/curl' },
        { type: 'dns', name: 'hunter2.evil.test', exe: '/usr/bin/dig' },
        { dst_ip: WORLD.evil, dst_port: 443, exe: '/usr/bin/curl' },
        { type: 'tcp', dst_ip: WORLD.evil, dst_port: 9999, exe: '/usr/bin/bash' },
        { type: 'udp', dst_ip: WORLD.evil, dst_port: 9999, exe: expect.stringMatching(/^\/usr\/bin\/python3/) },
      ])
        expect.soft(denied()).toContainEqual(expect.objectContaining({ ...attempt, uid: 65534, pid: expect.any(Number) }));
      const allowed = run.log.find(({ url }) => url?.startsWith('https://ok.test/h2'));
      expect(allowed).toMatchObject({ policy: 'allow', protocol: 'h2', url: 'https://ok.test/h2?[redacted]', exe: '/usr/bin/curl' });
      expect(allowed?.cmdline?.[0]).toBe('curl');
      expect(allowed?.cgroup).toMatch(/^\/egress-filter\/[0-9a-f]{8}\/command$/);
      expect(run.log.find(({ type, conn }) => type === 'close' && conn === allowed?.conn)?.bytes_in).toBeGreaterThan(0);
    });
  });
});

/** The kernel's side of runs and jobs in detail: what is refused, steps, guarded scripts, marks of trusted processes, pins. */
describe.skipIf(whyNotMore)(`the kernel programs on arm64${whyNotMore}`, () => {
  test.for([
    ['arm64-6.1', ['scope-wall']],
    ['arm64-6.12', ['job-steps', 'job-trust', 'job-pins']],
  ] as const)('record and refuse the same on kernel %s', { timeout: 2_400_000 }, async ([kernel, files]) => {
    const selection = { project: 'kernel', files: files.map((file) => `test/kernel/${file}`) };
    const { passed, failures, skips } = await runTestsInVm(kernel, selection, 900_000);
    console.log(`${kernel}: ${passed} passed${skips.map((skip) => `\nskipped: ${skip}`).join('')}`);
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(10);
  });
});
