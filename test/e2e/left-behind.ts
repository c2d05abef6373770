import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Everything of ours that is on the machine or in a network namespace: state, cgroups, chains, mounts. */
export function leftBehind(netns: string): string[] {
  const state = existsSync('/run/egress-filter') ? readdirSync('/run/egress-filter').map((name) => `state ${name}`) : [];
  return [...state, ...cgroups(), ...chains(netns), ...mounts()];
}

/** What has come since and stays: others may be at work on the same machine, and what is theirs goes again. */
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
