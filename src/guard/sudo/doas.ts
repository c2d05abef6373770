import { existsSync } from 'node:fs';
import { askAsUser } from './as-user.ts';
import { type JobUser, open, type Road, shut } from './roads.ts';
import type { SavedFiles } from './saved.ts';

const DOAS_CONF = ['/etc/doas.conf', '/usr/local/etc/doas.conf'];
const PROGRAMS = ['/usr/bin/doas', '/usr/local/bin/doas'];

/** Without a rule that matches, doas refuses (doas.conf(5)); the last one that matches decides. */
export function lockDoas(user: JobUser, names: readonly string[], files: SavedFiles): Road[] {
  const rules = [...new Set([...names.filter((name) => /^[a-z_][a-z0-9_-]*$/i.test(name)), String(user.uid)])].map(
    (name) => `deny ${name}\n`,
  );
  const content = `# Emptied by egress-filter while a job is filtered.\npermit nopass root\n`;
  const locked = DOAS_CONF.filter((path) =>
    files.cover(path, (original) => ({ content, orphaned: Buffer.concat([original, Buffer.from(`\n${rules.join('')}`)]) })),
  );
  const program = PROGRAMS.find((path) => existsSync(path));
  if (!program || locked.length === 0) return [];
  const { status } = askAsUser(user, [program, '-n', '/bin/true'], { keepSetuid: true, timeoutMs: 3000 });
  if (status === 0) return [open('doas', `${program} still gives ${user.name} root.`)];
  return [shut('doas', `${user.name} may run nothing with doas.`)];
}
