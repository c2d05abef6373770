// @ts-check
// Fails when package-lock.json names the host a package was downloaded from: the lockfile must install from whichever registry npm
// is configured for. `.npmrc` keeps the hosts out; this tells when an npm with another configuration wrote them in.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const file = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'package-lock.json'));
const lock = JSON.parse(readFileSync(file, 'utf8'));
/** @type {[string, Record<string, unknown>][]} */
const packages = Object.entries(lock.packages ?? {});

const wrong = packages.flatMap(([name, entry]) => {
  if (name === '') return [];
  if ('resolved' in entry) return [`${name} has "resolved": ${entry.resolved}`];
  return typeof entry.integrity === 'string' ? [] : [`${name} has no "integrity"`];
});
// Homepages and funding pages are not where packages come from; anything that serves tarballs is.
const hosts = JSON.stringify(lock).match(/https?:\\?\/\\?\/[^"]*(registry|\.tgz)[^"]*/g) ?? [];

for (const problem of [...wrong, ...hosts.map((host) => `names ${host}`)]) console.error(`check-lockfile: ${problem}`);
console.log(`check-lockfile: ${packages.length} packages, ${wrong.length + hosts.length} problems`);
if (wrong.length + hosts.length > 0 || packages.length === 0) process.exitCode = 1;
