import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type UseContext, useEvent } from '../../src/guard/sudo/use.ts';
import type { PrivilegedExec } from '../../src/kernel/native.ts';
import { LogEvent } from '../../src/log/event.ts';

const exec = (args: readonly string[], more: Partial<PrivilegedExec> = {}): PrivilegedExec => ({
  pid: 4242,
  ppid: 4200,
  uid: 1001,
  euid: 0,
  stepId: 3,
  exe: '/usr/bin/sudo',
  argv: Buffer.from(args.map((arg) => `${arg}\0`).join('')),
  argvTruncated: false,
  cwd: '/home/runner/work/app/app',
  ...more,
});
const names = new Map([
  [0, 'root'],
  [1001, 'runner'],
]);
const context = (more: Partial<UseContext> = {}): UseContext => ({
  at: Date.UTC(2026, 0, 31, 12),
  step: '__run_2',
  locked: false,
  full: false,
  nameOf: (uid) => names.get(uid),
  ...more,
});

describe('the line of a use of sudo', () => {
  test('tells who ran what, where, as whom, in which step', () => {
    expect(useEvent(exec(['sudo', 'apt-get', 'install', '-y', 'jq']), context({ action: 'actions/setup-node' }))).toEqual({
      ts: '2026-01-31T12:00:00.000Z',
      type: 'sudo',
      pid: 4242,
      ppid: 4200,
      uid: 1001,
      user: 'root',
      exe: '/usr/bin/sudo',
      cmdline: ['sudo', 'apt-get', 'install', '-y', 'jq'],
      cwd: '/home/runner/work/app/app',
      step: '__run_2',
      action: 'actions/setup-node',
      policy: 'allow',
      reason: 'allow-sudo: the job may use sudo',
    });
  });

  test('of locked sudo is a denial', () => {
    expect(useEvent(exec(['sudo', 'id']), context({ locked: true }))).toMatchObject({
      policy: 'deny',
      reason: 'sudo is locked for the job',
    });
  });

  test('of a setuid helper that changes no user has no verdict', () => {
    const line = useEvent(exec(['fusermount3', '-u', '/mnt'], { exe: '/usr/bin/fusermount3' }), context());
    expect(line).toMatchObject({ type: 'sudo', user: 'root', cmdline: ['fusermount3', '-u', '/mnt'] });
    expect(line.policy).toBeUndefined();
  });

  test('without a directory leaves it out', () => {
    expect(useEvent(exec(['sudo', 'id'], { cwd: '' }), context())).not.toHaveProperty('cwd');
  });

  test('of a user without a name shows the number', () => {
    expect(useEvent(exec(['crontab', '-l'], { exe: '/usr/bin/crontab', euid: 7000 }), context()).user).toBe('7000');
  });
});

describe('the user is the one asked for', () => {
  test.each<[string[], string, string?]>([
    [['sudo', '-u', 'postgres', 'psql'], 'postgres'],
    [['sudo', '-nEupostgres', 'psql'], 'postgres'],
    [['sudo', '--user=postgres', 'psql'], 'postgres'],
    [['sudo', '--user', 'postgres', 'psql'], 'postgres'],
    [['sudo', '-g', 'docker', '-D', '/tmp', '-u', '#33', 'id'], '#33'],
    [['sudo', 'PGUSER=x', '-u', 'postgres', 'psql'], 'postgres'],
    [['sudo', '--', 'psql', '-u', 'postgres'], 'root'],
    [['sudo', 'psql', '-u', 'postgres'], 'root'],
    [['sudo', '-p', '-u', 'id'], 'root'],
    [['sudo', '-u'], 'root'],
    [['other name', '-u', 'postgres', 'psql'], 'postgres', '/usr/bin/sudo.ws'],
    [['sudo-rs', '-u', 'postgres', 'psql'], 'postgres', '/usr/bin/sudo-rs'],
    [['su', '-', 'postgres', '-c', 'psql'], 'postgres', '/usr/bin/su'],
    [['su', '-lc', 'psql', 'postgres'], 'postgres', '/usr/bin/su'],
    [['su'], 'root', '/usr/bin/su'],
    [['doas', '-nu', 'postgres', 'psql'], 'postgres', '/usr/bin/doas'],
    [['pkexec', '--user', 'postgres', 'psql'], 'postgres', '/usr/bin/pkexec'],
  ])('%j: %s', (args, user, exe = '/usr/bin/sudo') => {
    expect(useEvent(exec(args, { exe }), context()).user).toBe(user);
  });
});

describe('secrets', () => {
  test.each([
    [
      ['sudo', 'mysql', '-psecret'],
      ['sudo', 'mysql', '-p[redacted]'],
    ],
    [
      ['sudo', '-u', 'postgres', 'psql', '--password', 'secret'],
      ['sudo', '-u', 'postgres', 'psql', '--password', '[redacted]'],
    ],
    [
      ['sudo', 'TOKEN=secret', 'deploy'],
      ['sudo', 'TOKEN=[redacted]', 'deploy'],
    ],
    [
      ['sudo', 'curl', '-u', 'me:secret', 'https://example.com/?key=secret'],
      ['sudo', 'curl', '-u', 'me:[redacted]', 'https://example.com/?[redacted]'],
    ],
    [
      ['sudo', 'docker', 'login', '-u', 'me', '--password', 'secret'],
      ['sudo', 'docker', 'login', '-u', 'me', '--password', '[redacted]'],
    ],
  ])('%j', (args, shown) => {
    expect(useEvent(exec(args), context()).cmdline).toEqual(shown);
    expect(useEvent(exec(args), context({ full: true })).cmdline).toEqual(args);
  });

  test('in the directory', () => {
    expect(useEvent(exec(['sudo', 'id'], { cwd: '/tmp/ghp_abcdefghijklmnopqrstuvwxyz0123456789' }), context()).cwd).toBe('/tmp/[redacted]');
  });

  test('a command line that the kernel cut says so', () => {
    expect(useEvent(exec(['sudo', 'echo', 'a'], { argvTruncated: true }), context()).cmdline).toEqual(['sudo', 'echo', 'a…[cut]']);
  });
});

test('whatever the arguments are, the line is one that the log takes, and no argument is lost', () => {
  const word = fc.oneof(fc.string(), fc.constantFrom('-u', '--user', '--', '-', '-nE', 'A=b', '--user=', '-c'));
  const program = fc.constantFrom('/usr/bin/sudo', '/usr/bin/su', '/usr/bin/doas', '/usr/bin/pkexec', '/usr/bin/mount', '');
  fc.assert(
    fc.property(fc.array(word), program, fc.boolean(), (args, exe, full) => {
      const whole = args.map((arg) => arg.replaceAll('\0', ''));
      const line = useEvent(exec(whole, { exe }), context({ full }));
      expect(LogEvent.safeParse(line).success).toBe(true);
      expect(line.cmdline?.length ?? 0).toBe(whole.length);
      expect(line.user).not.toBe(undefined);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array(), fc.boolean(), (bytes, argvTruncated) => {
      expect(LogEvent.safeParse(useEvent(exec([], { argv: Buffer.from(bytes), argvTruncated }), context())).success).toBe(true);
    }),
  );
});
