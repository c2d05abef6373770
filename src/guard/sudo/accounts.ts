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

/** Names of these group ids in /etc/group. */
export function groupNames(ids: readonly number[]): string[] {
  return fieldsOf('/etc/group').flatMap(([name = '', , id]) => (name !== '' && ids.includes(Number(id)) ? [name] : []));
}

function fieldsOf(path: string): string[][] {
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
