import { existsSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { askAsUser } from './as-user.ts';
import { type JobUser, open, type Road, shut } from './roads.ts';
import type { SavedFiles } from './saved.ts';

/** Where sudo and sudo-rs look for rules, distributions with a vendor directory included. Each is read alone, or not at all. */
const SUDOERS = ['/etc/sudoers', '/etc/sudoers-rs', '/usr/etc/sudoers', '/usr/local/etc/sudoers'];
/** The same program under all the names that Debian's alternatives give it. */
const PROGRAMS = ['sudo', 'sudo.ws', 'sudo-rs'].flatMap((name) =>
  ['/usr/bin', '/usr/local/bin', '/usr/lib/cargo/bin'].map((directory) => `${directory}/${name}`),
);
/** Remembered passwords: sudo by name or user id, sudo-rs by user id, opendoas by user id among others. */
const CREDENTIALS = ['/run/sudo/ts', '/var/run/sudo/ts', '/var/lib/sudo/ts', '/var/db/sudo/ts', '/run/sudo-rs/ts', '/var/run/sudo-rs/ts'];

/**
 * By number first: a second account may have the same one. NOPASSWD makes the refusal say so instead of asking for a password. In sudoers(5) the last rule that
 * matches decides, so at the end of other rules these take everything back: what the user has by name, number, group, alias, netgroup or include.
 */
export function refusals(user: JobUser): string[] {
  const rules = [`#${user.uid} ALL=(ALL:ALL) NOPASSWD: !ALL`];
  // Capitals may be an alias (ALL is everybody), other characters need quotes in which sudo and sudo-rs differ; the number says the same.
  if (/^[a-z_][a-z0-9_-]*$/.test(user.name)) rules.push(`${user.name} ALL=(ALL:ALL) NOPASSWD: !ALL`);
  return rules;
}

/** Nobody but root, who needs no sudo to be root, and includes nothing. Only what sudo and sudo-rs understand alike. */
function emptied(user: JobUser): string {
  const lines = [
    '# Emptied by egress-filter while a job is filtered. The file of the machine lies below this one, and is here again afterwards.',
    'Defaults secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin"',
    'root ALL=(ALL:ALL) ALL',
    ...refusals(user),
  ];
  return `${lines.join('\n')}\n`;
}

/** Starts with a line feed: the last line of the file may lack its own, or end in a backslash. */
const withRefusals = (original: Buffer, user: JobUser): Buffer =>
  Buffer.concat([original, Buffer.from(`\n${refusals(user).join('\n')}\n`)]);

export function lockSudoers(user: JobUser, files: SavedFiles, workerPid?: number): Road[] {
  const programs = sudoPrograms();
  const content = emptied(user);
  const locked = SUDOERS.filter((path) => files.cover(path, (original) => ({ content, orphaned: withRefusals(original, user) })));
  const elsewhere = workerPid === undefined ? undefined : locked.find((path) => (seenBy(workerPid, path) ?? content) !== content);
  if (elsewhere !== undefined)
    return [open('sudo', `Runner.Worker sees another ${elsewhere} than the filter's guard: let the runner take mounts of the machine.`)];
  forgetCredentials(user);
  if (programs.length === 0) return [];
  const refused = programs.map((program) => ({ program, answer: trySudo(user, program) }));
  const working = refused.filter(({ answer }) => answer === 'runs').map(({ program }) => program);
  if (working.length > 0) return [open('sudo', `${working.join(' and ')} still gives ${user.name} root: ${otherSource()}`)];
  const silent = refused.filter(({ answer }) => answer === 'unknown').map(({ program }) => program);
  if (silent.length > 0)
    return [open('sudo (not proven)', `${silent.join(' and ')} did not say in time that it refuses ${user.name}; its rules do.`)];
  return [shut('sudo', `${user.name} may run nothing with sudo (emptied: ${locked.join(', ') || 'nothing, there are no rules'}).`)];
}

/** Asked as the user, who has a rule of his own that allows nothing: not even what asks no password. */
function trySudo(user: JobUser, program: string): 'refused' | 'runs' | 'unknown' {
  const { status } = askAsUser(user, [program, '-n', '--', '/bin/true'], { keepSetuid: true, timeoutMs: 3000 });
  if (status === undefined) return 'unknown';
  return status === 0 ? 'runs' : 'refused';
}

/** It may have a mount namespace of its own, and so has what it starts. */
function seenBy(pid: number, path: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/root${realpathSync(path)}`, 'utf8');
  } catch {
    // It has ended, or has no such file: what holds is what sudo says.
    return undefined;
  }
}

function otherSource(): string {
  const sources = /^sudoers:(.*)$/m.exec(read('/etc/nsswitch.conf'))?.[1]?.trim();
  if (sources && sources !== 'files') return `rules come from "${sources}" (/etc/nsswitch.conf), which we cannot change.`;
  const plugin = /^\s*Plugin\s.*$/m.exec(read('/etc/sudo.conf'))?.[0];
  return plugin ? `/etc/sudo.conf has "${plugin.trim()}".` : 'its rules are not where we looked.';
}

function sudoPrograms(): string[] {
  const found = PROGRAMS.filter((path) => existsSync(path));
  return [...new Map(found.map((path) => [realpathSync(path), path])).values()];
}

/** A password that was typed before is asked again after `enable-sudo`. */
function forgetCredentials(user: JobUser): void {
  for (const directory of CREDENTIALS) {
    for (const name of [user.name, String(user.uid)]) rmSync(`${directory}/${name}`, { recursive: true, force: true });
  }
  for (const name of list('/run/doas').filter((name) => name.split('-').at(-1) === String(user.uid)))
    rmSync(`/run/doas/${name}`, { force: true });
}

function list(path: string): string[] {
  return existsSync(path) ? readdirSync(path) : [];
}

function read(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
