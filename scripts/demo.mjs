// @ts-check
// `npm run demo`: a small CI job with a malicious dependency, without and with the filter, in network namespaces of its own.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages } from './apt.mjs';
import { installNpmPackages } from './npm-packages.mjs';
import { test } from './packages.mjs';

const root = join(import.meta.dirname, '..');
const needed = ['iptables', 'iproute2', 'openssl', 'python3'];
const say = (/** @type {string} */ line) => console.log(`npm run demo: ${line}`);

async function main() {
  installNpmPackages(say);
  if (process.getuid?.() !== 0) {
    say('going on as root, through sudo: it makes network namespaces');
    return spawnSync('sudo', ['env', `PATH=${process.env.PATH}`, process.execPath, import.meta.filename], { stdio: 'inherit' }).status ?? 1;
  }
  installPackages(
    test.filter(({ name }) => needed.includes(name)),
    say,
  );
  // The lab is TypeScript, which Node 20 does not run: bundle it.
  const { rolldown } = await import('rolldown');
  const output = join(root, '.cache', 'demo.mjs');
  mkdirSync(join(root, '.cache'), { recursive: true });
  const bundle = await rolldown({ input: join(root, 'demo/main.ts'), platform: 'node', cwd: root });
  await bundle.write({ file: output, format: 'esm', codeSplitting: false });
  return spawnSync(process.execPath, [output], { stdio: 'inherit', env: { ...process.env, EGF_ROOT: root } }).status ?? 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`npm run demo: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
