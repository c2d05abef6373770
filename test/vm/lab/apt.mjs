// @ts-check
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tool } from './exec.mjs';
import { cacheDir } from './paths.mjs';

/** @typedef {import('./paths.mjs').Architecture} Architecture */

/** @param {Architecture} arch */
const aptDir = (arch) => join(cacheDir, arch === 'amd64' ? 'apt' : `apt-${arch}`);

/** @param {Architecture} arch */
function options(arch) {
  const dir = aptDir(arch);
  // A foreign architecture has a state in which nothing is installed, as this machine's knows packages of its own alone.
  const foreign =
    arch === 'amd64'
      ? []
      : [
          ['APT::Architecture', arch],
          ['APT::Architectures', arch],
          ['Dir::State::status', join(dir, 'status')],
        ];
  return [
    ['APT::Sandbox::User', 'root'],
    ['Dir::Etc::sourcelist', '/dev/null'],
    ['Dir::Etc::sourceparts', join(dir, 'sources.d')],
    ['Dir::Etc::preferencesparts', join(dir, 'preferences.d')],
    ['Dir::State::lists', join(dir, 'lists')],
    ['Dir::Cache', join(dir, 'cache')],
    ['Acquire::Languages', 'none'],
    ['Acquire::Retries', '3'],
    ...foreign,
  ].flatMap(([key, value]) => ['-o', `${key}=${value}`]);
}

/**
 * apt with a state of its own: it sees the extra suites while the machine's sources and lists stay as they are.
 * @param {Architecture} arch @param {string} command @param {string[]} args
 */
const apt = (arch, command, args, cwd = aptDir(arch)) => tool(command, [...options(arch), ...args], { cwd }).toString();

/**
 * Writes the private sources and fetches their lists, from the mirror the machine itself is configured with.
 * @param {readonly string[]} names of suites @param {Architecture} [arch]
 */
export function prepareApt(names, arch = 'amd64') {
  for (const dir of ['sources.d', 'preferences.d', 'lists/partial', 'cache/archives/partial'])
    mkdirSync(join(aptDir(arch), dir), { recursive: true });
  writeFileSync(join(aptDir(arch), 'status'), '');
  const { mirror, security, keyring } = debianMirror();
  const stanzas = [...new Set(names)].map((suite) => {
    const uri = suite.endsWith('-security') ? security : mirror;
    return `Types: deb\nURIs: ${uri}\nSuites: ${suite}\nComponents: main\nSigned-By: ${keyring}\n`;
  });
  writeFileSync(join(aptDir(arch), 'sources.d', 'lab.sources'), stanzas.join('\n'));
  apt(arch, 'apt-get', ['update', '-qq']);
}

/** The Debian mirror of the machine's own configuration, or `EGRESS_FILTER_DEBIAN_MIRROR` on a machine that is not Debian. */
export function debianMirror() {
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  const given = process.env.EGRESS_FILTER_DEBIAN_MIRROR;
  if (given) return { mirror: given, security: `${given.replace(/\/$/, '')}-security`, keyring };
  const uris = tool('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages']).toString().split('\n').filter(Boolean);
  const mirror = uris.find((uri) => /\/debian\/?$/.test(uri));
  if (!mirror) {
    throw new Error(
      'this machine has no Debian mirror configured, and the test kernels are Debian packages: set EGRESS_FILTER_DEBIAN_MIRROR to one',
    );
  }
  const security = uris.find((uri) => /\/debian-security\/?$/.test(uri)) ?? `${mirror.replace(/\/$/, '')}-security`;
  return { mirror, security, keyring };
}

/**
 * Newest version of a package in given suites whose version starts with `series`.
 * @param {string} name @param {readonly string[]} suites @param {string} series @param {Architecture} [arch]
 */
export function newestVersion(name, suites, series, arch = 'amd64') {
  const rows = apt(arch, 'apt-cache', ['madison', name])
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()));
  const versions = rows.flatMap(([, version = '', source = '']) =>
    suites.some((suite) => source.includes(` ${suite}/`)) && upstream(version).startsWith(series) ? [version] : [],
  );
  const newest = versions.sort((a, b) => (olderThan(a, b) ? -1 : 1)).at(-1);
  if (!newest) throw new Error(`${name} ${series}* is in none of ${suites.join(', ')} on the configured mirror`);
  return newest;
}

/** @param {string} version */
const upstream = (version) => version.replace(/^\d+:/, '');

/** @param {string} a @param {string} b */
function olderThan(a, b) {
  return tool('sh', ['-c', 'dpkg --compare-versions "$1" lt "$2" && echo yes || echo no', 'sh', a, b]).toString().trim() === 'yes';
}

/** Packages that a package of a given version depends on, first alternative of each. @param {string} name @param {string} version @param {Architecture} [arch] */
export function dependencies(name, version, arch = 'amd64') {
  const record = apt(arch, 'apt-cache', ['show', `${name}=${version}`]);
  const line = /^Depends: (.*)$/m.exec(record)?.[1] ?? '';
  return line
    .split(',')
    .map((entry) => entry.trim().split(/[ |]/)[0] ?? '')
    .filter(Boolean);
}

/** Whether the private lists know a package. @param {string} name @param {Architecture} [arch] */
export const knows = (name, arch = 'amd64') => apt(arch, 'apt-cache', ['madison', name]).trim() !== '';

/**
 * Downloads packages (`name`, `name=version` or `name/suite`) and unpacks them into a folder; nothing is installed.
 * @param {string[]} packages @param {string} target @param {Architecture} [arch]
 */
export function downloadAndUnpack(packages, target, arch = 'amd64') {
  const debs = join(aptDir(arch), 'debs');
  // Emptied first: apt prints nothing and downloads nothing for a file that is already there, were it half of one.
  rmSync(debs, { recursive: true, force: true });
  mkdirSync(debs, { recursive: true });
  mkdirSync(target, { recursive: true });
  apt(arch, 'apt-get', ['download', '-qq', ...packages], debs);
  const files = readdirSync(debs);
  if (files.length !== packages.length) throw new Error(`apt delivered ${files.join(', ') || 'nothing'} for ${packages.join(', ')}`);
  for (const file of files) tool('dpkg-deb', ['-x', join(debs, file), target]);
  rmSync(debs, { recursive: true, force: true });
}
