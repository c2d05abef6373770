import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { native } from './native-lab.ts';

const namespace = `egf-native-${process.pid}`;

beforeAll(() => {
  execFileSync('ip', ['netns', 'add', namespace]);
});
afterAll(() => {
  execFileSync('ip', ['netns', 'delete', namespace]);
});

/** JSON lines that a fixture prints in the namespace (`ip netns exec` remounts /sys, too). */
function runInNamespace(fixture: string, ...wrapper: string[]): Record<string, unknown>[] {
  const file = new URL(`fixtures/${fixture}.mjs`, import.meta.url).pathname;
  const output = execFileSync('ip', ['netns', 'exec', namespace, ...wrapper, process.execPath, file], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('queue', () => {
  let lines: Record<string, unknown>[];
  beforeAll(() => {
    lines = runInNamespace('queue');
  }, 150_000);
  const linesWith = (key: string) => lines.filter((line) => key in line);

  it('shows each packet with its length, mark and sender, cut at the copy range', () => {
    const uid = 0;
    const packet = (queued: string) => ({ queued, length: 28 + queued.length, copied: 28 + queued.length, mark: 0, uid });
    expect(linesWith('queued')).toEqual([
      ...['pass', 'drop', 'refuse', 'late', 'throw', 'silence'].map(packet),
      { queued: 'x'.repeat(20), length: 1028, copied: 128, mark: 0, uid },
      packet('after flood'),
    ]);
  });

  it('lets through what is repeated with the mark of the chain, whole, also later, and nothing else', () => {
    expect(linesWith('received')).toEqual([
      { received: 'pass', size: 4 },
      { received: 'late', size: 4 },
      { received: 'x'.repeat(20), size: 1000 },
      { received: 'after flood', size: 11 },
    ]);
  });

  it('leaves it to the chain to refuse', () => {
    expect(linesWith('error')).toContainEqual({ error: 'ECONNREFUSED', message: 'refuse' });
  });

  it('reports what the callback throws as any uncaught exception', () => {
    expect(linesWith('uncaught')).toEqual([{ uncaught: 'handler failed' }]);
  });

  it('cannot be bound twice, and can at once after close', () => {
    expect(linesWith('taken')).toEqual([{ taken: 'EBUSY' }]);
    expect(linesWith('again')).toEqual([{ again: 7 }]);
    expect(linesWith('overflows')).toEqual([{ overflows: 0 }]);
  });

  it('counts that packets were lost when more came than the socket holds', () => {
    const [{ seen, overflows } = {}] = runInNamespace('overflow');
    expect(seen).toBeGreaterThan(1000);
    expect(seen).toBeLessThan(60_000);
    expect(overflows).toBeGreaterThan(0);
  });

  it('needs CAP_NET_ADMIN', () => {
    const open = `import { native } from '${new URL('fixtures/addon.mjs', import.meta.url).pathname}';
      try { native.openQueue({ number: 9, copyRange: 64, maxLength: 8 }, () => {}).close(); console.log('bound'); } catch (error) { console.log(error.code); }`;
    const run = (...wrapper: string[]) =>
      execFileSync('ip', ['netns', 'exec', namespace, ...wrapper, process.execPath, '--input-type=module', '-e', open], {
        encoding: 'utf8',
      });
    expect(run()).toBe('bound\n');
    expect(run('setpriv', '--bounding-set=-net_admin', '--inh-caps=-net_admin')).toBe('EPERM\n');
  });
});

it('originalDestination tells where a redirected connection was going, and nothing of others', () => {
  const file = new URL('fixtures/redirect.mjs', import.meta.url).pathname;
  const output = execFileSync('ip', ['netns', 'exec', namespace, process.execPath, file], { encoding: 'utf8' });
  const address = 0x0a630001;
  expect(
    output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([null, { ip: address, port: 443 }, { ip: address, port: 65535 }, null]);
});

describe('cgroup2', () => {
  const oDirectory = process.arch === 'x64' ? 0o200000 : 0o40000;
  const oCloexec = 0o2000000;

  it('is the mounted hierarchy where there is one', () => {
    const file = new URL('fixtures/cgroup2.mjs', import.meta.url).pathname;
    const { path, type, flags, processes } = JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' }));
    expect({ type, processes }).toEqual({ type: '63677270', processes: '' });
    expect(statSync(path).isDirectory()).toBe(true);
    expect(Number.parseInt(flags, 8) & (oDirectory | oCloexec)).toBe(oDirectory | oCloexec);
  });

  it('is a detached mount where /sys shows none', () => {
    expect(() => execFileSync('ip', ['netns', 'exec', namespace, 'grep', 'cgroup2', '/proc/self/mountinfo'])).toThrow();
    expect(runInNamespace('cgroup2')).toMatchObject([{ path: '/', type: '63677270', processes: '' }]);
  });

  it('says what is not permitted to a user without capabilities', () => {
    const open = `import { native } from '${new URL('fixtures/addon.mjs', import.meta.url).pathname}';
      try { native.openCgroup2(); console.log('opened'); } catch (error) { console.log(error.code, error.syscall); }`;
    const drop = ['setpriv', '--bounding-set=-sys_admin', '--inh-caps=-sys_admin'];
    const output = execFileSync('ip', ['netns', 'exec', namespace, ...drop, process.execPath, '--input-type=module', '-e', open], {
      encoding: 'utf8',
    });
    expect(output).toBe('EPERM fsopen\n');
  });
});

it('netnsInode is that of the namespace file', () => {
  expect(native.netnsInode()).toBe(statSync('/proc/self/ns/net', { bigint: true }).ino);
});
