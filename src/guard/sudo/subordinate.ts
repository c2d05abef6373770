import { fieldsOf } from './accounts.ts';
import { type JobUser, open, type Road } from './roads.ts';

/**
 * newuidmap(1) and newgidmap(1) give the user the ids that /etc/subuid and /etc/subgid list for him, in a user namespace of his own. The kernel still counts
 * them as what they are outside: with the id of root or of another account he owns its files.
 */
export function reportSubordinateIds(user: JobUser): Road[] {
  return [...lent(user, '/etc/subuid', '/etc/passwd', 'user'), ...lent(user, '/etc/subgid', '/etc/group', 'group')];
}

function lent(user: JobUser, ranges: string, accounts: string, kind: 'user' | 'group'): Road[] {
  const own = fieldsOf(ranges).filter(([name]) => name === user.name || name === String(user.uid));
  const ids = fieldsOf(accounts).map(([name = '', , id]) => ({ name, id: Number(id) }));
  const covered = own.flatMap(([, first, count]) => ids.filter(({ id }) => id >= Number(first) && id < Number(first) + Number(count)));
  const names = [...new Set(covered.filter(({ name }) => name !== user.name).map(({ name }) => name))];
  if (names.length === 0) return [];
  const shown = names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
  return [open(`subordinate ${kind}s`, `${ranges} lets ${user.name} become the ${kind} ${shown} in a namespace of his own.`)];
}
