import { readFileSync } from 'node:fs';
import { codeOf } from '../errors.ts';

/** Every name in /etc/passwd with this user id, and the number itself. */
export function namesOf(uid: number, name: string): string[] {
  const same = fieldsOf('/etc/passwd').flatMap(([other = '', , id]) => (Number(id) === uid && other !== '' ? [other] : []));
  return [...new Set([name, ...same, String(uid)])];
}

/** Accounts that su(1) gives to everybody who asks: an empty password in shadow(5). */
export function accountsWithoutPassword(): string[] {
  return fieldsOf('/etc/shadow').flatMap(([name = '', password]) => (password === '' && name !== '' ? [name] : []));
}

/** The groups that a live process has (proc_pid_status(5)): not always those of /etc/group. */
export function groupsOfProcess(pid: number): number[] {
  try {
    const line = /^Groups:(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? '';
    return line
      .split(/\s+/)
      .filter((word) => word !== '')
      .map(Number);
  } catch {
    // It has ended, and with it what it had.
    return [];
  }
}

/** Names of these group ids in /etc/group. */
export function groupNames(ids: readonly number[]): string[] {
  return fieldsOf('/etc/group').flatMap(([name = '', , id]) => (name !== '' && ids.includes(Number(id)) ? [name] : []));
}

/** Lines of a file such as passwd(5), split at the colons; none where there is no file. */
export function fieldsOf(path: string): string[][] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.includes(':'))
      .map((line) => line.split(':'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
