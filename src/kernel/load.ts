import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from './errors.ts';
import type { Native } from './native.ts';

/** `doctor` and the command line print the message as it is. */
export class NativeLoadError extends Error {
  override readonly name = 'NativeLoadError';
}

/**
 * The addon for this machine, loaded once per process; `file` names another path of it, such as an inherited descriptor below
 * /proc/self/fd (the proxy's user may not search the folder it lies in).
 * @throws {NativeLoadError} where there is none, or it does not load: what is needed and what was found
 */
export function loadNative(file = nativeFile('egress.node')): Native {
  try {
    const module: { exports: Partial<Native> } = { exports: {} };
    process.dlopen(module, file);
    if (!isNative(module.exports)) throw new Error('it is not the addon of this version');
    return module.exports;
  } catch (cause) {
    throw new NativeLoadError(`cannot load ${file}: ${messageOf(cause)}. It needs glibc 2.34 or later on Linux; this is ${platform()}`, {
      cause,
    });
  }
}

function isNative(exports: Partial<Native>): exports is Native {
  return exports.openQueue !== undefined && exports.spawn !== undefined;
}

/** Path of the BPF object for this machine. @throws {NativeLoadError} where there is none */
export function bpfObjectPath(): string {
  return nativeFile('egress.bpf.o');
}

/**
 * A file of `dist/native/linux-<arch>`, seen from wherever this module runs: a bundle in `dist/`, a chunk in a folder below
 * it, or `src/kernel/`.
 */
function nativeFile(name: string): string {
  const folder = join('native', `${process.platform}-${process.arch}`);
  let at = dirname(fileURLToPath(import.meta.url));
  for (let height = 0; height < 3; height++, at = dirname(at)) {
    const found = [join(at, folder, name), join(at, 'dist', folder, name)].find((path) => existsSync(path));
    if (found) return found;
  }
  throw new NativeLoadError(`no ${join(folder, name)}: Egress Filter runs on Linux on x64 and arm64; this is ${platform()}`);
}

/** `linux-x64, glibc 2.36, Node 20.20.2`. Node's report names glibc where Node is linked against it (not so on musl). */
function platform(): string {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  const glibc = report.header?.glibcVersionRuntime;
  return `${process.platform}-${process.arch}, ${glibc ? `glibc ${glibc}` : 'no glibc'}, Node ${process.versions.node}`;
}
