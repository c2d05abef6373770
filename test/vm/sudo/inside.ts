/**
 * Runs as root on a throw-away system: makes an account and ways to root, tries them before, under and after the lock. Prints `Report`. An argument is a regular
 * expression: only ways of such names, and no attacks on the lock itself but those that a second argument names.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { startDaemon, UNIT } from '../../../src/guard/job/daemonise.ts';
import { giveOthersBack, lockSudo, restoreSudo, type SudoLock } from '../../../src/guard/sudo/lock.ts';
import { freeProxyUid } from '../../../src/guard/user.ts';

export interface Attempt {
  readonly way: string;
  /** What it printed as root's id proves it. */
  readonly before: string;
  readonly locked: string;
  readonly after: string;
}

export interface Report {
  readonly versions: readonly string[];
  readonly attempts: readonly Attempt[];
  /** Ways that this system has no program for. */
  readonly missing: readonly string[];
  /** Files that are not as they were after undo. */
  readonly changed: readonly string[];
  readonly milliseconds: readonly number[];
  readonly roads: readonly string[];
  readonly rootsOwn: readonly string[];
  /** What was found by attacking the lock, and must stay as the test says. */
  readonly checks: Readonly<Record<string, unknown>>;
}

const USER = 'job';
const UID = 4711;
const BACKUP = '/var/lib/egress-filter-test';

const GROUP_RULE = 'polkit.addRule(function (a, s) { if (s.isInGroup("docker")) return polkit.Result.YES; });';
const hasRules = (): boolean => existsSync('/etc/polkit-1/rules.d');
const booted = existsSync('/run/systemd/system');
/** Emulated machines take their time. */
const SLOW = booted ? 4 : 1;

interface Result {
  readonly status: number | null;
  readonly text: string;
}

function run(command: readonly string[], input = ''): Result {
  const [file = '', ...args] = command;
  const { status, stdout, stderr } = spawnSync(file, args, { input, timeout: 20_000 * SLOW, encoding: 'utf8', cwd: '/' });
  return { status, text: `${stdout ?? ''}${stderr ?? ''}`.trim() };
}

const shell = (text: string): Result => run(['/bin/sh', '-c', text]);
const asUser = (text: string): Result => run(['setpriv', `--reuid=${UID}`, `--regid=${UID}`, '--init-groups', '--', '/bin/sh', '-c', text]);
const has = (program: string): boolean => shell(`command -v ${program}`).status === 0;
const pause = (milliseconds: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds * SLOW);

function lock(allow = false, workerPid?: number): SudoLock {
  const groups = run(['id', '-G', USER]).text.split(' ').map(Number);
  const user = { name: USER, uid: UID, gid: UID, groups };
  return lockSudo({ user, allow, backupDirectory: BACKUP, ...(workerPid === undefined ? {} : { workerPid }) });
}

interface Way {
  readonly name: string;
  readonly needs: readonly string[];
  /** Commands of root that open the way, and that close it again. */
  readonly open: () => void;
  readonly attack: string | readonly string[];
  readonly files: readonly string[];
  /** Beyond programs: what the system must be. */
  readonly when?: () => boolean;
  /** What runs beside the job needs a moment to see the change. */
  readonly pauseMs?: number;
  /** Root does this while it is locked: it must not open the way again. */
  readonly meanwhile?: () => void;
  readonly close?: () => void;
}

const SUDOERS = '/etc/sudoers';
const sudoers = (name: string, text: string, more: Partial<Way> = {}): Way => ({
  name: `sudo: ${name}`,
  needs: ['sudo'],
  open: () => writeFileSync(SUDOERS, text, { mode: 0o440 }),
  attack: [
    'sudo -n id -u',
    'sudo -n -i id -u',
    'sudo -n -u nobody true && echo 0',
    'sudo -n -g daemon true && echo 0',
    "sudo -n -u '#33' true && echo 0",
    'sudo -n -s id -u',
  ],
  files: [SUDOERS],
  ...more,
});

const ROOT = 'Defaults env_reset\nroot ALL=(ALL:ALL) ALL\n';

const WAYS: readonly Way[] = [
  sudoers('a rule by name', `${ROOT}${USER} ALL=(ALL:ALL) NOPASSWD: ALL\n`),
  sudoers('a rule by number, without a line feed at the end', `${ROOT}#${UID} ALL=(ALL:ALL) NOPASSWD: ALL`),
  sudoers('a rule by group', `${ROOT}%docker ALL=(ALL:ALL) NOPASSWD: ALL\n`),
  sudoers('a rule by number of a group', `${ROOT}%#${UID} ALL=(ALL:ALL) NOPASSWD: ALL\n`),
  sudoers('a rule for everybody', `${ROOT}ALL ALL=(ALL:ALL) NOPASSWD: ALL\n`),
  sudoers('an alias', `${ROOT}User_Alias CI = nobody, ${USER}\nCI ALL=(ALL:ALL) NOPASSWD: ALL\n`),
  sudoers('everybody but somebody', `${ROOT}ALL, !nobody ALL=(ALL:ALL) NOPASSWD: ALL\n`),
  sudoers('a comment that ends in a backslash', `${ROOT}${USER} ALL=(ALL:ALL) NOPASSWD: ALL\n# the end \\\n`),
  sudoers('a file of the directory', `${ROOT}@includedir /etc/sudoers.d\n`, {
    open: () => {
      writeFileSync(SUDOERS, `${ROOT}@includedir /etc/sudoers.d\n`, { mode: 0o440 });
      writeFileSync('/etc/sudoers.d/runner', `${USER} ALL=(ALL:ALL) NOPASSWD: ALL\n`, { mode: 0o440 });
    },
    files: [SUDOERS, '/etc/sudoers.d/runner'],
    meanwhile: () => {
      writeFileSync('/etc/sudoers.d/zz-later', `${USER} ALL=(ALL:ALL) NOPASSWD: ALL\n`, { mode: 0o440 });
    },
    close: () => {
      rmSync('/etc/sudoers.d/runner', { force: true });
      rmSync('/etc/sudoers.d/zz-later', { force: true });
    },
  }),
  sudoers('one command only', `${ROOT}${USER} ALL=(root) NOPASSWD: /usr/bin/id\n`, { attack: 'sudo -n id -u' }),
  sudoers('an editor', '', {
    open: () => {
      writeFileSync(SUDOERS, `${ROOT}${USER} ALL=(ALL:ALL) NOPASSWD: ALL\n`, { mode: 0o440 });
      // It runs as the user, with a copy of the file that is root's.
      writeFileSync('/tmp/editor', '#!/bin/sh\necho 0\n', { mode: 0o755 });
    },
    attack: 'EDITOR=/tmp/editor sudo -n -e /etc/hosts',
  }),
  {
    ...sudoers('sudo-rs', `${ROOT}${USER} ALL=(ALL:ALL) NOPASSWD: ALL\n`),
    name: 'sudo-rs',
    needs: ['sudo-rs'],
    attack: ['sudo-rs -n id -u', 'sudo-rs -n -i id -u', 'sudo-rs -n -u nobody true && echo 0'],
  },
  {
    name: 'sudo-rs with rules of its own',
    needs: ['sudo-rs'],
    open: () => writeFileSync('/etc/sudoers-rs', `${ROOT}%docker ALL=(ALL:ALL) NOPASSWD: ALL\n`, { mode: 0o440 }),
    attack: 'sudo-rs -n id -u',
    files: ['/etc/sudoers-rs'],
    close: () => rmSync('/etc/sudoers-rs'),
  },
  {
    name: 'doas',
    needs: ['doas'],
    open: () => writeFileSync('/etc/doas.conf', `permit nopass ${USER}\npermit nopass :docker\n`, { mode: 0o400 }),
    attack: ['doas -n id -u', 'doas -n -u nobody true && echo 0'],
    files: ['/etc/doas.conf'],
  },
  {
    name: 'su, root has no password',
    needs: ['su'],
    open: () => void run(['passwd', '-d', 'root']),
    attack: 'su -c "id -u" root </dev/null',
    files: [...['/usr/bin/su', '/bin/su'].filter(existsSync), '/etc/shadow'],
    close: () => void run(['passwd', '-l', 'root']),
  },
  {
    name: 'polkit 0.105: key files for user and group',
    needs: ['pkexec', 'dbus-daemon'],
    when: () => existsSync('/etc/polkit-1/localauthority/90-mandatory.d'),
    open: () => {
      const entry = (who: string): string => `[${who}]\nIdentity=${who}\nAction=*\nResultAny=yes\nResultInactive=yes\nResultActive=yes\n`;
      writeFileSync('/etc/polkit-1/localauthority/50-local.d/ci.pkla', `${entry('unix-group:docker')}${entry(`unix-user:${USER}`)}`);
      writeFileSync('/etc/polkit-1/localauthority/90-mandatory.d/90-ci.pkla', entry(`unix-user:${USER}`));
    },
    attack: 'pkexec id -u </dev/null',
    files: ['/etc/polkit-1/localauthority/50-local.d/ci.pkla'],
    pauseMs: 1500,
    close: () => {
      rmSync('/etc/polkit-1/localauthority/50-local.d/ci.pkla');
      rmSync('/etc/polkit-1/localauthority/90-mandatory.d/90-ci.pkla');
    },
  },
  {
    name: 'polkit: a rule for a group, by pkexec',
    needs: ['pkexec', 'dbus-daemon'],
    when: hasRules,
    open: () => writeFileSync('/etc/polkit-1/rules.d/00-ci.rules', GROUP_RULE, { mode: 0o644 }),
    attack: 'pkexec id -u </dev/null',
    files: ['/etc/polkit-1/rules.d/00-ci.rules'],
    pauseMs: 1500,
    close: () => rmSync('/etc/polkit-1/rules.d/00-ci.rules'),
  },
  {
    name: 'systemd: units of the user by a rule of polkit for his group',
    needs: ['systemd-run', 'pkcheck'],
    when: () => booted,
    open: () => writeFileSync('/etc/polkit-1/rules.d/00-ci.rules', GROUP_RULE, { mode: 0o644 }),
    attack: [
      'systemd-run --quiet --wait --pipe id -u </dev/null',
      'systemctl start --no-ask-password systemd-tmpfiles-clean.service && echo 0',
      'busctl call org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager SetEnvironment as 1 A=b && echo 0',
    ],
    files: ['/etc/polkit-1/rules.d/00-ci.rules'],
    pauseMs: 1500,
    close: () => rmSync('/etc/polkit-1/rules.d/00-ci.rules'),
  },
  {
    name: 'polkit: a rule that the user writes himself',
    needs: ['pkexec', 'dbus-daemon'],
    when: hasRules,
    open: () => void shell('chmod -R 777 /usr/share/polkit-1; chmod 777 /usr/share'),
    attack: `echo 'polkit.addRule(function () { return polkit.Result.YES; });' > '/usr/share/polkit-1/rules.d/!!.rules'; sleep ${1.5 * SLOW}; pkexec id -u </dev/null; rm -f '/usr/share/polkit-1/rules.d/!!.rules'`,
    files: ['/usr/share', '/usr/share/polkit-1', '/usr/share/polkit-1/rules.d'],
    pauseMs: 1500,
    close: () => void shell('chmod -R go-w /usr/share/polkit-1; chmod 755 /usr/share'),
  },
  {
    name: 'polkit: a directory that the user puts in place of another',
    needs: ['pkexec', 'dbus-daemon'],
    when: hasRules,
    // Copied, since an overlay renames no directory that lies below it.
    open: () => void shell('cd /usr/share && cp -a polkit-1 polkit-2 && rm -r polkit-1 && mv polkit-2 polkit-1; chmod 777 /usr/share'),
    attack: 'mv /usr/share/polkit-1 /usr/share/polkit-0 && echo 0; mv /usr/share/polkit-0 /usr/share/polkit-1',
    files: ['/usr/share'],
    close: () => void shell('chmod 755 /usr/share'),
  },
  {
    name: 'the system bus: a service that the user writes himself',
    needs: ['dbus-daemon', 'dbus-send'],
    open: () => void shell('chmod 777 /usr/share/dbus-1/system-services /usr/share/dbus-1 /usr/share'),
    attack: `n=x.y$$; f=/usr/share/dbus-1/system-services/$n.service; printf '[D-BUS Service]\\nName='$n'\\nExec=/bin/sh -c "id -u > /tmp/bus"\\nUser=root\\n' > $f; sleep ${0.5 * SLOW}
      dbus-send --system --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.ReloadConfig >/dev/null
      timeout ${2 * SLOW} dbus-send --system --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.StartServiceByName string:$n uint32:0 >/dev/null; sleep ${0.5 * SLOW}; cat /tmp/bus; rm -f $f`,
    files: ['/usr/share', '/usr/share/dbus-1', '/usr/share/dbus-1/system-services'],
    meanwhile: () => rmSync('/tmp/bus', { force: true }),
    close: () => void shell('chmod 755 /usr/share /usr/share/dbus-1 /usr/share/dbus-1/system-services; rm -f /tmp/bus'),
  },
  {
    name: 'a program of root in a directory that everybody may write to',
    needs: ['mv'],
    open: () => {
      for (const path of ['/opt/agent', '/etc/cron.d']) mkdirSync(path, { recursive: true });
      writeFileSync('/opt/agent/run', '#!/bin/sh\necho fine\n');
      writeFileSync('/etc/cron.d/agent', '* * * * * root /opt/agent/run\n');
      shell('chmod 777 /opt /opt/agent /opt/agent/run');
    },
    attack: [
      'rm -f /opt/agent/run 2>/dev/null; printf "#!/bin/sh\\nid -u\\n" 2>/dev/null >/opt/agent/run; true',
      'mv /opt/agent /opt/b 2>/dev/null && mv /opt/b /opt/agent && echo 0',
    ],
    files: ['/opt', '/opt/agent'],
    close: () => rmSync('/etc/cron.d/agent'),
  },
];

/** Of each command the last line; `0` is root's id. The program that cron would start is started as cron does. */
function attempt({ attack, name }: Way): string {
  const tries = [attack].flat().map((text) => asUser(text).text);
  if (name.startsWith('a program of root')) tries.push(run(['/opt/agent/run']).text);
  return tries.map((text) => (/^0$/m.test(text) ? 'root' : text.split('\n').at(-1) || 'nothing')).join(', ');
}

function state(paths: readonly string[]): string[] {
  return paths.map((path) => {
    const { mode, uid, gid, ino, mtimeNs, size } = statSync(path, { bigint: true });
    const content = statSync(path).isFile() && size < 100_000n ? readFileSync(path, 'base64') : '';
    // Of a directory its owner changes the time; of files that are ours to change, nothing may differ.
    return [path, mode, uid, gid, ino, statSync(path).isFile() ? mtimeNs : '', content].join(' ');
  });
}

function giveToBoth(): string {
  const rules = `${ROOT}${USER} ALL=(ALL:ALL) NOPASSWD: ALL\n%admins ALL=(ALL:ALL) NOPASSWD: ALL\n`;
  writeFileSync(SUDOERS, rules);
  run(['groupadd', '-f', 'admins']);
  run(['useradd', '-m', '-u', '4712', '-U', '-G', 'admins', 'somebody']);
  return rules;
}

const mayUse = (): boolean => asUser('sudo -n id -u').text === '0';
const administrator = (): boolean =>
  run(['setpriv', '--reuid=4712', '--regid=4712', '--init-groups', 'sudo', '-n', 'id', '-u']).text === '0';

/** What systemd does when a guard is killed. */
async function killTheUnit(): Promise<Record<string, unknown>> {
  giveToBoth();
  mkdirSync('/run/egf-code');
  writeFileSync('/run/egf-code/guard.mjs', 'setInterval(() => {}, 1000);');
  writeFileSync('/run/egf-code/orphaned.sh', giveOthersBack(BACKUP));
  const { systemd } = await startDaemon('/run/egf-code/guard.mjs', '/run/egf-code/orphaned.sh');
  const held = lock();
  const before = { administrator: administrator(), user: mayUse() };
  run(['systemctl', 'kill', '--signal=KILL', UNIT]);
  // What systemd runs when the process has ended is a part of its end: deactivating.
  for (let tries = 0; tries < 50 && /^(active|deactivating)$/.test(shell(`systemctl is-active ${UNIT}`).text); tries++) pause(100);
  const after = { administrator: administrator(), user: mayUse() };
  held.undo();
  return { 'a unit of systemd': systemd, 'before the guard is killed': before, 'after it was killed': after };
}

/** Each made up by somebody who wants the lock to fail, to hang, or to change what it must not. */
function attackSudo(): Record<string, unknown> {
  const checks: Record<string, unknown> = {};
  const rules = giveToBoth();
  let held = lock(true);
  checks['with allow nothing is locked'] = mayUse() && !existsSync('/etc/polkit-1/rules.d/!egress-filter.rules');
  held.setSudo(false);
  checks['disable-sudo locks'] = !mayUse();
  checks['an administrator, while it is locked'] = administrator();
  checks['what is left of the rules'] = readFileSync(SUDOERS, 'utf8')
    .split('\n')
    .filter((line) => /^[^# ]|^#\d/.test(line));
  checks['what sudo says that he may'] = asUser('sudo -n -l')
    .text.split('\n')
    .filter((line) => /^\s+\(/.test(line))
    .map((line) => line.trim());
  const backups = shell(`grep -l '"covered"' ${BACKUP}/sudo/*.json`).text.split('\n');
  checks['the backup'] = backups
    .map((path) => Buffer.from(JSON.parse(readFileSync(path, 'utf8')).content, 'base64').toString())
    .includes(rules);
  checks['modes of the backup'] = [...new Set([`${BACKUP}/sudo`, ...backups].map((path) => mode(path)))];
  checks['the backup, as the user'] = asUser(`cat ${BACKUP}/sudo/*`).status === 0;
  asUser("unshare -Urm sh -c 'umount -l /etc/sudoers; sudo -n touch /root/got'; unshare -Ur sudo -n touch /root/got");
  checks['by a namespace of his own'] = existsSync('/root/got');
  held.setSudo(true);
  checks['enable-sudo opens'] = mayUse() && administrator();
  held.undo();

  // Of a guard that was killed another process knows the directory alone.
  held = lock();
  restoreSudo(BACKUP);
  restoreSudo(BACKUP);
  checks['restored after a crash'] = mayUse() && readdirSync(`${BACKUP}/sudo`).length === 0;
  // What systemd has a shell do then.
  held = lock();
  writeFileSync('/tmp/orphaned.sh', giveOthersBack(BACKUP));
  run(['/bin/sh', '/tmp/orphaned.sh']);
  checks['once the guard is gone'] = { administrator: administrator(), user: mayUse() };
  held = lock();
  checks['locked by another guard'] = { administrator: administrator(), user: mayUse() };
  run(['mount', '--bind', SUDOERS, SUDOERS]);
  held.undo();
  checks['after its undo'] = { administrator: administrator(), user: mayUse() };
  run(['/bin/sh', '/tmp/orphaned.sh']);
  checks['an orphan script too late'] = readdirSync(`${BACKUP}/sudo`);
  // What a reboot leaves: no mount, and the files of the directory.
  lock();
  run(['umount', '-l', SUDOERS]);
  checks['after a reboot'] = mayUse() && readFileSync(SUDOERS, 'utf8') === rules;
  held = lock();
  checks['locked after a reboot'] = !mayUse();
  held.undo();
  checks['undone after a reboot'] = mayUse() && readdirSync(`${BACKUP}/sudo`).length === 0;

  // A runner that takes no mounts of the machine.
  const worker = spawn('unshare', ['--mount', '--propagation', 'private', 'sleep', '60'], { stdio: 'ignore' });
  const mountsOf = (pid: number | 'self' | undefined): string => readlinkSync(`/proc/${pid}/ns/mnt`);
  for (let tries = 0; tries < 100 && mountsOf(worker.pid) === mountsOf('self'); tries++) pause(100);
  checks['a runner with mounts of its own'] = refusalOf(() => lock(false, worker.pid));
  checks['it leaves no trace'] = mayUse();
  worker.kill();

  mkdirSync('/run/sudo/ts', { recursive: true, mode: 0o700 });
  for (const name of [USER, String(UID), 'somebody']) writeFileSync(`/run/sudo/ts/${name}`, '');
  lock().undo();
  checks['remembered passwords'] = readdirSync('/run/sudo/ts').filter((name) => name !== '4712');

  // Rules that are somewhere else: no lock is told as one. sudo-rs knows no such place.
  if (existsSync('/usr/bin/sudo.ws')) return checks;
  writeFileSync('/etc/sudoers-elsewhere', `${USER} ALL=(ALL:ALL) NOPASSWD: ALL\n`, { mode: 0o440 });
  const conf = existsSync('/etc/sudo.conf') ? readFileSync('/etc/sudo.conf') : '';
  writeFileSync('/etc/sudo.conf', 'Plugin sudoers_policy sudoers.so sudoers_file=/etc/sudoers-elsewhere\n');
  checks['rules elsewhere'] = refusalOf(() => lock());
  checks['rules elsewhere leave no trace'] = readFileSync(SUDOERS, 'utf8') === rules;
  writeFileSync('/etc/sudo.conf', conf);
  return checks;
}

const mode = (path: string): string => (statSync(path).mode & 0o7777).toString(8);

function refusalOf(act: () => SudoLock): string {
  try {
    act().undo();
    return 'none';
  } catch (error) {
    return String(error);
  }
}

/** The roads beside sudo, in the same spirit. */
async function attackTheRest(): Promise<Record<string, unknown>> {
  const checks: Record<string, unknown> = {};
  const roads = (held: SudoLock): string[] => held.roads.map((road) => `${road.state} ${road.name}`);

  writeFileSync('/etc/subuid', `${USER}:0:65536\n`);
  let held = lock();
  checks['root among the subordinate ids'] = roads(held).includes('open subordinate users');
  held.undo();
  writeFileSync('/etc/subuid', `${USER}:61184:4000\n`);
  checks['ids for the proxy that are lent'] = Array.from({ length: 500 }, (_, index) => freeProxyUid((index * 97).toString(16))).filter(
    (uid) => uid < 65184,
  ).length;

  // What the user puts in the place of something that root uses.
  for (const path of ['/opt/fifo', '/opt/link', '/opt/shared']) mkdirSync(path, { recursive: true });
  shell('chmod 777 /opt /opt/fifo /opt/link /opt/shared; touch /opt/shared/file; chmod 666 /opt/shared/file');
  writeFileSync('/etc/cron.d/agent', '* * * * * root /opt/fifo/run\n* * * * * root /opt/link/run\n');
  asUser('mkfifo /opt/fifo/run; ln -s /etc/shadow /opt/link/run');
  const shadow = mode('/etc/shadow');
  // A setuid program that waits, with an argument of the user's choice.
  asUser('mkfifo /tmp/wait; (su root -c /opt/shared/file < /tmp/wait >/dev/null 2>&1 &) ; (sleep 30 > /tmp/wait &) ; sleep 0.5');
  held = lock();
  const begun = performance.now();
  const found = await held.search();
  checks['seconds of the search'] = (performance.now() - begun) / 1000;
  checks['parts of the search that failed'] = found
    .filter((road) => road.name === 'search' && !road.detail.includes('capabilities'))
    .map((road) => road.detail);
  checks['mode of what a setuid program was given'] = mode('/opt/shared/file');
  checks['mode of what a link leads to'] = mode('/etc/shadow') === shadow;
  held.undo();
  checks['mode of what a link leads to, after undo'] = mode('/etc/shadow') === shadow;
  checks['mode of the directory, after undo'] = mode('/opt/fifo');

  // What root runs by a unit, in a process, and from a directory of the user himself.
  for (const name of ['unit', 'daemon', 'own']) {
    mkdirSync(`/opt/${name}`);
    writeFileSync(`/opt/${name}/run`, '#!/bin/sh\nsleep 60 & wait\n');
    shell(`chmod 777 /opt/${name} /opt/${name}/run`);
  }
  shell(`chown ${USER} /opt/own /opt/own/run; mkdir -p /etc/systemd/system`);
  writeFileSync('/etc/systemd/system/some.service', '[Service]\nExecStart=-/opt/unit/run --now\n');
  writeFileSync('/etc/systemd/system/other.service', '[Service]\nExecStart=/opt/own/run\n');
  const daemon = spawn('/opt/daemon/run', { stdio: 'ignore' });
  held = lock();
  const ways = (await held.search()).map((road) => `${road.state} ${road.name}`);
  checks['found by the search'] = ['unit', 'daemon', 'own'].map(
    (name) => ways.find((way) => way.endsWith(` /opt/${name}/run`)) ?? 'nothing',
  );
  checks['modes of what was found'] = ['unit', 'daemon', 'own'].map((name) => mode(`/opt/${name}/run`));
  checks['a file put in its place'] = asUser('mv /opt/unit /opt/unit-2 || rm -f /opt/daemon/run || echo x > /opt/unit/run').status === 0;
  held.undo();
  daemon.kill();
  checks['modes, after undo'] = ['unit', 'daemon', 'own'].map((name) => mode(`/opt/${name}/run`));

  // A job that ends while the search goes on.
  held = lock();
  const searching = held.search();
  held.undo();
  await searching;
  checks['mode of the directory, undone within the search'] = mode('/opt/fifo');

  // A PATH of the user's, as sudo hands it on without secure_path.
  mkdirSync('/tmp/path');
  for (const name of ['setpriv', 'touch', 'find', 'getcap', 'nice', 'sh', 'pkcheck']) {
    writeFileSync(`/tmp/path/${name}`, `#!/bin/sh\necho ${name} >>/tmp/path/started\n`, { mode: 0o755 });
  }
  const path = process.env.PATH;
  process.env.PATH = `/tmp/path:${path}`;
  held = lock();
  await held.search();
  held.undo();
  process.env.PATH = path;
  checks["programs of the user's PATH"] = existsSync('/tmp/path/started') ? readFileSync('/tmp/path/started', 'utf8') : 'none';
  return checks;
}

async function main(): Promise<Report> {
  run(['groupadd', '-f', 'docker']);
  run(['useradd', '-m', '-u', String(UID), '-U', '-G', 'docker', '-s', '/bin/sh', USER]);
  appendFileSync('/etc/hosts', '127.0.0.1 sudo-test\n');
  if (has('dbus-daemon') && !existsSync('/run/dbus/system_bus_socket')) {
    run(['dbus-daemon', '--system', '--fork']);
    pause(500);
  }
  const report = {
    versions: [] as string[],
    attempts: [] as Attempt[],
    missing: [] as string[],
    changed: [] as string[],
    milliseconds: [] as number[],
    roads: [] as string[],
    rootsOwn: [] as string[],
  };
  for (const program of ['sudo', 'sudo-rs', 'pkaction'])
    if (has(program)) report.versions.push(shell(`${program} --version 2>&1 | head -1`).text);
  const [, , only = '', attacks = only === '' ? 'sudo and the rest' : ''] = process.argv;
  for (const way of WAYS.filter(({ name }) => new RegExp(only).test(name))) {
    if (!way.needs.every(has) || way.when?.() === false) {
      report.missing.push(way.name);
      continue;
    }
    way.open();
    pause(way.pauseMs ?? 0);
    const before = attempt(way);
    if (way.name.startsWith('a program of root')) writeFileSync('/opt/agent/run', '#!/bin/sh\necho fine\n');
    const was = state(way.files);
    const begun = performance.now();
    const held = lock();
    report.milliseconds.push(Math.round(performance.now() - begun));
    report.roads.push(...held.roads.map((road) => `${road.state} ${road.name}`));
    // A guard that starts again.
    lock();
    if (way.name.startsWith('a program of root')) report.roads.push(...(await held.search()).map((road) => `${road.state} ${road.name}`));
    way.meanwhile?.();
    pause(way.pauseMs ?? 0);
    const locked = attempt(way);
    if (has('sudo')) report.rootsOwn.push(run(['sudo', '-n', 'id', '-u']).text);
    held.setSudo(true);
    held.setSudo(false);
    held.undo();
    const is = state(way.files);
    report.changed.push(
      ...was.flatMap((line, index) => (line === is[index] ? [] : [`${way.name}: ${line.slice(0, 60)} -> ${is[index]?.slice(0, 60)}`])),
    );
    pause(way.pauseMs ?? 0);
    report.attempts.push({ way: way.name, before, locked, after: attempt(way) });
    way.close?.();
    if (existsSync(SUDOERS)) {
      writeFileSync(SUDOERS, ROOT);
      chmodSync(SUDOERS, 0o440);
    }
  }
  if (attacks.includes('unit')) return { ...report, checks: await killTheUnit() };
  const checks = has('sudo') && attacks.includes('sudo') ? attackSudo() : {};
  return { ...report, checks: attacks.includes('rest') ? { ...checks, ...(await attackTheRest()) } : checks };
}

console.log(JSON.stringify(await main()));
process.exit(0);
