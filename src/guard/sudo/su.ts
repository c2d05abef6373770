import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { accountsWithoutPassword, groupNames, namesOf } from './accounts.ts';
import { type JobUser, open, type Road, shut } from './roads.ts';
import type { SavedFiles } from './saved.ts';

const PROGRAMS = ['/usr/bin/su', '/bin/su', '/usr/lib/cargo/bin/su', '/usr/bin/su-rs'];
const SETUID = 0o4000;

/**
 * su(1) asks for the password of the account. Where it would ask for none (an empty one, or pam_wheel(8) that trusts a group of the user) it loses its
 * setuid bit for the time of the job: root may still use it, nobody else.
 */
export function lockSu(user: JobUser, files: SavedFiles): Road[] {
  const programs = [...new Set([...PROGRAMS, ...inSnaps()].filter((path) => existsSync(path)).map((path) => realpathSync(path)))];
  const own = new Set(namesOf(user.uid, user.name));
  const empty = accountsWithoutPassword().filter((name) => !own.has(name));
  const trusted = trustingLines(
    ['su', 'su-l'].map((name) => `/etc/pam.d/${name}`),
    groupNames([user.gid, ...user.groups]),
  );
  const why = [...empty.map((name) => `${name} has no password`), ...trusted];
  if (programs.length === 0 || why.length === 0) return [];
  files.chmod('su', programs, (status) => status.mode & ~SETUID);
  const others = otherPasswordAskers(empty);
  const raised = programs.filter((path) => statSync(path).mode & SETUID);
  if (raised.length > 0)
    return [open('su', `${raised.join(' and ')} gives away accounts, and its mode cannot be changed: ${why.join('; ')}.`), ...others];
  return [shut('su', `su works for root alone (${why.join('; ')}).`), ...others];
}

/** A base snap brings a su of its own, which asks the same PAM. */
function inSnaps(): string[] {
  return list('/snap').flatMap((snap) => [`${snap}/current/usr/bin/su`, `${snap}/current/bin/su`]);
}

/** `login` and ssh let into an account without a password as well. */
function otherPasswordAskers(empty: readonly string[]): Road[] {
  if (empty.length === 0 || !existsSync('/etc/ssh')) return [];
  const files = ['/etc/ssh/sshd_config', ...list('/etc/ssh/sshd_config.d')];
  const allowed = files.some((path) => existsSync(path) && /^\s*PermitEmptyPasswords\s+yes/im.test(readFileSync(path, 'utf8')));
  return allowed ? [open('ssh', `sshd lets ${empty.join(', ')} in without a password.`)] : [];
}

/** `auth sufficient pam_wheel.so trust [group=G]`; without a group it is wheel, or gid 0 where there is no wheel. */
export function trustingModules(text: string, groups: readonly string[]): string[] {
  return text.split('\n').flatMap((line) => {
    const words = line.replace(/#.*$/, '').trim().split(/\s+/);
    const module = words.findIndex((word) => /(^|\/)pam_wheel\.so$/.test(word));
    if (words[0] !== 'auth' || module < 0 || !words.includes('trust') || words.includes('deny')) return [];
    const group = words.find((word) => word.startsWith('group='))?.slice('group='.length);
    const asked = group === undefined ? ['wheel', 'root'] : [group];
    return asked.filter((name) => groups.includes(name)).map((name) => `pam_wheel trusts the group ${name}`);
  });
}

function trustingLines(paths: readonly string[], groups: readonly string[]): string[] {
  return [...new Set(paths.filter((path) => existsSync(path)).flatMap((path) => trustingModules(readFileSync(path, 'utf8'), groups)))];
}

function list(path: string): string[] {
  return existsSync(path) ? readdirSync(path).map((name) => `${path}/${name}`) : [];
}
