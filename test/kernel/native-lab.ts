import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadNative } from '../../src/kernel/load.ts';
import type { ExitStatus, SpawnOptions } from '../../src/kernel/native.ts';

export const native = loadNative();

const nobody = 65534;

/** A cgroup of this test's own and children in it. */
export function openLab(name: string) {
  const root = native.openCgroup2();
  const cgroupName = `egf-test-${name}-${process.pid}`;
  const cgroup = `/proc/self/fd/${root}/${cgroupName}`;
  mkdirSync(cgroup);
  const cgroupFd = openSync(cgroup, 'r');
  const scratch = mkdtempSync(join(tmpdir(), 'egf-native-'));
  const nothing = openSync('/dev/null', 'r');

  const plain: SpawnOptions = {
    file: '/bin/sh',
    argv: ['sh'],
    env: ['PATH=/usr/bin:/bin'],
    cwd: '/',
    cgroupFd,
    uid: nobody,
    gid: nobody,
    groups: [],
    fds: [nothing],
    noNewPrivs: false,
    boundingCaps: [],
    ambientCaps: [],
  };

  /** Runs a shell script to its end, with what it wrote to stdout and stderr. */
  async function run(script: string, options: Partial<SpawnOptions> = {}): Promise<ExitStatus & { output: string }> {
    const file = join(scratch, `output-${Math.random().toString(36).slice(2)}`);
    const output = openSync(file, 'w');
    try {
      const child = native.spawn({ ...plain, argv: ['sh', '-c', script], fds: [nothing, output, output], ...options });
      const status = await child.exited;
      return { ...status, output: readFileSync(file, 'utf8') };
    } finally {
      closeSync(output);
    }
  }

  /** What a test left running is killed; the kernel lets go of the cgroup a moment after its last process. */
  async function close() {
    writeFileSync(join(cgroup, 'cgroup.kill'), '1');
    for (let i = 0; i < 1500 && readFileSync(join(cgroup, 'cgroup.events'), 'utf8').includes('populated 1'); i++) await sleep(20);
    rmdirSync(cgroup);
    for (const fd of [cgroupFd, root, nothing]) closeSync(fd);
    rmSync(scratch, { recursive: true, force: true });
  }

  return { cgroupFd, cgroupName, cgroup, scratch, plain, run, close };
}

export type Lab = ReturnType<typeof openLab>;

/** `/proc/<pid>/status` lines by name. */
export function parseStatus(text: string): Record<string, string> {
  return Object.fromEntries(text.split('\n').flatMap((line) => (line.includes(':\t') ? [line.split(':\t', 2)] : [])));
}
