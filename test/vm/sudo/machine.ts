import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

export interface Copy {
  /** A folder with the files of a system. */
  readonly root: string;
  /** Another one, whose files are in the place of those. */
  readonly layer?: string;
}

/**
 * Runs one of the programs of this folder on a throw-away copy of a system: an overlay over `root`, with mounts, processes, network and /run of its own.
 * What it changes is gone with it. Returns what it printed on standard output as JSON.
 */
export async function onCopyOf({ root, layer = '' }: Copy, program: string, args: readonly string[] = []): Promise<unknown> {
  const directory = mkdtempSync(join(tmpdir(), 'egf-sudo-machine-'));
  try {
    chmodSync(directory, 0o755);
    mkdirSync(join(directory, 'layers'));
    const input = fileURLToPath(new URL(program, import.meta.url));
    await build({ input, platform: 'node', output: { file: join(directory, 'program.mjs'), format: 'esm' }, logLevel: 'silent' });
    return JSON.parse(await run('unshare', [...NAMESPACES, 'bash', '-c', BOOT, 'boot', root, layer, directory, process.execPath, ...args]));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const NAMESPACES = ['--mount', '--pid', '--fork', '--kill-child', '--ipc', '--uts', '--net', '--'];

const BOOT = `set -eu
root=$1 layer=$2 directory=$3 node=$4
shift 4
mount --make-rprivate /
mount -t tmpfs tmpfs "$directory/layers"
cd "$directory/layers"
mkdir upper work machine
# Copied, as no layer may lie within another.
if [ "$layer" ]; then cp -a "$layer" layer; root=layer:$root; fi
mount -t overlay -o "lowerdir=$root,upperdir=upper,workdir=work" overlay machine
mount -t proc proc machine/proc
mount --rbind /dev machine/dev
mount -t tmpfs -o mode=755 tmpfs machine/run
mkdir -p machine/run/program machine/run/sudo machine/run/dbus
mount --bind "$directory" machine/run/program
touch machine/run/node
mount --bind "$node" machine/run/node
hostname sudo-test
ip link set lo up
exec chroot machine env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin /run/node /run/program/program.mjs "$@"`;

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 1_200_000, killSignal: 'SIGKILL' });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else reject(new Error(`${command} ended with ${code ?? signal}: ${Buffer.concat(err)}`));
    });
  });
}
