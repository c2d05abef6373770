import { existsSync } from 'node:fs';
import { askAsUser } from './as-user.ts';
import { makeBlock } from './block.ts';
import { type JobUser, open, type Road, shut } from './roads.ts';
import type { SavedFiles } from './saved.ts';

export const DOAS_CONF = ['/etc/doas.conf', '/usr/local/etc/doas.conf'];
const PROGRAMS = ['/usr/bin/doas', '/usr/local/bin/doas'];

/** As in sudoers the last rule that matches decides (doas.conf(5)). */
export function lockDoas(user: JobUser, names: readonly string[], files: SavedFiles): Road[] {
  const rules = [...new Set([...names.filter((name) => /^[a-z_][a-z0-9_-]*$/i.test(name)), String(user.uid)])].map(
    (name) => `deny ${name}`,
  );
  const locked = DOAS_CONF.filter((path) => files.append(path, makeBlock(rules)));
  const program = PROGRAMS.find((path) => existsSync(path));
  if (!program || locked.length === 0) return [];
  const { status } = askAsUser(user, [program, '-n', '/bin/true'], { keepSetuid: true, timeoutMs: 3000 });
  if (status === 0) return [open('doas', `${program} still gives ${user.name} root.`)];
  return [shut('doas', `${user.name} may run nothing with doas.`)];
}
