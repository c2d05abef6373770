// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { say, tool } from './exec.mjs';
import { arm64Modules } from './node-modules.mjs';
import { architectureOf, cacheDir, kernelFiles, programs, projectDir, systemdRoot } from './paths.mjs';
import { rootNamed, setUp } from './setup.mjs';

/** Longest a boot may take on a busy machine; an idle one needs about 5 s. */
const bootLimitMs = 240_000;

/**
 * @typedef {object} VmJob
 * @property {string} kernel name in `kernels`: 6.1, 6.12, 7.x, arm64-6.1, arm64-6.12. On a foreign architecture the root is always that of
 *   `systemd`, which may be left aside
 * @property {string} command shell text run by bash as root, in the project's folder; the read-write share is `$OUT`
 * @property {number} [timeoutMs] of the job, boot not counted; default 120 000
 * @property {string} [root] folder that becomes the guest's root; default the machine's own `/`
 * @property {boolean} [systemd] a whole machine, in place of `root`: Debian with systemd as its first process, sudo, polkit and a user
 *   `runner`. Node 24 and npm are its own; of this machine it sees the project's folder only
 * @property {string} [user] with `systemd`: who runs the command, `root` (default) or `runner`
 * @property {string} [out] folder for results, shared read-write as `$OUT`; default a temporary one, removed with the machine
 * @property {number} [memoryMb] default 3072
 * @property {number} [cpus] default 2
 * @property {(chunk: Buffer) => void} [onOutput] called as the job writes
 *
 * @typedef {object} VmResult
 * @property {number} status exit status of the job, 128 + signal, or 124 when it ran out of time
 * @property {string} output what the job wrote to stdout and stderr
 * @property {number} bootSeconds guest clock when the job began
 * @property {string} console the kernel's own messages
 */

/**
 * Boots a stock Debian kernel on a copy-on-write view of this machine's files, runs one job as root and powers off.
 * The guest has loopback only: whatever network a job needs it builds itself.
 * A boot that hangs is tried again; a job is never run twice.
 * @param {VmJob} job @returns {Promise<VmResult>}
 * @throws when the set-up fails or the machine does not boot, with the end of its console
 */
export async function runInVm(job) {
  setUp(hasOwnRoot(job) ? [job.kernel, rootNamed(architectureOf(job.kernel))] : [job.kernel]);
  for (let tries = 1; ; tries++) {
    const tried = await attempt(job);
    if (tried.booted) return tried.result;
    if (tries === 3) throw new Error(`kernel ${job.kernel} did not come up three times\n${tried.why}`);
    say(`kernel ${job.kernel} did not come up, trying again\n${tried.why}`);
  }
}

/** @param {VmJob} job @returns {Promise<{booted: true, result: VmResult} | {booted: false, why: string}>} */
async function attempt(job) {
  removeDeadRuns();
  const runDir = mkdtempSync(join(cacheDir, `run-${process.pid}-`));
  const out = job.out ? resolve(job.out) : join(runDir, 'out');
  const lab = join(out, '.lab');
  rmSync(lab, { recursive: true, force: true });
  mkdirSync(lab, { recursive: true });
  writeFileSync(join(lab, 'job'), jobScript(job));
  writeFileSync(join(lab, 'command'), job.command);
  /** @type {import('node:child_process').ChildProcess[]} */
  const children = [];
  const stop = () => {
    for (const child of children) child.kill('SIGKILL');
  };
  process.once('exit', stop);
  try {
    /** @type {Record<string, string>} */
    const shares = {};
    for (const [tag, folder] of Object.entries(sharesOf(job, out)))
      shares[tag] = await shareFolder(children, runDir, tag, folder, tag === 'out' ? 'auto' : 'always');
    return await boot(job, { children, runDir, lab, shares });
  } finally {
    stop();
    process.removeListener('exit', stop);
    rmSync(runDir, { recursive: true, force: true });
    rmSync(lab, { recursive: true, force: true });
  }
}

/** Whether the guest's root is a system made for it. @param {VmJob} job */
const hasOwnRoot = ({ systemd, kernel }) => systemd || architectureOf(kernel) !== 'amd64';

/** Folders by the tag under which the guest mounts them. @param {VmJob} job @param {string} out @returns {Record<string, string>} */
function sharesOf(job, out) {
  if (!hasOwnRoot(job)) return { rootfs: job.root ?? '/', out };
  const arch = architectureOf(job.kernel);
  const own = { rootfs: systemdRoot(arch), out, project: projectDir, modules: moduleFolder(job.kernel) };
  return arch === 'arm64' ? { ...own, packages: arm64Modules() } : own;
}

/** The folder that holds RELEASE/modules.dep. @param {string} kernel */
const moduleFolder = (kernel) => readFileSync(kernelFiles(kernel).modules, 'utf8');

/** Folders of runs whose process was killed. */
function removeDeadRuns() {
  for (const name of readdirSync(cacheDir)) {
    const pid = /^run-(\d+)-/.exec(name)?.[1];
    if (pid && !existsSync(`/proc/${pid}`)) rmSync(join(cacheDir, name), { recursive: true, force: true });
  }
}

/** A child that ends with this process, however that ends: a machine left behind would take a processor for good. @param {string} command @param {string[]} args @param {import('node:child_process').StdioOptions} stdio */
const spawnBound = (command, args, stdio) => spawn('setpriv', ['--pdeathsig', 'KILL', '--', command, ...args], { stdio });

/** The node that runs this also runs in the guest, wherever it is installed. @param {VmJob} job */
function jobScript({ kernel, command, root, systemd, user = 'root' }) {
  if (systemd) return systemdScript(user);
  if (architectureOf(kernel) === 'arm64') return `export OUT=/mnt/out\n${ownModules}cd '${projectDir}' || exit 126\n${command}\n`;
  const place = root ? '' : `export PATH="${dirname(process.execPath)}:$PATH"\ncd '${projectDir}' || exit 126\n`;
  return `export OUT=/mnt/out\n${place}${command}\n`;
}

/** The checkout's dependencies are those of its own architecture; Vite writes among them. */
const ownModules = `mkdir -p /run/modules/{lower,upper,work}
mount -t virtiofs -o ro packages /run/modules/lower
mount -t overlay -o lowerdir=/run/modules/lower,upperdir=/run/modules/upper,workdir=/run/modules/work overlay '${projectDir}/node_modules' || exit 126
`;

/**
 * The command is a file of its own, which a user who is not root can read. Its environment is what a login gives, and nothing of systemd's.
 * @param {string} user
 */
function systemdScript(user) {
  const home = user === 'root' ? '/root' : `/home/${user}`;
  const become =
    user === 'root' ? '' : `chmod 0777 /mnt/out /mnt/out/.lab\nset -- setpriv --reuid ${user} --regid ${user} --init-groups --`;
  const environment = `HOME=${home} USER=${user} LOGNAME=${user} LANG=C.UTF-8 OUT=/mnt/out PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;
  return `cd '${projectDir}' || exit 126\n${become}\nexec "$@" env -i ${environment} bash /mnt/out/.lab/command\n`;
}

/**
 * Starts a virtiofsd for a folder. Debian 12 ships the C one with QEMU, later releases the Rust one with other options.
 * @param {import('node:child_process').ChildProcess[]} children @param {string} runDir @param {string} name @param {string} folder
 * @param {'always' | 'auto'} cache
 */
async function shareFolder(children, runDir, name, folder, cache) {
  const socket = join(runDir, `${name}.sock`);
  const inC = '/usr/lib/qemu/virtiofsd';
  const [command, args] = existsSync(inC)
    ? [inC, ['-o', `source=${folder}`, '-o', `cache=${cache}`, '-o', 'sandbox=chroot', '-o', 'xattr']]
    : ['/usr/libexec/virtiofsd', ['--shared-dir', folder, '--cache', cache, '--sandbox', 'chroot', '--xattr']];
  const log = openSync(join(runDir, `${name}.log`), 'w');
  const child = spawnBound(command, [`--socket-path=${socket}`, ...args], ['ignore', log, log]);
  closeSync(log);
  children.push(child);
  child.on('error', (error) => writeFileSync(join(runDir, `${name}.log`), String(error)));
  for (let waited = 0; !existsSync(socket); waited += 20) {
    if (waited > 20_000 || child.exitCode !== null)
      throw new Error(`virtiofsd for ${folder}: ${readFileSync(join(runDir, `${name}.log`), 'utf8')}`);
    await delay(20);
  }
  return socket;
}

/**
 * @param {VmJob} job
 * @param {{children: import('node:child_process').ChildProcess[], runDir: string, lab: string, shares: Record<string, string>}} parts
 * @returns {Promise<{booted: true, result: VmResult} | {booted: false, why: string}>}
 */
async function boot(job, { children, runDir, lab, shares }) {
  const consoleFile = join(runDir, 'console');
  const qemuLog = join(runDir, 'qemu.log');
  const qemuOutput = openSync(qemuLog, 'w');
  const qemu = spawnBound(programs(architectureOf(job.kernel)).qemu, qemuArguments(job, consoleFile, shares), [
    'ignore',
    'pipe',
    qemuOutput,
  ]);
  closeSync(qemuOutput);
  children.push(qemu);
  /** @type {Buffer[]} */
  const chunks = [];
  qemu.stdout?.on('data', (chunk) => {
    chunks.push(chunk);
    job.onOutput?.(chunk);
  });
  const ended = once(qemu, 'close').then(() => true);
  const log = () =>
    [consoleFile, qemuLog].map((file) => (existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r', '') : '')).join('');

  const isUp = () => existsSync(join(lab, 'up'));
  for (let waited = 0; !isUp() && waited < bootLimitMs; waited += 50) if (await Promise.race([ended, delay(50)])) break;
  if (!isUp()) return { booted: false, why: log().slice(-3000) };

  const timeoutMs = job.timeoutMs ?? 120_000;
  const timer = new AbortController();
  const inTime = await Promise.race([ended, delay(timeoutMs, false, { signal: timer.signal })]);
  timer.abort();
  if (!inTime) {
    qemu.kill('SIGKILL');
    await ended;
  }
  const statusFile = join(lab, 'status');
  const crashed = inTime && !existsSync(statusFile);
  if (crashed) throw new Error(`kernel ${job.kernel} stopped in the middle of the job\n${log().slice(-5000)}`);
  const status = inTime ? Number(readFileSync(statusFile, 'utf8')) : 124;
  const output = Buffer.concat(chunks).toString() + (inTime ? '' : `\n[stopped after ${timeoutMs / 1000} s]\n`);
  return { booted: true, result: { status, output, bootSeconds: Number(readFileSync(join(lab, 'up'), 'utf8')), console: log() } };
}

/** @param {VmJob} job @param {string} consoleFile @param {Record<string, string>} shares sockets by tag */
function qemuArguments(job, consoleFile, shares) {
  const files = kernelFiles(job.kernel);
  const { memoryMb = 3072, cpus = 2 } = job;
  const arch = architectureOf(job.kernel);
  const { machine, words } = arch === 'amd64' ? x64() : arm64;
  const commandLine = [
    'quiet loglevel=4 panic=-1 nokaslr mitigations=off random.trust_cpu=1 audit=0 nowatchdog lsm=landlock,lockdown,yama,bpf',
    ...words,
    hasOwnRoot(job) ? `lab.modules=share lab.project=${projectDir}` : `lab.modules=${moduleFolder(job.kernel)}`,
    ...(job.systemd ? ['lab.init=/sbin/init net.ifnames=0 systemd.show_status=0'] : []),
  ].join(' ');
  const share = (/** @type {string} */ tag, /** @type {string} */ socket) => [
    ...['-chardev', `socket,id=${tag}-c,path=${socket}`],
    ...['-device', `vhost-user-fs-pci,chardev=${tag}-c,tag=${tag},queue-size=1024`],
  ];
  return [
    ...['-L', join(programs(arch).qemuTree, 'usr/share/qemu'), '-L', '/usr/share/seabios', '-L', '/usr/share/qemu'],
    ...[...machine, '-accel', 'tcg,thread=multi,tb-size=512', '-smp', `${cpus}`, '-m', `${memoryMb}`],
    ...['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none'],
    ...['-kernel', files.vmlinux, '-initrd', files.initramfs, '-append', commandLine],
    ...['-chardev', `file,id=kernel,path=${consoleFile}`, '-serial', 'chardev:kernel'],
    ...['-device', 'virtio-serial-pci', '-chardev', 'stdio,id=job,signal=off', '-device', 'virtconsole,chardev=job'],
    ...['-device', 'virtio-rng-pci'],
    ...['-object', `memory-backend-memfd,id=mem,size=${memoryMb}M,share=on`, '-numa', 'node,memdev=mem'],
    ...Object.entries(shares).flatMap(([tag, socket]) => share(tag, socket)),
  ];
}

/**
 * A machine and its own words of the kernel's command line. Without no_timer_check the kernel panics at boot ("IO-APIC + timer doesn't work!") when a busy
 * machine lets QEMU run so rarely that it sees no ticks (arch/x86/kernel/apic/io_apic.c, timer_irq_works).
 */
const x64 = () => ({
  machine: ['-M', 'pc,usb=off,graphics=off', '-cpu', 'max'],
  words: ['console=ttyS0', 'no_timer_check', 'tsc=reliable', `tsc_early_khz=${tool(programs('amd64').init, ['tsc']).toString().trim()}`],
});

/** The processor is the one of many clouds; newer ones have pointer authentication, which takes long to emulate. */
const arm64 = {
  machine: ['-M', 'virt,gic-version=3', '-cpu', 'neoverse-n1'],
  words: ['console=ttyAMA0'],
};
