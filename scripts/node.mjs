// @ts-check
// Prints the path of another Node: `node scripts/node.mjs 24`, or an exact version, or `24 arm64`. Downloaded once, as the npm package that holds
// the official binary, into a cache that all clones share.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const [, , version = '', arch = process.arch] = process.argv;
if (!/^\d+(\.\d+){0,2}$/.test(version) || !['x64', 'arm64'].includes(arch)) {
  console.error('usage: node scripts/node.mjs VERSION [x64|arm64], as in 24 or 20.19.0');
  process.exit(2);
}

const cache = process.env.EGRESS_FILTER_NODE_CACHE || join(homedir(), '.cache', 'egress-filter-node');
const folder = join(cache, `${version}-${arch}`);
const binary = join(folder, 'package', 'bin', 'node');
if (!existsSync(binary)) download(`node-linux-${arch}@${version}`);
console.log(binary);

/** @param {string} spec */
function download(spec) {
  mkdirSync(cache, { recursive: true });
  const staging = mkdtempSync(join(cache, 'download-'));
  try {
    console.error(`downloading ${spec} from the npm registry`);
    run('npm', ['pack', '--silent', '--pack-destination', staging, spec], staging);
    const [archive = ''] = readdirSync(staging);
    run('tar', ['-xzf', archive, 'package/bin/node', 'package/package.json'], staging);
    rmSync(join(staging, archive));
    rmSync(folder, { recursive: true, force: true });
    renameSync(staging, folder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** @param {string} command @param {string[]} args @param {string} cwd */
function run(command, args, cwd) {
  const done = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.error?.message ?? `exit ${done.status ?? done.signal}`}`);
}
