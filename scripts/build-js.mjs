// @ts-check
// Bundles src/ into dist/: `node scripts/build-js.mjs [folder]`, another folder for a comparison.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import config from '../rolldown.config.mjs';

const target = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'dist'));

// Everything is built before anything is touched, so that a build that fails leaves a dist/ that runs.
/** @type {Map<string, string | Uint8Array>} */
const files = new Map();
for (const { output, ...input } of config) {
  const [options] = [output].flat();
  if (!options?.file) throw new Error('an entry of rolldown.config.mjs names no file');
  const bundle = await rolldown(input);
  const built = await bundle.generate(options);
  await bundle.close();
  const name = relative(join(import.meta.dirname, '..', 'dist'), options.file);
  // Assets (licences) are those of all bundles, and stand at the top.
  for (const file of built.output)
    files.set(file.type === 'chunk' ? name : basename(file.fileName), file.type === 'chunk' ? file.code : file.source);
}

// Only JavaScript is ours to remove: native/ is another build's.
mkdirSync(target, { recursive: true });
for (const name of readdirSync(target, { recursive: true, encoding: 'utf8' })) {
  if (name.endsWith('.js') && !files.has(name)) rmSync(join(target, name));
}
for (const [name, content] of files) {
  mkdirSync(dirname(join(target, name)), { recursive: true });
  writeFileSync(join(target, name), content);
  console.log(`built ${name} (${Math.round(content.length / 1000)} kB)`);
}
