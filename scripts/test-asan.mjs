// @ts-check
// `npm run test:asan [-- FILE...]`: unit tests with an addon that has AddressSanitizer and UndefinedBehaviorSanitizer in it, on x64. Each access beyond an object, to
// what has been freed, and each undefined operation ends the process that made it, with a report that is printed here; the tests of that process fail.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Whatever dials, listens, shakes hands, carries and is sent garbage through native code. */
const DEFAULT = ['test/proxy/tcp/', 'test/proxy/http/fuzz', 'test/proxy/http/tls-peers', 'test/proxy/fuzz/', 'test/proxy/dns/datagrams'];

/** As the product has no way to name another addon, the tests run in a copy of the checkout that has this one. */
function copyWith(/** @type {string} */ directory) {
  for (const name of ['src', 'test', 'scripts', 'dist', 'package.json', 'tsconfig.json', 'vitest.config.ts'])
    cpSync(join(root, name), join(directory, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  const addon = join(directory, 'dist/native/linux-x64/egress.node');
  execFileSync(process.execPath, [join(root, 'scripts/build-native.mjs'), 'sanitized', addon], { cwd: root, stdio: 'inherit' });
}

/** With the sanitizers Debian's curl hangs before it does anything. Its own memory is not looked for: it is a client of the tests. */
function curlWithout(/** @type {string} */ directory) {
  const curl = execFileSync('sh', ['-c', 'command -v curl'], { encoding: 'utf8' }).trim();
  mkdirSync(directory);
  writeFileSync(join(directory, 'curl'), `#!/bin/sh\nunset LD_PRELOAD\nexec ${curl} "$@"\n`);
  chmodSync(join(directory, 'curl'), 0o755);
  return `${directory}:${process.env.PATH}`;
}

/** Of the compiler's own version. @param {string} name */
const library = (name) => execFileSync('gcc', [`-print-file-name=${name}`], { encoding: 'utf8' }).trim();

function main() {
  const files = process.argv.slice(2);
  const directory = mkdtempSync(join(tmpdir(), 'egf-asan-'));
  const reports = join(directory, 'reports');
  try {
    mkdirSync(reports);
    copyWith(directory);
    const options = `log_path=${reports}/report:abort_on_error=0:exitcode=99`;
    const { status } = spawnSync(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', ...(files.length > 0 ? files : DEFAULT)],
      {
        cwd: directory,
        stdio: 'inherit',
        env: {
          ...process.env,
          PATH: curlWithout(join(directory, 'bin')),
          // With the sanitizers everything takes longer.
          EGRESS_FILTER_TEST_PACE: process.env.EGRESS_FILTER_TEST_PACE ?? '10',
          LD_PRELOAD: [library('libasan.so'), library('libubsan.so')].join(' '),
          // What Node itself does not give back at its end is not looked for. A wrong access in V8's own memory is V8's to handle.
          ASAN_OPTIONS: `${options}:detect_leaks=0:allow_user_segv_handler=1:detect_odr_violation=0`,
          UBSAN_OPTIONS: `${options}:print_stacktrace=1`,
        },
      },
    );
    const found = readdirSync(reports);
    for (const name of found) console.error(`\n${readFileSync(join(reports, name), 'utf8')}`);
    console.log(`npm run test:asan: ${found.length} reports of the sanitizers`);
    return found.length > 0 ? 1 : (status ?? 1);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

process.exitCode = main();
