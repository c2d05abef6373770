// @ts-check
import { spawnSync } from 'node:child_process';
import { disableServices, withoutStarts } from './services.mjs';

/** @typedef {import('./packages.mjs').SystemPackage} SystemPackage */

/** Those of some packages that are not installed. @param {readonly SystemPackage[]} packages @returns {SystemPackage[]} */
export function missingPackages(packages) {
  const wanted = [...new Map(packages.map((entry) => [entry.name, entry])).values()].filter(({ has }) => !has || !onPath(has));
  if (wanted.length === 0) return [];
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query expands these, not JavaScript.
  const query = ['-W', '-f', '${Package} ${db:Status-Abbrev}\n', ...wanted.map(({ name }) => name)];
  const { stdout } = spawnSync('dpkg-query', query, { encoding: 'utf8' });
  const installed = new Set((stdout ?? '').split('\n').flatMap((row) => (/ ii/.test(row) ? [row.split(' ')[0]] : [])));
  return wanted.filter(({ name }) => !installed.has(name));
}

/** @param {string} command */
function onPath(command) {
  const path = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin`;
  return spawnSync('/bin/sh', ['-c', 'command -v -- "$1" >/dev/null', 'sh', command], { env: { PATH: path } }).status === 0;
}

/**
 * Installs what is missing, saying what and why.
 * @param {readonly SystemPackage[]} packages @param {(line: string) => void} say
 * @throws when something is missing and cannot be installed, with the command a person would run
 */
export function installPackages(packages, say) {
  const missing = missingPackages(packages);
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  const command = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  if (spawnSync('apt-get', ['--version']).error) throw new Error(`${names.join(', ')} missing, and no apt-get here: install them by hand`);
  if (process.getuid?.() !== 0) throw new Error(`packages are missing and only root can install them: sudo ${command}`);
  for (const { name, why } of missing) say(`installing ${name}: ${why}`);
  // The lock option waits for another apt that is at work; retries are for a flaky mirror.
  const options = ['-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  apt(['update', ...options], 'reading the package lists');
  withoutStarts(() => apt(['install', '-y', '--no-install-recommends', ...options, ...names], command));
  disableServices(missing.flatMap(({ services = [] }) => services));
}

/** @param {string[]} args @param {string} doing */
function apt(args, doing) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const done = spawnSync('apt-get', args, { env, encoding: 'utf8', timeout: 900_000, maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`${doing} failed:\n${`${done.stdout}${done.stderr}`.slice(-2000)}`);
}
