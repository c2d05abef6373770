import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { askAsUser } from './as-user.ts';
import { type JobUser, open, type Road, shut } from './roads.ts';
import type { SavedFiles } from './saved.ts';

const DAEMONS = [
  '/usr/lib/polkit-1/polkitd',
  '/usr/libexec/polkitd',
  '/usr/lib/polkit-1/polkit-agent-helper-1',
  '/usr/libexec/polkit-agent-helper-1',
];
/** Sorted by name over all of them, and the first rule that answers decides (polkit(8)). */
const RULE_DIRECTORIES = [
  '/etc/polkit-1/rules.d',
  '/run/polkit-1/rules.d',
  '/usr/local/share/polkit-1/rules.d',
  '/usr/share/polkit-1/rules.d',
];
/** Before every letter and digit. */
const RULE_NAME = '!egress-filter.rules';
/**
 * polkit 0.105 (Ubuntu 22.04) knows no rules, but key files, of which the last one decides (pklocalauthority(8)). Directories are sorted by name, files within
 * one are not: ours has one of its own.
 */
const KEY_FILES = '/etc/polkit-1/localauthority';
const OWN_DIRECTORY = 'zz-egress-filter.d';

/** Files of ours. */
export const POLKIT_FILES = [`${KEY_FILES}/${OWN_DIRECTORY}`, ...RULE_DIRECTORIES.slice(0, 1).map((path) => `${path}/${RULE_NAME}`)];

/**
 * polkit lets services do things as root for a user: start units, install packages, mount, write network settings, run anything (pkexec). Whatever it
 * would answer otherwise, for the job's user the answer is no. polkitd reads the file by itself (inotify(7)), within milliseconds.
 */
export function lockPolkit(user: JobUser, names: readonly string[], files: SavedFiles): Road[] {
  if (!DAEMONS.some((path) => existsSync(path))) return [];
  const [rules = ''] = RULE_DIRECTORIES;
  const hasKeyFiles = existsSync(KEY_FILES);
  if (hasKeyFiles) files.create(`${KEY_FILES}/${OWN_DIRECTORY}/no.pkla`, keyFile(names));
  mkdirSync('/etc/polkit-1', { recursive: true, mode: 0o755 });
  if (!hasKeyFiles || existsSync(rules)) files.create(`${rules}/${RULE_NAME}`, ruleFile(names));
  const earlier = [...RULE_DIRECTORIES.flatMap((directory) => earlierRules(directory)), ...laterKeyFiles()];
  if (earlier.length > 0)
    return [open('polkit', `${earlier.join(', ')} comes before our rule and may give ${user.name} what root can do.`)];
  return [shut('polkit', `Every action of polkit is denied to ${user.name}.`)];
}

function earlierRules(directory: string): string[] {
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory).filter(
    (name) => name.endsWith('.rules') && Buffer.compare(Buffer.from(name), Buffer.from(RULE_NAME)) < 0,
  );
  return names.map((name) => `${directory}/${name}`);
}

function laterKeyFiles(): string[] {
  return [KEY_FILES, '/var/lib/polkit-1/localauthority'].flatMap((root) => {
    const names = existsSync(root) ? readdirSync(root) : [];
    return names.filter((name) => name.endsWith('.d') && name > OWN_DIRECTORY).map((name) => `${root}/${name}`);
  });
}

/** `names`: every name of the user id; polkit shows the number where there is none. */
export function ruleFile(names: readonly string[]): string {
  return `// Written by egress-filter for the time of a job: root is not to act for the job's user.
polkit.addRule(function (action, subject) {
    if (${JSON.stringify(names)}.indexOf(subject.user) >= 0) {
        return polkit.Result.NO;
    }
});
`;
}

export function keyFile(names: readonly string[]): string {
  return `[egress-filter: root is not to act for the job's user]
Identity=${names.map((name) => `unix-user:${name}`).join(';')}
Action=*
ResultAny=no
ResultInactive=no
ResultActive=no
`;
}

/** Asked as the user. Slow where polkitd has to be started: not before the job may begin. pkcheck(1): 1 is a no, 2 would ask for a password. */
export function provePolkit(user: JobUser): Road[] {
  if (!existsSync('/usr/bin/pkcheck') || !existsSync('/run/dbus/system_bus_socket')) return [];
  for (const action of ['org.freedesktop.policykit.exec', 'org.freedesktop.systemd1.manage-units']) {
    const { status } = askAsUser(user, ['/bin/sh', '-c', 'exec pkcheck -a "$1" -p $$', 'sh', action], { timeoutMs: 5000 });
    if (status === 0 || status === 2)
      return [open('polkit', `polkit still lets ${user.name} have ${action}: ${status === 0 ? 'at once' : 'for a password'}.`)];
  }
  return [];
}
