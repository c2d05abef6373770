// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Runs `npm ci` when node_modules is missing or not what package-lock.json says. @param {(line: string) => void} say */
export function installNpmPackages(say) {
  const why = stale();
  if (!why) return;
  say(`npm ci: ${why}`);
  const done = spawnSync('npm', ['ci', '--no-fund', '--no-audit'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: 600_000,
  });
  if (done.status !== 0)
    throw new Error(
      `npm ci failed (${done.error?.message ?? `exit ${done.status ?? done.signal}`}): is the registry of "npm config get registry" reachable?`,
    );
}

/** Why node_modules does not serve, or undefined. */
function stale() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return 'node_modules is missing';
  const installed = packagesOf(installedFile);
  for (const [path, { version, optional }] of Object.entries(packagesOf(join(root, 'package-lock.json')))) {
    // Optional ones are mostly builds for other machines.
    if (path === '' || (optional && !installed[path])) continue;
    if (installed[path]?.version !== version)
      return `${path} is ${installed[path]?.version ?? 'missing'}, package-lock.json says ${version}`;
  }
  return undefined;
}

/** @param {string} file @returns {Record<string, {version: string, optional?: boolean}>} */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
