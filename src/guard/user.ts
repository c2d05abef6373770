import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { UserError } from './errors.ts';

/** The account that a command runs as. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly home: string;
  readonly shell: string;
}

/** The person behind sudo(8) (`SUDO_UID`), else whoever calls; `name` chooses another account. */
export function callingAccount(env: NodeJS.ProcessEnv, name?: string): Account {
  const wanted = name ?? (env.SUDO_UID && env.SUDO_USER ? env.SUDO_USER : undefined);
  const entry = wanted === undefined ? byUid(process.getuid?.() ?? 0) : byName(wanted);
  if (entry) return { ...entry, groups: supplementaryGroups(entry.name) };
  if (wanted !== undefined && name === undefined && env.SUDO_UID && env.SUDO_GID) {
    // sudo knows people (LDAP, SSSD) that the passwd file does not list.
    const uid = Number(env.SUDO_UID);
    const gid = Number(env.SUDO_GID);
    return { name: wanted, uid, gid, groups: supplementaryGroups(wanted), home: env.HOME ?? '/', shell: '/bin/sh' };
  }
  if (wanted !== undefined) throw new UserError(`There is no user "${wanted}" on this machine.`);
  return { name: 'root', uid: 0, gid: 0, groups: [0], home: env.HOME ?? '/root', shell: '/bin/sh' };
}

/** The account that a process of this user id runs as; without a name in the user data base, as the id alone. */
export function accountOfUid(uid: number): Account {
  const entry = byUid(uid) ?? fromNss(String(uid));
  if (entry) return { ...entry, groups: supplementaryGroups(entry.name) };
  return { name: String(uid), uid, gid: uid, groups: [], home: '/', shell: '/bin/sh' };
}

type Entry = Omit<Account, 'groups'>;

function passwd(): Entry[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 7)
    .map(([name = '', , uid, gid, , home = '/', shell = '/bin/sh']) => ({ name, uid: Number(uid), gid: Number(gid), home, shell }));
}

const byUid = (uid: number): Entry | undefined => passwd().find((entry) => entry.uid === uid);
const byName = (name: string): Entry | undefined => passwd().find((entry) => entry.name === name) ?? fromNss(name);

/** getent(1) asks LDAP and the like, where the machine has them. */
function fromNss(name: string): Entry | undefined {
  try {
    const [user = name, , uid, gid, , home = '/', shell = '/bin/sh'] = execFileSync('getent', ['passwd', '--', name], {
      encoding: 'utf8',
      env: withSystemPath(),
    })
      .trim()
      .split(':');
    return { name: user, uid: Number(uid), gid: Number(gid), home, shell };
  } catch {
    // Exit status 2: no such key. Without getent there is nobody else to ask.
    return undefined;
  }
}

function supplementaryGroups(name: string): number[] {
  const ids = execFileSync('id', ['-G', '--', name], { encoding: 'utf8', env: withSystemPath() }).trim().split(/\s+/).map(Number);
  return ids.filter(Number.isInteger);
}

/** A caller may have a PATH of his own project alone. */
function withSystemPath(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/bin:/bin` };
}

/** Ranges of user ids that accounts may become in a user namespace of their own (subuid(5)): `name:first:count`. */
export function subordinateRanges(subuid: string): { first: number; last: number }[] {
  return subuid.split('\n').flatMap((line) => {
    const [, first = '', count = ''] = /^[^:#\s][^:]*:(\d+):(\d+)\s*$/.exec(line) ?? [];
    return Number(count) > 0 ? [{ first: Number(first), last: Number(first) + Number(count) - 1 }] : [];
  });
}

/**
 * A user id for the proxy that no account has or can become by newuidmap(1), in the range systemd keeps for such (systemd.exec(5), DynamicUser): who has
 * the proxy's user id may signal it.
 */
export function freeProxyUid(id: string): number {
  const [first, last] = [61184, 65519];
  const taken = new Set(passwd().map((entry) => entry.uid));
  const lent = subordinateRanges(existsSync('/etc/subuid') ? readFileSync('/etc/subuid', 'utf8') : '');
  const start = Number.parseInt(id, 16) % (last - first + 1);
  for (let step = 0; step <= last - first; step++) {
    const uid = first + ((start + step) % (last - first + 1));
    if (!taken.has(uid) && !lent.some((range) => range.first <= uid && uid <= range.last)) return uid;
  }
  throw new UserError(`All user ids from ${first} to ${last} are taken: the proxy needs one of its own.`);
}
