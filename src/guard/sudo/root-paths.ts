import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { RootPath } from './writable.ts';

/** What is put there is obeyed at once: the system bus starts services as root, polkit decides what users may have root do. */
const OBEYED_AT_ONCE: readonly (readonly [path: string, by: string])[] = ['/usr/share', '/usr/local/share'].flatMap((root) => [
  [`${root}/dbus-1/system-services`, 'the system bus'] as const,
  [`${root}/dbus-1/system.d`, 'the system bus'] as const,
  [`${root}/dbus-1/system.conf`, 'the system bus'] as const,
  [`${root}/polkit-1/rules.d`, 'polkit'] as const,
]);

/** Obeyed at the next occasion. */
const OBEYED: readonly (readonly [path: string, by: string])[] = [
  ['/usr/share/dbus-1', 'the system bus'],
  ['/usr/share/polkit-1', 'polkit'],
  ['/usr/local/share/polkit-1', 'polkit'],
  ['/usr/local/lib/systemd', 'systemd units'],
  ['/usr/share/pam-configs', 'who may log in'],
  ['/usr/share/pam', 'who may log in'],
  ['/usr/share/initramfs-tools', 'the next boot'],
  ['/usr/share/keyrings', 'whose packages root installs'],
  ['/usr/share/ca-certificates', 'whose certificates the machine trusts'],
  ['/var/spool/cron', 'cron'],
];

/** Only themselves: what is in them is root's nearly everywhere, and walking through them takes long. */
const DIRECTORIES: readonly (readonly [path: string, by: string])[] = [
  ...['system', 'user', 'network', 'system-generators', 'system-environment-generators', 'system-sleep', 'system-shutdown'].flatMap(
    (name) =>
      ['/etc/systemd', '/usr/lib/systemd', '/run/systemd', '/usr/local/lib/systemd'].map(
        (root) => [`${root}/${name}`, 'systemd units'] as const,
      ),
  ),
  ...['/etc/udev/rules.d', '/usr/lib/udev/rules.d', '/run/udev/rules.d'].map((path) => [path, 'udev'] as const),
  ...[
    '/usr/lib/modprobe.d',
    '/usr/lib/tmpfiles.d',
    '/usr/lib/sysctl.d',
    '/usr/lib/sysusers.d',
    '/usr/lib/binfmt.d',
    '/usr/lib/environment.d',
  ].map((path) => [path, 'settings of the system'] as const),
  ...[
    '/usr/local/sbin',
    '/usr/local/bin',
    '/usr/sbin',
    '/usr/bin',
    '/usr/lib',
    '/usr/lib64',
    '/usr/libexec',
    '/usr/local/lib',
    '/boot',
  ].map((path) => [path, 'programs and libraries of root'] as const),
];

/** Where interpreters that root runs look for modules. */
const MODULES: readonly string[] = [
  '/usr/share/perl',
  '/usr/share/perl5',
  '/usr/local/share/perl',
  '/usr/share/python3',
  '/usr/share/debconf',
  '/usr/share/dpkg',
];

/** Known without looking at much: what the kernel starts by itself, and directories. A few milliseconds. */
export function quickRootPaths(): RootPath[] {
  const obeyed = OBEYED_AT_ONCE.map(([path, by]) => ({ path, by, tree: 'always' as const }));
  const flat = DIRECTORIES.map(([path, by]) => ({ path, by }));
  return distinct([...kernelHelpers(), ...obeyed, ...flat]);
}

/** Everything in /etc, units and what they start, jobs of cron, what root's processes have loaded, modules of interpreters. Up to a second. */
export function slowRootPaths(): RootPath[] {
  const modules = MODULES.map((path) => ({ path, by: 'modules of interpreters that root runs', tree: 'always' as const }));
  const obeyed = OBEYED.map(([path, by]) => ({ path, by, tree: 'always' as const }));
  const etc = { path: '/etc', by: 'settings of the system', tree: 'always' as const };
  return distinct([etc, ...obeyed, ...modules, ...unitPrograms(), ...cronPrograms(), ...udevPrograms(), ...processFiles()]);
}

function distinct(items: readonly RootPath[]): RootPath[] {
  const known = new Map<string, RootPath>();
  for (const item of items) if (!known.has(item.path) || (item.tree && !known.get(item.path)?.tree)) known.set(item.path, item);
  const found = new Map([...known.values()].flatMap(real).map((item) => [item.path, item]));
  return [...found.values()];
}

/** Started by the kernel as root, at the wish of anybody who crashes a program, say (core(5), proc_sys_kernel(5), request-key(8)). */
function kernelHelpers(): RootPath[] {
  const core = /^\|\s*(\/\S+)/.exec(read('/proc/sys/kernel/core_pattern'))?.[1];
  const named = ['/proc/sys/kernel/modprobe', '/proc/sys/kernel/poweroff_cmd', '/sys/kernel/uevent_helper'].map((path) =>
    read(path).trim(),
  );
  const paths = [core, ...named, '/sbin/request-key'].filter((path): path is string => path?.startsWith('/') === true);
  return paths.flatMap((path) => program(path, 'the kernel starts it'));
}

const UNIT_DIRECTORIES = [
  '/etc/systemd/system',
  '/run/systemd/system',
  '/run/systemd/generator',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
];
const BUS_DIRECTORIES = ['/usr/share/dbus-1/system-services', '/usr/local/share/dbus-1/system-services'];

function unitPrograms(): RootPath[] {
  const units = [
    ...UNIT_DIRECTORIES,
    ...UNIT_DIRECTORIES.flatMap((root) => list(root).filter((path) => path.endsWith('.d'))),
    ...BUS_DIRECTORIES,
  ];
  const files = units.flatMap(list).filter((path) => /\.(service|socket|mount|swap|conf)$/.test(path));
  return files.flatMap((file) => {
    const text = read(file);
    return programsInUnit(text).flatMap((path) => program(path, `the unit ${file.slice(file.lastIndexOf('/') + 1)}`));
  });
}

/**
 * Absolute paths in the lines of a unit that start something as root or set its environment (systemd.service(5), systemd.exec(5)). What a unit runs as
 * another user is that user's matter, but for lines with the prefix + or !.
 */
export function programsInUnit(text: string): string[] {
  const lines = text.replaceAll('\\\n', ' ').split('\n');
  const asOther = lines.some((line) => /^\s*User\s*=\s*(?!root\s*$|0\s*$)\S/.test(line));
  const settings = lines.flatMap((line) => {
    const [, name = '', value = ''] = /^\s*(Exec\w*|EnvironmentFile|LoadCredential|RootDirectory)\s*=\s*(.*)$/.exec(line) ?? [];
    return asOther && !(name.startsWith('Exec') && /^[-@:]*[+!]/.test(value)) ? [] : [value];
  });
  return settings.flatMap(absolutePaths);
}

/** Words that are absolute paths, without the prefixes of systemd, quotes, and what a shell ends a word with. */
export function absolutePaths(text: string): string[] {
  return text.split(/[\s"'`;|&()<>,=]+/).flatMap((word) => {
    const path = word.replace(/^[-@:+!]+/, '');
    return /^\/[^\s%$*?\0]{1,1024}$/.test(path) && path !== '/' ? [path] : [];
  });
}

function cronPrograms(): RootPath[] {
  const tables = ['/etc/crontab', '/var/spool/cron/crontabs/root', '/var/spool/cron/root', ...list('/etc/cron.d')];
  const scripts = ['hourly', 'daily', 'weekly', 'monthly'].flatMap((name) => list(`/etc/cron.${name}`));
  return [...tables, ...scripts].flatMap((file) => absolutePaths(read(file)).flatMap((path) => program(path, `cron: ${file}`)));
}

function udevPrograms(): RootPath[] {
  const files = ['/etc/udev/rules.d', '/usr/lib/udev/rules.d', '/run/udev/rules.d'].flatMap(list);
  return files.flatMap((file) => {
    const commands = [...read(file).matchAll(/(?:RUN|PROGRAM|IMPORT)(?:\{\w+\})?\s*[+:]?==?\s*"([^"]*)"/g)].map((match) => match[1] ?? '');
    return commands.flatMap(absolutePaths).flatMap((path) => program(path, `udev: ${file}`));
  });
}

/** What processes of root run and have mapped to run; arguments name their scripts. Not the guard itself: it looks after its own files. */
function processFiles(): RootPath[] {
  const own = readLink('/proc/self/exe');
  const used = new Map<string, string>();
  const searched = new Map<string, string>();
  for (const directory of list('/proc').filter((path) => /^\/proc\/\d+$/.test(path))) {
    // A setuid program keeps the real user of its caller, who chose its arguments.
    if (!/^Uid:\s+0\s+0\s/m.test(read(`${directory}/status`))) continue;
    const exe = readLink(`${directory}/exe`);
    // Kernel threads run no file, and what a container runs is another file than the one of that path here.
    if (exe === undefined || exe === own || inodeOf(exe) !== inodeOf(`${directory}/exe`)) continue;
    const by = `process ${directory.slice('/proc/'.length)}, ${read(`${directory}/comm`).trim()}`;
    const named = read(`${directory}/cmdline`).split('\0').slice(0, 4);
    for (const path of [exe, ...mappedPrograms(read(`${directory}/maps`)), ...named])
      if (path.startsWith('/') && !used.has(path)) used.set(path, by);
    const search = /(?:^|\0)PATH=([^\0]*)/.exec(read(`${directory}/environ`))?.[1]?.split(':') ?? [];
    for (const path of search) if (path.startsWith('/') && !searched.has(path)) searched.set(path, `PATH of ${by}`);
  }
  return [...[...used].flatMap(([path, by]) => program(path, by)), ...[...searched].map(([path, by]) => ({ path, by }))];
}

/** proc_pid_maps(5): address, permissions, offset, device, inode, path. */
function mappedPrograms(maps: string): string[] {
  return maps.split('\n').flatMap((line) => /^\S+ ..x. \S+ \S+ \d+\s+(\/.*)$/.exec(line)?.[1] ?? []);
}

/** Directories of many programs of different owners: one program there does not make all of them root's. */
const SHARED = new Set(['/usr/share', '/opt', '/usr/local', '/usr', '/srv', '/var', '/tmp', '/home', '/run', '/dev', '/etc', '/']);

/** With the directory of a script: interpreters look for modules there first. */
function program(path: string, by: string): RootPath[] {
  const status = existsSync(path) ? lstatSync(realpathSync(path)) : undefined;
  if (!status?.isFile()) return [];
  const directory = dirname(path);
  const script = !SHARED.has(directory) && !/\/s?bin$/.test(directory) && begins(path, '#!');
  return script
    ? [
        { path, by },
        { path: directory, by, tree: 'exposed' },
      ]
    : [{ path, by }];
}

function begins(path: string, text: string): boolean {
  // A user may have put a FIFO in its place.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = Buffer.alloc(text.length);
    return readSync(fd, bytes, 0, bytes.length, 0) === bytes.length && bytes.toString('latin1') === text;
  } finally {
    closeSync(fd);
  }
}

/** With where links lead: both can be changed. Device and kernel file systems hold nothing that a mode could protect. */
function real(item: RootPath): RootPath[] {
  if (/^\/(proc|sys|dev)(\/|$)/.test(item.path) || !existsSync(item.path)) return [];
  const target = realpathSync(item.path);
  return target === item.path ? [item] : [item, { ...item, path: target }];
}

function list(path: string): string[] {
  try {
    return readdirSync(path).map((name) => `${path}/${name}`);
  } catch {
    // Not there, or a process that has ended.
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // Not there, a directory, or a process that has ended: nothing that root would read.
    return '';
  }
}

function inodeOf(path: string): number | undefined {
  try {
    return statSync(path).ino;
  } catch {
    // Not here, or it has ended.
    return undefined;
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    // It has ended, or is a thread of the kernel.
    return undefined;
  }
}
