import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CONTAINER_FILES, CONTAINER_VARIABLES } from '../ca-files.ts';
import { messageOf } from '../errors.ts';
import { PATH } from './daemonise.ts';
import { type Mounts, mount, unmount } from './guarded.ts';

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
 * below `directory`.
 */
export function coverRuntimes({ program, directory, files, mounts, runtimes = runtimesOfMachine() }: ContainerOptions): CoveredRuntimes {
  const warnings: string[] = [];
  const mounted: string[] = [];
  const bind = (from: string, to: string): void => {
    mounts.add(to);
    mounted.push(to);
    mount('--bind', from, to);
  };
  for (const [index, path] of runtimes.entries()) {
    const before = mounted.length;
    try {
      mkdirSync(directory, { recursive: true, mode: 0o755 });
      chmodSync(directory, 0o755);
      const [cover, real] = [join(directory, `${index}`), join(directory, `${index}-real`)];
      writeFileSync(real, '');
      bind(path, real);
      writeFileSync(cover, withSettings(program, { real, place: path, files }));
      chmodSync(cover, 0o755);
      requireWorking(cover);
      bind(cover, path);
    } catch (error) {
      for (const left of mounted.splice(before).reverse()) take(left, mounts);
      warnings.push(`Containers that ${path} starts do not trust our authority, and refuse what is inspected: ${messageOf(error)}`);
    }
  }
  return {
    warnings,
    undo: () => {
      for (const path of mounted.splice(0).reverse()) take(path, mounts);
    },
  };
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

/** Before it stands in the way of every container. */
function requireWorking(cover: string): void {
  const { status, signal, stderr, error } = spawnSync(cover, ['--version'], { encoding: 'utf8', timeout: 10_000, env: { PATH } });
  if (status !== 0) throw error ?? new Error(stderr.trim().split('\n', 1)[0] || `it ended with ${signal ?? status}`);
}
