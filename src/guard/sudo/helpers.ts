import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { ENVIRONMENT } from './as-user.ts';
import { type JobUser, open, type Road } from './roads.ts';

/** Programs that raise the rights of their caller, and what keeps them from giving root. Judged by name: they come from the distribution, in places of root. */
const HELPERS: ReadonlyMap<string, string> = new Map([
  ['sudo', 'its rules'],
  ['sudo.ws', 'its rules'],
  ['sudo-rs', 'its rules'],
  ['sudoedit', 'its rules'],
  ['doas', 'its rules'],
  ['su', 'asks for the password of the account'],
  ['su-rs', 'asks for the password of the account'],
  ['pkexec', 'polkit'],
  ['polkit-agent-helper-1', 'asks for a password'],
  ['dbus-daemon-launch-helper', 'started by the bus alone'],
  ['mount', 'only what fstab gives to users'],
  ['umount', 'only what the user has mounted'],
  ['fusermount', 'file systems of the user, nosuid and nodev'],
  ['fusermount3', 'file systems of the user, nosuid and nodev'],
  ['newuidmap', 'user ids that /etc/subuid gives him, in a namespace of his own'],
  ['newgidmap', 'group ids that /etc/subgid gives him, in a namespace of his own'],
  ['newgrp', 'groups of the user, or with a password'],
  ['sg', 'groups of the user, or with a password'],
  ['gpasswd', 'groups that the user administers'],
  ['passwd', 'his own password'],
  ['chsh', 'his own shell'],
  ['chfn', 'his own name'],
  ['chage', 'reads his own dates'],
  ['expiry', 'reads his own dates'],
  ['unix_chkpwd', 'checks his own password'],
  ['pam_extrausers_chkpwd', 'checks his own password'],
  ['pam_timestamp_check', 'looks at a time'],
  ['crontab', 'jobs that run as the user'],
  ['at', 'jobs that run as the user'],
  ['ssh-keysign', 'signs for the host, where ssh is told to'],
  ['ssh-agent', 'gives up rights'],
  ['chrome-sandbox', 'puts its child into namespaces'],
  ['snap-confine', 'puts snaps into namespaces'],
  ['locate', 'reads a list of files'],
  ['plocate', 'reads a list of files'],
  ['mlocate', 'reads a list of files'],
  ['utempter', 'notes sessions'],
  ['write', 'writes to terminals'],
  ['wall', 'writes to terminals'],
  ['dotlockfile', 'locks mailboxes'],
  ['mail-lock', 'locks mailboxes'],
  ['mail-unlock', 'locks mailboxes'],
  ['mail-touchlock', 'locks mailboxes'],
  ['postdrop', 'hands mail to the mail service'],
  ['postqueue', 'looks at the queue of the mail service'],
  ['exim4', 'hands mail to the mail service'],
  ['mount.nfs', 'only what fstab gives to users'],
  ['mount.cifs', 'only what fstab gives to users'],
  ['ntfs-3g', 'only what fstab gives to users'],
  ['vmware-user-suid-wrapper', 'starts the agent of a virtual screen'],
  ['lxc-user-nic', 'network devices that /etc/lxc/lxc-usernet gives him'],
  ['bwrap', 'namespaces of the user'],
  ['Xorg.wrap', 'the screen'],
]);

/** Capabilities (capabilities(7)) with which a program can become root or change the network of the machine. Raw sockets are refused by the filter. */
const STRONG =
  /cap_(?:sys_admin|setuid|setgid|setpcap|setfcap|dac_override|dac_read_search|chown|fowner|fsetid|mknod|sys_ptrace|sys_module|sys_rawio|sys_chroot|net_admin|bpf|perfmon|mac_admin|mac_override|checkpoint_restore)\b/g;
/** Carry one of them from the distribution and do one thing with it. */
const KNOWN_CAPABLE = new Set(['newuidmap', 'newgidmap', 'snap-confine', 'gst-ptp-helper', 'gnome-keyring-daemon']);

const DIRECTORIES = [
  '/usr/bin',
  '/usr/sbin',
  '/usr/lib',
  '/usr/lib64',
  '/usr/libexec',
  '/usr/local',
  '/bin',
  '/sbin',
  '/lib',
  '/opt',
  '/snap',
];
/** Caches of tools with a million files, none of which the distribution gave rights to. */
const LEFT_OUT = ['/opt/hostedtoolcache', '/usr/local/lib/android', '/usr/local/share/vcpkg', '/opt/microsoft/powershell'];
/** The job has the first right to the disk. */
const LONGEST_MS = 60_000;
const DEEPEST = 7;

/** Setuid, setgid and capability programs that nobody has vouched for. Runs beside the job, at the lowest priority. */
export async function findHelpers(user: JobUser, stopped: AbortSignal): Promise<Road[]> {
  const roots = [...new Set(DIRECTORIES.filter((path) => existsSync(path)).map((path) => realpathSync(path)))].filter(
    (path, _, all) => !all.some((other) => path.startsWith(`${other}/`)),
  );
  const [raised, capable] = await Promise.all([
    lines(
      'find',
      [
        ...roots,
        '-maxdepth',
        String(DEEPEST),
        ...LEFT_OUT.flatMap((path) => ['-path', path, '-prune', '-o']),
        '-type',
        'f',
        '-perm',
        '/6000',
        '-printf',
        '%m %u %g %p\\0',
      ],
      '\0',
      stopped,
    ),
    lines('getcap', ['-r', ...roots.filter((path) => path !== '/opt' && path !== '/snap')], '\n', stopped),
  ]);
  const cut = [...(raised.complete ? [] : ['setuid programs']), ...(capable.complete ? [] : ['programs with capabilities'])];
  return [
    ...raised.lines.flatMap((line) => unknownHelper(user, line)),
    ...capable.lines.flatMap(strongProgram),
    ...(cut.length === 0 ? [] : [open('search', `The search for ${cut.join(' and ')} did not get to its end.`)]),
  ];
}

/** `4755 root root /usr/bin/x` */
export function unknownHelper(user: JobUser, line: string): Road[] {
  const [, mode = '', owner = '', group = '', path = ''] = /^([0-7]+) (\S+) (\S+) (\/.*)$/s.exec(line) ?? [];
  const bits = Number.parseInt(mode, 8);
  const setuid = Boolean(bits & 0o4000) && owner !== user.name;
  const setgid = Boolean(bits & 0o2000 && bits & 0o010);
  if (path === '' || !(setuid || setgid) || !(bits & 0o111) || HELPERS.has(path.slice(path.lastIndexOf('/') + 1))) return [];
  const rights = [...(setuid ? [`the user ${owner}`] : []), ...(setgid ? [`the group ${group}`] : [])].join(' and ');
  return [open(`helper ${path}`, `${path} runs with the rights of ${rights} for whoever may start it, and is not a program that we know.`)];
}

/** `/usr/bin/x cap_net_raw,cap_net_admin=ep`, of older versions `/usr/bin/x = cap_net_raw+ep`. */
export function strongProgram(line: string): Road[] {
  const [, path = '', rights = ''] = /^(\/.*?) (?:= )?((?:cap_|=)\S*.*)$/.exec(line) ?? [];
  const strong = /^=\w/.test(rights) ? ['every capability'] : (rights.match(STRONG) ?? []);
  if (path === '' || strong.length === 0 || KNOWN_CAPABLE.has(path.slice(path.lastIndexOf('/') + 1))) return [];
  return [open(`helper ${path}`, `${path} has ${strong.join(', ')} for whoever may start it.`)];
}

/** Nothing of a program that is not there; `complete` is false when it was stopped. */
function lines(
  command: string,
  args: readonly string[],
  separator: string,
  stopped: AbortSignal,
): Promise<{ lines: string[]; complete: boolean }> {
  return new Promise((resolve) => {
    const child = spawn('nice', ['-n', '19', command, ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
      signal: stopped,
      timeout: LONGEST_MS,
      env: ENVIRONMENT,
      killSignal: 'SIGKILL',
      cwd: '/',
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', () => resolve({ lines: [], complete: false }));
    // find(1) and getcap(8) end with 1 for what vanished or could not be read: not worth telling.
    child.on('close', (code, signal) => {
      const found = Buffer.concat(chunks).toString('utf8').split(separator);
      resolve({ lines: found.filter((line) => line !== ''), complete: signal === null && code !== 127 });
    });
  });
}
