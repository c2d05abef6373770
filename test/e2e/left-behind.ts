import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';

const STATE = '/run/egress-filter';

/** What there is of runs in a network namespace, or in the test's own: state, cgroups, chains, mounts. Others may be at work on the same machine. */
export function leftBehind(netns: string): string[] {
  const runs = existsSync(STATE) ? readdirSync(STATE) : [];
  const ours = [`/run/netns/${netns}`, '/proc/self/ns/net'].map((path) => String(statSync(path).ino));
  const others = runs.filter((id) => !ours.includes(namespaceOf(id) ?? ours[0] ?? ''));
  const found = [...runs.map((id) => `state ${id}`), ...cgroups(), ...chains(netns), ...mounts()];
  return found.filter((object) => !others.some((id) => object.includes(id)));
}

/** Inode; undefined where the run is gone, or has not written its state. */
function namespaceOf(id: string): string | undefined {
  try {
    return JSON.parse(readFileSync(`${STATE}/${id}/state.json`, 'utf8')).netns;
  } catch {
    return undefined;
  }
}

/** What has come since and stays: a process that was killed may need a moment to be gone. */
export function newlyLeft(netns: string, before: readonly string[]): string[] {
  const find = (): string[] => leftBehind(netns).filter((object) => !before.includes(object));
  let left = find();
  for (let look = 0; look < 40 && left.length > 0; look++) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    const now = find();
    left = left.filter((object) => now.includes(object));
  }
  return left;
}

function cgroups(): string[] {
  const mount = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .find((line) => line.includes(' - cgroup2 '))
    ?.split(' ')[4];
  const parent = `${mount}/egress-filter`;
  return mount && existsSync(parent)
    ? readdirSync(parent, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [`cgroup ${entry.name}`] : []))
    : [];
}

function chains(netns: string): string[] {
  return ['iptables-save', 'ip6tables-save'].flatMap((tool) => {
    const { stdout } = spawnSync('ip', ['netns', 'exec', netns, tool], {
      encoding: 'utf8',
      env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    });
    return (stdout ?? '').split('\n').filter((line) => line.includes('EGF-'));
  });
}

function mounts(): string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter((line) => line.includes('egress-filter'));
}
