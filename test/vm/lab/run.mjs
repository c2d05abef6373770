// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { say } from './exec.mjs';
import { cacheDir, kernelFiles, projectDir, qemuBinary, qemuTree } from './paths.mjs';
import { setUp } from './setup.mjs';

/** Longest a boot may take on a busy machine; an idle one needs about 5 s. */
const bootLimitMs = 120_000;

/**
 * @typedef {object} VmJob
 * @property {string} kernel name in `kernels`: 6.1, 6.12, 7.x
 * @property {string} command shell text run by bash as root, in the project's folder; the read-write share is `$OUT`
 * @property {number} [timeoutMs] of the job, boot not counted; default 120 000
 * @property {string} [root] folder that becomes the guest's root; default the machine's own `/`
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
 * A boot that hangs is tried once more; a job is never run twice.
 * @param {VmJob} job @returns {Promise<VmResult>}
 * @throws when the set-up fails or the machine does not boot, with the end of its console
 */
export async function runInVm(job) {
  setUp([job.kernel]);
  const first = await attempt(job);
  if (first.booted) return first.result;
  say(`kernel ${job.kernel} did not come up, trying once more\n${first.why}`);
  const second = await attempt(job);
  if (second.booted) return second.result;
  throw new Error(`kernel ${job.kernel} did not boot twice\n${second.why}`);
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
  /** @type {import('node:child_process').ChildProcess[]} */
  const children = [];
  const stop = () => {
    for (const child of children) child.kill('SIGKILL');
  };
  process.once('exit', stop);
  try {
    const rootSocket = await shareFolder(children, runDir, 'root', job.root ?? '/', 'always');
    const outSocket = await shareFolder(children, runDir, 'out', out, 'auto');
    return await boot(job, { children, runDir, lab, rootSocket, outSocket });
  } finally {
    stop();
    process.removeListener('exit', stop);
    rmSync(runDir, { recursive: true, force: true });
    rmSync(lab, { recursive: true, force: true });
  }
}

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
function jobScript({ command, root }) {
  const place = root ? '' : `export PATH="${dirname(process.execPath)}:$PATH"\ncd '${projectDir}' || exit 126\n`;
  return `export OUT=/mnt/out\n${place}${command}\n`;
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
 * @param {{children: import('node:child_process').ChildProcess[], runDir: string, lab: string, rootSocket: string, outSocket: string}} parts
 * @returns {Promise<{booted: true, result: VmResult} | {booted: false, why: string}>}
 */
async function boot(job, { children, runDir, lab, rootSocket, outSocket }) {
  const consoleFile = join(runDir, 'console');
  const qemuLog = join(runDir, 'qemu.log');
  const qemuOutput = openSync(qemuLog, 'w');
  const qemu = spawnBound(qemuBinary, qemuArguments(job, { consoleFile, rootSocket, outSocket }), ['ignore', 'pipe', qemuOutput]);
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

/** @param {VmJob} job @param {{consoleFile: string, rootSocket: string, outSocket: string}} parts */
function qemuArguments(job, { consoleFile, rootSocket, outSocket }) {
  const files = kernelFiles(job.kernel);
  const { memoryMb = 3072, cpus = 2 } = job;
  const commandLine = [
    'console=ttyS0 quiet loglevel=4 panic=-1 tsc=reliable nokaslr mitigations=off random.trust_cpu=1 audit=0 nowatchdog',
    'lsm=landlock,lockdown,yama,bpf',
    `lab.modules=${readFileSync(files.modules, 'utf8')}`,
  ].join(' ');
  const share = (/** @type {string} */ tag, /** @type {string} */ socket) => [
    ...['-chardev', `socket,id=${tag}-c,path=${socket}`],
    ...['-device', `vhost-user-fs-pci,chardev=${tag}-c,tag=${tag},queue-size=1024`],
  ];
  return [
    ...['-L', join(qemuTree, 'usr/share/qemu'), '-L', '/usr/share/seabios', '-L', '/usr/share/qemu'],
    ...['-M', 'pc,usb=off,graphics=off', '-accel', 'tcg,thread=multi,tb-size=512', '-cpu', 'max', '-smp', `${cpus}`, '-m', `${memoryMb}`],
    ...['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none'],
    ...['-kernel', files.vmlinux, '-initrd', files.initramfs, '-append', commandLine],
    ...['-chardev', `file,id=kernel,path=${consoleFile}`, '-serial', 'chardev:kernel'],
    ...['-device', 'virtio-serial-pci', '-chardev', 'stdio,id=job,signal=off', '-device', 'virtconsole,chardev=job'],
    ...['-device', 'virtio-rng-pci'],
    ...['-object', `memory-backend-memfd,id=mem,size=${memoryMb}M,share=on`, '-numa', 'node,memdev=mem'],
    ...share('rootfs', rootSocket),
    ...share('out', outSocket),
  ];
}
