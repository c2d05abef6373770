import { execFileSync } from 'node:child_process';
import { mkdirSync, rmdirSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { cgroupMounts, newObjects, presentObjects } from '../../scripts/leftovers.mjs';

const name = `egfleft${process.pid}`;
const ip = (...args: string[]) => execFileSync('ip', args, { stdio: 'pipe' });
const isRoot = process.getuid?.() === 0;

test.skipIf(!isRoot)('a namespace, a link and cgroups of ours are told, others and those from before are not (needs root)', async () => {
  ip('netns', 'add', `${name}a`);
  onTestFinished(() => void ip('netns', 'del', `${name}a`));
  const before = presentObjects();

  ip('netns', 'add', `${name}b`);
  onTestFinished(() => void ip('netns', 'del', `${name}b`));
  ip('netns', 'add', `other${process.pid}`);
  onTestFinished(() => void ip('netns', 'del', `other${process.pid}`));
  ip('link', 'add', `${name}d`, 'type', 'veth', 'peer', 'name', `${name}p`);
  onTestFinished(() => void ip('link', 'del', `${name}d`));
  const [cgroup] = cgroupMounts();
  const groups = cgroup ? [`${cgroup}/${name}`, `${cgroup}/${name}/run-1`] : [];
  for (const group of groups) mkdirSync(group);
  onTestFinished(() => {
    for (const group of groups.reverse()) rmdirSync(group);
  });

  const found = await newObjects(before, 0);
  const expected = [
    `network namespace ${name}b`,
    `network link ${name}d`,
    `network link ${name}p`,
    ...groups.map((group) => `cgroup ${group}`),
  ];
  // Another test run on this machine may leave its own traces meanwhile.
  expect(found.filter((object) => object.includes(name)).sort()).toEqual(expected.sort());
  expect(found.join('\n')).not.toContain(`other${process.pid}`);
});

test.skipIf(!isRoot)(
  'what goes away within the grace time is none (needs root)',
  async () => {
    const before = presentObjects();
    ip('netns', 'add', `${name}c`);
    setTimeout(() => ip('netns', 'del', `${name}c`), 500);
    const found = await newObjects(before, 10_000);
    expect(found.filter((object) => object.includes(name))).toEqual([]);
  },
  60_000,
);
