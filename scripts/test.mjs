// @ts-check
// `npm test`: sets up what the tests need, runs them project by project and ends with one line of totals.
// Plain Node without packages, because it runs before `npm ci`.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installPackages, missingPackages } from './apt.mjs';
import { newObjects, presentObjects } from './leftovers.mjs';
import { installNpmPackages } from './npm-packages.mjs';
import { test as testPackages } from './packages.mjs';
import { runProject } from './test-project.mjs';
import { summary } from './test-summary.mjs';

const root = join(import.meta.dirname, '..');

/** In this order; `minutes` is when a project is stopped and counted as failed: several times what it takes on a machine that has nothing else to do. */
const projects = [
  { name: 'unit', minutes: 10, asRoot: false, what: 'pure code, parsers, sockets on loopback' },
  { name: 'kernel', minutes: 8, asRoot: true, what: 'the native part on the kernel of this machine' },
  { name: 'e2e', minutes: 15, asRoot: true, what: 'runs between a job and a world namespace' },
  { name: 'bypass', minutes: 20, asRoot: true, what: 'ways out that must be shut' },
  { name: 'job', minutes: 30, asRoot: true, what: 'whole jobs: a runner that starts the action, its steps and its post' },
  { name: 'vm', minutes: 40, asRoot: true, what: 'stock Debian kernels under QEMU (downloads about 200 MB once)' },
];

const usage = `usage: npm test -- [--unit] [--only NAME,...] [--list] [TEXT...]
  --unit   without root: only what needs none
  --only   some projects: ${projects.map(({ name }) => name).join(', ')}
  --list   what there is
  TEXT     only test files whose path contains it`;

const say = (/** @type {string} */ line) => console.log(`npm test: ${line}`);

/** @returns {Promise<number>} exit status */
async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { unit: { type: 'boolean' }, only: { type: 'string' }, list: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help || values.list) {
    console.log(values.help ? usage : list());
    return 0;
  }
  const names = values.unit ? ['unit'] : (values.only?.split(',') ?? projects.map(({ name }) => name));
  const unknown = names.find((name) => !projects.some((project) => project.name === name));
  if (unknown !== undefined) throw new Error(`there is no project "${unknown}"\n${usage}`);
  const chosen = projects.filter(({ name }) => names.includes(name));

  installNpmPackages(say);
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && chosen.some(({ asRoot }) => asRoot)) return startAgainAsRoot();
  if (isRoot) installPackages(testPackages, say);
  else warnOfMissingPackages();
  warnOfStaleBundles();
  return runAll(chosen, positionals);
}

/** @param {typeof projects} chosen @param {string[]} filters */
async function runAll(chosen, filters) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  /** @type {{failures: import('./test-summary.mjs').Outcome[], skips: import('./test-summary.mjs').Outcome[]}} */
  const outcomes = { failures: [], skips: [] };
  for (const { name, minutes } of chosen) {
    say(`project ${name} (at most ${minutes} minutes)`);
    const before = presentObjects();
    const result = await runProject({ root, name, minutes, filters });
    const left = await newObjects(before);
    const failures = [...result.failures, ...left.map((object) => ({ test: `${name}: left behind: ${object}`, why: [] }))];
    total.passed += result.passed;
    total.failed += failures.length;
    total.skipped += result.skips.length;
    outcomes.failures.push(...failures);
    outcomes.skips.push(...result.skips);
    say(`project ${name}: ${result.passed} passed, ${failures.length} failed, ${result.skips.length} skipped, ${result.seconds} s`);
  }
  warnOfStaleBundles();
  console.log(`\n${[...summary(outcomes), ''].join('\n')}`);
  if (total.passed + total.failed === 0) say('no test was found');
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

/** Starts again through sudo. npm's packages are in place by then, so they belong to the user. */
function startAgainAsRoot() {
  const ask = process.stdin.isTTY ? [] : ['-n'];
  if (spawnSync('sudo', [...ask, 'true'], { stdio: 'inherit' }).status !== 0) {
    throw new Error('most tests need root, and sudo gives it not: run "sudo npm test", or "npm test -- --unit" for those that do not');
  }
  say('going on as root, through sudo');
  const kept = ['PATH', 'CI', 'EGRESS_FILTER_VM_CACHE', 'EGRESS_FILTER_DEBIAN_MIRROR', 'EGRESS_FILTER_TEST_MACHINES'];
  const environment = kept.flatMap((name) => (process.env[name] === undefined ? [] : [`${name}=${process.env[name]}`]));
  const again = ['env', ...environment, process.execPath, import.meta.filename, ...process.argv.slice(2)];
  return spawnSync('sudo', [...ask, ...again], { stdio: 'inherit' }).status ?? 1;
}

/** Some unit tests use real clients; without root they cannot be installed. */
function warnOfMissingPackages() {
  const names = missingPackages(testPackages).map(({ name }) => name);
  if (names.length > 0) say(`not installed, so tests that use them will fail: sudo apt-get install ${names.join(' ')}`);
}

/** End-to-end tests run dist/, so a forgotten build would test yesterday's code. */
function warnOfStaleBundles() {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, 'check-dist.mjs')], { stdio: 'ignore', timeout: 60_000 });
  if (status !== 0)
    say('WARNING: dist/ is not what the sources build, and the end-to-end tests run dist/ (npm run build; npm run check:dist says more)');
}

function list() {
  const rows = projects.map(({ name, what, asRoot, minutes }) => {
    const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
    const own = files.filter((file) =>
      name === 'unit' ? !projects.some((other) => other.asRoot && file.startsWith(`${other.name}/`)) : file.startsWith(`${name}/`),
    );
    return `${name.padEnd(7)} ${String(own.length).padStart(3)} files, ${asRoot ? 'root, ' : ''}at most ${minutes} min: ${what}`;
  });
  return rows.join('\n');
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`npm test: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
