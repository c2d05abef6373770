/**
 * Debian packages of arm64, unpacked below `.cache/` and never installed: apt runs with a state of its own,
 * so the machine's architectures, sources and package lists stay as they are.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The release whose libraries and glibc the committed addons are linked against. */
const SUITE = 'bookworm';

/** Directory below which the packages are unpacked; downloads what is not there yet. */
export function unpackArm64(root, name, packages) {
  const target = join(root, '.cache/arm64', name);
  if (existsSync(target)) return target;
  const debs = join(root, '.cache/arm64/debs', name);
  rmSync(debs, { recursive: true, force: true });
  mkdirSync(debs, { recursive: true });
  const apt = privateApt(join(root, '.cache/arm64/apt'));
  apt(['update', '-qq'], debs);
  apt(['download', '-qq', ...packages], debs);
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  for (const deb of readdirSync(debs)) execFileSync('dpkg-deb', ['-x', join(debs, deb), partial]);
  renameSync(partial, target);
  return target;
}

function privateApt(state) {
  for (const directory of ['lists/partial', 'cache/archives/partial', 'empty']) mkdirSync(join(state, directory), { recursive: true });
  writeFileSync(join(state, 'status'), '');
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  writeFileSync(join(state, 'sources.list'), `deb [signed-by=${keyring}] ${debianMirror()} ${SUITE} main\n`);
  const options = [
    'APT::Architecture=arm64',
    'APT::Architectures=arm64',
    'APT::Sandbox::User=root',
    `Dir::Etc::sourcelist=${join(state, 'sources.list')}`,
    `Dir::Etc::sourceparts=${join(state, 'empty')}`,
    `Dir::Etc::preferencesparts=${join(state, 'empty')}`,
    `Dir::State::status=${join(state, 'status')}`,
    `Dir::State::lists=${join(state, 'lists')}`,
    `Dir::Cache=${join(state, 'cache')}`,
  ].flatMap((option) => ['-o', option]);
  return ([command, ...rest], cwd) =>
    execFileSync('apt-get', [...options, command, ...rest], { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** The mirror that this machine uses for Debian itself. */
function debianMirror() {
  const format = ['--format', '$(REPO_URI)', 'Created-By: Packages'];
  const uris = execFileSync('apt-get', ['indextargets', ...format], { encoding: 'utf8' }).split('\n');
  const mirror = uris.find((uri) => /\/debian\/?$/.test(uri));
  if (!mirror) throw new Error(`no Debian mirror in this machine's apt sources: the arm64 libraries come from Debian ${SUITE}`);
  return mirror;
}
