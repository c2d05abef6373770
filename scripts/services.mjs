// @ts-check
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';

const POLICY = '/usr/sbin/policy-rc.d';

/**
 * Does something while no service is started that packages bring along (invoke-rc.d(8)): a machine that runs tests is nobody's web
 * server. Where the machine has a policy of its own, that one counts. Ours is void as soon as this process is gone.
 *
 * @template T @param {() => T} action @returns {T}
 */
export function withoutStarts(action, file = POLICY, pid = process.pid) {
  const script = `#!/bin/sh\n# Written by the set-up of egress-filter's tests, process ${pid}, until that has ended.\n[ -d /proc/${pid} ] && exit 101\nexit 0\n`;
  let own = true;
  try {
    writeFileSync(file, script, { flag: 'wx', mode: 0o755 });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    own = false;
  }
  try {
    return action();
  } finally {
    if (own) rmSync(file, { force: true });
  }
}

/** They do not start with the machine either. @param {readonly string[]} units */
export function disableServices(units) {
  for (const unit of units) {
    const { error, status, stderr } = spawnSync('systemctl', ['disable', '--quiet', unit], { encoding: 'utf8' });
    // Without systemd, or without the unit, there is nothing that would start.
    if (error || status === 0 || /does not exist|not found/i.test(stderr)) continue;
    throw new Error(`systemctl disable ${unit} failed: ${stderr.trim()}`);
  }
}
