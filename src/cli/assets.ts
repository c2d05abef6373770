import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../guard/errors.ts';
import type { Assets } from '../guard/run.ts';

/** The committed files beside this bundle (or, in tests, in the checkout's `dist/`). */
export function assets(): Assets {
  if (process.platform !== 'linux') throw new UserError('Egress Filter runs on Linux only.');
  if (process.arch !== 'x64' && process.arch !== 'arm64')
    throw new UserError(`There is no build for ${process.arch}: x64 and arm64 are supported.`);
  const here = dirname(fileURLToPath(import.meta.url));
  const dist = existsSync(join(here, 'native')) ? here : join(here, '../../dist');
  const native = join(dist, 'native', `linux-${process.arch}`);
  const files = { proxyBundle: join(dist, 'proxy.js'), addon: join(native, 'egress.node'), bpfObject: join(native, 'egress.bpf.o') };
  const missing = Object.values(files).find((file) => !existsSync(file));
  if (missing) throw new UserError(`${missing} is missing: this checkout is not complete (npm run build makes it).`);
  return files;
}
