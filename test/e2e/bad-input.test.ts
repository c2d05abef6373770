import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { CLI, Lab, ROOT } from './lab.ts';
import { leftBehind, newlyLeft } from './left-behind.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
  writeFileSync(join(lab.directory, 'ok.policy'), 'ok.test\n');
  writeFileSync(join(lab.directory, 'bad.policy'), 'ok.test\nbroken line here\nok.test:99999\n');
  writeFileSync(join(lab.directory, 'binary.policy'), Buffer.from([0, 255, 254, 10, 128]));
  writeFileSync(join(lab.directory, 'not-a-certificate.pem'), 'hello\n');
  writeFileSync(join(lab.directory, 'not-executable'), 'hello\n');
  symlinkSync('/etc/passwd', join(lab.directory, 'link.jsonl'));
});
afterAll(() => lab?.stop());

let before: string[];
beforeEach(() => {
  before = leftBehind(lab.job);
});
afterEach(() => {
  expect(newlyLeft(lab.job, before)).toEqual([]);
});

/** Runs the CLI in the job's namespace as it is: no options are added. */
const cli = (args: string[], { wrapper = [], env = {} }: { wrapper?: string[]; env?: Record<string, string> } = {}) =>
  spawnSync('ip', ['netns', 'exec', lab.job, ...wrapper, CLI, ...args], {
    encoding: 'utf8',
    cwd: lab.directory,
    env: { PATH: process.env.PATH ?? '', HOME: '/tmp', ...env },
    timeout: 100_000,
  });

const cases: [string, string[], RegExp][] = [
  ['no command', ['run'], /No command: write it behind --/],
  ['an empty command', ['run', '--'], /No command/],
  ['a command that is an empty word', ['run', '--', ''], /The command behind -- is empty/],
  ['a command without --', ['run', 'curl', '-A', 'a b'], /write it behind --, as in egress-filter run -- curl -A 'a b'\./],
  ['an unknown option', ['run', '--polciy', 'x', '--', 'true'], /Unknown option '--polciy'/],
  ['an option without its value', ['run', '--policy', '--', 'true'], /Option --policy needs a value/],
  ['a word before --', ['run', 'true', '--', 'true'], /Unexpected argument 'true'/],
  ['an unknown command', ['rnu'], /There is no command "rnu"/],
  ['a missing policy', ['run', '--policy', 'nowhere.policy', '--', 'true'], /nowhere\.policy cannot be read: there is no such file/],
  ['a directory as the policy', ['run', '--policy', '.', '--', 'true'], /cannot be read: it is a directory/],
  ['two policies', ['run', '--policy', 'ok.policy', '--policy', 'bad.policy', '--', 'true'], /Option '--policy' is given twice: see/],
  [
    'a policy from standard input',
    ['run', '--policy', '-', '--', 'true'],
    /Standard input is the command’s own: write the policy into a file/,
  ],
  [
    'an invalid policy',
    ['run', '--policy', 'bad.policy', '--', 'true'],
    /bad\.policy:2:[\s\S]*bad\.policy:3:[\s\S]*not valid: nothing was run/,
  ],
  ['a binary policy', ['run', '--policy', 'binary.policy', '--', 'true'], /not valid: nothing was run/],
  ['an unknown default', ['run', '--default', 'maybe', '--', 'true'], /--default takes deny or allow/],
  ['a command that does not exist', ['run', '--', 'no-such-command-of-ours'], /Command not found: no-such-command-of-ours/],
  ['a command that is no program', ['run', '--', './not-executable'], /permission denied/],
  ['a log in a missing directory', ['run', '--log', 'nowhere/log.jsonl', '--', 'true'], /nowhere\/log\.jsonl cannot be written/],
  ['a device as the log', ['run', '--log', '/dev/full', '--', 'true'], /it is not a regular file/],
  ['a log through a symbolic link', ['run', '--log', 'link.jsonl', '--', 'true'], /symbolic link/],
  ['a report through a symbolic link', ['run', '--report', 'link.jsonl', '--', 'true'], /symbolic link/],
  ['one file as log and report', ['run', '--log', 'x.json', '--report', './x.json', '--', 'true'], /are the same file/],
  ['a report in a missing directory', ['run', '--report', 'nowhere/r.html', '--', 'true'], /there is no directory nowhere/],
  ['a missing certificate file', ['run', '--upstream-ca', 'nowhere.pem', '--', 'true'], /cannot read the CA certificates in nowhere\.pem/],
  [
    'a certificate file without certificates',
    ['run', '--upstream-ca', 'not-a-certificate.pem', '--', 'true'],
    /no CA certificate in PEM form/,
  ],
  ['an unknown user', ['run', '--user', 'nobody-of-that-name', '--', 'true'], /no user "nobody-of-that-name"/],
  ['a repository that is none', ['run', '--repo', 'x', '--', 'true'], /"x" is no repository/],
];

test.each(cases)('%s: one sentence, exit status 2, nothing left', (_what, args, expected) => {
  const { status, stderr, stdout } = cli(args);
  expect(stderr).toMatch(expected);
  expect(stderr).not.toMatch(/\n\s+at |This is a bug/);
  expect(stdout).toBe('');
  expect(status).toBe(2);
});

test('a command that sudo hides: the error says how to keep PATH', () => {
  const { stderr } = cli(['run', '--', 'no-such-command-of-ours'], { env: { SUDO_USER: 'root', SUDO_UID: '0', SUDO_GID: '0' } });
  expect(stderr).toMatch(/Command not found: no-such-command-of-ours\. sudo gives commands a PATH of its own .*sudo env "PATH=\$PATH"/);
});

test('a working directory that the user may not enter is named', () => {
  const folder = join(lab.directory, 'private');
  mkdirSync(folder, { mode: 0o700 });
  const { status, stderr } = spawnSync(CLI, ['run', '--user', 'nobody', '--', 'true'], { encoding: 'utf8', cwd: folder });
  expect(stderr).toMatch(/The command cannot start in .*private: nobody may not enter it/);
  expect(status).toBe(2);
});

test('nothing was run: no empty log is left', () => {
  cli(['run', '--log', 'early.jsonl', '--', 'no-such-command-of-ours']);
  expect(existsSync(join(lab.directory, 'early.jsonl'))).toBe(false);
});

test('without root', () => {
  // Only the bundle: the checkout may lie where nobody else may look.
  const bundle = join(lab.directory, 'dist', 'cli.js');
  cpSync(join(ROOT, 'dist'), dirname(bundle), { recursive: true });
  const wrapper = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', process.execPath, bundle];
  const { status, stderr } = spawnSync(wrapper[0] ?? '', [...wrapper.slice(1), 'run', '--', 'true'], { encoding: 'utf8', cwd: '/' });
  expect(stderr).toMatch(/needs root: put sudo before it/);
  expect(status).toBe(2);

  const doctor = spawnSync(wrapper[0] ?? '', [...wrapper.slice(1), 'doctor'], { encoding: 'utf8', cwd: '/' });
  expect(doctor.stdout.match(/^FAIL .*/gm)).toEqual([expect.stringMatching(/^FAIL +root +not root$/)]);
  expect(doctor.stdout).toMatch(/-> Run it with sudo/);
  expect(doctor.status).toBe(1);
});

test('without iptables', () => {
  const bin = join(lab.directory, 'bin');
  if (!existsSync(bin)) {
    mkdirSync(bin);
    chmodSync(bin, 0o755);
    for (const tool of ['node', 'true', 'id', 'getent', 'readlink', 'cut', 'sort', 'ls']) {
      const found = tool === 'node' ? process.execPath : spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim();
      if (found) symlinkSync(found, join(bin, tool));
    }
  }
  // The tools lie in /usr/sbin, which is looked at in any case: hide it in a mount namespace.
  const hide = 'mount -t tmpfs none /usr/sbin && exec "$@"';
  const { status, stderr } = cli(['run', '--', 'true'], {
    wrapper: ['unshare', '-m', 'sh', '-c', hide, 'sh'],
    env: { PATH: `${bin}:/usr/bin:/bin` },
  });
  expect(stderr).toMatch(/iptables is not installed: install the package "iptables"/);
  expect(status).toBe(2);
});

test('with a loopback interface that is down', () => {
  const { status, stderr } = cli(['run', '--', 'true'], { wrapper: ['unshare', '-n'] });
  expect(stderr).toMatch(/loopback interface of this network namespace is down/);
  expect(status).toBe(2);
});

test.each(['sys_admin', 'net_admin', 'bpf', 'setuid', 'setpcap'])('as root without CAP_%s, as in a container', (name) => {
  const { status, stderr } = cli(['run', '--', 'true'], { wrapper: ['setpriv', '--bounding-set', `-${name}`, '--inh-caps', `-${name}`] });
  expect(stderr).toMatch(new RegExp(`Root lacks CAP_${name.toUpperCase()} .*privileged container`));
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(status).toBe(2);
});

test('with all ports taken', () => {
  const hold = `import socket,os,sys
for port in (20000,20001):
    s=socket.socket(); s.bind(('127.0.0.1',port)); s.listen(); os.set_inheritable(s.fileno(), True); s.detach()
os.execvp(sys.argv[1], sys.argv[1:])`;
  const narrow = 'echo 20000 20001 > /proc/sys/net/ipv4/ip_local_port_range; ip link set lo up; exec "$@"';
  const wrapper = ['unshare', '-n', 'sh', '-c', narrow, 'sh', '/usr/bin/python3', '-c', hold];
  const { status, stderr } = cli(['run', '--', 'true'], { wrapper });
  expect(stderr).toMatch(/The proxy did not start: listen EADDRINUSE/);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(status).toBe(2);
});

test('without BTF, doctor says so and run refuses', () => {
  const hide = 'mount -t tmpfs none /sys/kernel/btf && exec "$@"';
  const wrapper = ['unshare', '-m', 'sh', '-c', hide, 'sh'];
  const { status, stderr } = cli(['run', '--', 'true'], { wrapper });
  expect(stderr).toMatch(/no type information \(\/sys\/kernel\/btf\/vmlinux\)/);
  expect(status).toBe(2);
  const doctor = cli(['doctor'], { wrapper });
  expect(doctor.stdout).toMatch(/FAIL {2}BTF/);
  expect(doctor.status).toBe(1);
});

/** As `cli`, but with the machine's own mounts below /sys, which `ip netns exec` hides. */
const inNetns = (wrapper: string[], args: string[]) =>
  spawnSync('nsenter', [`--net=/run/netns/${lab.job}`, ...wrapper, CLI, ...args], {
    encoding: 'utf8',
    cwd: lab.directory,
    timeout: 100_000,
  });

const mounting = (mount: string): string[] => ['unshare', '-m', 'sh', '-c', `${mount} && exec "$@"`, 'sh'];

test('with something mounted over the cgroups: it works, and what is not there is the command', () => {
  const wrapper = mounting('mount -t tmpfs none /sys/fs/cgroup');
  const good = inNetns(wrapper, ['run', '-q', '--', 'true']);
  expect(good.stderr).toBe('');
  expect(good.status).toBe(0);
  expect(inNetns(wrapper, ['run', '--', 'no-such-command-of-ours']).stderr).toMatch(/Command not found: no-such-command-of-ours/);
  expect(inNetns(wrapper, ['run', '--', './not-executable']).stderr).toMatch(/permission denied/);
});

test.each([
  ['read-only', 'mount -t tmpfs -o ro none /run', /\/run\/egress-filter, which cannot be written: the file system is read-only\./],
  ['full', 'mount -t tmpfs -o size=4k none /run; echo > /run/full', /which cannot be written: the disk is full\./],
  ['nearly full', 'mount -t tmpfs -o size=64k none /run', /The disk is full \(\/run\/egress-filter\/\S+\): make some room and try again\./],
])('with a /run that is %s', (what, mount, expected) => {
  const { status, stderr } = inNetns(mounting(mount), ['run', '--', 'true']);
  expect(stderr).toMatch(expected);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(status).toBe(2);
  if (what !== 'read-only') return;
  const doctor = inNetns(mounting(mount), ['doctor']);
  expect(doctor.stdout).toMatch(/FAIL {2}state +\/run cannot be written: the file system is read-only\n +-> Mount \/run read-write/);
  expect(doctor.status).toBe(1);
});

test('beside runs that end, and take the folder of the state with them when it is empty: it begins all the same', () => {
  // Each moment that the folder is there and empty.
  const removing = `import os, sys
sys.stdout.close()
while os.getppid() != 1:
    try: os.rmdir("/run/egress-filter")
    except OSError: pass`;
  const beside = [
    'unshare',
    '-m',
    'sh',
    '-c',
    `mount -t tmpfs none /run; python3 -c '${removing}' & remover=$!; "$@"; status=$?; kill $remover; exit $status`,
    'sh',
  ];
  for (let round = 0; round < 5; round++) {
    const { status, stderr } = inNetns(beside, ['run', '-q', '--', 'true']);
    expect([status, stderr]).toEqual([0, '']);
  }
});

test('a report for which there is no room: that is told, and the summary and the exit status are there', () => {
  const folder = join(lab.directory, 'small');
  mkdirSync(folder, { recursive: true });
  const wrapper = mounting(`mount -t tmpfs -o size=4k none '${folder}' && echo > '${folder}/full'`);
  const { status, stderr } = inNetns(wrapper, ['run', '--report', `${folder}/r.html`, '--', 'sh', '-c', 'exit 7']);
  expect(stderr).toBe(
    `egress-filter: The report ${folder}/r.html cannot be written: the disk is full.\n\nEgress Filter: no connections, nothing denied.\n`,
  );
  expect(status).toBe(7);
});

test.each([25, 40, 127])('with %i descriptors', (count) => {
  const { status, stderr } = inNetns(['prlimit', `--nofile=${count}:${count}`], ['run', '--', 'true']);
  expect(stderr).toBe(
    `egress-filter: Only ${count} file descriptors are allowed here, and 128 are needed: raise the limit, as in ulimit -n 1024.\n`,
  );
  expect(status).toBe(2);
});

test('doctor tells of few descriptors', () => {
  const { status, stdout } = inNetns(['prlimit', '--nofile=64:64'], ['doctor']);
  expect(stdout).toMatch(
    /FAIL {2}descriptors +Only 64 file descriptors are allowed here, and 128 are needed\n +-> Raise the limit, as in ulimit -n 1024\.\n/,
  );
  expect(stdout.match(/FAIL {2}/g)).toHaveLength(1);
  expect(status).toBe(1);
});

test.each(['run', 'clean'])('%s as root of a user namespace', (command) => {
  const { status, stderr } = inNetns(['unshare', '-r'], [command, ...(command === 'run' ? ['--', 'true'] : [])]);
  expect(stderr).toMatch(/^egress-filter: egress-filter \w+ needs root of the machine, and this is root of a user namespace [^\n]*\n$/);
  expect(status).toBe(2);
  expect(inNetns(['unshare', '-r'], ['doctor']).stdout).toMatch(/FAIL {2}root +root of a user namespace/);
});

test('with a PATH that names nothing of the machine', () => {
  const { status, stderr } = cli(['run', '-q', '--', '/bin/true'], { wrapper: [], env: { PATH: dirname(process.execPath) } });
  expect([status, stderr]).toEqual([0, '']);
});
