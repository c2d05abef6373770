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
  'action/disable-sudo': 'src/action/disable-sudo.ts',
  'action/enable-sudo': 'src/action/enable-sudo.ts',
};
const licenses = collectLicenses();

/** @type {import('rolldown').RolldownOptions[]} */
const bundles = Object.entries(entries)
  .filter(([, input]) => existsSync(join(root, input)))
  .map(([name, input]) => ({
    input: join(root, input),
    cwd: root,
    platform: 'node',
    transform: { target: 'node20.19' },
    tsconfig: join(root, 'tsconfig.json'),
    onLog(level, log, report) {
      // A name that cannot be resolved would be left as an import that fails on the user's machine.
      if (level === 'warn') throw new Error(log.message);
      report(level, log);
    },
    plugins: [licenses],
    output: { file: join(root, 'dist', `${name}.js`), format: 'esm', codeSplitting: false, minify: false },
  }));

export default bundles;
