#!/usr/bin/env node
// @ts-check
// sudo as other systems have it, from Debian's packages. They are unpacked into the cache of the lab; nothing is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { downloadAndUnpack, prepareApt } from '../lab/apt.mjs';
import { say } from '../lab/exec.mjs';
import { cacheDir } from '../lab/paths.mjs';

/**
 * Layers to lay over this machine, by suite. They come with the C library that they need, which older programs run with as well. `rust`: `sudo` is sudo-rs and
 * the other one is `sudo.ws`, as in Ubuntu 25.10 and later.
 * @type {Readonly<Record<string, {packages: readonly string[], rust?: true}>>}
 */
export const systems = {
  bullseye: { packages: ['sudo'] },
  trixie: { packages: ['sudo', 'sudo-rs', 'opendoas', 'libc6'] },
  forky: { packages: ['sudo', 'sudo-rs', 'libc6'], rust: true },
};

const recipe = createHash('sha256')
  .update(readFileSync(import.meta.filename))
  .digest('hex')
  .slice(0, 12);
const folder = join(cacheDir, `sudo-${recipe}`);

/**
 * The folder with the files of such a system, downloaded where it is not there yet.
 * @param {string} name @returns {{path?: string, missing?: string}} `missing`: why it cannot be had
 */
export function sudoOf(name) {
  const path = join(folder, name);
  if (!existsSync(path)) {
    mkdirSync(cacheDir, { recursive: true });
    // flock's lock goes with its process, so a killed download never blocks the next one.
    const done = spawnSync('flock', [join(cacheDir, 'lock'), process.execPath, import.meta.filename], { encoding: 'utf8' });
    if (!existsSync(path)) return { missing: (done.error?.message ?? done.stderr).trim().split('\n').at(-1) || `no packages of ${name}` };
  }
  return { path };
}

/** A mirror may have dropped one of the suites: then the others are asked for by themselves. */
function download() {
  const names = Object.keys(systems).filter((name) => !existsSync(join(folder, name)));
  const isTogether = attempt(names.join(', '), () => prepareApt(names));
  for (const name of names) {
    attempt(name, () => {
      if (!isTogether) prepareApt([name]);
      unpack(name);
    });
  }
}

/** @param {string} name @param {() => void} act @returns {boolean} */
function attempt(name, act) {
  try {
    act();
    return true;
  } catch (error) {
    say(`sudo of ${name}: ${error instanceof Error ? error.message : error}`);
    return false;
  }
}

/** @param {string} name */
function unpack(name) {
  const { packages = [], rust } = systems[name] ?? {};
  const path = join(folder, name);
  const staging = `${path}.new`;
  rmSync(staging, { recursive: true, force: true });
  downloadAndUnpack(
    packages.map((each) => `${each}/${name}`),
    staging,
  );
  // Below a machine where /lib is a link to /usr/lib it must not be a folder.
  const lib = join(staging, 'lib');
  if (existsSync(lib)) cpSync(lib, join(staging, 'usr/lib'), { recursive: true, verbatimSymlinks: true });
  rmSync(lib, { recursive: true, force: true });
  // The package's own script does that.
  const sudoRs = join(staging, 'usr/lib/cargo/bin/sudo');
  if (existsSync(sudoRs)) chmodSync(sudoRs, 0o4755);
  if (rust) {
    renameSync(join(staging, 'usr/bin/sudo'), join(staging, 'usr/bin/sudo.ws'));
    symlinkSync('../lib/cargo/bin/sudo', join(staging, 'usr/bin/sudo'));
  }
  renameSync(staging, path);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) download();
