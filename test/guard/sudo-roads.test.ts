import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { strongProgram, unknownHelper } from '../../src/guard/sudo/helpers.ts';
import { keyFile, ruleFile } from '../../src/guard/sudo/polkit.ts';
import { absolutePaths, programsInUnit } from '../../src/guard/sudo/root-paths.ts';
import { reportRootProcesses } from '../../src/guard/sudo/root-processes.ts';
import { trustingModules } from '../../src/guard/sudo/su.ts';
import { refusals } from '../../src/guard/sudo/sudoers.ts';

const runner = { name: 'runner', uid: 1001, gid: 1001, groups: [4, 118] };

describe('rules', () => {
  test('of sudoers take back everything, by number and by name', () => {
    expect(refusals(runner)).toEqual(['#1001 ALL=(ALL:ALL) NOPASSWD: !ALL', 'runner ALL=(ALL:ALL) NOPASSWD: !ALL']);
  });

  test('of sudoers hold no name that could say something else', () => {
    for (const name of ['a b', 'ALL', 'ADMINS', '%wheel', 'x,y', 'x=y', 'DOM\\me', '+net', '!x', '#0', 'x\nroot']) {
      expect(refusals({ ...runner, name })).toEqual(['#1001 ALL=(ALL:ALL) NOPASSWD: !ALL']);
    }
  });

  test('of polkit say no to each name, whatever it is, and nothing to others', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), fc.string(), (names, other) => {
        let rule: ((action: unknown, subject: { user: string }) => string | undefined) | undefined;
        const polkit = { addRule: (it: typeof rule) => (rule = it), Result: { NO: 'no' } };
        new Function('polkit', ruleFile(names))(polkit);
        for (const user of names) expect(rule?.({}, { user })).toBe('no');
        if (!names.includes(other)) expect(rule?.({}, { user: other })).toBeUndefined();
      }),
    );
  });

  test('of polkit 0.105 say no in every session', () => {
    expect(keyFile(['runner', '1001'])).toMatch(
      /^\[[^\]]+\]\nIdentity=unix-user:runner;unix-user:1001\nAction=\*\nResultAny=no\nResultInactive=no\nResultActive=no\n$/,
    );
  });
});

describe('what units run', () => {
  test.each([
    ['[Service]\nExecStart=/opt/agent/bin/agent --flag /etc/agent.conf', ['/opt/agent/bin/agent', '/etc/agent.conf']],
    ['ExecStartPre=-/bin/sh -c "/opt/x/prepare; exit 0"', ['/bin/sh', '/opt/x/prepare']],
    ['ExecStart=@/usr/bin/a b\nExecStop=!!/usr/bin/c', ['/usr/bin/a', '/usr/bin/c']],
    ['ExecStart=/bin/a \\\n  /srv/b', ['/bin/a', '/srv/b']],
    ['EnvironmentFile=-/etc/default/foo', ['/etc/default/foo']],
    ['User=www-data\nExecStart=/home/x/run', []],
    ['ExecStartPre=+/srv/as-root\nUser=www-data\nExecStart=/home/x/run', ['/srv/as-root']],
    ['User=root\nExecStart=/srv/run', ['/srv/run']],
    ['[D-BUS Service]\nName=a.b\nExec=/usr/libexec/b\nUser=root', ['/usr/libexec/b']],
    ['Description=see /usr/share/doc', []],
    ['ExecStart=/run/%i/x $HOME', []],
  ])('%j', (text, paths) => {
    expect(programsInUnit(text)).toEqual(paths);
  });

  test('no text makes the search fail or find what is no path', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const path of [...absolutePaths(text), ...programsInUnit(text)]) expect(path).toMatch(/^\/\S+$/);
      }),
    );
  });
});

describe('pam_wheel', () => {
  test.each<[string, string[], number]>([
    ['auth sufficient pam_wheel.so trust', ['wheel'], 1],
    ['auth sufficient pam_wheel.so trust', ['users'], 0],
    ['auth       sufficient pam_wheel.so trust use_uid group=adm', ['adm'], 1],
    ['auth [success=1 default=ignore] /lib/security/pam_wheel.so trust group=adm # x', ['adm'], 1],
    ['# auth sufficient pam_wheel.so trust', ['wheel'], 0],
    ['auth required pam_wheel.so', ['wheel'], 0],
    ['auth required pam_wheel.so deny group=nosu trust', ['nosu'], 0],
  ])('%s, in %j', (text, groups, found) => {
    expect(trustingModules(text, groups)).toHaveLength(found);
  });
});

describe('programs that raise rights', () => {
  test.each<[string, string | undefined]>([
    ['4755 root root /usr/bin/sudo', undefined],
    ['2755 root shadow /usr/bin/chage', undefined],
    ['4755 root root /opt/x/run me', 'helper /opt/x/run me'],
    ['4700 root root /opt/x/run', 'helper /opt/x/run'],
    ['4755 runner runner /home/runner/own', undefined],
    ['2745 root disk /opt/x/y', undefined],
    ['2755 root disk /opt/x/y', 'helper /opt/x/y'],
    ['garbage', undefined],
  ])('%s', (line, name) => {
    expect(unknownHelper(runner, line).map((road) => road.name)).toEqual(name === undefined ? [] : [name]);
  });

  test('are told in one line, whatever their names are', () => {
    const [road] = unknownHelper(runner, '4755 root root /opt/a\n::error::b\u2028\u001b[1m');
    expect(road?.name).toBe('helper /opt/a?::error::b??[1m');
    expect(road?.detail).not.toMatch(/\p{Cc}|\p{Zl}/u);
  });

  test.each<[string, string | undefined]>([
    ['/usr/bin/ping cap_net_raw=ep', undefined],
    ['/usr/bin/ping = cap_net_raw+ep', undefined],
    ['/usr/bin/python3.11 cap_setuid,cap_net_raw=eip', 'cap_setuid'],
    ['/opt/a b/tool cap_net_admin,cap_sys_admin=ep', 'cap_net_admin, cap_sys_admin'],
    ['/opt/tool = cap_dac_override+ep', 'cap_dac_override'],
    ['/opt/tool =ep', 'every capability'],
    ['/usr/bin/newuidmap cap_setuid=ep', undefined],
    ['', undefined],
  ])('%s', (line, rights) => {
    const [road] = strongProgram(line);
    if (rights === undefined) expect(road).toBeUndefined();
    else expect(road?.detail).toContain(` has ${rights} for`);
  });
});

describe('processes of root that an earlier step left', () => {
  interface Row {
    pid: number;
    ppid: number;
    uids: string;
    start: number;
    cgroup?: string;
    argv?: string;
  }
  const found = (rows: readonly Row[]) => {
    const root = mkdtempSync(join(tmpdir(), 'egf-sudo-proc-'));
    try {
      for (const { pid, ppid, uids, start, cgroup = '/agent.service', argv = 'x' } of rows) {
        mkdirSync(join(root, String(pid)));
        // A name may hold brackets and blanks.
        const fields = ['S', ppid, ...Array(17).fill(0), start, 0];
        writeFileSync(join(root, String(pid), 'stat'), `${pid} (a) S 1 (b) ${fields.join(' ')}\n`);
        writeFileSync(join(root, String(pid), 'status'), `Name:\ta\nUid:\t${uids}\n`);
        writeFileSync(join(root, String(pid), 'cgroup'), `0::${cgroup}\n`);
        writeFileSync(join(root, String(pid), 'cmdline'), `${argv.replaceAll(' ', '\0')}\0`);
      }
      return reportRootProcesses(20, { root }).map((road) => road.detail);
    } finally {
      rmSync(root, { recursive: true });
    }
  };
  const user = '1001\t1001\t1001\t1001';
  const rooted = '0\t0\t0\t0';
  const tree: Row[] = [
    { pid: 1, ppid: 0, uids: rooted, start: 0, cgroup: '/init.scope' },
    { pid: 10, ppid: 1, uids: rooted, start: 5 },
    { pid: 11, ppid: 10, uids: rooted, start: 500, argv: 'provjobd' },
    { pid: 15, ppid: 10, uids: user, start: 90 },
    { pid: 20, ppid: 15, uids: user, start: 100 },
  ];

  test('none: the runner with its agent and watchdog', () => {
    expect(found(tree)).toEqual([]);
  });

  test('children of a step, daemons, and those that only saved their rights', () => {
    const steps: Row[] = [
      { pid: 30, ppid: 20, uids: user, start: 200 },
      { pid: 31, ppid: 30, uids: rooted, start: 201, argv: 'bash --password hunter2' },
      { pid: 32, ppid: 1, uids: rooted, start: 202, argv: 'daemon' },
      { pid: 33, ppid: 30, uids: '1001\t1001\t0\t1001', start: 203, argv: 'saved' },
      { pid: 34, ppid: 1, uids: rooted, start: 202, cgroup: '/cron.service' },
      { pid: 35, ppid: 1, uids: rooted, start: 50 },
    ];
    expect(found([...tree, ...steps])).toEqual([
      'Process 31 (bash --password [redacted]) of an earlier step runs as root: it can lift the filter. Put this action first.',
      'Process 32 (daemon) of an earlier step runs as root: it can lift the filter. Put this action first.',
      'Process 33 (saved) of an earlier step runs as root: it can lift the filter. Put this action first.',
    ]);
  });

  test('not the guard and what it starts', () => {
    const own: Row[] = [
      { pid: process.ppid, ppid: 20, uids: rooted, start: 300 },
      { pid: process.pid, ppid: process.ppid, uids: rooted, start: 301 },
      { pid: 4_000_001, ppid: process.pid, uids: rooted, start: 302 },
    ];
    expect(found([...tree, ...own])).toEqual([]);
  });
});
