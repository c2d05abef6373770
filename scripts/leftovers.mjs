// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Everything that tests or a run make on the machine has a name that starts like one of these. */
const ours = /^(egf|egress-filter)/;

/** Network namespaces, links and cgroups of ours that exist now, one readable line each. @returns {Set<string>} */
export function presentObjects() {
  const namespaces = existsSync('/run/netns') ? readdirSync('/run/netns') : [];
  const links = readdirSync('/sys/class/net');
  return new Set([
    ...namespaces.filter((name) => ours.test(name)).map((name) => `network namespace ${name}`),
    ...links.filter((name) => ours.test(name)).map((name) => `network link ${name}`),
    ...chains().map((name) => `iptables chain ${name}`),
    ...cgroupMounts()
      .flatMap((mount) => cgroupsBelow(mount, 3))
      .map((path) => `cgroup ${path}`),
  ]);
}

/**
 * What is there now and was not before. Waits a little: the kernel frees namespaces and cgroups after their last process.
 * @param {Set<string>} before
 */
export async function newObjects(before, graceMs = 20_000) {
  for (let waited = 0; ; waited += 250) {
    const left = [...presentObjects()].filter((object) => !before.has(object));
    if (left.length === 0 || waited >= graceMs) return left;
    await delay(250);
  }
}

/** Where cgroup v2 hierarchies are mounted, at the usual places. */
export function cgroupMounts() {
  return ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'].filter((mount) => existsSync(join(mount, 'cgroup.procs')));
}

/** @param {string} folder @param {number} depth @returns {string[]} */
function cgroupsBelow(folder, depth) {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names.flatMap(({ name }) => {
    const path = join(folder, name);
    const below = depth > 1 ? cgroupsBelow(path, depth - 1) : [];
    return ours.test(name) || /\/(egf|egress-filter)[^/]*\//.test(path) ? [path, ...below] : below;
  });
}

/** Chains of the machine's own network namespace: nothing of ours may ever be loaded there by a test. */
function chains() {
  if (process.getuid?.() !== 0) return [];
  const { stdout } = spawnSync('iptables-save', [], { encoding: 'utf8', timeout: 10_000 });
  return [...(stdout ?? '').matchAll(/^:(\S+)/gm)].flatMap(([, name = '']) => (ours.test(name.toLowerCase()) ? [name] : []));
}
