// @ts-check
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { say, tool } from './exec.mjs';
import { cacheDir, projectDir } from './paths.mjs';

const lock = join(projectDir, 'package-lock.json');

/** The development dependencies with what of them is native for arm64: this machine's are for its own architecture. */
export function arm64Modules() {
  const hash = createHash('sha256').update(readFileSync(lock)).digest('hex').slice(0, 12);
  return join(cacheDir, 'node-modules', `arm64-${hash}`, 'node_modules');
}

/** Installs them into the cache, without running anything of them. */
export function fetchArm64Modules() {
  const target = join(arm64Modules(), '..');
  if (existsSync(target)) return;
  say('fetching the development dependencies for arm64');
  const staging = `${target}.new`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  for (const file of [lock, join(projectDir, 'package.json')]) copyFileSync(file, join(staging, file.slice(projectDir.length)));
  tool('npm', ['ci', '--cpu=arm64', '--os=linux', '--libc=glibc', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: staging });
  renameSync(staging, target);
}
