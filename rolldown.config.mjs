// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { collectLicenses } from './scripts/licenses.mjs';

const root = import.meta.dirname;

/**
 * One self-contained file an entry, no shared chunks: the proxy's file is copied to where the proxy's user may read it, and a
 * reader of `dist/` finds a program in one place. Not minified, for the same reader.
 */
const entries = {
  cli: 'src/cli/main.ts',
  proxy: 'src/proxy/main.ts',
  guard: 'src/guard/job/main.ts',
  'action/pre': 'src/action/pre.ts',
  'action/main': 'src/action/main.ts',
  'action/post': 'src/action/post.ts',
  'action/upload': 'src/action/upload.ts',
  'action/disable-sudo': 'src/action/disable-sudo.ts',
  'action/enable-sudo': 'src/action/enable-sudo.ts',
};
const licenses = collectLicenses();

/**
 * The artifact client is larger than all the rest together, so it stays a file of its own, which post imports when there is something to upload.
 * @type {import('rolldown').Plugin}
 */
const uploadApart = {
  name: 'upload-apart',
  resolveId: (source, importer) => (importer && source === './upload.ts' ? { id: './upload.js', external: true } : undefined),
};

/**
 * The artifact client downloads, too, with a package that brings one without any licence (unzip-stream, by way of `buffers`). Nothing here downloads.
 * @type {import('rolldown').Plugin}
 */
const noDownload = {
  name: 'no-download',
  resolveId: (source) => (source === 'unzip-stream' ? '\0no-download' : undefined),
  load: (id) =>
    id === '\0no-download' ? 'export default { Extract() { throw new Error("downloads are not part of this bundle"); } };' : undefined,
};

/** The runner starts the action's stages with a Node of its own (action.yml, `using`), whatever the machine has. @param {string} name */
const targetOf = (name) => (name.startsWith('action/') ? 'node24' : 'node20.19');

/** @type {import('rolldown').RolldownOptions[]} */
const bundles = Object.entries(entries)
  .filter(([, input]) => existsSync(join(root, input)))
  .map(([name, input]) => ({
    input: join(root, input),
    cwd: root,
    platform: 'node',
    transform: { target: targetOf(name) },
    tsconfig: join(root, 'tsconfig.json'),
    // On a busy machine it warns of the time that it takes.
    checks: { bundlerTimings: false },
    onLog(level, log, report) {
      // A name that cannot be resolved would be left as an import that fails on the user's machine.
      if (level === 'warn') throw new Error(log.message);
      report(level, log);
    },
    plugins: [licenses, uploadApart, noDownload],
    output: { file: join(root, 'dist', `${name}.js`), format: 'esm', codeSplitting: false, minify: false },
  }));

export default bundles;
