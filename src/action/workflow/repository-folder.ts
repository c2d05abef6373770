import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { codeOf } from '../../guard/errors.ts';

/** Far beyond any policy or action.yml. */
const MAX_BYTES = 4 << 20;

/**
 * The folder of the repository that a file belongs to: the one above `.github/workflows`, else the nearest with a `.git`, else the
 * working folder.
 */
export function repositoryOf(file: string | undefined): string {
  if (file === undefined) return process.cwd();
  const path = resolve(file);
  const workflows = `${sep}.github${sep}workflows${sep}`;
  const at = path.lastIndexOf(workflows);
  if (at !== -1) return path.slice(0, at) || sep;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return process.cwd();
  }
}

/** A file that a workflow names, relative to its repository. A workflow may be anybody's, so nothing outside the repository is read. */
export function readInside(root: string, path: string): { readonly text: string } | { readonly problem: string } {
  try {
    const real = realpathSync(resolve(root, path));
    const within = relative(realpathSync(root), real);
    if (within === '' || within.startsWith('..')) return { problem: 'is outside of the repository' };
    const stat = statSync(real);
    if (!stat.isFile()) return { problem: 'is not a file' };
    if (stat.size > MAX_BYTES) return { problem: 'is too large' };
    return { text: readFileSync(real, 'utf8') };
  } catch (error) {
    return { problem: codeOf(error) === 'ENOENT' ? 'is not there' : 'cannot be read' };
  }
}
