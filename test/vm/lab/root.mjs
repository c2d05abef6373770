// @ts-check
import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianMirror, downloadAndUnpack } from './apt.mjs';
import { withArm64Programs } from './binfmt.mjs';
import { say, tool } from './exec.mjs';
import { cacheDir, projectDir, systemdRoot } from './paths.mjs';

/** What a hosted runner has and the product meets: systemd with D-Bus and polkit, sudo, the other roads to root, iptables; and tools of jobs. */
const packages = [
  ...['systemd', 'systemd-sysv', 'libpam-systemd', 'dbus', 'polkitd', 'pkexec', 'sudo', 'at', 'cron'],
  ...['iptables', 'iproute2', 'kmod', 'procps', 'ca-certificates', 'curl', 'openssl', 'python3'],
];
/** For the test files that run inside: on x64 those see this machine's own tools. */
const testTools = ['bind9-dnsutils', 'git'];
const suite = 'bookworm';
const nodeVersion = '24';
const npmVersion = '11';

/** Units that take seconds under emulation and mean nothing here. */
const masked = [
  ...[
    'getty@tty1.service',
    'serial-getty@ttyS0.service',
    'serial-getty@ttyAMA0.service',
    'serial-getty@hvc0.service',
    'systemd-update-utmp.service',
  ],
  ...['systemd-update-utmp-runlevel.service', 'apt-daily.timer', 'apt-daily-upgrade.timer', 'dpkg-db-backup.timer', 'e2scrub_all.timer'],
  ...['e2scrub_reap.service', 'fstrim.timer', 'systemd-timesyncd.service', 'systemd-random-seed.service', 'systemd-pstore.service'],
  ...['systemd-hwdb-update.service', 'systemd-binfmt.service', 'proc-sys-fs-binfmt_misc.automount', 'systemd-rfkill.socket'],
  ...['systemd-remount-fs.service', 'systemd-logind-varlink.socket'],
];

/** The user as hosted machines have it: in no group that opens anything, and root by sudo alone. */
const user = { name: 'runner', id: 1001, groups: 'adm,users,systemd-journal' };

/** Starts the job when everything else is up; it is at the end of the default target, so that the machine counts as running meanwhile. */
const jobUnit = `[Unit]
Description=The job of the test machine
After=multi-user.target

[Service]
Type=exec
ExecStart=/lab-init job
StandardInput=null
StandardOutput=tty
StandardError=tty
TTYPath=/dev/console
OOMScoreAdjust=0
TasksMax=infinity
KillMode=process

[Install]
WantedBy=graphical.target
`;

const files = {
  'etc/hostname': 'egf-systemd\n',
  'etc/hosts': '127.0.0.1 localhost egf-systemd\n',
  'etc/fstab': '',
  'etc/machine-id': '0123456789abcdef0123456789abcdef\n',
  'etc/systemd/system/lab-job.service': jobUnit,
};

/**
 * Makes the root of a machine with systemd, a Debian of its own, in the cache. It takes about half a minute and 400 MB, and for another
 * architecture, whose programs are emulated, some minutes.
 * @param {import('./paths.mjs').Architecture} arch
 */
export function makeSystemdRoot(arch) {
  const started = performance.now();
  const target = systemdRoot(arch);
  const staging = `${target}.new`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(join(cacheDir, 'roots'), { recursive: true });
  const install = () => {
    installDebian(staging, arch);
    configure(staging);
  };
  if (arch === 'amd64') install();
  else withArm64Programs(install);
  installNode(staging, arch);
  renameSync(staging, target);
  say(`machine of ${arch} with systemd made in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

/** @param {string} staging */
function configure(staging) {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(staging, path), text);
  tool('chroot', [staging, 'useradd', '-m', '-s', '/bin/bash', '-u', `${user.id}`, '-G', user.groups, user.name]);
  writeFileSync(join(staging, 'etc/sudoers.d', user.name), `${user.name} ALL=(ALL) NOPASSWD:ALL\n`, { mode: 0o440 });
  tool('chroot', [staging, 'systemctl', 'mask', ...masked]);
  tool('chroot', [staging, 'systemctl', 'set-default', 'graphical.target']);
  tool('chroot', [staging, 'systemctl', 'enable', 'lab-job.service']);
}

/** mmdebstrap is unpacked, not installed, like QEMU. @param {string} root @param {import('./paths.mjs').Architecture} arch */
function installDebian(root, arch) {
  const tools = join(cacheDir, 'mmdebstrap');
  rmSync(tools, { recursive: true, force: true });
  downloadAndUnpack(['mmdebstrap'], tools);
  const { mirror, keyring } = debianMirror();
  const wanted = arch === 'amd64' ? packages : [...packages, ...testTools];
  // It would look for the emulator under the name that Debian's package registers.
  const foreign = arch === 'amd64' ? [] : [`--architectures=${arch}`, '--skip=check/qemu'];
  say(`installing Debian ${suite} of ${arch} with ${wanted.join(', ')}`);
  tool(
    'perl',
    [
      join(tools, 'usr/bin/mmdebstrap'),
      ...['--variant=minbase', '--mode=root', `--keyring=${keyring}`, `--include=${wanted.join(',')}`, ...foreign],
      ...[suite, root, `deb ${mirror} ${suite} main`],
    ],
    { timeoutMs: 1_800_000 },
  );
  rmSync(tools, { recursive: true });
}

/** Node as the runner brings it, and npm for the steps. @param {string} root @param {import('./paths.mjs').Architecture} arch */
function installNode(root, arch) {
  say(`adding Node ${nodeVersion} and npm ${npmVersion}`);
  const local = join(root, 'usr/local');
  const node = tool(process.execPath, [join(projectDir, 'scripts/node.mjs'), nodeVersion, arch === 'amd64' ? 'x64' : arch])
    .toString()
    .trim();
  copyFileSync(node, join(local, 'bin/node'));
  const packed = join(root, 'tmp/npm');
  mkdirSync(packed);
  tool('npm', ['pack', '--silent', '--pack-destination', packed, `npm@${npmVersion}`], { cwd: packed });
  const [archive = ''] = readdirSync(packed);
  tool('tar', ['-xzf', join(packed, archive), '-C', packed, '--no-same-owner']);
  mkdirSync(join(local, 'lib/node_modules'), { recursive: true });
  renameSync(join(packed, 'package'), join(local, 'lib/node_modules/npm'));
  rmSync(packed, { recursive: true });
  for (const name of ['npm', 'npx']) symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(local, 'bin', name));
}
