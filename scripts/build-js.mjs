// @ts-check
// Bundles src/ into dist/: `node scripts/build-js.mjs [folder]`, another folder for a comparison.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import config from '../rolldown.config.mjs';

const target = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'dist'));

// Everything is built before anything is touched, so that a build that fails leaves a dist/ that runs.
/** @type {Map<string, string | Uint8Array>} */
const files = new Map();
for (const { output, ...input } of config) {
  const bundle = await rolldown(input);
  const built = await bundle.generate([output].flat()[0]);
  await bundle.close();
  for (const file of built.output) files.set(basename(file.fileName), file.type === 'chunk' ? file.code : file.source);
}

mkdirSync(target, { recursive: true });
// Only JavaScript: native/ is another build's.
for (const name of readdirSync(target)) if (name.endsWith('.js') && !files.has(name)) rmSync(join(target, name));
for (const [name, content] of files) {
  writeFileSync(join(target, name), content);
  console.log(`built ${name} (${Math.round(content.length / 1000)} kB)`);
}
