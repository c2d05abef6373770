import { execFile } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CONTAINER_FILES, CONTAINER_VARIABLES } from '../ca-files.ts';
import { messageOf } from '../errors.ts';
import { PATH } from './daemonise.ts';
import { type Mounts, unmount } from './mounts.ts';
import { isRootsAlone } from './pins.ts';

/** Where Docker, containerd, BuildKit and Podman look for a runtime. */
const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/libexec/podman', '/usr/lib/podman'];
const NAMES = ['runc', 'buildkit-runc', 'docker-runc', 'crun'];

export interface ContainerOptions {
  /** `egress-runtime`: native/runtime/runtime.c. */
  readonly program: string;
  /** Made here, root's: what is mounted over the runtimes, and the runtimes themselves. On a file system that programs may be run from. */
  readonly directory: string;
  /** Where `writeContainerFiles` puts what containers get. Until that is there they get nothing. */
  readonly files: string;
  /** Told of each path before something is mounted there, and after it was unmounted. */
  readonly mounts: Mounts;
  /** In place of those of this machine. */
  readonly runtimes?: readonly string[];
}

export interface CoveredRuntimes {
  /** Sentences for a person. */
  readonly warnings: readonly string[];
  undo(): void;
}

/**
 * Mounts our program over each OCI runtime of the machine, so that every container that is started from now on, a step of a build included, trusts our
 * authority. Its files lie in the container's /dev, which is a file system of its own: nothing gets into an image. The runtime itself stays at hand
 * below `directory`. Never rejects.
 */
export async function coverRuntimes(options: ContainerOptions): Promise<CoveredRuntimes> {
  const { mounts, runtimes = runtimesOfMachine() } = options;
  const mounted: string[] = [];
  const warnings: string[] = [];
  const cover = async (path: string, index: number): Promise<void> => {
    try {
      mounted.push(...(await coverOne(path, index, options)));
    } catch (error) {
      warnings.push(`Containers that ${path} starts do not trust our authority, and refuse what is inspected: ${messageOf(error)}`);
    }
  };
  await Promise.all(runtimes.map(cover));
  return {
    warnings,
    undo: () => {
      for (const path of mounted.splice(0).reverse()) take(path, mounts);
    },
  };
}

/** `$1` the runtime, `$2` where it stays at hand, `$3` our program before it, which has to work before it stands in the way. A line for each mount. */
const SCRIPT = 'mount --bind "$1" "$2" && echo && "$3" --version </dev/null >/dev/null && mount --bind "$3" "$1" && echo';

/** What was mounted, in this order: all of it, or it rejects. */
async function coverOne(path: string, index: number, { program, directory, files, mounts }: ContainerOptions): Promise<string[]> {
  // It is about to be run, and by root.
  if (!isRootsAlone(path)) throw new Error('others than root can change that file, or put another in its place');
  const [cover, real] = [join(directory, `${index}`), join(directory, `${index}-real`)];
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  chmodSync(directory, 0o755);
  writeFileSync(real, '');
  writeFileSync(cover, withSettings(program, { real, place: path, files }));
  chmodSync(cover, 0o755);
  const both = [real, path];
  for (const each of both) mounts.add(each);
  const { failure, stdout } = await run('/bin/sh', ['-c', SCRIPT, 'sh', path, real, cover]);
  if (failure === undefined) return both;
  const done = stdout.length;
  for (const each of both.slice(done)) mounts.remove(each);
  for (const each of both.slice(0, done).reverse()) take(each, mounts);
  throw new Error(failure);
}

function run(program: string, args: string[]): Promise<{ failure: string | undefined; stdout: string }> {
  const options = { encoding: 'utf8', timeout: 20_000, env: { PATH, LC_ALL: 'C' } } as const;
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      resolve({ failure: error ? stderr.trim().split('\n', 1)[0] || error.message : undefined, stdout });
    });
  });
}

function take(path: string, mounts: Mounts): void {
  unmount(path);
  mounts.remove(path);
}

function runtimesOfMachine(): string[] {
  const found = FOLDERS.flatMap((folder) => NAMES.flatMap((name) => programAt(`${folder}/${name}`)));
  return [...new Set(found)];
}

function programAt(path: string): string[] {
  try {
    const real = realpathSync(path);
    accessSync(real, constants.X_OK);
    return statSync(real).isFile() && NAMES.includes(basename(real)) ? [real] : [];
  } catch {
    // Not on this machine.
    return [];
  }
}

/** The program with what native/runtime/settings.c reads at its end. `real`: the runtime; `place`: where the program is mounted. */
export function withSettings(program: string, { real, place, files }: Record<'real' | 'place' | 'files', string>): Buffer {
  const records = [`R${real}`, `P${place}`];
  for (const [name, destination] of Object.entries(CONTAINER_FILES)) records.push(`S${join(files, name)}`, `D${destination}`);
  for (const [name, value] of Object.entries(CONTAINER_VARIABLES)) records.push(`V${name}=${value}`);
  const text = records.map((record) => `${record}\0`).join('');
  const footer = `${Buffer.byteLength(text).toString(16).padStart(8, '0')}egress-filter-01`;
  return Buffer.concat([readFileSync(program), Buffer.from(text + footer)]);
}
