// @ts-check
// Fails when dist/ is not what the sources build: JavaScript byte for byte, native files by the hashes in their manifest.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const dist = join(import.meta.dirname, '..', 'dist');
const fresh = mkdtempSync(join(tmpdir(), 'egress-filter-dist-'));
const failures = [];

try {
  const built = spawnSync(process.execPath, [join(import.meta.dirname, 'build-js.mjs'), fresh], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (built.status !== 0) failures.push('the JavaScript does not build');
  else {
    const names = new Set([...filesOf(fresh), ...filesOf(dist)]);
    const differing = [...names].sort().filter((name) => !same(join(fresh, name), join(dist, name)));
    if (differing.length > 0) failures.push(`dist/${differing.join(', dist/')} is not what src/ builds`);
  }
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
const native = spawnSync(process.execPath, [join(import.meta.dirname, 'build-native.mjs'), '--check'], { encoding: 'utf8' });
if (native.status !== 0) failures.push(`dist/native is not what bpf/ and native/ build:\n${`${native.stdout}${native.stderr}`.trim()}`);

if (failures.length > 0) {
  console.error(`check:dist: ${failures.join('\ncheck:dist: ')}\ncheck:dist: run "npm run build" and commit dist/`);
  process.exitCode = 1;
} else console.log('check:dist: dist/ is current');

/** All but the native files, which have a check of their own. @param {string} folder */
function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) => {
    const name = relative(folder, join(entry.parentPath, entry.name));
    return entry.isFile() && !name.startsWith('native/') ? [name] : [];
  });
}

/** @param {string} a @param {string} b */
function same(a, b) {
  return existsSync(a) && existsSync(b) && readFileSync(a).equals(readFileSync(b));
}
